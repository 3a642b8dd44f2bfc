//! Where a story's acceptance criteria stand, and what an edit made of them.
//!
//! Some teams keep them in a field of their own, others in a section of the description. Every rule that speaks of criteria
//! means either.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use super::Board;
use crate::board::facts::Text;
use crate::board::figures::rewrite::{changed, rewritten};
use crate::board::model::calendar::after;
use crate::board::model::change::{Change, ChangeKind, Detail};
use crate::lexicon;

/// Criteria that leave one place and come to the other within this time of each other were moved.
const MOVE: i64 = 60;
/// Of an item with more changes than this it is not asked where its criteria came from or went.
const LONGEST_HISTORY: usize = 1000;
/// A longer text, in bytes of the export, is not looked through for them; Jira and Trello take half as many characters.
const LONGEST_TEXT: usize = 1 << 16;

impl Board<'_> {
    /// How much of the acceptance criteria `change` changed, as a share; none where it is no edit of theirs.
    pub fn criteria_changed(&self, change: &Change<'_>) -> Option<f64> {
        self.measured(change, changed)
    }

    /// How much of the acceptance criteria `change` took away or replaced, as a share; none where it is no edit of theirs.
    pub fn criteria_rewritten(&self, change: &Change<'_>) -> Option<f64> {
        self.measured(change, rewritten)
    }

    /// How much of a text `change` took away or replaced, as a share; none where it is no edit of one. Criteria that stand in a
    /// description are asked about by themselves: they are no more a part of it than those in a field of their own.
    pub(super) fn share_rewritten(&self, change: &Change<'_>) -> Option<f64> {
        let Detail::Texts(texts) = &change.detail else { return None };
        let (from, to) = (read(texts.from), read(texts.to));
        match change.kind {
            ChangeKind::Described => Some(rewritten(&beside(&from), &beside(&to))),
            ChangeKind::CriteriaEdited => self.criteria_rewritten(change),
            _ => Some(rewritten(&from, &to)),
        }
    }

    /// An edit of the criteria, in their own field or in the section of the description, by `measure`. What is moved or copied
    /// from the one to the other is measured against what stood there.
    fn measured(&self, change: &Change<'_>, measure: fn(&str, &str) -> f64) -> Option<f64> {
        let Detail::Texts(texts) = &change.detail else { return None };
        let (from, to) = (read(texts.from), read(texts.to));
        let (from, to) = match change.kind {
            ChangeKind::CriteriaEdited => (&*from, &*to),
            ChangeKind::Described => match (section(&from), section(&to)) {
                (None, None) => return None,
                (from, to) => (from.unwrap_or_default(), to.unwrap_or_default()),
            },
            _ => return None,
        };
        // Most edits of a description leave the criteria in it alone.
        if from == to {
            return Some(0.0);
        }
        let share = measure(from, to);
        let elsewhere = |seconds| self.criteria_beside(change, after(change.at, seconds));
        let moved = match (from.trim().is_empty(), to.trim().is_empty()) {
            (true, false) => elsewhere(-MOVE).map(|before| measure(&before, to)),
            (false, true) => elsewhere(MOVE).map(|since| measure(from, &since)),
            _ => None,
        };
        Some(moved.map_or(share, |moved| moved.min(share)))
    }

    /// The criteria that stood at `at` in the other place than the one that `change` edited.
    fn criteria_beside(&self, change: &Change<'_>, at: Timestamp) -> Option<Cow<'_, str>> {
        let item = self.item(change.item?);
        if self.history(item).len() > LONGEST_HISTORY {
            return None;
        }
        let is_in_field = change.kind == ChangeKind::CriteriaEdited;
        let (kind, now) = if is_in_field {
            (ChangeKind::Described, item.description)
        } else {
            (ChangeKind::CriteriaEdited, item.criteria)
        };
        let text = read(self.text_at(item.index, at, kind, now).filter(|text| text.len() <= LONGEST_TEXT));
        if is_in_field { section(&text).map(|inside| Cow::Owned(inside.to_owned())) } else { Some(text) }
    }
}

fn read(text: Option<Text<'_>>) -> Cow<'_, str> {
    text.map(Text::decode).unwrap_or_default()
}

/// The acceptance criteria in a description: what stands below their heading, up to the next one.
pub(crate) fn section(description: &str) -> Option<&str> {
    criteria(description).map(|(_, inside)| &description[inside])
}

/// A description without its acceptance criteria and their heading.
fn beside(description: &str) -> Cow<'_, str> {
    match criteria(description) {
        Some((heading, inside)) => Cow::Owned([&description[..heading], &description[inside.end..]].concat()),
        None => Cow::Borrowed(description),
    }
}

/// Where the heading of the criteria begins, and what stands below it.
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

/// What a line that is a heading stands above.
#[derive(Clone, Copy)]
enum Heading {
    Criteria,
    Other,
}

/// Whether a heading or a title is a name of the acceptance criteria, alone or with something in brackets behind it.
pub fn is_criteria(title: &str) -> bool {
    /// No heading is longer, in bytes; most lines of a description are.
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

/// `line` without white space around it; of ASCII it is seen at once that there is none.
fn trimmed(line: &str) -> &str {
    let line = line.trim_ascii();
    let is_visible = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_visible(line.as_bytes().first()) && is_visible(line.as_bytes().last()) { line } else { line.trim() }
}

/// Whether `text` ends with what is no mark; of ASCII alone it is seen at once.
fn ends_plainly(text: &str) -> bool {
    text.as_bytes().last().is_some_and(|last| last.is_ascii() && !MARKS.contains(&char::from(*last)))
}

/// What may stand around the text of a heading.
const MARKS: [char; 7] = ['#', '*', '_', ':', '=', '-', ' '];

/// A line that is a heading: `h2. …` (wiki), `## …` (markdown), a line that is bold from end to end, or the name of the criteria
/// alone on its line.
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
    // What begins with a letter is no more than the name of the criteria, or text.
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
    // In wiki markup `# …` is an entry of a numbered list, and `*…*` bold; `* …` is an entry of a list in both.
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
