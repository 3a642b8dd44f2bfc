//! Indexes of the items by key, by parent and by original.

use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;

use super::ids::ItemId;
use super::item::Item;

/// Items by key and by parent, and the creation times of copies by original.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    by_key: HashMap<String, ItemId>,
    children: HashMap<String, Vec<ItemId>>,
    copies: HashMap<String, Vec<Timestamp>>,
}

impl Relations {
    /// Indexes all items of a board.
    pub(crate) fn of(items: &[Item<'_>]) -> Self {
        let mut relations = Self { by_key: HashMap::with_capacity(items.len()), ..Self::default() };
        for (index, item) in items.iter().enumerate() {
            relations.by_key.insert(item.key.to_string(), ItemId::new(index));
            if let Some(parent) = &item.parent {
                relations.children.entry(parent.to_string()).or_default().push(ItemId::new(index));
            }
            for original in &item.originals {
                relations.copies.entry(original.to_string()).or_default().extend(item.created);
            }
        }
        for children in relations.children.values_mut() {
            children.sort_by_key(|id| (items[id.index()].created, *id));
        }
        relations
    }

    /// The item with this key.
    pub(super) fn find(&self, key: &str) -> Option<ItemId> {
        self.by_key.get(key).copied()
    }

    /// The items that are part of the one with this key, in the order of their creation.
    pub(super) fn children(&self, key: &str) -> &[ItemId] {
        self.children.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Creation times of the items that were cloned or split from the item with this key.
    pub(super) fn copies_of(&self, key: &str) -> &[Timestamp] {
        self.copies.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}
