//! The sprints of a report, and when they ran.

use jiff::Timestamp;

use crate::board::{Board, Sprint, SprintId};

/// The sprints of `board` that have begun and are judged.
pub(super) fn judged_sprints<'b, 'a>(board: &'b Board<'a>) -> impl Iterator<Item = (SprintId, &'b Sprint<'a>)> {
    let all = (0..).map(SprintId::new).zip(&board.sprints);
    all.filter(|(_, sprint)| sprint.has_begun(board.clock) && board.judges_sprint(sprint))
}

/// Those of the team whose sprint began last, sorted by start.
pub(super) fn latest_of_team<'b, 'a>(board: &'b Board<'a>) -> Vec<&'b Sprint<'a>> {
    let mut sprints: Vec<&Sprint<'a>> =
        judged_sprints(board).map(|(_, sprint)| sprint).filter(|sprint| sprint.start.is_some()).collect();
    sprints.sort_by_key(|sprint| sprint.start);
    let team = sprints.last().map(|sprint| sprint.team());
    sprints.retain(|sprint| Some(sprint.team()) == team);
    sprints
}

/// Whether `sprint` ran at `at`. The timestamp of its end belongs to it.
pub(super) fn ran_at(board: &Board<'_>, sprint: &Sprint<'_>, at: Timestamp) -> bool {
    let end = sprint.completed.or(sprint.end).unwrap_or(board.clock);
    sprint.start.is_some_and(|start| start <= at) && at <= end
}
