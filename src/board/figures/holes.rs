//! Holes in an item's history: periods in which changes may be missing although earlier ones are known.

use jiff::Timestamp;

use crate::board::Model;
use crate::board::facts::Tool;
use crate::board::model::change::{Change, ChangeKind, Detail};
use crate::board::model::item::Item;
use crate::charter::Stage;

/// A period of which some changes may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// Time of the last known change before it.
    pub(super) from: Timestamp,
    /// Latest time of the missing changes.
    pub(super) to: Timestamp,
}

impl Hole {
    /// Whether it overlaps the period from `since` to `until`.
    pub(super) fn reaches_into(self, since: Timestamp, until: Timestamp) -> bool {
        self.from < self.to && self.from < until && since < self.to
    }
}

impl Model<'_> {
    /// The last hole in the history of `item` that overlaps the period from `since` to `until`.
    pub(super) fn hole_between(&self, item: &Item<'_>, since: Timestamp, until: Timestamp) -> Option<Hole> {
        let before = self.contents.apart.partition_point(|(from, _)| *from < until);
        let between_files = before.checked_sub(1).map(|last| {
            let (from, to) = self.contents.apart[last];
            // Nothing was done to a card after its own date.
            Hole { from, to: item.updated.map_or(to, |updated| to.min(updated)) }
        });
        between_files.or_else(|| self.hole_in(item)).filter(|hole| hole.reaches_into(since, until))
    }

    /// Whether a missing change before `at` may have put `item` into a sprint or taken it out. Only changes
    /// after the last known sprint change before `at` matter. If there is none, all changes up to the next
    /// known one matter, since that one records the state before it.
    pub fn may_hide_sprints(&self, item: &Item<'_>, at: Timestamp) -> bool {
        // Most items have no hole: their histories are not searched for each of their changes.
        if self.hole_between(item, Timestamp::MIN, Timestamp::MAX).is_none() {
            return false;
        }
        let plans = |change: &&Change<'_>| matches!(change.kind, ChangeKind::Planned | ChangeKind::Unplanned);
        let history = self.history(item);
        let (before, since) = history.split_at(history.partition_point(|change| change.at < at));
        let planned = before.iter().rev().find(plans).map(|change| change.at);
        let waited = history.iter().rev().find(|change| change.at <= at && self.waited(change)).map(|change| change.at);
        let hole = match (planned.max(waited), since.iter().find(plans)) {
            (Some(last), _) => self.hole_between(item, last, at),
            (None, next) => self.hole_between(item, Timestamp::MIN, next.map_or(self.clock, |next| next.at)),
        };
        hole.is_some()
    }

    /// Whether a change shows that its item was in no sprint just before. On Trello, where lists show what is
    /// in a sprint, an item in backlog or ready is in none.
    fn waited(&self, change: &Change<'_>) -> bool {
        let Detail::States { from, .. } = change.detail else { return false };
        let from = self.state(from);
        let waits = from.sprint.is_none() && matches!(from.stage, Some(Stage::Backlog | Stage::Ready));
        waits && self.tool == Tool::Trello && self.sprints.iter().all(|sprint| sprint.label.is_none())
    }

    /// The period in which entries of the item's history are missing: before the oldest known one, or in a
    /// hole. `None` if the history is complete.
    pub(crate) fn missing_entries(&self, item: &Item<'_>) -> Option<(Timestamp, Timestamp)> {
        let oldest = || {
            let known = self.oldest_entry(item).map_or(Timestamp::MAX, |oldest| oldest.at);
            (item.created.unwrap_or(Timestamp::MIN), known)
        };
        item.truncated.then(|| self.hole_in(item).map_or_else(oldest, |hole| (hole.from, hole.to)))
    }

    /// The hole in the item's own history: somewhere among its entries, or after the last known one. Missing
    /// oldest entries are no hole.
    pub(super) fn hole_in(&self, item: &Item<'_>) -> Option<Hole> {
        if !item.truncated {
            return None;
        }
        let to = item.updated.unwrap_or(self.clock).min(self.clock);
        if item.has_holes || item.is_torn {
            return Some(Hole { from: item.created.unwrap_or(Timestamp::MIN), to });
        }
        let known = || self.history(item).iter().rev().find(|change| change.is_entry()).map(|change| change.at);
        let from = item.missing_from.filter(|known| *known > 0).and_then(|_| known())?;
        Some(Hole { from, to })
    }
}
