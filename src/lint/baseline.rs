//! Computes the next baseline: the present findings, and known ones that a run could not see.

use std::collections::BTreeSet;

use super::judge::Outcome;
use crate::finding::Baseline;

/// The present findings for one baseline.
#[derive(Debug, Default)]
pub struct Present {
    findings: Baseline,
    /// The rules that were selected and could be judged on every board; `None` before the first board.
    judged: Option<BTreeSet<String>>,
    /// Whether only a part of the period, or of the charter's boards, was looked at.
    pub part: bool,
}

impl Present {
    /// Adds the findings on a board, whether a baseline contains them or not.
    pub fn add(&mut self, outcome: &Outcome<'_>) {
        let board = &outcome.board;
        self.judged = Some(match self.judged.take() {
            Some(others) => others.intersection(&board.judged).cloned().collect(),
            None => board.judged.clone(),
        });
        self.part |= !board.board.window.is_open();
        let findings = outcome.findings.iter().chain(&outcome.baselined);
        self.findings = std::mem::take(&mut self.findings).with(Baseline::of(findings, &board.board.calendar));
    }

    /// The baseline after `known`: findings that are gone are removed, new ones are added unless `prune` is
    /// set. Findings that this run could not see are kept.
    pub fn next(self, known: Baseline, prune: bool) -> Baseline {
        let judged = self.judged.unwrap_or_default();
        let unseen = |rule: &str| self.part || !judged.contains(rule);
        let kept = known.retain(&self.findings, |rule, there| there || unseen(rule));
        if prune { kept } else { kept.with(self.findings) }
    }
}
