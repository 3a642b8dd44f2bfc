//! What was in a sprint: commitment, changes of scope, done items. Source: docs/definitions.md, committed.

use std::cell::LazyCell;

use jiff::Timestamp;

use super::cancellation::{is_cancelled, may_be_done};
use super::unit::unit_of;
use crate::board::model::calendar::after;
use crate::board::{ChangeId, Gesture, Item, ItemId, Membership, Model, SprintId, StateId, Unit};
use crate::charter::Kind;
use crate::parallel;

/// One item that came into a running sprint or left it.
#[derive(Clone, Copy, Debug)]
pub struct ScopeChange {
    /// The item.
    pub item: ItemId,
    /// The change that did it; `None` for an item created in the sprint.
    pub change: Option<ChangeId>,
    /// Its size in the sprint's unit.
    pub size: f64,
    /// Whether it came in; `false` if it left.
    pub added: bool,
}

/// What was in a sprint. All sizes are in `unit`.
#[derive(Clone, Debug)]
pub struct SprintFigures {
    /// Points when at least 80 % of the committed items are estimated, else items.
    pub unit: Unit,
    /// Whether the unit is uncertain, because too many estimates are missing. Items are counted then.
    pub unit_unclear: bool,
    /// The items in it 24 hours after its start (the grace period) that were not done before.
    pub committed_items: Vec<ItemId>,
    /// Their total size.
    pub committed: f64,
    /// Scope changes after the grace period, without bugs.
    pub scope: Vec<ScopeChange>,
    /// Whether there may be more scope changes. For example, an item came in when all committed work may have
    /// been done, or an item that may have been done left.
    pub scope_unclear: bool,
    /// Bugs that came in or left, which scope rules ignore.
    pub bugs: Vec<ScopeChange>,
    /// Total size of all items done at its end.
    pub done: f64,
    /// Items that may have been done at its end: the meaning of their status or list is unknown.
    pub unclear: Vec<ItemId>,
    /// Working days from its start to its planned end; `None` while it runs without one.
    pub working_days: Option<u32>,
}

impl SprintFigures {
    /// Total size of what came in after the grace period.
    pub fn added(&self) -> f64 {
        self.size_of(|change| change.added)
    }

    /// Total size of what left after the grace period.
    pub fn removed(&self) -> f64 {
        self.size_of(|change| !change.added)
    }

    fn size_of(&self, meant: impl Fn(&&ScopeChange) -> bool) -> f64 {
        self.scope.iter().filter(meant).map(|change| change.size).fold(0.0, |sum, size| sum + size)
    }

    /// Added and removed size, divided by the committed size.
    pub fn scope_change_ratio(&self) -> Option<f64> {
        let changed: f64 = self.scope.iter().map(|change| change.size).sum();
        (self.committed > 0.0).then(|| changed / self.committed)
    }
}

/// The figures of every sprint; `None` for one that has not begun or that began before the known history.
pub(crate) fn each(model: &Model<'_>) -> Vec<Option<SprintFigures>> {
    parallel::map(0..model.sprints.len(), |_, index| figures(model, SprintId::new(index)))
}

