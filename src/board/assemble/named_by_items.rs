//! What items name, such as fields and sprints: many items name the same few.

use std::hash::Hash;

use foldhash::HashSet;

use crate::board::facts::ItemFact;
use crate::parallel;

/// How many items are gone through at a time.
const PIECE: usize = 256;

/// What each of `items` names, in no order; what many of them name comes a few times.
pub(super) fn named_by_items<'i, 'a: 'i, T: Eq + Hash + Send, N: Iterator<Item = T>>(
    items: &'i [ItemFact<'a>],
    names: impl Fn(&'i ItemFact<'a>) -> N + Sync + Send,
) -> impl Iterator<Item = T> {
    let of_pieces =
        parallel::map_chunks(items, PIECE, |_, items| items.iter().flat_map(&names).collect::<HashSet<T>>());
    of_pieces.into_iter().flatten()
}
