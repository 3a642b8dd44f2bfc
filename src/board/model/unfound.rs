//! Names in the charter that match nobody on the board. Their owners may be on the board under other names.

use crate::board::facts::Account;
use crate::charter::{Role, folded};
use crate::lexicon;
use crate::word::Word as _;

/// A name, a user name, an e-mail address or an id that matches nobody on the board, in lower case.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnfoundName(String);

impl UnfoundName {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.to_lowercase())
    }

    /// Whether this is certainly not the person of these `accounts`. An e-mail address shows it if the export
    /// has that person's address; a whole name shows it if it shares no word with theirs. A user name or an
    /// id shows nothing.
    pub(crate) fn is_another_than(&self, accounts: &[Account<'_>]) -> bool {
        if self.0.contains('@') {
            return accounts.iter().any(|account| account.email.is_some());
        }
        let mut displays = accounts.iter().filter_map(|account| account.display.as_deref()).peekable();
        displays.peek().is_some() && displays.all(|display| are_two(&self.0, &display.to_lowercase()))
    }

    /// Whether this is certainly not the person called `other`, by their whole names.
    pub(crate) fn is_another(&self, other: &Self) -> bool {
        are_two(&self.0, &other.0)
    }
}

/// Whether two whole names in lower case share no word, however spelled, so that they belong to two people.
/// Names in two scripts cannot be compared, and the title of a role is no name.
fn are_two(one: &str, other: &str) -> bool {
    /// Maximum length of a name in bytes; a longer text is no name.
    const LONGEST: usize = 200;
    let is_title = |name: &str| Role::ALL.iter().any(|role| folded(role.title()) == folded(name));
    let is_whole = |name: &str| {
        name.len() <= LONGEST && !name.contains('@') && name.contains(char::is_whitespace) && !is_title(name)
    };
    fn words(name: &str) -> Vec<String> {
        let plain = lexicon::fold(name);
        // An umlaut without its dots is written as two letters.
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
