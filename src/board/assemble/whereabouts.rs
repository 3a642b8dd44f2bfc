//! In which statuses or lists items ever were.

use std::mem;

use super::states::States;
use crate::board::StateId;
use crate::board::facts::{Act, ChangeFact, ItemFact, Ref};
use crate::charter::Stage;
use crate::parallel;

impl<'a> States<'_, 'a> {
    /// The states that `change` names: those before and after (of a move), or the list it happened in.
    pub(crate) fn of_change(&self, change: &ChangeFact<'a>) -> [Option<StateId>; 2] {
        change.states().map(|state| state.and_then(|state| self.known_at(state, change.at)))
    }

    /// Adds the states that `items` went through.
    pub(crate) fn add_moves(&mut self, items: &[ItemFact<'a>]) {
        for item in items {
            self.find(&item.state);
            for change in &item.changes {
                if let Act::Moved { from, to } = &change.act {
                    self.find(from);
                    self.find(to);
                }
            }
        }
    }

    /// Adds the states that `items` were ever in, in their order. Returns the present one of each.
    pub(crate) fn add_all(&mut self, items: &[ItemFact<'a>]) -> Vec<StateId> {
        // Most are known, which all cores can find out at once.
        let known = parallel::map(items, |_, item| {
            let present = self.known(&item.state)?;
            named(item).all(|state| self.known(state).is_some()).then_some(present)
        });
        let mut present = Vec::with_capacity(items.len());
        for (item, known) in items.iter().zip(known) {
            present.push(known.unwrap_or_else(|| self.find(&item.state)));
            if known.is_none() {
                for state in named(item) {
                    self.find(state);
                }
            }
        }
        present
    }
}

/// The states that the changes of `item` name.
fn named<'i, 'a>(item: &'i ItemFact<'a>) -> impl Iterator<Item = &'i Ref<'a>> {
    item.changes.iter().flat_map(ChangeFact::states).flatten()
}

/// Leaves out the items that never were elsewhere than where, by the charter, no work is. Of those that stay `present` has the
/// present state.
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
