//! The moves of cards, and which of them lead to work.

use jiff::Timestamp;

use super::columns::stage_of;
use crate::board::{Board, Change, Detail, StateId};
use crate::charter::Stage;

/// Whether cards in this state are in work, or past it.
pub(super) fn is_begun(board: &Board<'_>, state: StateId) -> bool {
    let stage = stage_of(board.state(state));
    matches!(stage, Some(Stage::Doing | Stage::Acceptance | Stage::Done | Stage::Impediments))
}

/// The moves of cards: time, origin and target.
pub(super) fn moves<'b>(
    changes: impl Iterator<Item = &'b Change<'b>>,
) -> impl Iterator<Item = (Timestamp, StateId, StateId)> {
    changes.filter_map(|change| match &change.detail {
        Detail::States { from, to, .. } => Some((change.at, *from, *to)),
        _ => None,
    })
}
