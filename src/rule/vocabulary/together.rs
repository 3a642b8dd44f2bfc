use super::super::condition::{Counted, Scene, Type, Value, Why, bit};
use super::board::count;
use super::{Field, ROLES, number};
use crate::board::{Finishing, Item, Need, Period, PersonId, Phase, Touch};
use crate::charter::{Kind, Role};

/// Who was there is known by what was done and by what was said.
const TRACES: &[Need] = &[Need::History, Need::Comments];

/// Who finished what, and whether it was the Scrum Master.
const FINISHING: &[Need] = &[Need::History, Need::Role(Role::ScrumMaster)];

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
        name: "moment.assignee-role",
        kind: ROLES,
        about: "The roles, that day, of the one who had the item just before the change; nothing if nobody had it.",
        needs: &[Need::History],
        eval: |scene| match scene.change.and_then(|change| change.moment.assignee) {
            Some(assignee) => super::roles(scene, Some(assignee)),
            None => Value::Absent,
        },
    },
    Field {
        name: "board.sm-led-sprints",
        kind: Type::Number("sprints"),
        about: "In how many of the last three completed sprints a Scrum Master finished more than anybody else, or more than a \
                fair share; on a board without sprints the last 42 days count as three.",
        needs: FINISHING,
        eval: |scene| led(scene),
    },
    Field {
        name: "board.sm-finished",
        kind: Type::Text,
        about: "What the Scrum Master finished of what was finished in those sprints.",
        needs: FINISHING,
        eval: |scene| finished(scene),
    },
    Field {
        name: "board.team",
        kind: Type::Number("people"),
        about: "The developers who did or finished something in that time, and the Scrum Masters who finished something. One \
                part for each of them is a fair share.",
        needs: FINISHING,
        eval: |scene| Value::Number(count(scene.board.finishing().team.len())),
    },
    Field {
        name: "board.sprints-over",
        kind: Type::Number("sprints"),
        about: "How many sprints have been completed; on a board without sprints, each 14 days since its oldest item count as \
                one.",
        needs: &[],
        eval: |scene| match scene.board.has_undated_sprints() {
            true => Value::Unknown(Why::Need(Need::Sprints)),
            false => Value::Number(count(scene.board.sprints_over())),
        },
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

/// The Scrum Master who finished the most in a period; unknown where nobody is known to have been one.
fn leader(scene: &Scene<'_, '_>, finishing: &Finishing, period: &Period) -> Result<Option<PersonId>, Why> {
    let people = &scene.board.people;
    let end = period.sprint.and_then(|id| scene.board.sprint(id).start).unwrap_or(period.end);
    if !people.is_held(Role::ScrumMaster, end) {
        return Err(Why::NotThen(Role::ScrumMaster));
    }
    let is_one = |person: PersonId| people.roles(person, end).has(Role::ScrumMaster);
    let first = period.by.iter().map(|(person, _)| *person).find(|person| is_one(*person));
    Ok(first.filter(|person| period.is_led_by(*person, finishing.team.len())))
}

fn led(scene: &Scene<'_, '_>) -> Value<'static> {
    let finishing = scene.board.finishing();
    let (mut least, mut open, mut why) = (0, finishing.unknown, Why::NoFigures);
    for period in &finishing.periods {
        let weight = if period.sprint.is_some() { 1 } else { 3 };
        match leader(scene, &finishing, period) {
            Ok(Some(_)) => least += weight,
            Ok(None) => {}
            Err(reason) => (open, why) = (open + weight, reason),
        }
    }
    match open {
        0 => Value::Number(count(least)),
        _ => Value::Between(Counted { least: count(least), most: count(least + open), why }),
    }
}

/// `12 of 30 points in Sprint 4 and 8 of 25 points in Sprint 5`.
fn finished(scene: &Scene<'_, '_>) -> Value<'static> {
    let finishing = scene.board.finishing();
    let tell = |period: &Period| {
        let own = period.of(leader(scene, &finishing, period).ok()??);
        let whole = period.unit.sized(round(period.all));
        let place = period.sprint.map_or("the last 42 days", |id| &*scene.board.sprint(id).name);
        Some(format!("{} of {whole} in {place}", round(own)))
    };
    let told: Vec<_> = finishing.periods.iter().filter_map(tell).collect();
    if told.is_empty() { Value::Absent } else { Value::Text(told.join(" and ").into()) }
}

/// Two decimals are enough to read.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
