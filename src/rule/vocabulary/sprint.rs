//! Fields of a sprint: commitment, scope changes, delivery, length, and the Product Owner's absence.

use std::borrow::Cow;

use super::super::args::Param;
use super::super::field::{Choice, Field};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value};
use super::sprint_flow::{compared, figures, no_figures, no_velocity};
use crate::board::{Absence, Cadence, DailyPace, Delivery, Need, Sprint, SprintFigures, SprintState, Unit, share_of};
use crate::charter::Role;
use crate::word::Word;

const FIGURES: &[Need] = &[Need::History, Need::Sprints];
const ESTIMATES: &[Need] = &[Need::History, Need::Sprints, Need::Estimates];

/// The choices of `sprint.size`: sizes in the unit of `sprint.unit`.
const SPRINT_SIZE: &[Choice] = &[
    Choice::new(
        "committed",
        "committed",
        "What was in it after the first 24 hours and not done before; sub-tasks, epics, impediments, actions of \
         retrospectives and meetings never count in a sprint.",
        |situation| sized(situation, |figures| Value::Number(figures.committed)),
    )
    .needs(FIGURES),
    Choice::new("done", "done", "What was done in it at its end.", |situation| {
        sized(situation, |figures| perhaps(figures.done, unclear_size(situation, figures)))
    })
    .needs(FIGURES),
    Choice::new(
        "delivered",
        "delivered",
        "What was done at its end of what was committed; late additions are not in it.",
        |situation| delivered_size(situation, |delivery| perhaps(delivery.delivered, delivery.unclear)),
    )
    .needs(FIGURES),
    Choice::new(
        "added",
        "added",
        "What came in after the first 24 hours and stayed, without bugs and carry-over.",
        |situation| scope(situation, |figures| Value::Number(figures.added())),
    )
    .needs(FIGURES),
    Choice::new("removed", "removed", "What was committed and taken out before the end.", |situation| {
        scope(situation, |figures| Value::Number(figures.removed()))
    })
    .needs(FIGURES),
    Choice::new(
        "carried-over",
        "carried-over",
        "What was committed and still in it at its end, neither done nor cancelled.",
        |situation| delivered_size(situation, |delivery| perhaps(delivery.carried, delivery.unclear)),
    )
    .needs(FIGURES),
    Choice::new(
        "cancelled",
        "cancelled",
        "What was committed and cancelled before its end instead of being done.",
        |situation| delivered_size(situation, |delivery| Value::Number(delivery.cancelled)),
    )
    .needs(FIGURES),
    Choice::new(
        "velocity",
        "velocity",
        "Mean of what was done in the three closed sprints of the team before it.",
        |situation| {
            compared(situation, |_, before| match before.known() {
                Some(pace) => Value::Number(pace.velocity),
                None => no_velocity(situation.board, before),
            })
        },
    )
    .needs(FIGURES),
    Choice::new(
        "committed-a-day",
        "committed-a-day",
        "What was committed for each of its working days; nothing where those three sprints and it are of one length.",
        |situation| a_day(situation, |pace| pace.committed),
    )
    .needs(FIGURES),
    Choice::new(
        "velocity-a-day",
        "velocity-a-day",
        "Mean of what was done in those three sprints on each of their working days; nothing where they and it \
         are of one length.",
        |situation| a_day(situation, |pace| pace.velocity),
    )
    .needs(FIGURES),
];

/// The choices of `sprint.items`: numbers of items, whatever the sprint's unit.
const SPRINT_ITEMS: &[Choice] = &[
    Choice::new(
        "committed",
        "committed-items",
        "How many items were committed, whatever the sprint is counted in.",
        |situation| figures(situation, |figures| Value::count(figures.committed_items.len())),
    )
    .needs(FIGURES),
    Choice::new(
        "reestimated",
        "reestimated",
        "Committed items whose estimate was changed after the first 24 hours and before they were done or \
            taken out.",
        |situation| delivery(situation, |delivery| Value::count(delivery.reestimated.len())),
    )
    .needs(ESTIMATES),
    Choice::new(
        "estimated-late",
        "estimated-late",
        "Committed items that got their first estimate after the first 24 hours.",
        |situation| delivery(situation, |delivery| Value::count(delivery.estimated_late)),
    )
    .needs(ESTIMATES),
    super::sprint_flow::DONE,
    super::sprint_flow::LEFT_OVER,
    super::sprint_flow::IN_PROGRESS,
];

