//! Lists in a charter: entries come and go, and those that stay keep their lines and comments.
//!
//! What stands behind an entry on its line belongs to it, though in the text tree it is the beginning of what comes next.

use std::collections::HashSet;

use toml_edit::{Array, Value};

use crate::charter::value_as_json;

/// Makes `list` hold what `wanted` holds. False where that is not a matter of taking entries out and adding some at the end:
/// then nothing has changed.
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

/// Values that are equal, however they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    value_as_json(one) == value_as_json(other)
}

/// What a value says, however it is written.
fn meaning(value: &Value) -> String {
    let mut value = value_as_json(value);
    value.sort_all_objects();
    value.to_string()
}

/// What stands before a value, up to the end of the line and from there on.
fn halves(before: &str) -> (&str, &str) {
    before.split_at(before.find('\n').unwrap_or_default())
}

fn before(value: &Value) -> String {
    value.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

fn trailing(list: &Array) -> String {
    list.trailing().as_str().unwrap_or_default().to_owned()
}

/// Takes an entry out, with what stands behind it on its line and above it on lines of their own.
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

/// Adds an entry at the end, on a line of its own where the others have theirs.
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
