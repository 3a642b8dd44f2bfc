//! Lists that were named after one sprint after the other: some teams have a single sprint list and rename
//! it.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use jiff::Timestamp;

use super::moves::{is_begun, moves};
use super::names::is_writable;
use crate::board::facts::Facts;
use crate::board::{Board, StateId};
use crate::charter::folded;
use crate::lexicon;

/// A sprint after which a list was named for some time.
#[derive(Debug)]
pub(super) struct SprintName {
    /// The name.
    pub(super) name: String,
    /// When the first card left the list for work while it had this name; `None` if none did.
    pub(super) begun: Option<Timestamp>,
    /// When the first card came into the list while it had this name; `None` if none did.
    pub(super) came: Option<Timestamp>,
}

/// The lists that were named after several sprints.
#[derive(Debug, Default)]
pub(super) struct RenamedLists {
    /// Their present names in lower case.
    pub(super) lists: BTreeSet<String>,
    /// The sprints, without duplicates.
    pub(super) sprints: Vec<SprintName>,
}

/// The times when cards left a list for work, and when they came into it, both in order.
type Times = (Vec<Timestamp>, Vec<Timestamp>);

impl RenamedLists {
    /// Collects the renamed lists of `board` from `facts`.
    pub(super) fn of(facts: &[Facts<'_>], board: &Board<'_>) -> Self {
        let mut before: BTreeMap<&str, Vec<(Timestamp, &str)>> = BTreeMap::new();
        for change in facts.iter().flat_map(|facts| &facts.state_changes) {
            if let Some(name) = &change.name_before {
                before.entry(&change.id).or_default().push((change.at, name.trim()));
            }
        }
        let mut found = Self::default();
        if before.is_empty() {
            return found;
        }
        let now: HashMap<&str, &str> =
            facts.iter().flat_map(|facts| &facts.states).map(|state| (&*state.id, state.name.trim())).collect();
        let by_name: HashMap<String, StateId> =
            (0..board.states.len()).map(StateId::new).map(|list| (folded(&board.state(list).name), list)).collect();
        // If a former name is the present name of another list, the sprint belongs to that list.
        let mut met: BTreeSet<String> = by_name.keys().cloned().collect();
        let mut lists = Vec::new();
        for (id, mut names) in before {
            let Some(name) = now.get(id) else { continue };
            let Some(list) = by_name.get(&folded(name)) else { continue };
            names.sort_unstable();
            names.dedup();
            let borne = periods(&names, name);
            if borne.len() > 1 {
                met.remove(&folded(name));
                found.lists.insert(folded(name));
                lists.push((*list, borne));
            }
        }
        let mut times: HashMap<StateId, Times> = lists.iter().map(|(list, _)| (*list, Times::default())).collect();
        for (at, from, to) in moves(board.changes.iter()) {
            if let Some((begun, _)) = times.get_mut(&from).filter(|_| is_begun(board, to)) {
                begun.push(at);
            }
            if let Some((_, came)) = times.get_mut(&to) {
                came.push(at);
            }
        }
        for (list, borne) in lists {
            let Some((begun, came)) = times.get(&list) else { continue };
            for Period { name, from, until } in borne {
                let first = |times: &[Timestamp]| {
                    let place = times.partition_point(|at| from.is_some_and(|from| *at < from));
                    times.get(place).copied().filter(|at| until.is_none_or(|until| *at < until))
                };
                if met.insert(folded(name)) {
                    let (begun, came) = (first(begun), first(came));
                    found.sprints.push(SprintName { name: name.to_owned(), begun, came });
                }
            }
        }
        found
    }
}

/// The time in which a list had the name of one sprint.
struct Period<'n> {
    name: &'n str,
    /// Its beginning; `None` if the list had the name from the start.
    from: Option<Timestamp>,
    /// Its end; `None` if the list still has the name.
    until: Option<Timestamp>,
}

/// The periods of a list that is named `now`. `before` contains its earlier names, each with the time of its
/// end. Names with the same numbers are spellings of the same sprint. The first spelling is used, because the
/// cards came into the list under it.
fn periods<'n>(before: &[(Timestamp, &'n str)], now: &'n str) -> Vec<Period<'n>> {
    let names = before.iter().map(|(until, name)| (*name, Some(*until))).chain([(now, None)]);
    let (mut periods, mut from): (Vec<Period<'n>>, Option<Timestamp>) = (Vec::new(), None);
    for (name, until) in names {
        if lexicon::is_sprint(name) && is_writable(name) {
            match periods.last_mut() {
                Some(last) if numbers(last.name) == numbers(name) => last.until = until,
                _ => periods.push(Period { name, from, until }),
            }
        }
        from = until;
    }
    periods
}

/// The numbers in a name, as digits.
fn numbers(name: &str) -> Vec<&str> {
    name.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).collect()
}
