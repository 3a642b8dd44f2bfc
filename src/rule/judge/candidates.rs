//! What became of the candidates of a rule: how many could be judged, why the others could not, and so whether the rule is
//! inconclusive.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::compiled::CompiledRule;
use super::super::condition::{Answer, Check, all_hold};
use super::super::evidence::rests_on_history;
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::subject::Judge;
use crate::board::{Board, Gap};
use crate::finding::Inconclusive;
use crate::finding::gap::{GapText, known_part};

/// How many candidates of one rule could be judged, and why the others could not.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    judged: usize,
    /// How many of them were violations.
    fired: usize,
    /// Those of which it is not known whether the rule's conditions hold.
    open: BTreeMap<Reason, usize>,
    /// Those that may be excused.
    open_excuses: BTreeMap<Reason, usize>,
}

impl Candidates {
    /// Takes in those of another part of the board.
    pub(super) fn merge(&mut self, other: Self) {
        self.judged += other.judged;
        self.fired += other.fired;
        for (reason, count) in other.open {
            *self.open.entry(reason).or_default() += count;
        }
        for (reason, count) in other.open_excuses {
            *self.open_excuses.entry(reason).or_default() += count;
        }
    }

    /// Leaves out a candidate that cannot be judged.
    pub(super) fn skip(&mut self, reason: Reason) {
        *self.open.entry(reason).or_default() += 1;
    }

    /// Whether the conditions of `rule` hold in `situation` and no excuse does.
    pub(super) fn fires(&mut self, rule: &CompiledRule, situation: &Situation<'_, '_>) -> bool {
        self.takes(rule, &rule.when, situation)
    }

    /// The same for a change of one of the kinds that `rule` asks for.
    pub(super) fn fires_on_kind(&mut self, rule: &CompiledRule, situation: &Situation<'_, '_>) -> bool {
        self.takes(rule, &rule.when_of_kind, situation)
    }

    fn takes(&mut self, rule: &CompiledRule, when: &[Check], situation: &Situation<'_, '_>) -> bool {
        match all_hold(when, situation) {
            Answer::No => {
                self.judged += 1;
                return false;
            }
            Answer::Unknown(reason) => {
                self.skip(reason);
                return false;
            }
            Answer::Yes => {}
        }
        let mut open = None;
        for excuse in &rule.unless {
            match all_hold(excuse, situation) {
                Answer::Yes => {
                    self.judged += 1;
                    return false;
                }
                Answer::Unknown(reason) => open = open.or(Some(reason)),
                Answer::No => {}
            }
        }
        match open {
            // It may be excused: that is no ground for a finding.
            Some(reason) => {
                *self.open_excuses.entry(reason).or_default() += 1;
                false
            }
            None => {
                self.judged += 1;
                self.fired += 1;
                true
            }
        }
    }

    /// That the rule could not be judged, or not everywhere; `gap` is what the whole board lacks for it.
    pub(super) fn inconclusive(self, board: &Board<'_>, rule: &CompiledRule, gap: Option<Gap>) -> Option<Inconclusive> {
        let inconclusive = |gap: GapText, partial, message| Inconclusive {
            rule: rule.name.clone(),
            board: board.name.clone(),
            board_id: None,
            missing: gap.missing,
            partial,
            message,
            hint: gap.hint,
        };
        if let Some(gap) = gap {
            let gap = GapText::new(board, gap);
            let message = gap.message.clone();
            return Some(inconclusive(gap, false, message));
        }
        let open = || self.open.iter().chain(&self.open_excuses);
        if let Some((reason, _)) = open().max_by_key(|(reason, count)| (**count, Reverse(**reason))) {
            let skipped: usize = open().map(|(_, count)| count).sum();
            let gap = reason.gap(board);
            // What the whole board lacks decides of each that could have been a violation: the others show nothing.
            let partial = self.judged > 0 && (self.fired > 0 || !matches!(reason, Reason::Need(_)));
            let what = if skipped == 1 { rule.judge.to_string() } else { format!("{}s", rule.judge) };
            let message =
                if partial { format!("{skipped} {what} left out: {}", gap.message) } else { gap.message.clone() };
            return Some(inconclusive(gap, partial, message));
        }
        if let Some(gap) = board.lacks_issues().filter(|_| rule.judge != Judge::Charter) {
            let gap = GapText::new(board, gap);
            let message = gap.message.clone();
            return Some(inconclusive(gap, true, message));
        }
        if !rests_on_history(rule) {
            return None;
        }
        let message = known_part(board)?;
        Some(inconclusive(GapText::new(board, Gap::Beginning), true, message))
    }
}
