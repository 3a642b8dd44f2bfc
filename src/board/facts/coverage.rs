//! How much of an item's history a file holds.

use std::ops::Range;

/// Which entries of a history are known, counted from the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many entries there are.
    pub total: usize,
    /// The known ones.
    pub parts: Vec<Range<usize>>,
    /// Whether those that are missing may lie anywhere among the known ones.
    pub scattered: bool,
}

impl Coverage {
    /// One stretch of a history of `total` entries.
    pub fn new(total: usize, part: Range<usize>) -> Self {
        Self { total, parts: Vec::from([part]), scattered: false }
    }

    /// A history whose oldest entries are missing, and nothing says how many.
    pub fn without_oldest(known: usize) -> Self {
        Self { total: known + 1, parts: Vec::new(), scattered: false }
    }

    /// A history of at least `total` entries, some of which could not be read.
    pub fn with_holes(total: usize) -> Self {
        Self { total: total.max(1), parts: Vec::new(), scattered: true }
    }

    /// Takes in what another file knows of the same history.
    pub(crate) fn join(&mut self, other: Self) {
        self.total = self.total.max(other.total);
        self.parts.extend(other.parts);
        self.scattered |= other.scattered;
    }

    /// Whether entries are missing that may lie anywhere among the known ones.
    pub(crate) fn has_holes(&self) -> bool {
        self.scattered && self.gap().is_some()
    }

    /// Whether entries are missing between known ones, or on both sides of them.
    pub(crate) fn is_torn(&self) -> bool {
        let last = self.parts.iter().map(|part| part.end).max();
        match self.gap() {
            None => false,
            Some(0) => last.is_some_and(|last| last < self.total),
            Some(gap) => last.is_some_and(|last| last > gap),
        }
    }

    /// The first entry that is missing.
    pub(crate) fn gap(&self) -> Option<usize> {
        let sorted: Vec<_>;
        let parts = match &*self.parts {
            // Of one file: nothing to sort.
            one @ [_] => one,
            several => {
                let mut parts = several.to_vec();
                parts.sort_by_key(|part| part.start);
                sorted = parts;
                &*sorted
            }
        };
        let known = parts.iter().fold(0, |known, part| if part.start <= known { known.max(part.end) } else { known });
        (known < self.total).then_some(known)
    }
}
