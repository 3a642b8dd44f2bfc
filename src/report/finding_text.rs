//! How the formats for people write the parts of a finding: the title of its item, its message and its time.

use super::{Run, encode};
use crate::finding::{Finding, Subject};

/// Maximum number of characters of a title; the rest is cut off.
const TITLE: usize = 60;
/// Maximum number of characters of a message, because it can contain names of any length.
const MESSAGE: usize = 600;

/// A title, cut so that other words fit on the same line.
pub(super) fn title(title: &str) -> String {
    cut(title, TITLE)
}

/// The title of the item of a finding, cut in the same way. `None` if there is no title or if titles are not
/// shown.
pub(super) fn item_title<'f>(run: &Run<'_>, finding: &'f Finding) -> Option<(&'f Subject, String)> {
    let item = finding.item.as_ref().filter(|item| !item.title.is_empty() && !run.display.no_titles)?;
    Some((item, title(&item.title)))
}

/// The first `most` characters of `text`, then `…` if there are more.
pub(super) fn cut(text: &str, most: usize) -> String {
    // The whole text is masked before it is cut, because half an e-mail address would not be recognised.
    let whole = encode::mask(text);
    let mut shown: String = whole.chars().take(most).collect();
    if shown.len() < whole.len() {
        shown.push('…');
    }
    shown
}

/// The message of a finding, on one line.
pub(super) fn message(run: &Run<'_>, finding: &Finding) -> String {
    cut(&run.names.phrase(&finding.message), MESSAGE)
}

/// When it happened, to the minute and in the zone of the board.
pub(super) fn instant(run: &Run<'_>, finding: &Finding) -> Option<String> {
    let at = finding.at?;
    let utc = || at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    Some(run.board(finding.board_id).map_or_else(utc, |board| board.calendar.local(at)))
}

/// Text with each run of white space, line breaks included, replaced by one space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
