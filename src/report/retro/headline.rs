//! What a team should know in ten seconds: what was looked at, what to talk about, and what goes well.

use std::collections::BTreeSet;

use super::super::company::Company;
use super::scene::Scene;
use super::words::Words;
use super::{cards, matrix, message};
use crate::board::{Accountability, Board, Duty, Part, Seat, SprintState, Tally};
use crate::charter::{Level, Role, Word};
use crate::finding::Finding;

/// So many things a meeting can talk about.
const TOPICS: usize = 3;
/// So many claims are made about what goes well.
const CLAIMS: usize = 5;
/// Below this many decisions a share says nothing.
const ENOUGH: usize = 5;
/// From this share on a decision is where it belongs.
const RESPECTED: f64 = 0.8;
/// From this share of what was committed on, a sprint kept its word.
const KEPT: f64 = 0.8;
/// How long a message may be before it is cut.
const MESSAGE: usize = 320;

/// A number and what it counts.
pub(crate) struct Number {
    /// The number.
    pub(crate) value: String,
    /// What it counts.
    pub(crate) label: String,
}

/// Something worth talking about.
pub(crate) struct Topic {
    /// The place of its card on the page.
    pub(crate) anchor: String,
    /// How much it weighs.
    pub(crate) level: Level,
    /// What it is, in a line.
    pub(crate) summary: String,
    /// The finding that weighs most.
    pub(crate) message: String,
    /// What to ask.
    pub(crate) ask: String,
}

/// The boards, by name.
pub(super) fn title(scene: &Scene<'_>) -> String {
    let words = scene.words;
    match scene.boards.as_slice() {
        [] => words.no_board.to_owned(),
        few if few.len() <= 4 => words.and(few),
        [first, second, ..] => words.and(&[first, second, &words.boards(scene.boards.len() - 2)]),
        _ => String::new(),
    }
}

/// How much there was to look at.
pub(super) fn numbers(scene: &Scene<'_>) -> Vec<Number> {
    let (numbers, words) = (scene.run.summary, scene.words);
    let plain = |count: usize, (one, many): (&str, &str)| Number {
        value: count.to_string(),
        label: if count == 1 { one } else { many }.to_owned(),
    };
    let mut told = vec![plain(numbers.items, words.items), plain(numbers.changes, words.changes)];
    told.push(plain(numbers.people, words.persons));
    if numbers.sprints > 0 {
        told.push(plain(numbers.sprints, words.sprint_count));
    }
    told.push(plain(numbers.errors + numbers.warnings + numbers.infos, words.findings));
    let judged = numbers.rules - numbers.inconclusive;
    told.push(Number { value: words.of(judged, numbers.rules), label: words.rules_judged.to_owned() });
    told
}

/// What a reader must know before believing any of it.
pub(super) fn notices(scene: &Scene<'_>) -> Vec<String> {
    let Scene { run, words, boards, .. } = scene;
    let mut told = Vec::new();
    let nameless = run.boards.iter().zip(boards).filter(|(judged, _)| !matrix::has_roles(judged.board));
    let nameless: Vec<String> = nameless.map(|(_, name)| name.clone()).collect();
    if !nameless.is_empty() {
        told.push(words.nobody_has_a_role(scene.several().then_some(nameless)));
    }
    let hidden = run.findings.len() - run.shown().count();
    if hidden > 0 {
        told.push(words.below_the_level(hidden));
    }
    if !run.unreadable.is_empty() {
        let paths: BTreeSet<&str> = run.unreadable.iter().map(|file| file.path.as_str()).collect();
        let named: Vec<String> = paths.iter().take(3).map(|path| run.names.text(path).into_owned()).collect();
        told.push(words.unreadable(paths.len(), &named));
    }
    if run.boards.is_empty() {
        told.push(words.nothing_judged.to_owned());
    }
    told
}

/// The heaviest findings, one a rule, patterns first. What a pattern consists of is no topic of its own.
pub(super) fn topics(scene: &Scene<'_>, company: &Company<'_>) -> Vec<Topic> {
    let run = scene.run;
    let mut piles: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in &company.own {
        match piles.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, pile)) => pile.push(finding),
            None => piles.push((&finding.rule, vec![finding])),
        }
    }
    piles.sort_by_key(|(_, pile)| cards::pile_weight(pile));
    let heads = piles.iter().filter_map(|(_, pile)| pile.first().copied());
    let topic = |head: &Finding| {
        let rule = run.rule(&head.rule);
        Topic {
            anchor: cards::anchor(&head.rule),
            level: head.level,
            summary: rule.map_or_else(|| head.rule.clone(), |rule| rule.summary.clone()),
            message: message(scene, head, MESSAGE),
            ask: rule.map(|rule| rule.advice.ask.trim().to_owned()).unwrap_or_default(),
        }
    };
    heads.take(TOPICS).map(topic).collect()
}

/// What goes well, as far as the evidence carries it.
pub(super) fn well(scene: &Scene<'_>, counts: &[Accountability]) -> Vec<String> {
    let Scene { run, words, .. } = scene;
    let mut claims: Vec<(f64, usize, String)> = Vec::new();
    for (place, counts) in counts.iter().enumerate() {
        let board = scene.board(place);
        let found = respected(board, counts, words).into_iter().chain(kept(board, words));
        claims.extend(found.map(|(share, total, claim)| match scene.several() {
            true => (share, total, words.on_board(&scene.boards[place], &claim)),
            false => (share, total, claim),
        }));
    }
    claims.sort_by(|(a, many, _), (b, more, _)| b.total_cmp(a).then(more.cmp(many)));
    let mut well: Vec<String> = claims.into_iter().take(CLAIMS).map(|(_, _, claim)| claim).collect();
    let told = run.findings.iter().chain(run.baselined).chain(run.ignored.iter().map(|(finding, _)| finding));
    let fired: BTreeSet<&str> = told.map(|finding| finding.rule.as_str()).collect();
    let judged = run.summary.rules - run.summary.inconclusive;
    let silent = judged.saturating_sub(fired.len());
    if silent > 0 {
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
    // Of a row that leaves something out nobody knows whether the rest stands for all.
    let whole = |tally: &Tally| tally.gap.is_none() && tally.left_out == 0;
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

/// Sprints that had a goal, and brought what they had promised.
fn kept<'w>(board: &Board<'_>, words: &'w Words) -> impl Iterator<Item = (f64, usize, String)> + 'w {
    let started: Vec<_> =
        board.sprints.iter().filter(|sprint| sprint.start.is_some_and(|at| at <= board.clock)).collect();
    let goals =
        started.iter().filter(|sprint| sprint.goal.as_ref().is_some_and(|goal| !goal.trim().is_empty())).count();
    let goals = (started.len() > 1 && goals == started.len()).then(|| (1.0, goals, words.goals(goals)));
    let closed = started.iter().filter(|sprint| sprint.state == SprintState::Closed);
    let shares: Vec<f64> =
        closed.filter_map(|sprint| sprint.share_of_commitment(|_, delivery| delivery.delivered)).collect();
    let least = shares.iter().copied().fold(1.0, f64::min);
    let kept = (shares.len() > 1 && least >= KEPT).then(|| (least, shares.len(), words.delivered(shares.len(), least)));
    goals.into_iter().chain(kept)
}
