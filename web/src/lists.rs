//! Lists in a charter: entries are added and removed, and the others keep their lines and comments.
//!
//! A comment after an entry on its line belongs to the entry, but toml_edit stores it as the prefix of the
//! next entry.

use std::collections::HashSet;

use toml_edit::{Array, Value};

use crate::charter::value_as_json;

/// Changes the entries of `list` to those of `wanted`. Returns false, without a change, if more is needed
/// than removing entries and adding some at the end.
pub(crate) fn update(list: &mut Array, wanted: &Array) -> bool {
    let all: HashSet<String> = wanted.iter().map(meaning).collect();
    let stays: Vec<bool> = list.iter().map(|old| all.contains(&meaning(old))).collect();
    let kept: Vec<&Value> = list.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(old, _)| old).collect();
    let count = kept.len();
    let in_order = count <= wanted.len() && kept.iter().zip(wanted).all(|(old, new)| is_same(old, new));
    if count == 0 || !in_order {
        return false;
    }
    for index in (0..list.len()).rev().filter(|index| !stays[*index]) {
        take_out(list, index);
    }
    for new in wanted.iter().skip(count) {
        add(list, new.clone());
    }
    true
}

/// Whether two values are equal, independent of their notation.
fn is_same(one: &Value, other: &Value) -> bool {
    value_as_json(one) == value_as_json(other)
}

/// A key for the value that is independent of its notation.
fn meaning(value: &Value) -> String {
    let mut value = value_as_json(value);
    value.sort_all_objects();
    value.to_string()
}

/// The text before a value: the part up to the end of the line, and the rest.
fn halves(before: &str) -> (&str, &str) {
    before.split_at(before.find('\n').unwrap_or_default())
}

fn before(value: &Value) -> String {
    value.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

fn trailing(list: &Array) -> String {
    list.trailing().as_str().unwrap_or_default().to_owned()
}

/// Removes an entry, with the comment after it on its line and those above it on their own lines.
fn take_out(list: &mut Array, index: usize) {
    let gone = before(&list.remove(index));
    let (of_the_one_before, _) = halves(&gone);
    let join = |next: &str| match halves(next) {
        ("", next) if !next.starts_with('\n') && index == 0 => gone.clone(),
        (_, rest) => format!("{of_the_one_before}{rest}"),
    };
    match list.get_mut(index) {
        Some(next) => {
            let joined = join(&before(next));
            next.decor_mut().set_prefix(joined);
        }
        None => {
            let rest = trailing(list);
            list.set_trailing(format!("{of_the_one_before}{}", halves(&rest).1));
        }
    }
}

/// Adds an entry at the end; on a line of its own if the others have their own lines.
fn add(list: &mut Array, mut value: Value) {
    let first = list.get(0).map(before).unwrap_or_default();
    let rest = trailing(list);
    value.decor_mut().clear();
    match first.rfind('\n') {
        Some(line) => {
            let (of_the_last, end) = halves(&rest);
            value.decor_mut().set_prefix(format!("{of_the_last}{}", &first[line..]));
            list.set_trailing(end.to_owned());
        }
        None => value.decor_mut().set_prefix(if list.is_empty() { "" } else { " " }),
    }
    list.push_formatted(value);
}
