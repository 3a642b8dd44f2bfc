//! Accounts, statuses, fields and sprints as a file describes them.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::source::Mark;
use crate::word::{Word, words};

/// One account of a person or an app, under every name the export gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Account<'a> {
    /// Names that are unique: account id, user key, member id.
    pub ids: Vec<Cow<'a, str>>,
    /// The user name: unique, but changes do not refer to it.
    pub login: Option<Cow<'a, str>>,
    /// The e-mail address. Never printed.
    pub email: Option<Cow<'a, str>>,
    /// The display name.
    pub display: Option<Cow<'a, str>>,
    /// Whether the tool says that this is an app.
    pub app: bool,
}

/// How a fact refers to an account: any of its unique names.
pub type Who<'a> = Cow<'a, str>;

/// A reference to a status, list or sprint: its id if the export gives one, and its name at that time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ref<'a> {
    /// The id, empty if there is none.
    pub id: Cow<'a, str>,
    /// The name, empty if there is none.
    pub name: Cow<'a, str>,
}

/// A status or list.
#[derive(Clone, Debug)]
pub struct StateFact<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// The tool's own category of it.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Not begun.
    New,
    /// Begun.
    Doing,
    /// Finished.
    Done,
}

impl Category {
    /// The category with this number, or else with this key or English name, in Jira's records. The number is
    /// the same everywhere; keys that contradict it have been seen.
    pub fn parse(id: &str, key: &str) -> Option<Self> {
        let is = |words: [&str; 2]| words.iter().any(|word| key.trim().eq_ignore_ascii_case(word));
        match id {
            "2" => Some(Self::New),
            "4" => Some(Self::Doing),
            "3" => Some(Self::Done),
            _ if is(["new", "To Do"]) => Some(Self::New),
            _ if is(["indeterminate", "In Progress"]) => Some(Self::Doing),
            _ if is(["done", "Complete"]) => Some(Self::Done),
            _ => None,
        }
    }
}

/// What a field holds, by the tool's schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldSchema {
    /// There is no schema.
    #[default]
    Unknown,
    /// Numbers.
    Number,
    /// Jira's own story points.
    StoryPoints,
    /// The epic of an issue.
    EpicLink,
    /// Sprints.
    Sprint,
    /// The place among all issues.
    Rank,
    /// Something else.
    Other,
}

impl FieldSchema {
    /// Parses Jira's name of a schema: `com.pyxis.greenhopper.jira:gh-sprint`.
    pub fn parse(name: &str) -> Self {
        match name.rsplit_once(':') {
            None if name.is_empty() => Self::Unknown,
            None if name == "number" => Self::Number,
            Some((_, "float")) => Self::Number,
            Some((_, "jsw-story-points")) => Self::StoryPoints,
            Some((_, "gh-epic-link")) => Self::EpicLink,
            Some((_, "gh-sprint")) => Self::Sprint,
            Some((_, "gh-lexo-rank")) => Self::Rank,
            _ => Self::Other,
        }
    }
}

/// A field and its name.
#[derive(Clone, Debug)]
pub struct FieldFact<'a> {
    /// `customfield_10016` and the like.
    pub id: Cow<'a, str>,
    /// What people call it.
    pub name: Cow<'a, str>,
    /// What it holds.
    pub schema: FieldSchema,
    /// Whether a board configuration says that this field is the estimate.
    pub estimate: bool,
}

words! {
    /// How far a sprint is.
    SprintState {
        /// Not started.
        Future = "future",
        /// Running.
        Active = "active",
        /// Completed.
        Closed = "closed",
    }
}

impl SprintState {
    /// Parses a sprint state as tools write it, in any case; `None` for any other text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::parse(&text.to_lowercase())
    }
}

/// A sprint as an export or a companion file describes it.
#[derive(Clone, Debug, Default)]
pub struct SprintFact<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its name now.
    pub name: Cow<'a, str>,
    /// Its state, if the file gives it.
    pub state: Option<SprintState>,
    /// The board it was planned on.
    pub board: Cow<'a, str>,
    /// The goal; `None` if the export carries no goals.
    pub goal: Option<Cow<'a, str>>,
    /// When it was started, or is planned to start: the time of activation if the file has it, otherwise a
    /// date that people can edit.
    pub start: Option<Timestamp>,
    /// When it was activated, which nobody can edit.
    pub activated: Option<Timestamp>,
    /// When it was planned to end.
    pub end: Option<Timestamp>,
    /// When it was completed.
    pub completed: Option<Timestamp>,
    /// Its record in the export.
    pub mark: Option<Mark>,
}

impl SprintFact<'_> {
    /// The text of its goal; `None` if that is blank.
    pub(crate) fn goal_text(&self) -> Option<&str> {
        goal_text(self.goal.as_deref())
    }
}

/// The text of a goal without surrounding blanks. Most exports that leave out goals give an empty one.
pub(crate) fn goal_text(goal: Option<&str>) -> Option<&str> {
    goal.map(str::trim).filter(|goal| !goal.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_known_by_its_number_then_by_its_key_or_name() {
        assert_eq!(Category::parse("3", "new"), Some(Category::Done));
        assert_eq!(
            (Category::parse("", "indeterminate"), Category::parse("", " In Progress")),
            (Some(Category::Doing), Some(Category::Doing))
        );
        assert_eq!(
            (Category::parse("", "complete"), Category::parse("", "DONE")),
            (Some(Category::Done), Some(Category::Done))
        );
        assert_eq!((Category::parse("", "to do"), Category::parse("1", "undefined")), (Some(Category::New), None));
    }
}
