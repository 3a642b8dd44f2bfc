//! Counts as numbers.

/// A count as a number to divide by or to compare with.
#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
pub(crate) fn as_number(count: usize) -> f64 {
    count as f64
}
