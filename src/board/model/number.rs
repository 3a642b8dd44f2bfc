//! Counts as numbers, and parts of a whole.

/// A count as a number to divide by or to compare with.
#[expect(clippy::cast_precision_loss, reason = "counts of items and changes are far below 2^52")]
pub(crate) fn as_number(count: usize) -> f64 {
    count as f64
}

/// `part` divided by `whole`; `None` if `whole` is zero.
pub(crate) fn share_of(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| as_number(part) / as_number(whole))
}
