//! What an export says, before anybody asks what it means.
//!
//! Every reader, whatever its format, yields these same raw facts; a new format is one file that fills them. They
//! borrow from the export's text, and long texts stay undecoded until somebody wants them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;

pub use super::text::Text;
pub(crate) use super::text::points;
use crate::source::{FileId, Mark};

/// The tool a board was kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    /// Jira Cloud, Server or Data Center.
    Jira,
    /// Trello.
    Trello,
}

/// Everything one file says.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The file.
    pub file: FileId,
    /// The tool it came from.
    pub tool: Tool,
    /// What tells boards apart when no charter does: the site, or the Trello board's id.
    pub home: String,
    /// The projects on the site that the items belong to; none on Trello.
    pub projects: BTreeSet<String>,
    /// What people call the board: the project keys, or the Trello board's name.
    pub name: Cow<'a, str>,
    /// Issues or cards.
    pub items: Vec<ItemFact<'a>>,
    /// Accounts met anywhere, with repeats.
    pub accounts: Vec<Account<'a>>,
    /// People whom only a change names, with what it calls them: accounts know better.
    pub mentioned: Vec<(Who<'a>, Cow<'a, str>)>,
    /// Sprints, with repeats.
    pub sprints: Vec<SprintFact<'a>>,
    /// Statuses or lists, with repeats.
    pub states: Vec<StateFact<'a>>,
    /// Fields and what they are called.
    pub fields: Vec<FieldFact<'a>>,
    /// What happened to statuses or lists themselves, where the format tells.
    pub state_changes: Vec<StateChange<'a>>,
    /// Facts about changes that belong to no item: the board itself was edited.
    pub board_changes: Vec<ChangeFact<'a>>,
    /// Items that were deleted, where the format tells.
    pub deleted: Vec<Deletion<'a>>,
    /// Ids of cards that are templates: they are no items, and what happened to them is no work (Trello).
    pub templates: Vec<Cow<'a, str>>,
    /// Whether the file answers a request for the histories of many issues, which leaves out issues without any, and
    /// whether another page of the answer follows.
    pub histories: Option<Page>,
    /// Instants that the tool itself wrote with an offset from UTC, and that offset in seconds, one for each month and offset:
    /// the zone of the profile with which the export was made.
    pub offsets: Vec<(Timestamp, i32)>,
    /// How many items the search found that the file is a page of.
    pub found: Option<usize>,
    /// Whether the file is a page of a search that says whether another follows.
    pub page: Option<Page>,
    /// How many history entries or actions the file holds, as the tool counts them.
    pub entries: usize,
    /// The oldest instant the history reaches, where the tool cut it.
    pub cut: Option<Timestamp>,
    /// The newest instant of the history.
    pub reach: Option<Timestamp>,
    /// Whether comments are part of the file.
    pub comments: bool,
    /// Whether days and months of its dates cannot be told apart: then it dates nothing.
    pub undated: bool,
    /// Whether it leaves out who ordered what, although it holds other changes.
    pub unranked: bool,
}

impl Facts<'_> {
    /// No facts yet.
    pub fn new(file: FileId, tool: Tool) -> Self {
        Self {
            file,
            tool,
            home: String::new(),
            projects: BTreeSet::new(),
            name: Cow::Borrowed(""),
            items: Vec::new(),
            accounts: Vec::new(),
            mentioned: Vec::new(),
            sprints: Vec::new(),
            states: Vec::new(),
            fields: Vec::new(),
            state_changes: Vec::new(),
            board_changes: Vec::new(),
            deleted: Vec::new(),
            templates: Vec::new(),
            histories: None,
            offsets: Vec::new(),
            found: None,
            page: None,
            entries: 0,
            cut: None,
            reach: None,
            comments: false,
            undated: false,
            unranked: false,
        }
    }

    /// The newest instant that the file knows of.
    pub fn newest(&self) -> Option<Timestamp> {
        let items = self.items.iter().flat_map(|item| [item.updated, item.created.map(|(at, _)| at)]).flatten();
        items.chain(self.reach).max()
    }

    /// Whether the file is an export rather than a companion of one. Trello's actions describe their cards; a Jira
    /// changelog describes no issue.
    pub fn has_items(&self) -> bool {
        self.items.iter().any(|item| !item.bare || self.tool == Tool::Trello)
    }
}

/// One account of a person or an app, under every name the export gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Account<'a> {
    /// Names that are unique: account id, user key, member id.
    pub ids: Vec<Cow<'a, str>>,
    /// The user name, unique but not what changes refer to.
    pub login: Option<Cow<'a, str>>,
    /// The e-mail address. Never printed.
    pub email: Option<Cow<'a, str>>,
    /// What people see.
    pub display: Option<Cow<'a, str>>,
    /// Whether the tool says that this is no person.
    pub app: bool,
}

