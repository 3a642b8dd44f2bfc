//! What goes well, with its numbers.

use std::collections::BTreeSet;

use super::matrix;
use super::scene::Scene;
use super::words::Words;
use crate::board::{Accountability, Board, Duty, Part, Seat, SprintState, Tally};
use crate::charter::{Role, Word};

/// So many claims are made about what goes well.
const CLAIMS: usize = 5;
/// So many of each of several boards.
const CLAIMS_OF_ONE: usize = 2;
/// Below this many decisions a share says nothing.
const ENOUGH: usize = 5;
/// From this share on a decision is where it belongs.
const RESPECTED: f64 = 0.8;
/// From this share of what was committed on, a sprint kept its word.
const KEPT: f64 = 0.8;

/// What goes well, as far as the evidence carries it.
pub(super) fn well(scene: &Scene<'_>, counts: &[Accountability]) -> Vec<String> {
    let Scene { run, words, .. } = scene;
    let mut well: Vec<String> = Vec::new();
    let most = if scene.several() { CLAIMS_OF_ONE } else { CLAIMS };
    for (place, counts) in counts.iter().enumerate().take(super::BOARDS) {
        let board = scene.board(place);
        let mut claims: Vec<_> = respected(board, counts, words).into_iter().chain(kept(board, words)).collect();
        claims.sort_by(|(a, many, _), (b, more, _)| b.total_cmp(a).then(more.cmp(many)));
        well.extend(claims.into_iter().take(most).map(|(_, _, claim)| match scene.several() {
            true => words.on_board(&scene.boards[place], &claim),
            false => claim,
        }));
    }
    let told = run.findings.iter().chain(run.baselined).chain(run.ignored.iter().map(|(finding, _)| finding));
    let fired: BTreeSet<&str> = told.map(|finding| finding.rule.as_str()).collect();
    let judged = run.summary.rules - run.summary.inconclusive;
    let silent = judged.saturating_sub(fired.len());
    // Where most rules could not look, that the others are silent is no praise.
    if silent > 0 && judged * 2 >= run.summary.rules {
        well.push(words.rules_found_nothing(silent, judged));
    }
    well
}

/// Decisions that were nearly always made by those whose they are.
fn respected(board: &Board<'_>, counts: &Accountability, words: &Words) -> Vec<(f64, usize, String)> {
    if !matrix::has_roles(board) {
        return Vec::new();
    }
    let held = |duty: Duty| {
        let owners = Seat::ALL.iter().filter(|seat| duty.part(**seat) == Part::Owns);
        owners.copied().all(|seat| match seat {
            Seat::ProductOwner => board.people.is_mapped(Role::ProductOwner),
            Seat::ScrumMaster => board.people.is_mapped(Role::ScrumMaster),
            Seat::Developers | Seat::Others => true,
        })
    };
    let tally = |duty: Duty| &counts.tallies[duty as usize];
    let mut claims: Vec<(f64, usize, String)> = Vec::new();
    let mut claim = |owned: usize, total: usize, told: &dyn Fn(usize, usize) -> String| {
        let share = matrix::ratio(owned, total);
        if total >= ENOUGH && share >= RESPECTED {
            claims.push((share, total, told(owned, total)));
        }
    };
    // Taking and giving are two halves of one thing; and a sprint that changes much is nothing to praise.
    let apart = [Duty::Taking, Duty::Giving, Duty::Scope];
    // Of a row that leaves something out, or does not know who did it, nobody can say whether the rest stands for all.
    let whole = |tally: &Tally| board.lacks_duty(tally.duty).is_none() && tally.left_out + tally.unknown == 0;
    let told = |tally: &&Tally| held(tally.duty) && !apart.contains(&tally.duty) && whole(tally);
    for tally @ Tally { duty, .. } in counts.tallies.iter().filter(told) {
        claim(tally.owned(), tally.total(), &|owned, total| words.respected(*duty, owned, total));
    }
    let taken = tally(Duty::Taking).of(Seat::Developers);
    let given = tally(Duty::Giving).total();
    if whole(tally(Duty::Taking)) && whole(tally(Duty::Giving)) {
        claim(taken, taken + given, &|taken, total| words.taken(taken, total));
    }
    claims
}

/// Sprints that have a goal, and brought what they had promised.
fn kept<'w>(board: &Board<'_>, words: &'w Words) -> impl Iterator<Item = (f64, usize, String)> + 'w {
    let judged = board.sprints.iter().filter(|sprint| sprint.has_begun(board.clock) && board.judges_sprint(sprint));
    let judged: Vec<_> = judged.collect();
    let goals = judged.iter().filter(|sprint| sprint.goal.as_ref().is_some_and(|goal| !goal.trim().is_empty())).count();
    let goals = (judged.len() > 1 && goals == judged.len()).then(|| (1.0, goals, words.goals(goals)));
    let closed: Vec<_> = judged.iter().filter(|sprint| sprint.state == SprintState::Closed).collect();
    let shares: Vec<f64> = closed
        .iter()
        .filter_map(|sprint| board.share_of_commitment(sprint.index, |_, delivery| delivery.delivered))
        .collect();
    let least = shares.iter().copied().fold(1.0, f64::min);
    let kept = shares.len() > 1 && least >= KEPT;
    let kept = kept.then(|| (least, shares.len(), words.delivered(shares.len(), closed.len(), least)));
    goals.into_iter().chain(kept)
}
