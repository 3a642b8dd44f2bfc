//! What is missing on a board, in sentences, and how to get the evidence.

mod advice;
pub mod fetch;
mod message;
pub mod remedy;

use self::advice::remedy;
use self::message::{APART, message};
use self::remedy::Remedy;
use crate::board::{Board, Gap, Item, Missing};

pub(crate) use self::message::{SOME_COMMENTS, names_no_creators};

/// A gap in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapText {
    /// Its name in outputs.
    pub missing: Missing,
    /// What is missing, as a sentence.
    pub message: String,
    /// How to get it.
    pub remedy: Remedy,
}

impl GapText {
    /// The text for `gap` on `board`.
    pub fn new(board: &Board<'_>, gap: Gap) -> Self {
        Self { missing: gap.missing(), message: message(board, gap), remedy: remedy(board, gap) }
    }
}

/// Which part of the history was judged; `None` if all of it.
pub fn known_part(board: &Board<'_>) -> Option<String> {
    if let Some(cut) = board.cut {
        let since = format!("judged from {} on", board.calendar.local(cut));
        return Some(match board.contents.apart.is_empty() {
            true => format!("{since}: the older history was not exported"),
            false => format!("{since}, and in part before: {APART}"),
        });
    }
    if !board.contents.history {
        return Some("judged by how things stand: the changes were not exported".to_owned());
    }
    let cut: Vec<_> = board.items.iter().filter(|item| item.truncated).collect();
    let known = |item: &&Item<'_>| {
        if item.has_holes {
            return format!("{} without entries that are not here or cannot be read", item.key);
        }
        if let Some(first) = item.missing_from.filter(|first| *first > 0) {
            let entries = if first == 1 { "entry".to_owned() } else { format!("{first} entries") };
            return format!("{} without what follows its first {entries}", item.key);
        }
        match board.oldest_entry(item) {
            Some(change) => format!("{} from {} on", item.key, board.calendar.local(change.at)),
            None => format!("{} not at all", item.key),
        }
    };
    let shown: Vec<_> = cut.iter().take(3).map(known).collect();
    let more = cut.len().saturating_sub(shown.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    match cut.len() {
        0 => None,
        1 => Some(format!("1 item judged by a part of its history: {}", shown.join(", "))),
        count => Some(format!("{count} items judged by a part of their history: {}{more}", shown.join(", "))),
    }
}
