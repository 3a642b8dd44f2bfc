//! What only all files of a Trello board together say of its cards: the names of labels, which cards are templates, and which
//! are no longer there.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use crate::board::facts::{Act, ChangeFact, Deletion, Facts, ItemFact, Tool};
use crate::source::FileId;

/// What the files of a board say of its cards, the oldest file first.
#[derive(Default)]
pub(crate) struct Cards<'a> {
    /// The names of labels by their ids.
    labels: HashMap<Cow<'a, str>, Cow<'a, str>>,
    /// Cards that are templates now.
    templates: HashSet<Cow<'a, str>>,
    /// Cards that are or were templates.
    ever_templates: HashSet<Cow<'a, str>>,
    /// The board that each file is of.
    files: HashMap<FileId, String>,
    /// The newest listing of each board.
    boards: HashMap<String, Listing<'a>>,
}

/// Whether comments were left out of a history that is known from `cut` on: cards count more than are here. Those of a card that is
/// older may lie before, unless not one of the board is here.
pub(crate) fn lacks_comments(items: &mut [ItemFact<'_>], cut: Option<Timestamp>) -> bool {
    let mut changes = items.iter().flat_map(|item| &item.changes);
    let some = changes.any(|change| matches!(change.act, Act::Commented));
    let is_known = |item: &ItemFact<'_>| {
        let whole = |cut| item.created.is_some_and(|(created, _)| created >= cut);
        !some || cut.is_none_or(whole)
    };
    let lacks = items.iter().any(|item| is_known(item) && item.lacks_comments());
    // It is of the day of the export, whatever the clock is.
    items.iter_mut().for_each(|item| item.comment_total = None);
    lacks
}

/// The cards that a file lists of its board, and the newest instant that the file knows of.
struct Listing<'a> {
    cards: HashSet<Cow<'a, str>>,
    newest: Option<Timestamp>,
}

impl<'a> Cards<'a> {
    /// Adds what `facts`, of a file newer than those before, says.
    pub(crate) fn add(&mut self, facts: &mut Facts<'a>) {
        if facts.tool != Tool::Trello {
            return;
        }
        self.files.insert(facts.file, facts.home.clone());
        self.labels.extend(std::mem::take(&mut facts.labels));
        if facts.lists_board {
            let cards: HashSet<_> = facts.items.iter().map(|item| item.id.clone()).collect();
            if facts.tells_templates {
                self.templates.retain(|card| !cards.contains(card));
            }
            self.boards.insert(facts.home.clone(), Listing { cards, newest: facts.newest() });
        }
        self.ever_templates.extend(std::mem::take(&mut facts.past_templates));
        let templates = std::mem::take(&mut facts.templates);
        self.ever_templates.extend(templates.iter().cloned());
        self.templates.extend(templates);
    }

    /// Leaves out templates, and says what `items` are copies of and what their labels were called. Returns what was done to the
    /// templates, which shows that somebody was there.
    pub(crate) fn finish_items(&self, items: &mut Vec<ItemFact<'a>>) -> Vec<ChangeFact<'a>> {
        let templates = items.extract_if(.., |item| self.templates.contains(&item.id));
        let records = templates.flat_map(|template| template.changes).filter(|change| change.part == 0);
        let of_templates = records.map(|change| ChangeFact { act: Act::BoardEdited, ..change }).collect();
        for item in items {
            for (id, key) in std::mem::take(&mut item.sources) {
                if !self.ever_templates.contains(&id) {
                    item.copied = true;
                    item.originals.extend(key);
                }
            }
            for change in &mut item.changes {
                match &mut change.act {
                    Act::Created { .. } => {
                        item.created = Some((change.at, change.mark));
                        item.creator = change.by.clone().map(|who| (who, change.mark));
                    }
                    // Where no file says what labels are called, a change of them says nothing.
                    Act::Labelled { .. } if self.labels.is_empty() => change.act = Act::Other,
                    Act::Labelled { from, to } => {
                        for labels in [from, to] {
                            *labels = labels.iter().filter_map(|id| self.labels.get(id).cloned()).collect();
                        }
                    }
                    _ => {}
                }
            }
        }
        of_templates
    }

    /// The cards that the newest listing of their board lacks, and of which no file says anything newer.
    pub(crate) fn gone(&self, items: &[ItemFact<'a>]) -> Vec<Deletion<'a>> {
        let gone = |item: &ItemFact<'a>| {
            let listing = self.boards.get(self.files.get(&item.mark.file)?)?;
            let last = item.changes.iter().map(|change| change.at).chain(item.updated).max();
            let at = listing.newest.filter(|newest| last.is_none_or(|last| last <= *newest))?;
            let lacks = !listing.cards.contains(&item.id);
            lacks.then(|| Deletion { id: item.id.clone(), at, by: None, mark: item.mark })
        };
        if self.boards.len() == self.files.len() {
            return Vec::new(); // one file a board: nothing else names a card
        }
        items.iter().filter_map(gone).collect()
    }
}
