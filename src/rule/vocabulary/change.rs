use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::super::condition::{Scene, Type, Value, Why};
use super::{Field, ROLES, STAGES, flag, number, phase, roles, stage, word_list};
use crate::board::facts::Direction;
use crate::board::{Change, ChangeKind, Decision, Detail, Gesture, Need, Phase, SprintState};
use crate::charter::{Role, Word};

const HISTORY: &[Need] = &[Need::History];

/// What a change, the one who made it, the one it concerns and the moment before it can be asked.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "change.kind",
        kind: Type::Words(ChangeKind::WORDS),
        about: "What was done. On Trello, a move into a sprint's list is `planned`, one back to backlog or ready `unplanned`.",
        needs: &[],
        eval: |scene| change(scene, |change| Value::word(change.kind)),
    },
    Field {
        name: "change.gesture",
        kind: Type::Words(Gesture::WORDS),
        about: "Whether the change was decided or came along. A rule that does not ask sees decisions only.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| Value::word(change.gesture)),
    },
    Field {
        name: "change.decision",
        kind: Type::Words(Decision::WORDS),
        about: "The decision the change makes, if a role is accountable for it: ordering what waits, the priority of a story, …",
        needs: &[],
        eval: |scene| change(scene, |change| Value::word(scene.board.decision(change))),
    },
    Field {
        name: "change.age",
        kind: Type::Duration,
        about: "Time from the item's creation to the change.",
        needs: &[],
        eval: |scene| {
            change(scene, |change| match scene.item.and_then(|item| item.created) {
                Some(created) => Value::Number(change.at.duration_since(created).as_secs_f64()),
                None => Value::Unknown(Why::Truncated),
            })
        },
    },
    Field {
        name: "change.from-split",
        kind: Type::Duration,
        about: "Time between the change and the nearest copying or splitting of the item, whether it is the copy or what it was \
                copied from; nothing where it is neither.",
        needs: &[],
        eval: |scene| {
            change(scene, |change| {
                let item = scene.item;
                let copied = item.filter(|item| item.copied).and_then(|item| item.created);
                let copies = item.map(|item| scene.board.copies_of(&item.key)).unwrap_or_default();
                let distance = |at: Timestamp| change.at.duration_since(at).abs().as_secs_f64();
                number(copied.into_iter().chain(copies.iter().copied()).map(distance).min_by(f64::total_cmp))
            })
        },
    },
    Field {
        name: "change.direction",
        kind: word_list!["higher", "lower"],
        about: "Which way the item was dragged; nothing where the export does not say.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| match change.detail {
                Detail::Rank(Some(Direction::Higher)) => Value::Words { held: 1, unsure: 0, why: Why::NoActor },
                Detail::Rank(Some(Direction::Lower)) => Value::Words { held: 2, unsure: 0, why: Why::NoActor },
                _ => Value::Absent,
            })
        },
    },
    Field {
        name: "change.from",
        kind: Type::Text,
        about: "The value before: a status, a list, a priority, points, a sprint.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| side(scene, change, false)),
    },
    Field {
        name: "change.to",
        kind: Type::Text,
        about: "The value after; for a rank, `higher` or `lower`.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| side(scene, change, true)),
    },
    Field {
        name: "change.from-stage",
        kind: STAGES,
        about: "What the status or list before a move means; a list named like a sprint counts as ready.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| stage_of(scene, change, false)),
    },
    Field {
        name: "change.to-stage",
        kind: STAGES,
        about: "What the status or list after a move means; a list named like a sprint counts as ready.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| stage_of(scene, change, true)),
    },
    Field {
        name: "change.cleared",
        kind: Type::Flag,
        about: "Whether the change left nothing behind: an estimate or hours removed, a text emptied.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| match &change.detail {
                // Nothing and zero are the same estimate.
                Detail::Points { from, to, .. } => Value::Flag(to.is_none() || (from.is_none() && *to == Some(0.0))),
                Detail::Texts { to, .. } => Value::Flag(to.is_none()),
                Detail::Words { from, to } if change.kind == ChangeKind::TimeEstimated => {
                    Value::Flag(to.is_empty() || (from.is_empty() && to == "0"))
                }
                Detail::Words { to, .. } => Value::Flag(to.is_empty()),
                _ => Value::Absent,
            })
        },
    },
    Field {
        name: "change.with-time-log",
        kind: Type::Flag,
        about: "Whether hours were logged by the same act.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| flag(matches!(change.detail, Detail::Points { with_log: true, .. }).then_some(true)))
        },
    },
    Field {
        name: "change.copied",
        kind: Type::Flag,
        about: "Whether it came along with a copied card and nobody chose it.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| Value::Flag(matches!(change.detail, Detail::Person { copied: true, .. }))),
    },
    Field {
        name: "change.at-creation",
        kind: Type::Flag,
        about: "Whether it was part of creating the item.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| Value::Flag(matches!(change.detail, Detail::Person { at_creation: true, .. })))
        },
    },
    Field {
        name: "change.into-running-sprint",
        kind: Type::Flag,
        about: "Whether it put the item into a sprint that was running, or created it there. On the first and the last day \
                of a sprint that the charter gives by its days nobody knows.",
        needs: &[Need::History, Need::Sprints],
        eval: |scene| change(scene, |change| into_running(scene, change)),
    },
    Field {
        name: "change.from-sprint-close",
        kind: Type::Duration,
        about: "Time between the change and the nearest completion of a sprint; nothing where no sprint was completed. Of \
                sprints that the charter gives by their days, the whole last day is the completion.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| {
                let distance = scene.board.sprints.iter().filter_map(|sprint| {
                    let (completed, closing) = (sprint.completed.or(sprint.end)?, sprint.days.map(|days| days.closing));
                    match closing {
                        Some(closing) if closing <= change.at && change.at <= completed => Some(0.0),
                        _ => Some(change.at.duration_since(sprint.completed?).abs().as_secs_f64()),
                    }
                });
                number(distance.min_by(f64::total_cmp))
            })
        },
    },
    Field {
        name: "change.from-po-act",
        kind: Type::Duration,
        about: "Time between the change and the nearest thing the Product Owner did or said on the item; nothing if never.",
        needs: &[],
        eval: |scene| change(scene, |change| from_po_act(scene, change)),
    },
    Field {
        name: "actor.role",
        kind: ROLES,
        about: "The roles of the one who made the change, on that day.",
        needs: &[],
        eval: |scene| change(scene, |change| roles(scene, change.by)),
    },
    Field {
        name: "actor.is-creator",
        kind: Type::Flag,
        about: "Whether the one who made the change created the item.",
        needs: &[],
        eval: |scene| {
            change(scene, |change| match scene.item.map(|item| item.creator) {
                Some(Some(creator)) => Value::Flag(Some(creator) == change.by),
                Some(None) => Value::Unknown(Why::NoActor),
                None => Value::Absent,
            })
        },
    },
    Field {
        name: "actor.is-assignee",
        kind: Type::Flag,
        about: "Whether the item was in the hands of the one who made the change, just before it.",
        needs: HISTORY,
        eval: |scene| change(scene, |change| Value::Flag(change.moment.own)),
    },
    Field {
        name: "target.role",
        kind: ROLES,
        about: "The roles of the one who was assigned or unassigned, on that day.",
        needs: HISTORY,
        eval: |scene| target(scene, |_, who, _| roles(scene, Some(who))),
    },
    Field {
        name: "target.is-actor",
        kind: Type::Flag,
        about: "Whether people assigned themselves.",
        needs: HISTORY,
        eval: |scene| {
            target(scene, |change, who, _| match change.by {
                Some(by) => Value::Flag(by == who),
                None => Value::Unknown(Why::NoActor),
            })
        },
    },
    Field {
        name: "target.is-reporter",
        kind: Type::Flag,
        about: "Whether the item went back to the one who asked for it (on Trello: who created it).",
        needs: HISTORY,
        eval: |scene| target(scene, |_, who, _| flag(scene.item.map(|item| item.reporter == Some(who)))),
    },
    Field {
        name: "target.had-it-before",
        kind: Type::Flag,
        about: "Whether the one who was assigned had the item earlier (on Trello: was a member).",
        needs: HISTORY,
        eval: |scene| {
            target(scene, |_, _, again| match scene.item {
                Some(item) if item.truncated && !again => Value::Unknown(Why::Truncated),
                _ => Value::Flag(again),
            })
        },
    },
    Field {
        name: "change.reassigned",
        kind: Type::Flag,
        about: "Whether somebody else had the item just before it was assigned.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| match change.detail {
                Detail::Person { who, previous, .. } => Value::Flag(previous.is_some_and(|previous| previous != who)),
                _ => Value::Absent,
            })
        },
    },
    Field {
        name: "moment.phase",
        kind: Type::Words(Phase::WORDS),
        about: "Where the item stood just before the change.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| {
                phase(scene, change.moment.phase, Some(change.moment.state), || unknown_phase(scene, change))
            })
        },
    },
    Field {
        name: "moment.stage",
        kind: STAGES,
        about: "What the item's status or list meant just before the change.",
        needs: HISTORY,
        eval: |scene| {
            change(scene, |change| match scene.board.states.get(change.moment.state.index()) {
                Some(state) => stage(state.stage),
                None => Value::Absent,
            })
        },
    },
    Field {
        name: "group.items",
        kind: Type::Number("items"),
        about: "How many items the operation touched that the change belongs to.",
        needs: &[],
        eval: |scene| number(scene.group.map(|group| f64::from(u32::try_from(group.items).unwrap_or(u32::MAX)))),
    },
    Field {
        name: "group.sitting",
        kind: Type::Flag,
        about: "Whether the operation is a sitting, as [group.session] defines it, rather than a quick run.",
        needs: &[],
        eval: |scene| flag(scene.group.map(|group| group.sitting)),
    },
    Field {
        name: "group.span",
        kind: Type::Duration,
        about: "Time from the first to the last change of the operation.",
        needs: &[],
        eval: |scene| number(scene.group.map(|group| group.span)),
    },
];

