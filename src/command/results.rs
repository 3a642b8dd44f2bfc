//! What a run gave on all its boards together: the common ground of `check`, `report` and `baseline`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::baseline::Baselines;
use super::judging::{Asked, Judged};
use super::teams::Teams;
use crate::board::{Board, Missing};
use crate::charter::{Charter, Level};
use crate::cli::FailOn;
use crate::finding::{self, BoardId, Finding, Inconclusive};
use crate::report::{self, Display, Names, Run, Summary};
use crate::rule::CompiledRule;
use crate::source::{Diagnostic, FileId};

/// A board and what is told of it.
pub(super) struct Told<'a> {
    pub(super) board: Board<'a>,
    pub(super) charter: Charter,
    numbers: Summary,
    /// Which of the charter's ignores covered something here.
    used: Vec<bool>,
    /// The rules that were asked.
    asked: Vec<String>,
    /// Those of them that could be judged.
    judged: BTreeSet<String>,
}

/// What all boards gave together.
#[derive(Default)]
pub(super) struct Results<'a> {
    pub(super) boards: Vec<Told<'a>>,
    pub(super) findings: Vec<Finding>,
    /// What an ignore covers, with its reason.
    pub(super) ignored: Vec<(Finding, String)>,
    /// What the baseline knows.
    pub(super) baselined: Vec<Finding>,
    pub(super) inconclusive: Vec<Inconclusive>,
    pub(super) summary: Summary,
    /// Boards that were not judged, and why.
    pub(super) left_out: Vec<String>,
    /// Those boards.
    pub(super) others: Vec<(Board<'a>, Charter)>,
    /// Whether a finding is at or above the level at which its board's run fails.
    pub(super) fails: bool,
    /// Everybody, once, however many boards they are on.
    people: BTreeSet<String>,
    /// For each rule that was asked, whether some board could be judged by it.
    judged: BTreeMap<String, bool>,
}

/// What of a board's findings is told, and from which level on it fails the run.
#[derive(Clone, Copy)]
pub(super) struct Telling<'o> {
    pub(super) today: Option<Date>,
    pub(super) baselines: &'o Baselines,
    pub(super) fail_on: Option<FailOn>,
}

/// The day on which ignores are looked at: the one that was given, else today where the team is.
pub(super) fn today(given: Option<Date>, charter: &Charter) -> Date {
    given.unwrap_or_else(|| jiff::Zoned::now().with_time_zone(charter.timezone.clone()).date())
}

impl<'a> Results<'a> {
    pub(super) fn new(teams: &Teams<'_>) -> Self {
        let summary = Summary { files: teams.files.len(), skipped: teams.skipped, ..Summary::default() };
        Self { summary, ..Self::default() }
    }

    /// Adds what was found on a board, without what its charter ignores and what its baseline knows.
    pub(super) fn add(&mut self, judged: Judged<'a>, telling: Telling<'_>) {
        let Judged { board, charter, rules, outcome, .. } = judged;
        let outcome = outcome.of_board(BoardId::new(self.boards.len()));
        let kept = finding::ignore(&board, &charter, outcome.findings, today(telling.today, &charter));
        let baseline = telling.baselines.of(charter.file);
        let is_known = |finding: &Finding| baseline.is_some_and(|baseline| baseline.knows(finding));
        let (known, findings): (Vec<_>, Vec<_>) = kept.kept.into_iter().partition(is_known);
        self.ignored.extend(kept.ignored);
        self.baselined.extend(known);
        self.fails |= fails(telling.fail_on, charter.fail_on, &findings);
        let silent = outcome.inconclusive.iter().filter(|told| !told.partial);
        let mut numbers = Summary {
            items: board.items.len(),
            changes: board.changes.len(),
            people: board.people.len(),
            sprints: board.sprints.len(),
            rules: rules.rules().len(),
            inconclusive: silent.count(),
            ..Summary::default()
        };
        numbers.count(&findings);
        self.summary.items += numbers.items;
        self.summary.changes += numbers.changes;
        self.people.extend(board.people.iter().map(|(_, person)| person.id.to_string()));
        self.summary.sprints += numbers.sprints;
        self.note(rules.rules(), &outcome.inconclusive);
        let whole = |name: &&String| !outcome.inconclusive.iter().any(|told| told.rule == **name);
        let judged = rules.rules().iter().map(|rule| &rule.name).filter(whole).cloned().collect();
        self.findings.extend(findings);
        self.inconclusive.extend(outcome.inconclusive);
        let asked = rules.rules().iter().map(|rule| rule.name.clone()).collect();
        self.boards.push(Told { board, charter, numbers, used: kept.used, judged, asked });
    }

