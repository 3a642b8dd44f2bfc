//! Groups findings: a pattern, with the findings about the single changes that it consists of.
//!
//! If a rule finds a pattern in many changes, other rules report some of these changes one by one. For people
//! this is the same problem several times. So formats for people list the findings that a pattern covers
//! below it. Formats for machines keep every finding.

use foldhash::{HashMap, HashSet};

use super::Run;
use crate::charter::Level;
use crate::finding::Finding;
use crate::source::Mark;

/// A finding that is listed on its own, and the findings that are listed below it.
#[derive(Debug)]
pub(super) struct PatternGroup<'f> {
    /// The pattern, or a finding that no pattern covers.
    pub(super) finding: &'f Finding,
    /// The findings about the changes of the pattern; empty if it covers none.
    pub(super) covered: Vec<&'f Finding>,
}

/// The shown findings, sorted by level, then category, then patterns before single changes, then the total
/// order.
pub(super) fn by_weight<'r>(run: &Run<'r>) -> Vec<&'r Finding> {
    let mut findings: Vec<_> = run.shown().collect();
    findings.sort_by_key(|finding| {
        let weight = crate::rule::weight(&finding.category);
        (std::cmp::Reverse(finding.level), weight, !finding.is_pattern())
    });
    findings
}

/// Groups entries by rule. The rules are in the order of their first entries. `finding` returns the finding
/// of an entry.
pub(super) fn by_rule<'f, E>(
    entries: impl IntoIterator<Item = E>,
    finding: impl Fn(&E) -> &'f Finding,
) -> Vec<(&'f str, Vec<E>)> {
    let mut rules: Vec<(&str, Vec<E>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::default();
    for entry in entries {
        let rule = finding(&entry).rule.as_str();
        let place = *places.entry(rule).or_insert_with(|| {
            rules.push((rule, Vec::new()));
            rules.len() - 1
        });
        rules[place].1.push(entry);
    }
    rules
}

/// The highest level among findings.
pub(super) fn highest_level<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Level {
    findings.into_iter().map(|finding| finding.level).max().unwrap_or(Level::Info)
}

/// Each finding in a group of its own.
pub(super) fn ungrouped(findings: Vec<&Finding>) -> Vec<PatternGroup<'_>> {
    findings.into_iter().map(|finding| PatternGroup { finding, covered: Vec::new() }).collect()
}

/// Lists each of `findings` below the first pattern that covers it. A pattern covers a finding if its level
/// is the same or higher and if it contains all records of the finding.
pub(super) fn group(findings: Vec<&Finding>) -> Vec<PatternGroup<'_>> {
    let patterns: Vec<(usize, HashSet<Mark>)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.is_pattern())
        .map(|(index, finding)| (index, finding.pattern.iter().copied().collect()))
        .collect();
    // For each record, the patterns that contain it.
    let mut holders: HashMap<Mark, Vec<usize>> = HashMap::default();
    for (pattern, (_, marks)) in patterns.iter().enumerate() {
        for mark in marks {
            holders.entry(*mark).or_default().push(pattern);
        }
    }
    let covering = |finding: &Finding| {
        if finding.is_pattern() {
            return None;
        }
        let covers = |(index, marks): &&(usize, HashSet<Mark>)| {
            findings[*index].level >= finding.level
                && proofs(finding).all(|proof| proof.is_some_and(|proof| marks.contains(&proof)))
        };
        let holding = holders.get(&finding.location?)?.iter().map(|pattern| &patterns[*pattern]);
        holding.into_iter().find(covers).map(|(index, _)| *index)
    };
    let covered_by: Vec<Option<usize>> = findings.iter().map(|finding| covering(finding)).collect();
    let mut covered: Vec<Vec<&Finding>> = findings.iter().map(|_| Vec::new()).collect();
    for (finding, pattern) in findings.iter().zip(&covered_by) {
        if let Some(pattern) = pattern {
            covered[*pattern].push(finding);
        }
    }
    let all = findings.iter().zip(covered).zip(covered_by);
    all.filter(|(_, covered_by)| covered_by.is_none())
        .map(|((finding, covered), _)| PatternGroup { finding, covered })
        .collect()
}

/// Number of findings of each rule, sorted by rule name.
pub(super) fn count_by_rule<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<(&'f str, usize)> {
    let mut rules: Vec<_> =
        by_rule(findings, |finding| *finding).into_iter().map(|(rule, own)| (rule, own.len())).collect();
    rules.sort_unstable();
    rules
}

/// Number of findings of each rule, as text: `3 of work-assigned-by-po, 1 of wip-over-limit`.
pub(super) fn count_by_rule_text(findings: &[&Finding]) -> String {
    let counts = count_by_rule(findings.iter().copied()).into_iter().map(|(rule, count)| format!("{count} of {rule}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// The records that prove a finding.
fn proofs(finding: &Finding) -> impl Iterator<Item = Option<Mark>> {
    std::iter::once(finding.location).chain(finding.related.iter().map(|other| other.mark))
}
