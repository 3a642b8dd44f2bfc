//! Joins several records of one status or list.

use std::borrow::Cow;

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::facts::StateFact;

/// How new a record of a status is: whether its file holds the board itself, and the newest timestamp of the
/// file.
pub(crate) type Age = (bool, Option<Timestamp>);

/// Joins the records of each status: the newest name and the newest category win.
pub(crate) fn joined_states<'a>(mut facts: Vec<(Age, StateFact<'a>)>) -> Vec<StateFact<'a>> {
    // Of two equally new records, the one with more information wins, in whatever order they come.
    facts.sort_by(|(age, fact), (other_age, other)| {
        (age, said(fact), &fact.name, fact.category, fact.closed).cmp(&(
            other_age,
            said(other),
            &other.name,
            other.category,
            other.closed,
        ))
    });
    let mut by_id: HashMap<Cow<'a, str>, StateFact<'a>> = HashMap::default();
    let mut named = Vec::new();
    for (_, fact) in facts {
        if fact.id.is_empty() {
            named.push(fact);
            continue;
        }
        match by_id.get_mut(&fact.id) {
            Some(known) => {
                // A record without a name or category does not remove one.
                let name = if fact.name.is_empty() { std::mem::take(&mut known.name) } else { fact.name };
                *known =
                    StateFact { id: fact.id, name, category: fact.category.or(known.category), closed: fact.closed };
            }
            None => drop(by_id.insert(fact.id.clone(), fact)),
        }
    }
    // Two statuses of one name (team-managed projects have them) are kept apart by id. If only a name is
    // known, the first by id is used.
    let mut joined: Vec<_> = by_id.into_values().chain(named).collect();
    joined.sort_by(|a, b| (a.id.is_empty(), &a.id, &a.name).cmp(&(b.id.is_empty(), &b.id, &b.name)));
    joined
}

/// Number of properties that a record gives.
fn said(fact: &StateFact<'_>) -> usize {
    usize::from(!fact.name.is_empty()) + usize::from(fact.category.is_some())
}
