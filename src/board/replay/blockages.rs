//! What is in an item's way while its history is gone through: a flag, a label, a status or list.

use jiff::Timestamp;

use crate::board::{Blockage, BlockedTime, ChangeId};

/// What is in an item's way now, by what shows it, and the times at which something was.
#[derive(Default)]
pub(super) struct Blockages {
    pub(super) flag: Option<Blockage>,
    pub(super) label: Option<Blockage>,
    pub(super) state: Option<Blockage>,
    times: Vec<BlockedTime>,
}

impl Blockages {
    /// What has been there for longest; before all others what is there since nobody knows when.
    pub(super) fn oldest(&self) -> Option<Blockage> {
        let all = [self.flag, self.label, self.state];
        all.into_iter().flatten().min_by_key(|blockage| (blockage.since.is_none(), blockage.since))
    }

    /// Notes whether the item is blocked from `at` on. `own` is the change at `at` that did it, if one did.
    pub(super) fn note(&mut self, at: Timestamp, own: Option<ChangeId>) {
        let oldest = self.oldest();
        let open = self.times.last_mut().filter(|time| time.until.is_none());
        match (open, oldest) {
            (None, Some(blockage)) => self.times.push(BlockedTime { blockage, until: None, cleared: None }),
            (Some(time), None) => (time.until, time.cleared) = (Some(at), own),
            _ => {}
        }
    }

    /// The times at which something was in the way, oldest first.
    pub(super) fn into_times(self) -> Vec<BlockedTime> {
        self.times
    }
}
