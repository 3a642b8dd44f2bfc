//! The sprint before the one of the report. Each board is judged a second time, in its state at the end of
//! that earlier sprint.

use jiff::civil::Date;

use super::sprint_dates::latest_of_team;
use crate::board::{Board, Day, Pick};
use crate::finding::{BoardId, Finding};
use crate::lint::{ExportPart, Inputs, Linted, Options, Outcome, read_part};

/// Maximum number of boards that get a matrix, a timeline and a sprint table: a page with more is too long
/// for a meeting.
pub(super) const BOARDS: usize = 8;

/// The findings of each board at the end of the earlier sprint. It is the one before the requested sprint,
/// or, without a requested one, before the last that began.
#[derive(Debug)]
pub struct SprintBefore<'a> {
    boards: Vec<BoardBefore<'a>>,
}

/// A board in its state at the end of the earlier sprint.
#[derive(Debug)]
pub(super) struct BoardBefore<'a> {
    id: BoardId,
    /// The name of that sprint.
    pub(super) sprint: String,
    outcome: Outcome<'a>,
}

impl BoardBefore<'_> {
    /// The findings of that sprint if one sprint is judged; otherwise all findings on the board at that time.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.outcome.findings
    }
}

impl<'a> SprintBefore<'a> {
    /// Judges the boards of `linted` that a report shows a second time, with the same `options`. It skips
    /// boards without such a sprint, boards without a history, and boards whose requested period is not a
    /// sprint. `None` if no board remains.
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

    /// The board with this id; `None` if it was not judged a second time.
    pub(super) fn of(&self, id: BoardId) -> Option<&BoardBefore<'a>> {
        self.boards.iter().find(|board| board.id == id)
    }

    /// The findings of all these boards.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.boards.iter().flat_map(BoardBefore::findings)
    }
}

/// The name and the last day of the earlier sprint: the one before the judged sprint, or, if no sprint was
/// requested, before the last that began. `None` if there is no such sprint or if it has no end.
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

/// The name of the earlier sprint, and the options that judge the board in its state at the end of it. `None`
/// if the requested period is not a sprint.
fn rewound(board: &Board<'_>, options: &Options) -> Option<(String, Options)> {
    // Without a history the earlier state is unknown.
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
