//! Applies the changes of an example to its items, and records them like an export.

use std::borrow::Cow;
use std::mem;

use jiff::Timestamp;

use super::super::example::{Example, GivenAction, GivenChange, numbered};
use super::items::{before, blank, state};
use crate::board::facts::{Act, ChangeFact, ItemFact, Text};
use crate::charter::Kind;
use crate::source::Mark;
use crate::word::Word;

/// Applies the changes of `example`, each as often as requested, to `items`. Items named only in changes are
/// added. Returns an error for the first change without effect, if there is one.
pub(super) fn make_changes<'e>(example: &'e Example, items: &mut Vec<ItemFact<'e>>, mark: Mark) -> Option<String> {
    let mut without_effect = None;
    for (number, given) in (0..).zip(&example.changes) {
        for copy in 0..given.repeat {
            let key = if given.repeat > 1 { numbered(&given.item, copy + 1) } else { given.item.clone() };
            let at = given.at.saturating_add(given.every * i32::try_from(copy).unwrap_or(0)).unwrap_or(given.at);
            let id = format!("{:06}{copy:06}", 100 + number);
            let place = items.iter().position(|item| item.key == key).unwrap_or_else(|| {
                items.push(blank(key, before(example), mark));
                items.len() - 1
            });
            if let Err(wrong) = make_change(&mut items[place], given, at, &id, example) {
                without_effect.get_or_insert(wrong);
            }
        }
    }
    without_effect
}

/// Applies one change to `item` and records it under `id`.
fn make_change<'e>(
    item: &mut ItemFact<'e>,
    given: &'e GivenChange,
    at: Timestamp,
    id: &str,
    example: &Example,
) -> Result<(), String> {
    let Some(act) = act(item, given, at, example)? else { return Ok(()) };
    let (by, mark) = (Some(Cow::Borrowed(given.by.as_str())), item.mark);
    let log = given.with_log.then_some(Act::TimeLogged);
    for (part, act) in (0..).zip([act].into_iter().chain(log)) {
        item.changes.push(ChangeFact { id: Cow::Owned(id.to_owned()), part, at, by: by.clone(), act, mark });
    }
    Ok(())
}

/// Applies `given` to `item`. Returns the history entry; a creation has none.
fn act<'e>(
    item: &mut ItemFact<'e>,
    given: &'e GivenChange,
    at: Timestamp,
    example: &Example,
) -> Result<Option<Act<'e>>, String> {
    let act = match &given.action {
        GivenAction::Created(kind) => {
            create(item, kind, given, at, example);
            return Ok(None);
        }
        GivenAction::Ranked(direction) => Act::Ranked { direction: Some(*direction), state: None },
        GivenAction::Prioritised(to) => {
            let from = item.priority.replace(Cow::Borrowed(to)).unwrap_or("Medium".into());
            Act::Prioritised { from, to: Cow::Borrowed(to) }
        }
        GivenAction::Rekinded(to) => {
            let from = item.kind.replace(Cow::Borrowed(to)).unwrap_or_default();
            Act::Rekinded { from, to: Cow::Borrowed(to) }
        }
        GivenAction::Assigned(to) if example.is_trello() => join(item, to, false),
        GivenAction::AssignedByCopy(to) => join(item, to, true),
        GivenAction::Assigned(to) => {
            let to = Cow::Borrowed(to.as_str());
            let from = mem::replace(&mut item.assignees, vec![to.clone()]).pop();
            Act::Assigned { from, from_mark: None, to: Some(to) }
        }
        GivenAction::Unassigned if example.is_trello() => match item.assignees.pop() {
            Some(who) => Act::Left { who },
            None => return Err(format!("nobody has {}, so that nobody can be unassigned", item.key)),
        },
        GivenAction::Unassigned => Act::Assigned { from: item.assignees.pop(), from_mark: None, to: None },
        GivenAction::Estimated(points) => Act::Estimated { from: estimate(item), to: *points, title: None },
        GivenAction::Moved(to) => Act::Moved { from: mem::replace(&mut item.state, state(to)), to: state(to) },
        GivenAction::Planned(sprint) => plan(item, sprint, at, example)?,
        GivenAction::Unplanned(sprint) => take_out(item, sprint)?,
        GivenAction::Described(to) => {
            let to = (!to.is_empty()).then(|| Text::plain(to));
            Act::Described { from: mem::replace(&mut item.description, to), to }
        }
        GivenAction::Criteria(to) => write_criteria(item, to),
        GivenAction::Retitled(to) => {
            let to = Text::plain(to);
            Act::Retitled { from: mem::replace(&mut item.title, to), to }
        }
        GivenAction::Resolved(to) => Act::Resolved { from: Cow::Borrowed(""), to: Cow::Borrowed(to) },
        GivenAction::Archived(closed) => archive(item, *closed),
        GivenAction::Labelled(label) => relabel(item, label, true),
        GivenAction::Unlabelled(label) => relabel(item, label, false),
        GivenAction::Flagged(set) => Act::Flagged { set: *set },
        GivenAction::Commented => Act::Commented,
        GivenAction::Logged => Act::TimeLogged,
        GivenAction::TimeEstimated(to) => {
            Act::TimeEstimated { original: true, from: time_estimate(item), to: Cow::Borrowed(to) }
        }
        GivenAction::Checklist(name) => Act::Split { name: Cow::Borrowed(name) },
    };
    Ok(Some(act))
}

