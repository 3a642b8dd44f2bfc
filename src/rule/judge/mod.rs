//! Judging a board: one pass over its changes for all rules that judge changes, then items, stays,
//! sprints, people, board and charter.

mod candidates;
mod changes;
mod count;
mod deciding;
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
use crate::parallel;
use candidates::Candidates;
pub(super) use deciding::deciding;
pub(super) use operation::{operation, operations};
pub(super) use why::why_silent;

/// Judges `board` by `rules`.
pub fn judge(board: &Board<'_>, rules: &RuleSet) -> Verdicts {
    // Computed once here, before several threads ask for it.
    board.decisions();
    let gaps: Vec<Option<Gap>> = parallel::map(rules.rules(), |_, rule| evidence::gap(board, rule));
    let mut candidates: Vec<Candidates> = rules.rules().iter().map(|_| Candidates::default()).collect();
    let others = || {
        parallel::map(rules.rules(), |place, rule| {
            let mut candidates = Candidates::default();
            let findings = match rule.judge {
                _ if gaps[place].is_some() => Vec::new(),
                Judge::Change => Vec::new(),
                Judge::Item => items::judge(board, rule, &mut candidates),
                Judge::Stay => stays::judge(board, rule, &mut candidates),
                Judge::Person => people::judge(board, rule, &mut candidates),
                Judge::Sprint => sprints::judge(board, rule, &mut candidates),
                Judge::Board | Judge::Charter => whole::judge(board, rule, &mut candidates).into_iter().collect(),
            };
            (findings, candidates)
        })
    };
    let (mut findings, judged) = parallel::join(|| changes::judge(board, rules, &gaps, &mut candidates), others);
    for (candidates, (found, seen)) in candidates.iter_mut().zip(judged) {
        findings.extend(found);
        candidates.merge(seen);
    }
    make_unique(&mut findings);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let each = rules.rules().iter().zip(gaps).zip(candidates);
    let inconclusive = each.filter_map(|((rule, gap), candidates)| candidates.inconclusive(board, rule, gap)).collect();
    Verdicts { findings, inconclusive }
}