/// How a fact refers to an account: any of its unique names.
pub type Who<'a> = Cow<'a, str>;

/// A status, list or sprint: its id where the export gives one, and its name at that time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ref<'a> {
    /// The id, empty where there is none.
    pub id: Cow<'a, str>,
    /// The name, empty where there is none.
    pub name: Cow<'a, str>,
}

/// An issue or a card as it stands at the export.
#[derive(Clone, Debug)]
pub struct ItemFact<'a> {
    /// The record.
    pub mark: Mark,
    /// The tool's own id.
    pub id: Cow<'a, str>,
    /// The issue key, or the card's shortLink.
    pub key: Cow<'a, str>,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// The title.
    pub title: Text<'a>,
    /// The description, where there is one.
    pub description: Option<Text<'a>>,
    /// Where it can be opened.
    pub url: String,
    /// The issue type; none on Trello.
    pub kind: Option<Cow<'a, str>>,
    /// The level of its type in the tool's hierarchy: 1 and above for epics, 0 for stories, -1 for sub-tasks.
    pub level: Option<i8>,
    /// Whether the tool says that it is part of another item.
    pub part: bool,
    /// The item it is part of.
    pub parent: Option<Cow<'a, str>>,
    /// When it was created, and the scalar that says so.
    pub created: Option<(Timestamp, Mark)>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// How it was resolved; none while it is unresolved.
    pub resolution: Option<Cow<'a, str>>,
    /// Who created it, and the scalar that says so.
    pub creator: Option<(Who<'a>, Mark)>,
    /// Who asked for it, if the tool keeps that apart.
    pub reporter: Option<Who<'a>>,
    /// Who works on it.
    pub assignees: Vec<Who<'a>>,
    /// The scalar that names the assignee.
    pub assignee_mark: Option<Mark>,
    /// Status or list.
    pub state: Ref<'a>,
    /// Labels.
    pub labels: Vec<Cow<'a, str>>,
    /// The sprints it is or was in.
    pub sprints: Vec<Cow<'a, str>>,
    /// Whether it carries a flag now.
    pub flagged: bool,
    /// Whether it is archived.
    pub closed: bool,
    /// The other fields that hold something: id and value.
    pub fields: Vec<(Cow<'a, str>, Text<'a>)>,
    /// How many entries its checklists hold.
    pub checklist: u32,
    /// Its place in its list, from the top (Trello).
    pub position: Option<f64>,
    /// Whether it was copied or split from another.
    pub copied: bool,
    /// The keys of the items it was copied or split from, where the format tells.
    pub originals: Vec<Cow<'a, str>>,
    /// How many comments the tool says there are; more than there are among the changes where the file holds only some.
    pub comment_total: Option<usize>,
    /// Its changes, in any order.
    pub changes: Vec<ChangeFact<'a>>,
    /// Whether only its changes, or its rank, are known, and not how it stands.
    pub bare: bool,
    /// Whether its times are those of the minute, in a zone that had to be assumed.
    pub rough: bool,
    /// Whether the history was part of the file at all.
    pub history: bool,
    /// How much of its history is here, where the tool counts it.
    pub log: Option<Coverage>,
    /// Whether the oldest part of its history is missing.
    pub truncated: bool,
}

/// What a page of a search says of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Another follows.
    More,
    /// It is the last.
    Last,
}

/// Which entries of a history are known, counted from the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many entries there are.
    pub total: usize,
    /// The known ones.
    pub parts: Vec<Range<usize>>,
}

impl Coverage {
    /// One stretch of a history of `total` entries.
    pub fn new(total: usize, part: Range<usize>) -> Self {
        Self { total, parts: Vec::from([part]) }
    }

    /// Takes in what another file knows of the same history.
    pub(super) fn join(&mut self, other: Self) {
        self.total = self.total.max(other.total);
        self.parts.extend(other.parts);
    }

    /// The first entry that is missing.
    pub(super) fn gap(&self) -> Option<usize> {
        let mut parts = self.parts.clone();
        parts.sort_by_key(|part| part.start);
        let known = parts.iter().fold(0, |known, part| if part.start <= known { known.max(part.end) } else { known });
        (known < self.total).then_some(known)
    }
}

