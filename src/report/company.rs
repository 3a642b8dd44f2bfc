//! Which findings belong together: a pattern, and the single acts it consists of.
//!
//! Where a rule finds a pattern in many acts, other rules report some of these acts one by one. For people that is one
//! thing told several times over, so what a pattern covers is told under it. Formats for machines keep everything.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Run;
use crate::finding::Finding;
use crate::source::Mark;

/// The findings of a run, those that stand for themselves apart from those that a pattern covers.
#[derive(Debug)]
pub(super) struct Company<'f> {
    /// What stands for itself, in the given order.
    pub(super) own: Vec<&'f Finding>,
    /// For each pattern that covers findings, by its place in `own`: those findings.
    pub(super) parts: FxHashMap<usize, Vec<&'f Finding>>,
}

/// Level, then category, then patterns before single acts, then the total order.
pub(super) fn by_weight<'r>(run: &'r Run<'_>) -> Vec<&'r Finding> {
    let mut findings: Vec<_> = run.shown().collect();
    findings.sort_by_key(|finding| {
        let weight = crate::rule::weight(&finding.category);
        (std::cmp::Reverse(finding.level), weight, finding.acts.is_empty())
    });
    findings
}

/// Findings by rule; rules in the order of the first finding of each.
pub(super) fn piles<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<(&'f str, Vec<&'f Finding>)> {
    let mut piles: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        match piles.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, pile)) => pile.push(finding),
            None => piles.push((&finding.rule, vec![finding])),
        }
    }
    piles
}

impl<'f> Company<'f> {
    /// Everything for itself.
    pub(super) fn apart(findings: Vec<&'f Finding>) -> Self {
        Self { own: findings, parts: FxHashMap::default() }
    }

    /// Puts each of `findings` under the first pattern that covers it: one that weighs as much or more, and holds every
    /// act of it.
    pub(super) fn of(findings: Vec<&'f Finding>) -> Self {
        let patterns: Vec<(&Finding, FxHashSet<Mark>)> = findings
            .iter()
            .filter(|finding| !finding.acts.is_empty())
            .map(|finding| (*finding, finding.acts.iter().copied().collect()))
            .collect();
        let covering = |finding: &Finding| {
            patterns.iter().position(|(pattern, acts)| {
                finding.acts.is_empty()
                    && pattern.level >= finding.level
                    && acts_of(finding).all(|act| holds(acts, act))
            })
        };
        let (mut own, mut covered) = (Vec::new(), Vec::new());
        for finding in findings {
            match covering(finding) {
                Some(pattern) => covered.push((pattern, finding)),
                None => own.push(finding),
            }
        }
        let place = |pattern: &Finding| own.iter().position(|other| std::ptr::eq(*other, pattern));
        let places: Vec<Option<usize>> = patterns.iter().map(|(pattern, _)| place(pattern)).collect();
        let mut parts: FxHashMap<usize, Vec<&Finding>> = FxHashMap::default();
        for (pattern, finding) in covered {
            parts.entry(places[pattern].unwrap_or_default()).or_default().push(finding);
        }
        Self { own, parts }
    }
}

/// How many findings of each rule there are among those that a pattern covers, by the rules' names.
pub(super) fn counted<'f>(parts: impl IntoIterator<Item = &'f Finding>) -> Vec<(&'f str, usize)> {
    let mut rules: Vec<_> = piles(parts).into_iter().map(|(rule, pile)| (rule, pile.len())).collect();
    rules.sort_unstable();
    rules
}

/// The same in words.
pub(super) fn made_of(parts: &[&Finding]) -> String {
    let told = counted(parts.iter().copied()).into_iter().map(|(rule, count)| format!("{count} of {rule}"));
    told.collect::<Vec<_>>().join(", ")
}

/// The records that prove a finding about acts.
fn acts_of(finding: &Finding) -> impl Iterator<Item = Option<Mark>> {
    std::iter::once(finding.location).chain(finding.related.iter().map(|other| other.mark))
}

fn holds(acts: &FxHashSet<Mark>, act: Option<Mark>) -> bool {
    act.is_some_and(|act| acts.contains(&act))
}
