//! Finds out since when cards have had labels that are named after sprints.

use std::collections::BTreeMap;

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::facts::{Act, Facts, Tool};
use crate::board::{Board, Item, ItemId};
use crate::charter::folded;
use crate::lexicon;

/// The labels of cards that are named after sprints. Since about 2021, Trello has recorded when a card got a
/// label.
#[derive(Debug, Default)]
pub(super) struct LabelHistory {
    /// By name in lower case.
    labels: BTreeMap<String, Label>,
    /// For each card, the only such label that it is known to have had; `None` if there were several.
    only: BTreeMap<ItemId, Option<String>>,
    recorded: bool,
}

#[derive(Debug)]
struct Label {
    /// The name in its original case.
    name: String,
    /// The cards that are known to have had it, with the time when they first got it, if that is recorded.
    cards: BTreeMap<ItemId, Option<Timestamp>>,
}

impl LabelHistory {
    /// Collects the labels of the cards on `board` from `facts`.
    pub(super) fn new(facts: &[Facts<'_>], board: &Board<'_>) -> Self {
        let mut found = Self::default();
        if board.tool != Tool::Trello {
            return found;
        }
        let ids: HashMap<&str, ItemId> = board.items.iter().map(|item| (&*item.id, item.index)).collect();
        for item in facts.iter().flat_map(|facts| &facts.items) {
            let Some(card) = ids.get(&*item.id).copied() else { continue };
            for change in &item.changes {
                let Act::Labelled { from, to } = &change.act else { continue };
                found.recorded = true;
                for label in to.iter().filter(|label| !from.contains(label)) {
                    found.meet(card, label, Some(change.at));
                }
                for label in from {
                    found.meet(card, label, None);
                }
            }
        }
        for item in &board.items {
            for label in &item.labels {
                found.meet(item.index, label, None);
            }
        }
        found
    }

    /// Records that a card has a label, if the label is named after a sprint. `at` is the time when it got
    /// the label, if known.
    fn meet(&mut self, card: ItemId, label: &str, at: Option<Timestamp>) {
        let name = label.trim();
        if !lexicon::is_sprint(name) {
            return;
        }
        let lower = folded(name);
        let only = self.only.entry(card).or_insert_with(|| Some(lower.clone()));
        if only.as_ref().is_some_and(|only| *only != lower) {
            *only = None;
        }
        let label = self.labels.entry(lower).or_insert_with(|| Label { name: name.to_owned(), cards: BTreeMap::new() });
        let since = label.cards.entry(card).or_default();
        *since = since.iter().copied().chain(at).min();
    }

    /// The labels that are named after sprints.
    pub(super) fn sprints(&self) -> impl Iterator<Item = &str> {
        self.labels.values().map(|label| label.name.as_str())
    }

    /// Whether a label with this name is one of them.
    pub(super) fn is_sprint(&self, label: &str) -> bool {
        self.labels.contains_key(&folded(label))
    }

    /// Whether the board records changes of labels.
    pub(super) fn is_recorded(&self) -> bool {
        self.recorded
    }

    /// The cards of a label, each with the earliest time at which it can have had the label. That is the
    /// recorded time, or the time of creation if there is no record and the card had no other sprint label.
    /// Cards without either are left out.
    pub(super) fn cards<'l, 'b, 'a>(
        &'l self,
        label: &str,
        board: &'b Board<'a>,
    ) -> impl Iterator<Item = (&'b Item<'a>, Timestamp)> + use<'l, 'b, 'a> {
        let lower = folded(label);
        let cards = self.labels.get(&lower).map(|label| &label.cards).into_iter().flatten();
        cards.filter_map(move |(card, since)| {
            let item = board.item(*card);
            let is_only = self.only.get(card).is_some_and(|only| only.as_ref() == Some(&lower));
            Some((item, since.or(item.created.filter(|_| is_only))?))
        })
    }
}
