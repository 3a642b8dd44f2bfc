use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::calendar::after;
use super::change::Gesture;
use super::course::{Delivery, Rhythm, is_cancelled};
use super::item::{Item, Stay};
use super::{Board, ChangeId, ItemId, SprintId};
use crate::charter::{Kind, Word, words};
use crate::source::Mark;

/// How long after its start a sprint is still being planned, in seconds. Source: RULES, committed.
const GRACE: i64 = 24 * 3600;

/// The share of committed items that must be estimated for points to count.
pub(super) const ESTIMATED: f64 = 0.8;

words! {
    /// How far a sprint is.
    SprintState {
        /// Not started.
        Future = "future",
        /// Running.
        Active = "active",
        /// Completed.
        Closed = "closed",
    }
}

words! {
    /// What a sprint is counted in.
    Unit {
        /// Estimates in points.
        Points = "points",
        /// Estimates in time.
        Hours = "hours",
        /// Items.
        Items = "items",
    }
}

impl Unit {
    /// `5 points`, `1 item`.
    pub fn sized(self, size: f64) -> String {
        let one = (size - 1.0).abs() < f64::EPSILON;
        let name = match (self, one) {
            (Self::Points, true) => "point",
            (Self::Points, false) => "points",
            (Self::Hours, true) => "hour",
            (Self::Hours, false) => "hours",
            (Self::Items, true) => "item",
            (Self::Items, false) => "items",
        };
        format!("{size} {name}")
    }
}

/// What days leave open about the hours of a sprint that the charter gives. Its days count whole, the last one included;
/// but it was planned at some hour of its first day and closed at some hour of its last, and nobody is to be accused for
/// what may have come before the one or after the other.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// When its first day is over: by then it had begun.
    pub begun: Timestamp,
    /// When its second day is over: 24 hours after any hour of the first, so much of the second has passed at most.
    pub planned: Timestamp,
    /// When its last day begins: from then on it may be closed.
    pub closing: Timestamp,
}

/// A sprint.
#[derive(Clone, Debug)]
pub struct Sprint<'a> {
    /// The tool's own id; the name where the charter gave the sprint.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// The board it was planned on.
    pub board: Cow<'a, str>,
    /// How far it is.
    pub state: SprintState,
    /// Its goal; none where the export carries no goals.
    pub goal: Option<Cow<'a, str>>,
    /// When it was started, or is planned to.
    pub start: Option<Timestamp>,
    /// When it was planned to end.
    pub end: Option<Timestamp>,
    /// When it was completed.
    pub completed: Option<Timestamp>,
    /// What its days leave open; none where the tool tells hours.
    pub days: Option<Days>,
    /// Whether the export explains it at all; of some sprints only the id is known.
    pub known: bool,
    /// The record, or the line of the charter.
    pub mark: Option<Mark>,
    /// What was in it; none for a sprint that has not begun or whose beginning is not in the known history.
    pub figures: Option<Figures>,
    /// What became of what was committed; there where the figures are.
    pub delivery: Option<Delivery>,
    /// How it fits to the sprint before it.
    pub rhythm: Rhythm,
    /// The items that are or were in it.
    pub items: Vec<ItemId>,
}

