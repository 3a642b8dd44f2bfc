//! The order of the waiting items, and how much work comes before each. Source: the rule over-refined-item.

use std::cmp::Ordering;

use foldhash::HashMap;

use super::backlog::unit_of_waiting;
use super::sprint::SprintFigures;
use super::unplaced::Unplaced;
use super::velocity;
use crate::board::facts::Tool;
use crate::board::model::item::Item;
use crate::board::{ItemId, Model, Phase, StateId, Unit};

/// Number of items that count as one sprint's work if the velocity is unknown: thirty items for three
/// sprints. Source: the rule over-refined-item.
const ITEMS_A_SPRINT: f64 = 10.0;

/// How many sprints of work come before each item; `None` for an item that does not wait. `None` as a whole
/// if the export does not show the order.
pub(super) fn sprints_ahead(
    model: &Model<'_>,
    unplaced: &Unplaced,
    figures: &[Option<SprintFigures>],
) -> Option<Vec<Option<f64>>> {
    let waits = |item: &Item<'_>| item.is_work() && item.phase.is_before_a_sprint();
    let mut waiting: Vec<ItemId> =
        (0..model.items.len()).map(ItemId::new).filter(|id| waits(model.item(*id))).collect();
    let comparable = |pair: &[ItemId]| compare(model, pair[0], pair[1]).is_some();
    let known = waiting.iter().all(|id| model.item(*id).rank.is_some()) && waiting.windows(2).all(comparable);
    if !known {
        return None;
    }
    waiting.sort_by(|one, two| compare(model, *one, *two).unwrap_or(Ordering::Equal).then(one.cmp(two)));
    let mut all = vec![None; model.items.len()];
    for (id, ahead) in ahead(model, unplaced, figures, &waiting) {
        all[id.index()] = Some(ahead);
    }
    Some(all)
}

/// How many sprints of work come before each of the items, which wait in this order.
fn ahead(
    model: &Model<'_>,
    unplaced: &Unplaced,
    figures: &[Option<SprintFigures>],
    waiting: &[ItemId],
) -> Vec<(ItemId, f64)> {
    let size = |id: &ItemId| model.item(*id).estimates.last().and_then(|(_, estimate)| *estimate);
    let sized = waiting.iter().filter(|id| size(id).is_some()).count();
    let unit = unit_of_waiting(model, figures, sized, waiting.len());
    let velocity = velocity::at_the_clock(model, unplaced, figures, unit);
    let mut lists: HashMap<Option<StateId>, f64> = HashMap::default();
    let mut ready = 0.0;
    let mut measured = Vec::with_capacity(waiting.len());
    for id in waiting {
        let item = model.item(*id);
        let own = match (velocity, unit) {
            (Some(_), Unit::Points | Unit::Hours) => size(id).unwrap_or(0.0),
            _ => 1.0,
        };
        // Two lists of cards have no order between them, but ready cards come before the others.
        let list = item.state().filter(|_| model.tool == Tool::Trello);
        let so_far = lists.entry(list).or_default();
        let apart = model.tool == Tool::Trello && item.phase != Phase::Ready;
        let before = *so_far + if apart { ready } else { 0.0 };
        measured.push((*id, before / velocity.unwrap_or(ITEMS_A_SPRINT)));
        *so_far += own;
        if item.phase == Phase::Ready {
            ready += own;
        }
    }
    measured
}

/// Compares two waiting items. On Trello, each list has its own order, and ready cards come first.
fn compare(model: &Model<'_>, one: ItemId, two: ItemId) -> Option<Ordering> {
    let (one, two) = (model.item(one), model.item(two));
    let order = one.rank.as_ref()?.compare(two.rank.as_ref()?)?;
    let later = |item: &Item<'_>| model.tool == Tool::Trello && item.phase != Phase::Ready;
    Some(later(one).cmp(&later(two)).then(order))
}
