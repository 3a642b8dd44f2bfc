//! Velocity: the mean of what the last three closed sprints of a team got done. Source: docs/definitions.md, committed.

use foldhash::HashMap;

use super::fortnight::LAST_SPRINTS;
use super::sprint::{SprintFigures, finished_items};
use crate::board::facts::ItemFields;
use crate::board::model::number::as_number;
use crate::board::{Model, Sprint, SprintId, Unit};

/// What the closed sprints of a team before a sprint say of it.
#[derive(Clone, Debug)]
pub struct SprintsBefore {
    /// Mean of what the last three of them got done, in the unit of the sprint; none when there are fewer, or where it is not
    /// known of one of them.
    pub velocity: Option<f64>,
    /// Whether there is no velocity because of what may have been done in one of those.
    pub velocity_unclear: bool,
    /// What was committed divided by velocity; per working day where the lengths differ. None where its length is not known.
    pub commitment_ratio: Option<f64>,
    /// The same two for each working day; none where all these sprints are of one length, or its own is not known.
    pub a_day: Option<DailyPace>,
    /// How many there are.
    pub closed: usize,
}

/// What a sprint and the sprints before it come to for each working day.
#[derive(Clone, Copy, Debug)]
pub struct DailyPace {
    /// What was committed.
    pub committed: f64,
    /// Mean of what each of the three before got done.
    pub velocity: f64,
}

/// What the sprints before each of `all`, the figures of every sprint, say of it; none where its figures are not known.
pub(crate) fn sprints_before(model: &Model<'_>, all: &[Option<SprintFigures>]) -> Vec<Option<SprintsBefore>> {
    let ids = || (0..model.sprints.len()).map(SprintId::new);
    let mut teams: HashMap<(&str, &str), Vec<SprintId>> = HashMap::default();
    let counts = |sprint: &Sprint<'_>| sprint.is_closed_with_items() && sprint.completed.is_some();
    for id in ids().filter(|id| counts(model.sprint(*id))) {
        teams.entry(model.sprint(id).team()).or_default().push(id);
    }
    let sorted = |closed: Vec<SprintId>| {
        let (mut by_start, mut by_end) = (closed.clone(), closed);
        by_start.sort_by_key(|id| model.sprint(*id).start);
        by_end.sort_by_key(|id| (model.sprint(*id).completed, model.sprint(*id).start));
        ClosedSprints { by_start, by_end }
    };
    let teams: HashMap<_, _> = teams.into_iter().map(|(team, closed)| (team, sorted(closed))).collect();
    let none = ClosedSprints::default();
    ids().map(|id| before(model, all, id, teams.get(&model.sprint(id).team()).unwrap_or(&none))).collect()
}

/// Mean of what the last three closed sprints before the clock got done; none where there are fewer, where what was in them
/// is not known, or where they got nothing done.
pub(crate) fn at_the_clock(model: &Model<'_>, figures: &[Option<SprintFigures>], unit: Unit) -> Option<f64> {
    mean(model, figures, &model.closed_of_last_team(), unit).filter(|velocity| *velocity > 0.0)
}

/// The latest of the last three closed sprints before the clock of which it is not known what it got done; none where there are fewer,
/// or where that is known of all.
pub(crate) fn unclear_at_the_clock(
    model: &Model<'_>,
    figures: &[Option<SprintFigures>],
    unit: Unit,
) -> Option<SprintId> {
    let closed = model.closed_of_last_team();
    let last = closed.get(closed.len().checked_sub(LAST_SPRINTS.into())?..)?;
    last.iter().rev().copied().find(|id| done_in(model, figures, *id, unit).is_none())
}

/// The closed sprints of a team that held something.
#[derive(Default)]
struct ClosedSprints {
    by_start: Vec<SprintId>,
    /// By their completion, and then their start.
    by_end: Vec<SprintId>,
}

/// Compares a sprint with those of its team that were closed when its planning was over.
fn before(
    model: &Model<'_>,
    all: &[Option<SprintFigures>],
    id: SprintId,
    closed: &ClosedSprints,
) -> Option<SprintsBefore> {
    let sprint = model.sprint(id);
    let figures = all[id.index()].as_ref()?;
    let (start, settled) = (sprint.start?, sprint.planned_by()?);
    let begun = |other: &SprintId| model.sprint(*other).start < Some(start);
    let over = |other: &SprintId| model.sprint(*other).completed <= Some(settled);
    let ended = &closed.by_end[..closed.by_end.partition_point(over)];
    let later = closed.by_start[closed.by_start.partition_point(begun)..].iter();
    // Few are over before the planning of one that began no later is.
    let later = later.take_while(|other| model.sprint(**other).start <= Some(settled)).filter(|other| over(other));
    let closed = ended.len() - later.count();
    let mut before: Vec<SprintId> = ended.iter().rev().copied().filter(begun).take(LAST_SPRINTS.into()).collect();
    before.reverse();
    // In which unit it would be, nothing says.
    let velocity = mean(model, all, &before, figures.unit).filter(|_| !figures.unit_unclear);
    let Some(velocity) = velocity else {
        let unclear = |id: &SprintId| all[id.index()].as_ref().is_some_and(|figures| !figures.unclear.is_empty());
        let velocity_unclear = before.iter().any(unclear);
        let none = SprintsBefore { velocity: None, velocity_unclear, commitment_ratio: None, a_day: None, closed };
        return Some(none);
    };
    let last = before.iter().rev().take(LAST_SPRINTS.into());
    let days: Vec<u32> = last.clone().filter_map(|other| all[other.index()].as_ref()?.working_days).collect();
    let a_day = figures.working_days.filter(|own| days.iter().any(|days| days != own)).map(|own| {
        let done = last.filter_map(|other| done_in(model, all, *other, figures.unit));
        let done = done.zip(&days).map(|(done, days)| done / f64::from(*days)).sum::<f64>();
        DailyPace { committed: figures.committed / f64::from(own), velocity: done / as_number(days.len()) }
    });
    let ratio = match a_day {
        _ if figures.working_days.is_none() => None,
        Some(a_day) => Some(a_day.committed / a_day.velocity),
        None => Some(figures.committed / velocity),
    };
    Some(SprintsBefore {
        velocity: Some(velocity),
        velocity_unclear: false,
        commitment_ratio: ratio.filter(|ratio| ratio.is_finite()),
        a_day,
        closed,
    })
}

/// Mean of what the last three of `closed` (oldest first) got done; none where there are fewer, or where what was in one of
/// them is not known.
fn mean(model: &Model<'_>, all: &[Option<SprintFigures>], closed: &[SprintId], unit: Unit) -> Option<f64> {
    let last = closed.get(closed.len().checked_sub(LAST_SPRINTS.into())?..)?;
    let done: Option<Vec<f64>> = last.iter().rev().map(|id| done_in(model, all, *id, unit)).collect();
    Some(done?.iter().sum::<f64>() / f64::from(LAST_SPRINTS))
}

/// What a closed sprint got done in a unit that need not be its own; none where it is not known what was in it, what of that was
/// done, or how it was estimated.
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
