//! Where a story's acceptance criteria are: in a field of their own, in a section of the description or in a
//! checklist. Every rule that asks whether an item has criteria accepts any of them.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use crate::board::Item;
use crate::lexicon;

/// The acceptance criteria in a description: the text between their heading and the next one.
pub(crate) fn section(description: &str) -> Option<&str> {
    criteria(description).map(|(_, inside)| &description[inside])
}

/// Whether `item` had a checklist named after acceptance criteria at `at`.
pub(crate) fn lists_criteria(item: &Item<'_>, at: Timestamp) -> bool {
    let mut checklists = item.checklists.iter().flatten();
    checklists.any(|(name, made)| made.is_none_or(|made| made <= at) && is_criteria(name.trim()))
}

/// Whether `item` has a checklist whose name the export leaves out.
pub(crate) fn has_unnamed_checklist(item: &Item<'_>) -> bool {
    item.checklists.is_none() && item.checklist.is_some_and(|entries| entries > 0)
}

/// A description without its acceptance criteria and their heading.
pub(super) fn beside(description: &str) -> Cow<'_, str> {
    match criteria(description) {
        Some((heading, inside)) => Cow::Owned([&description[..heading], &description[inside.end..]].concat()),
        None => Cow::Borrowed(description),
    }
}

/// Byte offset of the criteria's heading, and the range of the text below it.
fn criteria(description: &str) -> Option<(usize, Range<usize>)> {
    let mut start = None;
    let mut at = 0;
    let ends = memchr::memchr_iter(b'\n', description.as_bytes()).map(|newline| newline + 1);
    for end in ends.chain(Some(description.len())) {
        match (start, heading(&description[at..end])) {
            (None, Some(Heading::Criteria)) => start = Some((at, end)),
            (Some((heading, start)), Some(_)) => return Some((heading, start..at)),
            _ => {}
        }
        at = end;
    }
    start.map(|(heading, start)| (heading, start..description.len()))
}

/// What the text below a heading is.
#[derive(Clone, Copy)]
enum Heading {
    Criteria,
    Other,
}

/// Whether a heading or title is a name of the acceptance criteria, optionally followed by text in brackets.
pub fn is_criteria(title: &str) -> bool {
    /// Maximum length of a heading in bytes. Checked first, because most lines of a description are longer.
    const LONGEST: usize = 80;
    if title.len() > LONGEST {
        return false;
    }
    let alone = title.strip_suffix(')').and_then(|title| title.rsplit_once('(')).map(|(name, _)| name.trim_end());
    lexicon::is_acceptance_criteria(alone.unwrap_or(title))
}

/// Whether a heading numbers one of the criteria: `AC1`, `CA-02`, `AK 3`.
fn numbers_a_criterion(title: &str) -> bool {
    let rest = title.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let letters = title.len() - rest.len();
    (2..=3).contains(&letters) && rest.trim_start_matches([' ', '-']).starts_with(|digit: char| digit.is_ascii_digit())
}

/// `line` without white space around it. The first and last byte usually show that nothing is left to trim.
fn trimmed(line: &str) -> &str {
    let line = line.trim_ascii();
    let is_visible = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_visible(line.as_bytes().first()) && is_visible(line.as_bytes().last()) { line } else { line.trim() }
}

/// Whether `text` ends with a plain ASCII character that is none of the [`MARKS`].
fn ends_plainly(text: &str) -> bool {
    text.as_bytes().last().is_some_and(|last| last.is_ascii() && !MARKS.contains(&char::from(*last)))
}

/// Characters that may surround the text of a heading.
const MARKS: [char; 7] = ['#', '*', '_', ':', '=', '-', ' '];

/// Recognises a heading: `h2. …` (wiki), `## …` (markdown), a line that is entirely bold, or a line with only
/// the name of the criteria.
fn heading(line: &str) -> Option<Heading> {
    if !lexicon::may_begin_acceptance_criteria(line) {
        return None; // a line of text
    }
    let line = trimmed(line);
    if let [b'h', digit, b'.', ..] = line.as_bytes()
        && digit.is_ascii_digit()
    {
        let title = line[3..].trim_matches(['*', '_', ':', ' ']);
        return match title {
            title if is_criteria(title) => Some(Heading::Criteria),
            title => (!numbers_a_criterion(title)).then_some(Heading::Other),
        };
    }
    // A line that begins with a letter is either just the name of the criteria or plain text.
    if line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        let title = if ends_plainly(line) { line } else { line.trim_end_matches(MARKS) };
        return is_criteria(title).then_some(Heading::Criteria);
    }
    let bare = line.trim_start_matches(MARKS);
    let bare = if ends_plainly(bare) { bare } else { bare.trim_end_matches(MARKS) };
    if bare.is_empty() || numbers_a_criterion(bare) {
        return None;
    }
    if is_criteria(bare) {
        return Some(Heading::Criteria);
    }
    let marked = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    // In wiki markup, `# …` is an entry of a numbered list and `*…*` is bold. `* …` is a list entry in wiki
    // and markdown.
    let numbered = line.starts_with("# ");
    let bold = |mark: char| {
        let inner = line.trim_end_matches(':').strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.starts_with(' ') && inner.len() < 80)
    };
    ((marked && !numbered) || bold('*') || bold('_')).then_some(Heading::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_found_under_their_heading() {
        let text = "As a guest\n\nh3. Acceptance criteria\n* pays\n* leaves\n\nh3. Notes\nnone";
        assert_eq!(section(text).map(str::trim), Some("* pays\n* leaves"));
        assert_eq!(section("Story\n## Akzeptanzkriterien:\n- zahlt").map(str::trim), Some("- zahlt"));
        assert_eq!(section("**Acceptance Criteria**\n1. pays\n**Notes**\nx").map(str::trim), Some("1. pays"));
        assert_eq!(section("*Acceptance criteria:*\n# pays\n# leaves").map(str::trim), Some("# pays\n# leaves"));
        assert_eq!(section("Acceptance criteria:\npays").map(str::trim), Some("pays"));
        assert_eq!(section("# Acceptance criteria\npays\n## Notes\nx").map(str::trim), Some("pays"));
        assert_eq!(section("the acceptance criteria are missing"), None);
        let numbered = "h1. *Criterios de Aceptación (CA):*\n\n*CA01:*\nDado\n*CA-02*\nCuando\n*Notas*\nx";
        assert_eq!(section(numbered).map(str::trim), Some("*CA01:*\nDado\n*CA-02*\nCuando"));
        assert_eq!(section("Acceptance criteria (AC):\n## AC 1\npays").map(str::trim), Some("## AC 1\npays"));
    }

    #[test]
    fn a_description_goes_on_below_its_criteria() {
        assert_eq!(beside("As a guest\n## Acceptance criteria\n- pays\n## Notes\nnone"), "As a guest\n## Notes\nnone");
        assert_eq!(beside("As a guest"), "As a guest");
    }
}
