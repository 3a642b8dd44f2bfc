//! What items are called: by their key or card number, or by numbers that the report assigns. An assigned
//! number is the same everywhere in one report.

use foldhash::HashMap;

use super::names_in_text::NamesInText;
use crate::board::Board;
use crate::finding::{Finding, Fingerprint, ItemLabel};

/// The name of an item that is not on any board of the report.
const ANOTHER: &str = "another item";

/// What items are called instead of their keys.
#[derive(Debug)]
pub(super) struct ItemNumbers {
    by_key: HashMap<String, String>,
    /// The keys of all items and the numbers of cards, to find them in texts.
    pub(super) named: NamesInText,
}

impl ItemNumbers {
    /// Numbers the items on `boards`. Items in `findings` are numbered in the order of the findings. The
    /// others get an order that reveals nothing about their keys.
    pub(super) fn new<'b, 'a: 'b>(
        boards: impl IntoIterator<Item = &'b Board<'a>>,
        findings: impl IntoIterator<Item = &'b Finding>,
    ) -> Self {
        let mut by_key: HashMap<String, String> = HashMap::default();
        let mut number = |key: &str| {
            let next = by_key.len() + 1;
            by_key.entry(key.to_owned()).or_insert_with(|| format!("item {next}"));
        };
        for finding in findings {
            let own = finding.item.iter().map(|item| item.key.as_str());
            own.chain(finding.related.iter().filter_map(|other| other.item.as_deref())).for_each(&mut number);
        }
        let items: Vec<_> = boards.into_iter().flat_map(|board| &board.items).collect();
        let mut keys: Vec<&str> = items.iter().map(|item| &*item.key).collect();
        keys.sort_by_cached_key(|key| Fingerprint::new("item", [*key]));
        keys.into_iter().for_each(number);
        let mut named: Vec<(String, &str)> = Vec::new();
        // Several boards may have a card with the same number.
        let mut cards: HashMap<u32, Option<&str>> = HashMap::default();
        for item in items {
            let called = by_key.get(&*item.key).map_or(ANOTHER, String::as_str);
            named.push((item.key.to_string(), called));
            if let Some(number) = item.number {
                cards.entry(number).and_modify(|known| *known = None).or_insert(Some(called));
            }
        }
        for (number, called) in cards {
            let called = called.unwrap_or(ANOTHER);
            let card = ItemLabel { key: "", number: Some(number) };
            named.push((card.short(), called));
            named.push((card.in_sentence(), called));
        }
        let named = NamesInText::new(named.iter().map(|(text, called)| (text.as_str(), *called)));
        Self { by_key, named }
    }

    /// The name of the item with this key.
    pub(super) fn of(&self, key: &str) -> &str {
        self.by_key.get(key).map_or(ANOTHER, String::as_str)
    }
}
