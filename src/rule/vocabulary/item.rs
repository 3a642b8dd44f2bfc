use std::borrow::Cow;

use super::super::condition::{Scene, Type, Value, Why};
use super::{Field, KINDS, ROLES, flag, phase, roles};
use crate::board::{Item, Need, Phase};
use crate::charter::Word;

/// What an item can be asked.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "item.kind",
        kind: KINDS,
        about: "What sort of thing it is now: by issue type, or on Trello by labels and the list it was created in.",
        needs: &[],
        eval: |scene| {
            item(scene, |item| if item.typed { Value::word(item.kind) } else { Value::Unknown(Why::Untyped) })
        },
    },
    Field {
        name: "item.kind-at-creation",
        kind: KINDS,
        about: "What sort of thing it was created as.",
        needs: &[],
        eval: |scene| {
            item(
                scene,
                |item| if item.typed { Value::word(item.kind_at_creation) } else { Value::Unknown(Why::Untyped) },
            )
        },
    },
    Field {
        name: "item.key",
        kind: Type::Text,
        about: "The issue key, or the card's shortLink.",
        needs: &[],
        eval: |scene| item(scene, |item| Value::Text(Cow::Borrowed(&item.key))),
    },
    Field {
        name: "item.title",
        kind: Type::Text,
        about: "Its title.",
        needs: &[],
        eval: |scene| item(scene, |item| Value::Text(item.title.decode())),
    },
    Field {
        name: "item.phase",
        kind: Type::Words(Phase::WORDS),
        about: "Where it stands at the clock.",
        needs: &[],
        eval: |scene| item(scene, |item| phase(scene, item.phase, item.state(), || Why::Unmapped)),
    },
    Field {
        name: "item.copied",
        kind: Type::Flag,
        about: "Whether it was cloned or split from another item.",
        needs: &[],
        eval: |scene| flag(scene.item.map(|item| item.copied)),
    },
    Field {
        name: "item.split-from-parent",
        kind: Type::Flag,
        about: "Whether its creator put another item under the same, older parent within five minutes.",
        needs: &[],
        eval: |scene| item(scene, |item| is_split(scene, item)),
    },
    Field {
        name: "item.reporter-role",
        kind: ROLES,
        about: "The roles of the one who asked for it (on Trello: who created it), on the day the rule looks at.",
        needs: &[],
        eval: |scene| item(scene, |item| roles(scene, item.reporter)),
    },
    Field {
        name: "item.blocked-days",
        kind: Type::Number("working days"),
        about: "Working days since something got in its way (a flag, a blocked status or list, a label) that is still there.",
        needs: &[Need::History],
        eval: |scene| {
            item(scene, |item| match item.blocked.map(|spell| spell.since) {
                Some(Some(since)) => Value::Number(scene.board.calendar.working_days(since, scene.board.clock).into()),
                Some(None) => Value::Unknown(Why::NotRecorded),
                None => Value::Absent,
            })
        },
    },
];

fn item<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
    scene.item.map_or(Value::Absent, value)
}

fn is_split(scene: &Scene<'_, '_>, item: &Item<'_>) -> Value<'static> {
    scene.board.is_split(item).map_or(Value::Unknown(Why::Truncated), Value::Flag)
}
