use std::borrow::Cow;

use super::super::condition::{Scene, Type, Value, Why};
use super::{Field, STAGES, number, stage};
use crate::board::{Change, ChangeKind, Detail, Item, Need, Phase, Silence, Tug, criteria_changed, criteria_rewritten};
use crate::charter::{Kind, Role, Stage};

const HISTORY: &[Need] = &[Need::History];
const SPRINTS: &[Need] = &[Need::History, Need::Sprints];
const PRODUCT_OWNER: Need = Need::Role(Role::ProductOwner);

/// Working days of a week: a board may rest for less, so a shorter silence is taken as it is.
const WEEK: u32 = 5;

/// Who looks after what, how long things wait, what pulls at them, and what a change did to a text.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "change.criteria-changed",
        kind: Type::Number("share"),
        about: "How much of the acceptance criteria the change rewrote, in their own field or in a section of the description \
                with that heading; 0 where only formatting changed.",
        needs: HISTORY,
        eval: |scene| number(scene.change.and_then(criteria_changed)),
    },
    Field {
        name: "change.criteria-rewritten",
        kind: Type::Number("share"),
        about: "How much of the acceptance criteria it took away or replaced, wherever they stand, without what was added, moved, \
                formatted or spelled right; 0 where it left them alone.",
        needs: HISTORY,
        eval: |scene| number(scene.change.map(|change| criteria_rewritten(change).unwrap_or(0.0))),
    },
    Field {
        name: "change.breaks-down",
        kind: Type::Flag,
        about: "Whether it broke work down: created a sub-task, or added a checklist (Trello).",
        needs: &[],
        eval: |scene| {
            let part = scene.item.is_some_and(|item| item.part || item.kind == Kind::SubTask);
            let breaks = |change: &Change<'_>| match change.kind {
                ChangeKind::Split => true,
                ChangeKind::Created => part,
                _ => false,
            };
            super::flag(scene.change.map(breaks))
        },
    },
    Field {
        name: "change.part-title",
        kind: Type::Text,
        about: "The title of the sub-task that the change created, or of the checklist that it added.",
        needs: &[],
        eval: |scene| match (scene.change, scene.item) {
            (Some(Change { kind: ChangeKind::Split, detail: Detail::Words { to, .. }, .. }), _) => {
                Value::Text(Cow::Borrowed(to))
            }
            (Some(Change { kind: ChangeKind::Created, .. }), Some(item)) => Value::Text(item.title.decode()),
            _ => Value::Absent,
        },
    },
    Field {
        name: "moment.in-running-sprint",
        kind: Type::Flag,
        about: "Whether the item, or the one that it is part of, was in a running sprint.",
        needs: SPRINTS,
        eval: in_running_sprint,
    },
    Field {
        name: "item.parent",
        kind: Type::Text,
        about: "The key of the item that it is part of.",
        needs: &[],
        eval: |scene| {
            let parent = scene.item.and_then(|item| item.parent.as_deref());
            parent.map_or(Value::Absent, |parent| Value::Text(Cow::Borrowed(parent)))
        },
    },
    Field {
        name: "item.stage",
        kind: STAGES,
        about: "What its status or list means at the clock; what is archived is done.",
        needs: &[],
        eval: |scene| {
            item(scene, |item| {
                let state = item.state().map(|state| scene.board.state(state));
                match state {
                    _ if item.phase == Phase::Done => Value::word(Stage::Done),
                    Some(state) if state.sprint.is_some() => Value::word(Stage::Ready),
                    Some(state) => stage(state.stage),
                    None => Value::Absent,
                }
            })
        },
    },
    Field {
        name: "item.days-in-status",
        kind: Type::Number("working days"),
        about: "Working days since it came into its present status or list.",
        needs: HISTORY,
        eval: |scene| {
            item(scene, |item| match scene.board.in_status_since(item) {
                Some((since, _)) => Value::Number(scene.board.calendar.working_days(since, scene.board.clock).into()),
                None => Value::Unknown(Why::Truncated),
            })
        },
    },
    Field {
        name: "item.days-without-po",
        kind: Type::Number("working days"),
        about: "Working days since the Product Owner last moved it or said something on it, or since it came into its present \
                status or list, if that is later.",
        needs: &[Need::History, PRODUCT_OWNER],
        eval: |scene| item(scene, |item| without_po(scene, item)),
    },
    Field {
        name: "item.reversals",
        kind: Type::Number("reversals"),
        about: "How often it was ranked or re-prioritised the other way within 14 days, at most; corrections of one person \
                within a minute count as one change.",
        needs: &[Need::History, Need::Kind(ChangeKind::Ranked)],
        eval: |scene| tug(scene, |tug| number(f64::from(u32::try_from(tug.reversals).unwrap_or(u32::MAX)).into())),
    },
    Field {
        name: "item.reversed-by",
        kind: Type::Number("people"),
        about: "How many people made these changes.",
        needs: &[Need::History, Need::Kind(ChangeKind::Ranked)],
        eval: |scene| tug(scene, |tug| number(f64::from(u32::try_from(tug.people).unwrap_or(u32::MAX)).into())),
    },
    Field {
        name: "sprint.po-silence",
        kind: Type::Number("working days"),
        about: "The longest run of working days in it, while it was running, without a trace of the Product Owner: nothing \
                created, edited, moved or said.",
        needs: &[Need::History, Need::Sprints, PRODUCT_OWNER],
        eval: |scene| silence(scene, true, |silence| Value::Number(silence.days.into())),
    },
    Field {
        name: "sprint.po-idle",
        kind: Type::Number("working days"),
        about: "The same without regard to what was said: days without a change by the Product Owner.",
        needs: &[Need::History, Need::Sprints, PRODUCT_OWNER],
        eval: |scene| silence(scene, false, |silence| Value::Number(silence.days.into())),
    },
    Field {
        name: "sprint.po-silence-dates",
        kind: Type::Text,
        about: "The first and the last of these days.",
        needs: &[Need::History, Need::Sprints, PRODUCT_OWNER],
        eval: |scene| {
            silence(scene, true, |silence| match silence.span {
                Some((first, last)) => Value::Text(Cow::Owned(format!("{first} to {last}"))),
                None => Value::Absent,
            })
        },
    },
];

