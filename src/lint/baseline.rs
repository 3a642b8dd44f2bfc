//! What is written into a baseline: the findings that there are now, and those that a run could not see.

use std::collections::BTreeSet;

use super::judge::Outcome;
use crate::finding::Baseline;

/// The findings that there are now for one baseline.
#[derive(Debug, Default)]
pub struct Present {
    findings: Baseline,
    /// The rules that were asked and could be judged on every board; none where there is no board yet.
    judged: Option<BTreeSet<String>>,
    /// Whether only a part of the time, or of what the charter governs, was looked at.
    pub part: bool,
}

impl Present {
    /// Adds the findings on a board, those that a baseline knows and those that it does not.
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

    /// The baseline that follows `known`, without what is gone; with `prune` nothing is added to it. What this run could
    /// not see stays.
    pub fn next(self, known: Baseline, prune: bool) -> Baseline {
        let judged = self.judged.unwrap_or_default();
        let unseen = |rule: &str| self.part || !judged.contains(rule);
        let kept = known.retain(&self.findings, |rule, there| there || unseen(rule));
        if prune { kept } else { kept.with(self.findings) }
    }
}
