//! Which changes form one operation. Source: docs/definitions.md, bulk.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use foldhash::HashMap;

use super::super::compiled::CompiledRule;
use super::super::definition::{GroupKey, Grouping, Session};
use super::super::situation::{Operation, OperationKind};
use crate::board::{Board, Change, ChangeId, ChangeKind, Detail, ItemId};

/// Groups changes into operations: first sessions, then quick runs.
pub(crate) fn operations(
    board: &Board<'_>,
    rule: &CompiledRule,
    hits: Vec<ChangeId>,
) -> Vec<(OperationKind, Vec<ChangeId>)> {
    let run = |hits: Vec<ChangeId>| (OperationKind::Run, hits);
    let Some(group) = &rule.group else { return hits.into_iter().map(|hit| run(vec![hit])).collect() };
    let (sessions, rest) = match &group.session {
        Some(session) => sessions(board, session, group.within, hits),
        None => (Vec::new(), hits),
    };
    let sessions = sessions.into_iter().map(|hits| (OperationKind::Session, hits));
    let mut done: Vec<_> = sessions.chain(bulks(board, group, rest).into_iter().map(run)).collect();
    done.sort_by_key(|(_, hits)| hits.first().copied());
    done
}

/// The operation formed by `hits`, which are sorted by time.
pub(crate) fn operation(board: &Board<'_>, kind: OperationKind, hits: &[ChangeId]) -> Operation {
    let (first, last) = (hits.first().map(|id| board.change(*id).at), hits.last().map(|id| board.change(*id).at));
    let span = first.zip(last).map_or(0.0, |(first, last)| last.duration_since(first).as_secs_f64());
    Operation { items: items_in(board, hits), span, kind }
}

/// The group keys of a change; `None` for an unknown part.
type InCommon = Vec<Option<u32>>;

fn in_common(board: &Board<'_>, id: ChangeId, per: &[GroupKey]) -> InCommon {
    let change = board.change(id);
    let part = |key: &GroupKey| match key {
        GroupKey::Actor => change.by.map(|id| id.number()),
        GroupKey::Item => change.item.map(|id| id.number()),
        GroupKey::Parent => {
            let parent = change.item.and_then(|id| board.item(id).parent.as_deref());
            parent.and_then(|parent| board.find(parent)).map(|id| id.number())
        }
        GroupKey::Previous => match change.detail {
            Detail::Person { previous, .. } => previous.map(|id| id.number()),
            _ => None,
        },
        GroupKey::Sprint => board.sprint_of_change(id).map(|id| id.number()),
    };
    // Changes of different kinds never form one operation.
    per.iter().map(part).chain([u32::try_from(change.kind as usize).ok()]).collect()
}

