//! A sprint: its dates and its state.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::calendar::{DAY_SECONDS, after};
use super::ids::{ItemId, SprintId};
use crate::board::facts::{SprintState, goal_text};
use crate::charter::folded;
use crate::source::Mark;

/// Number of seconds after its start during which a sprint is still being planned. Source:
/// docs/definitions.md, committed.
const GRACE: i64 = DAY_SECONDS;

/// Maximum length of a sprint: a month. Source: docs/definitions.md, planned length.
pub(crate) const LONGEST_SPRINT: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What is unknown about the hours of a sprint that the charter gives in days. Its days count whole,
/// including the last one. But it was planned at some hour of its first day and closed at some hour of its
/// last. Nobody is accused of what may have happened before the one or after the other.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// End of its first day: by then it had begun.
    pub begun: Timestamp,
    /// End of its second day: 24 hours after any hour of the first day fall before it.
    pub planned: Timestamp,
    /// Start of its last day: from then on it may be closed.
    pub closing: Timestamp,
}

/// A sprint.
#[derive(Clone, Debug)]
pub struct Sprint<'a> {
    /// Its index in the board's sprints.
    pub index: SprintId,
    /// The tool's own id; the name if the charter gives the sprint.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// The board it was planned on.
    pub board: Cow<'a, str>,
    /// What the names of the team's sprints have in common; empty where all sprints of the board are of one team.
    pub team: String,
    /// Its state.
    pub state: SprintState,
    /// Its goal, blank if it has none; `None` if the export carries no goals.
    pub goal: Option<Cow<'a, str>>,
    /// When it was started, or is planned to start.
    pub start: Option<Timestamp>,
    /// Whether the start is the time of activation; otherwise it is a date that people can edit.
    pub activated: bool,
    /// When it was planned to end.
    pub end: Option<Timestamp>,
    /// When it was completed.
    pub completed: Option<Timestamp>,
    /// What its days leave unknown; `None` if the tool gives hours.
    pub days: Option<Days>,
    /// The folded label of its cards (Trello); `None` if its cards are in a list.
    pub label: Option<String>,
    /// Whether it is known when its items came into it.
    pub dated_members: bool,
    /// Whether only its days are known (Trello). Neither a list nor a label shows its cards, so its cards are
    /// those that were in a list of work when it began.
    pub days_alone: bool,
    /// Whether the export describes it; of some sprints only the id is known.
    pub known: bool,
    /// Whether it is a sprint of another board that held few of the items here. It is then not judged and
    /// lists no items.
    pub elsewhere: bool,
    /// The record, or the line of the charter.
    pub mark: Option<Mark>,
    /// The items that are or were in it.
    pub items: Vec<ItemId>,
}

impl Sprint<'_> {
    /// Its name for readers, or its id if it has no name.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }

    /// Resets its state to that at `clock`. A sprint that was completed later was still running; one that
    /// began then or later had not begun.
    pub(crate) fn rewind(&mut self, clock: Timestamp) {
        if self.start.is_some_and(|start| start >= clock) {
            self.state = SprintState::Future;
            self.completed = None;
        } else if self.completed.is_some_and(|completed| completed > clock) {
            self.state = SprintState::Active;
            self.completed = None;
        }
    }

    /// The text of its goal; `None` if it has no goal.
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

    /// Whether it has begun by its state in the tool, at an unknown time.
    pub fn is_undated(&self) -> bool {
        self.state != SprintState::Future && self.start.is_none()
    }

    /// Whether it has begun or may have begun, is undated, and has or had items on this board.
    pub fn is_unplaced(&self) -> bool {
        (!self.known || self.is_undated()) && !self.elsewhere && !self.items.is_empty()
    }

    /// Whether it may have been running at `at`: only its id is known, or only that it has begun.
    pub fn may_have_run(&self, at: Timestamp) -> bool {
        !self.known || (self.is_undated() && self.completed.is_none_or(|completed| at < completed))
    }

    /// Whether it may not have begun yet at `at` or may already have been closed, since the hours are not
    /// recorded.
    pub fn may_not_run(&self, at: Timestamp) -> bool {
        self.days.is_some_and(|days| at < days.begun || days.closing <= at)
    }

    /// Returns when an item that was taken out at `at` left the sprint. On the last day that is the end of
    /// the sprint: what goes back to the backlog or to the next sprint then counts as left over.
    pub(crate) fn left_at(&self, at: Timestamp) -> Timestamp {
        let closing = self.days.is_some_and(|days| days.closing <= at);
        self.end.filter(|end| closing && at < *end).unwrap_or(at)
    }

    /// Whether it has begun. A planned sprint that nobody started has not, and a sprint of another board does
    /// not count.
    pub fn has_begun(&self, clock: Timestamp) -> bool {
        self.state != SprintState::Future && !self.elsewhere && self.start.is_some_and(|start| start <= clock)
    }

    /// Whether it is closed and has ever held items; nothing can be said about an empty one.
    pub fn is_closed_with_items(&self) -> bool {
        self.state == SprintState::Closed && !self.items.is_empty()
    }

    /// Whether it had not begun at `at`.
    pub fn is_future(&self, at: Timestamp) -> bool {
        self.state == SprintState::Future || self.start.is_some_and(|start| at < start)
    }

    /// Whether it has begun so recently that it is still being planned.
    pub fn is_being_planned(&self, clock: Timestamp) -> bool {
        self.planned_by().is_some_and(|planned| clock < planned)
    }

    /// When its planning is over. For a sprint known only by its days, that is the end of its second day.
    /// `None` for a sprint without a start.
    pub fn planned_by(&self) -> Option<Timestamp> {
        let start = self.start?;
        let grace = self.days.map_or(after(start, GRACE), |days| days.planned);
        Some(self.completed.map_or(grace, |completed| grace.min(completed)))
    }

    /// When it was completed or was planned to end, whichever is earlier: a sprint that is closed weeks late
    /// did not run beside the next ones. The clock if neither is known.
    pub(crate) fn over_by(&self, clock: Timestamp) -> Timestamp {
        let planned = self.end.filter(|end| self.start.is_none_or(|start| start < *end));
        [planned, self.completed].into_iter().flatten().min().unwrap_or(clock)
    }

    /// Its team: sprints of one team follow one another on the same board.
    pub fn team(&self) -> (&str, &str) {
        (&self.board, &self.team)
    }
}
