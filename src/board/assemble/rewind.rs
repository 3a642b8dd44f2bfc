//! Restores the state at an earlier clock.
//!
//! A run over a sprint that has ended must give the same result later, whatever happens on the board
//! meanwhile. So the changes after the clock are undone, the newest first, each by restoring the value before
//! it.
//!
//! What no history records cannot be undone: the goals of sprints, labels without recorded changes, the
//! entries of checklists, a deleted card. Nor can links to other items, of which a history gives only the
//! wording. Reorderings of the backlog show only that the order was another one, so the order is then
//! unknown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashSet;
use jiff::Timestamp;

use crate::board::facts::{
    Act, ChangeFact, Due, FieldFact, ItemFact, ItemFields, ORIGINAL_ESTIMATE, Ref, SLACK, StateChange, StateFact, Text,
    Who,
};
use crate::charter::Kind;
use crate::source::Mark;

/// The fields of a board, each by its id and a name that it has.
type FieldNames<'f> = HashSet<(&'f str, &'f str)>;

/// What was undone.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rewound {
    /// Whether items were reordered after the clock, so that their present order is not that of the clock.
    pub(crate) reordered: bool,
}

/// Undoes everything after `clock` and removes items that did not exist yet.
pub(crate) fn rewind(
    items: &mut Vec<ItemFact<'_>>,
    board: &mut Vec<ChangeFact<'_>>,
    fields: &[FieldFact<'_>],
    clock: Timestamp,
) -> Rewound {
    let mut rewound = Rewound::default();
    // Every page of an export lists the fields again.
    let named: FieldNames<'_> = fields.iter().map(|field| (&*field.id, &*field.name)).collect();
    items.retain_mut(|item| rewind_item(item, clock, &named, &mut rewound));
    board.retain(|change| change.at <= clock);
    rewound
}

/// Undoes the changes of an item after `clock`. Returns whether it existed by then.
fn rewind_item(item: &mut ItemFact<'_>, clock: Timestamp, named: &FieldNames<'_>, rewound: &mut Rewound) -> bool {
    if item.created.is_some_and(|(created, _)| created > clock) {
        return false;
    }
    let newest = item.changes.iter().map(|change| change.at).max();
    let later = take_later(item, clock);
    let copied = |change: &ChangeFact<'_>| matches!(change.act, Act::Linked { copy: Some(true) });
    if later.iter().any(copied) {
        item.copied = item.changes.iter().any(copied);
        item.originals.clear();
    }
    let moved = later.iter().any(|change| matches!(change.act, Act::Moved { .. }));
    if item.updated.is_some_and(|updated| updated > clock) && !moved {
        // An unrecorded move may have come later.
        place_by_history(item);
    }
    for change in later {
        rewound.reordered |= matches!(change.act, Act::Ranked { .. });
        undo(item, change, named);
    }
    item.updated = item.updated.map(|updated| touched(item, updated, newest, clock));
    // A card known only from its actions is unknown before the first of them.
    !item.bare || newest.is_none() || !item.changes.is_empty()
}

/// Takes the changes after `clock` out of an item, the newest first.
fn take_later<'a>(item: &mut ItemFact<'a>, clock: Timestamp) -> Vec<ChangeFact<'a>> {
    let (mut later, kept): (Vec<_>, Vec<_>) =
        std::mem::take(&mut item.changes).into_iter().partition(|change| change.at > clock);
    item.changes = kept;
    // Later comments are left out by the window and not by the export.
    let said_later = later.iter().filter(|change| matches!(change.act, Act::Commented)).count();
    item.comment_total = item.comment_total.map(|total| total.saturating_sub(said_later));
    later.sort_by(|a, b| order(b).cmp(&order(a)));
    later
}

/// Sets the status or list of an item from the last of its changes that gives one.
fn place_by_history(item: &mut ItemFact<'_>) {
    let placed = item.changes.iter().filter_map(|change| Some((order(change), placed(change)?)));
    if let Some((_, place)) = placed.max_by(|(a, _), (b, _)| a.cmp(b)) {
        item.state = place.clone();
    }
}

/// Names of lists after the clock, by id; the newest name first.
pub(crate) type LaterNames<'a> = BTreeMap<Cow<'a, str>, Vec<Cow<'a, str>>>;

/// Undoes changes of lists after the clock: a list that was renamed or archived since had another name or
/// use. Earlier changes are kept.
pub(crate) fn rewind_states<'a>(
    states: &mut [StateFact<'a>],
    changes: &mut Vec<StateChange<'a>>,
    clock: Timestamp,
) -> LaterNames<'a> {
    let mut later = LaterNames::default();
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    // Both a rename and an archiving are undone by restoring the value before.
    for change in changes.extract_if(.., |change| change.at > clock) {
        for state in states.iter_mut().filter(|state| state.id == change.id) {
            if let Some(name) = &change.name_before {
                let name = std::mem::replace(&mut state.name, owned(name));
                later.entry(state.id.clone()).or_default().push(name);
            }
            state.closed = change.closed_before.unwrap_or(state.closed);
        }
    }
    later
}

fn owned<'a>(name: &str) -> Cow<'a, str> {
    Cow::Owned(name.to_owned())
}

/// The update time that a snapshot at the clock would have given. An unrecorded change may have been before
/// or after the clock.
fn touched(item: &ItemFact<'_>, updated: Timestamp, newest: Option<Timestamp>, clock: Timestamp) -> Timestamp {
    if updated <= clock {
        return updated;
    }
    let is_recorded = newest.is_some_and(|newest| updated.duration_since(newest) <= SLACK);
    let known = item.changes.iter().map(|change| change.at).chain(item.created.map(|(created, _)| created)).max();
    if is_recorded { known.unwrap_or(clock) } else { clock }
}