fn item<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
    scene.item.map_or(Value::Absent, value)
}

fn tug<'b>(scene: &Scene<'b, '_>, value: impl FnOnce(&Tug) -> Value<'b>) -> Value<'b> {
    item(scene, |item| value(&scene.board.tug(item)))
}

fn in_running_sprint<'b>(scene: &Scene<'b, '_>) -> Value<'b> {
    let (Some(change), Some(item)) = (scene.change, scene.item) else { return Value::Absent };
    let board = scene.board;
    if board.sprint_of(change).is_some() {
        return Value::Flag(true);
    }
    // Whether the whole was in a sprint, nobody knows where it is not in the export.
    let Some(whole) = board.whole_of(item) else { return Value::Unknown(Why::Truncated) };
    let unexplained = whole.stays.iter().any(|stay| stay.covers(change.at) && !board.sprint(stay.sprint).known);
    if unexplained { Value::Unknown(Why::SprintUnexplained) } else { Value::Flag(false) }
}

fn without_po<'b>(scene: &Scene<'b, '_>, item: &Item<'_>) -> Value<'b> {
    let board = scene.board;
    let Some((since, _)) = board.in_status_since(item) else { return Value::Unknown(Why::Truncated) };
    let last = board.last_word(item, Role::ProductOwner).map_or(since, |word| word.max(since));
    match board.calendar.working_days(last, board.clock) {
        0 => Value::Number(0.0),
        // What they may have said was not exported.
        _ if board.lacks(Need::Comments).is_some() => Value::Unknown(Why::Need(Need::Comments)),
        _ if !board.people.is_held(Role::ProductOwner, board.clock) => Value::Unknown(Why::NotThen(Role::ProductOwner)),
        days => Value::Number(days.into()),
    }
}

fn silence<'b>(scene: &Scene<'b, '_>, comments: bool, value: impl FnOnce(Silence) -> Value<'b>) -> Value<'b> {
    let (board, Some(sprint)) = (scene.board, scene.sprint) else { return Value::Absent };
    let Some(silence) = board.longest_silence(sprint, Role::ProductOwner, comments) else {
        return Value::Unknown(Why::NotThen(Role::ProductOwner));
    };
    // Perhaps a Product Owner whom the charter names and the board does not know was silent, too.
    if silence.at_most >= WEEK && silence.days < WEEK {
        return Value::Unknown(Why::NotThen(Role::ProductOwner));
    }
    match silence.span {
        Some(_) if comments && board.lacks(Need::Comments).is_some() => Value::Unknown(Why::Need(Need::Comments)),
        // Perhaps it is another team's sprint, or only a part of the board was exported.
        Some(_) if silence.days >= WEEK && (sprint.items.is_empty() || !silence.alive) => {
            Value::Unknown(Why::NothingDone)
        }
        Some(span) if board.may_lack_changes(span) => Value::Unknown(Why::Truncated),
        _ => value(silence),
    }
}
