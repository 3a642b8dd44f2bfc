//! Parts of other items, which follow the phase of those. Source: docs/definitions.md, phases.

use jiff::Timestamp;

use crate::board::{Item, ItemId, Model, Phase};

/// Sets the phase of parts whose parent was in a running sprint: their own sprint field may be empty. If the
/// export leaves the parent out, the phase of its parts is unknown.
pub(crate) fn follow_wholes(model: &mut Model<'_>) {
    let mut items: Vec<(ItemId, Phase)> = Vec::new();
    let mut changes: Vec<(usize, Phase)> = Vec::new();
    for item in model.items.iter().filter(|item| item.part) {
        items.extend(elsewhere(model, item, item.phase, model.clock).map(|phase| (item.index, phase)));
        for place in item.history() {
            let change = &model.changes.by_item()[place];
            changes.extend(elsewhere(model, item, change.moment.phase, change.at).map(|phase| (place, phase)));
        }
    }
    for (id, phase) in items {
        model.items[id.index()].phase = phase;
    }
    for (place, phase) in changes {
        model.changes.by_item_mut()[place].moment.phase = phase;
    }
}

/// The phase of a part at `at`, if it differs from its `own`.
fn elsewhere(model: &Model<'_>, part: &Item<'_>, own: Phase, at: Timestamp) -> Option<Phase> {
    match model.whole_of(part) {
        _ if !own.is_before_a_sprint() => None,
        None => Some(Phase::Unknown),
        Some(whole) => model.running_sprint(whole.index, at).map(|_| Phase::ActiveSprint),
    }
}