/// The status or list after `change`, if it gives one: a move, or a creation in a list.
fn placed<'c, 'a>(change: &'c ChangeFact<'a>) -> Option<&'c Ref<'a>> {
    match &change.act {
        Act::Moved { to, .. } => Some(to),
        Act::Created { state } => state.as_ref(),
        _ => None,
    }
}

/// Sorts by time, and within one instant by the tool's own ids.
pub(super) fn order<'c>(change: &'c ChangeFact<'_>) -> (Timestamp, usize, &'c str, u32) {
    (change.at, change.id.len(), &change.id, change.part)
}

/// Restores the value of an item before `change`.
fn undo<'a>(item: &mut ItemFact<'a>, change: ChangeFact<'a>, fields: &FieldNames<'_>) {
    match change.act {
        Act::Moved { from, .. } => item.state = from,
        Act::Assigned { from, from_mark, .. } => undo_assignment(item, from, from_mark.unwrap_or(change.mark)),
        Act::Joined { who, .. } => item.assignees.retain(|other| *other != who),
        Act::Left { who } => item.assignees.push(who),
        Act::Sprints { from, to } => undo_sprints(item, from, &to),
        Act::Field { id, name, from, .. } => undo_field(item, (id, &name), from, fields),
        Act::TimeEstimated { original: true, from, .. } => undo_time_estimate(item, from),
        Act::Estimated { title: Some(title), .. } | Act::Retitled { from: title, .. } => item.title = title,
        Act::Described { from, .. } => item.description = from,
        Act::Rekinded { from, to } => rekind(item, from, &to),
        Act::Parented { from } => undo_parent(item, from),
        Act::Reported { from, .. } => item.reporter = from,
        Act::Labelled { from, .. } => item.labels = from,
        Act::Prioritised { from, .. } => item.priority = filled(from),
        Act::Resolved { from, .. } => item.resolution = filled(from),
        Act::Due { from } => undo_due(item, from.as_deref()),
        Act::Flagged { set } => item.flagged = !set,
        Act::Closed { closed } => item.closed = !closed,
        // The creation is never undone. A rank gives no place; `Rewound` says that the order was another.
        Act::Created { .. } | Act::Ranked { .. }
        // The snapshot holds nothing of these, so there is nothing to undo.
        | Act::Estimated { title: None, .. }
        | Act::TimeEstimated { original: false, .. }
        | Act::TimeLogged
        | Act::Commented
        | Act::BoardEdited
        | Act::Workflow
        | Act::Arrived { .. }
        | Act::Brought
        | Act::Other
        | Act::Unknown
        // Whether it is a copy was settled above from all links. The former length of a checklist is not
        // recorded.
        | Act::Linked { .. }
        | Act::Split { .. } => {}
    }
}

fn undo_assignment<'a>(item: &mut ItemFact<'a>, from: Option<Who<'a>>, mark: Mark) {
    item.assignees = from.into_iter().collect();
    item.assignee_mark = Some(mark);
}

fn undo_sprints<'a>(item: &mut ItemFact<'a>, from: Vec<Cow<'a, str>>, to: &[Cow<'a, str>]) {
    item.sprints.retain(|sprint| !to.contains(sprint) || from.contains(sprint));
    for sprint in from {
        if !item.sprints.contains(&sprint) {
            item.sprints.push(sprint);
        }
    }
}

/// Restores the former value of a custom field, which the change gives by its id and its name.
fn undo_field<'a>(
    item: &mut ItemFact<'a>,
    (id, name): (Cow<'a, str>, &str),
    from: Option<Text<'a>>,
    fields: &FieldNames<'_>,
) {
    // A server's history gives only the name of a field, the item only its id.
    let named = |other: &str| fields.contains(&(other, name));
    let place = item.fields.iter().position(|(field, _)| *field == id || *field == name || named(field));
    let key = place.map_or(id, |place| item.fields.remove(place).0);
    item.fields.extend(from.map(|value| (key, value)));
}

fn undo_time_estimate<'a>(item: &mut ItemFact<'a>, from: Cow<'a, str>) {
    item.fields.retain(|(field, _)| field != ORIGINAL_ESTIMATE);
    if let Cow::Borrowed(seconds) = from
        && !seconds.is_empty()
    {
        item.fields.push((Cow::Borrowed(ORIGINAL_ESTIMATE), Text::plain(seconds)));
    }
}

fn undo_parent<'a>(item: &mut ItemFact<'a>, from: Option<Cow<'a, str>>) {
    item.part &= from.is_some();
    item.parent = from;
}

fn undo_due(item: &mut ItemFact<'_>, from: Option<&str>) {
    item.due = from.and_then(Due::parse);
    // A date that cannot be read is unknown.
    item.holds = item.holds.with(ItemFields::DUE, from.is_none() || item.due.is_some());
}

/// The value of a field; `None` if it is empty.
fn filled(value: Cow<'_, str>) -> Option<Cow<'_, str>> {
    Some(value).filter(|value| !value.is_empty())
}

/// Restores the former type of an item. Only the name of the type shows whether it was a sub-task.
fn rekind<'a>(item: &mut ItemFact<'a>, from: Cow<'a, str>, to: &str) {
    let was_part = Kind::named(&from) == Some(Kind::SubTask);
    let is_part = Kind::named(to) == Some(Kind::SubTask);
    if was_part || is_part || item.part {
        item.part = was_part;
        if !was_part {
            item.parent = None;
        }
    }
    item.kind = Some(from);
}
