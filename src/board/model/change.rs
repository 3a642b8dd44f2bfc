//! One thing that one person did at one instant, and where the item stood just before.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::ids::{ItemId, PersonId, SprintId, StateId};
use crate::board::facts::{Direction, Text};
use crate::charter::Kind;
use crate::source::Mark;
use crate::word::{Word, words};

/// Upper bound of the time between the records of one gesture. Source: docs/definitions.md, gesture and
/// creation burst.
pub(crate) const GESTURE: SignedDuration = SignedDuration::from_secs(10);

words! {
    /// What was done.
    ChangeKind {
        /// The item came to be.
        Created = "created",
        /// Dragged up or down in the same list.
        Ranked = "ranked",
        /// Given another priority.
        Prioritised = "prioritised",
        /// Given to somebody; on Trello, one more member.
        Assigned = "assigned",
        /// Taken from somebody.
        Unassigned = "unassigned",
        /// Given an estimate, or another, or none.
        Estimated = "estimated",
        /// The description was written.
        Described = "described",
        /// The title was written.
        Retitled = "retitled",
        /// The acceptance criteria were written.
        CriteriaEdited = "criteria-edited",
        /// Another status or list.
        Moved = "moved",
        /// Put into a sprint.
        Planned = "planned",
        /// Taken out of a sprint.
        Unplanned = "unplanned",
        /// Hours planned or remaining.
        TimeEstimated = "time-estimated",
        /// Hours worked.
        TimeLogged = "time-logged",
        /// A flag was set.
        Flagged = "flagged",
        /// A flag was cleared.
        Unflagged = "unflagged",
        /// A sub-task or checklist was added.
        Split = "split",
        /// Labels.
        Labelled = "labelled",
        /// Something was said.
        Commented = "commented",
        /// Archived or resolved.
        Closed = "closed",
        /// Brought back.
        Reopened = "reopened",
        /// Another kind of item.
        Rekinded = "rekinded",
        /// Somebody else asked for it.
        Reported = "reported",
        /// Made part of another item.
        Parented = "parented",
        /// Linked to another item.
        Linked = "linked",
        /// The board itself was edited.
        BoardEdited = "board-edited",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Whether a change was decided, or came along. Source: docs/definitions.md, gesture.
    Gesture {
        /// Somebody meant it.
        Decision = "decision",
        /// A rank that a move, a sprint change, a creation or a parent change wrote on its way.
        Companion = "companion",
        /// Part of creating the item.
        Burst = "creation-burst",
        /// Written when a sprint was completed.
        CarryOver = "carry-over",
        /// Done by an app.
        App = "app",
        /// Part of a change of the workflow: many items moved from one status to another at once.
        Migration = "migration",
        /// A move that was taken back within minutes, or the one that took it back.
        Undone = "undone",
        /// A move that may have taken back one that is not in the known history.
        PerhapsUndone = "perhaps-undone",
        /// Done in another project, before the item came from there or as it came: decisions of another team.
        Elsewhere = "elsewhere",
    }
}

words! {
    /// Where an item stands. Source: docs/definitions.md, phases.
    Phase {
        /// In no sprint.
        Backlog = "backlog",
        /// Refined, in no sprint.
        Ready = "ready",
        /// In a sprint that has not begun.
        FutureSprint = "future-sprint",
        /// In a running sprint, or at work.
        ActiveSprint = "active-sprint",
        /// Finished.
        Done = "done",
        /// The export does not say.
        Unknown = "unknown",
    }
}

words! {
    /// The decisions an accountability stands for. Source: mrua.top, the accountability matrix and the decision checklist.
    Decision {
        /// The order of the backlog.
        Order = "order",
        /// The priority of a story.
        Priority = "priority",
        /// A story was written.
        Story = "story",
        /// Acceptance criteria of a story were written.
        Criteria = "criteria",
        /// An estimate was given.
        Estimate = "estimate",
        /// Work was given to somebody.
        Assignment = "assignment",
        /// A status was changed.
        Status = "status",
        /// A sprint's scope.
        Scope = "scope",
        /// An impediment was raised or cleared.
        Impediment = "impediment",
        /// An action from a retrospective.
        Retro = "retro",
        /// None of these.
        None = "none",
    }
}

/// Where the item stood just before a change.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Its phase.
    pub phase: Phase,
    /// Its status or list; `None` for a change of the board itself.
    pub state: Option<StateId>,
    /// The running sprint that it was in.
    pub sprint: Option<SprintId>,
    /// Who worked on it (on Trello, the member who joined first).
    pub assignee: Option<PersonId>,
    /// Whether the author of the change was working on it.
    pub own: bool,
    /// Its kind.
    pub kind: Kind,
}

/// A value before and after a change.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the value before and after")]
pub struct Values<T> {
    pub from: T,
    pub to: T,
}

/// What a change added to a list, and what it took away.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are what was added and what was taken away")]
pub struct Differences<T> {
    pub added: Vec<T>,
    pub removed: Vec<T>,
}

