//! The unit in which a set of items is counted. Source: docs/definitions.md, committed.

use jiff::Timestamp;

use crate::board::facts::ItemFields;
use crate::board::model::number::as_number;
use crate::board::{ItemId, Model, Unit};

/// Minimum share of estimated items from which estimates are counted instead of items.
const ESTIMATED: f64 = 0.8;

/// Whether enough items (`estimated` of `all`) have an estimate to count estimates instead of items.
pub(crate) fn is_estimated(estimated: usize, all: usize) -> bool {
    as_number(estimated) >= ESTIMATED * as_number(all)
}

/// The unit of `items` as of `at`. If at least 80 % have an estimate, it is points, or hours on a board that
/// estimates in time; else items. `None` if so many estimates are missing from the export that it may be
/// either.
pub(crate) fn unit_of(model: &Model<'_>, items: &[ItemId], at: Timestamp) -> Option<Unit> {
    let (mut estimated, mut unknown) = (0, 0);
    for item in items.iter().map(|item| model.item(*item)) {
        if item.estimate_at(at).is_some() {
            estimated += 1;
        } else if !item.holds.has(ItemFields::ESTIMATES) {
            unknown += 1;
        }
    }
    if items.is_empty() || !is_estimated(estimated + unknown, items.len()) {
        Some(Unit::Items)
    } else if !is_estimated(estimated, items.len()) {
        None
    } else if model.in_time {
        Some(Unit::Hours)
    } else {
        Some(Unit::Points)
    }
}
