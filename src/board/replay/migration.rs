//! Changes that are no decisions: changes of the workflow or of the priority scheme, and moves that were
//! taken back. Source: docs/definitions.md, migration and undo.

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::board::model::missing::MissingTimes;
use crate::board::{Change, ChangeId, ChangeKind, Changes, Detail, Gesture, Item, ItemId, State, StateId};

/// Upper bound of the time between two successive moves of one migration.
const APART: SignedDuration = SignedDuration::from_secs(60);
/// Minimum number of items of a migration that empties a status or leads out of done.
const SOME: usize = 3;
/// Minimum number of items of any other migration.
const MANY: usize = 10;
/// Upper bound of the time after which a move can be taken back.
const TAKEN_BACK: SignedDuration = SignedDuration::from_mins(15);

/// Marks the moves that are part of a change of the workflow. Returns the runs that may be part of one if
/// items are missing: each is what one person did alike to several items within a minute. `cut` is the start
/// of the known history, if it was cut. Items with entries `missing` at that time may have been moved as
/// well.
pub(crate) fn mark_migrations(
    changes: &mut Changes<'_>,
    items: &[Item<'_>],
    states: &[State],
    cut: Option<Timestamp>,
    missing: &MissingTimes,
) -> Vec<Vec<ChangeId>> {
    let mut doubtful = mark_renamed_priorities(changes, missing);
    // A move between two statuses of the same name is a change of the workflow.
    let is_named_alike = |change: &Change<'_>| {
        change.moved().is_some_and(|(from, to)| {
            from != to && states[from.index()].name.eq_ignore_ascii_case(&states[to.index()].name)
        })
    };
    let moves = changes.by_item_mut().iter_mut().filter(|change| is_named_alike(change));
    moves.for_each(|change| mark(change, Gesture::Migration));
    let plans = |state: StateId| states[state.index()].sprint.is_some();
    let may_migrate = |change: &Change<'_>| {
        change.moved().is_some_and(|(from, to)| !plans(from) && !plans(to)) && !is_named_alike(change)
    };
    let runs = changes.runs(may_migrate, |change| (change.by, change.moved()), APART);
    // A move right after the cut may be the end of a run that began before it.
    let goes_on = |at: Timestamp| cut.is_some_and(|cut| cut <= at && at.duration_since(cut) <= APART);
    let first_moves = changes.by_item_mut().iter_mut().filter(|change| goes_on(change.at) && may_migrate(change));
    first_moves.for_each(|change| mark(change, Gesture::Migration));
    let (unclear, runs): (Vec<_>, Vec<_>) =
        runs.into_iter().partition(|moves| moves.first().is_some_and(|first| goes_on(changes[*first].at)));
    mark_all(changes, &unclear);
    let runs: Vec<Run> = runs
        .into_iter()
        .filter(|moves| distinct_items(changes, moves) > 1)
        .filter_map(|moves| {
            let last = &changes[*moves.last()?];
            let ((from, to), last) = (last.moved()?, last.at);
            Some(Run { from, to, last, moves })
        })
        .collect();
    let emptied = emptied(items, &runs);
    for (Run { from, to, last, moves }, emptied) in runs.iter().zip(emptied) {
        let out_of_done = states[from.index()].is_done() && !states[to.index()].is_done();
        let moved = distinct_items(changes, moves).saturating_add(lacking(missing, *last));
        if moved >= MANY || moved >= SOME && (emptied || out_of_done) {
            moves.iter().for_each(|id| mark(&mut changes[*id], Gesture::Migration));
        } else {
            doubtful.push(moves.clone());
        }
    }
    doubtful
}

/// Number of items that may have been moved at `at` as well, with that entry missing from their histories.
fn lacking(missing: &MissingTimes, at: Timestamp) -> usize {
    usize::try_from(missing.between(at, at)).unwrap_or(usize::MAX)
}

/// Marks all changes of `runs` as parts of a migration.
pub(crate) fn mark_all(changes: &mut Changes<'_>, runs: &[Vec<ChangeId>]) {
    runs.iter().flatten().for_each(|id| mark(&mut changes[*id], Gesture::Migration));
}

/// Moves by one person between the same two statuses, each within a minute of the one before.
struct Run {
    from: StateId,
    to: StateId,
    /// When the last of them was made.
    last: Timestamp,
    moves: Vec<ChangeId>,
}

