//! Values that several parts of an example hold: texts, ranges of keys, counts.

use crate::source::toml::{Reader, Value};

/// One text or several.
pub(super) fn texts(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    read.strings(value).into_iter().map(|(text, _)| text).collect()
}

/// Keys of items or other names; `APP-1..4` stands for four of them.
pub(super) fn keys(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    texts(read, value).into_iter().flat_map(range).collect()
}

pub(super) fn range(written: String) -> Vec<String> {
    let parts = written.split_once("..").and_then(|(first, last)| {
        let (prefix, first) = first.rsplit_once('-')?;
        let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
        (first <= last && last < 1000).then_some((prefix, first..=last))
    });
    match parts {
        Some((prefix, numbers)) => numbers.map(|number| format!("{prefix}-{number}")).collect(),
        None => vec![written],
    }
}

/// A number as a small count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to small counts")]
pub(super) fn number(number: f64) -> usize {
    number.clamp(0.0, 100_000.0) as usize
}
