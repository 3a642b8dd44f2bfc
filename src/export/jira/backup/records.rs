//! Records of the issues of a backup, by kind of entity, in the order of the file.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;

use crate::board::facts::{Act, ChangeFact, ItemFact, Text, Who};
use crate::source::Mark;

/// A database id. Nearly all are numbers, which are faster to compare and hash than texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Id {
    /// A number in its usual form.
    Number(u64),
    /// Anything else.
    Text(Box<str>),
}

impl Id {
    /// Parses an id.
    pub(super) fn new(text: &str) -> Self {
        // A number with leading zeros or a sign is a different text, and thus a different id.
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

/// Records of the current state of issues in a piece of a backup.
#[derive(Default)]
pub(super) struct Standing<'a> {
    pub(super) issues: Vec<Issue<'a>>,
    pub(super) labels: Vec<(Id, Cow<'a, str>)>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) links: Vec<Link>,
}

impl Standing<'_> {
    /// Frees unused capacity: there are many pieces.
    pub(super) fn shrink(&mut self) {
        self.issues.shrink_to_fit();
        self.labels.shrink_to_fit();
        self.values.shrink_to_fit();
        self.links.shrink_to_fit();
    }
}

/// Records of the changes of issues in a piece of a backup.
#[derive(Default)]
pub(super) struct Acts<'a> {
    pub(super) edits: Vec<Edit<'a>>,
    pub(super) values: Vec<EditedValue<'a>>,
    pub(super) comments: Vec<Event<'a>>,
    pub(super) worklogs: Vec<Event<'a>>,
    /// The issues of comments and work logs without a readable time, once for each such record.
    pub(super) unread: Unread,
}

/// The issues of records that could not be read.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) comments: Vec<Id>,
    pub(super) worklogs: Vec<Id>,
}

impl Acts<'_> {
    /// Frees unused capacity: there are many pieces.
    pub(super) fn shrink(&mut self) {
        self.edits.shrink_to_fit();
        self.values.shrink_to_fit();
        self.comments.shrink_to_fit();
        self.worklogs.shrink_to_fit();
    }
}

/// An issue whose project, type and status are not yet looked up.
pub(super) struct Issue<'a> {
    pub(super) id: Id,
    pub(super) item: ItemFact<'a>,
    pub(super) names: IssueNames<'a>,
}

/// The parts of the key of an issue, if it has no key field, and the id of its type.
pub(super) struct IssueNames<'a> {
    pub(super) project: Id,
    pub(super) project_key: Option<Cow<'a, str>>,
    pub(super) number: Cow<'a, str>,
    pub(super) kind: Id,
}

/// One edit of an issue.
pub(super) struct Edit<'a> {
    pub(super) id: Id,
    /// The id as written in the file.
    pub(super) written: Cow<'a, str>,
    pub(super) issue: Id,
    /// Index of its issue; `None` before the lookup, or if the issue is not in the file.
    pub(super) item: Option<usize>,
    pub(super) at: Option<Timestamp>,
    pub(super) by: Option<Who<'a>>,
    /// Whether it records the first values of the issue. If so, it belongs to the creation.
    pub(super) initial: bool,
    /// Whether one of its values read so far shows that work was logged.
    pub(super) logs_work: bool,
    /// Number of its values that have been joined.
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

/// A link between two issues. `kind` is the id of its type.
pub(super) struct Link {
    pub(super) kind: Id,
    pub(super) source: Id,
    pub(super) destination: Id,
}
