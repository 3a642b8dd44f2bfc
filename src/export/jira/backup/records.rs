//! What a backup tells of its issues, each kind of entity in the order of the file.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::board::facts::{Act, ChangeFact, ItemFact, Text, Who};
use crate::source::Mark;

/// An id of the database.
pub(super) type Id<'a> = Cow<'a, str>;

/// The records of a piece of a backup.
#[derive(Default)]
pub(super) struct Records<'a> {
    pub(super) issues: Vec<Issue<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) changes: Vec<Changed<'a>>,
    pub(super) comments: Vec<Event<'a>>,
    pub(super) worklogs: Vec<Event<'a>>,
    pub(super) labels: Vec<(Id<'a>, Cow<'a, str>)>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) links: Vec<Link<'a>>,
}

impl Records<'_> {
    /// Gives back the room that is not needed: there are many pieces.
    pub(super) fn shrink(&mut self) {
        self.issues.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.changes.shrink_to_fit();
        self.comments.shrink_to_fit();
        self.worklogs.shrink_to_fit();
        self.labels.shrink_to_fit();
        self.values.shrink_to_fit();
        self.links.shrink_to_fit();
    }
}

/// An issue whose project, type and status are not looked up yet.
pub(super) struct Issue<'a> {
    pub(super) item: ItemFact<'a>,
    pub(super) project: Id<'a>,
    pub(super) project_key: Option<Cow<'a, str>>,
    pub(super) number: Cow<'a, str>,
    pub(super) kind: Id<'a>,
}

/// One edit of an issue.
pub(super) struct Group<'a> {
    pub(super) id: Id<'a>,
    pub(super) issue: Id<'a>,
    pub(super) at: Option<Timestamp>,
    pub(super) by: Option<Who<'a>>,
    /// Whether it writes down the first values of the issue: then it is part of the creation.
    pub(super) initial: bool,
}

/// One value that an edit changed.
pub(super) struct Changed<'a> {
    pub(super) id: u64,
    pub(super) group: Id<'a>,
    pub(super) act: Option<Act<'a>>,
    pub(super) logs_work: bool,
    pub(super) mark: Mark,
}

/// A comment or a work log.
pub(super) struct Event<'a> {
    pub(super) issue: Id<'a>,
    pub(super) change: ChangeFact<'a>,
}

/// The value of a custom field of an issue.
pub(super) struct Value<'a> {
    pub(super) issue: Id<'a>,
    pub(super) field: Id<'a>,
    pub(super) text: Text<'a>,
}

/// A link between two issues, by the id of its type.
pub(super) struct Link<'a> {
    pub(super) kind: Id<'a>,
    pub(super) source: Id<'a>,
    pub(super) destination: Id<'a>,
}