fn figures(model: &Model<'_>, id: SprintId) -> Option<SprintFigures> {
    let sprint = model.sprint(id);
    let start = sprint.start.filter(|_| sprint.has_begun(model.clock))?;
    let settled = sprint.planned_by()?;
    // The content of a sprint that began before the export's first record is unknown.
    let day = |at| model.calendar.day(at);
    let before_the_export = model.first_record.is_none_or(|first| day(start) < day(first));
    let cut = before_the_export || model.cut.is_some_and(|cut| start < cut);
    if settled > model.clock || cut || !sprint.dated_members || sprint.items.is_empty() {
        return None;
    }
    // Items done at the very instant of the clock count as done.
    let end = sprint.completed.unwrap_or(after(model.clock, 1));
    let items = || sprint.items.iter().copied().filter(|item| model.is_work_at(model.item(*item), settled));
    if model.cut.is_none() && items().any(|item| model.item(item).truncated) {
        return None;
    }
    let fresh = |item: ItemId| !model.is_done_at(model.item(item), start);
    // Items given up before the end of planning were not committed.
    let wanted = |item: ItemId| !is_cancelled(model, model.item(item), settled);
    let was_work = |item: ItemId| model.was_work(model.item(item), settled);
    let taken_on =
        |item: &ItemId| model.item(*item).is_in(id, settled) && fresh(*item) && wanted(*item) && was_work(*item);
    let committed: Vec<ItemId> = items().filter(taken_on).collect();
    let known_unit = unit_of(model, &committed, settled);
    let unit = known_unit.unwrap_or(Unit::Items);
    let scope = scope(model, &committed, Period { sprint: id, settled, end, unit });
    let in_the_end = items().filter(|item| model.item(*item).is_in(id, end));
    let in_the_end = in_the_end.filter(|item| was_open_in(model, model.item(*item), start, end));
    Some(SprintFigures {
        unit,
        unit_unclear: known_unit.is_none(),
        committed: committed.iter().map(|item| model.item(*item).size_at(settled, unit)).sum(),
        done: finished_items(model, id).map(|item| model.item(item).size_at(end, unit)).sum(),
        unclear: in_the_end.filter(|item| may_be_done(model, model.item(*item), end)).collect(),
        committed_items: committed,
        scope: scope.changes,
        scope_unclear: scope.is_unclear,
        bugs: scope.bugs,
        working_days: sprint.end.or(sprint.completed).map(|end| model.calendar.length(start, end)),
    })
}

/// The items finished in a sprint: in it and done at its end (at the clock while it runs). They were not done
/// before its start, or were reopened in it and finished in no earlier sprint. Parts of other items, epics
/// and items about the team do not count.
pub(crate) fn finished_items(model: &Model<'_>, id: SprintId) -> impl Iterator<Item = ItemId> {
    let sprint = model.sprint(id);
    let end = sprint.completed.unwrap_or(after(model.clock, 1));
    sprint.items.iter().copied().filter(move |item| {
        let item = model.item(*item);
        let was_open = sprint.start.is_some_and(|start| was_open_in(model, item, start, end));
        was_open && item.is_in(id, end) && model.is_done_at(item, end) && model.was_work(item, end)
    })
}

/// Whether `item` could be finished in the sprint from `start` to `end`: it was not done before, or it was
/// reopened and had been finished in no earlier sprint.
fn was_open_in(model: &Model<'_>, item: &Item<'_>, start: Timestamp, end: Timestamp) -> bool {
    let again = || was_reopened(model, item, start, end) && !was_finished_before(model, item, start);
    !model.is_done_at(item, start) || again()
}

/// Whether somebody took `item` out of done between `start` and `end`.
fn was_reopened(model: &Model<'_>, item: &Item<'_>, start: Timestamp, end: Timestamp) -> bool {
    let is_done = |state: StateId| model.state(state).is_done();
    model.history(item).iter().filter(|change| start < change.at && change.at <= end).any(|change| {
        let is_meant = !matches!(change.gesture, Gesture::Undone | Gesture::Migration);
        is_meant && change.moved().is_some_and(|(from, to)| is_done(from) && !is_done(to))
    })
}

/// Whether `item` was finished in a sprint that was over by `start`: it is counted only once. An item that
/// was done from that sprint's start to its end was not finished there.
fn was_finished_before(model: &Model<'_>, item: &Item<'_>, start: Timestamp) -> bool {
    item.memberships.iter().any(|membership| {
        let sprint = model.sprint(membership.sprint);
        let Some(end) = sprint.completed.filter(|end| *end <= start) else { return false };
        let was_open = |began| !model.is_done_at(item, began) || was_reopened(model, item, began, end);
        membership.covers(end) && model.is_done_at(item, end) && sprint.start.is_none_or(was_open)
    })
}

/// When the scope of a sprint can change.
#[derive(Clone, Copy)]
struct Period {
    sprint: SprintId,
    /// When the grace period ends.
    settled: Timestamp,
    /// When it was completed, or the clock.
    end: Timestamp,
    /// The unit of the items' sizes.
    unit: Unit,
}

/// What came into a sprint and what left it after the grace period.
struct Scope {
    /// Without bugs.
    changes: Vec<ScopeChange>,
    bugs: Vec<ScopeChange>,
    /// Whether there may be more changes.
    is_unclear: bool,
}

/// Number of committed items that are not finished, over time.
struct OpenItems {
    /// Each number with its start, sorted by time. Empty if nothing was committed.
    counts: Vec<(Timestamp, usize)>,
}

