//! Changes that are no decisions: those of the workflow or of the priorities themselves, and moves that were taken back. Source: docs/definitions.md, migration and undo.

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::board::model::missing::MissingTimes;
use crate::board::{Change, ChangeId, ChangeKind, Changes, Detail, Gesture, Item, ItemId, State, StateId};

/// How far apart two moves of one migration may lie.
const APART: SignedDuration = SignedDuration::from_secs(60);
/// How many items make a migration that empties a status or leads out of done.
const SOME: usize = 3;
/// How many items make a migration wherever it leads.
const MANY: usize = 10;
/// How long after a move it may be taken back.
const TAKEN_BACK: SignedDuration = SignedDuration::from_mins(15);

/// Marks the moves that are part of a change of the workflow. Returns what may be part of one where not all items are here: each time
/// what one person did alike to several within a minute. `cut` is when the known history begins where it was cut; items whose own history
/// is `missing` at a time may have been moved with the others.
pub(crate) fn mark_migrations(
    changes: &mut Changes<'_>,
    items: &[Item<'_>],
    states: &[State],
    cut: Option<Timestamp>,
    missing: &MissingTimes,
) -> Vec<Vec<ChangeId>> {
    let mut doubtful = mark_renamed_priorities(changes, missing);
    // Another status of the same name is that of another workflow.
    let is_named_alike = |change: &Change<'_>| {
        change.moved().is_some_and(|(from, to)| {
            from != to && states[from.index()].name.eq_ignore_ascii_case(&states[to.index()].name)
        })
    };
    let moves = changes.lying_mut().iter_mut().filter(|change| is_named_alike(change));
    moves.for_each(|change| mark(change, Gesture::Migration));
    let plans = |state: StateId| states[state.index()].sprint.is_some();
    let may_migrate = |change: &Change<'_>| {
        change.moved().is_some_and(|(from, to)| !plans(from) && !plans(to)) && !is_named_alike(change)
    };
    let runs = changes.runs(may_migrate, |change| (change.by, change.moved()), APART);
    // What was moved right after the cut may be the end of what was begun before it.
    let goes_on = |at: Timestamp| cut.is_some_and(|cut| cut <= at && at.duration_since(cut) <= APART);
    let first_moves = changes.lying_mut().iter_mut().filter(|change| goes_on(change.at) && may_migrate(change));
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

/// How many items may have been moved at `at`, too, and their histories lack it.
fn lacking(missing: &MissingTimes, at: Timestamp) -> usize {
    usize::try_from(missing.between(at, at)).unwrap_or(usize::MAX)
}

/// Marks all changes of `runs` as parts of a migration.
pub(crate) fn mark_all(changes: &mut Changes<'_>, runs: &[Vec<ChangeId>]) {
    runs.iter().flatten().for_each(|id| mark(&mut changes[*id], Gesture::Migration));
}

/// Moves by one person from one status to one other, each within a minute of the one before.
struct Run {
    from: StateId,
    to: StateId,
    /// When the last of them was made.
    last: Timestamp,
    moves: Vec<ChangeId>,
}

/// Marks the changes of priorities that came with a change of the priorities themselves: by one person on many items, each within
/// a minute of the one before, and each priority into one other.
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

/// Whether `moves` change each priority into one other.
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

/// Of each run whether nothing was left in the status it came from. All comings and goings are gone through once.
fn emptied(items: &[Item<'_>], runs: &[Run]) -> Vec<bool> {
    // The ends of the runs out of each status, and how many more items came than went since the end before; then, how many stood
    // there.
    let mut balances: HashMap<StateId, Vec<(Timestamp, i64)>> = HashMap::default();
    runs.iter().for_each(|run| balances.entry(run.from).or_default().push((run.last, 0)));
    balances.values_mut().for_each(|ends| ends.sort_unstable());
    for item in items {
        for (place, (since, state)) in item.states.iter().enumerate() {
            let until = item.states.get(place + 1).map(|(until, _)| *until);
            // An archived card stands in no list, whichever it still names.
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

/// Marks the moves that the next move of the item, by anybody and within 15 minutes, took back, and those that took them back.
/// Pairs are taken from the oldest on.
pub(crate) fn mark_undone(changes: &mut Changes<'_>, items: &[Item<'_>]) {
    for item in items {
        let changes = changes.lying_mut().get_mut(item.history()).unwrap_or_default();
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

/// Marks the moves of an item that may have taken back one that is not here: each that is the first in a stretch of its known history,
/// and follows within the time in which moves are taken back on what is missing before. `begun` is when the stretch of an instant begins.
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

/// Marks a change that would otherwise be a decision, or may be one.
fn mark(change: &mut Change<'_>, gesture: Gesture) {
    if matches!(change.gesture, Gesture::Decision | Gesture::PerhapsUndone) {
        change.gesture = gesture;
    }
}
