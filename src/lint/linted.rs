//! The result of a run over all its boards.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::inputs::Inputs;
use super::judge::{LeftOut, LintedBoard, Outcome};
use super::options::Options;
use super::read::ReadFile;
use super::summary::{Spread, Summary};
use super::without_export::{charters_without_board, without_export};
use crate::board::{Board, Missing};
use crate::charter::{Charter, Level};
use crate::finding::{self, Finding, IgnoreUse, Ignored, Inconclusive, Unreadable};
use crate::source::{Diagnostic, FileId, Label, Severity};

/// The result of a run.
#[derive(Debug, Default)]
pub struct Linted<'a> {
    /// The boards that were judged.
    pub boards: Vec<LintedBoard<'a>>,
    /// The boards that were not judged.
    pub left_out: Vec<BoardLeftOut<'a>>,
    /// The findings, sorted, up to [`Limits::findings`](super::Limits::findings).
    pub findings: Vec<Finding>,
    /// A note that not all findings are shown, with the limit that applies; `None` if all are shown.
    pub over_limit: Option<String>,
    /// The findings beyond that limit, in the same order. Their rules still count as fired.
    pub beyond_limit: Vec<Finding>,
    /// Findings covered by an ignore, in the same order.
    pub ignored: Vec<Ignored>,
    /// Findings in a baseline, in the same order.
    pub baselined: Vec<Finding>,
    /// What could not be judged, sorted by board and rule.
    pub inconclusive: Vec<Inconclusive>,
    /// Problems with the charters, and requested things that are on no board. Any error among them makes the
    /// run fail.
    pub diagnostics: Vec<Diagnostic>,
    /// Ignores of the charters that have expired or cover nothing.
    pub idle_ignores: Vec<Diagnostic>,
    /// Files and records that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The files that were read.
    pub files: Vec<ReadFile>,
    /// Why there was no export; `None` if there was one.
    pub no_export: Option<String>,
    /// Why the run as a whole failed: errors in charters or options, no export, or no rule that could be
    /// judged. Machine-readable formats report it, because an empty list of findings would look like a clean
    /// board.
    pub failures: Vec<Diagnostic>,
    /// Whether any finding reaches the level at which its board's run fails.
    pub fails: bool,
    /// The numbers.
    pub summary: Summary,
    /// For each selected rule, whether it could be judged on some board.
    pub(super) rules_judged: BTreeMap<String, bool>,
    /// The charters with errors that govern no board.
    pub(super) charters_without_board: Vec<Charter>,
    /// The places and messages of the `diagnostics`, to avoid duplicates.
    pub(super) reported: BTreeSet<(Vec<Label>, String)>,
}

/// A board that was not judged.
#[derive(Debug)]
pub struct BoardLeftOut<'a> {
    /// The board.
    pub board: LintedBoard<'a>,
    /// Why it was not judged, as a sentence.
    pub why: String,
    /// Whether this is a failure of the run, listed in [`Linted::failures`]: what was requested is on no
    /// board.
    pub is_failure: bool,
}

impl BoardLeftOut<'_> {
    /// Why it was not judged, unless a failure of the run says so.
    pub fn note(&self) -> Option<&str> {
        (!self.is_failure).then_some(self.why.as_str())
    }
}

impl<'a> Linted<'a> {
    /// A run that ended before anything was read, because of `mistakes`.
    pub fn failed(inputs: &Inputs, mistakes: Vec<Diagnostic>) -> Self {
        let mut linted = Self { diagnostics: mistakes, ..Self::default() };
        linted.count(inputs, &Options::default());
        linted
    }

    /// Adds charters and folders that should have a board but have none, and the errors of such charters.
    pub(super) fn add_missing_boards(&mut self, inputs: &Inputs) {
        self.unreadable.extend(without_export(inputs, &self.files, &self.unreadable));
        for (charter, found) in charters_without_board(inputs, &self.files) {
            self.charters_without_board.push(charter);
            self.add_diagnostics(found);
        }
    }

    /// Adds diagnostics without duplicates, because boards may share a charter.
    fn add_diagnostics(&mut self, found: Vec<Diagnostic>) {
        let new =
            |diagnostic: &Diagnostic| self.reported.insert((diagnostic.labels.clone(), diagnostic.message.clone()));
        self.diagnostics.extend(found.into_iter().filter(new));
    }

