//! The start of the known history of a Jira board, if its files hold the history from an unnamed date on.

use jiff::Timestamp;

use super::rewind::order;
use super::states::States;
use crate::board::StateId;
use crate::board::facts::{Act, ChangeFact, ItemFact};

/// Returns the start of the known history of `items`: `oldest`, the timestamp of the oldest change in the
/// files, or `None` if that is the whole history. It is whole if every item created before `oldest` then was
/// as a new item is: waiting, unassigned and in no sprint. `present` are the statuses of the items.
pub(super) fn known_since(
    oldest: Timestamp,
    items: &[ItemFact<'_>],
    present: &[StateId],
    states: &States<'_, '_>,
) -> Option<Timestamp> {
    let is_older = |item: &ItemFact<'_>| item.created.is_some_and(|(created, _)| created < oldest);
    let lacks_nothing = |item: &ItemFact<'_>| item.log.as_ref().is_some_and(|log| log.gap().is_none());
    let is_begun = |state: StateId| states[state].is_at_work() || states[state].is_finished();
    let mut older = items.iter().zip(present).filter(|(item, _)| is_older(item) && !lacks_nothing(item));
    older
        .any(|(item, present)| has_owner(item) || has_sprint(item) || is_begun(first_state(item, *present, states)))
        .then_some(oldest)
}

/// The status of the item before its known changes.
fn first_state(item: &ItemFact<'_>, present: StateId, states: &States<'_, '_>) -> StateId {
    let moved = first(item, |change| matches!(change.act, Act::Moved { .. }));
    moved.and_then(|change| states.of_change(change)[0]).unwrap_or(present)
}

/// Whether somebody worked on the item before its known changes.
fn has_owner(item: &ItemFact<'_>) -> bool {
    match first(item, |change| matches!(change.act, Act::Assigned { .. })).map(|change| &change.act) {
        Some(Act::Assigned { from, .. }) => from.is_some(),
        _ => !item.assignees.is_empty(),
    }
}

/// Whether the item was in a sprint before its known changes.
fn has_sprint(item: &ItemFact<'_>) -> bool {
    match first(item, |change| matches!(change.act, Act::Sprints { .. })).map(|change| &change.act) {
        Some(Act::Sprints { from, .. }) => !from.is_empty(),
        _ => !item.sprints.is_empty(),
    }
}

/// The first change of the item for which `is_so` holds.
fn first<'i, 'a>(item: &'i ItemFact<'a>, is_so: impl Fn(&ChangeFact<'a>) -> bool) -> Option<&'i ChangeFact<'a>> {
    item.changes.iter().filter(|change| is_so(change)).min_by(|one, other| order(one).cmp(&order(other)))
}
