//! The number of changes, whatever their time. Only their ids are kept, to save memory on boards with
//! hundreds of thousands of changes.

use super::super::super::reason::Reason;
use super::super::super::value::{Interval, as_number};

/// Counted changes.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// Ids of the changes that certainly count.
    sure: Vec<u32>,
    /// Number of changes that may count.
    unsure: usize,
    first_unsure: Option<(u32, Reason)>,
}

impl Plain {
    /// Adds the change with this id; `open` is why it is uncertain whether it counts.
    pub(super) fn add(&mut self, number: u32, open: Option<Reason>) {
        let Some(reason) = open else { return self.sure.push(number) };
        self.unsure += 1;
        if self.first_unsure.is_none_or(|(first, _)| number < first) {
            self.first_unsure = Some((number, reason));
        }
    }

    /// Sorts the changes by id, which is also by time. Returns their number.
    pub(super) fn sort_and_count(&mut self) -> Interval {
        self.sure.sort_unstable();
        let (sure, reason) = (self.sure.len(), self.first_unsure.map(|(_, reason)| reason));
        Interval::between(as_number(sure), as_number(sure + self.unsure), reason)
    }

    /// The latest `most` changes that certainly count, oldest first.
    pub(super) fn latest(&self, most: usize) -> Vec<u32> {
        self.sure[self.sure.len().saturating_sub(most)..].to_vec()
    }
}