fn change<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Change<'a>) -> Value<'b>) -> Value<'b> {
    scene.change.map_or(Value::Absent, value)
}

fn target<'b, 'a>(
    scene: &Scene<'b, 'a>,
    value: impl FnOnce(&'b Change<'a>, crate::board::PersonId, bool) -> Value<'b>,
) -> Value<'b> {
    match scene.change {
        Some(change) => match change.detail {
            Detail::Person { who, again, .. } => value(change, who, again),
            _ => Value::Absent,
        },
        None => Value::Absent,
    }
}

/// Numbers as people write them: `5`, `0.5`.
fn plain(number: f64) -> String {
    format!("{}", (number * 100.0).round() / 100.0)
}

/// A time field's seconds as hours; nothing where it was cleared.
fn hours(seconds: &str) -> Cow<'_, str> {
    match seconds.trim().parse::<f64>() {
        Ok(seconds) => Cow::Owned(format!("{} h", plain(seconds / 3600.0))),
        Err(_) if seconds.trim().is_empty() => Cow::Borrowed("nothing"),
        Err(_) => Cow::Borrowed(seconds),
    }
}

fn side<'b>(scene: &Scene<'b, '_>, change: &'b Change<'_>, after: bool) -> Value<'b> {
    match &change.detail {
        Detail::Rank(Some(Direction::Higher)) if after => Value::Text(Cow::Borrowed("higher")),
        Detail::Rank(Some(Direction::Lower)) if after => Value::Text(Cow::Borrowed("lower")),
        // The text of the change is in a language not seen yet.
        Detail::Rank(None) if after => Value::Text(Cow::Borrowed("elsewhere")),
        Detail::Words { from, to } if change.kind == ChangeKind::TimeEstimated => {
            Value::Text(hours(if after { to } else { from }))
        }
        Detail::Words { from, to } => Value::Text(Cow::Borrowed(if after { to } else { from })),
        Detail::States { from, to, names } => {
            let (written, state) = if after { (&names.1, to) } else { (&names.0, from) };
            let name = if written.is_empty() { scene.board.state(*state).name.as_str() } else { written };
            Value::Text(Cow::Borrowed(name))
        }
        Detail::Points { from, to, .. } => match if after { to } else { from } {
            Some(points) if scene.board.in_time => Value::Text(Cow::Owned(format!("{} h", plain(*points)))),
            Some(points) => Value::Text(Cow::Owned(plain(*points))),
            None => Value::Text(Cow::Borrowed("nothing")),
        },
        Detail::Sprints { into, out_of } => {
            let names: Vec<&str> =
                if after { into } else { out_of }.iter().map(|id| &*scene.board.sprint(*id).name).collect();
            Value::Text(Cow::Owned(names.join(", ")))
        }
        _ => Value::Absent,
    }
}

