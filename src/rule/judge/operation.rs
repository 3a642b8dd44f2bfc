//! Which changes were one operation. Source: RULES, bulk.

use std::collections::BTreeMap;

use super::super::definition::{Definition, Grouping, Key, Session};
use crate::board::{Board, Change, ChangeId, ChangeKind, Detail};

/// Merges hits that were one operation: first sittings (true), then bulk.
pub(super) fn operations(board: &Board<'_>, rule: &Definition, hits: Vec<ChangeId>) -> Vec<(bool, Vec<ChangeId>)> {
    let Some(group) = &rule.group else { return hits.into_iter().map(|hit| (false, vec![hit])).collect() };
    let (sittings, rest) = match &group.session {
        Some(session) => sittings(board, session, hits),
        None => (Vec::new(), hits),
    };
    let sittings = sittings.into_iter().map(|hits| (true, hits));
    let mut done: Vec<_> = sittings.chain(bulks(board, group, rest).into_iter().map(|hits| (false, hits))).collect();
    done.sort_by_key(|(_, hits)| hits.first().copied());
    done
}

pub(super) type GroupKey = Vec<Option<u32>>;

pub(super) fn key(board: &Board<'_>, change: &Change<'_>, per: &[Key]) -> GroupKey {
    let part = |key: &Key| match key {
        Key::Actor => change.by.map(|id| id.0),
        Key::Item => change.item.map(|id| id.0),
        Key::Parent => {
            let parent = change.item.and_then(|id| board.item(id).parent.clone());
            parent.and_then(|parent| board.find(&parent)).map(|id| id.0)
        }
        Key::Previous => match change.detail {
            Detail::Person { previous, .. } => previous.map(|id| id.0),
            _ => None,
        },
        Key::Sprint => board.sprint_of(change).map(|id| id.0),
    };
    let mut key: GroupKey = per.iter().map(part).collect();
    key.push(u32::try_from(change.kind as usize).ok()); // only the same kind of change is one operation
    key
}

/// How many items the changes touched; each checklist counts like the sub-task that it would be.
pub(super) fn items_in(board: &Board<'_>, hits: &[ChangeId]) -> usize {
    if hits.iter().all(|hit| board.change(*hit).kind == ChangeKind::Split) {
        return hits.len();
    }
    let mut items: Vec<_> = hits.iter().filter_map(|hit| board.change(*hit).item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

/// Sittings of enough items, and what is left. What nobody knows of two changes is nothing that they have in common.
pub(super) fn sittings(
    board: &Board<'_>,
    session: &Session,
    hits: Vec<ChangeId>,
) -> (Vec<Vec<ChangeId>>, Vec<ChangeId>) {
    let mut by_key: BTreeMap<GroupKey, Vec<ChangeId>> = BTreeMap::new();
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for hit in hits {
        match key(board, board.change(hit), &session.per) {
            key if key.contains(&None) => rest.push(hit),
            key => by_key.entry(key).or_default().push(hit),
        }
    }
    let alike = if session.of_all { alike(board, session, &by_key) } else { BTreeMap::new() };
    for (key, hits) in by_key {
        let acts = alike.get(&key).unwrap_or(&hits);
        let mut start = 0;
        let mut hits = hits.iter().copied().peekable();
        while start < acts.len() {
            let first = board.change(acts[start]).at;
            let inside = |act: &ChangeId| board.change(*act).at.duration_since(first).as_secs_f64() <= session.lasting;
            let end = start + acts[start..].iter().take_while(|act| inside(act)).count();
            let enough = items_in(board, &acts[start..end]) >= session.at_least;
            let next = if enough { end } else { start + 1 };
            let last = acts[next - 1];
            let told = std::iter::from_fn(|| hits.next_if(|hit| *hit <= last));
            if enough {
                found.extend(Some(told.collect::<Vec<_>>()).filter(|told| !told.is_empty()));
            } else {
                rest.extend(told);
            }
            start = next;
        }
    }
    rest.sort_unstable();
    (found, rest)
}

/// What else was done alike, whether the rule tells of it or not. Only looked for where it tells of something.
fn alike(
    board: &Board<'_>,
    session: &Session,
    hits: &BTreeMap<GroupKey, Vec<ChangeId>>,
) -> BTreeMap<GroupKey, Vec<ChangeId>> {
    let mut kinds: Vec<ChangeKind> = hits.values().flatten().map(|hit| board.change(*hit).kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut alike: BTreeMap<GroupKey, Vec<ChangeId>> = BTreeMap::new();
    if kinds.is_empty() {
        return alike;
    }
    for (index, change) in board.changes.iter().enumerate().filter(|(_, change)| kinds.contains(&change.kind)) {
        let key = key(board, change, &session.per);
        if hits.contains_key(&key) {
            alike.entry(key).or_default().push(ChangeId::new(index));
        }
    }
    alike
}

/// Runs of the same act, each within so many seconds of the one before.
pub(super) fn bulks(board: &Board<'_>, group: &Grouping, hits: Vec<ChangeId>) -> Vec<Vec<ChangeId>> {
    let mut done: Vec<Vec<ChangeId>> = Vec::new();
    let mut open: BTreeMap<GroupKey, usize> = BTreeMap::new();
    for hit in hits {
        let change = board.change(hit);
        let key = key(board, change, &group.per);
        let near = open.get(&key).copied().filter(|place| {
            let last = done[*place].last().map(|last| board.change(*last).at);
            last.is_some_and(|last| change.at.duration_since(last).as_secs_f64() <= group.within)
        });
        // The same item again is an adjustment of the same drag or number; another person on it is an act of its own.
        let again = near.is_some_and(|place| done[place].iter().any(|other| board.change(*other).item == change.item));
        let adjusts = matches!(
            change.kind,
            ChangeKind::Ranked
                | ChangeKind::Estimated
                | ChangeKind::TimeEstimated
                | ChangeKind::TimeLogged
                | ChangeKind::Described
                | ChangeKind::CriteriaEdited
        );
        match near {
            Some(_) if again && !adjusts => done.push(vec![hit]),
            Some(place) => done[place].push(hit),
            None => {
                open.insert(key, done.len());
                done.push(vec![hit]);
            }
        }
    }
    done
}
