//! What lists were called over time (Trello). Whose sprint a list was, the name says that it bore then.

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::StateId;

/// The lists that were another sprint's once, or none's. Empty on most boards.
#[derive(Debug, Default)]
pub(crate) struct Renames {
    /// The list behind each of its former selves.
    list_of: HashMap<StateId, StateId>,
    /// What a list was at first, and what it became when.
    over_time: HashMap<StateId, (StateId, Vec<(Timestamp, StateId)>)>,
}

impl Renames {
    /// A list that was `first` and became something else later. One that only changed its spelling is left out.
    pub(crate) fn add(&mut self, list: StateId, first: Option<StateId>, later: Vec<(Timestamp, StateId)>) {
        let Some(first) = first else { return };
        if first != list || later.iter().any(|(_, state)| *state != list) {
            self.over_time.insert(list, (first, later));
        }
    }

    /// Notes a former self of a list.
    pub(crate) fn is_once(&mut self, once: StateId, list: StateId) {
        self.list_of.insert(once, list);
    }

    /// What the list behind `state` was at `at`.
    pub(crate) fn at(&self, state: StateId, at: Timestamp) -> StateId {
        let Some((first, later)) = self.of(state) else { return state };
        let became = later.iter().take_while(|(when, _)| *when <= at).last();
        became.map_or(*first, |(_, state)| *state)
    }

    /// What the list behind `state` became after `since`, up to `until`.
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
