//! The number of some changes, whenever they were made. On a board with hundreds of thousands of changes no more is kept of them
//! than which they are.

use super::super::super::reason::Reason;
use super::super::super::value::{Interval, as_number};

/// Changes that are counted.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// The numbers of those that surely count.
    sure: Vec<u32>,
    /// How many others may count, and the first of them with the reason why that is not known.
    unsure: usize,
    first_unsure: Option<(u32, Reason)>,
}

impl Plain {
    /// Adds the change with this number; `open` is why it is not known whether it counts.
    pub(super) fn add(&mut self, number: u32, open: Option<Reason>) {
        let Some(reason) = open else { return self.sure.push(number) };
        self.unsure += 1;
        if self.first_unsure.is_none_or(|(first, _)| number < first) {
            self.first_unsure = Some((number, reason));
        }
    }

    /// Puts the changes in the order of time, which is that of their numbers. Returns how many there are.
    pub(super) fn sort_and_count(&mut self) -> Interval {
        self.sure.sort_unstable();
        let (sure, reason) = (self.sure.len(), self.first_unsure.map(|(_, reason)| reason));
        Interval::between(as_number(sure), as_number(sure + self.unsure), reason)
    }

    /// The latest `most` of those that surely count, oldest first.
    pub(super) fn latest(&self, most: usize) -> Vec<u32> {
        self.sure[self.sure.len().saturating_sub(most)..].to_vec()
    }
}
