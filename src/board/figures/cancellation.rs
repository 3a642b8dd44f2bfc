//! Which items were given up instead of delivered, and which may have been done. Source: docs/definitions.md,
//! cancelled.

use jiff::Timestamp;

use crate::board::State;
use crate::board::model::Model;
use crate::board::model::item::Item;
use crate::charter::Stage;

/// Whether an item was given up by `at`: its status means cancelled, its resolution says so, or it was
/// archived before it was done.
pub(crate) fn is_cancelled(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    if model.is_done_at(item, at) {
        return false;
    }
    item.is_given_up_at(at)
        || item.state_at(at).is_some_and(|state| model.state(state).stage == Some(Stage::Cancelled))
        || item.is_archived_at(at)
}

/// Whether an item may have been done at `at`, because the meaning of its status or list is unknown.
pub(crate) fn may_be_done(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    let unsure = |state: &State| state.meaning().is_none() && state.may_be_finished();
    item.state_at(at).is_some_and(|state| unsure(model.state(state))) && !is_cancelled(model, item, at)
}
