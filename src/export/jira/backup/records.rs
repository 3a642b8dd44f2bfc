//! What a backup tells of its issues, each kind of entity in the order of the file.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;

use crate::board::facts::{Act, ChangeFact, ItemFact, Text, Who};
use crate::source::Mark;

/// An id of the database. Nearly all are numbers, which are found and compared without their texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Id {
    /// A number as it is usually written.
    Number(u64),
    /// Anything else.
    Text(Box<str>),
}

impl Id {
    /// The id that is written as `text`.
    pub(super) fn new(text: &str) -> Self {
        // With zeros or a sign before it a number is another text, and so another id.
        let is_usual = text == "0" || text.starts_with(|first| matches!(first, '1'..='9'));
        let number = text.parse().ok().filter(|_| is_usual);
        number.map_or_else(|| Self::Text(text.into()), Self::Number)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(out),
            Self::Text(text) => text.fmt(out),
        }
    }
}

/// What a piece of a backup tells of how issues stand.
#[derive(Default)]
pub(super) struct Standing<'a> {
    pub(super) issues: Vec<Issue<'a>>,
    pub(super) labels: Vec<(Id, Cow<'a, str>)>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) links: Vec<Link>,
}

impl Standing<'_> {
    /// Gives back the room that is not needed: there are many pieces.
    pub(super) fn shrink(&mut self) {
        self.issues.shrink_to_fit();
        self.labels.shrink_to_fit();
        self.values.shrink_to_fit();
        self.links.shrink_to_fit();
    }
}

/// What a piece of a backup tells of what was done to issues.
#[derive(Default)]
pub(super) struct Acts<'a> {
    pub(super) edits: Vec<Edit<'a>>,
    pub(super) values: Vec<EditedValue<'a>>,
    pub(super) comments: Vec<Event<'a>>,
    pub(super) worklogs: Vec<Event<'a>>,
    /// The issues of the comments and of the work logs that have no readable time, each as often as it has one.
    pub(super) unread: Unread,
}

/// The issues of records that could not be read.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) comments: Vec<Id>,
    pub(super) worklogs: Vec<Id>,
}

impl Acts<'_> {
    /// Gives back the room that is not needed: there are many pieces.
    pub(super) fn shrink(&mut self) {
        self.edits.shrink_to_fit();
        self.values.shrink_to_fit();
        self.comments.shrink_to_fit();
        self.worklogs.shrink_to_fit();
    }
}

/// An issue whose project, type and status are not looked up yet.
pub(super) struct Issue<'a> {
    pub(super) id: Id,
    pub(super) item: ItemFact<'a>,
    pub(super) names: IssueNames<'a>,
}

/// What makes up the key of an issue, where it has none of its own, and the id of its type.
pub(super) struct IssueNames<'a> {
    pub(super) project: Id,
    pub(super) project_key: Option<Cow<'a, str>>,
    pub(super) number: Cow<'a, str>,
    pub(super) kind: Id,
}

/// One edit of an issue, and what of it has been joined.
pub(super) struct Edit<'a> {
    pub(super) id: Id,
    /// The id as it is written.
    pub(super) written: Cow<'a, str>,
    pub(super) issue: Id,
    /// The place of its issue, if that is in the file; none before that was looked for.
    pub(super) item: Option<usize>,
    pub(super) at: Option<Timestamp>,
    pub(super) by: Option<Who<'a>>,
    /// Whether it writes down the first values of the issue: then it is part of the creation.
    pub(super) initial: bool,
    /// Whether one of its values says that work was logged, of those that have been looked at.
    pub(super) logs_work: bool,
    /// How many of its values have been joined.
    pub(super) parts: u32,
}

/// One value that an edit changed.
pub(super) struct EditedValue<'a> {
    pub(super) id: u64,
    pub(super) edit: Id,
    pub(super) act: Option<Act<'a>>,
    pub(super) logs_work: bool,
    pub(super) mark: Mark,
}

/// A comment or a work log.
pub(super) struct Event<'a> {
    pub(super) issue: Id,
    pub(super) change: ChangeFact<'a>,
}

/// The value of a custom field of an issue.
pub(super) struct Value<'a> {
    pub(super) issue: Id,
    pub(super) field: Id,
    pub(super) text: Text<'a>,
}

/// A link between two issues, by the id of its type.
pub(super) struct Link {
    pub(super) kind: Id,
    pub(super) source: Id,
    pub(super) destination: Id,
}
