//! What a set of items is counted in. Source: docs/definitions.md, committed.

use jiff::Timestamp;

use crate::board::model::number::as_number;
use crate::board::{ItemId, Model, Unit};

/// The share of items that must be estimated for estimates to count.
const ESTIMATED: f64 = 0.8;

/// Whether `estimated` of `all` items are enough for estimates to be counted rather than items.
pub(crate) fn is_estimated(estimated: usize, all: usize) -> bool {
    as_number(estimated) >= ESTIMATED * as_number(all)
}

/// The unit of `items` as they were estimated at `at`: points, or hours on a board that estimates in time, when at least 80 %
/// are estimated, else items.
pub(crate) fn unit_of(model: &Model<'_>, items: &[ItemId], at: Timestamp) -> Unit {
    let estimated = items.iter().filter(|item| model.item(**item).estimate_at(at).is_some()).count();
    if items.is_empty() || !is_estimated(estimated, items.len()) {
        Unit::Items
    } else if model.in_time {
        Unit::Hours
    } else {
        Unit::Points
    }
}
