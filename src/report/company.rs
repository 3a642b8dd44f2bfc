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

/// The findings that a pattern covers, by rule.
pub(super) fn made_of(parts: &[&Finding]) -> String {
    let mut rules: Vec<(&str, usize)> = Vec::new();
    for part in parts {
        match rules.iter_mut().find(|(rule, _)| *rule == part.rule) {
            Some((_, count)) => *count += 1,
            None => rules.push((&part.rule, 1)),
        }
    }
    rules.sort_unstable();
    let told: Vec<_> = rules.iter().map(|(rule, count)| format!("{count} of {rule}")).collect();
    told.join(", ")
}

/// The records that prove a finding about acts.
fn acts_of(finding: &Finding) -> impl Iterator<Item = Option<Mark>> {
    std::iter::once(finding.location).chain(finding.related.iter().map(|other| other.mark))
}

fn holds(acts: &FxHashSet<Mark>, act: Option<Mark>) -> bool {
    act.is_some_and(|act| acts.contains(&act))
}
