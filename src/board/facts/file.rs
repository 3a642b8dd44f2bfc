//! Everything that one file says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashSet;
use jiff::Timestamp;

use super::change::ChangeFact;
use super::item::ItemFact;
use super::record::{Account, Deletion, FieldFact, SprintFact, StateChange, StateFact, Who};
use crate::source::FileId;
use crate::word::{Word, words};
use crate::wording::listed;

words! {
    /// The tool a board was kept in.
    Tool {
        /// Jira Cloud, Server or Data Center.
        Jira = "jira",
        /// Trello.
        Trello = "trello",
    }
}

impl Tool {
    /// The tool in running text.
    pub fn title(self) -> &'static str {
        match self {
            Self::Jira => "Jira",
            Self::Trello => "Trello",
        }
    }

    /// What it calls an item.
    pub fn item(self) -> &'static str {
        match self {
            Self::Jira => "issue",
            Self::Trello => "card",
        }
    }

    /// What it calls several items.
    pub fn items(self) -> &'static str {
        match self {
            Self::Jira => "issues",
            Self::Trello => "cards",
        }
    }

    /// What it calls a column of the board.
    pub fn column(self) -> &'static str {
        match self {
            Self::Jira => "status",
            Self::Trello => "list",
        }
    }

    /// What it calls several columns.
    pub fn columns(self) -> &'static str {
        match self {
            Self::Jira => "statuses",
            Self::Trello => "lists",
        }
    }
}

/// The id under which a file lists the sprints of an issue if they have no field id, as in Jira's agile API.
pub(crate) const SPRINT: &str = "sprint";
/// Stands for a comma within the name of one sprint, in a field value that lists several.
pub(crate) const COMMA: &str = "\u{1f}";

/// Ids of Jira's own time fields, equal on every site: the original estimate.
pub(crate) const ORIGINAL_ESTIMATE: &str = "timeoriginalestimate";
/// The remaining estimate.
pub(crate) const REMAINING_ESTIMATE: &str = "timeestimate";
/// The time spent.
pub(crate) const TIME_SPENT: &str = "timespent";

