//! What blocks an item during its replay: a flag, a label, a status or list.

use jiff::Timestamp;

use crate::board::{Blockage, BlockedTime, ChangeId};

/// What blocks an item now, by source, and the times at which it was blocked.
#[derive(Default)]
pub(super) struct Blockages {
    pub(super) flag: Option<Blockage>,
    pub(super) label: Option<Blockage>,
    pub(super) state: Option<Blockage>,
    times: Vec<BlockedTime>,
}

impl Blockages {
    /// What began the present blocked time. If it is unknown when that began, the oldest present blockage.
    pub(super) fn present(&self) -> Option<Blockage> {
        let open = self.times.last().filter(|time| time.until.is_none());
        open.map(|time| time.blockage).filter(|blockage| blockage.since.is_some()).or_else(|| self.oldest())
    }

    /// The oldest present blockage. One with an unknown beginning counts as older than all others.
    fn oldest(&self) -> Option<Blockage> {
        let all = [self.flag, self.label, self.state];
        all.into_iter().flatten().min_by_key(|blockage| (blockage.since.is_none(), blockage.since))
    }

    /// Notes whether the item is blocked from `at` on. `own` is the change at `at` that did it, if one did.
    pub(super) fn note(&mut self, at: Timestamp, own: Option<ChangeId>) {
        let oldest = self.oldest();
        // One record may clear a flag and move the item to a status for blocked items, in any order.
        let last = self.times.last_mut().filter(|time| time.until.is_none_or(|until| until == at));
        match (last, oldest) {
            (None, Some(blockage)) => self.times.push(BlockedTime { blockage, until: None, cleared: None }),
            (Some(time), Some(_)) => (time.until, time.cleared) = (None, None),
            (Some(time), None) if time.until.is_none() => (time.until, time.cleared) = (Some(at), own),
            _ => {}
        }
    }

    /// The times at which the item was blocked, oldest first.
    pub(super) fn into_times(self) -> Vec<BlockedTime> {
        self.times
    }
}
