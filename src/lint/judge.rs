//! Builds and judges boards one by one, and applies the charter's ignores and the baseline to their findings.

use std::collections::BTreeSet;
use std::vec;

use super::boards::BoardFiles;
use super::differing_parts::places_of_namesakes;
use super::inputs::Inputs;
use super::options::Options;
use super::read::Exports;
use super::summary::Summary;
use crate::board::facts::Facts;
use crate::board::{self, Board};
use crate::charter::{Charter, Profile};
use crate::finding::{self, BoardId, Finding, IgnoreUse, Ignored, Inconclusive};
use crate::rule::{self, RuleSet};
use crate::source::{Diagnostic, FileId, has_errors};

/// A board of a run.
#[derive(Debug)]
pub struct LintedBoard<'a> {
    /// The board. If several boards have the same name, the folder of the charter or the file is appended.
    pub board: Board<'a>,
    /// Its charter, with the roles given as options; empty if there is none.
    pub charter: Charter,
    /// The files it was built from.
    pub files: Vec<FileId>,
    /// Its own numbers.
    pub numbers: Summary,
    /// The names of the rules applied to it, without those that are off or not selected.
    pub asked: Vec<String>,
    /// The rules that could be judged completely.
    pub judged: BTreeSet<String>,
    /// What each of the charter's ignores covers here.
    pub(super) ignores: Vec<IgnoreUse>,
}

/// The result for one board.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The board.
    pub board: LintedBoard<'a>,
    /// The findings, sorted.
    pub findings: Vec<Finding>,
    /// Findings covered by an ignore.
    pub ignored: Vec<Ignored>,
    /// Findings in the baseline.
    pub baselined: Vec<Finding>,
    /// What could not be judged, sorted by rule.
    pub inconclusive: Vec<Inconclusive>,
    /// Errors in the charter, by itself or in relation to this board.
    pub diagnostics: Vec<Diagnostic>,
    /// Why the board was not judged; `None` if it was.
    pub left_out: Option<LeftOut>,
}

/// Why a board was not judged.
#[derive(Debug)]
pub enum LeftOut {
    /// Its charter has errors, or the options do not fit it: see the errors in [`Outcome::diagnostics`].
    Mistakes,
    /// The requested project, sprint or period is not on it.
    NotOnBoard(Diagnostic),
}

/// The boards of a run. Each is built and judged lazily, so a caller that drops the results has only one in
/// memory.
#[derive(Debug)]
pub struct Boards<'a> {
    inputs: &'a Inputs,
    options: Options,
    boards: vec::IntoIter<(BoardFiles<'a>, Option<String>)>,
    /// Number of boards judged so far.
    judged: usize,
    /// Whether each board is the only one of its run.
    apart: bool,
}

impl Boards<'_> {
    /// Returns the boards so that each is the only one of a run.
    pub(super) fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Renames boards of the same name, by their paths.
    fn tell_apart(&mut self) {
        let boards = self.boards.as_mut_slice();
        let title = |board: &BoardFiles<'_>| board::title(&board.facts, board.charter.project.as_ref()).0;
        let titles: Vec<String> = boards.iter().map(|(board, _)| title(board)).collect();
        let path = |place: usize| {
            let board = &boards[place].0;
            path(self.inputs, &board.charter, board.facts.first().map(|facts| facts.file))
        };
        let names = names(&titles, path);
        boards.iter_mut().zip(names).for_each(|((_, known), name)| *known = name);
    }
}

impl<'a> BoardFiles<'a> {
    /// Builds and judges the board as the only one of its run. Its findings refer to it as `id`.
    pub fn judge(self, inputs: &'a Inputs, options: &Options, id: BoardId) -> Outcome<'a> {
        judge(inputs, options, self, None, id)
    }
}

impl<'a> Exports<'a> {
    /// Returns the boards, which are then judged one by one.
    pub fn into_boards(self) -> Boards<'a> {
        let mut boards = self.into_boards_after(0);
        boards.tell_apart();
        boards
    }

    /// Returns the boards as a part of a run in which `judged` boards were judged before. Boards of the same
    /// name keep it.
    pub(super) fn into_boards_after(self, judged: usize) -> Boards<'a> {
        let Self { inputs, options, mut boards, .. } = self;
        boards.retain(|board| board.facts.iter().any(Facts::has_items));
        let boards = boards.into_iter().map(|board| (board, None)).collect::<Vec<_>>().into_iter();
        Boards { inputs, options, boards, judged, apart: false }
    }
}