impl Sprint<'_> {
    /// As it stood at `clock`: one that was completed later was still running, one that began then or later had not begun.
    pub(super) fn rewind(&mut self, clock: Timestamp) {
        if self.start.is_some_and(|start| start >= clock) {
            self.state = SprintState::Future;
            self.completed = None;
        } else if self.completed.is_some_and(|completed| completed > clock) {
            self.state = SprintState::Active;
            self.completed = None;
        }
    }

    /// Whether it was running at `at`.
    pub fn is_running(&self, at: Timestamp) -> bool {
        self.state != SprintState::Future
            && self.start.is_some_and(|start| start <= at)
            && self.completed.is_none_or(|completed| at < completed)
    }

    /// Whether it may have been closed already at `at`, or not begun yet, by the hour that nobody wrote down.
    pub fn may_not_run(&self, at: Timestamp) -> bool {
        self.days.is_some_and(|days| at < days.begun || days.closing <= at)
    }

    /// When what left it at `at` left it. On its last day that is at its close: what goes back to the backlog or on into the
    /// next sprint then is left over, as far as anybody knows.
    pub(super) fn left_at(&self, at: Timestamp) -> Timestamp {
        let closing = self.days.is_some_and(|days| days.closing <= at);
        self.end.filter(|end| closing && at < *end).unwrap_or(at)
    }

    /// Whether it has begun: one that was planned to begin and that nobody started has not.
    pub fn has_begun(&self, clock: Timestamp) -> bool {
        self.state != SprintState::Future && self.start.is_some_and(|start| start <= clock)
    }

    /// Whether it had not begun at `at`.
    pub fn is_future(&self, at: Timestamp) -> bool {
        self.state == SprintState::Future || self.start.is_some_and(|start| at < start)
    }

    /// Whether it has begun, but so lately that what is in it is still being planned.
    pub fn is_being_planned(&self, clock: Timestamp) -> bool {
        self.start.is_some_and(|start| clock < settled(self, start))
    }

    /// When planning it is over; none for a sprint without a start.
    pub fn planned_by(&self) -> Option<Timestamp> {
        self.start.map(|start| settled(self, start))
    }

    /// Sprints of one team follow one another: same board, same name up to its number (`Sprint 12: Checkout`).
    pub fn team(&self) -> (&str, &str) {
        let name = self.name.find(|c: char| c.is_ascii_digit()).map_or("", |number| &self.name[..number]);
        (&self.board, name.trim())
    }
}

/// One item that came into a running sprint or left it.
#[derive(Clone, Copy, Debug)]
pub struct ScopeChange {
    /// The item.
    pub item: ItemId,
    /// The change that did it; none for an item created in the sprint.
    pub change: Option<ChangeId>,
    /// Its size in the sprint's unit.
    pub size: f64,
    /// Whether it came in (else it left).
    pub added: bool,
}

/// What was in a sprint. All sizes are in `unit`.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Points when at least 80 % of the committed items are estimated, else items.
    pub unit: Unit,
    /// The items in it at its start, after 24 h of grace, that were not done before.
    pub committed_items: Vec<ItemId>,
    /// Their size.
    pub committed: f64,
    /// Scope changes after the grace, without bugs.
    pub scope: Vec<ScopeChange>,
    /// Bugs that came in or left, which scope rules leave alone.
    pub bugs: Vec<ScopeChange>,
    /// Size of all items done at its end.
    pub done: f64,
    /// Mean of `done` over the last three closed sprints before it, in the same unit; none when there are fewer.
    pub velocity: Option<f64>,
    /// Committed divided by velocity; per working day where the lengths differ.
    pub commitment_ratio: Option<f64>,
    /// How many closed sprints of the team came before it.
    pub closed_before: usize,
    /// Its working days from start to planned end.
    pub working_days: u32,
}

impl Figures {
    /// The size of what came in after the grace, or of what left.
    pub fn moved(&self, added: bool) -> f64 {
        let moved = self.scope.iter().filter(|change| change.added == added);
        moved.map(|change| change.size).fold(0.0, |sum, size| sum + size)
    }

    /// Added and removed divided by committed.
    pub fn scope_change_ratio(&self) -> Option<f64> {
        let changed: f64 = self.scope.iter().map(|change| change.size).sum();
        (self.committed > 0.0).then(|| changed / self.committed)
    }
}

/// Computes the figures of every sprint that has begun.
pub(super) fn figures(board: &mut Board<'_>) {
    let firsts: Vec<_> = (0..board.sprints.len()).map(|index| first_figures(board, SprintId::new(index))).collect();
    for (sprint, figures) in board.sprints.iter_mut().zip(firsts) {
        sprint.figures = figures;
    }
    let mut teams: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (index, sprint) in board.sprints.iter().enumerate().filter(|(_, sprint)| sprint.state == SprintState::Closed) {
        teams.entry(sprint.team()).or_default().push(index);
    }
    let none = Vec::new();
    let closed = |index: usize| teams.get(&board.sprints[index].team()).unwrap_or(&none);
    let ratios: Vec<_> = (0..board.sprints.len()).map(|index| velocity(board, index, closed(index))).collect();
    for (sprint, ratio) in board.sprints.iter_mut().zip(ratios) {
        if let (Some(figures), Some((velocity, ratio, closed))) = (&mut sprint.figures, ratio) {
            figures.velocity = velocity;
            figures.commitment_ratio = ratio;
            figures.closed_before = closed;
        }
    }
}

