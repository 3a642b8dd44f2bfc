//! Times from one instant to another, to be asked which of them hold an instant.

use jiff::Timestamp;

/// The starts of `times` in order, each with the latest end of those up to it: an instant is in one of them if it is before the end
/// beside the last start that has come.
pub(super) fn joined(mut times: Vec<(Timestamp, Timestamp)>) -> Vec<(Timestamp, Timestamp)> {
    times.sort_unstable();
    let mut latest = Timestamp::MIN;
    for (_, end) in &mut times {
        latest = latest.max(*end);
        *end = latest;
    }
    times
}
