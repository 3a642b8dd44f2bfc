//! What people call an item.

use crate::board::Item;

/// What people call an item: a card by the number on it, any other by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemLabel<'i> {
    /// Issue key or shortLink.
    pub key: &'i str,
    /// The number on the card.
    pub number: Option<u32>,
}

impl ItemLabel<'_> {
    /// By itself: `APP-12`, `#12`.
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
