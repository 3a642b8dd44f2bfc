//! The share of a rule's findings among all acts of the same sort: "3 of 18 changes to the order of the
//! backlog".

use foldhash::{HashMap, HashSet};

use super::super::Run;
use super::sentences;
use crate::board::Responsibility;
use crate::charter::Level;
use crate::finding::Finding;
use crate::rule::accountability::{Accountability, Tally};
use crate::source::Mark;

/// The decision that each found change belongs to, and how often each decision was made.
pub(super) struct Rates<'c> {
    responsibilities: HashMap<Mark, Responsibility>,
    counts: &'c [Accountability],
    run: &'c Run<'c>,
}

impl<'c> Rates<'c> {
    /// `counts` are the decisions on each board of the run.
    pub(super) fn new(run: &'c Run<'c>, counts: &'c [Accountability]) -> Self {
        let found: HashSet<Mark> = run.shown().filter_map(|finding| finding.location).collect();
        let mut responsibilities = HashMap::default();
        for board in run.judged_boards() {
            let changes = board.changes.with_records();
            for (change, record) in changes.filter(|(_, record)| found.contains(&record.mark)) {
                if let Some(responsibility) = board.responsibility(change) {
                    responsibilities.entry(record.mark).or_insert(responsibility);
                }
            }
        }
        Self { responsibilities, counts, run }
    }

    /// The rate of the findings of a rule, without hints, in words. `None` if they are not all about the same
    /// decision, or if the number of these decisions is unknown.
    pub(super) fn of(&self, rule: &str, findings: &[&Finding]) -> Option<String> {
        // A rule about several kinds of change is not about a single decision.
        if !self.run.rule(rule)?.is_about_one_kind() {
            return None;
        }
        let meant = || findings.iter().filter(|finding| finding.level > Level::Info);
        let decision = |finding: &&Finding| {
            if finding.is_pattern() { None } else { self.responsibilities.get(&finding.location?).copied() }
        };
        let responsibility = decision(meant().next()?)?;
        if meant().any(|finding| decision(finding) != Some(responsibility)) {
            return None;
        }
        if self.run.judged_boards().any(|board| board.lacks_duty(responsibility).is_some()) {
            return None;
        }
        let found: usize = meant().map(|finding| finding.count).sum();
        let total = |of: Responsibility| -> usize {
            self.counts.iter().flat_map(|counts| counts.tallies.get(of as usize)).map(Tally::total).sum()
        };
        // An assignment is either taken or given; both count as acts of the same sort.
        let all = match responsibility {
            Responsibility::Giving => total(Responsibility::Giving) + total(Responsibility::Taking),
            other => total(other),
        };
        (found <= all).then(|| sentences::rate(responsibility, found, all))
    }
}