/// The names for boards with these titles: `None` if the title is unique, else the title with the
/// distinguishing part of its `path`.
pub(super) fn names(titles: &[String], path: impl Fn(usize) -> String) -> Vec<Option<String>> {
    let places = places_of_namesakes(&titles.iter().map(String::as_str).collect::<Vec<_>>(), path);
    let names = titles.iter().zip(places).map(|(title, part)| Some(format!("{title} ({})", part?)));
    names.collect()
}

/// The path of a board: that of its charter, else of its first file.
pub(super) fn path(inputs: &Inputs, charter: &Charter, first: Option<FileId>) -> String {
    let file = charter.file.or(first);
    file.map(|file| inputs.sources().get(file).input().replace('\\', "/")).unwrap_or_default()
}

impl<'a> Iterator for Boards<'a> {
    type Item = Outcome<'a>;

    fn next(&mut self) -> Option<Outcome<'a>> {
        let (files, name) = self.boards.next()?;
        let outcome = judge(self.inputs, &self.options, files, name, BoardId::new(self.judged));
        self.judged += usize::from(outcome.left_out.is_none() && !self.apart);
        Some(outcome)
    }
}

fn judge<'a>(
    inputs: &'a Inputs,
    options: &Options,
    board: BoardFiles<'a>,
    name: Option<String>,
    id: BoardId,
) -> Outcome<'a> {
    let BoardFiles { charter, found: mut diagnostics, facts } = board;
    let files = facts.iter().map(|facts| facts.file).collect();
    let mut built = board::build(facts, &charter, &options.wanted());
    if let Some(name) = name {
        built.board.rename(name);
    }
    diagnostics.append(&mut built.found);
    let profile = options.profile.or(charter.profile).unwrap_or(Profile::Strict);
    let rules = RuleSet::new(inputs.rules(), profile, &charter, &options.selection, inputs.sources(), &mut diagnostics);
    let board = LintedBoard {
        board: built.board,
        charter,
        files,
        numbers: Summary::default(),
        asked: Vec::new(),
        judged: BTreeSet::new(),
        ignores: Vec::new(),
    };
    let mut outcome = Outcome {
        board,
        findings: Vec::new(),
        ignored: Vec::new(),
        baselined: Vec::new(),
        inconclusive: Vec::new(),
        diagnostics,
        left_out: None,
    };
    if has_errors(&outcome.diagnostics) {
        outcome.left_out = Some(LeftOut::Mistakes);
    } else if let Some(nowhere) = built.nowhere {
        outcome.left_out = Some(LeftOut::NotOnBoard(nowhere));
    } else {
        outcome.ask(&rules, inputs, options, id);
    }
    outcome
}

impl Outcome<'_> {
    /// Renames the board, also in its findings.
    pub(super) fn rename(&mut self, name: &str) {
        let ignored = self.ignored.iter_mut().map(|ignored| &mut ignored.finding);
        for finding in self.findings.iter_mut().chain(ignored).chain(&mut self.baselined) {
            finding.board = name.to_owned();
        }
        self.inconclusive.iter_mut().for_each(|gap| gap.board = name.to_owned());
        self.board.board.rename(name.to_owned());
    }

    /// Applies the rules, the charter's ignores and the baseline.
    fn ask(&mut self, rules: &RuleSet, inputs: &Inputs, options: &Options, id: BoardId) {
        let LintedBoard { board, charter, numbers, asked, judged, ignores, .. } = &mut self.board;
        let verdicts = rule::judge(board, rules).of_board(id);
        let after = finding::ignore(board, charter, verdicts.findings, options.day(charter));
        let beside = || inputs.charter_in(charter.file)?.baseline.as_ref();
        let baseline = inputs.baseline.as_ref().or_else(beside);
        let is_known = |finding: &Finding| baseline.is_some_and(|baseline| baseline.knows(finding));
        (self.baselined, self.findings) = after.kept.into_iter().partition(is_known);
        self.ignored = after.ignored;
        self.inconclusive = verdicts.inconclusive;
        *ignores = after.uses;
        *asked = rules.rules().iter().map(|rule| rule.name.clone()).collect();
        let whole = |name: &&String| !self.inconclusive.iter().any(|gap| gap.rule == **name);
        *judged = asked.iter().filter(whole).cloned().collect();
        *numbers = Summary {
            items: board.present_items().count(),
            changes: board.changes.len(),
            people: board.people.len(),
            sprints: board.sprints.len(),
            rules: asked.len(),
            inconclusive: self.inconclusive.iter().filter(|gap| !gap.partial).count(),
            ignored: self.ignored.len(),
            baselined: self.baselined.len(),
            ..Summary::default()
        };
        numbers.count(&self.findings);
    }
}