/// When planning a sprint is over. Of a sprint that is known by its days only: when its second day is.
pub(super) fn settled(sprint: &Sprint<'_>, start: Timestamp) -> Timestamp {
    let grace = sprint.days.map_or(after(start, GRACE), |days| days.planned);
    sprint.completed.map_or(grace, |completed| grace.min(completed))
}

fn first_figures(board: &Board<'_>, id: SprintId) -> Option<Figures> {
    let sprint = board.sprint(id);
    let start = sprint.start.filter(|_| sprint.has_begun(board.clock))?;
    let settled = settled(sprint, start);
    if settled > board.clock || board.cut.is_some_and(|cut| start < cut) {
        return None;
    }
    // What was done at the very instant of the clock has been done.
    let end = sprint.completed.unwrap_or(after(board.clock, 1));
    let items: Vec<ItemId> = sprint.items.iter().copied().filter(|item| !board.item(*item).part).collect();
    if board.cut.is_none() && items.iter().any(|item| board.item(*item).truncated) {
        return None;
    }
    let in_sprint = |item: ItemId, at| board.item(item).stays.iter().any(|stay| stay.sprint == id && stay.covers(at));
    let fresh = |item: ItemId| !done(board, board.item(item), start);
    // What was given up before the planning was over nobody took on.
    let wanted = |item: ItemId| !is_cancelled(board, board.item(item), settled);
    let taken_on = |item: &ItemId| in_sprint(*item, settled) && fresh(*item) && wanted(*item);
    let committed: Vec<ItemId> = items.iter().copied().filter(taken_on).collect();
    let estimated = committed.iter().filter(|item| board.item(**item).estimate_at(settled).is_some()).count();
    let points = !committed.is_empty() && as_number(estimated) >= ESTIMATED * as_number(committed.len());
    let unit = match points {
        true if board.in_time => Unit::Hours,
        true => Unit::Points,
        false => Unit::Items,
    };

    let finished = items.iter().copied().filter(|item| in_sprint(*item, end) && fresh(*item));
    let finished: Vec<ItemId> = finished.filter(|item| done(board, board.item(*item), end)).collect();
    let size_at = |item: &ItemId, at| size(board.item(*item), at, unit);
    let (scope, bugs) = scope(board, id, &committed, settled, end, unit);
    Some(Figures {
        unit,
        committed: committed.iter().map(|item| size_at(item, settled)).sum(),
        done: finished.iter().map(|item| size_at(item, end)).sum(),
        committed_items: committed,
        scope,
        bugs,
        velocity: None,
        commitment_ratio: None,
        closed_before: 0,
        working_days: board.calendar.length(start, sprint.end.or(sprint.completed).unwrap_or(end)),
    })
}

pub(super) fn done(board: &Board<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    item.created.is_none_or(|created| created <= at)
        && item.state_at(at).is_some_and(|state| board.state(state).is_done())
}

