//! Collects names from items, such as those of fields and sprints: many items give the same few.

use std::borrow::Cow;
use std::hash::Hash;

use foldhash::HashSet;

use crate::board::facts::{Act, ItemFact};
use crate::parallel;

/// Number of items per chunk.
const PIECE: usize = 256;

/// Returns the `names` of all items, in no order. A name that many items give may occur a few times.
pub(super) fn named_by_items<'i, 'a: 'i, T: Eq + Hash + Send, N: Iterator<Item = T>>(
    items: &'i [ItemFact<'a>],
    names: impl Fn(&'i ItemFact<'a>) -> N + Sync + Send,
) -> impl Iterator<Item = T> {
    let of_pieces =
        parallel::map_chunks(items, PIECE, |_, items| items.iter().flat_map(&names).collect::<HashSet<T>>());
    of_pieces.into_iter().flatten()
}

/// The ids of the sprints that `item` is in or that a change of it added or removed, with repeats.
pub(super) fn named_sprints<'i, 'a>(item: &'i ItemFact<'a>) -> impl Iterator<Item = &'i Cow<'a, str>> {
    let changed = item.changes.iter().filter_map(|change| match &change.act {
        Act::Sprints { from, to } => Some(from.iter().chain(to)),
        _ => None,
    });
    changed.flatten().chain(&item.sprints)
}
