//! Where the known history of an item resumes after a hole, and what is known of where the item stood there.
//! Source: docs/definitions.md, known days.

use foldhash::HashSet;
use jiff::Timestamp;

use super::entries::Entries;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{Act, Coverage, ItemFact, ItemFields, Ref};
use crate::board::{SprintId, StateId};

/// The point after a hole where the known history of an item resumes.
pub(super) struct Resumption {
    /// Timestamp of the first entry after the hole.
    at: Timestamp,
    /// The status just before that, from the first move after the hole or from the present state; `None` if
    /// unknown.
    state: Option<StateId>,
    /// The sprints, in the same way.
    sprints: Option<HashSet<SprintId>>,
}

/// What is unknown of where an item stands, because it may have changed in a hole of the history.
#[derive(Clone, Copy, Default)]
pub(super) struct Hidden {
    /// The status.
    pub(super) state: bool,
    /// The sprints that it is in.
    pub(super) sprints: bool,
}

impl Resumption {
    /// All resumptions of an item whose state now is `present`, the newest first.
    pub(super) fn all(
        board: &Assembled<'_, '_>,
        fact: &ItemFact<'_>,
        entries: &Entries<'_>,
        present: StateId,
    ) -> Vec<Self> {
        let begin = |at| Self { at, state: None, sprints: None };
        let own = fact.log.as_ref().filter(|log| log.is_torn()).map(Coverage::behind_holes).unwrap_or_default();
        // Files that do not overlap leave a hole in the history of every card that existed before it.
        let is_older = |behind: &Timestamp| fact.created.is_none_or(|(created, _)| created < *behind);
        let of_board = board.contents.apart.iter().map(|(_, behind)| *behind).filter(is_older);
        let mut all: Vec<Self> = own.into_iter().chain(of_board).map(begin).collect();
        all.sort_by_key(|part| part.at);
        for (change, states) in entries.iter() {
            let begun = all.partition_point(|part| part.at <= change.at);
            let Some(part) = all[..begun].last_mut() else { continue };
            match &change.act {
                Act::Moved { .. } | Act::Ranked { .. } => part.state = part.state.or(states[0]),
                Act::Sprints { from, .. } => {
                    part.sprints.get_or_insert_with(|| board.sprints_called(from).collect());
                }
                _ => {}
            }
        }
        let has_newest = fact.log.as_ref().is_none_or(Coverage::has_newest);
        if let Some(last) = all.last_mut().filter(|_| has_newest && !fact.bare) {
            last.state = last.state.or_else(|| (fact.state != Ref::default()).then_some(present));
            let holds_sprints = !board.fields.left_out(fact).has(ItemFields::SPRINTS) || !fact.sprints.is_empty();
            if last.sprints.is_none() && holds_sprints {
                last.sprints = Some(board.sprints_called(&fact.sprints).collect());
            }
        }
        all.reverse();
        all
    }

    /// Whether the first entry after the hole was made by `at`.
    pub(super) fn has_come(&self, at: Timestamp) -> bool {
        self.at <= at
    }

    /// What may have changed in the hole. Before it, the item was in `state` and in the sprints `open`.
    pub(super) fn hidden(&self, state: StateId, open: &HashSet<SprintId>) -> Hidden {
        Hidden { state: self.state != Some(state), sprints: self.sprints.as_ref() != Some(open) }
    }
}
