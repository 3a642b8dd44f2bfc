//! The joined facts of all files of a board: each item once, with the facts of one file completed by those of
//! others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashSet;
use jiff::Timestamp;

use super::accounts::{keyed, strangers};
use super::cards::lacks_comments;
use super::held_fields::HeldFields;
use super::item_lists::ItemLists;
use super::joined_states::Age;
use super::known_history::KnownHistory;
use super::names::Names;
use super::pages::Pages;
use super::{project, sprint_field, sprints};
use crate::board::facts::{Account, ChangeFact, Facts, FieldFact, ItemFact, SprintFact, StateChange, StateFact, Tool};
use crate::board::{Contents, MissingPages};
use crate::charter::Named;
use crate::source::Diagnostic;

/// The joined facts of all files of a board.
#[derive(Clone)]
pub(crate) struct Joined<'a> {
    pub(crate) tool: Tool,
    /// The board's name for readers.
    pub(crate) name: String,
    /// Distinguishes it from other boards.
    pub(crate) home: String,
    /// The keys of its projects; empty on Trello.
    pub(crate) projects: BTreeSet<String>,
    /// Its items, each once, sorted by key.
    pub(crate) items: Vec<ItemFact<'a>>,
    /// Changes that belong to no item, each once.
    pub(crate) board_changes: Vec<ChangeFact<'a>>,
    /// Changes of statuses or lists themselves.
    pub(crate) state_changes: Vec<StateChange<'a>>,
    /// All accounts in the files, with repeats.
    pub(crate) accounts: Vec<Account<'a>>,
    /// Statuses or lists, with repeats.
    pub(crate) states: Vec<(Age, StateFact<'a>)>,
    /// Sprints, with repeats, each with the newest timestamp of its file.
    pub(crate) sprints: Vec<(Option<Timestamp>, SprintFact<'a>)>,
    /// Fields and their names.
    pub(crate) fields: Vec<FieldFact<'a>>,
    /// Names of the labels that files list, with repeats, whether or not a card has them (Trello).
    pub(crate) labels: Vec<Cow<'a, str>>,
    /// The fields that each of the files has a place for.
    pub(crate) held: HeldFields,
    /// Start of the known history, if the tool cut it.
    pub(crate) cut: Option<Timestamp>,
    /// What the files hold, as they say themselves.
    pub(crate) contents: Contents,
    /// Number of histories whose issue no file describes, or whose card the board's list leaves out.
    pub(crate) orphans: usize,
    /// The missing pages of the search; `None` if all are present.
    pub(crate) missing_pages: Option<MissingPages>,
    /// Set if no issue is in the wanted project. Every project is then on the board.
    pub(crate) nowhere: Option<Diagnostic>,
}

impl<'a> Joined<'a> {
    /// Joins `files`, and keeps the issues of the project that is `wanted`.
    pub(crate) fn of(mut files: Vec<Facts<'a>>, wanted: Option<&Named>) -> Self {
        files.sort_by_key(|facts| facts.file);
        let chosen = project::chosen(&files, wanted).map(str::to_owned);
        let pages = Pages::of(&files);
        let (mut joined, lists) = Self::gather(files, wanted);
        let names = Names::of(&joined.accounts, joined.sprints.iter().map(|(_, sprint)| sprint));
        let (items, orphans, of_templates) = lists.join(&joined.held, &names);
        joined.board_changes.extend(of_templates);
        let mut seen = HashSet::default();
        joined.board_changes.retain(|change| seen.insert(change.id.clone()));
        joined.orphans = orphans;
        joined.missing_pages = pages.of_board(items.len());
        joined.items = items;
        joined.contents.history &= joined.tool != Tool::Jira || joined.items.iter().any(|item| item.history);
        joined.contents.comments &= joined.tool != Tool::Trello || !lacks_comments(&mut joined.items, joined.cut);
        match (chosen, wanted) {
            (Some(chosen), _) => project::keep(&mut joined.items, &chosen),
            (None, Some(wanted)) if joined.tool == Tool::Jira => {
                joined.nowhere = Some(project::nowhere(&joined.items, wanted, &joined.name));
            }
            (None, _) => {}
        }
        if joined.tool == Tool::Jira {
            sprint_field::place(&mut joined.items, &joined.fields, &joined.sprints);
        }
        sprint_field::resolve(&mut joined.items, &joined.fields, &joined.sprints);
        joined.sprints.extend(sprints::only_named(&joined.items).into_iter().map(|sprint| (None, sprint)));
        joined
    }

    /// Collects everything but items in one list each. Returns the items of each file apart.
    fn gather(mut files: Vec<Facts<'a>>, wanted: Option<&Named>) -> (Self, ItemLists<'a>) {
        let tool = files.first().map_or(Tool::Jira, |facts| facts.tool);
        let mut joined = Self::empty(tool, &files, wanted);
        let mut lists = ItemLists::new(tool);
        let (mut mentioned, mut keys) = (Vec::new(), Vec::new());
        // If several files give a value, the newest one wins. Actions are less reliable than a board itself.
        files.sort_by_cached_key(|facts| (is_whole(facts), facts.newest(), facts.file));
        for mut facts in files {
            let newest = facts.newest().max(facts.newest_of_sprints());
            let age = (is_whole(&facts), newest);
            joined.labels.extend(facts.labels.iter().map(|(_, name)| name.clone()));
            lists.add(&mut facts);
            mentioned.extend(facts.mentioned);
            keys.extend(facts.keys);
            joined.accounts.extend(facts.accounts);
            joined.states.extend(facts.states.into_iter().map(|state| (age, state)));
            joined.state_changes.extend(facts.state_changes);
            joined.sprints.extend(facts.sprints.into_iter().map(|sprint| (newest, sprint)));
            joined.fields.extend(facts.fields);
            joined.board_changes.extend(facts.board_changes);
        }
        joined.accounts.extend(keyed(&mut keys, &joined.accounts));
        mentioned.extend(keys);
        joined.accounts.extend(strangers(mentioned, &joined.accounts));
        (joined, lists)
    }

    /// A board of `files` without the lists in them.
    fn empty(tool: Tool, files: &[Facts<'a>], wanted: Option<&Named>) -> Self {
        let (name, home) = project::title(files, wanted);
        let KnownHistory { cut, gaps } = KnownHistory::of(files);
        Self {
            tool,
            name,
            home,
            projects: project::of_board(files, wanted),
            items: Vec::new(),
            board_changes: Vec::new(),
            state_changes: Vec::new(),
            accounts: Vec::new(),
            states: Vec::new(),
            sprints: Vec::new(),
            fields: Vec::new(),
            labels: Vec::new(),
            held: HeldFields::of(files),
            cut,
            contents: contents_of(files, gaps),
            orphans: 0,
            missing_pages: None,
            nowhere: None,
        }
    }
}

/// Whether a file describes the state of items; actions and histories do not.
fn is_whole(facts: &Facts<'_>) -> bool {
    facts.items.iter().any(|item| !item.bare)
}

/// Whether `files` list the items of the whole board. A backup does so for its day only: a newer search
/// result may leave out items that are newer still.
fn list_board(files: &[Facts<'_>]) -> bool {
    let of_jira = |facts: &&Facts<'_>| facts.tool == Tool::Jira && is_whole(facts);
    match files.iter().filter(of_jira).max_by_key(|facts| facts.newest()) {
        Some(newest) => newest.lists_board,
        None => files.iter().any(|facts| facts.lists_board),
    }
}

/// What `files` hold, as they say themselves. `apart` are the gaps between them.
fn contents_of(files: &[Facts<'_>], apart: Vec<(Timestamp, Timestamp)>) -> Contents {
    Contents {
        history: files.iter().any(|facts| facts.items.iter().any(|item| item.history)),
        comments: files.iter().any(|facts| facts.comments),
        undated: files.iter().any(|facts| facts.undated),
        lists_board: list_board(files),
        of_single_issues: files.iter().filter(|facts| is_whole(facts)).all(|facts| facts.is_one_issue),
        unranked: files.iter().any(|facts| facts.unranked)
            && files.iter().all(|facts| facts.unranked || facts.entries == 0),
        by_fields: files.iter().any(|facts| facts.by_fields)
            && files.iter().all(|facts| facts.by_fields || facts.histories.is_none()),
        by_minute: files.iter().any(|facts| facts.by_minute),
        text_limit: files.iter().find_map(|facts| facts.text_limit),
        apart,
    }
}
