//! What Trello's REST interface gives: actions or cards, in lists, in lists of pages, or one a line.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::facts;
use super::records::{Export, unreadable};
use crate::board::facts::Act;
use crate::export::detect::Preview;
use crate::export::json::{Raw, or_empty, reason, syntax_error};
use crate::export::reader::{Context, Reader, Reading};
use crate::export::text::without_bom;
use crate::source::{Diagnostic, File};

/// How many actions the interface gives at most.
const LIMIT: usize = 1000;
/// How many actions it gives when the request does not say how many.
const PAGE: usize = 50;
/// From so many moves on, an export without any drag inside a list has had the drags filtered out: Trello writes one with
/// most moves.
const MOVES: usize = 10;

/// What the REST interface gives: actions or cards, in lists, in lists of pages, or one a line.
pub(in crate::export) struct Rest;

impl Reader for Rest {
    fn name(&self) -> &'static str {
        "Trello actions (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let action = preview.has("idMemberCreator") && preview.has("type") && preview.has("date");
        action || (preview.has("idBoard") && preview.has("idList"))
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut gathered = Gathered::default();
        let documents = serde_json::Deserializer::from_slice(without_bom(file.bytes())).into_iter::<&'a RawValue>();
        for document in documents {
            let document = document.map_err(|error| syntax_error(file, &error, "Trello export"))?;
            gathered.document(file, document, 0);
        }
        let cut = gathered.is_cut();
        let mut reading = facts::read(self.name(), file, gathered.export, cut);
        reading.damaged.extend(gathered.damaged);
        let changes = || reading.facts.items.iter().flat_map(|item| &item.changes);
        let moves = changes().filter(|change| matches!(change.act, Act::Moved { .. })).count();
        reading.facts.unranked = moves >= MOVES && !changes().any(|change| matches!(change.act, Act::Ranked { .. }));
        if reading.facts.unranked {
            reading
                .notes
                .push("no card was ever dragged inside its list: the filter left those actions out".to_owned());
        }
        Ok(reading)
    }
}

/// What the documents of a dump hold together.
#[derive(Default)]
struct Gathered<'a> {
    export: Export<'a>,
    /// Whether the actions reach back to the making of the board.
    begins: bool,
    /// Whether the actions of one of the cards look cut.
    cut_card: bool,
    damaged: Vec<Diagnostic>,
}

impl<'a> Gathered<'a> {
    fn document(&mut self, file: &File, raw: Raw<'a>, depth: u8) {
        if raw.get().starts_with('[') && depth < 4 {
            let elements: Vec<Raw<'a>> = serde_json::from_str(raw.get()).unwrap_or_default();
            return elements.into_iter().for_each(|element| self.document(file, element, depth + 1));
        }
        if let Err(error) = self.record(raw) {
            self.damaged.push(unreadable(file, "action", raw, &reason(&error)));
        }
    }

    fn record(&mut self, raw: Raw<'a>) -> Result<(), serde_json::Error> {
        let shape: Document<'a> = serde_json::from_str(raw.get())?;
        if shape.list.is_some() {
            self.export.cards.push(raw);
            let actions = shape.actions.unwrap_or_default();
            self.cut_card |= is_round(actions.len());
            self.export.actions.extend(actions);
        } else {
            self.begins |= matches!(&*or_empty(shape.kind), "createBoard" | "copyBoard");
            self.export.actions.push(raw);
        }
        Ok(())
    }

    /// Whether older actions are missing. The interface does not say; the only sign is that there are exactly as many as
    /// a request asks for, or as one gets that asks for no number.
    fn is_cut(&self) -> bool {
        self.cut_card || (!self.begins && is_round(self.export.actions.len()))
    }
}

fn is_round(actions: usize) -> bool {
    actions > 0 && (actions == PAGE || actions.is_multiple_of(LIMIT))
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
