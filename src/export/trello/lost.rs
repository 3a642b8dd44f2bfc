//! Unreadable actions, and the cards whose histories lack them.

use std::borrow::Cow;

use foldhash::HashSet;
use serde::Deserialize;

use super::records::{COMMENTS, is_of_a_card};
use crate::board::facts::{Coverage, ItemFact, ItemFields};
use crate::export::json::{self, Raw, filled, or_empty};

/// Cards with unreadable actions or comments.
#[derive(Default)]
pub(super) struct Lost<'a> {
    acts: LostCards<'a>,
    comments: LostCards<'a>,
}

/// Cards by their ids.
#[derive(Default)]
struct LostCards<'a> {
    ids: HashSet<Cow<'a, str>>,
    /// Whether any other card may be meant, too.
    any: bool,
}

/// The parts of an unreadable action that may still be read.
#[derive(Deserialize, Default)]
struct Action<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Raw<'a>>,
    #[serde(borrow, default)]
    data: Option<Data<'a>>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    card: Option<Card<'a>>,
}

#[derive(Deserialize)]
struct Card<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
}

impl<'a> Lost<'a> {
    /// Adds an unreadable action. Its card and its type may still be readable.
    pub(super) fn add(&mut self, action: Raw<'a>) {
        let action: Action<'a> = json::from_str(action.get()).unwrap_or_default();
        let kind = or_empty(action.kind);
        let says = COMMENTS.contains(&&*kind);
        let card = match action.data {
            // It changed the board.
            Some(Data { card: None }) if !is_of_a_card(&kind) => return,
            data => data.and_then(|data| filled(data.card?.id)),
        };
        if says || kind.is_empty() {
            self.comments.add(card.clone());
        }
        if !says {
            self.acts.add(card);
        }
    }

    /// Marks a card whose history or comments are incomplete.
    pub(super) fn mark(&self, card: &mut ItemFact<'a>) {
        if self.acts.has(card) {
            (card.truncated, card.log) = (true, Some(Coverage::with_holes(card.changes.len() + 1)));
        }
        if self.comments.has(card) {
            card.holds = card.holds.without(ItemFields::COMMENTS);
        }
    }
}

impl<'a> LostCards<'a> {
    /// Adds a card; `None` stands for any card.
    fn add(&mut self, id: Option<Cow<'a, str>>) {
        self.any |= id.is_none();
        self.ids.extend(id);
    }

    fn has(&self, card: &ItemFact<'a>) -> bool {
        self.any || self.ids.contains(&card.id)
    }
}
