//! The statuses or lists that items ever were in.

use std::mem;

use foldhash::HashMap;

use super::rewind::order;
use super::states::States;
use crate::board::StateId;
use crate::board::facts::{Act, ChangeFact, ItemFact, Ref};
use crate::charter::Stage;
use crate::parallel;

impl<'a> States<'_, 'a> {
    /// The states that `change` names: those before and after (for a move), or the list it happened in.
    pub(crate) fn of_change(&self, change: &ChangeFact<'a>) -> [Option<StateId>; 2] {
        change.states().map(|state| state.and_then(|state| self.known_at(state, change.at)))
    }

    /// Adds the states that `items` passed through.
    pub(crate) fn add_moves(&mut self, items: &[ItemFact<'a>]) {
        let newest = self.newest(items.iter());
        for item in items {
            self.find(&item.state);
            for change in &item.changes {
                if let Act::Moved { from, to } = &change.act {
                    self.find_under_newest(from, &newest);
                    self.find_under_newest(to, &newest);
                }
            }
        }
    }

    /// Adds the states that `items` were ever in, in order. Returns the present state of each item.
    pub(crate) fn add_all(&mut self, items: &[ItemFact<'a>]) -> Vec<StateId> {
        // Most are known, which can be checked in parallel.
        let known = parallel::map(items, |_, item| {
            let present = self.known(&item.state)?;
            named(item).all(|state| self.known(state).is_some()).then_some(present)
        });
        let unknown = items.iter().zip(&known).filter(|(_, known)| known.is_none());
        let newest = self.newest(unknown.map(|(item, _)| item));
        let mut present = Vec::with_capacity(items.len());
        for (item, known) in items.iter().zip(known) {
            present.push(known.unwrap_or_else(|| self.find(&item.state)));
            if known.is_none() {
                for state in named(item) {
                    self.find_under_newest(state, &newest);
                }
            }
        }
        present
    }

    /// The newest name of each state that only changes of `items` name, by id.
    fn newest<'i>(&self, items: impl Iterator<Item = &'i ItemFact<'a>>) -> HashMap<&'i str, &'i Ref<'a>>
    where
        'a: 'i,
    {
        let mut newest: HashMap<&str, (_, &Ref<'a>)> = HashMap::default();
        for change in items.flat_map(|item| &item.changes) {
            let at = order(change);
            let states = change.states().into_iter().flatten();
            for state in states.filter(|state| !state.id.is_empty() && !self.knows_id(&state.id)) {
                let known = newest.entry(&state.id).or_insert((at, state));
                if known.0 <= at {
                    *known = (at, state);
                }
            }
        }
        newest.into_iter().map(|(id, (_, state))| (id, state)).collect()
    }

    /// Adds the state that a change refers to, under its newest name in changes.
    fn find_under_newest(&mut self, state: &Ref<'a>, newest: &HashMap<&str, &Ref<'a>>) {
        if let Some(newest) = newest.get(&*state.id) {
            self.find(newest);
        }
        self.find(state);
    }
}

/// The states that the changes of `item` name.
fn named<'i, 'a>(item: &'i ItemFact<'a>) -> impl Iterator<Item = &'i Ref<'a>> {
    item.changes.iter().flat_map(ChangeFact::states).flatten()
}

/// Removes the items that were only ever in states that hold no work by the charter. `present` is the present
/// state of each item; the entries of removed items go as well.
pub(crate) fn keep_work<'a>(items: &mut Vec<ItemFact<'a>>, present: &mut Vec<StateId>, states: &States<'_, 'a>) {
    let holds_work = |state: StateId| states[state].stage != Some(Stage::NoWork);
    if states.list().iter().all(|state| state.stage != Some(Stage::NoWork)) {
        return;
    }
    let is_work = |(item, present): &(ItemFact<'a>, StateId)| {
        let mut then = item.changes.iter().flat_map(|change| states.of_change(change)).flatten();
        holds_work(*present) || then.any(holds_work)
    };
    (*items, *present) = mem::take(items).into_iter().zip(mem::take(present)).filter(is_work).unzip();
}
