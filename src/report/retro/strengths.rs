//! What goes well, with its numbers.

use std::collections::BTreeSet;

use super::context::RetroContext;
use super::period::ReportPeriod;
use super::sprint_dates::judged_sprints;
use super::{matrix, sentences, work};
use crate::board::{Board, Part, Responsibility, Seat, SprintState};
use crate::charter::Role;
use crate::rule::accountability::{Accountability, Tally};
use crate::word::Word;

/// Maximum number of claims if there is one board.
const CLAIMS: usize = 7;
/// Maximum number of claims about each of several boards.
const CLAIMS_OF_ONE: usize = 2;
/// Minimum share of decisions by their owners for the claim that they are respected.
const RESPECTED: f64 = 0.8;
/// Minimum share of the committed size that must be done for the claim that sprints deliver.
const DELIVERED: f64 = 0.8;

/// What goes well, as far as there is evidence. `counts` are the decisions on each board. Claims are made
/// about the first `boards` boards.
pub(super) fn strengths(
    context: &RetroContext<'_>,
    counts: &[Accountability],
    period: &ReportPeriod,
    boards: usize,
) -> Vec<String> {
    let run = context.run;
    let mut strengths: Vec<String> = Vec::new();
    let several = run.has_several_boards();
    let most = if several { CLAIMS_OF_ONE } else { CLAIMS };
    for ((board, name), counts) in context.boards().zip(counts).take(boards) {
        let decisions = respected(board, counts).into_iter().chain(delivered(board));
        let mut claims: Vec<_> = decisions.chain(work::claims(board, period)).collect();
        claims.sort_by(|(a, many, _), (b, more, _)| b.total_cmp(a).then(more.cmp(many)));
        let claims = claims.into_iter().map(|(_, _, claim)| claim);
        let all = work::finished(board, period).into_iter().chain(claims);
        strengths.extend(all.take(most).map(|claim| if several { sentences::on_board(name, &claim) } else { claim }));
    }
    let found = run
        .findings
        .iter()
        .chain(run.beyond_limit)
        .chain(run.baselined)
        .chain(run.ignored.iter().map(|ignored| &ignored.finding));
    let fired: BTreeSet<&str> = found.map(|finding| finding.rule.as_str()).collect();
    let judged = run.summary.judged();
    let without_findings = judged.saturating_sub(fired.len());
    // If most rules could not be judged, it is no strength that the others found nothing.
    if without_findings > 0 && judged * 2 >= run.summary.rules {
        strengths.push(sentences::rules_found_nothing(without_findings, judged));
    }
    strengths
}

/// Decisions that were nearly always made by the roles that own them.
fn respected(board: &Board<'_>, counts: &Accountability) -> Vec<(f64, usize, String)> {
    if !board.people.has_lead() {
        return Vec::new();
    }
    let held = |responsibility: Responsibility| {
        let owners = Seat::ALL.iter().filter(|seat| responsibility.part(**seat) == Part::Owns);
        owners.copied().all(|seat| match seat {
            Seat::ProductOwner => board.people.has_holder(Role::ProductOwner),
            Seat::ScrumMaster => board.people.has_holder(Role::ScrumMaster),
            // Somebody without a role may hold the lead role that has no named holder.
            Seat::Developers => board.people.unnamed_lead().is_none(),
            Seat::Others => true,
        })
    };
    let tally = |responsibility: Responsibility| &counts.tallies[responsibility as usize];
    let mut claims: Vec<(f64, usize, String)> = Vec::new();
    let mut claim = |owned: usize, total: usize, claim: &dyn Fn(usize, usize) -> String| {
        let share = matrix::ratio(owned, total);
        if total >= matrix::ENOUGH && share >= RESPECTED {
            claims.push((share, total, claim(owned, total)));
        }
    };
    // Taking and giving are two halves of one decision. A sprint whose scope changes often is no strength.
    let apart = [Responsibility::Taking, Responsibility::Giving, Responsibility::Scope];
    // If a row leaves acts out, or if it is unknown who did some of them, the rest may not be representative.
    // Excused acts were done all the same: they belong to the total, so that the claim does not say "all".
    let whole = |tally: &Tally| board.lacks_duty(tally.responsibility).is_none() && tally.left_out + tally.unknown == 0;
    let counts_whole =
        |tally: &&Tally| held(tally.responsibility) && !apart.contains(&tally.responsibility) && whole(tally);
    for tally @ Tally { responsibility, .. } in counts.tallies.iter().filter(counts_whole) {
        claim(tally.owned(), tally.total() + tally.excused, &|owned, total| {
            sentences::respected(*responsibility, owned, total)
        });
    }
    let (taking, giving) = (tally(Responsibility::Taking), tally(Responsibility::Giving));
    let taken = taking.of(Seat::Developers);
    // The total of cards and matrix has no excused acts. They are added only to avoid a wrong "all".
    let total = match taking.total() + giving.total() {
        total if total == taken => total + taking.excused + giving.excused,
        total => total,
    };
    if whole(taking) && whole(giving) && held(Responsibility::Taking) {
        claim(taken, total, &|taken, total| sentences::taken(taken, total));
    }
    claims
}

/// Claims that sprints have a goal, and that they delivered what was committed.
fn delivered(board: &Board<'_>) -> impl Iterator<Item = (f64, usize, String)> + use<> {
    let judged: Vec<_> = judged_sprints(board).map(|(_, sprint)| sprint).collect();
    let goals = judged.iter().filter(|sprint| sprint.goal_text().is_some()).count();
    let goals = (judged.len() > 1 && goals == judged.len()).then(|| (1.0, goals, sentences::goals(goals)));
    let closed: Vec<_> = judged.iter().filter(|sprint| sprint.state == SprintState::Closed).collect();
    let shares: Vec<f64> = closed
        .iter()
        .filter_map(|sprint| board.share_of_commitment(sprint.index, |_, delivery| delivery.delivered))
        .collect();
    let least = shares.iter().copied().fold(1.0, f64::min);
    let kept = shares.len() > 1 && least >= DELIVERED;
    let kept = kept.then(|| (least, shares.len(), sentences::delivered(shares.len(), closed.len(), least)));
    goals.into_iter().chain(kept)
}
