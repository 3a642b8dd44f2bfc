//! The times that an item was in sprints, while its history is gone through: those that last are found without looking through
//! those that ended.

use foldhash::HashSet;
use jiff::Timestamp;

use crate::board::model::LINEAR_SEARCH_MAX;
use crate::board::{ChangeId, Membership, SprintId};

/// All times so far, in the order in which they began.
#[derive(Default)]
pub(super) struct SprintsSoFar {
    all: Vec<Membership>,
    /// The places of those that last, in their order.
    open: Vec<usize>,
    /// The sprints of all, where there are more than [`LINEAR_SEARCH_MAX`].
    sprints: HashSet<SprintId>,
}

impl SprintsSoFar {
    /// Adds one that begins.
    pub(super) fn enter(&mut self, sprint: SprintId, since: Timestamp, added: Option<ChangeId>) {
        self.open.push(self.all.len());
        self.all.push(Membership { sprint, since, until: None, added, removed: None });
        if self.all.len() > LINEAR_SEARCH_MAX {
            let first = if self.sprints.is_empty() { 0 } else { self.all.len() - 1 };
            self.sprints.extend(self.all[first..].iter().map(|membership| membership.sprint));
        }
    }

    /// Says that `added` put the item into `sprint` at `since`, if it came into it then and no change is known to have done that.
    pub(super) fn name_entry(&mut self, sprint: SprintId, since: Timestamp, added: ChangeId) -> bool {
        let Self { all, open, .. } = self;
        let unnamed = |one: &Membership| one.sprint == sprint && one.since == since && one.added.is_none();
        let entry = open.iter().copied().find(|place| unnamed(&all[*place]));
        if let Some(place) = entry {
            all[place].added = Some(added);
        }
        entry.is_some()
    }

    /// Ends those of the ones that last that are `left`, each at the instant that `until` gives its sprint.
    pub(super) fn leave(
        &mut self,
        left: impl Fn(SprintId) -> bool,
        until: impl Fn(SprintId) -> Timestamp,
        removed: Option<ChangeId>,
    ) {
        let Self { all, open, .. } = self;
        open.retain(|place| {
            let membership = &mut all[*place];
            let leaves = left(membership.sprint);
            if leaves {
                (membership.until, membership.removed) = (Some(until(membership.sprint)), removed);
            }
            !leaves
        });
    }

    /// Those that last, in their order.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = &Membership> {
        self.open.iter().map(|place| &self.all[*place])
    }

    /// Whether the item is in `sprint`.
    pub(super) fn is_in(&self, sprint: SprintId) -> bool {
        self.open().any(|membership| membership.sprint == sprint)
    }

    /// Whether it ever was in `sprint`.
    pub(super) fn was_in(&self, sprint: SprintId) -> bool {
        self.sprints.contains(&sprint)
            || (self.all.len() <= LINEAR_SEARCH_MAX && self.all.iter().any(|membership| membership.sprint == sprint))
    }

    pub(super) fn into_all(self) -> Vec<Membership> {
        self.all
    }
}
