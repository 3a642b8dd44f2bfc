//! The names of lists over time (Trello). The name of a list at a time shows whose sprint's list it then was.

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::StateId;

/// The lists that once belonged to another sprint, or to none. Empty on most boards.
#[derive(Debug, Default)]
pub(crate) struct Renames {
    /// The list of each of its former versions.
    list_of: HashMap<StateId, StateId>,
    /// The first version of each list, and its later versions with their times.
    over_time: HashMap<StateId, (StateId, Vec<(Timestamp, StateId)>)>,
}

impl Renames {
    /// Adds a list that was `first` and became something else later. A list that only changed its spelling is
    /// left out.
    pub(crate) fn add(&mut self, list: StateId, first: Option<StateId>, later: Vec<(Timestamp, StateId)>) {
        let Some(first) = first else { return };
        if first != list || later.iter().any(|(_, state)| *state != list) {
            self.over_time.insert(list, (first, later));
        }
    }

    /// Adds a former version of a list.
    pub(crate) fn is_once(&mut self, once: StateId, list: StateId) {
        self.list_of.insert(once, list);
    }

    /// The version at `at` of the list of `state`.
    pub(crate) fn at(&self, state: StateId, at: Timestamp) -> StateId {
        let Some((first, later)) = self.of(state) else { return state };
        let became = later.iter().take_while(|(when, _)| *when <= at).last();
        became.map_or(*first, |(_, state)| *state)
    }

    /// The versions that the list of `state` became after `since`, up to `until`.
    pub(crate) fn between(
        &self,
        state: StateId,
        since: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, StateId)> {
        let later = self.of(state).map(|(_, later)| later.as_slice()).unwrap_or_default();
        later.iter().copied().filter(move |(when, _)| since < *when && *when <= until)
    }

    fn of(&self, state: StateId) -> Option<&(StateId, Vec<(Timestamp, StateId)>)> {
        if self.over_time.is_empty() {
            return None;
        }
        self.over_time.get(self.list_of.get(&state).unwrap_or(&state))
    }
}
