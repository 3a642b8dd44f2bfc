//! Replays all items of a board and collects their changes in one list.

use super::item::replay;
use super::progress::Replayed;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{ChangeFact, ItemFact};
use crate::board::{
    Change, ChangeId, ChangeKind, ChangeRecord, Changes, Decision, Detail, Gesture, Item, ItemId, Moment, People, Phase,
};
use crate::charter::Kind;
use crate::parallel;

/// Number of items that are replayed in parallel at a time, while the changes of the piece before are
/// appended to the list.
const PIECE: usize = 512;

/// Maximum number of changes that a replay adds to those of an item: its creation and its first assignment.
const ADDED: usize = 2;

/// Replays `items`, then numbers their changes and those of the board itself in the order of time.
///
/// Items are replayed in pieces. The facts of a piece are freed before the next one is replayed, so that
/// memory never holds the facts and the changes of the whole board at once.
pub(crate) fn replay_all<'a>(
    board: &Assembled<'_, 'a>,
    items: Vec<ItemFact<'a>>,
    board_changes: Vec<ChangeFact<'a>>,
) -> (Vec<Item<'a>>, Changes<'a>) {
    let most = items.iter().map(|item| item.changes.len() + ADDED).sum::<usize>() + board_changes.len();
    let mut all = All {
        items: Vec::with_capacity(items.len()),
        changes: Vec::with_capacity(most),
        records: Vec::with_capacity(most),
    };
    let (mut replayed, mut first) = (Vec::new(), 0);
    for piece in pieces(items) {
        let count = piece.len();
        let ((), next) = parallel::join(
            || all.extend(std::mem::take(&mut replayed)),
            || parallel::map(piece, |place, fact| replay(board, ItemId::new(first + place), fact)),
        );
        (replayed, first) = (next, first + count);
    }
    all.extend(replayed);
    for fact in board_changes {
        all.changes.push(board_change(&fact, &board.people));
        all.records.push(ChangeRecord { id: fact.id, part: fact.part, mark: fact.mark, estimate: None });
    }
    let (mut items, changes) = (all.items, Changes::new(all.changes, all.records));
    items.iter_mut().for_each(|item| renumber(item, changes.ids_by_item()));
    (items, changes)
}

/// Splits `items` into pieces that can be freed one by one. A single list would stay in memory to the end.
fn pieces(items: Vec<ItemFact<'_>>) -> Vec<Vec<ItemFact<'_>>> {
    let mut pieces = Vec::with_capacity(items.len().div_ceil(PIECE));
    let mut waiting = items.into_iter().peekable();
    while waiting.peek().is_some() {
        pieces.push(waiting.by_ref().take(PIECE).collect());
    }
    pieces
}

/// Items, and their changes and records in storage order.
struct All<'a> {
    items: Vec<Item<'a>>,
    changes: Vec<Change<'a>>,
    records: Vec<ChangeRecord<'a>>,
}

impl<'a> All<'a> {
    fn extend(&mut self, replayed: Vec<Replayed<'a>>) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        for Replayed { mut item, changes, records } in replayed {
            item.changes = (number(self.changes.len()), number(changes.len()));
            self.changes.extend(changes);
            self.records.extend(records);
            self.items.push(item);
        }
    }
}

/// Replaces the change numbers in `item`, which count from 0 within the item, by ids of the board.
fn renumber(item: &mut Item<'_>, ids: &[ChangeId]) {
    let own = ids.get(item.history()).unwrap_or_default();
    let renumbered = |place: Option<ChangeId>| place.and_then(|place| own.get(place.index()).copied());
    for membership in item.memberships.iter_mut() {
        membership.added = renumbered(membership.added);
        membership.removed = renumbered(membership.removed);
    }
    if let Some(blockage) = &mut item.blocked {
        blockage.change = renumbered(blockage.change);
    }
    for time in &mut item.blocked_times {
        time.blockage.change = renumbered(time.blockage.change);
        time.cleared = renumbered(time.cleared);
    }
}

fn board_change<'a>(fact: &ChangeFact<'a>, people: &People<'a>) -> Change<'a> {
    Change {
        kind: ChangeKind::BoardEdited,
        item: None,
        by: fact.by.as_ref().and_then(|who| people.find(who)),
        at: fact.at,
        gesture: Gesture::Decision,
        moment: Moment {
            phase: Phase::Unknown,
            state: None,
            sprint: None,
            assignee: None,
            own: false,
            kind: Kind::Other,
        },
        detail: Detail::None,
        recorded_decision: Decision::None,
    }
}
