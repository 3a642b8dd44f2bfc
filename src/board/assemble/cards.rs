//! Facts about Trello cards that only all files of a board together show: the names of labels, which cards
//! are templates, and which no longer exist.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use crate::board::facts::{Act, ChangeFact, Deletion, Facts, ItemFact, Tool};
use crate::source::FileId;

/// Facts of all files about the cards, with the files added from the oldest on.
#[derive(Default)]
pub(crate) struct Cards<'a> {
    /// Names of labels by id.
    labels: HashMap<Cow<'a, str>, Cow<'a, str>>,
    /// Cards that are templates now.
    templates: HashSet<Cow<'a, str>>,
    /// Cards that are or were templates.
    ever_templates: HashSet<Cow<'a, str>>,
    /// The board of each file.
    files: HashMap<FileId, String>,
    /// The newest listing of each board.
    boards: HashMap<String, Listing<'a>>,
}

/// Whether comments may have been left out of a history that is known from `cut` on: the tool counts more
/// comments on cards than are present, or none are present and no card is counted. The missing ones of a card
/// created earlier may be from before the cut, unless the board has no comments at all.
pub(crate) fn lacks_comments(items: &mut [ItemFact<'_>], cut: Option<Timestamp>) -> bool {
    let mut changes = items.iter().flat_map(|item| &item.changes);
    let some = changes.any(|change| matches!(change.act, Act::Commented));
    let is_known = |item: &ItemFact<'_>| {
        let whole = |cut| item.created.is_some_and(|(created, _)| created >= cut);
        !some || cut.is_none_or(whole)
    };
    let is_uncounted = || !items.is_empty() && items.iter().all(|item| item.comment_total.is_none());
    let lacks = (!some && is_uncounted()) || items.iter().any(|item| is_known(item) && item.lacks_comments());
    // The count is that of the export, whatever the clock is.
    items.iter_mut().for_each(|item| item.comment_total = None);
    lacks
}

/// The cards that a file lists for its board, and the newest timestamp of the file.
struct Listing<'a> {
    cards: HashSet<Cow<'a, str>>,
    /// Cards that it leaves out.
    unlisted: Vec<Cow<'a, str>>,
    newest: Option<Timestamp>,
}

impl<'a> Cards<'a> {
    /// Adds the `facts` of the next newer file.
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
            let unlisted = std::mem::take(&mut facts.unlisted);
            self.boards.insert(facts.home.clone(), Listing { cards, unlisted, newest: facts.newest() });
        }
        self.ever_templates.extend(std::mem::take(&mut facts.past_templates));
        let templates = std::mem::take(&mut facts.templates);
        self.ever_templates.extend(templates.iter().cloned());
        self.templates.extend(templates);
    }

    /// Removes templates, and sets the originals and the label names of `items`. Returns the changes of the
    /// templates, which show that somebody was active.
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
                    // Without the names of labels, a change of them says nothing.
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

    /// Number of cards that the newest listings of the boards leave out, without those that are `deleted` by
    /// another file.
    pub(crate) fn unlisted(&self, deleted: &[Deletion<'a>]) -> usize {
        let deleted: HashSet<_> = deleted.iter().map(|deletion| &deletion.id).collect();
        let unlisted = self.boards.values().flat_map(|listing| &listing.unlisted);
        unlisted.filter(|card| !deleted.contains(card)).count()
    }

    /// The cards that are missing in the newest listing of their board and have no newer record in any file.
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
