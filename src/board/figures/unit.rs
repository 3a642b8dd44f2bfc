//! What a set of items is counted in. Source: docs/definitions.md, committed.

use jiff::Timestamp;

use crate::board::facts::ItemFields;
use crate::board::model::number::as_number;
use crate::board::{ItemId, Model, Unit};

/// The share of items that must be estimated for estimates to count.
const ESTIMATED: f64 = 0.8;

/// Whether `estimated` of `all` items are enough for estimates to be counted rather than items.
pub(crate) fn is_estimated(estimated: usize, all: usize) -> bool {
    as_number(estimated) >= ESTIMATED * as_number(all)
}

/// The unit of `items` as they were estimated at `at`: points, or hours on a board that estimates in time, when at least 80 %
/// are estimated, else items. None where the export leaves out the estimates of so many that it may be either.
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