/// Everything one file says.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The file.
    pub file: FileId,
    /// The tool it came from.
    pub tool: Tool,
    /// Distinguishes boards if no charter does: the site, or the id of the Trello board.
    pub home: String,
    /// The projects on the site that the items belong to; none on Trello.
    pub projects: BTreeSet<String>,
    /// The board's name for readers: the project keys, or the name of the Trello board.
    pub name: Cow<'a, str>,
    /// Issues or cards.
    pub items: Vec<ItemFact<'a>>,
    /// Cards that went to another board or were deleted, with what was done to them before (Trello).
    pub gone: Vec<ItemFact<'a>>,
    /// Cards with a history that the file leaves out although it lists cards, and that were not removed
    /// (Trello).
    pub unlisted: Vec<Cow<'a, str>>,
    /// All accounts in the file, with repeats.
    pub accounts: Vec<Account<'a>>,
    /// People who occur only in a change, with their names there. An account of the same person takes
    /// precedence.
    pub mentioned: Vec<(Who<'a>, Cow<'a, str>)>,
    /// Keys by which changes refer to people who have numbers in other tables, each with the name in the
    /// change.
    pub keys: Vec<(Who<'a>, Cow<'a, str>)>,
    /// Sprints, with repeats.
    pub sprints: Vec<SprintFact<'a>>,
    /// Statuses or lists, with repeats.
    pub states: Vec<StateFact<'a>>,
    /// Fields and their names.
    pub fields: Vec<FieldFact<'a>>,
    /// Ids of the custom fields that its issues have a place for, even an empty one; `None` if the format
    /// does not show what was left out.
    pub places: Option<HashSet<Cow<'a, str>>>,
    /// Whether it lists the values of custom fields apart from the items.
    pub lists_values: bool,
    /// Whether `places` are only those of its own issues: issues of other types may have more.
    pub own_places: bool,
    /// Changes of statuses or lists themselves, if the format gives them.
    pub state_changes: Vec<StateChange<'a>>,
    /// Changes that belong to no item: the board itself was edited.
    pub board_changes: Vec<ChangeFact<'a>>,
    /// Deleted items, if the format gives them.
    pub deleted: Vec<Deletion<'a>>,
    /// Ids of cards that are templates, or that serve as separators and links (Trello). They are no items,
    /// and changes of them are no work.
    pub templates: Vec<Cow<'a, str>>,
    /// Ids of cards that were templates once, by their actions: copies of them are no clones (Trello).
    pub past_templates: Vec<Cow<'a, str>>,
    /// Id and name of each label; changes of labels refer to the ids (Trello).
    pub labels: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether the file can list items but lists none: a new board, or a search without results.
    pub empty: bool,
    /// Whether the file lists the items of the whole board, so that a missing item no longer exists. Of
    /// Jira's files, only a whole backup says so.
    pub lists_board: bool,
    /// Whether it shows which of them are templates (Trello).
    pub tells_templates: bool,
    /// Set if the file is the answer to a request for the histories of many issues, which leaves out issues
    /// without any. It says whether another page follows.
    pub histories: Option<Page>,
    /// Whether it is such an answer and the request may have been limited to some fields.
    pub by_fields: bool,
    /// Number of items that the search found, if the file is a page of one.
    pub found: Option<usize>,
    /// Set if the file is a page of a search. It says whether another page follows.
    pub page: Option<Page>,
    /// Whether the file is a single issue and not the result of a search.
    pub is_one_issue: bool,
    /// Number of history entries or actions in the file, as the tool counts them.
    pub entries: usize,
    /// Start of the history, if the tool cut it.
    pub cut: Option<Timestamp>,
    /// The newest timestamp of the history.
    pub reach: Option<Timestamp>,
    /// Whether comments are part of the file.
    pub comments: bool,
    /// Whether its dates do not show which number is the day and which the month. It then gives no
    /// timestamps.
    pub undated: bool,
    /// Whether its times have no time zone, so that one is assumed.
    pub zone_assumed: bool,
    /// Whether it leaves out reorderings although it holds other changes.
    pub unranked: bool,
    /// Whether the timestamps of its changes are truncated to the minute.
    pub by_minute: bool,
    /// Number of characters after which its texts are cut; `None` if they are whole.
    pub text_limit: Option<usize>,
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
            gone: Vec::new(),
            unlisted: Vec::new(),
            accounts: Vec::new(),
            mentioned: Vec::new(),
            keys: Vec::new(),
            sprints: Vec::new(),
            states: Vec::new(),
            fields: Vec::new(),
            places: None,
            lists_values: false,
            own_places: false,
            state_changes: Vec::new(),
            board_changes: Vec::new(),
            deleted: Vec::new(),
            templates: Vec::new(),
            past_templates: Vec::new(),
            labels: Vec::new(),
            empty: false,
            lists_board: false,
            tells_templates: false,
            histories: None,
            by_fields: false,
            found: None,
            page: None,
            is_one_issue: false,
            entries: 0,
            cut: None,
            reach: None,
            comments: false,
            undated: false,
            zone_assumed: false,
            unranked: false,
            by_minute: false,
            text_limit: None,
        }
    }

    /// The newest timestamp in the file.
    pub fn newest(&self) -> Option<Timestamp> {
        let items = self.items.iter().flat_map(|item| [item.updated, item.created.map(|(at, _)| at)]).flatten();
        items.chain(self.reach).max()
    }

    /// The newest timestamp of its sprints, for a list of sprints that holds no items.
    pub fn newest_of_sprints(&self) -> Option<Timestamp> {
        self.sprints.iter().flat_map(|sprint| [sprint.activated, sprint.completed]).flatten().max()
    }

    /// Whether the file is an export and not a companion of one. Trello's actions describe their cards; a
    /// Jira changelog describes no issue.
    pub fn has_items(&self) -> bool {
        self.items.iter().any(|item| !item.bare || self.tool == Tool::Trello)
    }
}

/// Whether another page of a search follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Another follows.
    More,
    /// It is the last.
    Last,
}

/// The name of a board with these projects, or of one joined from boards with these names.
pub fn board_name(names: &BTreeSet<String>) -> String {
    /// Maximum number of names in it.
    const NAMED: usize = 8;
    listed(&names.iter().collect::<Vec<_>>(), NAMED)
}
