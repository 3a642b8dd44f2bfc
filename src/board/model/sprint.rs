//! A sprint: its dates, and how far it is.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::calendar::{DAY_SECONDS, after};
use super::ids::{ItemId, SprintId};
use crate::board::facts::{SprintState, goal_text};
use crate::charter::folded;
use crate::source::Mark;

/// How long after its start a sprint is still being planned, in seconds. Source: docs/definitions.md, committed.
const GRACE: i64 = DAY_SECONDS;

/// How long a sprint lasts at most: a month. Source: docs/definitions.md, planned length.
pub(crate) const LONGEST_SPRINT: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What days leave open about the hours of a sprint that the charter gives. Its days count whole, the last one included;
/// but it was planned at some hour of its first day and closed at some hour of its last, and nobody is accused for
/// what may have come before the one or after the other.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// When its first day is over: by then it had begun.
    pub begun: Timestamp,
    /// When its second day is over: 24 hours after any hour of the first, so much of the second has passed at most.
    pub planned: Timestamp,
    /// When its last day begins: from then on it may be closed.
    pub closing: Timestamp,
}

/// A sprint.
#[derive(Clone, Debug)]
pub struct Sprint<'a> {
    /// Its place among the sprints of the board.
    pub index: SprintId,
    /// The tool's own id; the name where the charter gave the sprint.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// The board it was planned on.
    pub board: Cow<'a, str>,
    /// What the names of the team's sprints have in common; empty where all sprints of the board are of one team.
    pub team: String,
    /// How far it is.
    pub state: SprintState,
    /// Its goal, blank where it has none; none where the export carries no goals.
    pub goal: Option<Cow<'a, str>>,
    /// When it was started, or is planned to.
    pub start: Option<Timestamp>,
    /// Whether the start is the instant of activation; else it is a date that people can edit.
    pub activated: bool,
    /// When it was planned to end.
    pub end: Option<Timestamp>,
    /// When it was completed.
    pub completed: Option<Timestamp>,
    /// What its days leave open; none where the tool tells hours.
    pub days: Option<Days>,
    /// The label, folded, by which cards are in it (Trello); none where a list tells.
    pub label: Option<String>,
    /// Whether it is known since when its items have been in it.
    pub dated_members: bool,
    /// Whether its days alone are known (Trello): neither a list nor a label tells which cards are in it, so that those are which
    /// stood in a list of work when it began.
    pub days_alone: bool,
    /// Whether the export explains it at all; of some sprints only the id is known.
    pub known: bool,
    /// Whether it is a sprint of another board that held few of the items here: then it is not judged and lists none.
    pub elsewhere: bool,
    /// The record, or the line of the charter.
    pub mark: Option<Mark>,
    /// The items that are or were in it.
    pub items: Vec<ItemId>,
}

impl Sprint<'_> {
    /// What it is called where people read it: its name, or its id where it has none.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }

    /// As it stood at `clock`: one that was completed later was still running, one that began then or later had not begun.
    pub(crate) fn rewind(&mut self, clock: Timestamp) {
        if self.start.is_some_and(|start| start >= clock) {
            self.state = SprintState::Future;
            self.completed = None;
        } else if self.completed.is_some_and(|completed| completed > clock) {
            self.state = SprintState::Active;
            self.completed = None;
        }
    }

    /// What its goal says; none where it has no goal.
    pub fn goal_text(&self) -> Option<&str> {
        goal_text(self.goal.as_deref())
    }

    /// Whether cards with these labels are in it.
    pub fn is_named_by(&self, labels: &[Cow<'_, str>]) -> bool {
        self.label.as_ref().is_some_and(|own| labels.iter().any(|label| folded(label) == *own))
    }

    /// Whether it was running at `at`.
    pub fn is_running(&self, at: Timestamp) -> bool {
        self.state != SprintState::Future
            && self.start.is_some_and(|start| start <= at)
            && self.completed.is_none_or(|completed| at < completed)
    }

    /// Whether it has begun, by what the tool says of its state, and nothing tells when.
    pub fn is_undated(&self) -> bool {
        self.state != SprintState::Future && self.start.is_none()
    }

    /// Whether it may have been running at `at`, as far as its record tells: of it the id alone is known, or that it has begun and
    /// not when.
    pub fn may_have_run(&self, at: Timestamp) -> bool {
        !self.known || (self.is_undated() && self.completed.is_none_or(|completed| at < completed))
    }

    /// Whether it may have been closed already at `at`, or not begun yet, by the hour, which is not recorded.
    pub fn may_not_run(&self, at: Timestamp) -> bool {
        self.days.is_some_and(|days| at < days.begun || days.closing <= at)
    }

    /// When what left it at `at` left it. On its last day that is at its close: what goes back to the backlog or on into the
    /// next sprint then is left over, as far as anybody knows.
    pub(crate) fn left_at(&self, at: Timestamp) -> Timestamp {
        let closing = self.days.is_some_and(|days| days.closing <= at);
        self.end.filter(|end| closing && at < *end).unwrap_or(at)
    }

    /// Whether it has begun: one that was planned to begin and that nobody started has not, and one of another board is none of
    /// this board's.
    pub fn has_begun(&self, clock: Timestamp) -> bool {
        self.state != SprintState::Future && !self.elsewhere && self.start.is_some_and(|start| start <= clock)
    }

    /// Whether it is closed and items are or were in it: of an empty one nothing can be said.
    pub fn is_closed_with_items(&self) -> bool {
        self.state == SprintState::Closed && !self.items.is_empty()
    }

    /// Whether it had not begun at `at`.
    pub fn is_future(&self, at: Timestamp) -> bool {
        self.state == SprintState::Future || self.start.is_some_and(|start| at < start)
    }

    /// Whether it has begun, but so lately that what is in it is still being planned.
    pub fn is_being_planned(&self, clock: Timestamp) -> bool {
        self.planned_by().is_some_and(|planned| clock < planned)
    }

    /// When planning it is over; of a sprint that is known by its days only, when its second day is. None for a sprint without
    /// a start.
    pub fn planned_by(&self) -> Option<Timestamp> {
        let start = self.start?;
        let grace = self.days.map_or(after(start, GRACE), |days| days.planned);
        Some(self.completed.map_or(grace, |completed| grace.min(completed)))
    }

    /// When it was over, or was to be: one that is closed days or weeks late did not go on beside those that follow it. The clock
    /// where nothing says when.
    pub(crate) fn over_by(&self, clock: Timestamp) -> Timestamp {
        let planned = self.end.filter(|end| self.start.is_none_or(|start| start < *end));
        [planned, self.completed].into_iter().flatten().min().unwrap_or(clock)
    }

    /// Sprints of one team follow one another on the same board.
    pub fn team(&self) -> (&str, &str) {
        (&self.board, &self.team)
    }
}
