//! Velocity: the mean of what a team's last three closed sprints got done. Source: docs/definitions.md,
//! committed.

use foldhash::HashMap;
use jiff::Timestamp;

use super::fortnight::LAST_SPRINTS;
use super::sprint::{SprintFigures, finished_items};
use super::unplaced::Unplaced;
use crate::board::facts::ItemFields;
use crate::board::model::number::as_number;
use crate::board::{Model, Sprint, SprintId, Unit};

/// What a team got done in its last three closed sprints before a sprint.
#[derive(Clone, Debug)]
pub enum Velocity {
    /// All three are known.
    Known(Pace),
    /// There are fewer than three.
    FewSprints,
    /// An undated sprint may be one of them.
    Unplaced,
    /// For one of them, it is unknown which items were done.
    Unclear,
    /// Something else about one of them is unknown, or the unit is.
    Unknown,
}

impl Velocity {
    /// The figures, if they are known.
    pub fn known(&self) -> Option<&Pace> {
        match self {
            Self::Known(pace) => Some(pace),
            _ => None,
        }
    }
}

/// Compares a sprint's commitment with the three sprints before it.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Mean of what the three got done, in the sprint's unit.
    pub velocity: f64,
    /// Commitment divided by velocity; per working day if the lengths differ. `None` if the sprint's length
    /// is unknown.
    pub commitment_ratio: Option<f64>,
    /// Both figures per working day; `None` if all these sprints have the same length, or its own is unknown.
    pub a_day: Option<DailyPace>,
}

/// The three sprints whose mean is the velocity.
type Three = [SprintId; LAST_SPRINTS as usize];

/// Commitment and velocity per working day.
#[derive(Clone, Copy, Debug)]
pub struct DailyPace {
    /// Committed size.
    pub committed: f64,
    /// Mean size that the three sprints before got done.
    pub velocity: f64,
}

/// The velocity before each of the sprints whose figures are `all`; `None` for unknown figures.
pub(super) fn of_sprints(
    model: &Model<'_>,
    unplaced: &Unplaced,
    all: &[Option<SprintFigures>],
) -> Vec<Option<Velocity>> {
    let ids = || (0..model.sprints.len()).map(SprintId::new);
    let mut teams: HashMap<(&str, &str), Vec<SprintId>> = HashMap::default();
    let counts = |sprint: &Sprint<'_>| sprint.is_closed_with_items() && sprint.completed.is_some();
    for id in ids().filter(|id| counts(model.sprint(*id))) {
        teams.entry(model.sprint(id).team()).or_default().push(id);
    }
    // Sorted by completion, then by start.
    for closed in teams.values_mut() {
        closed.sort_by_key(|id| (model.sprint(*id).completed, model.sprint(*id).start));
    }
    let of_team = |id: SprintId| teams.get(&model.sprint(id).team()).map_or(&[] as &[SprintId], Vec::as_slice);
    ids().map(|id| before(model, unplaced, all, id, of_team(id))).collect()
}

/// Mean of what the last three closed sprints before the clock finished. `None` if there are fewer, if they or
/// their items are unknown, or if they finished nothing.
pub(super) fn at_the_clock(
    model: &Model<'_>,
    unplaced: &Unplaced,
    figures: &[Option<SprintFigures>],
    unit: Unit,
) -> Option<f64> {
    let three = model.closed_of_last_team();
    if unplaced_at_the_clock(model, unplaced, &three).is_some() {
        return None;
    }
    mean(model, figures, three.last_chunk()?, unit).filter(|velocity| *velocity > 0.0)
}

/// An undated sprint that may be one of the last three closed ones before the clock. `None` if there are fewer
/// than three including the undated ones.
fn unplaced_at_the_clock(model: &Model<'_>, unplaced: &Unplaced, closed: &[SprintId]) -> Option<SprintId> {
    let oldest = closed.len().checked_sub(LAST_SPRINTS.into()).map(|place| closed[place]);
    let since = oldest.and_then(|id| model.sprint(id).completed).unwrap_or(Timestamp::MIN);
    let may_be: Vec<_> = unplaced.closed(model, model.last_started()?, since, model.clock).collect();
    may_be.last().copied().filter(|_| closed.len() + may_be.len() >= LAST_SPRINTS.into())
}