    /// Sorts files and their errors in the order in which they were given, whichever part they belong to.
    pub(super) fn sort_files(&mut self, inputs: &Inputs) {
        self.files.sort_by_key(|read| read.file);
        let names = inputs.candidates.iter().map(|candidate| inputs.sources().get(candidate.file).name());
        let places: HashMap<&str, usize> = names.zip(1..).collect();
        // Inputs that could not even be opened come first.
        self.unreadable.sort_by_key(|file| places.get(file.path.as_str()).copied().unwrap_or_default());
    }

    /// Adds the results of all boards, sorts them and computes the totals.
    pub(super) fn finish(&mut self, outcomes: impl Iterator<Item = Outcome<'a>>, inputs: &Inputs, options: &Options) {
        let mut not_on_board = Vec::new();
        for outcome in outcomes {
            self.add(outcome, options, &mut not_on_board);
        }
        // A board without the requested project, sprint or period is skipped. If no board has it, that is an
        // error.
        if !self.boards.is_empty() {
            self.left_out.iter_mut().for_each(|board| board.is_failure = false);
            for diagnostic in &mut not_on_board {
                diagnostic.severity = Severity::Warning;
                diagnostic.notes.push("this board is left out".to_owned());
            }
        }
        self.diagnostics.append(&mut not_on_board);
        self.sort();
        self.count(inputs, options);
    }

    fn add(&mut self, outcome: Outcome<'a>, options: &Options, not_on_board: &mut Vec<Diagnostic>) {
        let Outcome { board, findings, ignored, baselined, inconclusive, diagnostics, left_out } = outcome;
        match left_out {
            Some(LeftOut::Mistakes) => {
                // A mistake without a place in a file is in the command line.
                let typed = diagnostics.iter().filter(|it| it.is_error()).all(|mistake| mistake.labels.is_empty());
                let slip = diagnostics.iter().find(|it| it.is_error()).filter(|_| typed);
                let why = slip.map_or("its charter has mistakes", |mistake| &mistake.message);
                let why = format!("{}: {why}", board.board.name);
                self.left_out.push(BoardLeftOut { board, why, is_failure: false });
            }
            Some(LeftOut::NotOnBoard(diagnostic)) => {
                self.left_out.push(BoardLeftOut { board, why: diagnostic.message.clone(), is_failure: true });
                not_on_board.push(diagnostic);
            }
            None => {
                for name in &board.asked {
                    let silent = inconclusive.iter().any(|gap| gap.rule == *name && !gap.partial);
                    *self.rules_judged.entry(name.clone()).or_default() |= !silent;
                }
                self.fails |= findings.iter().any(|finding| options.fails(&board.charter, finding.level));
                self.findings.extend(findings);
                self.ignored.extend(ignored);
                self.baselined.extend(baselined);
                self.inconclusive.extend(inconclusive);
                self.boards.push(board);
            }
        }
        self.add_diagnostics(diagnostics);
    }

    fn sort(&mut self) {
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.ignored.sort_by(|a, b| a.finding.order().cmp(&b.finding.order()));
        self.baselined.sort_by(|a, b| a.order().cmp(&b.order()));
        self.inconclusive.sort_by(|a, b| (&a.board, &a.rule).cmp(&(&b.board, &b.rule)));
    }

    fn count(&mut self, inputs: &Inputs, options: &Options) {
        self.failures = self.diagnostics.iter().filter(|it| it.is_error()).cloned().collect();
        self.failures.extend(self.no_export.as_ref().map(Diagnostic::error));
        if self.boards.is_empty() {
            self.rules_judged = rules_unjudged(inputs, options);
        }
        let people: BTreeSet<&str> =
            self.boards.iter().flat_map(|board| board.board.people.iter().map(|(_, person)| &*person.id)).collect();
        let sum = |of: fn(&Summary) -> usize| self.boards.iter().map(|board| of(&board.numbers)).sum();
        let mut summary = Summary {
            files: self.files.len(),
            skipped: self.summary.skipped,
            items: sum(|numbers| numbers.items),
            changes: sum(|numbers| numbers.changes),
            people: people.len(),
            sprints: sum(|numbers| numbers.sprints),
            rules: self.rules_judged.len(),
            inconclusive: self.rules_judged.values().filter(|judged| !**judged).count(),
            ignored: self.ignored.len(),
            baselined: self.baselined.len(),
            spread: Spread::of(self.boards.iter().map(|board| board.numbers.judged()).collect()),
            ..Summary::default()
        };
        summary.count(&self.findings);
        if summary.items == 0 || summary.judged() == 0 {
            let silent = self.failures.is_empty() && self.unreadable.is_empty();
            self.failures.extend(silent.then(|| nothing_judged(&summary)));
        }
        self.summary = summary;
        self.limit(inputs.limits().findings);
    }

