//! Which sprints a report covers, and the last day of what is over.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Board, Day, Sprint, SprintId};
use crate::lint::{Linted, Options};

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

/// The sprint before the one that is judged, where one is, else before the last that began: its name and the last day on which it ran.
/// None where there is no such sprint, or it has no end.
fn sprint_before(board: &Board<'_>) -> Option<(String, Date)> {
    let before = match board.window.sprint {
        Some(asked) => {
            let asked = board.sprint(asked);
            let earlier =
                board.sprints.iter().filter(|sprint| sprint.team() == asked.team() && sprint.start < asked.start);
            earlier.filter(|sprint| sprint.start.is_some()).max_by_key(|sprint| sprint.start)?
        }
        None => {
            let sprints = latest_of_team(board);
            let [.., before, _] = sprints.as_slice() else { return None };
            *before
        }
    };
    Some((before.name.to_string(), board.calendar.day(before.completed.or(before.end)?)))
}

/// The name of the sprint before, and what is asked of the same exports to know what there was to find when it had ended. None where the run
/// is not about one board, or about a part of its time that is no sprint.
pub fn rewound(linted: &Linted<'_>, options: &Options) -> Option<(String, Options)> {
    let [one] = linted.boards.as_slice() else { return None };
    let (sprint, last) = sprint_before(&one.board)?;
    let options = match one.board.window.sprint {
        Some(_) => Options { sprint: Some(sprint.clone()), ..options.clone() },
        None if one.board.window.is_open() => Options { until: Some(Day::On(last)), ..options.clone() },
        None => return None,
    };
    Some((sprint, options))
}

/// The last day of something that was over at `end`: the day before, where that is the first instant of a day.
pub(super) fn last_day(board: &Board<'_>, end: Timestamp) -> Date {
    let before = Timestamp::from_millisecond(end.as_millisecond() - 1).unwrap_or(end);
    board.calendar.day(before)
}