/// The choices of `sprint.share`.
const SPRINT_SHARE: &[Choice] = &[
    Choice::new(
        "delivered",
        "delivered-share",
        "What was done at its end of what was committed, divided by what was committed.",
        |situation| delivered_share(situation, |delivery| delivery.delivered),
    )
    .needs(FIGURES),
    Choice::new(
        "carried-over",
        "carry-over-share",
        "What was carried over, divided by what was committed.",
        |situation| delivered_share(situation, |delivery| delivery.carried),
    )
    .needs(FIGURES),
    Choice::new("changed", "scope-change", "Added and removed together, divided by committed.", |situation| {
        scope(situation, |figures| Value::number(figures.scope_change_ratio()))
    })
    .needs(FIGURES),
    Choice::new(
        "reestimated",
        "reestimated-share",
        "How many of the committed items were estimated anew, divided by all committed items.",
        |situation| {
            delivery(situation, |delivery| {
                let committed = situation.sprint().and_then(|sprint| situation.board.figures(sprint.index));
                let committed = committed.map_or(0, |figures| figures.committed_items.len());
                Value::number(share_of(delivery.reestimated.len(), committed))
            })
        },
    )
    .needs(ESTIMATES),
    super::sprint_flow::DONE_LATE,
    super::sprint_flow::TESTED_NEXT,
    super::sprint_flow::BUGS,
    super::sprint_flow::BUGS_RISE,
    super::sprint_flow::OF_VELOCITY,
];

/// The choices of `sprint.days`.
const SPRINT_DAYS: &[Choice] = &[
    Choice::new(
        "planned",
        "planned-days",
        "Days of the calendar from its start to its planned end; nothing where no end was planned.",
        planned_days,
    )
    .needs(&[Need::Sprints]),
    Choice::new(
        "length-change",
        "length-change",
        "By how many days its planned length differs from that of the team's sprint before it; 0 for the first.",
        |situation| cadence(situation, |cadence| Value::Number(cadence.length_change.into())),
    )
    .needs(&[Need::Sprints]),
    Choice::new(
        "length-change-twice",
        "length-change-twice",
        "The smaller of its own change of length and that of the sprint before it: how much the length keeps \
            changing.",
        |situation| cadence(situation, |cadence| Value::Number(cadence.unsteady.into())),
    )
    .needs(&[Need::Sprints]),
    Choice::new(
        "late",
        "days-late",
        "How many working days after its planned end it was completed; 0 while it runs.",
        |situation| cadence(situation, |cadence| Value::Number(cadence.late.into())),
    )
    .needs(&[Need::Sprints]),
    Choice::new(
        "working",
        "working-days",
        "Working days from its start to its planned end, or to its completion where no end was planned; nothing \
         while it runs without one.",
        |situation| figures(situation, |figures| Value::number(figures.working_days.map(f64::from))),
    )
    .needs(FIGURES),
    super::sprint_flow::DAYS_KNOWN,
];

