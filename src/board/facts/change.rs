//! A change as a file describes it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::record::{Ref, Who};
use super::text::Text;
use crate::source::Mark;
use crate::word::{Word, words};

/// One thing that one person did at one instant.
#[derive(Clone, Debug)]
pub struct ChangeFact<'a> {
    /// The tool's id of the history entry or action. An id that the reader made up contains a colon.
    pub id: Cow<'a, str>,
    /// Which of several changes under that id.
    pub part: u32,
    /// When.
    pub at: Timestamp,
    /// Who, if the export says.
    pub by: Option<Who<'a>>,
    /// What.
    pub act: Act<'a>,
    /// The scalar that proves it.
    pub mark: Mark,
}

/// Whether the tool gave a change its `id`. An id that a reader made up contains a colon; those of the tools
/// do not.
pub(crate) fn is_given(id: &str) -> bool {
    !id.is_empty() && !id.contains(':')
}

impl<'a> ChangeFact<'a> {
    /// The statuses or lists that it names: those before and after (for a move), or the list it happened in.
    pub(crate) fn states(&self) -> [Option<&Ref<'a>>; 2] {
        match &self.act {
            Act::Moved { from, to } => [Some(from), Some(to)],
            Act::Created { state } => [None, state.as_ref()],
            Act::Ranked { state, .. } => [state.as_ref(), None],
            _ => [None, None],
        }
    }
}

/// The ids in a custom field before and after, if its values are lists of numbers, as for sprints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueIds<'a> {
    /// Before.
    pub from: Vec<Cow<'a, str>>,
    /// After.
    pub to: Vec<Cow<'a, str>>,
}

words! {
    /// Which way an item was dragged.
    Direction {
        /// Towards the top: sooner.
        Higher = "higher",
        /// Towards the bottom: later.
        Lower = "lower",
    }
}

/// What a change did, as far as the format itself shows.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the value before and after")]
pub enum Act<'a> {
    /// The item was created, in this list (Trello).
    Created { state: Option<Ref<'a>> },
    /// Moved up or down in the same list; the list, if the export says which.
    Ranked { direction: Option<Direction>, state: Option<Ref<'a>> },
    /// Priority.
    Prioritised { from: Cow<'a, str>, to: Cow<'a, str> },
    /// One assignee in place of another (Jira), and the scalar that names the one before.
    Assigned { from: Option<Who<'a>>, from_mark: Option<Mark>, to: Option<Who<'a>> },
    /// One more member (Trello); `copied` if the member came along with a copied card.
    Joined { who: Who<'a>, copied: bool },
    /// One member fewer (Trello).
    Left { who: Who<'a> },
    /// Another status or list.
    Moved { from: Ref<'a>, to: Ref<'a> },
    /// Sprint ids before and after.
    Sprints { from: Vec<Cow<'a, str>>, to: Vec<Cow<'a, str>> },
    /// Points, if the format itself marks them as such; the title before, if they are part of it.
    Estimated { from: Option<f64>, to: Option<f64>, title: Option<Text<'a>> },
    /// A custom field and its value before and after. Whether it is an estimate or acceptance criteria is
    /// decided when all files have been read.
    Field {
        id: Cow<'a, str>,
        name: Cow<'a, str>,
        from: Option<Text<'a>>,
        to: Option<Text<'a>>,
        ids: Option<Box<ValueIds<'a>>>,
    },
    /// Time planned (the original estimate) or remaining, in seconds.
    TimeEstimated { original: bool, from: Cow<'a, str>, to: Cow<'a, str> },
    /// Work logged, changed or removed.
    TimeLogged,
    /// The description.
    Described { from: Option<Text<'a>>, to: Option<Text<'a>> },
    /// The title.
    Retitled { from: Text<'a>, to: Text<'a> },
    /// The issue type.
    Rekinded { from: Cow<'a, str>, to: Cow<'a, str> },
    /// Who asked for it.
    Reported { from: Option<Who<'a>>, to: Option<Who<'a>> },
    /// Labels before and after: names, or ids until the files of a Trello board are joined.
    Labelled { from: Vec<Cow<'a, str>>, to: Vec<Cow<'a, str>> },
    /// A flag set (true) or cleared.
    Flagged { set: bool },
    /// It came from another project, where it had this key.
    Arrived { from: Cow<'a, str> },
    /// Brought from another board: its history on this one begins then (Trello).
    Brought,
    /// A new workflow, set by an administrator: status changes that come with it are no moves.
    Workflow,
    /// How it was resolved; empty while it is unresolved.
    Resolved { from: Cow<'a, str>, to: Cow<'a, str> },
    /// When it is due; the day or the instant before.
    Due { from: Option<Cow<'a, str>> },
    /// Part of another item from now on, or of none; the key of the parent before.
    Parented { from: Option<Cow<'a, str>> },
    /// A checklist of this name was added.
    Split { name: Cow<'a, str> },
    /// A link to another item. Whether it marks the item as cloned or split; `None` if its type is not
    /// recognised.
    Linked { copy: Option<bool> },
    /// A comment.
    Commented,
    /// Archived (true) or brought back.
    Closed { closed: bool },
    /// The board itself: lists, members, settings.
    BoardEdited,
    /// Anything else a person did.
    Other,
    /// An edit whose file leaves out all or half of what changed.
    Unknown,
}
