//! Groups what could not be judged by what is missing, because one missing thing often concerns many rules.

use foldhash::{HashMap, HashSet};

use crate::finding::gap::remedy::Remedy;
use crate::finding::{BoardId, Inconclusive};

/// A message and remedy, and the rules and boards they concern.
pub(super) struct InconclusiveGroup<'r> {
    pub(super) message: &'r str,
    pub(super) remedy: &'r Remedy,
    /// The rules, without duplicates.
    pub(super) rules: Vec<&'r str>,
    /// The boards, without duplicates; `None` stands for a run without boards.
    pub(super) boards: Vec<Option<BoardId>>,
}

/// Groups `inconclusive` by message. The groups are in the order of their first entries.
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
