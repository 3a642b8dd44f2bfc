//! Which sprints a report covers, and the last day of what is over.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Board, Sprint, SprintId};

/// The sprints of `board` that have begun and belong to what is judged.
pub(super) fn judged_sprints<'b, 'a>(board: &'b Board<'a>) -> impl Iterator<Item = (SprintId, &'b Sprint<'a>)> {
    let all = (0..).map(SprintId::new).zip(&board.sprints);
    all.filter(|(_, sprint)| sprint.has_begun(board.clock) && board.judges_sprint(sprint))
}

/// The sprints among them of the team that began one last, by their start.
pub(super) fn latest_of_team<'b, 'a>(board: &'b Board<'a>) -> Vec<&'b Sprint<'a>> {
    let mut sprints: Vec<&Sprint<'a>> =
        judged_sprints(board).map(|(_, sprint)| sprint).filter(|sprint| sprint.start.is_some()).collect();
    sprints.sort_by_key(|sprint| sprint.start);
    let team = sprints.last().map(|sprint| sprint.team());
    sprints.retain(|sprint| Some(sprint.team()) == team);
    sprints
}

/// The last day of something that was over at `end`: the day before, where that is the first instant of a day.
pub(super) fn last_day(board: &Board<'_>, end: Timestamp) -> Date {
    let before = Timestamp::from_millisecond(end.as_millisecond() - 1).unwrap_or(end);
    board.calendar.day(before)
}
