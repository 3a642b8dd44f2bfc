//! Joins the items of several files, so that each is listed once with the facts of every file.

use std::borrow::Cow;
use std::mem;

use foldhash::HashMap;
use jiff::Timestamp;

use super::cards::Cards;
use super::held_fields::HeldFields;
use super::names::Names;
use super::{merge, travels};
use crate::board::facts::{Act, ChangeFact, Deletion, Facts, ItemFact, ItemFields, Page, SLACK, Tool};

/// The items of the files of a board, with the files added from the oldest on.
pub(crate) struct ItemLists<'a> {
    tool: Tool,
    /// The items of each file.
    lists: Vec<Vec<ItemFact<'a>>>,
    /// Cards that went to another board or were deleted (Trello).
    gone: Vec<ItemFact<'a>>,
    deleted: Vec<Deletion<'a>>,
    cards: Cards<'a>,
    /// Whether all pages of an answer are present that leaves out issues without a history.
    all_histories: bool,
    /// Start of a table that lists all changes of all issues; `None` without such a table.
    table_since: Option<Timestamp>,
}

impl<'a> ItemLists<'a> {
    /// Starts without items, for a board of `tool`.
    pub(crate) fn new(tool: Tool) -> Self {
        Self {
            tool,
            lists: Vec::new(),
            gone: Vec::new(),
            deleted: Vec::new(),
            cards: Cards::default(),
            all_histories: false,
            table_since: None,
        }
    }

    /// Moves the items out of `facts`, those of the next newer file.
    pub(crate) fn add(&mut self, facts: &mut Facts<'a>) {
        if self.tool == Tool::Jira && !facts.comments {
            for item in &mut facts.items {
                item.holds = item.holds.without(ItemFields::COMMENTS);
            }
        }
        self.cards.add(facts);
        self.all_histories |= facts.histories == Some(Page::Last);
        let since = facts.cut.filter(|_| facts.histories == Some(Page::Last));
        self.table_since = self.table_since.into_iter().chain(since).min();
        self.deleted.append(&mut facts.deleted);
        self.gone.append(&mut facts.gone);
        self.lists.push(mem::take(&mut facts.items));
    }

    /// Returns the items, each once and sorted by key; the number of histories whose issue or card is missing;
    /// and the changes of templates, which are no items. `held` are the fields that the files have a place
    /// for; `names` are the names of people and sprints.
    pub(crate) fn join(
        mut self,
        held: &HeldFields,
        names: &Names<'_>,
    ) -> (Vec<ItemFact<'a>>, usize, Vec<ChangeFact<'a>>) {
        let (travelled, ended) = travels::sorted(&self.lists, self.gone);
        let departures: Vec<_> = ended.iter().filter_map(travels::departure).collect();
        self.lists.push(ended);
        let mut items = merge::merge(self.lists, held, names);
        let (orphans, of_templates);
        match self.tool {
            Tool::Jira => {
                // A rank of a missing issue is ignored: a site keeps those of all its projects.
                of_templates = Vec::new();
                orphans = items.extract_if(.., |item| item.bare).filter(|item| item.history).count();
            }
            Tool::Trello => {
                travels::join(&mut items, travelled);
                of_templates = self.cards.finish_items(&mut items);
                orphans = self.cards.unlisted(&self.deleted);
                // An action on a card that is gone is more precise, so it comes later.
                self.deleted.splice(..0, self.cards.gone(&items).into_iter().chain(departures));
            }
        }
        delete(&mut items, self.deleted);
        // An answer is not complete if it lacks the history of a changed issue, even if it says so.
        let lacks = |item: &ItemFact<'_>| !item.history && item.was_changed() == Some(true);
        let all_histories = self.all_histories && !items.iter().any(lacks);
        for item in items.iter_mut().filter(|item| !item.history) {
            if is_without_history(item, all_histories, self.table_since) {
                (item.history, item.truncated) = (true, false);
            }
        }
        distrust_empty_logs(&mut items);
        (items, orphans, of_templates)
    }
}

/// Treats the histories of all `items` as missing if all are empty although some should have entries: the
/// export holds no entries.
fn distrust_empty_logs(items: &mut [ItemFact<'_>]) {
    let lacks_entries = |item: &ItemFact<'_>| !item.history || item.was_changed() == Some(true);
    if items.iter().all(|item| !item.history || item.has_empty_log()) && items.iter().any(lacks_entries) {
        items.iter_mut().for_each(|item| item.history = false);
    }
}

/// Whether an issue without known entries really has none. A complete answer leaves out issues without a
/// history, but it may have been requested for other issues. Empty changelog pages of issues with a history
/// have been seen, too. So the update time takes precedence over both. Changes before the start of a table
/// are not in it.
fn is_without_history(item: &ItemFact<'_>, all_histories: bool, table_since: Option<Timestamp>) -> bool {
    let is_page_empty = item.log.as_ref().is_some_and(|log| log.total == 0);
    match item.was_changed() {
        Some(true) => item.updated.zip(table_since).is_some_and(|(updated, since)| updated < since),
        Some(false) => all_histories || is_page_empty,
        None => all_histories,
    }
}

/// Archives deleted items, so that an older file does not bring them back; their changes remain. An item that
/// was changed after its deletion still exists somewhere.
fn delete<'a>(items: &mut [ItemFact<'a>], deleted: Vec<Deletion<'a>>) {
    let mut deleted: HashMap<_, _> = deleted.into_iter().map(|deletion| (deletion.id.clone(), deletion)).collect();
    for item in items {
        let is_last =
            |deletion: &Deletion<'_>| item.changes.iter().all(|change| change.at.duration_since(deletion.at) <= SLACK);
        if let Some(Deletion { id, at, by, mark }) = deleted.remove(&item.id).filter(is_last) {
            let id = Cow::Owned(format!("{id}:deleted"));
            item.changes.push(ChangeFact { id, part: 0, at, by, act: Act::Closed { closed: true }, mark });
            item.closed = true;
            item.gone = true;
        }
    }
}
