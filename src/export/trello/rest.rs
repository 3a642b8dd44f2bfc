//! Responses of Trello's REST API: actions or cards, in lists, in lists of pages, or as JSON lines.

use std::borrow::Cow;

use foldhash::HashMap;
use serde::Deserialize;

use super::facts;
use super::records::{ARRIVALS, Entity, Export, unreadable};
use crate::board::facts::StateFact;
use crate::export::damage::Damage;
use crate::export::detect::Preview;
use crate::export::json::{self, NESTED, Raw, or_empty, too_deep};
use crate::export::reader::{Context, Reader, Reading};
use crate::source::{Diagnostic, File};

/// Actions that create a card.
const MAKES_CARD: &[&str] = &["createCard", "copyCard", "convertToCardFromCheckItem", "emailCard"];

/// Responses of the REST API: actions or cards, in lists, in lists of pages, or as JSON lines.
pub(in crate::export) struct Rest;

impl Reader for Rest {
    fn name(&self) -> &'static str {
        "Trello actions or cards (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let action = preview.has("idMemberCreator") && preview.has("type") && preview.has("date");
        action || (preview.has("idBoard") && preview.has("idList"))
    }

    fn may_be_wrapped(&self, _: &Preview<'_>) -> bool {
        true
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut gathered = Gathered::default();
        json::documents(file, "Trello export", |document| gathered.document(file, document, 0))?;
        let mut reading = facts::read(self.name(), file, gathered.export, gathered.cut_card);
        // Cards have the current names of their lists, actions the names at their time.
        reading.facts.states.retain(|state| !gathered.lists.contains_key(&state.id));
        reading.facts.states.extend(gathered.lists.into_values());
        reading.damaged.append(gathered.damaged);
        Ok(reading)
    }
}

/// The contents of all documents of a dump.
#[derive(Default)]
struct Gathered<'a> {
    export: Export<'a>,
    /// Whether older actions of a card are missing; `None` if the actions are not those of single cards.
    cut_card: Option<bool>,
    /// The lists in cards, by id.
    lists: HashMap<Cow<'a, str>, StateFact<'a>>,
    damaged: Damage,
}

impl<'a> Gathered<'a> {
    fn document(&mut self, file: &File, raw: Raw<'a>, depth: u8) {
        if raw.get().starts_with('[') {
            if depth == NESTED {
                return self.damaged.push(too_deep(file, raw));
            }
            let elements: Vec<Raw<'a>> = json::from_str(raw.get()).unwrap_or_default();
            return elements.into_iter().for_each(|element| self.document(file, element, depth + 1));
        }
        if let Err(error) = self.record(raw) {
            self.damaged.push(unreadable(file, "action", raw, &error.to_string()));
        }
    }

    fn record(&mut self, raw: Raw<'a>) -> Result<(), json::Error> {
        let shape: Document<'a> = json::from_str(raw.get())?;
        if shape.list.is_some() {
            self.export.cards.push(raw);
            let list = shape.named_list.and_then(|list| json::from_str::<Entity<'a>>(list.get()).ok());
            let list = list.map(|list| list.state()).filter(|list| !list.id.is_empty() && !list.name.is_empty());
            self.lists.extend(list.map(|list| (list.id.clone(), list)));
            if let Some(actions) = shape.actions {
                let begins = actions.iter().any(|action| {
                    let action = json::from_str::<Document<'_>>(action.get());
                    let makes = |kind: &str| MAKES_CARD.contains(&kind) || ARRIVALS.contains(&kind);
                    action.is_ok_and(|action| makes(&or_empty(action.kind)))
                });
                self.cut_card = Some(self.cut_card.unwrap_or_default() || !begins);
                self.export.actions.extend(actions);
            }
        } else {
            self.export.actions.push(raw);
        }
        Ok(())
    }
}

/// The keys that distinguish an action from a card.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "idList")]
    list: Option<Raw<'a>>,
    /// The list with its name, if it was requested (`list=true`).
    #[serde(borrow, default, rename = "list")]
    named_list: Option<Raw<'a>>,
    #[serde(borrow, default)]
    actions: Option<Vec<Raw<'a>>>,
}
