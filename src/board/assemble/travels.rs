//! Cards that left their Trello board. If the export of another board has the card, its earlier changes are
//! added to it there. Otherwise the card has ended.

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Act, Deletion, ItemFact, Ref, Who};

/// Splits the cards that are `gone` from a board into those on another board and those that no file lists.
pub(crate) fn sorted<'a>(
    lists: &[Vec<ItemFact<'a>>],
    gone: Vec<ItemFact<'a>>,
) -> (Vec<ItemFact<'a>>, Vec<ItemFact<'a>>) {
    if gone.is_empty() {
        return (gone, Vec::new());
    }
    let listed: HashSet<_> = lists.iter().flatten().filter(|item| !item.bare).map(|item| &item.id).collect();
    gone.into_iter().partition(|card| listed.contains(&card.id))
}

/// The time at which a card that no file lists ended: that of its last change.
pub(crate) fn departure<'a>(card: &ItemFact<'a>) -> Option<Deletion<'a>> {
    let last = card.changes.iter().max_by_key(|change| change.at)?;
    Some(Deletion { id: card.id.clone(), at: last.at, by: last.by.clone(), mark: last.mark })
}

/// Adds to `items` the changes that cards had on former boards, from `departed`.
pub(crate) fn join<'a>(items: &mut [ItemFact<'a>], departed: Vec<ItemFact<'a>>) {
    if departed.is_empty() {
        return;
    }
    let mut before: HashMap<_, Vec<ItemFact<'a>>> = HashMap::default();
    for card in departed {
        before.entry(card.id.clone()).or_default().push(card);
    }
    for item in items.iter_mut().filter(|item| !item.bare) {
        if let Some(earlier) = before.remove(&item.id) {
            add(item, earlier);
        }
    }
}

fn add<'a>(item: &mut ItemFact<'a>, earlier: Vec<ItemFact<'a>>) {
    let begin = |card: &ItemFact<'a>| card.changes.iter().map(|change| change.at).min();
    let first = earlier.iter().filter_map(|card| card.created).min_by_key(|(at, _)| *at);
    if let Some(oldest) = earlier.iter().min_by_key(|card| begin(card)).filter(|oldest| begin(oldest) < begin(item)) {
        item.truncated = oldest.truncated;
    }
    let departure = earlier.first().map(|card| card.state.clone()).unwrap_or_default();
    let mut known: HashSet<_> = item.changes.iter().map(|change| (change.id.clone(), change.part)).collect();
    for change in earlier.into_iter().flat_map(|card| card.changes) {
        if known.insert((change.id.clone(), change.part)) {
            item.changes.push(change);
        }
    }
    let arrived = arrivals_are_moves(item, &departure);
    // Without a record of its creation, the card's id gives the time.
    if arrived && !item.changes.iter().any(|change| matches!(change.act, Act::Created { .. })) {
        (item.created, item.creator) = (first, None);
    }
}

/// Keeps the oldest creation of `item`. A later one is its arrival on another board and becomes a move from
/// its last list, or from `departure` if that is unknown. Returns whether there was one.
fn arrivals_are_moves<'a>(item: &mut ItemFact<'a>, departure: &Ref<'a>) -> bool {
    let changes = &mut item.changes;
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|place| changes[*place].at);
    let by: HashMap<_, Who<'a>> =
        changes.iter().filter_map(|change| Some((change.id.clone(), change.by.clone()?))).collect();
    let mut stood: Option<Ref<'a>> = None;
    let (mut begun, mut arrives) = (false, false);
    for place in order {
        let arrived = match &changes[place].act {
            Act::Created { state } if begun => state.clone(),
            _ => None,
        };
        if let Some(to) = arrived {
            let from = stood.clone().unwrap_or_else(|| departure.clone());
            arrives = true;
            changes[place].by = by.get(&changes[place].id).cloned();
            changes[place].act = Act::Moved { from, to };
        }
        begun |= !matches!(changes[place].act, Act::Commented);
        stood = match &changes[place].act {
            Act::Moved { to, .. } => Some(to.clone()),
            Act::Created { state } => state.clone().or(stood),
            _ => stood,
        };
    }
    arrives
}