/// The fields of a sprint.
pub(super) const SPRINT: &[Field] = &[
    Field::of_choices(
        "sprint.days",
        Type::Number(NumberUnit::Days),
        "Its length and its punctuality.",
        Param::Which("of"),
        SPRINT_DAYS,
    ),
    Field::of_choices(
        "sprint.share",
        Type::Number(NumberUnit::Share),
        "What part of what was committed, or of the items done or left over.",
        Param::Which("of"),
        SPRINT_SHARE,
    ),
    Field::of_choices(
        "sprint.items",
        Type::Number(NumberUnit::Items),
        "How many items of it, whatever the sprint is counted in.",
        Param::Which("of"),
        SPRINT_ITEMS,
    ),
    Field::of_choices(
        "sprint.size",
        Type::Number(NumberUnit::PointsOrItems),
        "What of it in points, or in items, as sprint.unit says.",
        Param::Which("of"),
        SPRINT_SIZE,
    ),
    Field::new("sprint.name", Type::Text, "Its name.", |situation| {
        situation.of_the_sprint(|sprint| Value::Text(Cow::Borrowed(&sprint.name)))
    })
    .needs(&[Need::Sprints]),
    Field::new("sprint.state", Type::Words(SprintState::WORDS), "How far it is.", |situation| {
        situation.of_the_sprint(|sprint| Value::word(sprint.state))
    })
    .sorts()
    .needs(&[Need::Sprints]),
    Field::new(
        "sprint.unit",
        Type::Words(Unit::WORDS),
        "What it is counted in: points (or hours) when at least 80 % of the committed items are estimated, \
            else items.",
        |situation| sized(situation, |figures| Value::word(figures.unit)),
    )
    .needs(FIGURES),
    Field::new(
        "sprint.commitment-ratio",
        Type::Number(NumberUnit::Times),
        "Committed divided by velocity; per working day where the sprints' lengths differ. Not known where the velocity is 0.",
        |situation| {
            compared(situation, |figures, before| match before.known() {
                None => no_velocity(situation.board, before),
                Some(pace) if pace.velocity <= 0.0 && figures.committed > 0.0 => Value::Unknown(Reason::NoPace),
                Some(_) if figures.working_days.is_none() => Value::Unknown(Reason::NoPlannedEnd),
                Some(pace) => Value::number(pace.commitment_ratio),
            })
        },
    )
    .needs(FIGURES),
    Field::new("sprint.has-goal", Type::Flag, "Whether it has a goal.", |situation| {
        situation.of_the_sprint(|sprint| match &sprint.goal {
            Some(_) => Value::Flag(sprint.goal_text().is_some()),
            None => Value::Unknown(Reason::NoGoals),
        })
    })
    .needs(&[Need::Sprints]),
    Field::new(
        "sprint.overlap",
        Type::Duration,
        "Time from its start to the completion of the team's sprint before it; 0 when that was over.",
        |situation| cadence(situation, |cadence| Value::Number(cadence.overlap)),
    )
    .needs(&[Need::Sprints]),
    Field::new(
        "sprint.silence",
        Type::Number(NumberUnit::WorkingDays),
        "The longest run of working days in it, while it was running, without a trace of a holder of the role: nothing \
            created, edited, moved or said.",
        silence,
    )
    .takes(Param::Role)
    .needs(FIGURES),
    Field::new("sprint.silence-dates", Type::Text, "The first and the last of the days of silence.", |situation| {
        match longest(situation) {
            Ok(Absence { span: Some((first, last)), .. }) => Value::Days(first, last),
            Ok(_) => Value::Absent,
            Err(reason) => Value::Unknown(reason),
        }
    })
    .takes(Param::Role)
    .needs(FIGURES),
];

fn planned_days<'b>(situation: &Situation<'b, '_>) -> Value<'b> {
    cadence(situation, |cadence| match cadence.start_unproven {
        true => Value::Unknown(Reason::SprintUnexplained),
        false => Value::number(cadence.days.map(f64::from)),
    })
}

fn cadence<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(Cadence) -> Value<'b>) -> Value<'b> {
    situation.of_the_sprint(|sprint| value(situation.board.cadence(sprint.index)))
}

fn delivery<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&'b Delivery) -> Value<'b>) -> Value<'b> {
    situation.of_the_sprint(|sprint| match situation.board.delivery(sprint.index) {
        Some(delivery) if !sprint.days_alone => value(delivery),
        _ => Value::Unknown(no_figures(situation.board, sprint)),
    })
}

fn delivered_share<'b>(situation: &Situation<'b, '_>, part: impl Fn(&Delivery) -> f64) -> Value<'b> {
    let share = |sprint: &Sprint<'_>, part: &dyn Fn(&Delivery) -> f64| {
        situation.board.share_of_commitment(sprint.index, |_, delivery| part(delivery))
    };
    let value = |sprint: &Sprint<'_>| match (share(sprint, &part), share(sprint, &|delivery| delivery.unclear)) {
        (Some(sure), Some(unclear)) => perhaps(sure, unclear),
        _ => Value::Absent,
    };
    delivered_size(situation, |_| situation.of_the_sprint(value))
}

/// A value of the sprint's delivery, in the sprint's unit.
fn delivered_size<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&'b Delivery) -> Value<'b>) -> Value<'b> {
    sized(situation, |_| delivery(situation, value))
}

