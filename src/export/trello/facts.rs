//! The facts in an export of Trello's, whichever way it was put together.

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::cards::Cards;
use super::records::{Action, Export, List, Member, unreadable};
use crate::board::facts::{Facts, FieldFact, Tool};
use crate::export::json::{filled, instant, or_empty, reason};
use crate::export::reader::Reading;
use crate::source::File;

/// How many actions are parsed side by side before they are applied one after the other.
const BATCH: usize = 4096;

/// The facts in `export`, whose older actions are missing if it is `cut`.
pub(super) fn read<'a>(format: &'static str, file: &'a File, export: Export<'a>, cut: bool) -> Reading<'a> {
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
        let parsed: Vec<_> = batch.par_iter().map(|raw| serde_json::from_str::<Action<'a>>(raw.get())).collect();
        for (raw, action) in batch.iter().zip(parsed) {
            let action = match action {
                Ok(action) => action,
                Err(error) => {
                    broken.push(unreadable(file, "action", raw, &reason(&error)));
                    continue;
                }
            };
            let Some(at) = instant(action.date) else {
                broken.push(unreadable(file, "action", raw, "it has no date"));
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
