//! How many of the last sprints are looked at, and what stands for one where there are none.
//! Source: docs/definitions.md, "28 days or two sprints".

use jiff::Timestamp;

use crate::board::model::calendar::{DAY_SECONDS, before};

/// What stands for a sprint where nothing says how long one is, in days.
pub(crate) const FORTNIGHT_DAYS: i64 = 14;

/// The same in seconds.
pub(super) const FORTNIGHT_SECONDS: i64 = FORTNIGHT_DAYS * DAY_SECONDS;

/// How many of the last sprints figures and rules look at: velocity is the mean of so many.
pub(super) const LAST_SPRINTS: u8 = 3;

/// So many fortnights before `at`.
pub(super) fn fortnights_before(at: Timestamp, count: u8) -> Timestamp {
    before(at, FORTNIGHT_SECONDS * i64::from(count))
}
