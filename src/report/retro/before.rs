//! The sprint before the one that a report is about: its exports are judged a second time, as they stood when it had ended.

use jiff::civil::Date;

use super::sprint_dates::latest_of_team;
use crate::board::{Board, Day};
use crate::finding::Finding;
use crate::lint::{Inputs, Linted, Options, Part, read_part};

/// What there was to find when the sprint before had ended: the one before the sprint that was asked for, else before the last that began.
#[derive(Debug)]
pub struct SprintBefore<'a> {
    name: String,
    linted: Linted<'a>,
}

impl<'a> SprintBefore<'a> {
    /// Judges the exports of `part` once more, as `options` asked for `linted`. None where `linted` or the second run is not about one
    /// board, where there is no such sprint, or where `linted` is about a part of its time that is no sprint.
    pub fn judge(inputs: &'a Inputs, part: &Part, options: &Options, linted: &Linted<'_>) -> Option<Self> {
        let (name, options) = rewound(linted, options)?;
        let linted = read_part(inputs, &options, part, &|| {}).ok()?.lint();
        (linted.boards.len() == 1).then_some(Self { name, linted })
    }

    /// What that sprint is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was found in it where one sprint is judged; else everything that was found on the board as it stood then.
    pub fn findings(&self) -> &[Finding] {
        &self.linted.findings
    }
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

/// The name of the sprint before, and the options with which the same exports show what there was to find when it had ended. None
/// where the run is not about one board, or about a part of its time that is no sprint.
fn rewound(linted: &Linted<'_>, options: &Options) -> Option<(String, Options)> {
    let [one] = linted.boards.as_slice() else { return None };
    // Without a history nobody knows how anything stood then.
    if !one.board.contents.history {
        return None;
    }
    let (sprint, last) = sprint_before(&one.board)?;
    let options = match one.board.window.sprint {
        Some(_) => Options { sprint: Some(sprint.clone()), ..options.clone() },
        None if one.board.window.is_open() => Options { until: Some(Day::On(last)), ..options.clone() },
        None => return None,
    };
    Some((sprint, options))
}
