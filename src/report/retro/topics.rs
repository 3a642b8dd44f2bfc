//! The few things that a team should talk about.

use std::cmp::Reverse;

use super::super::Run;
use super::super::company::{Company, piles};
use super::scene::Scene;
use super::{cards, message};
use crate::charter::Level;
use crate::finding::Finding;

/// So many things a meeting can talk about.
const TOPICS: usize = 3;

/// Something worth talking about.
pub(crate) struct Topic {
    /// The place of its card on the page.
    pub(crate) anchor: String,
    /// How much it weighs.
    pub(crate) level: Level,
    /// What it is, in a line.
    pub(crate) summary: String,
    /// How much of it there is, in words.
    pub(crate) count: String,
    /// What the finding says that weighs most: a pattern, else one by whoever did most of it.
    pub(crate) message: String,
    /// The board that one is on, where there are several.
    pub(crate) board: String,
    /// What to ask.
    pub(crate) ask: String,
}

/// The heaviest findings, one a rule. What a pattern consists of is no topic of its own, nor is what a rule tells only as a
/// hint, because it may well be fine: the rule's question would accuse somebody of it.
pub(super) fn topics(scene: &Scene<'_>, company: &Company<'_>) -> Vec<Topic> {
    let run = scene.run;
    let meant = company.own.iter().copied().filter(|finding| !is_excused(run, finding));
    let mut piles = piles(meant);
    piles.sort_by_key(|(_, pile)| weight(pile));
    piles.iter().take(TOPICS).map(|(rule, pile)| topic(scene, rule, pile)).collect()
}

/// Level and category, as everywhere; then patterns, and what there is most of.
fn weight(pile: &[&Finding]) -> impl Ord + use<> {
    let level = pile.iter().map(|finding| finding.level).max();
    let heaviest = || pile.iter().filter(|finding| Some(finding.level) == level);
    let category = pile.first().map_or(0, |finding| crate::rule::weight(&finding.category));
    let items: usize = heaviest().map(|finding| finding.count).sum();
    (Reverse(level), category, heaviest().all(|finding| finding.acts.is_empty()), Reverse(items))
}

/// Whether a rule that means more told of this only as a hint.
fn is_excused(run: &Run<'_>, finding: &Finding) -> bool {
    finding.level == Level::Info && run.rule(&finding.rule).is_some_and(|rule| rule.level > Level::Info)
}

fn topic(scene: &Scene<'_>, name: &str, pile: &[&Finding]) -> Topic {
    let rule = scene.run.rule(name);
    let doer = |finding: &Finding| finding.actor.as_ref().map(|actor| actor.id.clone());
    let done = |finding: &Finding| {
        let same = pile.iter().filter(|other| other.level == finding.level && doer(other) == doer(finding));
        same.map(|other| other.count).sum::<usize>()
    };
    let weight = |finding: &&&Finding| {
        (Reverse(finding.level), finding.acts.is_empty(), Reverse(done(finding)), Reverse(finding.count))
    };
    let head = pile.iter().min_by_key(weight).copied();
    let items = pile.iter().map(|finding| finding.count).sum();
    let board = head.and_then(|head| scene.place(head)).filter(|_| scene.several());
    Topic {
        anchor: cards::anchor(name),
        level: head.map_or(Level::Info, |head| head.level),
        summary: rule.map_or_else(|| name.to_owned(), |rule| rule.summary.clone()),
        count: scene.words.findings_of(pile.len(), items, pile.iter().all(|finding| finding.item.is_some())),
        message: head.map(|head| message(scene, head, cards::MESSAGE)).unwrap_or_default(),
        board: board.map(|place| scene.boards[place].clone()).unwrap_or_default(),
        ask: rule.map(|rule| rule.advice.ask.trim().to_owned()).unwrap_or_default(),
    }
}

/// What to say where there is nothing to talk about.
pub(super) fn quiet(scene: &Scene<'_>) -> String {
    let (run, words) = (scene.run, scene.words);
    let hints = run.shown().count();
    match (hints, run.baselined.len(), run.ignored.len()) {
        (0, 0, 0) if run.findings.is_empty() => words.nothing_to_talk.to_owned(),
        (0, known, ignored) => words.nothing_new(run.findings.len(), known, ignored),
        (hints, ..) => words.only_hints(hints),
    }
}
