//! Values used by several parts of an example: texts, ranges of keys, counts.

use std::ops::RangeInclusive;

use crate::board::facts::split_key;
use crate::source::toml::{Reader, Value};

/// One text or several.
pub(super) fn texts(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    read.strings(value).into_iter().map(|(text, _)| text).collect()
}

/// Upper bound of counts and of numbers in keys: no example needs more.
pub(super) const MOST: usize = 999;
/// Allowed counts.
pub(super) const COUNTS: &RangeInclusive<usize> = &(0..=MOST);
/// Allowed lengths of texts, in characters, and of times, in seconds.
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

/// The keys that `written` stands for. A range beyond the limit is a mistake and stays one key.
pub(super) fn range(written: String) -> Vec<String> {
    match numbers(&written).filter(|(_, numbers)| *numbers.end() <= MOST) {
        Some((prefix, numbers)) => numbers.map(|number| format!("{prefix}-{number}")).collect(),
        None => vec![written],
    }
}

/// The key of the `copy`-th of several similar items, counted from 1. It looks like a tool's keys: `APP-1002`
/// is the second of `APP-1`, `APP-2` that of `APP`.
pub(in crate::rule) fn numbered(key: &str, copy: usize) -> String {
    if split_key(key).is_some() { format!("{key}{copy:03}") } else { format!("{key}-{copy}") }
}

/// The prefix and the numbers of a range of keys.
fn numbers(written: &str) -> Option<(&str, RangeInclusive<usize>)> {
    bounds(written).filter(|(_, first, last)| first <= last).map(|(prefix, first, last)| (prefix, first..=last))
}

/// The prefix and the two numbers around `..`.
fn bounds(written: &str) -> Option<(&str, usize, usize)> {
    let (first, last) = written.split_once("..")?;
    let (prefix, first) = first.rsplit_once('-')?;
    Some((prefix, first.parse().ok()?, last.parse().ok()?))
}

/// A number of things.
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
