//! Fields of a sprint's flow: work in progress, when work was done, and the share of bugs.

use super::super::field::{Choice, Field};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, as_number};
use crate::board::facts::ItemFields;
use crate::board::{Board, Burst, Load, Need, Overhang, Sprint, SprintFigures, SprintState, Velocity, share_of};
use crate::charter::{Kind, Role};

const FIGURES: &[Need] = &[Need::History, Need::Sprints];

/// A choice of `sprint.items`.
pub(super) const DONE: Choice = Choice::new("done", "done-items", "How many items were done in it.", |situation| {
    let done = |sprint: &Sprint<'_>| situation.board.done_in(sprint.index).count();
    figures(situation, |figures| {
        let unclear = as_number(figures.unclear.len());
        situation.of_the_sprint(|sprint| {
            let least = as_number(done(sprint));
            Interval { least, most: least + unclear, reason: Reason::Unmapped }.into()
        })
    })
})
.needs(FIGURES);

/// A choice of `sprint.items`.
pub(super) const LEFT_OVER: Choice = Choice::new(
    "left-over",
    "left-over",
    "How many items were in it at its close, neither done nor cancelled, without sub-tasks and epics. Nothing while \
     it runs.",
    |situation| overhang(situation, |overhang| Value::count(overhang.left.len())),
)
.needs(FIGURES);

/// A choice of `sprint.items`.
pub(super) const IN_PROGRESS: Choice = Choice::new(
    "in-progress",
    "in-progress",
    "Items in doing for each developer who did anything while it ran, as many as there were at noon on half \
     of its known working days or more; without what is in another running sprint, sub-tasks, epics, and \
     what nobody has touched for more than ten working days.",
    |situation| {
        let board = situation.board;
        of_developers(situation, |load, developers| {
            if situation.sprint().is_some_and(|sprint| board.lacks_most_days(sprint, load.days)) {
                return Value::Unknown(Reason::Truncated);
            }
            let [least, most] = load.usual;
            let seen = as_number(load.developers);
            // More developers means less work for each of them.
            let least = least * seen / developers.most;
            let most = if developers.least < seen { most * seen / developers.least } else { most };
            if board.lacks_states() {
                // Items in unknown statuses or lists may also be in progress.
                return Interval { least, most: f64::INFINITY, reason: Reason::Unmapped }.into();
            }
            let reason = if developers.is_open() { developers.reason } else { Reason::Untyped };
            Interval { least, most, reason }.into()
        })
    },
)
.needs(FIGURES);

/// A choice of `sprint.share`.
pub(super) const DONE_LATE: Choice = Choice::new(
    "done-late",
    "done-late-share",
    "What of these items was done in the last fifth of its working days, a day at least; without what stood in \
     acceptance when they began. Nothing while it runs.",
    |situation| burst(situation, |burst| Value::number(share_of(burst.late.len(), burst.done.len()))),
)
.needs(FIGURES);

/// A choice of `sprint.share`.
pub(super) const TESTED_NEXT: Choice = Choice::new(
    "tested-next",
    "tested-next-share",
    "What of these items stood in acceptance then, coming from doing, and was done in the team's next sprint without \
     being worked on again.",
    |situation| {
        overhang(situation, |overhang| Value::number(share_of(overhang.accepted_next.len(), overhang.left.len())))
    },
)
.needs(FIGURES);

/// A choice of `sprint.share`.
pub(super) const BUGS: Choice = Choice::new(
    "bugs",
    "bug-share",
    "What of the items done in it are bugs; nothing where nothing was done, or where nothing on the board \
     tells what is a bug.",
    |situation| bugs(situation, Value::number),
)
.needs(FIGURES);

/// A choice of `sprint.days`.
pub(super) const DAYS_KNOWN: Choice = Choice::new(
    "known",
    "days-known",
    "How many of its working days have passed and lie within the known history.",
    |situation| load(situation, |load| Value::count(load.days)),
)
.needs(FIGURES);

/// A choice of `sprint.share`.
pub(super) const OF_VELOCITY: Choice = Choice::new(
    "of-velocity",
    "velocity-ratio",
    "What was done in it divided by the velocity of the three closed sprints before it; nothing where that is 0.",
    |situation| {
        compared(situation, |figures, before| match before.known() {
            Some(_) if !figures.unclear.is_empty() => Value::Unknown(Reason::Unmapped),
            Some(pace) => Value::number((pace.velocity > 0.0).then(|| figures.done / pace.velocity)),
            None => no_velocity(situation.board, before),
        })
    },
)
.needs(FIGURES);

/// A choice of `sprint.share`.
pub(super) const BUGS_RISE: Choice = Choice::new(
    "bugs-rise",
    "bug-share-rise",
    "By how much that is above the mean of the three closed sprints before it.",
    |situation| {
        let Some(sprint) = situation.sprint() else { return Value::Absent };
        bugs(situation, |share| match (share, situation.board.bug_share_before(sprint)) {
            (None, _) => Value::Absent,
            (Some(_), None) => compared(situation, |_, before| no_velocity(situation.board, before)),
            (Some(share), Some(before)) => Value::Number(share - before),
        })
    },
)
.needs(FIGURES);

/// The fields of a sprint's flow.
pub(super) const SPRINT_FLOW: &[Field] = &[Field::new(
    "sprint.developers",
    Type::Number(NumberUnit::People),
    "How many developers did anything while it ran.",
    |situation| of_developers(situation, |_, developers| developers.into()),
)
.needs(FIGURES)];

