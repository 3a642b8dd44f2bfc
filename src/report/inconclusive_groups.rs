//! What could not be judged, by what is missing: one missing thing often concerns many rules.

use crate::finding::{BoardId, Inconclusive};

/// A message and hint, and the rules and boards they concern.
pub(super) struct InconclusiveGroup<'r> {
    pub(super) message: &'r str,
    pub(super) hint: &'r str,
    /// Each rule once.
    pub(super) rules: Vec<&'r str>,
    /// Each board once; none stands for a run without boards.
    pub(super) boards: Vec<Option<BoardId>>,
}

/// `inconclusive` by message, in the order of the first of each.
pub(super) fn group<'r>(inconclusive: impl Iterator<Item = &'r Inconclusive>) -> Vec<InconclusiveGroup<'r>> {
    let mut groups: Vec<InconclusiveGroup<'r>> = Vec::new();
    for Inconclusive { rule, board_id, message, hint, .. } in inconclusive {
        let index = groups.iter().position(|group| group.message == message).unwrap_or_else(|| {
            groups.push(InconclusiveGroup { message, hint, rules: Vec::new(), boards: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[index];
        if !group.rules.contains(&rule.as_str()) {
            group.rules.push(rule);
        }
        if !group.boards.contains(board_id) {
            group.boards.push(*board_id);
        }
    }
    groups
}
