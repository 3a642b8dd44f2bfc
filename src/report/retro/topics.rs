//! The few things that a team should talk about.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::Run;
use super::super::pattern_groups::{PatternGroup, by_rule};
use super::cards::anchor;
use super::context::RetroContext;
use super::evidence::{MESSAGE, message};
use super::{sentences, words};
use crate::charter::Level;
use crate::finding::Finding;

/// So many things a meeting can talk about.
const TOPICS: usize = 3;

/// Something worth talking about.
pub(crate) struct Topic {
    /// The id of its card in the page.
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

/// The heaviest findings, one a rule. What a pattern consists of is no topic of its own, nor is what a rule reports only as
/// a hint, because it may well be fine: the rule's question would accuse somebody of it.
pub(super) fn topics(context: &RetroContext<'_>, groups: &[PatternGroup<'_>]) -> Vec<Topic> {
    let run = context.run;
    let meant = groups.iter().map(|group| group.finding).filter(|finding| !is_hint(run, finding));
    let mut rules = by_rule(meant);
    rules.sort_by_key(|(_, findings)| weight(findings));
    rules.iter().take(TOPICS).map(|(rule, findings)| topic(context, rule, findings)).collect()
}

/// Level and category, as everywhere; then patterns, and what there is most of.
fn weight(findings: &[&Finding]) -> impl Ord + use<> {
    let level = findings.iter().map(|finding| finding.level).max();
    let heaviest = || findings.iter().filter(|finding| Some(finding.level) == level);
    let category = findings.first().map_or(0, |finding| crate::rule::weight(&finding.category));
    let items: usize = heaviest().map(|finding| finding.count).sum();
    (Reverse(level), category, heaviest().all(|finding| !finding.is_pattern()), Reverse(items))
}

/// Whether a rule of a higher level reports this only as a hint.
fn is_hint(run: &Run<'_>, finding: &Finding) -> bool {
    finding.level == Level::Info && run.rule(&finding.rule).is_some_and(|rule| rule.level > Level::Info)
}

fn topic(context: &RetroContext<'_>, name: &str, findings: &[&Finding]) -> Topic {
    let rule = context.run.rule(name);
    let doer = |finding: &'_ Finding| (finding.level, finding.actor.as_ref().map(|actor| actor.id.clone()));
    let mut done: BTreeMap<_, usize> = BTreeMap::new();
    for finding in findings {
        *done.entry(doer(finding)).or_default() += finding.count;
    }
    let weight = |finding: &&&Finding| {
        let of_doer = done.get(&doer(finding)).copied();
        (Reverse(finding.level), !finding.is_pattern(), Reverse(of_doer), Reverse(finding.count))
    };
    let head = findings.iter().min_by_key(weight).copied();
    let items = findings.iter().map(|finding| finding.count).sum();
    Topic {
        anchor: anchor(name),
        level: head.map_or(Level::Info, |head| head.level),
        summary: rule.map_or_else(|| name.to_owned(), |rule| rule.summary.clone()),
        count: sentences::findings_of(findings.len(), items, findings.iter().all(|finding| finding.item.is_some())),
        message: head.map(|head| message(context, head, MESSAGE)).unwrap_or_default(),
        board: head.map(|head| context.board_remark(head.board_id)).unwrap_or_default(),
        ask: rule.map(|rule| rule.advice.ask.trim().to_owned()).unwrap_or_default(),
    }
}

/// What to say where there is nothing to talk about.
pub(super) fn quiet(context: &RetroContext<'_>) -> String {
    let run = context.run;
    let hints = run.shown().count();
    match (hints, run.baselined.len(), run.ignored.len()) {
        (0, 0, 0) if run.findings.is_empty() && run.summary.judged() == 0 => words::NO_RULE_JUDGED.to_owned(),
        (0, 0, 0) if run.findings.is_empty() => words::NOTHING_TO_TALK.to_owned(),
        (0, known, ignored) => sentences::nothing_new(run.findings.len(), known, ignored),
        (hints, ..) => sentences::only_hints(hints),
    }
}
