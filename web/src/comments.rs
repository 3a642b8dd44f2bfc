//! Keeps comments when the key below them is removed.

use toml_edit::{Item, TableLike};

/// Removes `key` with the comment directly above it. Comments further up, separated by an empty line, are
/// about more than this key and are moved to the next key.
pub(crate) fn remove(place: &mut dyn TableLike, key: &str) {
    let left = paragraphs(&above(place, key)).to_owned();
    let next = place.iter().skip_while(|(other, _)| *other != key).nth(1).map(|(next, _)| next.to_owned());
    place.remove(key);
    if let Some(next) = next.filter(|_| !left.is_empty()) {
        let below = above(place, &next);
        set_above(place, &next, left + below.trim_start_matches('\n'));
    }
}

/// The paragraphs of comments in `text`, except the last one.
fn paragraphs(text: &str) -> &str {
    let end = text.rfind("\n\n").map_or(0, |at| at + 2);
    Some(&text[..end]).filter(|text| text.contains('#')).unwrap_or_default()
}

/// The text above `key`, or above the header of its table.
fn above(place: &dyn TableLike, key: &str) -> String {
    let decor = match place.get(key) {
        Some(Item::Table(table)) => Some(table.decor()),
        Some(Item::ArrayOfTables(tables)) => tables.get(0).map(|table| table.decor()),
        Some(_) => place.key(key).map(|key| key.leaf_decor()),
        None => None,
    };
    decor.and_then(|decor| decor.prefix()).and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

fn set_above(place: &mut dyn TableLike, key: &str, text: String) {
    match place.get_mut(key) {
        Some(Item::Table(table)) => table.decor_mut().set_prefix(text),
        Some(Item::ArrayOfTables(tables)) => {
            tables.get_mut(0).into_iter().for_each(|table| table.decor_mut().set_prefix(text.clone()))
        }
        Some(_) => place.key_mut(key).into_iter().for_each(|mut key| key.leaf_decor_mut().set_prefix(text.clone())),
        None => {}
    }
}