/// Creates `item`. A reporter declared elsewhere in the example is kept.
fn create<'e>(item: &mut ItemFact<'e>, kind: &'e str, given: &'e GivenChange, at: Timestamp, example: &Example) {
    item.kind = Some(Cow::Borrowed(kind));
    item.created = Some((at, item.mark));
    if let Some(parent) = &given.under {
        item.parent = Some(Cow::Borrowed(parent));
        item.part = kind == Kind::SubTask.word();
    }
    item.creator = Some((Cow::Borrowed(&given.by), item.mark));
    let declared = example.items.iter().any(|other| item.key == other.key && other.reporter.is_some());
    if !declared {
        item.reporter = Some(Cow::Borrowed(&given.by));
    }
}

/// Adds a member to a card.
fn join<'e>(item: &mut ItemFact<'e>, who: &'e str, copied: bool) -> Act<'e> {
    item.assignees.push(Cow::Borrowed(who));
    Act::Joined { who: Cow::Borrowed(who), copied }
}

/// The estimate of `item` after its changes so far.
fn estimate(item: &ItemFact<'_>) -> Option<f64> {
    let last = item.changes.iter().rev().find_map(|change| match change.act {
        Act::Estimated { to, .. } => Some(to),
        _ => None,
    });
    let first = || item.fields.iter().find(|(id, _)| id == "points").and_then(|(_, value)| value.number());
    last.unwrap_or_else(first)
}

/// The estimate in time of `item` after its changes so far.
fn time_estimate<'e>(item: &ItemFact<'e>) -> Cow<'e, str> {
    let last = item.changes.iter().rev().find_map(|change| match &change.act {
        Act::TimeEstimated { to, .. } => Some(to.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

/// Puts `item` into `sprint`. An item is in at most one open sprint, so it leaves the others; closed ones are
/// kept.
fn plan<'e>(item: &mut ItemFact<'e>, sprint: &'e str, at: Timestamp, example: &Example) -> Result<Act<'e>, String> {
    let from = item.sprints.clone();
    if from.last().is_some_and(|last| last == sprint) {
        return Err(format!("{} is in {sprint} already: the change changes nothing", item.key));
    }
    let closed = |name: &str| {
        let sprint = example.sprints.iter().find(|sprint| sprint.name == name);
        sprint.is_some_and(|sprint| sprint.completed.is_some_and(|completed| completed <= at))
    };
    item.sprints.retain(|name| closed(name) && name != sprint);
    item.sprints.push(Cow::Borrowed(sprint));
    Ok(Act::Sprints { from, to: item.sprints.clone() })
}

/// Takes `item` out of `sprint`.
fn take_out<'e>(item: &mut ItemFact<'e>, sprint: &str) -> Result<Act<'e>, String> {
    let from = item.sprints.clone();
    if !from.iter().any(|name| name == sprint) {
        return Err(format!("{} is not in {sprint}: the change changes nothing", item.key));
    }
    item.sprints.retain(|other| other != sprint);
    Ok(Act::Sprints { from, to: item.sprints.clone() })
}

fn write_criteria<'e>(item: &mut ItemFact<'e>, to: &'e str) -> Act<'e> {
    let place = item.fields.iter().position(|(id, _)| id == "criteria");
    let from = place.map(|place| item.fields.remove(place).1);
    let to = Text::plain(to);
    item.fields.push(("criteria".into(), to));
    Act::Field { id: "criteria".into(), name: "criteria".into(), from, to: Some(to), ids: None }
}

/// Archives `item`, or brings it back.
fn archive<'e>(item: &mut ItemFact<'e>, closed: bool) -> Act<'e> {
    item.closed = closed;
    Act::Closed { closed }
}

/// Adds the label to `item`, or removes it.
fn relabel<'e>(item: &mut ItemFact<'e>, label: &'e str, given: bool) -> Act<'e> {
    let from = item.labels.clone();
    item.labels.retain(|other| other != label);
    if given {
        item.labels.push(Cow::Borrowed(label));
    }
    Act::Labelled { from, to: item.labels.clone() }
}
