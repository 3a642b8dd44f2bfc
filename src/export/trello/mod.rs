//! What Trello writes: JSON, a board as "Print, export, and share › Export as JSON" writes it, and what its REST interface gives
//! (pages of actions, cards with their actions); and the CSV of paid workspaces.

mod action;
mod cards;
mod shape;
mod sheet;

use jiff::Timestamp;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{Raw, filled, instant, or_empty};
use super::{Context, Probe, Reader, Reading, damaged, reason, without_mark};
use crate::board::facts::{Act, Facts, FieldFact, Tool};
use crate::source::{Anchors, Diagnostic, File, Mark, parallel};
use cards::Cards;
use shape::{Action, Export, List, Member};
pub(super) use sheet::Sheet;

/// Trello exports the newest thousand actions and says nothing of the rest.
const LIMIT: usize = 1000;
/// How many actions the REST interface gives when nobody says how many.
const PAGE: usize = 50;
/// How many actions are parsed side by side before they are applied one after the other.
const BATCH: usize = 4096;
/// From so many moves on, an export without any drag inside a list has had the drags filtered out: Trello writes one with
/// most moves.
const MOVES: usize = 10;

/// The board export.
pub(super) struct Board;

impl Reader for Board {
    fn name(&self) -> &'static str {
        "Trello board (JSON)"
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        !probe.list && !probe.has("idBoard") && ["cards", "actions", "lists"].iter().any(|key| probe.has(key))
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let export: Export<'a> = serde_json::from_slice(without_mark(file.bytes()))
            .map_err(|error| damaged(file, &error, "Trello export"))?;
        let anchors = [("/actions", &export.actions), ("/cards", &export.cards)].map(|(container, records)| Anchors {
            container: Some(container.to_owned()),
            starts: records.iter().map(|raw| file.mark(raw.get()).start).collect(),
        });
        file.set_anchors(Vec::from(anchors));
        let cut = export.actions.len() == LIMIT;
        Ok(understand(self.name(), file, export, cut))
    }
}

/// What the REST interface gives: actions or cards, in lists, in lists of pages, or one a line.
pub(super) struct Dump;

impl Reader for Dump {
    fn name(&self) -> &'static str {
        "Trello actions (JSON)"
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        let action = probe.has("idMemberCreator") && probe.has("type") && probe.has("date");
        action || (probe.has("idBoard") && probe.has("idList"))
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut gathered = Gathered::default();
        let documents = serde_json::Deserializer::from_slice(without_mark(file.bytes())).into_iter::<&'a RawValue>();
        for document in documents {
            let document = document.map_err(|error| damaged(file, &error, "Trello export"))?;
            gathered.document(file, document, 0);
        }
        let cut = gathered.is_cut();
        let mut reading = understand(self.name(), file, gathered.export, cut);
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
            self.damaged.push(damage(file, "action", raw, &reason(&error)));
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

    /// Nothing says that older actions exist; that there are just as many as were asked for, or as are given when nobody
    /// asks, is all there is to see.
    fn is_cut(&self) -> bool {
        self.cut_card || (!self.begins && is_round(self.export.actions.len()))
    }
}

fn is_round(actions: usize) -> bool {
    actions > 0 && (actions == PAGE || actions.is_multiple_of(LIMIT))
}

/// As much of an action or a card as tells them apart.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "idList")]
    list: Option<Raw<'a>>,
    #[serde(borrow, default)]
    actions: Option<Vec<Raw<'a>>>,
}

/// The facts in an export, whichever way it was put together.
fn understand<'a>(format: &'static str, file: &'a File, export: Export<'a>, cut: bool) -> Reading<'a> {
    let mut facts = Facts::new(file.id(), Tool::Trello);
    let mut broken = Vec::new();
    facts.name = or_empty(export.name);
    facts.home = filled(export.id).unwrap_or_default().into_owned();
    facts.comments = true;
    facts.entries = export.actions.len();
    facts.states = export.lists.iter().map(List::state).collect();
    facts.accounts = export.members.iter().filter_map(Member::account).collect();
    facts.fields.extend(export.custom_fields.iter().map(|field| FieldFact {
        id: or_empty(field.name),
        name: or_empty(field.name),
        schema: "".into(),
        estimate: false,
    }));
    let mut cards = Cards::new(file, &export, &mut broken);
    let mut reach: Option<(Timestamp, Timestamp)> = None;
    let mut seen = FxHashSet::default();
    for batch in export.actions.chunks(BATCH) {
        let parsed: Vec<_> = parallel::map(batch, |_, raw| serde_json::from_str::<Action<'a>>(raw.get()));
        for (raw, action) in batch.iter().zip(parsed) {
            let action = match action {
                Ok(action) => action,
                Err(error) => {
                    broken.push(damage(file, "action", raw, &reason(&error)));
                    continue;
                }
            };
            let Some(at) = instant(action.date) else {
                broken.push(damage(file, "action", raw, "it has no date"));
                continue;
            };
            // Pages of actions overlap by the one at their boundary.
            if action.id.is_some() && !seen.insert(or_empty(action.id)) {
                continue;
            }
            reach = Some(reach.map_or((at, at), |(oldest, newest)| (oldest.min(at), newest.max(at))));
            if facts.home.is_empty() {
                facts.home = action.board().map(|board| or_empty(board.id).into_owned()).unwrap_or_default();
                facts.name = action.board().map(|board| or_empty(board.name)).unwrap_or_default();
            }
            facts.accounts.extend(action.actors());
            facts.states.extend(cards.apply(&action, at, &mut facts.board_changes));
        }
    }
    facts.reach = reach.map(|(_, newest)| newest);
    facts.cut = reach.map(|(oldest, _)| oldest).filter(|_| cut);
    facts.state_changes = std::mem::take(&mut cards.state_changes);
    facts.items = cards.finish(cut);
    Reading { format, facts, damaged: broken, notes: Vec::new() }
}

/// A record that cannot be read, at its place.
fn damage(file: &File, what: &str, raw: Raw<'_>, reason: &str) -> Diagnostic {
    let start = file.mark(raw.get()).start;
    let at = Mark::new(file.id(), start..start + 1);
    Diagnostic::error(format!("this {what} cannot be read; the others were"))
        .at(at, reason)
        .note("export the board again")
}
