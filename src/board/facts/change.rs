//! A change as a file describes it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::record::{Ref, Who};
use super::text::Text;
use crate::source::Mark;
use crate::word::{Word, words};

/// One thing one person did at one instant.
#[derive(Clone, Debug)]
pub struct ChangeFact<'a> {
    /// The tool's id of the history entry or action; one that the reader had to make up holds a colon.
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

/// Whether the tool gave a change its `id`: one that a reader has to make up holds a colon, which those of the tools do not.
pub(crate) fn is_given(id: &str) -> bool {
    !id.is_empty() && !id.contains(':')
}

impl<'a> ChangeFact<'a> {
    /// The statuses or lists that it names: those before and after (of a move), or the list it happened in.
    pub(crate) fn states(&self) -> [Option<&Ref<'a>>; 2] {
        match &self.act {
            Act::Moved { from, to } => [Some(from), Some(to)],
            Act::Created { state } => [None, state.as_ref()],
            Act::Ranked { state, .. } => [state.as_ref(), None],
            _ => [None, None],
        }
    }
}

/// The ids of the values of a custom field before and after, where they are lists of numbers, as those of sprints are.
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

/// What a change did, as far as the format itself can tell.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the value before and after")]
pub enum Act<'a> {
    /// The item came to be, in this list (Trello).
    Created { state: Option<Ref<'a>> },
    /// Dragged to another place in the same list; the list, where the export says.
    Ranked { direction: Option<Direction>, state: Option<Ref<'a>> },
    /// Priority.
    Prioritised { from: Cow<'a, str>, to: Cow<'a, str> },
    /// One assignee in place of another (Jira), and the scalar that names the one before.
    Assigned { from: Option<Who<'a>>, from_mark: Option<Mark>, to: Option<Who<'a>> },
    /// One more member (Trello); copied along with a card rather than chosen.
    Joined { who: Who<'a>, copied: bool },
    /// One member fewer (Trello).
    Left { who: Who<'a> },
    /// Another status or list.
    Moved { from: Ref<'a>, to: Ref<'a> },
    /// Sprint ids before and after.
    Sprints { from: Vec<Cow<'a, str>>, to: Vec<Cow<'a, str>> },
    /// Points, where the format itself says so; the title before, where they stand in it.
    Estimated { from: Option<f64>, to: Option<f64>, title: Option<Text<'a>> },
    /// The name of a custom field and its value before and after: whether that is an estimate or criteria is decided when
    /// all files have been read.
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
    /// Labels before and after: names; while the files of a Trello board are not joined yet, ids.
    Labelled { from: Vec<Cow<'a, str>>, to: Vec<Cow<'a, str>> },
    /// A flag set (true) or cleared.
    Flagged { set: bool },
    /// It came from another project, where it had this key.
    Arrived { from: Cow<'a, str> },
    /// Brought from another board: it begins on this one at that instant (Trello).
    Brought,
    /// Another workflow, given by an administrator: statuses that change with it are no moves.
    Workflow,
    /// How it was resolved; empty while it is unresolved.
    Resolved { from: Cow<'a, str>, to: Cow<'a, str> },
    /// When it is due; the day or the instant before.
    Due { from: Option<Cow<'a, str>> },
    /// Part of another item, or of none, from now on; the key of the one before.
    Parented { from: Option<Cow<'a, str>> },
    /// A checklist of this name was added.
    Split { name: Cow<'a, str> },
    /// A link to another item: whether it says that the item was cloned or split; none where nothing tells what its words say.
    Linked { copy: Option<bool> },
    /// Something was said.
    Commented,
    /// Archived (true) or brought back.
    Closed { closed: bool },
    /// The board itself: lists, members, settings.
    BoardEdited,
    /// Anything else a person did.
    Other,
    /// An edit of which the file leaves out what it changed, or half of it.
    Unknown,
}
