//! What could not be judged, by what is missing: one missing thing often concerns many rules.

use foldhash::{HashMap, HashSet};

use crate::finding::gap::remedy::Remedy;
use crate::finding::{BoardId, Inconclusive};

/// A message and remedy, and the rules and boards they concern.
pub(super) struct InconclusiveGroup<'r> {
    pub(super) message: &'r str,
    pub(super) remedy: &'r Remedy,
    /// Each rule once.
    pub(super) rules: Vec<&'r str>,
    /// Each board once; none stands for a run without boards.
    pub(super) boards: Vec<Option<BoardId>>,
}

/// `inconclusive` by message, in the order of the first of each.
pub(super) fn group<'r>(inconclusive: impl Iterator<Item = &'r Inconclusive>) -> Vec<InconclusiveGroup<'r>> {
    let mut groups: Vec<InconclusiveGroup<'r>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::default();
    let (mut rules, mut boards) = (HashSet::default(), HashSet::default());
    for Inconclusive { rule, board_id, message, remedy, .. } in inconclusive {
        let place = *places.entry(message).or_insert_with(|| {
            groups.push(InconclusiveGroup { message, remedy, rules: Vec::new(), boards: Vec::new() });
            groups.len() - 1
        });
        groups[place].rules.extend(rules.insert((place, rule)).then_some(rule.as_str()));
        groups[place].boards.extend(boards.insert((place, *board_id)).then_some(*board_id));
    }
    groups
}
