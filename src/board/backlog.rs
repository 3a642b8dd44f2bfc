//! What is waiting: what of it is ready, and how many sprints that lasts. Source: RULES, backlog.

use jiff::Timestamp;

use super::criteria::section;
use super::item::Item;
use super::sprint::{ESTIMATED, Sprint, SprintState, Unit, as_number, done_in};
use super::{Board, Meaning, Phase, SprintId};
use crate::charter::{Kind, Stage};

/// How many items stand for a sprint's work where no velocity is known. Source: RULES, too-few-ready-items.
const A_SPRINT: f64 = 5.0;

/// What is ready for the next sprints, at the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ready {
    /// How many items.
    pub items: usize,
    /// How many more may be: as far as they go they are ready, and nobody can say whether they wait.
    pub unclear: usize,
    /// What they are counted in.
    pub unit: Unit,
    /// Their size in it.
    pub size: f64,
    /// Mean of what the last three closed sprints got done, in the same unit.
    pub velocity: Option<f64>,
}

impl Ready {
    /// How many sprints it lasts.
    pub fn sprints(&self) -> f64 {
        match self.velocity {
            Some(velocity) => self.size / velocity,
            None => as_number(self.items) / A_SPRINT,
        }
    }
}

impl<'a> Board<'a> {
    /// The closed sprints of the team that started one last, oldest first.
    pub fn closed_sprints(&self) -> Vec<(SprintId, &Sprint<'a>)> {
        let Some(team) = self.last_started().map(Sprint::team) else { return Vec::new() };
        let ended = |sprint: &Sprint<'_>| sprint.completed.is_some_and(|completed| completed <= self.clock);
        let mut closed: Vec<_> = self
            .sprints
            .iter()
            .enumerate()
            .filter(|(_, sprint)| sprint.state == SprintState::Closed && sprint.team() == team && ended(sprint))
            .map(|(index, sprint)| (SprintId::new(index), sprint))
            .collect();
        closed.sort_by_key(|(_, sprint)| (sprint.completed, sprint.start));
        closed
    }

    /// Mean of what the last three closed sprints before the clock got done; none where there are fewer, where what was in
    /// them is not known, or where they got nothing done.
    pub fn velocity(&self, unit: Unit) -> Option<f64> {
        let closed = self.closed_sprints();
        let last = closed.get(closed.len().checked_sub(3)?..)?;
        let done: Option<Vec<f64>> = last.iter().map(|(id, _)| done_in(self, *id, unit)).collect();
        Some(done?.iter().sum::<f64>() / 3.0).filter(|velocity| *velocity > 0.0)
    }

    /// How many sprints were closed since `at`: none for what happened in the running one.
    pub fn sprints_closed_since(&self, at: Timestamp) -> usize {
        self.closed_sprints().iter().filter(|(_, sprint)| sprint.completed.is_some_and(|end| end >= at)).count()
    }

    /// When the item that is done came to be done; the latest it can have been where its history does not say.
    pub fn done_since(&self, item: &Item<'_>) -> Option<Timestamp> {
        let open = item.states.iter().rposition(|(_, state)| !self.state(*state).is_done());
        let (since, state) = item.states.get(open.map_or(0, |open| open + 1))?;
        let latest = item.updated.unwrap_or(self.clock);
        self.state(*state).is_done().then_some(if open.is_none() && item.truncated { latest } else { *since })
    }
}

/// What is ready: items before any sprint that stand in a status or list for it, or that have an estimate and acceptance
/// criteria. None where neither can be seen on this board.
pub(super) fn ready(board: &Board<'_>) -> Option<Ready> {
    let mapped = board.states.iter().any(|state| state.stage == Some(Stage::Ready));
    let open = board.items.iter().filter(|item| is_work(item));
    let (waiting, unclear): (Vec<&Item<'_>>, Vec<_>) = open
        .filter(|item| item.phase.is_before_a_sprint() || item.phase == Phase::Unknown)
        .partition(|item| item.phase.is_before_a_sprint());
    let estimated = |item: &Item<'_>| item.estimates.last().is_some_and(|(_, estimate)| estimate.is_some());
    let detailed: Vec<bool> = waiting.iter().map(|item| estimated(item) && has_criteria(item)).collect();
    let knows_criteria = board.fields.iter().any(|field| field.meaning == Meaning::Criteria)
        || detailed.iter().any(|detailed| *detailed);
    let told_by_texts = knows_criteria && board.evidence.estimates;
    if !mapped && !told_by_texts {
        return None;
    }
    let in_ready = |item: &Item<'_>| item.state().is_some_and(|state| board.state(state).stage == Some(Stage::Ready));
    let unclear = unclear.iter().filter(|item| in_ready(item) || (estimated(item) && has_criteria(item))).count();
    let ready = waiting.iter().zip(&detailed).filter(|(item, detailed)| **detailed || in_ready(item));
    let ready: Vec<&Item<'_>> = ready.map(|(item, _)| *item).collect();
    let sized = ready.iter().filter(|item| estimated(item)).count();
    let unit = board
        .closed_sprints()
        .last()
        .and_then(|(_, sprint)| sprint.figures.as_ref())
        .map(|figures| figures.unit)
        .filter(|_| as_number(sized) >= ESTIMATED * as_number(ready.len()))
        .unwrap_or(Unit::Items);
    let size = match unit {
        Unit::Items => as_number(ready.len()),
        _ => ready.iter().filter_map(|item| item.estimates.last()?.1).sum(),
    };
    Some(Ready { items: ready.len(), unclear, unit, size, velocity: board.velocity(unit) })
}

/// Whether a team could take it into a sprint as it is: no part of another item, no container, nothing about the team.
pub(super) fn is_work(item: &Item<'_>) -> bool {
    let work = !matches!(item.kind, Kind::Epic | Kind::SubTask | Kind::Impediment | Kind::RetroAction | Kind::Meeting);
    work && !item.part
}

/// Whether criteria stand in their field or under their heading in the description.
fn has_criteria(item: &Item<'_>) -> bool {
    item.criteria.is_some() || item.description.is_some_and(|text| section(&text.decode()).is_some())
}
