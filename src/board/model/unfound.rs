//! What the charter calls those whom nobody on the board is known to be: they may be others there under another name.

use crate::board::facts::Account;
use crate::charter::{Role, folded};
use crate::lexicon;
use crate::word::Word as _;

/// A name, a user name, an e-mail address or an id that nobody on the board is known by, in small letters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnfoundName(String);

impl UnfoundName {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.to_lowercase())
    }

    /// Whether this can be nobody but somebody else than the person of these `accounts`. An e-mail address says so where the export
    /// has that of the person, a whole name where no word of it is one of theirs; of a user name or an id it is not known.
    pub(crate) fn is_another_than(&self, accounts: &[Account<'_>]) -> bool {
        if self.0.contains('@') {
            return accounts.iter().any(|account| account.email.is_some());
        }
        let mut displays = accounts.iter().filter_map(|account| account.display.as_deref()).peekable();
        displays.peek().is_some() && displays.all(|display| are_two(&self.0, &display.to_lowercase()))
    }

    /// Whether this can be nobody but somebody else than `other`, by their whole names.
    pub(crate) fn is_another(&self, other: &Self) -> bool {
        are_two(&self.0, &other.0)
    }
}

/// Whether two whole names in small letters have no word in common, however they are spelled: nobody is called both. Of names in two
/// scripts that is not known, and the title of a role is no name.
fn are_two(one: &str, other: &str) -> bool {
    /// Longer ones are no names.
    const LONGEST: usize = 200;
    let is_title = |name: &str| Role::ALL.iter().any(|role| folded(role.title()) == folded(name));
    let is_whole = |name: &str| {
        name.len() <= LONGEST && !name.contains('@') && name.contains(char::is_whitespace) && !is_title(name)
    };
    fn words(name: &str) -> Vec<String> {
        let plain = lexicon::fold(name);
        // An umlaut is written with a second letter where the first has no dots.
        let plain = plain.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ss", "s").replace('ß', "s");
        plain.split(' ').map(str::to_owned).collect()
    }
    if !is_whole(one) || !is_whole(other) {
        return false;
    }
    let (ones, others) = (words(one), words(other));
    let is_latin =
        |words: &[String]| words.iter().any(|word| word.contains(|letter: char| letter.is_ascii_alphabetic()));
    is_latin(&ones) == is_latin(&others) && !ones.iter().any(|word| others.contains(word))
}
