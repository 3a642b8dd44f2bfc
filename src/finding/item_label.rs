//! The displayed name of an item.

use crate::board::Item;

/// The displayed name of an item: a card's number, or else the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemLabel<'i> {
    /// Issue key or shortLink.
    pub key: &'i str,
    /// The number on the card.
    pub number: Option<u32>,
}

impl ItemLabel<'_> {
    /// Alone: `APP-12`, `#12`.
    pub fn short(self) -> String {
        self.number.map_or_else(|| self.key.to_owned(), |number| format!("#{number}"))
    }

    /// In a sentence: `APP-12`, `card #12`.
    pub fn in_sentence(self) -> String {
        if self.number.is_some() { format!("card {}", self.short()) } else { self.short() }
    }
}

impl<'i> From<&'i Item<'_>> for ItemLabel<'i> {
    fn from(item: &'i Item<'_>) -> Self {
        Self { key: &item.key, number: item.number }
    }
}
