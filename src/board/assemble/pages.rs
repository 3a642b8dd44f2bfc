//! What the pages of a search say of issues that may not be here.

use crate::board::facts::{Facts, Page};

/// What the pages of a search say of issues that may not be here.
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

    /// What is missing of a board on which so many items are.
    pub(crate) fn of_board(&self, here: usize) -> Option<String> {
        match self.found {
            Some(found) if found > here => {
                let are = if here == 1 { "is" } else { "are" };
                Some(format!("the search found {found} issues, and {here} of them {are} here"))
            }
            _ if self.more => Some("the last page of the search is not here: more issues follow".to_owned()),
            _ => None,
        }
    }
}
