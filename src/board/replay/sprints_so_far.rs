//! The memberships of an item during its replay. The open ones are found without a search through those that
//! ended.

use foldhash::HashSet;
use jiff::Timestamp;

use crate::board::model::LINEAR_SEARCH_MAX;
use crate::board::{ChangeId, Membership, SprintId};

/// All memberships so far, sorted by when they began.
#[derive(Default)]
pub(super) struct SprintsSoFar {
    all: Vec<Membership>,
    /// Indexes of the open memberships, in order.
    open: Vec<usize>,
    /// The sprints of all memberships, if there are more than [`LINEAR_SEARCH_MAX`].
    sprints: HashSet<SprintId>,
}

impl SprintsSoFar {
    /// Adds a membership.
    pub(super) fn enter(&mut self, sprint: SprintId, since: Timestamp, added: Option<ChangeId>) {
        self.open.push(self.all.len());
        self.all.push(Membership { sprint, since, until: None, added, removed: None });
        if self.all.len() > LINEAR_SEARCH_MAX {
            let first = if self.sprints.is_empty() { 0 } else { self.all.len() - 1 };
            self.sprints.extend(self.all[first..].iter().map(|membership| membership.sprint));
        }
    }

    /// Records that `added` put the item into `sprint`, if a membership began at `since` and has no known
    /// change. Returns whether there was one.
    pub(super) fn name_entry(&mut self, sprint: SprintId, since: Timestamp, added: ChangeId) -> bool {
        let Self { all, open, .. } = self;
        let unnamed = |one: &Membership| one.sprint == sprint && one.since == since && one.added.is_none();
        let entry = open.iter().copied().find(|place| unnamed(&all[*place]));
        if let Some(place) = entry {
            all[place].added = Some(added);
        }
        entry.is_some()
    }

    /// Ends the open memberships of the sprints that are `left`, each at the time that `until` returns for
    /// its sprint.
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

    /// The open memberships, in order.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = &Membership> {
        self.open.iter().map(|place| &self.all[*place])
    }

    /// Whether the item is in `sprint`.
    pub(super) fn is_in(&self, sprint: SprintId) -> bool {
        self.open().any(|membership| membership.sprint == sprint)
    }

    /// Whether the item ever was in `sprint`.
    pub(super) fn was_in(&self, sprint: SprintId) -> bool {
        self.sprints.contains(&sprint)
            || (self.all.len() <= LINEAR_SEARCH_MAX && self.all.iter().any(|membership| membership.sprint == sprint))
    }

    pub(super) fn into_all(self) -> Vec<Membership> {
        self.all
    }
}
