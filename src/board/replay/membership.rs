//! Which items were in which sprint. Source: docs/definitions.md, sprints that count.

use foldhash::{HashMap, HashSet};

use crate::board::facts::Tool;
use crate::board::{Changes, Detail, Item, ItemId, Sprint, SprintId, State};

/// So many items make a sprint of another board one of this team's.
const MIN_ITEMS_OF_A_TEAM: usize = 5;

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
    list_items(sprints, items);
    if tool == Tool::Trello {
        return;
    }
    let is_kept =
        |sprint: &Sprint<'_>| !sprint.items.is_empty() || sprint.days.is_some() || *keep == Some(sprint.index);
    // Those of other boards remain, although they are made empty.
    let numbers = NewNumbers::of(sprints.iter().map(is_kept));
    for id in of_other_boards(sprints, *keep) {
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

/// The numbers that sprints are given when some are left out: by their old ones, and none for those.
struct NewNumbers(Vec<Option<SprintId>>);

impl NewNumbers {
    /// By whether each of all sprints is kept; none where all are.
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
        for change in changes.lying_mut() {
            change.moment.sprint = change.moment.sprint.and_then(|id| self.get(id));
            if let Detail::Sprints(sprints) = &mut change.detail {
                for list in [&mut sprints.added, &mut sprints.removed] {
                    *list = list.iter().filter_map(|id| self.get(*id)).collect();
                }
            }
        }
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
        held.get(&*sprint.board).is_some_and(|items| items.len() < MIN_ITEMS_OF_A_TEAM && items.len() * 10 <= most)
    };
    let other = |(_, sprint): &(usize, &Sprint<'_>)| sprint.days.is_none() && keep != Some(sprint.index) && few(sprint);
    sprints.iter().enumerate().filter(other).map(|(place, _)| place).collect()
}
