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

/// The one of a file's places that holds the sprints of an issue under no id of its own, as Jira's agile API writes it.
pub(crate) const SPRINT: &str = "sprint";
/// What stands for a comma within the name of one sprint, where the value of a field names several.
pub(crate) const COMMA: &str = "\u{1f}";

/// The ids of Jira's own fields of time, which are the same on every site: what an issue was estimated at first.
pub(crate) const ORIGINAL_ESTIMATE: &str = "timeoriginalestimate";
/// What is left of it.
pub(crate) const REMAINING_ESTIMATE: &str = "timeestimate";
/// What was spent on it.
pub(crate) const TIME_SPENT: &str = "timespent";

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
    /// Cards that went to another board or were deleted, with what was done to them before (Trello).
    pub gone: Vec<ItemFact<'a>>,
    /// Accounts met anywhere, with repeats.
    pub accounts: Vec<Account<'a>>,
    /// People whom only a change names, with what it calls them: accounts know better.
    pub mentioned: Vec<(Who<'a>, Cow<'a, str>)>,
    /// Keys by which changes name people whom other tables number, each with what the change calls them.
    pub keys: Vec<(Who<'a>, Cow<'a, str>)>,
    /// Sprints, with repeats.
    pub sprints: Vec<SprintFact<'a>>,
    /// Statuses or lists, with repeats.
    pub states: Vec<StateFact<'a>>,
    /// Fields and what they are called.
    pub fields: Vec<FieldFact<'a>>,
    /// The ids of the fields of a site's own that its issues have a place for, empty or not; none where the format does not tell
    /// what was left out.
    pub places: Option<HashSet<Cow<'a, str>>>,
    /// Whether it lists the values that fields of a site's own hold, apart from the items.
    pub lists_values: bool,
    /// Whether these are the places that its own issues happen to have: issues of other types may have more.
    pub own_places: bool,
    /// What happened to statuses or lists themselves, where the format tells.
    pub state_changes: Vec<StateChange<'a>>,
    /// Facts about changes that belong to no item: the board itself was edited.
    pub board_changes: Vec<ChangeFact<'a>>,
    /// Items that were deleted, where the format tells.
    pub deleted: Vec<Deletion<'a>>,
    /// Ids of cards that are templates, or lines and links in place of cards: they are no items, and what happened to them is no work
    /// (Trello).
    pub templates: Vec<Cow<'a, str>>,
    /// Ids of cards that were templates once, as actions tell: their copies are no clones (Trello).
    pub past_templates: Vec<Cow<'a, str>>,
    /// Labels by their ids, which changes of labels name (Trello).
    pub labels: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether the file is one that lists items and lists none: a new board, a search that found nothing.
    pub empty: bool,
    /// Whether the file lists the items of the whole board: one that it lacks is no longer there. Of
    /// Jira's files a whole backup alone says so.
    pub lists_board: bool,
    /// Whether it tells which of them are templates (Trello).
    pub tells_templates: bool,
    /// Whether the file answers a request for the histories of many issues, which leaves out issues without any, and
    /// whether another page of the answer follows.
    pub histories: Option<Page>,
    /// Whether it is such an answer, and may have been asked for the changes of some fields alone.
    pub by_fields: bool,
    /// How many items the search found that the file is a page of.
    pub found: Option<usize>,
    /// Whether the file is a page of a search that says whether another follows.
    pub page: Option<Page>,
    /// Whether the file is one issue by itself, and no answer to a search.
    pub is_one_issue: bool,
    /// How many history entries or actions the file holds, as the tool counts them.
    pub entries: usize,
    /// The oldest instant the history reaches, where the tool cut it.
    pub cut: Option<Timestamp>,
    /// The newest instant of the history.
    pub reach: Option<Timestamp>,
    /// Whether comments are part of the file.
    pub comments: bool,
    /// Whether it is not known which number of its dates is the day and which the month: then it dates nothing.
    pub undated: bool,
    /// Whether its times carry no zone and nothing says which is meant, so that one is assumed.
    pub zone_assumed: bool,
    /// Whether it leaves out who ordered what, although it holds other changes.
    pub unranked: bool,
    /// Whether the times of its changes are cut to the minute.
    pub by_minute: bool,
    /// After how many characters its texts are cut; none where they are whole.
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

    /// The newest instant that the file knows of.
    pub fn newest(&self) -> Option<Timestamp> {
        let items = self.items.iter().flat_map(|item| [item.updated, item.created.map(|(at, _)| at)]).flatten();
        items.chain(self.reach).max()
    }

    /// The newest instant that the sprints of the file tell of: for a list of sprints, which holds no items.
    pub fn newest_of_sprints(&self) -> Option<Timestamp> {
        self.sprints.iter().flat_map(|sprint| [sprint.activated, sprint.completed]).flatten().max()
    }

    /// Whether the file is an export rather than a companion of one. Trello's actions describe their cards; a Jira
    /// changelog describes no issue.
    pub fn has_items(&self) -> bool {
        self.items.iter().any(|item| !item.bare || self.tool == Tool::Trello)
    }
}

/// What a page of a search says of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Another follows.
    More,
    /// It is the last.
    Last,
}

/// What a board of these projects, or put together from boards of these names, is called.
pub fn board_name(names: &BTreeSet<String>) -> String {
    /// More names than these are not named.
    const NAMED: usize = 8;
    listed(&names.iter().collect::<Vec<_>>(), NAMED)
}
