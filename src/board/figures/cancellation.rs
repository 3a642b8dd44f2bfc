//! What was given up instead of being done.

use jiff::Timestamp;

use crate::board::model::Model;
use crate::board::model::change::{ChangeKind, Detail};
use crate::board::model::item::Item;

/// Names of statuses and resolutions that say that something will not be done after all. Whole names only.
const CANCELLED: &[&str] = &[
    "abandoned",
    "cancelled",
    "canceled",
    "cannot reproduce",
    "declined",
    "discarded",
    "duplicate",
    "invalid",
    "not doing",
    "obsolete",
    "rejected",
    "won't do",
    "won't fix",
    "wontfix",
    "abgebrochen",
    "abgelehnt",
    "annulé",
    "cancelado",
    "cancelada",
    "descartado",
    "rechazado",
    "отменено",
    "已取消",
];

/// Whether it was given up by `at`: it stands in a status that says so, was resolved that way, or was archived.
pub(crate) fn is_cancelled(model: &Model<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    let says_so = |name: &str| CANCELLED.contains(&name.trim().to_lowercase().replace('’', "'").as_str());
    if item.state_at(at).is_some_and(|state| says_so(&model.state(state).name)) {
        return true;
    }
    let acts = item.changes.iter().map(|id| model.change(*id)).take_while(|change| change.at <= at);
    let last = acts.filter(|change| matches!(change.kind, ChangeKind::Closed | ChangeKind::Reopened)).last();
    last.is_some_and(|change| match &change.detail {
        Detail::Words { to, .. } => says_so(to),
        _ => change.kind == ChangeKind::Closed,
    })
}
