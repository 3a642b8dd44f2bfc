//! Since when cards have had labels that are named like sprints.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::board::facts::{Act, Facts, Tool};
use crate::board::{Board, Item};
use crate::lexicon;

/// The labels of cards that are named like sprints. Trello has recorded since about 2021 when a card got a label.
#[derive(Debug, Default)]
pub(super) struct LabelHistory {
    /// The names as written, by the same in small letters.
    names: BTreeMap<String, String>,
    /// When a card first got a label: by the card's id and the label's name in small letters.
    since: BTreeMap<(String, String), Timestamp>,
    /// The cards that are known to have had one such label and no other: by the card's id.
    only: BTreeMap<String, Option<String>>,
    recorded: bool,
}

impl LabelHistory {
    /// What `facts` tell of the labels of the cards on `board`.
    pub(super) fn new(facts: &[Facts<'_>], board: &Board<'_>) -> Self {
        let mut found = Self::default();
        if board.tool != Tool::Trello {
            return found;
        }
        for item in facts.iter().flat_map(|facts| &facts.items) {
            for change in &item.changes {
                let Act::Labelled { from, to } = &change.act else { continue };
                found.recorded = true;
                for label in to.iter().filter(|label| !from.contains(label)) {
                    if let Some(lower) = found.meet(&item.id, label) {
                        let since = found.since.entry((item.id.to_string(), lower)).or_insert(change.at);
                        *since = change.at.min(*since);
                    }
                }
                for label in from {
                    found.meet(&item.id, label);
                }
            }
        }
        for item in &board.items {
            for label in &item.labels {
                found.meet(&item.id, label);
            }
        }
        found
    }

    /// Notes that a card has a label; its name in small letters where that is a sprint's.
    fn meet(&mut self, card: &str, label: &str) -> Option<String> {
        let name = label.trim();
        if !lexicon::is_sprint(name) {
            return None;
        }
        let lower = name.to_lowercase();
        self.names.entry(lower.clone()).or_insert_with(|| name.to_owned());
        let only = self.only.entry(card.to_owned()).or_insert_with(|| Some(lower.clone()));
        if only.as_ref().is_some_and(|only| *only != lower) {
            *only = None;
        }
        Some(lower)
    }

    /// The labels that are named like sprints.
    pub(super) fn sprints(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    /// Whether a label of this name is one of them.
    pub(super) fn is_sprint(&self, label: &str) -> bool {
        self.names.contains_key(&label.trim().to_lowercase())
    }

    /// Whether the board records changes of labels.
    pub(super) fn is_recorded(&self) -> bool {
        self.recorded
    }

    /// The first instant at which `item` can have had `label`: when it got it or, where that is not recorded and it has had
    /// no other label of a sprint, when it was created. None for an item that is not known to have had it.
    pub(super) fn since(&self, item: &Item<'_>, label: &str) -> Option<Timestamp> {
        let lower = label.trim().to_lowercase();
        let only = || self.only.get(&*item.id).is_some_and(|only| only.as_ref() == Some(&lower));
        let created = || item.created.filter(|_| only());
        self.since.get(&(item.id.to_string(), lower.clone())).copied().or_else(created)
    }
}
