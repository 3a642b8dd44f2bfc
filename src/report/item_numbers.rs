//! What items are called: by their key or the number on the card, or by numbers of the report's own, which are the same everywhere in
//! one report.

use foldhash::HashMap;

use super::names_in_text::NamesInText;
use crate::board::Board;
use crate::finding::Finding;

/// What an item is called that no finding is about.
const ANOTHER: &str = "another item";

/// What people call an item: the key, or the number on the card.
pub(super) fn item_name(key: &str, number: Option<u32>) -> String {
    number.map_or_else(|| key.to_owned(), |number| format!("#{number}"))
}

/// What items are called instead of their keys.
#[derive(Debug)]
pub(super) struct ItemNumbers {
    by_key: HashMap<String, String>,
    /// The keys of all items, and the numbers on cards, wherever they stand in texts.
    pub(super) named: NamesInText,
}

impl ItemNumbers {
    /// Of the items on `boards`, numbered as `findings` name them.
    pub(super) fn new<'b, 'a: 'b>(
        boards: impl IntoIterator<Item = &'b Board<'a>>,
        findings: impl IntoIterator<Item = &'b Finding>,
    ) -> Self {
        let mut by_key: HashMap<String, String> = HashMap::default();
        for finding in findings {
            let own = finding.item.iter().map(|item| &item.key);
            for key in own.chain(finding.related.iter().filter_map(|other| other.item.as_ref())) {
                let next = by_key.len() + 1;
                by_key.entry(key.clone()).or_insert_with(|| format!("item {next}"));
            }
        }
        let mut named: Vec<(String, &str)> = Vec::new();
        // Several boards may have a card of one number.
        let mut cards: HashMap<u32, Option<&str>> = HashMap::default();
        for item in boards.into_iter().flat_map(|board| &board.items) {
            let called = by_key.get(&*item.key).map_or(ANOTHER, String::as_str);
            named.push((item.key.to_string(), called));
            if let Some(number) = item.number {
                cards.entry(number).and_modify(|known| *known = None).or_insert(Some(called));
            }
        }
        for (number, called) in cards {
            let called = called.unwrap_or(ANOTHER);
            named.push((format!("#{number}"), called));
            named.push((format!("card #{number}"), called));
        }
        let named = NamesInText::new(named.iter().map(|(text, called)| (text.as_str(), *called)));
        Self { by_key, named }
    }

    /// What the item with this key is called.
    pub(super) fn of(&self, key: &str) -> &str {
        self.by_key.get(key).map_or(ANOTHER, String::as_str)
    }
}
