//! Values that several parts of an example hold: texts, ranges of keys, counts.

use std::ops::RangeInclusive;

use crate::board::facts::split_key;
use crate::source::toml::{Reader, Value};

/// One text or several.
pub(super) fn texts(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    read.strings(value).into_iter().map(|(text, _)| text).collect()
}

/// No example needs more of anything, and no key a higher number.
pub(super) const MOST: usize = 999;
/// How many of something there can be.
pub(super) const COUNTS: &RangeInclusive<usize> = &(0..=MOST);
/// How long a text of an example can be, in characters, and how far two things in it can be apart, in seconds.
pub(super) const LENGTHS: &RangeInclusive<usize> = &(0..=100_000);

/// Keys of items or other names; `APP-1..4` stands for four of them.
pub(super) fn keys(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    let mut keys = Vec::new();
    for (text, span) in read.strings(value) {
        if text.trim().is_empty() {
            read.error(span, "this text is empty", "expected a key or a name");
            continue;
        }
        if bounds(&text).is_some_and(|(_, first, last)| first > last) {
            read.error(span, format!("`{text}` stands for no key"), "write the smaller number first");
            continue;
        }
        if numbers(&text).is_some_and(|(_, numbers)| *numbers.end() > MOST) {
            read.error(span, format!("`{text}` stands for too many keys"), format!("their numbers end at {MOST}"));
        }
        keys.extend(range(text));
    }
    keys
}

/// The keys that `written` stands for: one that ends beyond the limit, which is a mistake, for itself.
pub(super) fn range(written: String) -> Vec<String> {
    match numbers(&written).filter(|(_, numbers)| *numbers.end() <= MOST) {
        Some((prefix, numbers)) => numbers.map(|number| format!("{prefix}-{number}")).collect(),
        None => vec![written],
    }
}

/// The key of one of several items alike, from 1, as tools write keys: `APP-1002` is the second of `APP-1`, `APP-2` that of `APP`.
pub(in crate::rule) fn numbered(key: &str, copy: usize) -> String {
    if split_key(key).is_some() { format!("{key}{copy:03}") } else { format!("{key}-{copy}") }
}

/// What stands before the numbers of a range of keys, and the numbers.
fn numbers(written: &str) -> Option<(&str, RangeInclusive<usize>)> {
    bounds(written).filter(|(_, first, last)| first <= last).map(|(prefix, first, last)| (prefix, first..=last))
}

/// What stands before two numbers with dots between them, and the numbers.
fn bounds(written: &str) -> Option<(&str, usize, usize)> {
    let (first, last) = written.split_once("..")?;
    let (prefix, first) = first.rsplit_once('-')?;
    Some((prefix, first.parse().ok()?, last.parse().ok()?))
}

/// How many of something there are.
pub(super) fn count(read: &mut Reader<'_>, value: &Value) -> Option<usize> {
    read.whole(value, COUNTS)
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn items_alike_have_keys_as_tools_write_them() {
        assert_eq!((numbered("APP-1", 2), numbered("APP-12", 999)), ("APP-1002".to_owned(), "APP-12999".to_owned()));
        assert_eq!((numbered("APP", 2), numbered("APP-A", 2)), ("APP-2".to_owned(), "APP-A002".to_owned()));
    }
}