impl<'a> ItemFact<'a> {
    /// An item of which only the record and its names are known.
    pub fn new(id: Cow<'a, str>, key: Cow<'a, str>, mark: Mark) -> Self {
        Self {
            mark,
            id,
            key,
            number: None,
            title: Text::EMPTY,
            description: None,
            url: String::new(),
            kind: None,
            level: None,
            part: false,
            parent: None,
            created: None,
            updated: None,
            resolution: None,
            creator: None,
            reporter: None,
            assignees: Vec::new(),
            assignee_mark: None,
            state: Ref::default(),
            labels: Vec::new(),
            sprints: Vec::new(),
            flagged: false,
            closed: false,
            fields: Vec::new(),
            checklist: 0,
            position: None,
            copied: false,
            originals: Vec::new(),
            comment_total: None,
            changes: Vec::new(),
            bare: false,
            rough: false,
            log: None,
            history: false,
            truncated: false,
        }
    }
}

/// A status or list.
#[derive(Clone, Debug)]
pub struct StateFact<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// What the tool itself says it means.
    pub category: Option<Category>,
    /// Whether it is archived.
    pub closed: bool,
}

/// A list that was renamed, archived or brought back.
#[derive(Clone, Debug)]
pub struct StateChange<'a> {
    /// When.
    pub at: Timestamp,
    /// Which.
    pub id: Cow<'a, str>,
    /// Its name before, if that is what changed.
    pub name_before: Option<Cow<'a, str>>,
    /// Whether it was archived before, if that is what changed.
    pub closed_before: Option<bool>,
}

/// Jira's own three categories of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Not begun.
    New,
    /// Begun.
    Doing,
    /// Finished.
    Done,
}

impl Category {
    /// The category of this number or key in Jira's records. The number is the same everywhere; keys have been seen that
    /// contradict it.
    pub fn parse(id: &str, key: &str) -> Option<Self> {
        match (id, key) {
            ("2", _) => Some(Self::New),
            ("4", _) => Some(Self::Doing),
            ("3", _) => Some(Self::Done),
            (_, "new") => Some(Self::New),
            (_, "indeterminate") => Some(Self::Doing),
            (_, "done") => Some(Self::Done),
            _ => None,
        }
    }
}

/// A field and what it is called.
#[derive(Clone, Debug)]
pub struct FieldFact<'a> {
    /// `customfield_10016` and the like.
    pub id: Cow<'a, str>,
    /// What people call it.
    pub name: Cow<'a, str>,
    /// The kind of field, as the tool's schema names it.
    pub schema: Cow<'a, str>,
    /// Whether a board configuration says that this field is the estimate.
    pub estimate: bool,
}

/// A sprint as an export or a companion file describes it.
#[derive(Clone, Debug, Default)]
pub struct SprintFact<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// `active`, `closed` or `future`, in any case.
    pub state: Cow<'a, str>,
    /// The board it was planned on.
    pub board: Cow<'a, str>,
    /// The goal; none where the export carries no goals.
    pub goal: Option<Cow<'a, str>>,
    /// When it was started, or is planned to: the instant of activation where the file has it, else a date that people can
    /// edit.
    pub start: Option<Timestamp>,
    /// When it was activated, which nobody can edit.
    pub activated: Option<Timestamp>,
    /// When it was planned to end.
    pub end: Option<Timestamp>,
    /// When it was completed.
    pub completed: Option<Timestamp>,
    /// The record.
    pub mark: Option<Mark>,
}

/// An item that was deleted.
#[derive(Clone, Debug)]
pub struct Deletion<'a> {
    /// The tool's id of the item.
    pub id: Cow<'a, str>,
    /// When.
    pub at: Timestamp,
    /// Who, if the export says.
    pub by: Option<Who<'a>>,
    /// The scalar that proves it.
    pub mark: Mark,
}

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

/// Which way an item was dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top: sooner.
    Higher,
    /// Towards the bottom: later.
    Lower,
}

/// The ids of the values of a custom field before and after, where they are lists of numbers, as those of sprints are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueIds<'a> {
    /// Before.
    pub from: Vec<Cow<'a, str>>,
    /// After.
    pub to: Vec<Cow<'a, str>>,
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
    /// Labels after.
    Labelled { from: Vec<Cow<'a, str>>, to: Vec<Cow<'a, str>> },
    /// A flag set (true) or cleared.
    Flagged { set: bool },
    /// How it was resolved.
    Resolved { to: Cow<'a, str> },
    /// Part of another item, or of none, from now on; the key of the one before.
    Parented { from: Option<Cow<'a, str>> },
    /// A checklist of this name was added.
    Split { name: Cow<'a, str> },
    /// A link to another item; true for one that says the item was cloned or split.
    Linked { copy: bool },
    /// Something was said.
    Commented,
    /// Archived (true) or brought back.
    Closed { closed: bool },
    /// The board itself: lists, members, settings.
    BoardEdited,
    /// Anything else a person did.
    Other,
}