/// The latest of the last three closed sprints before the clock whose result is unknown, or an undated sprint
/// that may be one of them. `None` if all are known, or there are fewer than three.
pub(super) fn unclear_at_the_clock(
    model: &Model<'_>,
    unplaced: &Unplaced,
    figures: &[Option<SprintFigures>],
    unit: Unit,
) -> Option<SprintId> {
    let closed = model.closed_of_last_team();
    if let Some(unplaced) = unplaced_at_the_clock(model, unplaced, &closed) {
        return Some(unplaced);
    }
    let three: &Three = closed.last_chunk()?;
    three.iter().rev().copied().find(|id| done_in(model, figures, *id, unit).is_none())
}

/// The velocity from those of `closed` that were over when the planning of the team's sprint `id` was. `closed`
/// has the team's sprints sorted by completion.
fn before(
    model: &Model<'_>,
    unplaced: &Unplaced,
    all: &[Option<SprintFigures>],
    id: SprintId,
    closed: &[SprintId],
) -> Option<Velocity> {
    let sprint = model.sprint(id);
    let figures = all[id.index()].as_ref()?;
    let (start, settled) = (sprint.start?, sprint.planned_by()?);
    let begun = |other: &SprintId| model.sprint(*other).start < Some(start);
    let over = |other: &SprintId| model.sprint(*other).completed <= Some(settled);
    let ended = &closed[..closed.partition_point(over)];
    let mut last: Vec<SprintId> = ended.iter().rev().copied().filter(begun).take(LAST_SPRINTS.into()).collect();
    last.reverse();
    let Some(three) = last.first_chunk() else { return Some(Velocity::FewSprints) };
    let since = model.sprint(three[0]).completed.unwrap_or(Timestamp::MIN);
    let known = unplaced.closed(model, sprint, since, settled).next().is_none();
    Some(if known { compared(model, all, figures, three) } else { Velocity::Unplaced })
}

/// Compares the commitment in `figures` with what `three` got done.
fn compared(model: &Model<'_>, all: &[Option<SprintFigures>], figures: &SprintFigures, three: &Three) -> Velocity {
    // Without a certain unit there is no velocity.
    let velocity = mean(model, all, three, figures.unit).filter(|_| !figures.unit_unclear);
    let Some(velocity) = velocity else {
        let is_unclear = |id: &SprintId| all[id.index()].as_ref().is_some_and(|figures| !figures.unclear.is_empty());
        return if three.iter().any(is_unclear) { Velocity::Unclear } else { Velocity::Unknown };
    };
    let last = three.iter().rev();
    let days: Vec<u32> = last.clone().filter_map(|other| all[other.index()].as_ref()?.working_days).collect();
    let a_day = figures.working_days.filter(|own| days.iter().any(|days| days != own)).map(|own| {
        let done = last.filter_map(|other| done_in(model, all, *other, figures.unit));
        let done = done.zip(&days).map(|(done, days)| done / f64::from(*days)).sum::<f64>();
        DailyPace { committed: figures.committed / f64::from(own), velocity: done / as_number(days.len()) }
    });
    let ratio = figures.working_days.map(|_| match a_day {
        Some(a_day) => a_day.committed / a_day.velocity,
        None => figures.committed / velocity,
    });
    Velocity::Known(Pace { velocity, commitment_ratio: ratio.filter(|ratio| ratio.is_finite()), a_day })
}

/// Mean of what `three` (oldest first) got done; `None` if the result of one is unknown.
fn mean(model: &Model<'_>, all: &[Option<SprintFigures>], three: &Three, unit: Unit) -> Option<f64> {
    let done: Option<Vec<f64>> = three.iter().rev().map(|id| done_in(model, all, *id, unit)).collect();
    Some(done?.iter().sum::<f64>() / f64::from(LAST_SPRINTS))
}

/// What a closed sprint got done in `unit`, which need not be its own. `None` if its content, what was done
/// or the estimates are unknown.
fn done_in(model: &Model<'_>, all: &[Option<SprintFigures>], id: SprintId, unit: Unit) -> Option<f64> {
    let known = |figures: &&SprintFigures| !model.sprint(id).days_alone && figures.unclear.is_empty();
    let figures = all[id.index()].as_ref().filter(known)?;
    if unit != Unit::Items && finished_items(model, id).any(|item| !model.item(item).holds.has(ItemFields::ESTIMATES)) {
        return None;
    }
    if figures.unit == unit {
        return Some(figures.done);
    }
    let end = model.sprint(id).completed?;
    Some(finished_items(model, id).map(|item| model.item(item).size_at(end, unit)).sum())
}
