//! What an edit made of a story's acceptance criteria.

use std::borrow::Cow;

use jiff::Timestamp;

use super::Board;
use super::criteria::{beside, section};
use super::rewrite::{changed, rewritten};
use crate::board::facts::Text;
use crate::board::model::calendar::after;
use crate::board::model::change::{Change, ChangeKind, Detail};

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

    /// Whether of a text that `change` edited more may have stood there, before or after, than the export has.
    pub fn edits_a_cut_text(&self, change: &Change<'_>) -> bool {
        let Detail::Texts(texts) = &change.detail else { return false };
        self.contents.is_cut(texts.from) || self.contents.is_cut(texts.to)
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
