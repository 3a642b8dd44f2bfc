//! Changes that are no decisions: those of the workflow or of the priorities themselves, and moves that were taken back. Source: docs/definitions.md, migration and undo.

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::board::{Change, ChangeId, ChangeKind, Detail, Gesture, Item, ItemId, PersonId, State, StateId};

/// How far apart two moves of one migration may lie.
const APART: SignedDuration = SignedDuration::from_secs(60);
/// How many items make a migration that empties a status or leads out of done.
const SOME: usize = 3;
/// How many items make a migration wherever it leads.
const MANY: usize = 10;
/// How long after a move it may be taken back.
const TAKEN_BACK: SignedDuration = SignedDuration::from_mins(15);

/// Changes by one person, of one status into one other or of priorities, each within a minute of the one before.
#[derive(Debug)]
struct Run {
    /// Their places, oldest first.
    moves: Vec<usize>,
    last: Timestamp,
}

/// Marks the moves that are part of a change of the workflow. `changes` are all of a board's, oldest first.
pub(crate) fn mark_migrations(changes: &mut [Change<'_>], items: &[Item<'_>], states: &[State]) {
    mark_renamed_priorities(changes);
    let mut open: HashMap<(Option<PersonId>, StateId, StateId), Run> = HashMap::default();
    let mut runs: Vec<((StateId, StateId), Run)> = Vec::new();
    for (place, change) in changes.iter_mut().enumerate() {
        let Detail::States { from, to, .. } = change.detail else { continue };
        // Another status of the same name is that of another workflow.
        if from != to && states[from.index()].name.eq_ignore_ascii_case(&states[to.index()].name) {
            mark(change, Gesture::Migration);
            continue;
        }
        let plans = |state: StateId| states[state.index()].sprint.is_some();
        if plans(from) || plans(to) {
            continue;
        }
        let fresh = || Run { moves: Vec::new(), last: change.at };
        let run = open.entry((change.by, from, to)).or_insert_with(fresh);
        if change.at.duration_since(run.last) > APART {
            runs.push(((from, to), std::mem::replace(run, fresh())));
        }
        run.last = change.at;
        run.moves.push(place);
    }
    runs.extend(open.into_iter().map(|((_, from, to), run)| ((from, to), run)));
    runs.retain(|(_, run)| run.moves.len() >= SOME && distinct_items(changes, &run.moves) >= SOME);
    let emptied = emptied(items, &runs);
    for (((from, to), run), emptied) in runs.iter().zip(emptied) {
        let out_of_done = states[from.index()].is_done() && !states[to.index()].is_done();
        if emptied || out_of_done || distinct_items(changes, &run.moves) >= MANY {
            for place in &run.moves {
                mark(&mut changes[*place], Gesture::Migration);
            }
        }
    }
}

/// Marks the changes of priorities that came with a change of the priorities themselves: by one person on many items, each within
/// a minute of the one before, and each priority into one other.
fn mark_renamed_priorities(changes: &mut [Change<'_>]) {
    let mut open: HashMap<Option<PersonId>, Run> = HashMap::default();
    let mut runs: Vec<Run> = Vec::new();
    for (place, change) in changes.iter().enumerate().filter(|(_, change)| change.kind == ChangeKind::Prioritised) {
        let fresh = || Run { moves: Vec::new(), last: change.at };
        let run = open.entry(change.by).or_insert_with(fresh);
        if change.at.duration_since(run.last) > APART {
            runs.push(std::mem::replace(run, fresh()));
        }
        run.last = change.at;
        run.moves.push(place);
    }
    runs.extend(open.into_values());
    for run in &runs {
        if distinct_items(changes, &run.moves) >= MANY && is_renaming(changes, &run.moves) {
            run.moves.iter().for_each(|place| mark(&mut changes[*place], Gesture::Migration));
        }
    }
}

/// Whether `places` change each priority into one other.
fn is_renaming(changes: &[Change<'_>], places: &[usize]) -> bool {
    let mut renamed: HashMap<&str, &str> = HashMap::default();
    places.iter().all(|place| match &changes[*place].detail {
        Detail::Words(values) if !values.from.is_empty() && !values.to.is_empty() => {
            *renamed.entry(&values.from).or_insert(&values.to) == &*values.to
        }
        _ => false,
    })
}

fn distinct_items(changes: &[Change<'_>], moves: &[usize]) -> usize {
    let mut items: Vec<Option<ItemId>> = moves.iter().map(|place| changes[*place].item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

/// Of each run whether nothing was left in the status it came from. All comings and goings are gone through once.
fn emptied(items: &[Item<'_>], runs: &[((StateId, StateId), Run)]) -> Vec<bool> {
    if runs.is_empty() {
        return Vec::new();
    }
    let mut steps: Vec<(Timestamp, StateId, i64)> = Vec::new();
    for item in items {
        for (place, (at, state)) in item.states.iter().enumerate() {
            let last = place + 1 == item.states.len();
            // An archived card stands in no list, whichever it still names.
            if !(last && item.archived) {
                steps.push((*at, *state, 1));
                steps.extend(item.states.get(place + 1).map(|(until, _)| (*until, *state, -1)));
            }
        }
    }
    steps.sort_unstable_by_key(|(at, ..)| *at);
    let mut by_end: Vec<usize> = (0..runs.len()).collect();
    by_end.sort_unstable_by_key(|place| runs[*place].1.last);
    let mut emptied = vec![false; runs.len()];
    let mut standing: HashMap<StateId, i64> = HashMap::default();
    let mut steps = steps.into_iter().peekable();
    for place in by_end {
        let ((from, _), run) = &runs[place];
        while let Some((_, state, step)) = steps.next_if(|(at, ..)| *at <= run.last) {
            *standing.entry(state).or_default() += step;
        }
        emptied[place] = standing.get(from).copied().unwrap_or_default() <= 0;
    }
    emptied
}

/// Marks the moves that the next move of the item, by anybody and within 15 minutes, took back, and those that took them back.
/// Pairs are taken from the oldest on.
pub(crate) fn mark_undone(changes: &mut [Change<'_>], items: &[Item<'_>]) {
    for item in items {
        let mut before: Option<ChangeId> = None;
        for id in &item.changes {
            let Detail::States { to, .. } = changes[id.index()].detail else { continue };
            let taken_back = before.filter(|before| {
                let first = &changes[before.index()];
                let back = matches!(first.detail, Detail::States { from, .. } if from == to);
                back && changes[id.index()].at.duration_since(first.at) <= TAKEN_BACK
            });
            match taken_back {
                Some(first) => {
                    mark(&mut changes[first.index()], Gesture::Undone);
                    mark(&mut changes[id.index()], Gesture::Undone);
                    before = None;
                }
                None => before = Some(*id),
            }
        }
    }
}

/// Marks a change that would otherwise be a decision.
fn mark(change: &mut Change<'_>, gesture: Gesture) {
    if change.gesture == Gesture::Decision {
        change.gesture = gesture;
    }
}