pub(super) fn size(item: &Item<'_>, at: Timestamp, unit: Unit) -> f64 {
    match unit {
        Unit::Points | Unit::Hours => item.estimate_at(at).unwrap_or(0.0),
        Unit::Items => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
pub(super) fn as_number(count: usize) -> f64 {
    count as f64
}

/// What came in and what left after the grace: items on the one side, bugs on the other. Source: RULES,
/// scope-changed-mid-sprint.
fn scope(
    board: &Board<'_>,
    id: SprintId,
    committed: &[ItemId],
    settled: Timestamp,
    end: Timestamp,
    unit: Unit,
) -> (Vec<ScopeChange>, Vec<ScopeChange>) {
    let all_done = |at| !committed.is_empty() && committed.iter().all(|item| done(board, board.item(*item), at));
    let carried = |change: Option<ChangeId>| change.is_some_and(|id| board.change(id).gesture == Gesture::CarryOver);
    let mut changes = Vec::new();
    for item_id in &board.sprint(id).items {
        let item = board.item(*item_id);
        let stays: Vec<&Stay> = item.stays.iter().filter(|stay| stay.sprint == id).collect();
        let (Some(first), Some(last)) = (stays.first(), stays.last()) else { continue };
        if item.part {
            continue;
        }
        let left = last.until.filter(|until| *until < end);
        if committed.contains(item_id) {
            // Taken out for good; what was taken out and put back changed nothing.
            if let Some(until) = left.filter(|until| !carried(last.removed) && !done(board, item, *until)) {
                let size = size(item, settled, unit);
                changes.push((until, ScopeChange { item: *item_id, change: last.removed, size, added: false }));
            }
        } else if first.since > settled && first.since < end && left.is_none() {
            // Put in while there was still committed work to do, and not taken out again.
            if !carried(first.added) && !all_done(first.since) {
                let size = size(item, end, unit);
                changes.push((first.since, ScopeChange { item: *item_id, change: first.added, size, added: true }));
            }
        }
    }
    changes.sort_by_key(|(at, change)| (*at, change.item));
    changes.into_iter().map(|(_, change)| change).partition(|change| board.item(change.item).kind != Kind::Bug)
}

type Velocity = (Option<f64>, Option<f64>, usize);

/// The velocity before the sprint at `index` and its commitment against it.
fn velocity(board: &Board<'_>, index: usize, closed: &[usize]) -> Option<Velocity> {
    let sprint = &board.sprints[index];
    let figures = sprint.figures.as_ref()?;
    let start = sprint.start?;
    let settled = settled(sprint, start);
    let mut before: Vec<_> = closed
        .iter()
        .map(|other| (*other, &board.sprints[*other]))
        .filter(|(other, _)| *other != index)
        .filter(|(_, other)| other.start < Some(start) && other.completed.is_some_and(|completed| completed <= settled))
        .collect();
    before.sort_by_key(|(_, other)| (other.completed, other.start));
    let closed = before.len();
    let last: Vec<_> = before.iter().rev().take(3).collect();
    let done: Option<Vec<(f64, u32)>> = last
        .iter()
        .map(|(other, sprint)| {
            Some((done_in(board, SprintId::new(*other), figures.unit)?, sprint.figures.as_ref()?.working_days))
        })
        .collect();
    let Some(done) = done.filter(|done| done.len() == 3) else { return Some((None, None, closed)) };
    let velocity = done.iter().map(|(done, _)| done).sum::<f64>() / 3.0;
    let same_length = done.iter().all(|(_, days)| *days == figures.working_days);
    let ratio = if same_length {
        figures.committed / velocity
    } else {
        let a_day = done.iter().map(|(done, days)| done / f64::from(*days)).sum::<f64>() / 3.0;
        figures.committed / f64::from(figures.working_days) / a_day
    };
    Some((Some(velocity), ratio.is_finite().then_some(ratio), closed))
}

/// What a closed sprint had done, in the unit of the sprint that is compared with it.
pub(super) fn done_in(board: &Board<'_>, id: SprintId, unit: Unit) -> Option<f64> {
    let sprint = board.sprint(id);
    if sprint.figures.as_ref()?.unit == unit {
        return sprint.figures.as_ref().map(|figures| figures.done);
    }
    let (start, end) = (sprint.start?, sprint.completed?);
    let items = sprint.items.iter().map(|id| board.item(*id)).filter(|item| !item.part);
    let finished = items.filter(|item| {
        let there = item.stays.iter().any(|stay| stay.sprint == id && stay.covers(end));
        there && done(board, item, end) && !done(board, item, start)
    });
    Some(finished.map(|item| size(item, end, unit)).sum())
}
