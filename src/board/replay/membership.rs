//! Which items were in which sprint. Source: docs/definitions.md, sprints that count.

use crate::board::facts::Tool;
use crate::board::{Changes, Detail, Item, ItemId, Sprint, SprintId, State};

/// Lists the items of each sprint, and leaves out the sprints that no item was ever in: tools list those of other boards, too.
/// The sprints of a charter (all of Trello's) stay, and so does `keep`. Numbers of sprints that remain are given anew.
pub(crate) fn connect_sprints(
    sprints: &mut Vec<Sprint<'_>>,
    items: &mut [Item<'_>],
    changes: &mut Changes<'_>,
    states: &mut [State],
    keep: &mut Option<SprintId>,
    tool: Tool,
) {
    for (index, item) in items.iter().enumerate() {
        for membership in item.memberships.iter() {
            let list = &mut sprints[membership.sprint.index()].items;
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
    let empty: Vec<bool> = sprints
        .iter()
        .map(|sprint| sprint.items.is_empty() && sprint.days.is_none() && *keep != Some(sprint.index))
        .collect();
    if tool == Tool::Trello || !empty.contains(&true) {
        return;
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
    for membership in items.iter_mut().flat_map(|item| item.memberships.iter_mut()) {
        membership.sprint = renumbered(membership.sprint).unwrap_or(membership.sprint);
    }
    for change in changes.lying_mut() {
        change.moment.sprint = change.moment.sprint.and_then(renumbered);
        if let Detail::Sprints(sprints) = &mut change.detail {
            for list in [&mut sprints.added, &mut sprints.removed] {
                *list = list.iter().filter_map(|sprint| renumbered(*sprint)).collect();
            }
        }
    }
    for state in states {
        state.sprint = state.sprint.and_then(renumbered);
    }
    *keep = keep.and_then(renumbered);
    sprints.retain(|sprint| !empty[sprint.index.index()]);
    for (index, sprint) in sprints.iter_mut().enumerate() {
        sprint.index = SprintId::new(index);
    }
}
