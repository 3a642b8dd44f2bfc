//! Records of a history that hold several changes, one of which shows what the others mean.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::entries::Entries;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{Act, ChangeFact};
use crate::board::{People, StateId};

/// Ids of the records of an item, by a change in them that bears on the whole record.
#[derive(Default)]
pub(super) struct RecordIds<'a> {
    /// Hours were logged.
    pub(super) logs: HashSet<Cow<'a, str>>,
    /// The original estimate was set: Jira sets the remaining estimate along with it.
    pub(super) plans: HashSet<Cow<'a, str>>,
    /// The workflow was changed, or the item came from another project.
    pub(super) workflows: HashSet<Cow<'a, str>>,
    /// Somebody took the item: everything else in the record was done to their own item.
    pub(super) taken: HashSet<Cow<'a, str>>,
    /// The item was moved to done, and into which status: whoever is assigned in that record is assigned to a
    /// done item.
    pub(super) finished: HashMap<Cow<'a, str>, StateId>,
}

impl<'a> RecordIds<'a> {
    /// Collects the ids from a history.
    pub(super) fn of(entries: &Entries<'a>, board: &Assembled<'_, 'a>) -> Self {
        let mut ids_of = Self::default();
        for (change, states) in entries.iter() {
            let ids = match &change.act {
                Act::TimeLogged => &mut ids_of.logs,
                Act::TimeEstimated { original: true, .. } => &mut ids_of.plans,
                Act::Workflow | Act::Arrived { .. } => &mut ids_of.workflows,
                Act::Assigned { .. } if !change.id.is_empty() && is_taken(change, &board.people) => &mut ids_of.taken,
                Act::Moved { .. } if !change.id.is_empty() => {
                    let done = states[1].filter(|to| board.states[*to].is_done());
                    ids_of.finished.extend(done.map(|to| (change.id.clone(), to)));
                    continue;
                }
                _ => continue,
            };
            ids.insert(change.id.clone());
        }
        ids_of
    }
}

/// Whether the author of the change assigned the item to themselves.
fn is_taken(change: &ChangeFact<'_>, people: &People<'_>) -> bool {
    match (&change.act, &change.by) {
        (Act::Assigned { to: Some(to), .. }, Some(by)) => people.find(by).is_some_and(|by| people.find(to) == Some(by)),
        _ => false,
    }
}
