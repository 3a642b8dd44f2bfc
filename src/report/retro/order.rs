//! The order of the rules in a report. Topics and cards have the same order.
//!
//! Topics come first. A rule is not a topic if all its findings belong to a pattern on another card, or if it
//! reports only hints: these may be fine, and the rule's question would accuse somebody. Then the order is by
//! level, whether it can still be acted on ([`Seen`]), number and age of the findings, and category.

use std::cmp::Reverse;

use foldhash::{HashMap, HashSet};

use super::super::Run;
use super::super::pattern_groups::{PatternGroup, by_rule, by_weight, highest_level};
use super::context::RetroContext;
use super::sprint_dates::latest_of_team;
use crate::board::{Board, SprintId, SprintState};
use crate::charter::Level;
use crate::finding::Finding;
use crate::rule::Judge;

/// Number of days after which a finding counts half: eight weeks are about four sprints.
const HALF_LIFE: f64 = 56.0;

/// The findings of a rule.
pub(super) struct RuleFindings<'r> {
    /// The rule's name.
    pub(super) rule: &'r str,
    /// Its findings, sorted by level, then patterns first, then newest first.
    pub(super) findings: Vec<&'r Finding>,
    /// Whether it is a topic on its own.
    pub(super) is_topic: bool,
    /// When it was last found.
    pub(super) seen: Seen,
}

/// When something was last found. The order is that of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seen {
    /// It is true now, at the clock, or belongs to the running sprint.
    Open,
    /// It happened in one of the last two sprints, as [`Board::recent`] defines them.
    Lately,
    /// It is older.
    Before,
}

/// The rules with findings, most important first.
pub(super) fn in_order<'r>(context: &RetroContext<'r>, groups: &[PatternGroup<'r>]) -> Vec<RuleFindings<'r>> {
    let run = context.run;
    let mut running_on = HashMap::default();
    let topical = groups.iter().map(|group| group.finding).filter(|finding| !is_hint(run, finding));
    let topical: HashSet<&str> = topical.map(|finding| finding.rule.as_str()).collect();
    let mut rules: Vec<RuleFindings<'r>> = by_rule(by_weight(run), |finding| *finding)
        .into_iter()
        .map(|(rule, mut findings)| {
            findings.sort_by_key(|finding| (Reverse(finding.level), !finding.is_pattern(), Reverse(finding.at)));
            let level = highest_level(findings.iter().copied());
            let of_level = findings.iter().filter(|finding| finding.level == level);
            let seen = of_level.map(|finding| {
                let Some(board) = run.board(finding.board_id) else { return Seen::Open };
                let running = *running_on.entry(finding.board_id).or_insert_with(|| running(board));
                seen(run, finding, board, running)
            });
            let seen = seen.min().unwrap_or(Seen::Before);
            RuleFindings { rule, is_topic: topical.contains(rule), seen, findings }
        })
        .collect();
    let weight = |own: &RuleFindings<'_>| own.findings.iter().map(|finding| recency(run, finding)).sum::<f64>();
    let category = |own: &RuleFindings<'_>| own.findings.first().map(|finding| crate::rule::weight(&finding.category));
    rules.sort_by(|a, b| {
        let key =
            |own: &RuleFindings<'_>| (!own.is_topic, Reverse(highest_level(own.findings.iter().copied())), own.seen);
        key(a)
            .cmp(&key(b))
            .then_with(|| weight(b).total_cmp(&weight(a)))
            .then_with(|| (category(a), a.rule).cmp(&(category(b), b.rule)))
    });
    rules
}

/// The running sprint of the team whose sprint began last.
fn running(board: &Board<'_>) -> Option<SprintId> {
    let sprints = latest_of_team(board);
    sprints.last().filter(|sprint| sprint.state != SprintState::Closed).map(|sprint| sprint.index)
}

/// When a finding was last true.
fn seen(run: &Run<'_>, finding: &Finding, board: &Board<'_>, running: Option<SprintId>) -> Seen {
    match run.rule(&finding.rule).map(|rule| rule.judge) {
        Some(Judge::Change | Judge::Stay) => {}
        Some(Judge::Sprint) if running.is_none_or(|running| finding.sprint_id != Some(running)) => {}
        _ => return Seen::Open,
    }
    if finding.at.is_some_and(|at| at >= board.recent) { Seen::Lately } else { Seen::Before }
}

/// The weight of a finding by its age: 1 on the day of the clock, and for a finding without a date.
fn recency(run: &Run<'_>, finding: &Finding) -> f64 {
    let Some((at, board)) = finding.at.zip(run.board(finding.board_id)) else { return 1.0 };
    let days = board.clock.duration_since(at).as_secs_f64() / 86_400.0;
    0.5_f64.powf(days.max(0.0) / HALF_LIFE)
}

/// Whether this finding is a hint of a rule that otherwise has a higher level.
fn is_hint(run: &Run<'_>, finding: &Finding) -> bool {
    finding.level == Level::Info && run.rule(&finding.rule).is_some_and(|rule| rule.level > Level::Info)
}
