//! Judging a board: one pass over its changes for all rules that judge changes, then items, stays,
//! sprints, people, board and charter.

mod candidates;
mod changes;
mod count;
mod findings;
mod items;
mod operation;
mod people;
mod sprints;
mod stays;
mod whole;
mod why;

use super::evidence;
use super::rule_set::RuleSet;
use super::subject::Judge;
use crate::board::{Board, Gap};
use crate::finding::{Verdicts, make_unique};
use candidates::Candidates;
pub(super) use findings::case;
pub(super) use operation::operations;
pub(super) use why::why_silent;

/// Judges `board` by `rules`.
pub fn judge(board: &Board<'_>, rules: &RuleSet) -> Verdicts {
    let gaps: Vec<Option<Gap>> = rules.rules().iter().map(|rule| evidence::gap(board, rule)).collect();
    let mut candidates: Vec<Candidates> = rules.rules().iter().map(|_| Candidates::default()).collect();
    let mut findings = changes::judge(board, rules, &gaps, &mut candidates);
    for ((rule, gap), candidates) in rules.rules().iter().zip(&gaps).zip(&mut candidates) {
        if gap.is_none() {
            match rule.judge {
                Judge::Change => {}
                Judge::Item => findings.extend(items::judge(board, rule, candidates)),
                Judge::Stay => findings.extend(stays::judge(board, rule, candidates)),
                Judge::Person => findings.extend(people::judge(board, rule, candidates)),
                Judge::Sprint => findings.extend(sprints::judge(board, rule, candidates)),
                Judge::Board | Judge::Charter => findings.extend(whole::judge(board, rule, candidates)),
            }
        }
    }
    make_unique(&mut findings);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let each = rules.rules().iter().zip(gaps).zip(candidates);
    let inconclusive = each.filter_map(|((rule, gap), candidates)| candidates.inconclusive(board, rule, gap)).collect();
    Verdicts { findings, inconclusive }
}
