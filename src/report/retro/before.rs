//! The sprint before the one that a report is about: the exports of each board are judged a second time, as it stood when that sprint had
//! ended.

use jiff::civil::Date;

use super::sprint_dates::latest_of_team;
use crate::board::{Board, Day, Pick};
use crate::finding::{BoardId, Finding};
use crate::lint::{ExportPart, Inputs, Linted, Options, Outcome, read_part};

/// So many boards get a matrix, a timeline and their sprints; more would be no page to talk over.
pub(super) const BOARDS: usize = 8;

/// What there was to find on each board of a report when the sprint before had ended: the one before the sprint that was asked for, else
/// before the last that began.
#[derive(Debug)]
pub struct SprintBefore<'a> {
    boards: Vec<BoardBefore<'a>>,
}

/// A board as it stood when the sprint before had ended.
#[derive(Debug)]
pub(super) struct BoardBefore<'a> {
    id: BoardId,
    /// What that sprint is called.
    pub(super) sprint: String,
    outcome: Outcome<'a>,
}

impl BoardBefore<'_> {
    /// What was found in that sprint where one sprint is judged; else everything that was found on the board as it stood then.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.outcome.findings
    }
}

impl<'a> SprintBefore<'a> {
    /// Judges the boards of `linted` that a report shows once more, as `options` asked for it. Left out are those that have no such
    /// sprint, those without a history, and those of which a time was asked for that is no sprint. None where no board is left.
    pub fn judge(inputs: &'a Inputs, options: &Options, linted: &Linted<'_>) -> Option<Self> {
        let shown = linted.boards.iter().take(BOARDS).enumerate();
        let mut wanted: Vec<_> = shown
            .filter_map(|(place, one)| {
                let (sprint, options) = rewound(&one.board, options)?;
                Some((BoardId::new(place), &one.files, sprint, options))
            })
            .collect();
        let mut files: Vec<_> = wanted.iter().flat_map(|(_, files, ..)| files.iter().copied()).collect();
        files.sort_unstable();
        files.dedup();
        let exports = read_part(inputs, options, &ExportPart::Files(files), &|| {}).ok()?;
        let mut boards = Vec::new();
        for board in exports.boards {
            let is_of = |files: &[_]| board.facts.iter().map(|facts| &facts.file).eq(files);
            let Some(place) = wanted.iter().position(|(_, files, ..)| is_of(files)) else { continue };
            let (id, _, sprint, options) = wanted.remove(place);
            let outcome = board.judge(inputs, &options, id);
            if outcome.left_out.is_none() {
                boards.push(BoardBefore { id, sprint, outcome });
            }
        }
        (!boards.is_empty()).then_some(Self { boards })
    }

    /// The board of that id; none where it was not judged a second time.
    pub(super) fn of(&self, id: BoardId) -> Option<&BoardBefore<'a>> {
        self.boards.iter().find(|board| board.id == id)
    }

    /// What was found on all of them.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.boards.iter().flat_map(BoardBefore::findings)
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

/// The name of the sprint before, and the options with which the same exports show what there was to find when it had ended. None where a
/// part of the board's time was asked for that is no sprint.
fn rewound(board: &Board<'_>, options: &Options) -> Option<(String, Options)> {
    // Without a history it is not known how anything stood then.
    if !board.contents.history {
        return None;
    }
    let (sprint, last) = sprint_before(board)?;
    let options = match board.window.sprint {
        Some(_) => Options { sprint: Some(Pick::Named(sprint.clone())), ..options.clone() },
        None if board.window.is_open() => Options { until: Some(Day::On(last)), ..options.clone() },
        None => return None,
    };
    Some((sprint, options))
}
