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
    /// What has kept it waiting without a break; where it is not known since when, what has been there for longest.
    pub(super) fn present(&self) -> Option<Blockage> {
        let open = self.times.last().filter(|time| time.until.is_none());
        open.map(|time| time.blockage).filter(|blockage| blockage.since.is_some()).or_else(|| self.oldest())
    }

    /// What has been there for longest; before all others that of which it is not known since when.
    fn oldest(&self) -> Option<Blockage> {
        let all = [self.flag, self.label, self.state];
        all.into_iter().flatten().min_by_key(|blockage| (blockage.since.is_none(), blockage.since))
    }

    /// Notes whether the item is blocked from `at` on. `own` is the change at `at` that did it, if one did.
    pub(super) fn note(&mut self, at: Timestamp, own: Option<ChangeId>) {
        let oldest = self.oldest();
        // One record may take away a flag and move the item to a status for what is blocked, in any order.
        let last = self.times.last_mut().filter(|time| time.until.is_none_or(|until| until == at));
        match (last, oldest) {
            (None, Some(blockage)) => self.times.push(BlockedTime { blockage, until: None, cleared: None }),
            (Some(time), Some(_)) => (time.until, time.cleared) = (None, None),
            (Some(time), None) if time.until.is_none() => (time.until, time.cleared) = (Some(at), own),
            _ => {}
        }
    }

    /// The times at which something was in the way, oldest first.
    pub(super) fn into_times(self) -> Vec<BlockedTime> {
        self.times
    }
}