/// Marks the changes of priority that came with a new priority scheme: by one person on many items, each
/// within a minute of the one before, and each priority always replaced by the same other. Returns the runs
/// of too few items.
fn mark_renamed_priorities(changes: &mut Changes<'_>, missing: &MissingTimes) -> Vec<Vec<ChangeId>> {
    let mut runs = changes.runs(|change| change.kind == ChangeKind::Prioritised, |change| change.by, APART);
    runs.retain(|run| is_renaming(changes, run));
    let lacking = |run: &[ChangeId]| run.last().map_or(0, |last| lacking(missing, changes[*last].at));
    let are_many = |run: &Vec<ChangeId>| match distinct_items(changes, run) {
        one @ ..=1 => one >= MANY,
        several => several.saturating_add(lacking(run)) >= MANY,
    };
    let (many, few): (Vec<_>, Vec<_>) = runs.into_iter().partition(are_many);
    mark_all(changes, &many);
    few
}

/// Whether `moves` always replace a priority by the same other one.
fn is_renaming(changes: &Changes<'_>, moves: &[ChangeId]) -> bool {
    let mut renamed: HashMap<&str, &str> = HashMap::default();
    moves.iter().all(|id| match &changes[*id].detail {
        Detail::Words(values) if !values.from.is_empty() && !values.to.is_empty() => {
            *renamed.entry(&values.from).or_insert(&values.to) == &*values.to
        }
        _ => false,
    })
}

fn distinct_items(changes: &Changes<'_>, moves: &[ChangeId]) -> usize {
    let mut items: Vec<Option<ItemId>> = moves.iter().map(|id| changes[*id].item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

/// Returns for each run whether it left its status empty. One pass over all moves suffices.
fn emptied(items: &[Item<'_>], runs: &[Run]) -> Vec<bool> {
    // For each status, the ends of the runs out of it. Each first counts arrivals minus departures since the
    // end before, and later how many items were there.
    let mut balances: HashMap<StateId, Vec<(Timestamp, i64)>> = HashMap::default();
    runs.iter().for_each(|run| balances.entry(run.from).or_default().push((run.last, 0)));
    balances.values_mut().for_each(|ends| ends.sort_unstable());
    for item in items {
        for (place, (since, state)) in item.states.iter().enumerate() {
            let until = item.states.get(place + 1).map(|(until, _)| *until);
            // An archived card is in no list, whichever list it still names.
            let Some(ends) = balances.get_mut(state).filter(|_| until.is_some() || !item.archived) else { continue };
            let mut count = |at: Timestamp, step: i64| {
                let next = ends.partition_point(|(end, _)| *end < at);
                if let Some((_, balance)) = ends.get_mut(next) {
                    *balance += step;
                }
            };
            count(*since, 1);
            until.into_iter().for_each(|until| count(until, -1));
        }
    }
    for ends in balances.values_mut() {
        let mut standing = 0;
        for (_, balance) in ends {
            standing += *balance;
            *balance = standing;
        }
    }
    let standing = |run: &Run| {
        let ends = balances.get(&run.from)?;
        ends.get(ends.partition_point(|(end, _)| *end < run.last)).map(|(_, standing)| *standing)
    };
    runs.iter().map(|run| standing(run).is_none_or(|standing| standing <= 0)).collect()
}

/// Marks each move that the next move of the item took back within 15 minutes, whoever made it, and that next
/// move as well. Pairs are formed from the oldest on.
pub(crate) fn mark_undone(changes: &mut Changes<'_>, items: &[Item<'_>]) {
    for item in items {
        let changes = changes.by_item_mut().get_mut(item.history()).unwrap_or_default();
        let mut before: Option<usize> = None;
        for place in 0..changes.len() {
            let Detail::States { to, .. } = changes[place].detail else { continue };
            let taken_back = before.filter(|before| {
                let first = &changes[*before];
                let back = matches!(first.detail, Detail::States { from, .. } if from == to);
                back && changes[place].at.duration_since(first.at) <= TAKEN_BACK
            });
            match taken_back {
                Some(first) => {
                    mark(&mut changes[first], Gesture::Undone);
                    mark(&mut changes[place], Gesture::Undone);
                    before = None;
                }
                None => before = Some(place),
            }
        }
    }
}

/// Marks the moves of an item that may have taken back a missing one: the first in a stretch of known
/// history, if it follows the missing part closely enough. `begun` returns the start of the stretch that
/// contains an instant.
pub(crate) fn mark_perhaps_undone(changes: &mut [Change<'_>], begun: impl Fn(Timestamp) -> Option<Timestamp>) {
    let mut before = None;
    for change in changes.iter_mut().filter(|change| matches!(change.detail, Detail::States { .. })) {
        let begin = begun(change.at);
        let follows = |begin: Timestamp| change.at.duration_since(begin) <= TAKEN_BACK;
        if begin != before && begin.is_some_and(follows) {
            mark(change, Gesture::PerhapsUndone);
        }
        before = begin;
    }
}

/// Marks a change that would otherwise be a decision or possibly one.
fn mark(change: &mut Change<'_>, gesture: Gesture) {
    if matches!(change.gesture, Gesture::Decision | Gesture::PerhapsUndone) {
        change.gesture = gesture;
    }
}
