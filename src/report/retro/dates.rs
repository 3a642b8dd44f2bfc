//! Days of instants that end something.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::Board;

/// The last day of something that was over at `end`: the day before, where that is the first instant of a day.
pub(super) fn last_day(board: &Board<'_>, end: Timestamp) -> Date {
    let before = Timestamp::from_millisecond(end.as_millisecond() - 1).unwrap_or(end);
    board.calendar.day(before)
}
