//! Which items were in which sprint. Source: docs/definitions.md, sprints that count.

use crate::board::assemble::sprints_that_count::of_other_boards;
use crate::board::facts::Tool;
use crate::board::{Changes, Detail, Item, ItemId, Sprint, SprintId, State};

/// Lists the items of each sprint and drops the sprints that never held an item, because tools also list
/// sprints of other boards. Sprints of a charter (all of Trello's) stay, and so does `keep`. The remaining
/// sprints are renumbered.
pub(crate) fn connect_sprints(
    sprints: &mut Vec<Sprint<'_>>,
    items: &mut [Item<'_>],
    changes: &mut Changes<'_>,
    states: &mut [State],
    keep: &mut Option<SprintId>,
    tool: Tool,
) {
    list_items(sprints, items);
    if tool == Tool::Trello {
        return;
    }
    let is_kept =
        |sprint: &Sprint<'_>| !sprint.items.is_empty() || sprint.days.is_some() || *keep == Some(sprint.index);
    // Sprints of other boards remain, but their items are removed.
    let numbers = NewNumbers::of(sprints.iter().map(is_kept));
    for id in of_other_boards(sprints, |sprint| &sprint.items, *keep) {
        sprints[id].elsewhere = true;
        sprints[id].items.clear();
    }
    if let Some(numbers) = numbers {
        numbers.give_to_sprints(sprints);
        numbers.give_to_items(items);
        numbers.give_to_changes(changes);
        for sprint in states.iter_mut().map(|state| &mut state.sprint).chain([keep]) {
            *sprint = sprint.and_then(|id| numbers.get(id));
        }
    }
}

/// Lists the items of each sprint, each once.
fn list_items(sprints: &mut [Sprint<'_>], items: &[Item<'_>]) {
    for (index, item) in items.iter().enumerate() {
        for membership in item.memberships.iter() {
            let list = &mut sprints[membership.sprint.index()].items;
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
}

/// The new number of each sprint, by its old one; `None` for a dropped sprint.
struct NewNumbers(Vec<Option<SprintId>>);

impl NewNumbers {
    /// Numbers the kept sprints; `None` if all are kept.
    fn of(are_kept: impl Iterator<Item = bool>) -> Option<Self> {
        let mut next = 0;
        let number = |is_kept: bool| {
            let number = SprintId::new(next);
            next += usize::from(is_kept);
            is_kept.then_some(number)
        };
        let numbers: Vec<_> = are_kept.map(number).collect();
        numbers.contains(&None).then_some(Self(numbers))
    }

    fn get(&self, sprint: SprintId) -> Option<SprintId> {
        self.0[sprint.index()]
    }

    fn give_to_sprints(&self, sprints: &mut Vec<Sprint<'_>>) {
        sprints.retain_mut(|sprint| {
            let number = self.get(sprint.index);
            sprint.index = number.unwrap_or(sprint.index);
            number.is_some()
        });
    }

    fn give_to_items(&self, items: &mut [Item<'_>]) {
        for membership in items.iter_mut().flat_map(|item| item.memberships.iter_mut()) {
            membership.sprint = self.get(membership.sprint).unwrap_or(membership.sprint);
        }
    }

    fn give_to_changes(&self, changes: &mut Changes<'_>) {
        for change in changes.by_item_mut() {
            change.moment.sprint = change.moment.sprint.and_then(|id| self.get(id));
            if let Detail::Sprints(sprints) = &mut change.detail {
                for list in [&mut sprints.added, &mut sprints.removed] {
                    *list = list.iter().filter_map(|id| self.get(*id)).collect();
                }
            }
        }
    }
}
