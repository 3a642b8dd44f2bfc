//! What a run gave on all its boards together: the common ground of `check`, `report` and `baseline`.

use std::collections::{BTreeMap, BTreeSet};

use super::judging::{Asked, Judged};
use super::teams::Teams;
use crate::board::{Board, Missing};
use crate::charter::{Charter, Level};
use crate::cli::FailOn;
use crate::finding::{Finding, Inconclusive};
use crate::report::{self, Names, Summary};
use crate::rule::Definition;

/// What all boards gave together.
#[derive(Default)]
pub(super) struct Results<'a> {
    /// The boards and the charters that govern them.
    pub(super) boards: Vec<(Board<'a>, Charter)>,
    pub(super) findings: Vec<Finding>,
    /// What an ignore covers, with its reason.
    pub(super) ignored: Vec<(Finding, String)>,
    /// What the baseline knows.
    pub(super) baselined: Vec<Finding>,
    pub(super) inconclusive: Vec<Inconclusive>,
    pub(super) summary: Summary,
    /// Whether a finding is at or above the level at which its board's run fails.
    pub(super) fails: bool,
    /// For each board, the rules that were asked of it.
    asked: Vec<Vec<String>>,
    /// Everybody, once, however many boards they are on.
    people: BTreeSet<String>,
    /// For each rule that was asked, whether some board could be judged by it.
    judged: BTreeMap<String, bool>,
}

impl<'a> Results<'a> {
    pub(super) fn new(teams: &Teams<'_>) -> Self {
        let summary = Summary { files: teams.files.len(), skipped: teams.skipped, ..Summary::default() };
        Self { summary, ..Self::default() }
    }

    /// Adds a board of which `findings` are to be told.
    pub(super) fn add(&mut self, judged: Judged<'a>, findings: Vec<Finding>, fail_on: Option<FailOn>) {
        let Judged { board, charter, rules, outcome, .. } = judged;
        self.fails |= fails(fail_on, charter.fail_on, &findings);
        self.summary.items += board.items.len();
        self.summary.changes += board.changes.len();
        self.people.extend(board.people.iter().map(|(_, person)| person.id.to_string()));
        self.summary.sprints += board.sprints.len();
        self.note(rules.rules(), &outcome.inconclusive);
        self.findings.extend(findings);
        self.inconclusive.extend(outcome.inconclusive);
        self.asked.push(rules.rules().iter().map(|rule| rule.name.clone()).collect());
        self.boards.push((board, charter));
    }

    fn note(&mut self, rules: &[Definition], inconclusive: &[Inconclusive]) {
        for rule in rules {
            let silent = inconclusive.iter().any(|told| told.rule == rule.name && !told.partial);
            *self.judged.entry(rule.name.clone()).or_default() |= !silent;
        }
    }

    /// Puts everything in order and counts it.
    pub(super) fn settle(&mut self, asked: &Asked<'_>) {
        if self.judged.is_empty() {
            // No board: every rule was asked, and none could be judged.
            let rules = asked.loaded.rules.iter();
            let rules = rules.filter(|rule| rule.level != Level::Off && asked.selection.takes(rule));
            self.judged = rules.map(|rule| (rule.name.clone(), false)).collect();
            self.inconclusive = self.judged.keys().map(|rule| unjudged(rule)).collect();
        }
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.ignored.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        self.baselined.sort_by(|a, b| a.order().cmp(&b.order()));
        self.inconclusive.sort_by(|a, b| (&a.board, &a.rule).cmp(&(&b.board, &b.rule)));
        self.summary.count(&self.findings);
        self.summary.people = self.people.len();
        self.summary.rules = self.judged.len();
        self.summary.inconclusive = self.judged.values().filter(|judged| !**judged).count();
        self.summary.ignored = self.ignored.len();
        self.summary.baselined = self.baselined.len();
    }

    /// The boards as reports see them.
    pub(super) fn judged(&self) -> Vec<report::Judged<'_>> {
        let boards = self.boards.iter().zip(&self.asked);
        boards.map(|((board, charter), asked)| report::Judged { board, charter, asked }).collect()
    }

    /// Everybody by role and letter.
    pub(super) fn pseudonyms(&self) -> Names {
        Names::pseudonyms(self.boards.iter().map(|(board, _)| board))
    }
}

/// That a rule had no board to be asked of.
fn unjudged(rule: &str) -> Inconclusive {
    Inconclusive {
        rule: rule.to_owned(),
        board: String::new(),
        missing: Missing::History,
        partial: false,
        message: "there was no board that could be judged".to_owned(),
        hint: "see what is said about the files and the charter".to_owned(),
    }
}

fn fails(asked: Option<FailOn>, charter: Option<Option<Level>>, findings: &[Finding]) -> bool {
    let least = match asked {
        Some(FailOn::Never) => None,
        Some(FailOn::Error) => Some(Level::Error),
        Some(FailOn::Warn) => Some(Level::Warn),
        Some(FailOn::Info) => Some(Level::Info),
        None => charter.unwrap_or(Some(Level::Error)),
    };
    least.is_some_and(|least| findings.iter().any(|finding| finding.level >= least))
}
