//! How things stood at an earlier clock.
//!
//! A run that looks at a sprint after it has ended must say the same tomorrow, whatever happens on the board meanwhile. So
//! what came after the clock is taken back: the newest change first, each leaving behind what it found. What no history
//! tells of (the place in a list, entries of checklists) stays as it is.

use std::borrow::Cow;

use jiff::Timestamp;

use super::facts::{Act, ChangeFact, FieldFact, ItemFact, Text};

/// The field of hours that were planned.
const ORIGINAL: &str = "timeoriginalestimate";

/// Takes back everything after `clock`; items that did not exist yet go.
pub(super) fn rewind(
    items: &mut Vec<ItemFact<'_>>,
    board: &mut Vec<ChangeFact<'_>>,
    fields: &[FieldFact<'_>],
    clock: Timestamp,
) {
    items.retain_mut(|item| {
        if item.created.is_some_and(|(created, _)| created > clock) {
            return false;
        }
        let was_known = !item.changes.is_empty();
        let (mut later, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut item.changes).into_iter().partition(|change| change.at > clock);
        item.changes = kept;
        later.sort_by(|a, b| order(b).cmp(&order(a)));
        for change in later {
            undo(item, change, fields);
        }
        if item.updated.is_some_and(|updated| updated > clock) {
            let newest = item.changes.iter().map(|change| change.at).max();
            item.updated = newest.into_iter().chain(item.created.map(|(created, _)| created)).max();
        }
        // Of a card known from its actions alone nothing was known before the first of them.
        !item.bare || !was_known || !item.changes.is_empty()
    });
    board.retain(|change| change.at <= clock);
}

fn order<'c>(change: &'c ChangeFact<'_>) -> (Timestamp, usize, &'c str, u32) {
    (change.at, change.id.len(), &change.id, change.part)
}

fn undo<'a>(item: &mut ItemFact<'a>, change: ChangeFact<'a>, fields: &[FieldFact<'_>]) {
    match change.act {
        Act::Moved { from, .. } => item.state = from,
        Act::Assigned { from, from_mark, .. } => {
            item.assignees = from.into_iter().collect();
            item.assignee_mark = from_mark.or(Some(change.mark));
        }
        Act::Joined { who, .. } => item.assignees.retain(|other| *other != who),
        Act::Left { who } => item.assignees.push(who),
        Act::Sprints { from, to } => {
            item.sprints.retain(|sprint| !to.contains(sprint) || from.contains(sprint));
            for sprint in from {
                if !item.sprints.contains(&sprint) {
                    item.sprints.push(sprint);
                }
            }
        }
        Act::Field { id, name, from, .. } => {
            // A server's history knows the name of a field only, the item its id only.
            let named = |other: &str| fields.iter().any(|field| field.id == other && field.name == name);
            let place = item.fields.iter().position(|(field, _)| *field == id || *field == name || named(field));
            let key = place.map_or(id, |place| item.fields.remove(place).0);
            item.fields.extend(from.map(|value| (key, value)));
        }
        Act::TimeEstimated { original: true, from, .. } => {
            item.fields.retain(|(field, _)| field != ORIGINAL);
            if let Cow::Borrowed(seconds) = from
                && !seconds.is_empty()
            {
                item.fields.push((Cow::Borrowed(ORIGINAL), Text::plain(seconds)));
            }
        }
        Act::Described { from, .. } => item.description = from,
        Act::Retitled { from, .. } => item.title = from,
        Act::Rekinded { from, .. } => item.kind = Some(from),
        Act::Reported { from, .. } => item.reporter = from,
        Act::Labelled { from, .. } => item.labels = from,
        Act::Flagged { set } => item.flagged = !set,
        Act::Closed { closed } => item.closed = !closed,
        Act::Created { .. }
        | Act::Ranked { .. }
        | Act::Prioritised { .. }
        | Act::Estimated { .. }
        | Act::TimeEstimated { original: false, .. }
        | Act::TimeLogged
        | Act::Resolved { .. }
        | Act::Parented
        | Act::Split { .. }
        | Act::Linked { .. }
        | Act::Commented
        | Act::BoardEdited
        | Act::Other => {}
    }
}
