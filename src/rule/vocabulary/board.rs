//! Fields of the board as a whole: what is ready, how fast work is done, and who does it.

use super::super::args::Param;
use super::super::field::{Choice, Field};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, as_number};
use super::sprint_flow::no_figures;
use super::standing::unclear;
use crate::board::facts::ItemFields;
use crate::board::{Board, Completions, ItemChoice, Need, Period, PersonId, Ready, Unit};
use crate::charter::{Role, Stage};
use crate::word::Word;

/// Working days in the period that replaces a sprint on a board without any.
const FORTNIGHT_WORKING_DAYS: u32 = 10;

/// Evidence for who finished what.
const FINISHING: &[Need] = &[Need::History];

/// The choices of `board.ready`.
const BOARD_READY: &[Choice] = &[
    Choice::new(
        "items",
        "ready-items",
        "How many items before any sprint are ready: in a status or list that means so, or estimated and with \
            acceptance criteria.",
        |situation| {
            ready(situation, |ready| {
                let low = as_number(ready.items);
                known_to(situation, ready, low, low + as_number(ready.unclear))
            })
        },
    ),
    Choice::new(
        "size",
        "ready-size",
        "Their size: in what sprints are counted in when at least 80 % of them are estimated, else in items.",
        |situation| ready(situation, |ready| Value::Number(ready.size)),
    ),
    Choice::new(
        "sprints",
        "ready-sprints",
        "How many sprints the ready items last: their size divided by the velocity; where no velocity is \
            known or it is 0, five items stand for a sprint. Where there is one that is not known, it may be less.",
        |situation| {
            ready(situation, |ready| match velocity_doubt(situation.board, ready) {
                None => known_to(situation, ready, ready.sprints(), f64::INFINITY),
                Some(reason) => {
                    let most = if ready.unclear == 0 { ready.sprints() } else { f64::INFINITY };
                    Interval { least: 0.0, most, reason }.into()
                }
            })
        },
    ),
    Choice::new(
        "velocity",
        "velocity",
        "Mean of what the last three closed sprints got done, in the same unit; nothing where that is not known.",
        |situation| ready(situation, |ready| Value::number(ready.velocity)),
    ),
    Choice::new("unit", "ready-unit", "What that size and that velocity are counted in.", |situation| {
        ready(situation, |ready| Value::word(ready.unit))
    })
    .kind(Type::Words(Unit::WORDS)),
];

/// The fields of a board.
pub(super) const BOARD: &[Field] = &[
    Field::of_choices(
        "board.ready",
        Type::Number(NumberUnit::Bare),
        "What is ready for a sprint.",
        Param::Which("of"),
        BOARD_READY,
    ),
    Field::new(
        "board.estimated-share",
        Type::Number(NumberUnit::Share),
        "How many items have an estimate, divided by all items that are no sub-tasks.",
        |situation| match situation.board.estimated_share() {
            Some((least, most)) => Interval { least, most, reason: Reason::LeftOut(Omitted::Estimates) }.into(),
            None => Value::Absent,
        },
    ),
    Field::new(
        "board.sprint-days",
        Type::Number(NumberUnit::WorkingDays),
        "The working days of the last sprint that was started; 10 on a board without sprints.",
        |situation| match situation.board.days_of_a_sprint() {
            None if situation.board.has_undated_sprints() => Value::Unknown(Reason::Need(Need::Sprints)),
            days => Value::Number(days.unwrap_or(FORTNIGHT_WORKING_DAYS).into()),
        },
    ),
    Field::new(
        "board.led-sprints",
        Type::Number(NumberUnit::Sprints),
        "In how many of the last three completed sprints a holder of the role finished more than anybody else, or \
            more than a fair share; on a board without sprints the last 42 days count as three.",
        led,
    )
    .takes(Param::Role)
    .needs(FINISHING),
    Field::new(
        "board.finished",
        Type::Text,
        "What a holder of the role finished of what was finished in those sprints.",
        finished,
    )
    .takes(Param::Role)
    .needs(FINISHING),
    Field::new(
        "board.team",
        Type::Number(NumberUnit::People),
        "The developers who did or finished something in that time, and the Scrum Masters who finished \
            something. One part for each of them is a fair share.",
        |situation| Value::count(situation.board.finishing().team.len()),
    )
    .needs(FINISHING),
    Field::new(
        "board.closed-sprints",
        Type::Number(NumberUnit::Sprints),
        "How many sprints the team that started one last has closed; on a board without sprints, each 14 days \
         since its oldest item count as one.",
        |situation| {
            if situation.board.has_undated_sprints() {
                Value::Unknown(Reason::Need(Need::Sprints))
            } else {
                Value::count(situation.board.sprints_over())
            }
        },
    ),
    Field::new(
        "board.flow-columns",
        Type::Number(NumberUnit::StatusesOrLists),
        "How many statuses or lists between the backlog and done held at least two items in the last 90 days; \
            of several projects the one with most.",
        |situation| {
            let columns = situation.board.columns();
            let low = as_number(columns.known);
            // Without a history, only columns that contain something now are visible.
            if situation.board.lacks(Need::History).is_some() {
                return Value::Between(Interval {
                    least: low,
                    most: f64::INFINITY,
                    reason: Reason::Need(Need::History),
                });
            }
            match columns.unmapped {
                0 => Value::Number(low),
                unmapped => {
                    Value::Between(Interval { least: low, most: low + as_number(unmapped), reason: Reason::Unmapped })
                }
            }
        },
    ),
];

