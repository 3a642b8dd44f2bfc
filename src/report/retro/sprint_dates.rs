//! Which sprints a report covers, and the last day of what is over.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Board, Sprint, SprintId};

/// The sprints of `board` that have begun and belong to what is judged.
pub(super) fn judged_sprints<'b, 'a>(board: &'b Board<'a>) -> impl Iterator<Item = (SprintId, &'b Sprint<'a>)> {
    let all = (0..).map(SprintId::new).zip(&board.sprints);
    all.filter(|(_, sprint)| sprint.has_begun(board.clock) && board.judges_sprint(sprint))
}

/// The last day of something that was over at `end`: the day before, where that is the first instant of a day.
pub(super) fn last_day(board: &Board<'_>, end: Timestamp) -> Date {
    let before = Timestamp::from_millisecond(end.as_millisecond() - 1).unwrap_or(end);
    board.calendar.day(before)
}
