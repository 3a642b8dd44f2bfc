//! How large the board is, how its items spread over sprints, and when its people work.
//!
//! Time is counted in working minutes of eight-hour days and five-day weeks, so that nobody works at night. The export
//! is made on the second Tuesday of the last sprint but one.

use clap::ValueEnum;
use jiff::{SignedDuration, Timestamp};

/// Working minutes of a day.
const DAY: i64 = 480;
/// Working minutes from the start of a sprint to the start of the next.
pub(super) const SPRINT: i64 = 10 * DAY;
/// The minute of a sprint in which it is started.
pub(super) const START: i64 = 30;
/// The minute in which it is due to end.
pub(super) const END: i64 = 9 * DAY + 360;
/// The minute in which it is closed.
pub(super) const CLOSE: i64 = END + 2;

/// When the sprint that is running at the export began.
const ACTIVE: Timestamp = Timestamp::constant(1_773_043_200, 0);
/// When the export is made.
pub(super) const NOW: Timestamp = Timestamp::constant(1_773_043_200 + 8 * 86_400 + 6 * 3600, 0);

/// How many items go into a sprint on average.
const SPRINT_ITEMS: i64 = 12;
/// The least and the most sprints that a board goes through.
const SPRINTS: (i64, i64) = (4, 78);
/// After so many sprints another board takes the items.
const BOARD_SPRINTS: i64 = 52;

/// What the board is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    JiraCloud,
    JiraDc,
    JiraBackup,
    JiraCsv,
    Trello,
}

/// Which board is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// How many issues or cards.
    pub(crate) issues: i64,
    /// What it is written as.
    pub(crate) format: Format,
    /// The same seed gives the same board.
    pub(crate) seed: u64,
    /// Whether people step out of their roles ten times as often: there is a finding for nearly every item then.
    pub(crate) busy: bool,
}

impl Plan {
    /// Whether Jira Cloud writes the export; Data Center has other words for people and for some fields.
    pub(super) fn cloud(&self) -> bool {
        matches!(self.format, Format::JiraCloud | Format::JiraCsv)
    }

    /// Boards run side by side, so that sprints stay a dozen items long and the years few. On Trello their items stand
    /// in the same lists.
    pub(super) fn boards(&self) -> i64 {
        1 + self.issues / (SPRINT_ITEMS * BOARD_SPRINTS)
    }

    /// How many sprints each board has.
    pub(super) fn sprints(&self) -> i64 {
        (self.issues / (SPRINT_ITEMS * self.boards())).clamp(SPRINTS.0, SPRINTS.1)
    }

    /// The place of the sprint that is running at the export; all before it are closed.
    pub(super) fn active_sprint(&self) -> i64 {
        self.sprints() - 2
    }

    /// The board, counted from 1, on which an item is worked.
    pub(super) fn board_of(&self, item: i64) -> i64 {
        item % self.boards() + 1
    }

    /// Id and name of a sprint on a board.
    pub(super) fn sprint(&self, board: i64, sprint: i64) -> (i64, String) {
        let number = sprint + 1;
        let several = self.boards() > 1 && self.format != Format::Trello;
        let team = if several { format!("Team {board} ") } else { String::new() };
        (sprint * self.boards() + board, format!("{team}Sprint {number}"))
    }

    /// The instant of a working minute, counted from the start of the first sprint.
    pub(super) fn clock(&self, minute: i64) -> Timestamp {
        let (day, rest) = (minute.div_euclid(DAY), minute.rem_euclid(DAY));
        let days = day.div_euclid(5) * 7 + day.rem_euclid(5) - self.active_sprint() * 14;
        ACTIVE + SignedDuration::from_mins(days * 24 * 60 + rest)
    }

    /// Where the site that is exported would be found.
    pub(super) fn base(&self) -> &'static str {
        match self.format {
            Format::JiraCloud | Format::JiraCsv => "https://shop.atlassian.net",
            Format::JiraDc | Format::JiraBackup | Format::Trello => "https://jira.shop.example",
        }
    }
}
