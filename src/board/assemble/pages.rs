//! What the pages of a search say about missing issues.

use crate::board::facts::{Facts, Page};
use crate::board::model::contents::MissingPages;

/// What the pages of a search say about missing issues.
pub(crate) struct Pages {
    found: Option<usize>,
    more: bool,
}

impl Pages {
    pub(crate) fn of(files: &[Facts<'_>]) -> Self {
        let says = |page| files.iter().any(|facts| facts.page == Some(page));
        let found = files.iter().filter_map(|facts| facts.found).max();
        Self { found, more: says(Page::More) && !says(Page::Last) }
    }

    /// What is missing if `here` issues are on the board.
    pub(crate) fn of_board(&self, here: usize) -> Option<MissingPages> {
        match self.found {
            Some(found) if found > here => Some(MissingPages::Counted { found, here }),
            _ if self.more => Some(MissingPages::MoreFollow),
            _ => None,
        }
    }
}
