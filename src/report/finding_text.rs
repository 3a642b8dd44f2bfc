//! How the formats for people write the parts of a finding: the title of its item, its message and its time.

use super::{Run, encode};
use crate::finding::{Finding, Subject};

/// The characters of a title that are shown; the rest is cut off.
const TITLE: usize = 60;
/// The characters of a message that are shown: names in it may be of any length.
const MESSAGE: usize = 600;

/// A title, short enough to stand in a line among other words.
pub(super) fn title(title: &str) -> String {
    cut(title, TITLE)
}

/// The title of the item a finding is about, in the same length; none where there is none or titles are not shown.
pub(super) fn item_title<'f>(run: &Run<'_>, finding: &'f Finding) -> Option<(&'f Subject, String)> {
    let item = finding.item.as_ref().filter(|item| !item.title.is_empty() && !run.display.no_titles)?;
    Some((item, title(&item.title)))
}

/// The first `most` characters of `text`, and `…` where it is longer.
pub(super) fn cut(text: &str, most: usize) -> String {
    // Masked before it is cut: half an address is still somebody's.
    let whole = encode::mask(text);
    let mut shown: String = whole.chars().take(most).collect();
    if shown.len() < whole.len() {
        shown.push('…');
    }
    shown
}

/// The message of a finding, in a line.
pub(super) fn message(run: &Run<'_>, finding: &Finding) -> String {
    cut(&run.names.phrase(&finding.message), MESSAGE)
}

/// When it happened, to the minute and in the zone of the board.
pub(super) fn instant(run: &Run<'_>, finding: &Finding) -> Option<String> {
    let at = finding.at?;
    let utc = || at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    Some(run.board(finding.board_id).map_or_else(utc, |board| board.calendar.local(at)))
}

/// Text with all white space, line breaks too, turned into single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
