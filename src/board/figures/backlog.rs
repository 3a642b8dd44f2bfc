//! The waiting items: which are ready, and for how many sprints they last. Source: docs/definitions.md,
//! backlog.

use jiff::Timestamp;

use super::criteria::{has_unnamed_checklist, lists_criteria, section};
use super::sprint::SprintFigures;
use super::unit::is_estimated;
use super::unplaced::Unplaced;
use super::velocity;
use crate::board::facts::ItemFields;
use crate::board::model::item::Item;
use crate::board::model::number::as_number;
use crate::board::{Meaning, Model, Phase, SprintId, Unit};
use crate::charter::Stage;

/// Number of ready items that count as one sprint's work if the velocity is unknown. Source: the rule
/// too-few-ready-items.
const ENOUGH_READY: f64 = 5.0;

/// What is ready for the next sprints, at the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ready {
    /// Number of ready items.
    pub items: usize,
    /// Number of items that may be ready too, or may be larger: whether they wait, their estimate or their
    /// criteria are unknown.
    pub unclear: usize,
    /// The unit of `size` and `velocity`.
    pub unit: Unit,
    /// Total size of the ready items.
    pub size: f64,
    /// Mean of what the last three closed sprints got done, in the same unit.
    pub velocity: Option<f64>,
    /// The latest of those sprints whose result is unknown, or an undated sprint that may be one of them. `None`
    /// if all are known, or there are fewer than three.
    pub unclear_sprint: Option<SprintId>,
}

impl Ready {
    /// Number of sprints that the ready items last; an upper bound if the velocity is unknown.
    pub fn sprints(&self) -> f64 {
        match self.velocity {
            Some(velocity) => self.size / velocity,
            None => as_number(self.items) / ENOUGH_READY,
        }
    }
}

/// The unit in which waiting items are counted. It is the unit of the last closed sprint if enough items
/// (`estimated` of `all`) have an estimate, else items.
pub(crate) fn unit_of_waiting(
    model: &Model<'_>,
    figures: &[Option<SprintFigures>],
    estimated: usize,
    all: usize,
) -> Unit {
    let last = model.closed_of_last_team().last().and_then(|id| figures[id.index()].as_ref());
    last.map(|figures| figures.unit).filter(|_| is_estimated(estimated, all)).unwrap_or(Unit::Items)
}

/// The ready items. An item that waits for a sprint is ready if it is in a status or list of the stage ready,
/// or has both an estimate and acceptance criteria. `None` if this board shows neither.
pub(super) fn ready(model: &Model<'_>, unplaced: &Unplaced, figures: &[Option<SprintFigures>]) -> Option<Ready> {
    let mapped = model.has_column_for(Stage::Ready);
    let open = model.items.iter().filter(|item| item.is_work());
    let (waiting, unclear): (Vec<&Item<'_>>, Vec<_>) = open
        .filter(|item| item.phase.is_before_a_sprint() || item.phase == Phase::Unknown)
        .partition(|item| item.phase.is_before_a_sprint());
    let estimated = |item: &Item<'_>| item.estimates.last().is_some_and(|(_, estimate)| estimate.is_some());
    let detailed: Vec<bool> = waiting.iter().map(|item| estimated(item) && has_criteria(item, model.clock)).collect();
    let tells_details = model.fields.iter().any(|field| field.meaning == Meaning::Criteria)
        || detailed.iter().any(|detailed| *detailed);
    let shown_by_texts = tells_details && model.has_estimates;
    if !mapped && !shown_by_texts {
        return None;
    }
    let in_ready = |item: &Item<'_>| item.state().is_some_and(|state| model.state(state).stage == Some(Stage::Ready));
    let may_be_estimated = |item: &Item<'_>| estimated(item) || !item.holds.has(ItemFields::ESTIMATES);
    let may_have_criteria = |item: &Item<'_>| {
        has_criteria(item, model.clock) || !item.holds.has(ItemFields::CRITERIA) || has_unnamed_checklist(item)
    };
    let may_be_detailed = |item: &Item<'_>| may_be_estimated(item) && may_have_criteria(item);
    let unclear = unclear.iter().filter(|item| in_ready(item) || may_be_detailed(item)).count();
    let unsure = waiting.iter().zip(&detailed).filter(|(item, detailed)| {
        if in_ready(item) { !item.holds.has(ItemFields::ESTIMATES) } else { !**detailed && may_be_detailed(item) }
    });
    let unclear = unclear + unsure.count();
    let ready = waiting.iter().zip(&detailed).filter(|(item, detailed)| **detailed || in_ready(item));
    let ready: Vec<&Item<'_>> = ready.map(|(item, _)| *item).collect();
    let sized = ready.iter().filter(|item| estimated(item)).count();
    let unit = unit_of_waiting(model, figures, sized, ready.len());
    let size = match unit {
        Unit::Items => as_number(ready.len()),
        _ => ready.iter().filter_map(|item| item.estimates.last()?.1).sum(),
    };
    Some(Ready {
        items: ready.len(),
        unclear,
        unit,
        size,
        velocity: velocity::at_the_clock(model, unplaced, figures, unit),
        unclear_sprint: velocity::unclear_at_the_clock(model, unplaced, figures, unit),
    })
}

/// Whether the item has criteria at the `clock`: in their field, under their heading in the description or in
/// a checklist.
fn has_criteria(item: &Item<'_>, clock: Timestamp) -> bool {
    item.criteria.is_some()
        || item.description.is_some_and(|text| section(&text.decode()).is_some())
        || lists_criteria(item, clock)
}
