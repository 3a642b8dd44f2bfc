//! The size of the board, the distribution of its items over sprints, and the working hours.
//!
//! Time is counted in working minutes of eight-hour days and five-day weeks, so that nobody works at night.
//! The export is made on the second Tuesday of the last but one sprint.

use clap::ValueEnum;
use jiff::{SignedDuration, Timestamp};

/// Working minutes of a day.
const DAY: i64 = 480;
/// Working minutes from the start of a sprint to the start of the next.
pub(super) const SPRINT: i64 = 10 * DAY;
/// Minute within a sprint at which it is started.
pub(super) const START: i64 = 30;
/// Minute at which it is planned to end.
pub(super) const END: i64 = 9 * DAY + 360;
/// Minute at which it is closed.
pub(super) const CLOSE: i64 = END + 2;

/// Start of the sprint that is active at the export.
const ACTIVE: Timestamp = Timestamp::constant(1_773_043_200, 0);
/// Time of the export.
pub(super) const NOW: Timestamp = Timestamp::constant(1_773_043_200 + 8 * 86_400 + 6 * 3600, 0);

/// Average number of items in a sprint.
const SPRINT_ITEMS: i64 = 12;
/// Minimum and maximum number of sprints of a board.
const SPRINTS: (i64, i64) = (4, 78);
/// Number of sprints after which the items are split over another board.
const BOARD_SPRINTS: i64 = 52;

/// Format of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    JiraCloud,
    JiraDc,
    JiraBackup,
    JiraCsv,
    Trello,
}

/// The parameters of a board.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Number of issues or cards.
    pub(crate) issues: i64,
    /// Format of the export.
    pub(crate) format: Format,
    /// The same seed gives the same board.
    pub(crate) seed: u64,
    /// Whether people step out of their roles ten times as often, so that nearly every item has a finding.
    pub(crate) busy: bool,
}

impl Plan {
    /// Whether the format is that of Jira Cloud. Data Center has other keys for people and for some fields.
    pub(super) fn cloud(&self) -> bool {
        matches!(self.format, Format::JiraCloud | Format::JiraCsv)
    }

    /// Number of boards in parallel, so that sprints stay at a dozen items and the years stay few. On Trello
    /// their items are in the same lists.
    pub(super) fn boards(&self) -> i64 {
        1 + self.issues / (SPRINT_ITEMS * BOARD_SPRINTS)
    }

    /// Number of sprints of each board.
    pub(super) fn sprints(&self) -> i64 {
        (self.issues / (SPRINT_ITEMS * self.boards())).clamp(SPRINTS.0, SPRINTS.1)
    }

    /// Index of the sprint that is active at the export; all earlier ones are closed.
    pub(super) fn active_sprint(&self) -> i64 {
        self.sprints() - 2
    }

    /// The board of an item, counted from 1.
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

    /// Address of the exported site.
    pub(super) fn base(&self) -> &'static str {
        match self.format {
            Format::JiraCloud | Format::JiraCsv => "https://shop.atlassian.net",
            Format::JiraDc | Format::JiraBackup | Format::Trello => "https://jira.shop.example",
        }
    }
}