/// What a change changed. A board has hundreds of thousands of changes, mostly moves and ranks. Details
/// larger than those are boxed, to keep a change small.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the value before and after")]
pub enum Detail<'a> {
    /// Nothing more to say.
    None,
    /// Up or down, where the export says.
    Rank(Option<Direction>),
    /// Short texts.
    Words(Box<Values<Cow<'a, str>>>),
    /// Long texts, undecoded.
    Texts(Box<Values<Option<Text<'a>>>>),
    /// Who got or lost the work; `again` when they had it before, `copied` when it came along with a copied card,
    /// `at_creation` when it was part of creating the item.
    Person { who: PersonId, previous: Option<PersonId>, again: bool, copied: bool, at_creation: bool },
    /// Points; `with_log` when hours were logged by the same act.
    Points { points: Box<Values<Option<f64>>>, with_log: bool },
    /// Statuses or lists, and their names then if these differ from their names now.
    States { from: StateId, to: StateId, names: Option<Box<Values<Cow<'a, str>>>> },
    /// The labels that were added and those that were taken away.
    Labels(Box<Differences<Cow<'a, str>>>),
    /// The sprints it came into (added), or out of.
    Sprints(Box<Differences<SprintId>>),
}

/// One thing that one person did at one instant. Rules iterate over all changes many times, so data that few
/// of them need is kept apart, in [`ChangeRecord`].
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What.
    pub kind: ChangeKind,
    /// To which item; none for the board itself.
    pub item: Option<ItemId>,
    /// Who, if the export says.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Whether it was decided.
    pub gesture: Gesture,
    /// Where the item stood just before.
    pub moment: Moment,
    /// What it changed.
    pub detail: Detail<'a>,
    /// The decision it makes, if a role is accountable for it, as far as the record alone shows. What a
    /// change did to acceptance criteria shows only in their text, which
    /// [`Board::decision`](crate::board::Board::decision) reads.
    pub(in crate::board) recorded_decision: Decision,
}

/// The record of a change in its export.
#[derive(Clone, Debug)]
pub struct ChangeRecord<'a> {
    /// The tool's own id of the record.
    pub id: Cow<'a, str>,
    /// Which of several changes under that id.
    pub part: u32,
    /// The scalar that proves the change.
    pub mark: Mark,
    /// The estimate of the item just before.
    pub estimate: Option<f64>,
}

impl Change<'_> {
    /// Whether it moved the item or is a comment.
    pub fn is_word(&self) -> bool {
        self.kind == ChangeKind::Commented || self.moved().is_some()
    }

    /// Whether it is an entry of its item's history, as tools count and cut entries. A creation is read from
    /// the item. Comments and work logs are read from lists of their own, which may reach further back.
    pub(crate) fn is_entry(&self) -> bool {
        !matches!(self.kind, ChangeKind::Created | ChangeKind::Commented | ChangeKind::TimeLogged)
    }

    /// Whether it set or cleared the item's resolution.
    pub(crate) fn is_resolution(&self) -> bool {
        matches!((self.kind, &self.detail), (ChangeKind::Closed | ChangeKind::Other, Detail::Words(_)))
    }

    /// The statuses or lists before and after a move; none for any other change.
    pub fn moved(&self) -> Option<(StateId, StateId)> {
        if let Detail::States { from, to, .. } = self.detail { Some((from, to)) } else { None }
    }
}

impl<'a> Detail<'a> {
    /// Short texts.
    pub(crate) fn words(from: Cow<'a, str>, to: Cow<'a, str>) -> Self {
        Self::Words(Box::new(Values { from, to }))
    }

    /// Long texts.
    pub(crate) fn texts(from: Option<Text<'a>>, to: Option<Text<'a>>) -> Self {
        Self::Texts(Box::new(Values { from, to }))
    }

    /// Points.
    pub(crate) fn points(from: Option<f64>, to: Option<f64>, with_log: bool) -> Self {
        Self::Points { points: Box::new(Values { from, to }), with_log }
    }

    /// Labels.
    pub(crate) fn labels(added: Vec<Cow<'a, str>>, removed: Vec<Cow<'a, str>>) -> Self {
        Self::Labels(Box::new(Differences { added, removed }))
    }

    /// Sprints.
    pub(crate) fn sprints(added: Vec<SprintId>, removed: Vec<SprintId>) -> Self {
        Self::Sprints(Box::new(Differences { added, removed }))
    }
}

impl<T> Values<T> {
    /// The value after the change, or the one before.
    pub(crate) fn side(&self, after: bool) -> &T {
        if after { &self.to } else { &self.from }
    }
}

impl<T> Differences<T> {
    /// What was added, and then what was taken away.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.added.iter().chain(&self.removed)
    }
}

impl Phase {
    /// Whether an item in this phase is still the Product Owner's to order.
    pub fn is_before_a_sprint(self) -> bool {
        matches!(self, Self::Backlog | Self::Ready | Self::FutureSprint)
    }
}
