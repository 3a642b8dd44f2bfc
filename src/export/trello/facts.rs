//! Converts any export of Trello into facts.

use super::actions::Actions;
use super::cards::Cards;
use super::names::IdNames;
use super::records::{Entity, Export, Member, created};
use crate::board::facts::{Act, Facts, FieldFact, FieldSchema, ItemFact, Tool};
use crate::export::damage::Damage;
use crate::export::json::{filled, or_empty};
use crate::export::reader::Reading;
use crate::source::File;

/// Minimum number of moves for a check of the filter: Trello writes a drag inside a list with most moves, so
/// an export with this many moves and no drag was filtered.
const MOVES: usize = 10;

/// The facts in `export`. `cut_card` is whether older actions of a card are missing; `None` if the actions
/// are not those of single cards.
pub(super) fn read<'a>(
    format: &'static str,
    file: &'a File,
    export: Export<'a>,
    cut_card: Option<bool>,
) -> Reading<'a> {
    let mut facts = listed(file, &export);
    let mut damaged = Damage::default();
    let names = IdNames::new(&export);
    let cards = Cards::new(file, &export, &names, &mut damaged);
    if facts.home.is_empty() {
        facts.home = cards.board().unwrap_or_default().to_owned();
    }
    let board = (std::mem::take(&mut facts.home), std::mem::take(&mut facts.name));
    let mut actions = Actions::new(file, &names, cards, &facts.accounts, board);
    actions.read(&export.actions);
    facts.states.extend(actions.lists());
    let Actions { mut cards, people, mut extent, are_of_several, .. } = actions;
    (facts.home, facts.name, facts.board_changes) = (actions.home, actions.name, actions.board_changes);
    let is_every_card_read = damaged.is_empty();
    damaged.append(actions.damaged);
    people.add_to(&mut facts.accounts);
    let made = created(&facts.home);
    facts.accounts.extend(cards.people(made).filter(|account| !people.knows(account)));
    let cut = cut_card.unwrap_or_else(|| !extent.is_whole(&facts.home));
    facts.comments = extent.newest.is_some();
    let mut notes = Vec::new();
    if are_of_several {
        notes.push(
            "it holds what was done on several boards, which is read as one: fetch each board by itself".to_owned(),
        );
    }
    if extent.history && cards.lacks_moves() {
        extent.history = false;
        notes.push("cards stand in other lists than they were created in, and no move is recorded: the filter left those actions out".to_owned());
    }
    if extent.history {
        facts.reach = extent.newest;
        facts.cut = extent.oldest.filter(|_| cut);
    }
    if is_every_card_read {
        facts.unlisted = cards.unlisted_cards();
    }
    facts.state_changes = std::mem::take(&mut cards.state_changes);
    facts.deleted = std::mem::take(&mut cards.deleted);
    facts.templates = cards.templates();
    facts.past_templates = cards.past_templates();
    facts.labels = cards.labels();
    facts.gone = cards.gone(extent.history, cut);
    facts.items = cards.finish(extent.history, cut, made);
    notes.extend(left_out_by_filter(&mut facts, cut));
    Reading { format, facts, damaged, notes }
}

/// The facts about the board in the lists of an export.
fn listed<'a>(file: &'a File, export: &Export<'a>) -> Facts<'a> {
    let mut facts = Facts::new(file.id(), Tool::Trello);
    facts.name = or_empty(export.name);
    facts.home = filled(export.id).unwrap_or_default().into_owned();
    facts.entries = export.actions.len();
    facts.states = export.lists.iter().map(Entity::state).collect();
    facts.accounts = export.members.iter().filter_map(Member::account).collect();
    facts.fields.extend(export.custom_fields.iter().map(|field| FieldFact {
        id: or_empty(field.id),
        name: or_empty(field.name),
        schema: FieldSchema::Unknown,
        estimate: false,
    }));
    facts
}

/// Detects whether the filter of the export left out drags inside lists or comments, by comparing with the
/// cards. Sets this in `facts` and returns notes. If the actions are `cut`, missing comments prove nothing.
fn left_out_by_filter(facts: &mut Facts<'_>, cut: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let changes = || facts.items.iter().flat_map(|item| &item.changes);
    let moves = changes().filter(|change| matches!(change.act, Act::Moved { .. })).count();
    facts.unranked = moves >= MOVES && !changes().any(|change| matches!(change.act, Act::Ranked { .. }));
    if facts.unranked {
        notes.push("no card was ever dragged inside its list: the filter left those actions out".to_owned());
    }
    // The comment counts of cards show how many a complete history has.
    if facts.comments && !cut && facts.items.iter().any(ItemFact::lacks_comments) {
        facts.comments = false;
        notes.push(
            "cards count more comments than there are actions of them: the filter left those actions out".to_owned(),
        );
    }
    notes
}
