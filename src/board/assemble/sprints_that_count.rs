//! Which of the listed sprints belong to the board: tools also list those of other boards. Source:
//! docs/definitions.md, sprints that count.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::named_by_items::named_sprints;
use crate::board::facts::ItemFact;
use crate::board::{ItemId, Sprint, SprintId};

/// Minimum number of items that make a sprint of another board one of this team's.
const MIN_ITEMS_OF_A_TEAM: usize = 5;

/// Whether each of `sprints` counts: one of `items` is or was in it, and it does not belong to another board.
/// `ids` gives the index of a sprint by id or name.
pub(super) fn which_count(
    sprints: &[Sprint<'_>],
    ids: &HashMap<Cow<'_, str>, SprintId>,
    items: &[ItemFact<'_>],
) -> Vec<bool> {
    let mut items_of: Vec<Vec<ItemId>> = vec![Vec::new(); sprints.len()];
    for (place, item) in items.iter().enumerate() {
        for sprint in named_sprints(item).filter_map(|id| ids.get(id)) {
            let list = &mut items_of[sprint.index()];
            if list.last() != Some(&ItemId::new(place)) {
                list.push(ItemId::new(place));
            }
        }
    }
    let mut count: Vec<bool> = items_of.iter().map(|items| !items.is_empty()).collect();
    for place in of_other_boards(sprints, |sprint| &items_of[sprint.index.index()], None) {
        count[place] = false;
    }
    count
}

/// Indexes of the sprints of boards that held few of the items, if another board held ten times as many. Such
/// items were lent to another team, or belonged to it before; the rest of that team's items are not in the
/// export. `items_of` returns the items of a sprint. The sprint `keep` is never returned.
pub(crate) fn of_other_boards<'s, 'a>(
    sprints: &'s [Sprint<'a>],
    items_of: impl Fn(&'s Sprint<'a>) -> &'s [ItemId],
    keep: Option<SprintId>,
) -> Vec<usize> {
    let mut held: HashMap<&str, HashSet<ItemId>> = HashMap::default();
    for sprint in sprints.iter().filter(|sprint| !sprint.board.is_empty()) {
        held.entry(&sprint.board).or_default().extend(items_of(sprint));
    }
    let most = held.values().map(HashSet::len).max().unwrap_or(0);
    let few = |sprint: &Sprint<'_>| {
        held.get(&*sprint.board).is_some_and(|items| items.len() < MIN_ITEMS_OF_A_TEAM && items.len() * 10 <= most)
    };
    let other = |(_, sprint): &(usize, &Sprint<'_>)| sprint.days.is_none() && keep != Some(sprint.index) && few(sprint);
    sprints.iter().enumerate().filter(other).map(|(place, _)| place).collect()
}