    /// Keeps at most `most` findings: those with the highest levels, and of one level the first.
    fn limit(&mut self, most: Option<usize>) {
        let all = self.findings.len();
        let Some(most) = most.filter(|most| *most < all) else { return };
        let mut places: Vec<usize> = (0..all).collect();
        // The sort is stable, so within a level the last findings are dropped.
        places.sort_by_key(|place| std::cmp::Reverse(self.findings[*place].level));
        let mut keeps = vec![false; all];
        places.iter().take(most).for_each(|place| keeps[*place] = true);
        let mut keeps = keeps.into_iter();
        let all_findings = std::mem::take(&mut self.findings);
        (self.findings, self.beyond_limit) = all_findings.into_iter().partition(|_| keeps.next().unwrap_or_default());
        self.over_limit =
            Some(format!("{most} of {all} findings are shown, those that weigh most: --max-findings sets the limit"));
    }

    /// Number of rules that could not be judged on some board although the evidence could be obtained. It
    /// leaves out evidence that the tool never records, and mappings that the charter leaves out on purpose.
    pub fn lacking(&self) -> usize {
        let lacks = |gap: &&Inconclusive| !gap.partial && !matches!(gap.missing, Missing::Format | Missing::Mapping);
        self.inconclusive.iter().filter(lacks).map(|gap| gap.rule.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// All boards, whether judged or not.
    pub fn all_boards(&self) -> impl Iterator<Item = &Board<'a>> + Clone {
        self.every_board().map(|board| &board.board)
    }

    /// All people named in charters, whether they are on a board or not.
    pub fn people_in_charters(&self) -> impl Iterator<Item = &str> {
        let charters = self.every_board().map(|board| &board.charter);
        charters.chain(&self.charters_without_board).flat_map(Charter::people)
    }

    fn every_board(&self) -> impl Iterator<Item = &LintedBoard<'a>> + Clone {
        self.boards.iter().chain(self.left_out.iter().map(|left_out| &left_out.board))
    }
}

/// Warnings about ignores that have expired or cover nothing, grouped by charter.
pub(super) fn idle_ignores<'l, 'a: 'l>(
    boards: impl Iterator<Item = &'l LintedBoard<'a>>,
    options: &Options,
) -> Vec<Diagnostic> {
    let mut by_charter: BTreeMap<Option<FileId>, Vec<&LintedBoard<'_>>> = BTreeMap::new();
    for board in boards {
        by_charter.entry(board.charter.file).or_default().push(board);
    }
    let mut found = Vec::new();
    for governed in by_charter.values() {
        let Some(first) = governed.first() else { continue };
        let boards: Vec<_> = governed.iter().map(|board| &board.board).collect();
        let of_boards = |place: usize| {
            let each = governed.iter().filter_map(|board| board.ignores.get(place));
            each.fold(IgnoreUse::default(), IgnoreUse::and)
        };
        let uses: Vec<IgnoreUse> = (0..first.ignores.len()).map(of_boards).collect();
        let judged = |rule: Option<&str>| match rule {
            Some(name) => governed.iter().all(|board| board.judged.contains(name)),
            None => options.selection.takes_all(),
        };
        let day = options.day(&first.charter);
        found.extend(finding::idle_ignores(&boards, &first.charter, &uses, day, judged));
    }
    found
}

/// [`Linted::rules_judged`] for a run without a board: all rules were selected, none could be judged.
pub(super) fn rules_unjudged(inputs: &Inputs, options: &Options) -> BTreeMap<String, bool> {
    let rules = inputs.rules().iter();
    let rules = rules.filter(|rule| rule.level != Level::Off && options.selection.takes(rule));
    rules.map(|rule| (rule.name.clone(), false)).collect()
}

/// The error that no rule was selected, or that no rule had enough evidence.
fn nothing_judged(summary: &Summary) -> Diagnostic {
    Diagnostic::error(match (summary.items, summary.rules) {
        (0, _) => "nothing could be judged: there is no item on the board".to_owned(),
        (_, 0) => "nothing could be judged: no rule was asked, for the options and the charter leave none".to_owned(),
        (_, 1) => "nothing could be judged: the one rule that was asked lacks what it needs".to_owned(),
        (_, rules) => format!("nothing could be judged: each of the {rules} rules that were asked lacks what it needs"),
    })
}
