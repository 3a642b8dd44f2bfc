//! Findings, and what could not be judged.
//!
//! A finding's place in the export is a mark. Its message is a phrase, in which people can be named or not.
//! Its identity is a fingerprint, which is the same in a new export of the same board. Missing evidence has
//! its reason and remedy in [`gap`]. `report` decides how all of it is printed.

mod baseline;
mod fingerprint;
pub mod gap;
mod ignore;
mod item_label;
mod phrase;

use jiff::Timestamp;

use self::gap::remedy::Remedy;
use crate::board::{Missing, SprintId};
use crate::charter::{Level, Role};
use crate::source::{Label, Mark};
use crate::word::{Word, words};

pub use baseline::{Baseline, FILE_NAME as BASELINE};
pub use fingerprint::{Fingerprint, make_unique};
pub use ignore::{AfterIgnores, IgnoreUse, Ignored, idle_ignores, ignore};
pub use item_label::ItemLabel;
pub use phrase::{Phrase, PhrasePart, PhraseTime};

/// A board of a run, as an index into the run's list of boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoardId(usize);

impl BoardId {
    /// The board at `index`.
    pub fn new(index: usize) -> Self {
        Self(index)
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0
    }
}

words! {
    /// How certain a rule's findings are.
    Confidence {
        /// A hint.
        Low = "low",
        /// A number crosses a threshold.
        Medium = "medium",
        /// One record proves it.
        High = "high",
    }
}

/// A person in a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The tool's own id.
    pub id: String,
    /// The displayed name.
    pub name: String,
    /// Their roles on that day.
    pub roles: Vec<Role>,
}

/// The item a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Issue key or shortLink.
    pub key: String,
    /// The number shown on a card.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// Its address in the tool.
    pub url: String,
}

/// Another item or change that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The item's key.
    pub item: Option<String>,
    /// The number shown on a card.
    pub number: Option<u32>,
    /// When.
    pub at: Option<Timestamp>,
    /// Its relation to the finding.
    pub message: Phrase,
    /// The record.
    pub mark: Option<Mark>,
}

/// A number or a text that the finding was computed from.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A number, rounded to two decimals where it is printed.
    Number(f64),
    /// A text.
    Text(String),
    /// A truth value.
    Truth(bool),
    /// Empty or unknown.
    Nothing,
}

/// One anti-pattern, proven by a record.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// The rule's category.
    pub category: String,
    /// Its level.
    pub level: Level,
    /// How certain the rule's findings are.
    pub confidence: Confidence,
    /// What happened and what the charter says.
    pub message: Phrase,
    /// The board's name.
    pub board: String,
    /// The board; `None` until it is part of a run.
    pub board_id: Option<BoardId>,
    /// The item, unless it is about a sprint, the board or the charter.
    pub item: Option<Subject>,
    /// Who did it.
    pub actor: Option<Actor>,
    /// When.
    pub at: Option<Timestamp>,
    /// The name of the sprint, or its id if it has none, for a finding about a sprint.
    pub sprint: Option<String>,
    /// That sprint.
    pub sprint_id: Option<SprintId>,
    /// The record that proves it; `None` if the evidence is a command line option.
    pub location: Option<Mark>,
    /// Other places that explain it, such as the line of the charter that assigns the role.
    pub labels: Vec<Label>,
    /// Other items of the same operation, or the changes that form a pattern.
    pub related: Vec<Related>,
    /// For a pattern, the records of all its changes; `related` describes only the newest ones. Empty for any
    /// other finding.
    pub pattern: Vec<Mark>,
    /// The keys of the other items of the same operation. Each alone would also be a finding.
    pub bulk: Vec<String>,
    /// Number of items it is about.
    pub count: usize,
    /// The values it was computed from.
    pub facts: Vec<(String, Fact)>,
    /// Its identity.
    pub fingerprint: Fingerprint,
    /// If one operation is one finding: the fingerprints that it would have if it began with a later record
    /// of the operation. An export that lacks the earlier records gives one of these.
    pub other_fingerprints: Vec<Fingerprint>,
}

/// A rule that could not be judged, or only partly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconclusive {
    /// The rule's name.
    pub rule: String,
    /// The board's name; empty without a board.
    pub board: String,
    /// The board; `None` without a board, and until it is part of a run.
    pub board_id: Option<BoardId>,
    /// What is missing.
    pub missing: Missing,
    /// Whether a part was judged.
    pub partial: bool,
    /// Why, without naming what was left out. The same text for all rules that lack the same evidence.
    pub reason: String,
    /// What could not be judged and why.
    pub message: String,
    /// How to get the evidence.
    pub remedy: Remedy,
}

/// A file that could not be read, or only partly; or a charter or folder without an export.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its path as given. For a file in a package, the path within the package is appended.
    pub path: String,
    /// The name of the input that contains it: the package, or the file itself.
    pub input: String,
    /// What is wrong, where, and what to do.
    pub diagnostic: crate::source::Diagnostic,
    /// Whether it is a charter or a folder without an export, rather than a file that cannot be read.
    pub is_without_export: bool,
}

impl Unreadable {
    /// A file at `path`, contained in `input`, and what is wrong with it.
    pub fn new(path: impl Into<String>, input: impl Into<String>, diagnostic: crate::source::Diagnostic) -> Self {
        Self { path: path.into(), input: input.into(), diagnostic, is_without_export: false }
    }

    /// The diagnostic. The path is added if no place in the file shows it.
    pub fn with_path(&self) -> crate::source::Diagnostic {
        let mut diagnostic = self.diagnostic.clone();
        if diagnostic.labels.is_empty() {
            diagnostic.message = format!("{}: {}", self.path, diagnostic.message);
        }
        diagnostic
    }
}

/// The result of judging one board.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// Sorted by board, time, item and rule.
    pub findings: Vec<Finding>,
    /// Sorted by rule.
    pub inconclusive: Vec<Inconclusive>,
}

impl Subject {
    /// Its displayed name.
    pub fn label(&self) -> ItemLabel<'_> {
        ItemLabel { key: &self.key, number: self.number }
    }
}

impl Related {
    /// The displayed name of the item, if there is one.
    pub fn label(&self) -> Option<ItemLabel<'_>> {
        Some(ItemLabel { key: self.item.as_deref()?, number: self.number })
    }
}

impl Verdicts {
    /// Sets the board of a run that this is the result of.
    #[must_use]
    pub fn of_board(mut self, board: BoardId) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.board_id = Some(board));
        self.inconclusive.iter_mut().for_each(|gap| gap.board_id = Some(board));
        self
    }
}

impl Finding {
    /// Whether it is about many changes together; there may be other findings about single ones.
    pub fn is_pattern(&self) -> bool {
        !self.pattern.is_empty()
    }

    /// The sort order of findings: total, so that it is the same on every run.
    pub fn order(&self) -> impl Ord + '_ {
        let item = self.item.as_ref().map(|item| item.key.as_str());
        (&self.board, self.at, item, &self.rule, &self.sprint, self.location, &self.fingerprint)
    }
}
