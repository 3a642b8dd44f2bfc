//! How an edit changed a story's acceptance criteria.

use std::borrow::Cow;

use jiff::Timestamp;

use super::Board;
use super::criteria::{beside, section};
use super::rewrite::{changed, rewritten};
use crate::board::facts::Text;
use crate::board::model::calendar::after;
use crate::board::model::change::{Change, ChangeKind, Detail};

/// Criteria were moved, not rewritten, if they leave one place and appear in the other within this time, in
/// seconds.
const MOVE: i64 = 60;
/// Longest history in which moved criteria are searched for, in changes: keeps long histories fast.
const LONGEST_HISTORY: usize = 1000;
/// Longest text in which they are searched for, in bytes of the export. Jira and Trello allow half as many
/// characters.
const LONGEST_TEXT: usize = 1 << 16;

impl Board<'_> {
    /// Share of the acceptance criteria that `change` changed; `None` if it does not edit them.
    pub fn criteria_changed(&self, change: &Change<'_>) -> Option<f64> {
        self.measured(change, changed)
    }

    /// Share of the acceptance criteria that `change` removed or replaced; `None` if it does not edit them.
    pub fn criteria_rewritten(&self, change: &Change<'_>) -> Option<f64> {
        self.measured(change, rewritten)
    }

    /// Share of a text that `change` removed or replaced; `None` if it edits no text. Criteria inside a
    /// description are measured separately, as if they were in a field of their own.
    pub(super) fn share_rewritten(&self, change: &Change<'_>) -> Option<f64> {
        let Detail::Texts(texts) = &change.detail else { return None };
        let (from, to) = (read(texts.from), read(texts.to));
        match change.kind {
            ChangeKind::Described => Some(rewritten(&beside(&from), &beside(&to))),
            ChangeKind::CriteriaEdited => self.criteria_rewritten(change),
            _ => Some(rewritten(&from, &to)),
        }
    }

    /// Whether `change` edited a text that the export cuts short, before or after the edit.
    pub fn edits_a_cut_text(&self, change: &Change<'_>) -> bool {
        let Detail::Texts(texts) = &change.detail else { return false };
        self.contents.is_cut(texts.from) || self.contents.is_cut(texts.to)
    }

    /// Applies `measure` to an edit of the criteria, in their field or in the description. Criteria moved or
    /// copied between the two places are compared with the text in the other place.
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
        // Most edits of a description do not touch its criteria.
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

    /// The criteria at `at` in the place that `change` did not edit.
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