    /// What is to be said of ignores that are over or covered nothing, one charter after another.
    pub(super) fn idle_ignores(&self, given: Option<Date>, all_rules: bool) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut charters: BTreeMap<Option<FileId>, Vec<&Told<'_>>> = BTreeMap::new();
        for told in &self.boards {
            charters.entry(told.charter.file).or_default().push(told);
        }
        for told in charters.values() {
            let Some(first) = told.first() else { continue };
            let boards: Vec<_> = told.iter().map(|told| &told.board).collect();
            let used: Vec<bool> = (0..first.used.len())
                .map(|place| told.iter().any(|told| told.used.get(place) == Some(&true)))
                .collect();
            let judged = |rule: Option<&str>| match rule {
                Some(name) => told.iter().all(|told| told.judged.contains(name)),
                None => all_rules,
            };
            let day = today(given, &first.charter);
            found.extend(finding::idle_ignores(&boards, &first.charter, &used, day, judged));
        }
        found
    }

    fn note(&mut self, rules: &[CompiledRule], inconclusive: &[Inconclusive]) {
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

    /// How many rules could not be judged on some board although the evidence can be had. What the tool never records, and
    /// what the charter leaves out on purpose, is no such lack.
    pub(super) fn lacking(&self) -> usize {
        let lacks = |told: &&Inconclusive| !told.partial && !matches!(told.missing, Missing::Format | Missing::Mapping);
        self.inconclusive.iter().filter(lacks).map(|told| told.rule.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// The boards as reports see them.
    pub(super) fn judged(&self) -> Vec<report::ReportedBoard<'_>> {
        let mut judged = Vec::with_capacity(self.boards.len());
        for Told { board, charter, numbers, asked, .. } in &self.boards {
            judged.push(report::ReportedBoard { board, charter, numbers, asked });
        }
        judged
    }

    /// The run as formats tell it.
    pub(super) fn run<'r>(
        &'r self,
        asked: &'r Asked<'_>,
        teams: &'r Teams<'_>,
        boards: &'r [report::ReportedBoard<'r>],
        names: &'r Names,
        display: Display,
    ) -> Run<'r> {
        Run {
            sources: &asked.sources,
            boards,
            findings: &self.findings,
            ignored: &self.ignored,
            baselined: &self.baselined,
            inconclusive: &self.inconclusive,
            unreadable: &teams.unreadable,
            left_out: &self.left_out,
            summary: &self.summary,
            rules: &asked.loaded.rules,
            names,
            first_steps: None,
            here: None,
            display,
        }
    }

    /// Everybody by role and letter.
    pub(super) fn pseudonyms(&self) -> Names {
        let charters =
            self.boards.iter().map(|told| &told.charter).chain(self.others.iter().map(|(_, charter)| charter));
        let boards = self.boards.iter().map(|told| &told.board).chain(self.others.iter().map(|(board, _)| board));
        Names::pseudonyms(boards, charters.flat_map(Charter::people))
    }
}

/// That a rule had no board to be asked of.
fn unjudged(rule: &str) -> Inconclusive {
    Inconclusive {
        rule: rule.to_owned(),
        board: String::new(),
        board_id: None,
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
