use super::super::condition::{Scene, Type, Value, Why, bit};
use super::board::count;
use super::{Field, ROLES, number};
use crate::board::{Item, Need, Phase, Touch};
use crate::charter::{Kind, Role};

/// Who was there is known by what was done and by what was said.
const TRACES: &[Need] = &[Need::History, Need::Comments];

/// What people can be asked about what they do together, and about the age of things.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "item.touched-by",
        kind: ROLES,
        about: "The roles of all who ever did or said something on it, each on the day; nothing if nobody did.",
        needs: TRACES,
        eval: |scene| item(scene, |item| roles(scene.board.touch(item, None))),
    },
    Field {
        name: "item.recently-touched-by",
        kind: ROLES,
        about: "The same for the last two sprints that were started, or 28 days on a board without sprints.",
        needs: TRACES,
        eval: |scene| item(scene, |item| roles(scene.board.touch(item, Some(scene.board.recent())))),
    },
    Field {
        name: "item.done",
        kind: Type::Flag,
        about: "Whether it is finished or archived at the clock.",
        needs: &[],
        eval: |scene| item(scene, |item| done(scene, item)),
    },
    Field {
        name: "item.sprints-old",
        kind: Type::Number("sprints"),
        about: "How many sprints have begun since it was created; on a board without sprints, each 14 days count as one.",
        needs: &[],
        eval: |scene| {
            item(scene, |item| match item.created {
                Some(created) => Value::Number(count(scene.board.sprints_since(created))),
                None => Value::Unknown(Why::NotRecorded),
            })
        },
    },
    Field {
        name: "item.impediment-days",
        kind: Type::Number("working days"),
        about: "Working days since something got in its way that is still there, or since an impediment that is not done was \
                created.",
        needs: &[Need::History],
        eval: |scene| item(scene, |item| impediment_days(scene, item)),
    },
    Field {
        name: "board.sprints-over",
        kind: Type::Number("sprints"),
        about: "How many sprints have been completed; on a board without sprints, each 14 days since its oldest item count as \
                one.",
        needs: &[],
        eval: |scene| Value::Number(count(scene.board.sprints_over())),
    },
];

fn item<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
    scene.item.map_or(Value::Absent, value)
}

/// The roles that were there. Of one that may have been nobody can say that it was not.
fn roles(touch: Touch) -> Value<'static> {
    match touch {
        Touch { any: false, cut: false, .. } => return Value::Absent,
        Touch { any: false, .. } => return Value::Unknown(Why::Truncated),
        _ => {}
    }
    let bits = |roles: crate::board::RoleSet| roles.iter().fold(0, |bits, role| bits | bit(role));
    let (held, undated) = (bits(touch.held), bits(touch.undated));
    let (unsure, why) = match touch {
        Touch { cut: true, .. } => (u64::MAX, Why::Truncated),
        Touch { nameless: true, .. } => (u64::MAX, Why::NoActor),
        _ => (undated, Why::NotThen(Role::ScrumMaster)),
    };
    Value::Words { held, unsure: unsure & !held, why }
}

fn done(scene: &Scene<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let mapped = item.state().is_none_or(|state| {
        let state = scene.board.state(state);
        state.stage.is_some() || state.sprint.is_some()
    });
    match item.phase {
        Phase::Done => Value::Flag(true),
        Phase::Unknown if !mapped => Value::Unknown(Why::Unmapped),
        _ => Value::Flag(false),
    }
}

fn impediment_days(scene: &Scene<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let since = match (item.blocked, item.kind) {
        (Some(spell), _) => spell.since,
        (None, Kind::Impediment) if item.phase != Phase::Done => item.created,
        _ => return number(None),
    };
    match since {
        Some(since) => Value::Number(scene.board.calendar.working_days(since, scene.board.clock).into()),
        None => Value::Unknown(Why::NotRecorded),
    }
}
