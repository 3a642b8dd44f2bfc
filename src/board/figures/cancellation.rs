//! What was given up instead of being delivered, and what may have been done. Source: docs/definitions.md, cancelled.

use jiff::Timestamp;

use crate::board::State;
use crate::board::model::Model;
use crate::board::model::item::Item;
use crate::charter::Stage;

/// Whether an item was given up by `at`: it stands in a status that says so, was resolved that way, or was archived before it
/// was done.
pub(crate) fn is_cancelled(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    if model.is_done_at(item, at) {
        return false;
    }
    item.is_given_up_at(at)
        || item.state_at(at).is_some_and(|state| model.state(state).stage == Some(Stage::Cancelled))
        || item.is_archived_at(at)
}

/// Whether nothing says what it means where an item stood at `at`: it may have been done.
pub(crate) fn may_be_done(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    let unsure = |state: &State| state.meaning().is_none() && state.may_be_finished();
    item.state_at(at).is_some_and(|state| unsure(model.state(state))) && !is_cancelled(model, item, at)
}
