//! The changes of all items in the order of time.

use jiff::Timestamp;

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
    replayed: Vec<Replayed<'a>>,
    board_changes: Vec<ChangeFact<'a>>,
    people: &People<'a>,
) -> (Vec<Item<'a>>, Vec<Change<'a>>) {
    let count = replayed.iter().map(|one| one.changes.len()).sum::<usize>() + board_changes.len();
    let mut all: Vec<Change<'a>> = Vec::with_capacity(count);
    let mut items = Vec::with_capacity(replayed.len());
    let mut firsts = Vec::with_capacity(replayed.len());
    for replayed in replayed {
        firsts.push(all.len());
        all.extend(replayed.changes);
        items.push(replayed.item);
    }
    all.extend(board_changes.into_iter().map(|fact| board_change(fact, people)));
    let mut order: Vec<(Timestamp, usize)> = all.iter().enumerate().map(|(place, change)| (change.at, place)).collect();
    parallel::sort_unstable(&mut order);
    let mut numbers = vec![ChangeId::new(0); all.len()];
    for (number, (_, place)) in order.iter().enumerate() {
        numbers[*place] = ChangeId::new(number);
    }
    for (index, (item, first)) in items.iter_mut().zip(&firsts).enumerate() {
        let last = firsts.get(index + 1).copied().unwrap_or(all.len());
        let own = |change: &usize| all[*change].item == Some(ItemId::new(index));
        item.changes = (*first..last).filter(own).map(|place| numbers[place]).collect();
        let renumber = |own: Option<ChangeId>| own.and_then(|own| numbers.get(first + own.index()).copied());
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
    // Where they lie they change places until each is in its own: there is no second list of them.
    for place in 0..all.len() {
        while numbers[place].index() != place {
            let other = numbers[place].index();
            all.swap(place, other);
            numbers.swap(place, other);
        }
    }
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
            state: StateId(u32::MAX),
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
