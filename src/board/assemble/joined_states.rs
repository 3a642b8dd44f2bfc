//! What several records say of one status or list, joined.

use std::borrow::Cow;

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::facts::StateFact;

/// How new what a record says of a status is: whether its file holds the board itself, and the newest instant that it knows of.
pub(crate) type Age = (bool, Option<Timestamp>);

/// What several records say of each status, joined: the newest name and category hold that one of them gives.
pub(crate) fn joined_states<'a>(mut facts: Vec<(Age, StateFact<'a>)>) -> Vec<StateFact<'a>> {
    // Of two that are as new the one that says more holds, whichever stands first.
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
                // Each says what it knows: one that leaves out the name or the category takes neither away.
                let name = if fact.name.is_empty() { std::mem::take(&mut known.name) } else { fact.name };
                *known =
                    StateFact { id: fact.id, name, category: fact.category.or(known.category), closed: fact.closed };
            }
            None => drop(by_id.insert(fact.id.clone(), fact)),
        }
    }
    // Two statuses of one name (team-managed projects have them) stay apart by id; where only a name is known, the first by id
    // stands for it.
    let mut joined: Vec<_> = by_id.into_values().chain(named).collect();
    joined.sort_by(|a, b| (a.id.is_empty(), &a.id, &a.name).cmp(&(b.id.is_empty(), &b.id, &b.name)));
    joined
}

/// How many of its properties a record gives.
fn said(fact: &StateFact<'_>) -> usize {
    usize::from(!fact.name.is_empty()) + usize::from(fact.category.is_some())
}
