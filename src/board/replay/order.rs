//! The changes of all items in the order of time.

use super::permutation::{arrange, numbers};
use super::progress::Replayed;
use crate::board::facts::ChangeFact;
use crate::board::{
    Change, ChangeId, ChangeKind, Decision, Detail, Gesture, Item, ItemId, Moment, People, Phase, StateId,
};
use crate::source::parallel;

/// All changes in the order of time, and items whose references to them are numbered accordingly.
///
/// Places are sorted rather than changes: a big board has hundreds of thousands, and each is moved once.
pub(crate) fn in_order<'a>(
    mut replayed: Vec<Replayed<'a>>,
    board_changes: Vec<ChangeFact<'a>>,
    people: &People<'a>,
) -> (Vec<Item<'a>>, Vec<Change<'a>>) {
    let count = replayed.iter().map(|one| one.changes.len()).sum::<usize>() + board_changes.len();
    let mut all: Vec<Change<'a>> = Vec::with_capacity(count);
    let mut firsts = Vec::with_capacity(replayed.len());
    for replayed in &mut replayed {
        firsts.push(all.len());
        all.extend(std::mem::take(&mut replayed.changes));
    }
    let mut items: Vec<Item<'a>> = replayed.into_iter().map(|replayed| replayed.item).collect();
    all.extend(board_changes.into_iter().map(|fact| board_change(fact, people)));
    // The time and the place in one number: numbers are sorted several times as fast as pairs.
    let key = |(place, change): (usize, &Change<'_>)| change.at.as_nanosecond() << 32 | place as i128;
    let mut order: Vec<i128> = all.iter().enumerate().map(key).collect();
    parallel::sort_unstable(&mut order);
    let order: Vec<usize> = order.into_iter().map(|key| (key & 0xffff_ffff) as usize).collect();
    let numbers = numbers(&order);
    drop(order);
    for (index, (item, first)) in items.iter_mut().zip(&firsts).enumerate() {
        let last = firsts.get(index + 1).copied().unwrap_or(all.len());
        let own = |change: &usize| all[*change].item == Some(ItemId::new(index));
        item.changes = (*first..last).filter(own).map(|place| ChangeId::new(numbers[place])).collect();
        let number = |own: ChangeId| numbers.get(first + own.index()).copied().map(ChangeId::new);
        let renumber = |own: Option<ChangeId>| own.and_then(number);
        for membership in item.memberships.iter_mut() {
            membership.added = renumber(membership.added);
            membership.removed = renumber(membership.removed);
        }
        if let Some(blockage) = &mut item.blocked {
            blockage.change = renumber(blockage.change);
        }
        for time in &mut item.blocked_times {
            time.blockage.change = renumber(time.blockage.change);
            time.cleared = renumber(time.cleared);
        }
    }
    // Where they lie they change places: there is no second list of them.
    arrange(numbers, |one, other| all.swap(one, other));
    (items, all)
}

fn board_change<'a>(fact: ChangeFact<'a>, people: &People<'a>) -> Change<'a> {
    Change {
        kind: ChangeKind::BoardEdited,
        item: None,
        by: fact.by.as_ref().and_then(|who| people.find(who)),
        at: fact.at,
        id: fact.id,
        part: fact.part,
        gesture: Gesture::Decision,
        moment: Moment {
            phase: Phase::Unknown,
            state: StateId::new(usize::MAX),
            sprint: None,
            assignee: None,
            own: false,
            estimate: None,
        },
        detail: Detail::None,
        decision: Decision::None,
        mark: fact.mark,
    }
}
