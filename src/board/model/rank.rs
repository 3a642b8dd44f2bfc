//! A place in the backlog.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A place in the backlog.
#[derive(Clone, Debug, PartialEq)]
pub enum Rank<'a> {
    /// Jira's LexoRank, `0|i0001z:`.
    Lexo(Cow<'a, str>),
    /// A position in a list, from the top.
    Position(f64),
}

impl Rank<'_> {
    /// Which one comes first. `None` if they cannot be compared, as while Jira moves all ranks from one
    /// bucket to the next.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Lexo(one), Self::Lexo(two)) => {
                (one.as_bytes().first() == two.as_bytes().first()).then(|| one.as_bytes().cmp(two.as_bytes()))
            }
            (Self::Position(one), Self::Position(two)) => one.partial_cmp(two),
            _ => None,
        }
    }
}