impl OpenItems {
    fn of(
        model: &Model<'_>,
        committed: &[ItemId],
        period: Period,
        is_finished: impl Fn(&Item<'_>, Timestamp) -> bool,
    ) -> Self {
        let Period { settled, end, .. } = period;
        // When an item was finished or reopened, sorted by time.
        let mut turns = Vec::new();
        for item in committed.iter().map(|id| model.item(*id)) {
            let mut times: Vec<Timestamp> = item.turns().filter(|at| settled < *at && *at < end).collect();
            times.sort_unstable();
            let mut was_finished = true;
            for at in std::iter::once(settled).chain(times) {
                let finished = is_finished(item, at);
                if std::mem::replace(&mut was_finished, finished) != finished {
                    turns.push((at, finished));
                }
            }
        }
        turns.sort_unstable();
        let mut open = 0;
        let mut counts = vec![(settled, 0); usize::from(!committed.is_empty())];
        for (at, finished) in turns {
            open = if finished { open - 1 } else { open + 1 };
            counts.push((at, open));
        }
        Self { counts }
    }

    /// Whether any was not finished at `at`. Also true if nothing was committed, since then nothing was
    /// finished.
    fn are_any_at(&self, at: Timestamp) -> bool {
        let known = self.counts.partition_point(|(since, _)| *since <= at);
        self.counts[..known].last().is_none_or(|(_, open)| *open > 0)
    }
}

/// How the scope of a sprint changed after the commitment. Source: the rule scope-changed-mid-sprint.
fn scope(model: &Model<'_>, committed: &[ItemId], period: Period) -> Scope {
    let Period { sprint: id, settled, end, unit } = period;
    let finished = |item: &Item<'_>, at| model.is_done_at(item, at) || is_cancelled(model, item, at);
    let perhaps_finished = |item: &Item<'_>, at| finished(item, at) || may_be_done(model, item, at);
    let unfinished = LazyCell::new(|| OpenItems::of(model, committed, period, finished));
    let surely_unfinished = LazyCell::new(|| OpenItems::of(model, committed, period, perhaps_finished));
    let mut is_unclear = false;
    let carried = |change: Option<ChangeId>| change.is_some_and(|id| model.change(id).gesture == Gesture::CarryOver);
    let mut changes = Vec::new();
    for item_id in &model.sprint(id).items {
        let item = model.item(*item_id);
        let memberships: Vec<&Membership> = item.memberships.of(id).collect();
        let Some(last) = memberships.last() else { continue };
        if !model.is_work_at(item, settled) {
            continue;
        }
        let left = last.until.filter(|until| *until < end);
        let came = memberships.iter().find(|membership| membership.since > settled && membership.since < end);
        if committed.binary_search(item_id).is_ok() {
            // Only final removals count: an item taken out and put back changed nothing.
            if let Some(until) = left.filter(|until| !carried(last.removed) && !finished(item, *until)) {
                if perhaps_finished(item, until) {
                    is_unclear = true;
                    continue;
                }
                let size = item.size_at(settled, unit);
                changes.push((until, ScopeChange { item: *item_id, change: last.removed, size, added: false }));
            }
        } else if let Some(came) = came.filter(|came| {
            // A part of a committed item adds nothing to the scope.
            left.is_none() && !item.is_in(id, settled) && model.was_work(item, came.since)
        }) {
            // Added while committed work was still open, and not removed again.
            if !carried(came.added) && unfinished.are_any_at(came.since) {
                if !surely_unfinished.are_any_at(came.since) {
                    is_unclear = true;
                    continue;
                }
                let size = item.size_at(end, unit);
                changes.push((came.since, ScopeChange { item: *item_id, change: came.added, size, added: true }));
            }
        }
    }
    changes.sort_by_key(|(at, change)| (*at, change.item));
    let is_bug = |at, item: &Item<'_>| item.kind == Kind::Bug || model.kind_at(item, at) == Kind::Bug;
    let (bugs, scope): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|(at, change)| is_bug(*at, model.item(change.item)));
    let undated = |changes: Vec<(Timestamp, ScopeChange)>| changes.into_iter().map(|(_, change)| change).collect();
    Scope { changes: undated(scope), bugs: undated(bugs), is_unclear }
}
