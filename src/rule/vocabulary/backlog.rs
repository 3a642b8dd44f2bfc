use jiff::Timestamp;

use super::super::condition::{Counted, Scene, Type, Value, Why};
use super::board::count;
use super::{Field, flag, is_aside, number};
use crate::board::facts::Tool;
use crate::board::{ChangeKind, Gesture, Item, Need, Phase, Ready, Unit};
use crate::charter::{Kind, Stage, Word};

/// What is waiting, what is under way, and how long.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "item.age-days",
        kind: Type::Number("days"),
        about: "Whole days since it was created.",
        needs: &[Need::Kind(ChangeKind::Created)],
        eval: |scene| number(scene.item.and_then(|item| item.created).map(|created| days(scene, created))),
    },
    Field {
        name: "item.idle-days",
        kind: Type::Number("days"),
        about: "Whole days since somebody created, edited, moved or commented on it; ranks, what one person did to several \
                items in one go, and the acts of apps are no touch.",
        needs: &[],
        eval: idle,
    },
    Field {
        name: "item.meeting",
        kind: Type::Flag,
        about: "Whether it is a meeting: by its kind, a label, or a title that speaks of nothing else, as `Sprint 12 planning`.",
        needs: &[],
        eval: |scene| flag(scene.item.map(crate::board::Item::is_meeting)),
    },
    Field {
        name: "item.text-length",
        kind: Type::Number("characters"),
        about: "How long its description and its acceptance criteria are together.",
        needs: &[],
        eval: |scene| number(scene.item.map(text_length)),
    },
    Field {
        name: "item.text-edits",
        kind: Type::Number("edits"),
        about: "How often its title, description or acceptance criteria were changed.",
        needs: &[],
        eval: text_edits,
    },
    Field {
        name: "item.checklist-entries",
        kind: Type::Number("entries"),
        about: "How many entries its checklists hold (Trello).",
        needs: &[],
        eval: |scene| number(scene.item.map(|item| f64::from(item.checklist))),
    },
    Field {
        name: "item.sprints-ahead",
        kind: Type::Number("sprints"),
        about: "How many sprints' work lies before it in the backlog; where no velocity is known, ten items stand for a sprint. \
                Nothing for an item that no longer waits.",
        needs: &[Need::Order],
        eval: |scene| match scene.item {
            Some(item) if item.phase == Phase::Unknown && !is_aside(scene, item.state()) => {
                Value::Unknown(unclear(scene))
            }
            Some(item) => number(scene.board.sprints_ahead(item.index)),
            None => Value::Absent,
        },
    },
    Field {
        name: "item.technical-debt",
        kind: Type::Flag,
        about: "Whether it pays back technical debt: by its kind or a label.",
        needs: &[Need::Items(Kind::TechnicalDebt)],
        eval: |scene| flag(scene.item.map(crate::board::Item::is_technical_debt)),
    },
    Field {
        name: "item.sprints-since-done",
        kind: Type::Number("sprints"),
        about: "How many sprints were closed since it was done: 0 in the running sprint, 1 in the last closed one; nothing \
                for an item that is not done.",
        needs: &[Need::History, Need::Sprints],
        eval: |scene| {
            let done = scene.item.and_then(|item| scene.board.done_since(item));
            number(done.map(|done| count(scene.board.sprints_closed_since(done))))
        },
    },
    Field {
        name: "board.closed-sprints",
        kind: Type::Number("sprints"),
        about: "How many sprints the team that started one last has closed.",
        needs: &[Need::Sprints],
        eval: |scene| Value::Number(count(scene.board.closed_sprints().len())),
    },
    Field {
        name: "board.ready-items",
        kind: Type::Number("items"),
        about: "How many items before any sprint are ready: in a status or list that means so, or estimated and with \
                acceptance criteria.",
        needs: &[],
        eval: |scene| {
            ready(scene, |ready| {
                let low = count(ready.items);
                known_to(scene, ready, low, low + count(ready.unclear))
            })
        },
    },
    Field {
        name: "board.ready-size",
        kind: Type::Number("points or items"),
        about: "Their size: in what sprints are counted in when at least 80 % of them are estimated, else in items.",
        needs: &[],
        eval: |scene| ready(scene, |ready| Value::Number(ready.size)),
    },
    Field {
        name: "board.velocity",
        kind: Type::Number("points or items"),
        about: "Mean of what the last three closed sprints got done, in the same unit; nothing where that is not known.",
        needs: &[],
        eval: |scene| ready(scene, |ready| number(ready.velocity)),
    },
    Field {
        name: "board.ready-unit",
        kind: Type::Words(Unit::WORDS),
        about: "What that size and the velocity are counted in.",
        needs: &[],
        eval: |scene| ready(scene, |ready| Value::word(ready.unit)),
    },
    Field {
        name: "board.ready-sprints",
        kind: Type::Number("sprints"),
        about: "How many sprints the ready items last: their size divided by the velocity; where no velocity is known, five \
                items stand for a sprint.",
        needs: &[],
        eval: |scene| ready(scene, |ready| known_to(scene, ready, ready.sprints(), f64::INFINITY)),
    },
    Field {
        name: "board.flow-columns",
        kind: Type::Number("statuses or lists"),
        about: "How many statuses or lists between the backlog and done held at least two items in the last 90 days; of \
                several projects the one with most.",
        needs: &[],
        eval: |scene| {
            let columns = scene.board.columns();
            let low = count(columns.known);
            // Without a history only the columns that hold something now can be seen.
            if scene.board.lacks(Need::History).is_some() {
                return Value::Between(Counted { least: low, most: f64::INFINITY, why: Why::Need(Need::History) });
            }
            match columns.unmapped {
                0 => Value::Number(low),
                unmapped => Value::Between(Counted { least: low, most: low + count(unmapped), why: Why::Unmapped }),
            }
        },
    },
];

