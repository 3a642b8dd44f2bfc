//! The sprints of a board, from everything that its files and its charter say of them.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::board::facts::{Act, ItemFact, SprintFact, Tool};
use crate::board::{Calendar, Days, Sprint, SprintId, SprintState};
use crate::charter::Charter;

/// The places of sprints by their names, in small letters.
pub(crate) fn by_name(sprints: &[Sprint<'_>]) -> FxHashMap<String, SprintId> {
    let entry = |(index, sprint): (usize, &Sprint<'_>)| (sprint.name.trim().to_lowercase(), SprintId::new(index));
    sprints.iter().enumerate().map(entry).collect()
}

/// The board's sprints by start, and their places by id. What several files say of one sprint is joined, the later state
/// and then the newer file winning; the charter's own sprints come along.
pub(crate) fn sprints_of<'a>(
    facts: Vec<SprintFact<'a>>,
    charter: &Charter,
    calendar: &Calendar,
    tool: Tool,
    clock: Timestamp,
) -> (Vec<Sprint<'a>>, FxHashMap<Cow<'a, str>, SprintId>) {
    let mut by_id: FxHashMap<Cow<'a, str>, Sprint<'a>> = FxHashMap::default();
    for fact in facts {
        let sprint = known(fact);
        match by_id.get_mut(&sprint.id) {
            Some(have) if (have.known, have.state) > (sprint.known, sprint.state) => {
                have.goal = have.goal.take().or(sprint.goal);
            }
            _ => {
                by_id.insert(sprint.id.clone(), sprint);
            }
        }
    }
    let mut sprints: Vec<_> = by_id.into_values().collect();
    if tool == Tool::Trello || sprints.iter().all(|sprint| !sprint.known) {
        // A charter that names no goal at all does not say that there was none.
        let goals = charter.sprints.iter().any(|planned| planned.goal.is_some());
        sprints.extend(charter.sprints.iter().map(|planned| {
            let (start, end) = (calendar.start_of(planned.start), calendar.end_of(planned.end));
            let state = match () {
                () if clock < start => SprintState::Future,
                () if clock < end => SprintState::Active,
                () => SprintState::Closed,
            };
            let second = planned.start.tomorrow().unwrap_or(planned.start);
            let days = Days {
                begun: calendar.end_of(planned.start),
                planned: calendar.end_of(second),
                closing: calendar.start_of(planned.end),
            };
            Sprint {
                index: SprintId::new(0),
                days: Some(days),
                id: Cow::Owned(planned.name.text.clone()),
                name: Cow::Owned(planned.name.text.clone()),
                board: Cow::Borrowed(""),
                state,
                goal: goals.then(|| Cow::Owned(planned.goal.clone().unwrap_or_default())),
                start: Some(start),
                end: Some(end),
                completed: (state == SprintState::Closed).then_some(end),
                known: true,
                mark: planned.name.mark,
                items: Vec::new(),
            }
        }));
    }
    let meant = take_names(&mut sprints);
    sprints.sort_by(|a, b| (a.start.is_none(), a.start, &a.id).cmp(&(b.start.is_none(), b.start, &b.id)));
    for (index, sprint) in sprints.iter_mut().enumerate() {
        sprint.index = SprintId::new(index);
    }
    let mut ids: FxHashMap<_, _> =
        sprints.iter().enumerate().map(|(index, sprint)| (sprint.id.clone(), SprintId::new(index))).collect();
    for name in meant {
        if let Some(sprint) = sprints.iter().position(|sprint| sprint.known && sprint.name == name) {
            ids.insert(name, SprintId::new(sprint));
        }
    }
    (sprints, ids)
}

/// Takes out the sprints that are a name and nothing more where another file tells of one sprint of that name: a CSV knows
/// no ids.
fn take_names<'a>(sprints: &mut Vec<Sprint<'a>>) -> Vec<Cow<'a, str>> {
    let mut known: FxHashMap<Cow<'a, str>, usize> = FxHashMap::default();
    for sprint in sprints.iter().filter(|sprint| sprint.known) {
        *known.entry(sprint.name.clone()).or_default() += 1;
    }
    let named =
        |sprint: &mut Sprint<'a>| !sprint.known && sprint.id == sprint.name && known.get(&sprint.name) == Some(&1);
    sprints.extract_if(.., named).map(|sprint| sprint.name).collect()
}

/// Sprints of which items name the id and nothing more: one an item was taken out of is listed nowhere.
pub(crate) fn only_named<'a>(items: &[ItemFact<'a>]) -> Vec<SprintFact<'a>> {
    let changed = items.iter().flat_map(|item| &item.changes).filter_map(|change| match &change.act {
        Act::Sprints { from, to } => Some(from.iter().chain(to)),
        _ => None,
    });
    let ids: rustc_hash::FxHashSet<&Cow<'a, str>> =
        changed.flatten().chain(items.iter().flat_map(|item| &item.sprints)).collect();
    ids.into_iter().map(|id| SprintFact { id: id.clone(), ..SprintFact::default() }).collect()
}

fn known(fact: SprintFact<'_>) -> Sprint<'_> {
    let state = match fact.state.to_lowercase().as_str() {
        "closed" => SprintState::Closed,
        "active" => SprintState::Active,
        _ if fact.completed.is_some() => SprintState::Closed,
        _ => SprintState::Future,
    };
    Sprint {
        index: SprintId::new(0),
        days: None,
        completed: fact.completed.or(fact.end.filter(|_| state == SprintState::Closed)),
        known: fact.start.is_some() || !fact.state.is_empty(),
        id: fact.id,
        name: fact.name,
        board: fact.board,
        state,
        goal: fact.goal,
        start: fact.start,
        end: fact.end,
        mark: fact.mark,
        items: Vec::new(),
    }
}
