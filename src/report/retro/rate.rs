//! Of how many acts of the same sort those are that a rule found: "3 of 18 changes to the order of the backlog".

use foldhash::{HashMap, HashSet};

use super::super::Run;
use super::sentences;
use crate::board::Responsibility;
use crate::charter::Level;
use crate::finding::Finding;
use crate::rule::accountability::{Accountability, Tally};
use crate::source::Mark;

/// Which decisions the found changes were, and how often each was made.
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

    /// The rate of the findings of one rule, hints aside, in words. None where they are not each about one and the same
    /// decision, or the number of those is not known.
    pub(super) fn of(&self, rule: &str, findings: &[&Finding]) -> Option<String> {
        // A rule that looks at several kinds of change is about something else than one decision.
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
        // Work finds its developer either way: taken or given.
        let all = match responsibility {
            Responsibility::Giving => total(Responsibility::Giving) + total(Responsibility::Taking),
            other => total(other),
        };
        (found <= all).then(|| sentences::rate(responsibility, found, all))
    }
}