fn text_length(item: &Item<'_>) -> f64 {
    let texts = [item.description, item.criteria].into_iter().flatten();
    count(texts.map(|text| text.decode().chars().count()).sum())
}

fn text_edits<'b>(scene: &Scene<'b, '_>) -> Value<'b> {
    let Some(item) = scene.item else { return Value::Absent };
    let changes = item.changes.iter().map(|id| scene.board.change(*id));
    let edits = changes.filter(|change| {
        let text = matches!(change.kind, ChangeKind::Retitled | ChangeKind::Described | ChangeKind::CriteriaEdited);
        text && change.gesture == Gesture::Decision
    });
    let low = count(edits.count());
    match item.truncated {
        true => Value::Between(Counted { least: low, most: f64::INFINITY, why: Why::Truncated }),
        false => Value::Number(low),
    }
}

fn days(scene: &Scene<'_, '_>, since: Timestamp) -> f64 {
    let seconds = scene.board.clock.duration_since(since).as_secs();
    (seconds.max(0) / (24 * 3600)) as f64
}

fn idle<'b>(scene: &Scene<'b, '_>) -> Value<'b> {
    let Some(item) = scene.item else { return Value::Absent };
    match scene.board.last_activity(item.index) {
        Some(touch) if touch.exact => Value::Number(days(scene, touch.at)),
        Some(touch) => {
            let high = item.created.map_or(f64::INFINITY, |created| days(scene, created));
            Value::Between(Counted { least: days(scene, touch.at), most: high, why: Why::Truncated })
        }
        None => Value::Unknown(Why::Truncated),
    }
}

/// Why nobody can say whether something still waits.
fn unclear(scene: &Scene<'_, '_>) -> Why {
    let unexplained = scene.board.sprints.iter().any(|sprint| !sprint.known);
    if scene.board.tool == Tool::Jira && unexplained { Why::SprintUnexplained } else { Why::Unmapped }
}

/// A figure of what is ready, which may be higher where nobody can say whether some items still wait.
fn known_to<'b>(scene: &Scene<'b, '_>, ready: &Ready, low: f64, high: f64) -> Value<'b> {
    if ready.unclear == 0 {
        Value::Number(low)
    } else {
        Value::Between(Counted { least: low, most: high, why: unclear(scene) })
    }
}

fn ready<'b>(scene: &Scene<'b, '_>, value: impl FnOnce(&Ready) -> Value<'b>) -> Value<'b> {
    match scene.board.ready() {
        Some(ready) => value(ready),
        None => Value::Unknown(Why::Need(Need::Mapping(Stage::Ready))),
    }
}
