//! Which items were in which sprint. Source: RULES, sprints that count.

use crate::board::{Change, Detail, Item, ItemId, Sprint, SprintId, State};

/// Lists the items of each sprint, and leaves out the sprints that no item was ever in; `keep` stays all the same. Numbers of
/// sprints that remain are given anew. Returns the sprints that were left out.
pub(crate) fn connect_sprints<'a>(
    sprints: &mut Vec<Sprint<'a>>,
    items: &mut [Item<'_>],
    changes: &mut [Change<'_>],
    states: &mut [State],
    keep: &mut Option<SprintId>,
) -> Vec<Sprint<'a>> {
    for (index, item) in items.iter().enumerate() {
        for stay in &item.stays {
            let list = &mut sprints[stay.sprint.index()].items;
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
    let empty: Vec<bool> =
        sprints.iter().map(|sprint| sprint.items.is_empty() && *keep != Some(sprint.index)).collect();
    if !empty.contains(&true) {
        return Vec::new();
    }
    let mut kept = 0;
    let numbers: Vec<Option<SprintId>> = empty
        .iter()
        .map(|empty| {
            let number = SprintId::new(kept);
            kept += usize::from(!empty);
            (!empty).then_some(number)
        })
        .collect();
    let renumbered = |sprint: SprintId| numbers[sprint.index()];
    for stay in items.iter_mut().flat_map(|item| &mut item.stays) {
        stay.sprint = renumbered(stay.sprint).unwrap_or(stay.sprint);
    }
    for change in changes {
        change.moment.sprint = change.moment.sprint.and_then(renumbered);
        if let Detail::Sprints { into, out_of } = &mut change.detail {
            for list in [into, out_of] {
                *list = list.iter().filter_map(|sprint| renumbered(*sprint)).collect();
            }
        }
    }
    for state in states {
        state.sprint = state.sprint.and_then(renumbered);
    }
    *keep = keep.and_then(renumbered);
    let (left_out, rest) = std::mem::take(sprints).into_iter().partition(|sprint| empty[sprint.index.index()]);
    *sprints = rest;
    for (index, sprint) in sprints.iter_mut().enumerate() {
        sprint.index = SprintId::new(index);
    }
    left_out
}
