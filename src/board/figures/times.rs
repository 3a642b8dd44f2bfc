//! Prepares a list of periods for a fast test whether an instant is in one of them.

use jiff::Timestamp;

/// Sorts `times` by start and replaces each end by the latest end so far. An instant lies in one of the
/// periods if it is before the end of the last entry that starts at or before it.
pub(super) fn joined(mut times: Vec<(Timestamp, Timestamp)>) -> Vec<(Timestamp, Timestamp)> {
    times.sort_unstable();
    let mut latest = Timestamp::MIN;
    for (_, end) in &mut times {
        latest = latest.max(*end);
        *end = latest;
    }
    times
}