/// A value of the sprint's figures; unknown if its content is unknown.
pub(super) fn figures<'b>(
    situation: &Situation<'b, '_>,
    value: impl FnOnce(&'b SprintFigures) -> Value<'b>,
) -> Value<'b> {
    situation.of_the_sprint(|sprint| match situation.board.figures(sprint.index) {
        Some(figures) if !sprint.days_alone => value(figures),
        _ => Value::Unknown(no_figures(situation.board, sprint)),
    })
}

/// The result of `value` for the sprint's figures and for the velocity before it.
pub(super) fn compared<'b>(
    situation: &Situation<'b, '_>,
    value: impl FnOnce(&'b SprintFigures, &'b Velocity) -> Value<'b>,
) -> Value<'b> {
    situation.of_the_sprint(|sprint| {
        let before = situation.board.velocity_before(sprint.index);
        let compare = |figures| before.map_or(Value::Unknown(Reason::NoFigures), |before| value(figures, before));
        figures(situation, compare)
    })
}

/// Why it is unknown what was in `sprint`, or which of it was done.
pub(super) fn no_figures(board: &Board<'_>, sprint: &Sprint<'_>) -> Reason {
    match board.figures(sprint.index) {
        _ if sprint.days_alone => Reason::CardsUnknown,
        Some(_) => Reason::Unmapped,
        None => Reason::NoFigures,
    }
}

/// An unknown value, with the reason why there is no velocity.
pub(super) fn no_velocity<'b>(board: &Board<'_>, before: &Velocity) -> Value<'b> {
    Value::Unknown(match before {
        Velocity::FewSprints => Reason::FewSprints,
        Velocity::Unplaced => Reason::SprintUnexplained,
        Velocity::Unclear => Reason::Unmapped,
        _ if board.missing.fields.has(ItemFields::ESTIMATES) => Reason::LeftOut(Omitted::Estimates),
        _ => Reason::NoFigures,
    })
}

fn burst<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&Burst) -> Value<'b>) -> Value<'b> {
    situation.of_the_sprint(|sprint| match situation.board.burst(sprint) {
        _ if sprint.state != SprintState::Closed => Value::Absent,
        Some(burst) if !sprint.days_alone => value(&burst),
        _ => Value::Unknown(no_figures(situation.board, sprint)),
    })
}

fn overhang<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&Overhang) -> Value<'b>) -> Value<'b> {
    situation.of_the_sprint(|sprint| match situation.board.overhang(sprint) {
        _ if sprint.state != SprintState::Closed => Value::Absent,
        Some(overhang) if !sprint.days_alone => value(&overhang),
        _ => Value::Unknown(no_figures(situation.board, sprint)),
    })
}

fn bugs<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(Option<f64>) -> Value<'b>) -> Value<'b> {
    let board = situation.board;
    if !(board.knows_kind(Kind::Bug) || board.has_untyped_issues()) {
        return Value::Absent;
    }
    figures(situation, |figures| {
        if !figures.unclear.is_empty() {
            return Value::Unknown(Reason::Unmapped);
        }
        situation.of_the_sprint(|sprint| {
            if board.knows_kinds_up_to(sprint) {
                value(board.bug_share(sprint.index))
            } else {
                Value::Unknown(Reason::Untyped)
            }
        })
    })
}

/// A value of the load, with bounds for the number of developers. If nothing says who is a developer, the
/// active people also include Product Owner, Scrum Master and others.
fn of_developers<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&Load, Interval) -> Value<'b>) -> Value<'b> {
    let are_named = situation.board.people.tells_developers();
    let unnamed = situation.board.people.unnamed_lead();
    let unnamed_reason = unnamed.map_or(Reason::NoActor, Reason::NotThen);
    load(situation, |load| {
        let most = as_number(load.developers);
        let (least, reason) = match are_named {
            true if unnamed.is_some() => (as_number(load.certain.saturating_sub(1)), unnamed_reason),
            true => (as_number(load.certain), Reason::Unfound(Role::Developer)),
            false => (0.0, Reason::Need(Need::Role(Role::ProductOwner))),
        };
        let seen = Interval { least, most, reason };
        // A developer who only made changes that a filter left out is not seen.
        let developers = match situation.board.lacks_traces() {
            Some(_) if seen.is_open() => Interval { most: f64::INFINITY, ..seen },
            Some(need) => Interval { least, most: f64::INFINITY, reason: Reason::Need(need) },
            None => with_silent(situation, seen),
        };
        value(load, developers)
    })
}

/// The developers who were `seen`, plus those who may only have commented, if comments are missing.
fn with_silent(situation: &Situation<'_, '_>, seen: Interval) -> Interval {
    let (board, Some(sprint)) = (situation.board, situation.sprint()) else { return seen };
    let lacks_some = || board.known_days(sprint).is_some_and(|days| board.may_lack_comments(days));
    let reason = match board.lacks(Need::Comments) {
        Some(_) => Reason::Need(Need::Comments),
        None if lacks_some() => Reason::CommentsCut,
        None => return seen,
    };
    let most = seen.most.max(as_number(board.known_developers(sprint)));
    Interval { most, reason: if seen.is_open() { seen.reason } else { reason }, ..seen }
}

fn load<'b>(situation: &Situation<'b, '_>, value: impl FnOnce(&Load) -> Value<'b>) -> Value<'b> {
    let board = situation.board;
    // Developers all of whose changes are missing were active, too.
    let cut = |sprint| board.known_days(sprint).is_some_and(|days| board.may_lack_changes(days));
    situation.of_the_sprint(|sprint| match situation.board.load(sprint) {
        Some(_) if board.is_known_in_part(sprint.index) => Value::Unknown(Reason::NoFigures),
        Some(_) if cut(sprint) => Value::Unknown(Reason::Truncated),
        Some(load) => value(&load),
        None if situation.board.known_days(sprint).is_none() => Value::Unknown(Reason::NoFigures),
        None => Value::Absent,
    })
}
