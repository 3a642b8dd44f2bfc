//! The items of several files, joined: each once, with what every file says of it.

use std::borrow::Cow;
use std::mem;

use foldhash::HashMap;
use jiff::Timestamp;

use super::cards::Cards;
use super::held_fields::HeldFields;
use super::names::Names;
use super::{merge, travels};
use crate::board::facts::{Act, ChangeFact, Deletion, Facts, ItemFact, ItemFields, Page, SLACK, Tool};

/// What the files of a board say of its items, the oldest file first.
pub(crate) struct ItemLists<'a> {
    tool: Tool,
    /// The items of each file.
    lists: Vec<Vec<ItemFact<'a>>>,
    /// Cards that went to another board or were deleted (Trello).
    gone: Vec<ItemFact<'a>>,
    deleted: Vec<Deletion<'a>>,
    cards: Cards<'a>,
    /// Whether all pages of an answer that leaves out issues without a history are here.
    all_histories: bool,
    /// Since when a table tells all changes, of whatever issue; none where there is no such table.
    table_since: Option<Timestamp>,
}

impl<'a> ItemLists<'a> {
    /// No items yet, of a board of `tool`.
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

    /// Takes out of `facts`, of a file newer than those before, what they say of items.
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

    /// The items, each once, in the order of their keys; how many issues have a history that no file describes; and what was done to
    /// templates, which are no items. `held` are the fields that the files have a place for, `names` is what
    /// they call people and sprints.
    pub(crate) fn join(
        mut self,
        held: &HeldFields,
        names: &Names<'_>,
    ) -> (Vec<ItemFact<'a>>, usize, Vec<ChangeFact<'a>>) {
        let (travelled, ended) = travels::sorted(&self.lists, self.gone);
        let departures: Vec<_> = ended.iter().filter_map(travels::departure).collect();
        self.lists.push(ended);
        let mut items = merge::merge(self.lists, held, names);
        let (mut orphans, mut of_templates) = (0, Vec::new());
        match self.tool {
            Tool::Jira => {
                // A rank of an issue that is not here costs nothing: a site keeps those of all its projects.
                orphans = items.extract_if(.., |item| item.bare).filter(|item| item.history).count();
            }
            Tool::Trello => {
                travels::join(&mut items, travelled);
                of_templates = self.cards.finish_items(&mut items);
                // What an action says of a card that is gone says more.
                self.deleted.splice(..0, self.cards.gone(&items).into_iter().chain(departures));
            }
        }
        delete(&mut items, self.deleted);
        // One that lacks the history of an issue that was changed is not whole, whatever it says.
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

/// Takes the histories of all `items` for missing where none of them has an entry and some should have one: the export holds no entries.
fn distrust_empty_logs(items: &mut [ItemFact<'_>]) {
    let lacks_entries = |item: &ItemFact<'_>| !item.history || item.was_changed() == Some(true);
    if items.iter().all(|item| !item.history || item.has_empty_log()) && items.iter().any(lacks_entries) {
        items.iter_mut().for_each(|item| item.history = false);
    }
}

/// Whether an issue of which no entry is here has none at all. A complete answer leaves out the issues without a history, and an
/// empty page of a changelog has been seen where there is one: what was asked for may have been other issues, so that the date
/// of the last change goes before both. What was done before a table begins is not in it.
fn is_without_history(item: &ItemFact<'_>, all_histories: bool, table_since: Option<Timestamp>) -> bool {
    let is_page_empty = item.log.as_ref().is_some_and(|log| log.total == 0);
    match item.was_changed() {
        Some(true) => item.updated.zip(table_since).is_some_and(|(updated, since)| updated < since),
        Some(false) => all_histories || is_page_empty,
        None => all_histories,
    }
}

/// Archives the items that went: they do not come back from an older file, and what was done to them while they were there stays
/// known. One to which something was done later is still somewhere.
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
