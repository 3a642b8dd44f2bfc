//! The same issue in several files: the history is a union, the newest snapshot wins.

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Act, ChangeFact, ItemFact};

/// Items of several files with each issue once, in the order of their keys.
pub(super) fn merge<'a>(items: impl IntoIterator<Item = ItemFact<'a>>) -> Vec<ItemFact<'a>> {
    let mut merged: Vec<ItemFact<'a>> = Vec::new();
    let mut index: FxHashMap<(String, std::borrow::Cow<'a, str>), usize> = FxHashMap::default();
    for item in items {
        let site = item.url.split("/browse/").next().unwrap_or_default().to_owned();
        let identity = (site, item.id.clone());
        match index.get(&identity) {
            Some(known) => join(&mut merged[*known], item),
            None => {
                index.insert(identity, merged.len());
                merged.push(item);
            }
        }
    }
    merged.sort_by_cached_key(|item| natural(&item.key));
    merged
}

fn join<'a>(known: &mut ItemFact<'a>, other: ItemFact<'a>) {
    let newer = (other.updated, other.mark) > (known.updated, known.mark);
    let (mut newest, older) = if newer {
        let older = std::mem::replace(known, other);
        (std::mem::take(&mut known.changes), older)
    } else {
        (std::mem::take(&mut known.changes), other)
    };
    known.truncated &= older.truncated;
    known.history |= older.history;
    known.creator = known.creator.take().or(older.creator);
    known.created = known.created.or(older.created);
    let have: FxHashSet<_> = newest.iter().map(identity).collect();
    let missing: Vec<_> = older.changes.into_iter().filter(|change| !have.contains(&identity(change))).collect();
    newest.extend(missing);
    known.changes = newest;
}

/// A history entry, an action or a comment is the same in every export of the board.
fn identity(change: &ChangeFact<'_>) -> (String, u32, bool, i64) {
    (change.id.to_string(), change.part, matches!(change.act, Act::Commented), change.at.as_millisecond())
}

/// `APP-9` comes before `APP-12`.
pub(super) fn natural(key: &str) -> (String, u64, String) {
    match key.rsplit_once('-').and_then(|(project, number)| Some((project, number.parse().ok()?))) {
        Some((project, number)) => (project.to_owned(), number, String::new()),
        None => (String::new(), 0, key.to_owned()),
    }
}
