//! What Trello's REST interface gives: actions or cards, in lists, in lists of pages, or one a line.

use serde::Deserialize;

use super::facts;
use super::records::{ARRIVALS, Export, unreadable};
use crate::export::damage::Damage;
use crate::export::detect::Preview;
use crate::export::json::{self, NESTED, Raw, or_empty, too_deep};
use crate::export::reader::{Context, Reader, Reading};
use crate::source::{Diagnostic, File};

/// Actions that make a card.
const MAKES_CARD: &[&str] = &["createCard", "copyCard", "convertToCardFromCheckItem", "emailCard"];

/// What the REST interface gives: actions or cards, in lists, in lists of pages, or one a line.
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
        reading.damaged.append(gathered.damaged);
        Ok(reading)
    }
}

/// What the documents of a dump hold together.
#[derive(Default)]
struct Gathered<'a> {
    export: Export<'a>,
    /// Whether older actions of a card are missing; none where the actions are not those of single cards.
    cut_card: Option<bool>,
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
    #[serde(borrow, default)]
    actions: Option<Vec<Raw<'a>>>,
}
