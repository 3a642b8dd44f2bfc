//! What was given up instead of being done.

use jiff::Timestamp;

use crate::board::model::Model;
use crate::board::model::change::{ChangeKind, Detail};
use crate::board::model::item::Item;
use crate::charter::Stage;
use crate::lexicon;

/// Whether it was given up by `at`: it stands in a status that says so, was resolved that way, or was archived.
pub(crate) fn is_cancelled(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    if item.state_at(at).is_some_and(|state| model.state(state).stage == Some(Stage::Cancelled)) {
        return true;
    }
    let acts = item.changes.iter().map(|id| model.change(*id)).take_while(|change| change.at <= at);
    let last = acts.filter(|change| matches!(change.kind, ChangeKind::Closed | ChangeKind::Reopened)).last();
    last.is_some_and(|change| match &change.detail {
        Detail::Words { to, .. } => lexicon::is_cancelled_resolution(to),
        _ => change.kind == ChangeKind::Closed,
    })
}
