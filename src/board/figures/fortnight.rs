//! How many of the last sprints figures look at, and which period replaces a sprint on a board without any.
//! Source: docs/definitions.md, "28 days or two sprints".

use jiff::Timestamp;

use crate::board::model::calendar::{DAY_SECONDS, before};

/// Length of the period that replaces a sprint if no sprint is known, in days.
pub(crate) const FORTNIGHT_DAYS: i64 = 14;

/// The same in seconds.
pub(super) const FORTNIGHT_SECONDS: i64 = FORTNIGHT_DAYS * DAY_SECONDS;

/// Number of last sprints that figures and rules look at, such as the velocity.
pub(super) const LAST_SPRINTS: u8 = 3;

/// `count` fortnights before `at`.
pub(super) fn fortnights_before(at: Timestamp, count: u8) -> Timestamp {
    before(at, FORTNIGHT_SECONDS * i64::from(count))
}
