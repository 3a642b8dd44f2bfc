//! What became of a sprint's commitment.

use jiff::Timestamp;

use super::cancellation::{is_cancelled, may_be_done};
use super::sprint::SprintFigures;
use crate::board::model::Model;
use crate::board::model::calendar::{after, before};
use crate::board::model::change::{Change, ChangeKind};
use crate::board::model::item::Item;
use crate::board::{ChangeId, ItemId, SprintId};
use crate::parallel;

/// What became of a commitment. All sizes are in the unit of the sprint's figures.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// Size of what was done at the sprint's end.
    pub delivered: f64,
    /// Size of what was still in the sprint at its end, and neither done nor cancelled.
    pub carried: f64,
    /// The items in `carried`.
    pub carried_items: Vec<ItemId>,
    /// Size of what may have been done at the sprint's end: the meaning of its status or list is unknown.
    pub unclear: f64,
    /// Size of what was cancelled instead of being done.
    pub cancelled: f64,
    /// Items whose estimate differs from the one they were committed with.
    pub reestimated: Vec<Reestimated>,
    /// Number of items first estimated after the planning.
    pub estimated_late: usize,
}

/// An item whose estimate was changed.
#[derive(Clone, Copy, Debug)]
pub struct Reestimated {
    /// The item.
    pub item: ItemId,
    /// The first change of its estimate after the planning.
    pub change: Option<ChangeId>,
}

/// What became of the commitment of every sprint whose figures are known.
pub(crate) fn all(model: &Model<'_>, figures: &[Option<SprintFigures>]) -> Vec<Option<Delivery>> {
    parallel::map(figures, |index, figures| delivery(model, figures.as_ref()?, SprintId::new(index)))
}

fn delivery(model: &Model<'_>, figures: &SprintFigures, id: SprintId) -> Option<Delivery> {
    let sprint = model.sprint(id);
    let settled = sprint.planned_by()?;
    let end = sprint.completed.unwrap_or(after(model.clock, 1));
    let mut delivery = Delivery::default();
    for item_id in &figures.committed_items {
        let item = model.item(*item_id);
        let size = item.size_at(settled, figures.unit);
        if model.is_done_at(item, end) {
            delivery.delivered += size;
        } else if is_cancelled(model, item, end) {
            delivery.cancelled += size;
        } else if may_be_done(model, item, end) {
            delivery.unclear += size;
        } else if item.memberships.of(id).any(|membership| stays_until(membership.until, end)) {
            delivery.carried += size;
            delivery.carried_items.push(*item_id);
        }
        let horizon = open_until(model, item, id, settled, end);
        let differs = |first: f64, last: Option<f64>| last.is_none_or(|last| (first - last).abs() > f64::EPSILON);
        match (given(item, settled), given(item, horizon)) {
            (Some(first), last) if differs(first, last) => {
                let change = first_estimated_after(model, item, settled);
                delivery.reestimated.push(Reestimated { item: *item_id, change });
            }
            (None, Some(_)) => delivery.estimated_late += 1,
            _ => {}
        }
    }
    Some(delivery)
}

/// Whether an item that left a sprint at `until` was in it to its `end`. Completing a sprint removes
/// unfinished items at the same instant or a little later. A server that truncates times to seconds may even
/// record the removal as earlier.
pub(super) fn stays_until(until: Option<Timestamp>, end: Timestamp) -> bool {
    until.is_none_or(|until| until.as_second() >= end.as_second())
}

/// The estimate at `at`; zero counts as no estimate.
fn given(item: &Item<'_>, at: Timestamp) -> Option<f64> {
    item.estimate_at(at).filter(|estimate| *estimate != 0.0)
}

/// The first change of an item's estimate after `settled`.
fn first_estimated_after(model: &Model<'_>, item: &Item<'_>, settled: Timestamp) -> Option<ChangeId> {
    let estimates = |change: &Change<'_>| change.kind == ChangeKind::Estimated && change.at > settled;
    model.history_by_id(item).find(|(_, change)| estimates(change)).map(|(id, _)| id)
}

/// The last instant at which an item's estimate mattered to the sprint: just before it was done or taken out.
fn open_until(model: &Model<'_>, item: &Item<'_>, id: SprintId, settled: Timestamp, end: Timestamp) -> Timestamp {
    let finished = item.states.iter().find(|(at, state)| *at > settled && model.state(*state).is_finished());
    let left = item.memberships.of(id).next_back().and_then(|membership| membership.until);
    let first = finished.map(|(at, _)| *at).into_iter().chain(left).chain([end]).min().unwrap_or(end);
    if model.is_done_at(item, settled) { settled } else { before(first, 1).max(settled) }
}
