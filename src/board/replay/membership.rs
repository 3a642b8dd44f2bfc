//! Which items were in which sprint. Source: docs/definitions.md, sprints that count.

use foldhash::{HashMap, HashSet};

use crate::board::facts::Tool;
use crate::board::{Changes, Detail, Item, ItemId, Sprint, SprintId, State};

/// So many items make a sprint of another board one of this team's.
const ENOUGH: usize = 5;

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
    if tool == Tool::Trello {
        return;
    }
    for id in of_other_boards(sprints, *keep) {
        sprints[id].elsewhere = true;
        sprints[id].items.clear();
    }
    if !empty.contains(&true) {
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

/// The places of the sprints of boards that held few of the items, beside a board that held ten times as many: an item was lent to
/// another team, or belonged to it before. What became of the rest of their items is not in the export.
fn of_other_boards(sprints: &[Sprint<'_>], keep: Option<SprintId>) -> Vec<usize> {
    let mut held: HashMap<&str, HashSet<ItemId>> = HashMap::default();
    for sprint in sprints.iter().filter(|sprint| !sprint.board.is_empty()) {
        held.entry(&sprint.board).or_default().extend(&sprint.items);
    }
    let most = held.values().map(HashSet::len).max().unwrap_or(0);
    let few = |sprint: &Sprint<'_>| {
        held.get(&*sprint.board).is_some_and(|items| items.len() < ENOUGH && items.len() * 10 <= most)
    };
    let other = |(_, sprint): &(usize, &Sprint<'_>)| sprint.days.is_none() && keep != Some(sprint.index) && few(sprint);
    sprints.iter().enumerate().filter(other).map(|(place, _)| place).collect()
}