/// A value of the sprint's figures in its unit; unknown if the unit is. Zero is zero in every unit.
fn sized<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&'b SprintFigures) -> Value<'b>) -> Value<'b> {
    figures(situation, |figures| match value(figures) {
        Value::Number(0.0) => Value::Number(0.0),
        Value::Number(_) | Value::Between(_) | Value::Words { .. } if figures.unit_unclear => {
            Value::Unknown(Reason::LeftOut(Omitted::Estimates))
        }
        value => value,
    })
}

/// Between `sure` and `sure + unclear`, because it is unknown whether items in unmapped statuses or lists
/// were done.
fn perhaps(sure: f64, unclear: f64) -> Value<'static> {
    Interval { least: sure, most: sure + unclear, reason: Reason::Unmapped }.into()
}

/// The size of the items that may have been done.
fn unclear_size(situation: &Situation<'_, '_>, figures: &SprintFigures) -> f64 {
    let end = situation.sprint().and_then(|sprint| sprint.completed).unwrap_or(situation.board.clock);
    figures.unclear.iter().map(|id| situation.board.item(*id).size_at(end, figures.unit)).sum()
}

fn scope<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&SprintFigures) -> Value<'b>) -> Value<'b> {
    sized(situation, |figures| if figures.scope_unclear { Value::Unknown(Reason::Unmapped) } else { value(figures) })
}

/// Commitment and velocity per working day.
fn a_day<'b>(situation: &Situation<'b, '_>, of: impl Fn(DailyPace) -> f64) -> Value<'b> {
    compared(situation, |figures, before| match before.known() {
        None => no_velocity(situation.board, before),
        Some(_) if figures.working_days.is_none() => Value::Unknown(Reason::NoPlannedEnd),
        Some(pace) => Value::number(pace.a_day.map(of)),
    })
}

/// The longest silence of the field's role.
fn longest(situation: &Situation<'_, '_>) -> Result<Absence, Reason> {
    let (board, Some(sprint), Some(role)) = (situation.board, situation.sprint(), situation.argument.role()) else {
        return Ok(Absence::default());
    };
    if let Some(silence) = board.longest_silence(sprint, role) {
        return Ok(silence);
    }
    Err(match board.known_days(sprint) {
        None if board.cut.is_some() => Reason::Truncated,
        None => Reason::NothingDone,
        Some(_) => Reason::NotThen(role),
    })
}

/// The length of the silence, with bounds. Acts that were not exported may interrupt it. A role holder who
/// was not found on the board may have been silent for longer.
fn silence<'b>(situation: &Situation<'b, '_>) -> Value<'b> {
    let (board, Some(sprint)) = (situation.board, situation.sprint()) else { return Value::Absent };
    let silence = match longest(situation) {
        Ok(silence) => silence,
        Err(reason) => return Value::Unknown(reason),
    };
    let days = f64::from(silence.days);
    let role = situation.argument.role().unwrap_or(Role::ProductOwner);
    let broken = match silence.span {
        // Acts on missing items may interrupt it.
        Some(_) if board.item_choice().is_some() => Some(Reason::NoFigures),
        Some(_) if board.lacks(Need::Comments).is_some() => Some(Reason::Need(Need::Comments)),
        // It may be another team's sprint, or the export may hold only a part of the board.
        Some(_) if sprint.items.is_empty() || !silence.alive => Some(Reason::NothingDone),
        Some(_) if silence.unknown => Some(Reason::NoActor),
        Some(span) if board.may_lack_changes(span) => Some(Reason::Truncated),
        Some(span) if board.may_lack_comments(span) => Some(Reason::CommentsCut),
        Some(span) if board.lacks_creators(span) => Some(Reason::NoActor),
        Some(_) => board.lacks_traces().map(Reason::Need),
        None => None,
    };
    let most = days.max(silence.at_most.into());
    match broken {
        Some(_) if most > days => Interval { least: 0.0, most, reason: Reason::NotThen(role) }.into(),
        Some(reason) => Interval { least: 0.0, most, reason }.into(),
        None => Interval { least: days, most, reason: Reason::NotThen(role) }.into(),
    }
}
