//! Fields of the values before and after a change.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::super::field::Field;
use super::super::situation::Situation;
use super::super::value::{NumberUnit, Type, Value};
use crate::board::facts::Direction;
use crate::board::{Change, ChangeKind, Detail, Need};
use crate::charter::Stage;
use crate::word::Word;

const HISTORY: &[Need] = &[Need::History];

/// The fields of the values that a change replaced.
pub(super) const CHANGE_VALUES: &[Field] = &[
    Field::new(
        "change.from",
        Type::Text,
        "The value before: a status, a list, a priority, points, a sprint.",
        |situation| situation.of_the_change(|change| side(situation, change, false)),
    )
    .needs(HISTORY),
    Field::new(
        "change.to",
        Type::Text,
        "The value after; for a rank, `higher` or `lower`; for what was created or split off, its title.",
        |situation| situation.of_the_change(|change| side(situation, change, true)),
    )
    .needs(HISTORY),
    Field::new(
        "change.direction",
        Type::Words(Direction::WORDS),
        "Which way the item was dragged; nothing where the export does not say.",
        |situation| {
            situation.of_the_change(|change| match change.detail {
                Detail::Rank(Some(direction)) => Value::word(direction),
                _ => Value::Absent,
            })
        },
    )
    .needs(HISTORY)
    .tells_kind(),
    Field::new(
        "change.cleared",
        Type::Flag,
        "Whether the change left nothing behind: an estimate or hours removed, a text emptied.",
        |situation| {
            situation.of_the_change(|change| match &change.detail {
                // No estimate and zero are the same.
                Detail::Points { points, .. } => {
                    Value::Flag(points.to.is_none() || (points.from.is_none() && points.to == Some(0.0)))
                }
                Detail::Texts(texts) => Value::Flag(texts.to.is_none()),
                Detail::Words(words) if change.kind == ChangeKind::TimeEstimated => {
                    Value::Flag(words.to.is_empty() || (words.from.is_empty() && words.to == "0"))
                }
                Detail::Words(words) => Value::Flag(words.to.is_empty()),
                _ => Value::Absent,
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "change.estimate-before",
        Type::Number(NumberUnit::PointsOrHours),
        "The estimate before; nothing where there was none.",
        |situation| situation.of_the_change(|change| estimates(change, false)),
    )
    .needs(&[Need::History, Need::Estimates])
    .tells_kind(),
    Field::new(
        "change.estimate-after",
        Type::Number(NumberUnit::PointsOrHours),
        "The estimate after; nothing where it was removed.",
        |situation| situation.of_the_change(|change| estimates(change, true)),
    )
    .needs(&[Need::History, Need::Estimates])
    .tells_kind(),
    Field::new("change.labels-added", Type::Texts, "The labels that it added.", |situation| {
        situation.of_the_change(|change| labels(change, true))
    })
    .needs(&[Need::Kind(ChangeKind::Labelled)])
    .tells_kind(),
    Field::new("change.labels-removed", Type::Texts, "The labels that it took away.", |situation| {
        situation.of_the_change(|change| labels(change, false))
    })
    .needs(&[Need::Kind(ChangeKind::Labelled)])
    .tells_kind(),
    Field::new(
        "change.from-stage",
        Type::STAGES,
        "What the status or list before a move means; a list named like a sprint counts as ready.",
        |situation| situation.of_the_change(|change| stage_of(situation, change, false)),
    )
    .needs(HISTORY)
    .tells_kind(),
    Field::new(
        "change.to-stage",
        Type::STAGES,
        "What the status or list after a move means; a list named like a sprint counts as ready.",
        |situation| situation.of_the_change(|change| stage_of(situation, change, true)),
    )
    .needs(HISTORY)
    .tells_kind(),
];

/// Numbers as people write them: `5`, `0.5`.
fn plain(number: f64) -> String {
    format!("{}", (number * 100.0).round() / 100.0)
}

/// The seconds of a time field as hours; "nothing" if it was cleared.
fn hours(seconds: &str) -> Cow<'_, str> {
    match seconds.trim().parse::<f64>() {
        Ok(seconds) => Cow::Owned(format!("{} h", plain(seconds / 3600.0))),
        Err(_) if seconds.trim().is_empty() => Cow::Borrowed("nothing"),
        Err(_) => Cow::Borrowed(seconds),
    }
}

fn side<'b>(situation: &Situation<'b, '_>, change: &'b Change<'_>, after: bool) -> Value<'b> {
    match &change.detail {
        Detail::Rank(Some(Direction::Higher)) if after => Value::Text(Cow::Borrowed("higher")),
        Detail::Rank(Some(Direction::Lower)) if after => Value::Text(Cow::Borrowed("lower")),
        // The direction is given in an unknown language.
        Detail::Rank(None) if after => Value::Text(Cow::Borrowed("elsewhere")),
        Detail::Words(words) if change.kind == ChangeKind::TimeEstimated => Value::Text(hours(words.side(after))),
        Detail::Words(words) => Value::Text(Cow::Borrowed(words.side(after))),
        Detail::States { from, to, names } => {
            let written = names.as_ref().map(|names| &**names.side(after)).filter(|written| !written.is_empty());
            let now = || situation.board.state(if after { *to } else { *from }).name.as_str();
            Value::Text(Cow::Borrowed(written.unwrap_or_else(now)))
        }
        Detail::Points { points, .. } => match points.side(after) {
            Some(points) if situation.board.in_time => Value::Text(Cow::Owned(format!("{} h", plain(*points)))),
            Some(points) => Value::Text(Cow::Owned(plain(*points))),
            None => Value::Text(Cow::Borrowed("nothing")),
        },
        Detail::Sprints(sprints) => {
            let sprints = if after { &sprints.added } else { &sprints.removed };
            let names: Vec<&str> = sprints.iter().map(|id| &*situation.board.sprint(*id).name).collect();
            Value::Text(Cow::Owned(names.join(", ")))
        }
        _ if after && change.kind == ChangeKind::Created => {
            situation.of_the_item(|item| Value::Text(item.title.decode()))
        }
        _ => Value::Absent,
    }
}

fn stage_of<'b>(situation: &Situation<'b, '_>, change: &'b Change<'_>, after: bool) -> Value<'b> {
    let Detail::States { from, to, .. } = change.detail else { return Value::Absent };
    let state = situation.board.state(if after { to } else { from });
    // An item resolved as given up is not done, whatever its status. The resolution is recorded at the
    // instant of the move.
    let instant = if after { change.at } else { earlier(change.at) };
    match state.meaning() {
        Some(Stage::Done) if situation.item().is_some_and(|item| item.is_given_up_at(instant)) => {
            Value::word(Stage::Cancelled)
        }
        _ => Value::stage(state),
    }
}

/// The last instant before `at`.
fn earlier(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(at)
}

fn estimates<'b>(change: &Change<'_>, after: bool) -> Value<'b> {
    match &change.detail {
        Detail::Points { points, .. } => Value::number(*points.side(after)),
        _ => Value::Absent,
    }
}

fn labels<'b>(change: &'b Change<'_>, added: bool) -> Value<'b> {
    match &change.detail {
        Detail::Labels(labels) => {
            let labels = if added { &labels.added } else { &labels.removed };
            Value::Texts(labels.iter().map(|label| Cow::Borrowed(&**label)).collect())
        }
        _ => Value::Absent,
    }
}