fn ready<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&Ready) -> Value<'b>) -> Value<'b> {
    let board = situation.board;
    // Waiting items are open, so an export of the open items has all of them.
    let left_out = board.item_choice().is_some_and(|choice| choice != ItemChoice::Open);
    match board.ready() {
        Some(_) if left_out => Value::Unknown(Reason::NoFigures),
        None if left_out && board.charter.stages.contains(&Stage::Ready) => Value::Unknown(Reason::NoFigures),
        Some(ready) => value(ready),
        None => Value::Unknown(Reason::Need(Need::Mapping(Stage::Ready))),
    }
}

/// A figure of the ready items; an upper bound applies if it is unknown whether some items still wait.
fn known_to<'b>(situation: &Situation<'b, '_>, ready: &Ready, low: f64, high: f64) -> Value<'b> {
    if ready.unclear == 0 {
        Value::Number(low)
    } else {
        let left_out = situation.board.missing.fields;
        let reason = if left_out.has(ItemFields::ESTIMATES) {
            Reason::LeftOut(Omitted::Estimates)
        } else if left_out.has(ItemFields::CRITERIA) {
            Reason::LeftOut(Omitted::Criteria)
        } else {
            unclear(situation)
        };
        Value::Between(Interval { least: low, most: high, reason })
    }
}

/// Why the velocity is uncertain. `None` if it is known, or if too few sprints are over.
fn velocity_doubt(board: &Board<'_>, ready: &Ready) -> Option<Reason> {
    if board.has_undated_sprints() {
        return Some(Reason::Need(Need::Sprints));
    }
    let sprint = board.sprint(ready.unclear_sprint?);
    Some(match board.figures(sprint.index) {
        _ if sprint.start.is_none() => Reason::SprintUnexplained,
        _ if board.lacks(Need::History).is_some() => Reason::Need(Need::History),
        Some(figures) if figures.unclear.is_empty() && !sprint.days_alone => Reason::LeftOut(Omitted::Estimates),
        _ => no_figures(board, sprint),
    })
}

/// The holder of the field's role who finished the most in a period, if anybody did enough. An error if the
/// role has no known holder.
fn leader(situation: &Situation<'_, '_>, finishing: &Completions, period: &Period) -> Result<Option<PersonId>, Reason> {
    let people = &situation.board.people;
    let role = situation.argument.role().unwrap_or(Role::ScrumMaster);
    let end = period.sprint.and_then(|id| situation.board.sprint(id).start).unwrap_or(period.end);
    if !people.has_holder_at(role, end) {
        return Err(Reason::NotThen(role));
    }
    let is_one = |person: PersonId| people.roles(person, end).has(role);
    let first = period.by.iter().map(|(person, _)| *person).find(|person| is_one(*person));
    Ok(first.filter(|person| period.is_led_by(*person, finishing.team.len())))
}

fn led(situation: &Situation<'_, '_>) -> Value<'static> {
    if situation.board.has_undated_sprints() {
        return Value::Unknown(Reason::Need(Need::Sprints));
    }
    if !situation.board.knows_last_closed(3) {
        return Value::Unknown(Reason::SprintUnexplained);
    }
    let finishing = situation.board.finishing();
    let last = situation.board.closed_of_last_team();
    let is_unit_unclear = last.iter().filter_map(|id| situation.board.figures(*id)).any(|figures| figures.unit_unclear);
    let reason = match last.last().map(|id| situation.board.sprint(*id)) {
        _ if situation.board.items.iter().any(|item| !item.holds.has(ItemFields::ASSIGNEES)) => Reason::NoAssignees,
        _ if is_unit_unclear => Reason::LeftOut(Omitted::Estimates),
        Some(sprint) => no_figures(situation.board, sprint),
        None => Reason::NoFigures,
    };
    let (mut least, mut open, mut reason) = (0, finishing.unknown, reason);
    for period in &finishing.periods {
        let weight = if period.sprint.is_some() { 1 } else { 3 };
        match leader(situation, finishing, period) {
            Ok(Some(_)) => least += weight,
            Ok(None) => {}
            Err(why) => (open, reason) = (open + weight, why),
        }
    }
    match open {
        0 => Value::count(least),
        _ => Value::Between(Interval { least: as_number(least), most: as_number(least + open), reason }),
    }
}

/// `12 of 30 points in Sprint 4 and 8 of 25 points in Sprint 5`.
fn finished(situation: &Situation<'_, '_>) -> Value<'static> {
    let finishing = situation.board.finishing();
    let part = |period: &Period| {
        let own = period.of(leader(situation, finishing, period).ok()??);
        let whole = period.unit.sized(round(period.all));
        let place = period.sprint.map_or("the last 42 days", |id| &*situation.board.sprint(id).name);
        Some(format!("{} of {whole} in {place}", round(own)))
    };
    let parts: Vec<_> = finishing.periods.iter().filter_map(part).collect();
    if parts.is_empty() { Value::Absent } else { Value::Text(parts.join(" and ").into()) }
}

/// Two decimals are enough to read.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