/// How many items the changes touched. Each checklist counts like the sub-task that it replaces.
fn items_in(board: &Board<'_>, hits: &[ChangeId]) -> usize {
    if hits.iter().all(|hit| board.change(*hit).kind == ChangeKind::Split) {
        return hits.len();
    }
    let mut items: Vec<_> = hits.iter().filter_map(|hit| board.change(*hit).item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

/// Counts the touched items like [`items_in`], while changes are added to and removed from a sliding window.
#[derive(Default)]
struct Touched {
    changes: usize,
    splits: usize,
    by_item: HashMap<ItemId, usize>,
}

impl Touched {
    fn add(&mut self, change: &Change<'_>) {
        self.changes += 1;
        self.splits += usize::from(change.kind == ChangeKind::Split);
        if let Some(item) = change.item {
            *self.by_item.entry(item).or_default() += 1;
        }
    }

    fn remove(&mut self, change: &Change<'_>) {
        self.changes -= 1;
        self.splits -= usize::from(change.kind == ChangeKind::Split);
        if let Some(item) = change.item
            && let Entry::Occupied(mut count) = self.by_item.entry(item)
        {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    fn items(&self) -> usize {
        if self.splits == self.changes { self.changes } else { self.by_item.len() }
    }
}

/// Sessions with enough items, and the remaining changes. Changes with an unknown group key join no session.
fn sessions(
    board: &Board<'_>,
    session: &Session,
    within: f64,
    hits: Vec<ChangeId>,
) -> (Vec<Vec<ChangeId>>, Vec<ChangeId>) {
    let mut by_key: BTreeMap<InCommon, Vec<ChangeId>> = BTreeMap::new();
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for hit in hits {
        match in_common(board, hit, &session.per) {
            key if key.contains(&None) => rest.push(hit),
            key => by_key.entry(key).or_default().push(hit),
        }
    }
    let alike = if session.of_all { alike(board, session, &by_key) } else { BTreeMap::new() };
    for (key, hits) in by_key {
        let changes = alike.get(&key).unwrap_or(&hits);
        let mut hits = hits.iter().copied().peekable();
        for Range { start, end } in stretches(board, session, within, changes) {
            rest.extend(std::iter::from_fn(|| hits.next_if(|hit| *hit < changes[start])));
            let members: Vec<ChangeId> = std::iter::from_fn(|| hits.next_if(|hit| *hit <= changes[end - 1])).collect();
            found.extend(Some(members).filter(|members| !members.is_empty()));
        }
        rest.extend(hits);
    }
    rest.sort_unstable();
    (found, rest)
}

/// Ranges of `changes` (sorted by time) that form sessions: windows of a session's length with enough items,
/// at any start. Neighbouring changes within `within` seconds of the next are added, and overlapping windows
/// are merged.
fn stretches(board: &Board<'_>, session: &Session, within: f64, changes: &[ChangeId]) -> Vec<Range<usize>> {
    let between = |one: usize, two: usize| {
        board.change(changes[two]).at.duration_since(board.change(changes[one]).at).as_secs_f64()
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut inside = Touched::default();
    let mut start = 0;
    for (place, id) in changes.iter().enumerate() {
        inside.add(board.change(*id));
        while between(start, place) > session.lasting {
            inside.remove(board.change(changes[start]));
            start += 1;
        }
        let enough = inside.items() >= session.at_least;
        let free = found.last().map_or(0, |last| last.end);
        let begins = |place: &usize| *place == free || between(*place - 1, *place) > within;
        match found.last_mut() {
            Some(last) if enough && start < last.end => last.end = place + 1,
            Some(last) if last.end == place && between(place - 1, place) <= within => last.end = place + 1,
            _ if enough => found.extend((free..=start).rev().find(begins).map(|begin| begin..place + 1)),
            _ => {}
        }
    }
    found
}

/// All changes with the same group keys as some of `hits`, whether the rule fires on them or not.
fn alike(
    board: &Board<'_>,
    session: &Session,
    hits: &BTreeMap<InCommon, Vec<ChangeId>>,
) -> BTreeMap<InCommon, Vec<ChangeId>> {
    let mut kinds: Vec<ChangeKind> = hits.values().flatten().map(|hit| board.change(*hit).kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut alike: BTreeMap<InCommon, Vec<ChangeId>> = BTreeMap::new();
    if kinds.is_empty() {
        return alike;
    }
    let (kinds, changes) = (|change: &Change<'_>| kinds.contains(&change.kind), board.changes.iter().enumerate());
    for id in changes.filter(|(_, change)| kinds(change)).map(|(index, _)| ChangeId::new(index)) {
        let key = in_common(board, id, &session.per);
        if hits.contains_key(&key) {
            alike.entry(key).or_default().push(id);
        }
    }
    alike
}

/// Quick runs of similar changes, each at most `within` seconds after the one before.
fn bulks(board: &Board<'_>, group: &Grouping, hits: Vec<ChangeId>) -> Vec<Vec<ChangeId>> {
    let mut done: Vec<Vec<ChangeId>> = Vec::new();
    let mut open: BTreeMap<InCommon, usize> = BTreeMap::new();
    for hit in hits {
        let change = board.change(hit);
        let key = in_common(board, hit, &group.per);
        let near = open.get(&key).copied().filter(|place| {
            let last = done[*place].last().map(|last| board.change(*last).at);
            last.is_some_and(|last| change.at.duration_since(last).as_secs_f64() <= group.within)
        });
        match near {
            Some(place) => done[place].push(hit),
            None => {
                open.insert(key, done.len());
                done.push(vec![hit]);
            }
        }
    }
    done
}
