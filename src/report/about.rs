//! How the formats for people call what a finding is about.

use jiff::Timestamp;

use super::{Run, encode};
use crate::finding::{Finding, Subject};

/// How long a title may be before it is cut.
const TITLE: usize = 60;
/// How long what a finding says may be: the names in it are as long as somebody made them.
const MESSAGE: usize = 600;

/// What people call an item: the key, or the number on the card.
pub(super) fn name(key: &str, number: Option<u32>) -> String {
    number.map_or_else(|| key.to_owned(), |number| format!("#{number}"))
}

/// The same of the item a finding is about.
pub(super) fn item(item: &Subject) -> String {
    name(&item.key, item.number)
}

/// A title as it stands in a line among other words.
pub(super) fn title(title: &str) -> String {
    cut(title, TITLE)
}

/// The first `most` characters of `text`.
pub(super) fn cut(text: &str, most: usize) -> String {
    // Masked before it is cut: half an address is still somebody's.
    let whole = encode::mask(text);
    let mut shown: String = whole.chars().take(most).collect();
    if shown.len() < whole.len() {
        shown.push('…');
    }
    shown
}

/// What a finding says, as people read it in a line.
pub(super) fn message(run: &Run<'_>, finding: &Finding) -> String {
    cut(&run.names.phrase(&finding.message), MESSAGE)
}

/// An instant, to the minute.
pub(super) fn when(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Text that is broken where it suited a rule file, or a stranger, in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
