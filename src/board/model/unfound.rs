//! What the charter calls those whom nobody on the board is known to be: they may be others there under another name.

use crate::board::facts::Account;

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

/// Whether two whole names in small letters have no word in common: nobody is called both.
fn are_two(one: &str, other: &str) -> bool {
    /// Longer ones are no names.
    const LONGEST: usize = 200;
    let is_whole = |name: &str| name.len() <= LONGEST && !name.contains('@') && name.contains(char::is_whitespace);
    fn words(name: &str) -> impl Iterator<Item = &str> {
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    is_whole(one) && is_whole(other) && !words(one).any(|word| words(other).any(|theirs| theirs == word))
}
