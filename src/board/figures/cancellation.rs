//! What was given up instead of being delivered. Source: docs/definitions.md, cancelled.

use jiff::Timestamp;

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