fn stage_of<'b>(scene: &Scene<'b, '_>, change: &'b Change<'_>, after: bool) -> Value<'b> {
    let Detail::States { from, to, .. } = change.detail else { return Value::Absent };
    let state = scene.board.state(if after { to } else { from });
    if state.sprint.is_some() { Value::word(crate::charter::Stage::Ready) } else { stage(state.stage) }
}

fn unknown_phase(scene: &Scene<'_, '_>, change: &Change<'_>) -> Why {
    let board = scene.board;
    let unexplained = scene
        .item
        .is_some_and(|item| item.stays.iter().any(|stay| stay.covers(change.at) && !board.sprint(stay.sprint).known));
    if unexplained { Why::SprintUnexplained } else { Why::Unmapped }
}

fn into_running<'b>(scene: &Scene<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let Some(item) = scene.item else { return Value::Absent };
    if item.truncated {
        return Value::Unknown(Why::Truncated);
    }
    let soon = SignedDuration::from_secs(10);
    let entered = item.stays.iter().filter(|stay| match change.kind {
        // What was created in a sprint is in it from the start, or a moment later by the same hand.
        ChangeKind::Created => stay.since.duration_since(change.at) <= soon,
        _ => stay.added.is_some_and(|added| std::ptr::eq(scene.board.change(added), change)),
    });
    let mut answer = Value::Flag(false);
    for stay in entered {
        let sprint = scene.board.sprint(stay.sprint);
        if !sprint.known {
            answer = Value::Unknown(Why::SprintUnexplained);
        } else if sprint.is_running(change.at) && sprint.may_not_run(change.at) {
            answer = Value::Unknown(Why::HourUnknown);
        } else if sprint.is_running(change.at) && sprint.state != SprintState::Future {
            return Value::Flag(true);
        }
    }
    answer
}

/// A day, in seconds: how long people may take to answer before silence counts.
const DAY: f64 = 86_400.0;

fn from_po_act<'b>(scene: &Scene<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let Some(item) = scene.item else { return Value::Absent };
    let board = scene.board;
    if !board.people.is_mapped(Role::ProductOwner) {
        return Value::Unknown(Why::Need(Need::Role(Role::ProductOwner)));
    }
    let acts = item.changes.iter().map(|id| board.change(*id)).filter(|other| !std::ptr::eq(*other, change));
    let by_po = acts.filter(|other| board.actor_roles(other).is_some_and(|roles| roles.has(Role::ProductOwner)));
    let nearest = by_po.map(|other| other.at.duration_since(change.at).abs().as_secs_f64()).min_by(f64::total_cmp);
    match nearest {
        Some(distance) if distance <= DAY => Value::Number(distance),
        // They may have said something that was not exported, or not had the time yet.
        _ if board.lacks(Need::Comments).is_some() => Value::Unknown(Why::Need(Need::Comments)),
        _ if board.clock.duration_since(change.at).as_secs_f64() < DAY => Value::Unknown(Why::StillOpen),
        nearest => number(nearest),
    }
}
