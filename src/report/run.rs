//! The input of a format: everything one run found, and how much of it to show.

use std::borrow::Cow;
use std::path::Path;

use jiff::Timestamp;

use super::{Names, SprintBefore};
use crate::board::Board;
use crate::charter::Level;
use crate::finding::{BoardId, Finding, Ignored, Inconclusive, Unreadable};
use crate::lint::{BoardLeftOut, Inputs, Linted, LintedBoard, Summary};
use crate::rule::Definition;
use crate::source::{Diagnostic, Sources};

/// Everything a format may show.
#[derive(Debug)]
pub struct Run<'r> {
    /// The texts that findings point into.
    pub sources: &'r Sources,
    /// The boards that were judged; a [`BoardId`] is a position in this list.
    pub boards: &'r [LintedBoard<'r>],
    /// All findings, in their total order.
    pub findings: &'r [Finding],
    /// A note that there are more findings than are shown, and why; `None` if all are shown.
    pub over_limit: Option<&'r str>,
    /// The findings that are not shown because of the limit, in the same order.
    pub beyond_limit: &'r [Finding],
    /// Findings that the charter's ignores cover, in the same order.
    pub ignored: &'r [Ignored],
    /// Findings that the baseline contains, in the same order.
    pub baselined: &'r [Finding],
    /// What could not be judged.
    pub inconclusive: &'r [Inconclusive],
    /// Files that could not be read, or not completely.
    pub unreadable: &'r [Unreadable],
    /// The reasons why the run as a whole failed; empty if it did not.
    pub failures: &'r [Diagnostic],
    /// The boards that were not judged.
    pub left_out: &'r [BoardLeftOut<'r>],
    /// The numbers.
    pub summary: &'r Summary,
    /// The definitions of the rules that ran, for their texts.
    pub rules: &'r [Definition],
    /// What people are called.
    pub names: &'r Names,
    /// When the run happens; `None` if the caller does not say.
    pub time: Option<Timestamp>,
    /// The folder in which the run happens: formats for tools write paths relative to it. `None` if there is
    /// no such folder.
    pub here: Option<&'r Path>,
    /// What to do next, if the charter gives nobody a role.
    pub first_steps: Option<&'r str>,
    /// The findings at the end of the sprint before; `None` if that was not checked.
    pub before: Option<&'r SprintBefore<'r>>,
    /// The position of the page among the pages of other boards; `None` if there is only this page.
    pub among: Option<PageAmong<'r>>,
    /// How much of it to show.
    pub display: Display,
}

/// Where a page is if there are pages of several boards.
#[derive(Clone, Copy, Debug)]
pub struct PageAmong<'r> {
    /// The file of the index page, in the same folder.
    pub index: &'r str,
    /// Where the exports of its board are.
    pub place: &'r str,
}

/// How much of a run is shown. What is not shown is counted.
#[derive(Clone, Copy, Debug)]
pub struct Display {
    /// Findings below this level are left out.
    pub min_level: Level,
    /// Maximum number of findings of a rule on a terminal; 0 shows all.
    pub max_per_rule: usize,
    /// Adds a table of findings by rule.
    pub statistics: bool,
    /// Leaves out everything but findings and the summary.
    pub quiet: bool,
    /// Lists the findings that the charter's ignores cover, each with the reason.
    pub show_ignored: bool,
    /// Leaves out the titles of items.
    pub no_titles: bool,
    /// Leaves out links and the day and time of events. A report gives only the week.
    pub private: bool,
    /// How many columns the terminal has.
    pub width: usize,
}

impl Default for Display {
    /// Shows everything.
    fn default() -> Self {
        Self {
            min_level: Level::Info,
            max_per_rule: 0,
            statistics: false,
            quiet: false,
            show_ignored: false,
            no_titles: false,
            private: false,
            width: super::fold::WIDTH,
        }
    }
}

impl<'r> Run<'r> {
    /// The results `linted` of `inputs`, with people called as `names` says.
    pub fn new(inputs: &'r Inputs, linted: &'r Linted<'r>, names: &'r Names, display: Display) -> Self {
        Self {
            sources: inputs.sources(),
            boards: &linted.boards,
            findings: &linted.findings,
            over_limit: linted.over_limit.as_deref(),
            beyond_limit: &linted.beyond_limit,
            ignored: &linted.ignored,
            baselined: &linted.baselined,
            inconclusive: &linted.inconclusive,
            unreadable: &linted.unreadable,
            failures: &linted.failures,
            left_out: &linted.left_out,
            summary: &linted.summary,
            rules: inputs.rules(),
            names,
            time: None,
            here: None,
            first_steps: None,
            before: None,
            among: None,
            display,
        }
    }

    /// The findings at or above the minimum level.
    pub fn shown(&self) -> impl Iterator<Item = &'r Finding> {
        let least = self.display.min_level;
        self.findings.iter().filter(move |finding| finding.level >= least)
    }

    /// The findings below the minimum level.
    pub(super) fn below_level(&self) -> impl Iterator<Item = &'r Finding> {
        let least = self.display.min_level;
        self.findings.iter().filter(move |finding| finding.level < least)
    }

    /// Number of findings below the minimum level.
    pub fn hidden(&self) -> usize {
        self.below_level().count()
    }

    /// A reason why the run failed, on one line: what is wrong and what may help.
    pub(super) fn reason(&self, failure: &Diagnostic) -> String {
        let parts = std::iter::once(&failure.message).chain(&failure.notes).map(String::as_str);
        self.names.text(&parts.collect::<Vec<_>>().join("; ")).into_owned()
    }

    /// The definition of the rule called `name`.
    pub fn rule(&self, name: &str) -> Option<&'r Definition> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The boards that were judged.
    pub fn judged_boards(&self) -> impl ExactSizeIterator<Item = &'r Board<'r>> + use<'r> {
        self.boards.iter().map(|linted| &linted.board)
    }

    /// The board of a finding or a gap; `None` if it belongs to no board.
    pub fn board(&self, id: Option<BoardId>) -> Option<&'r Board<'r>> {
        self.boards.get(id?.index()).map(|linted| &linted.board)
    }

    /// The names of the rules that ran on a board.
    pub fn asked(&self, id: Option<BoardId>) -> &'r [String] {
        id.and_then(|id| self.boards.get(id.index())).map(|linted| linted.asked.as_slice()).unwrap_or_default()
    }

    /// What a board is called; empty if there is no board.
    pub fn board_name(&self, id: Option<BoardId>) -> Cow<'r, str> {
        self.board(id).map(|board| self.names.text(&board.name)).unwrap_or_default()
    }

    /// Whether there are several boards, so that each must be named.
    pub fn has_several_boards(&self) -> bool {
        self.boards.len() > 1
    }
}
