//! What was found, and what could not be judged.
//!
//! A finding has its place in the export as a mark, its message as a phrase whose people can be named or not, and its
//! identity as a fingerprint that a fresh export of the same board repeats. What could not be judged has its reason and its remedy in
//! [`gap`]. How any of it is printed is decided in `report`.

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

/// A board of a run, as a position in the run's list of boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoardId(usize);

impl BoardId {
    /// The board at `index` of the list.
    pub fn new(index: usize) -> Self {
        Self(index)
    }

    /// Its position in the list.
    pub fn index(self) -> usize {
        self.0
    }
}

words! {
    /// How sure a rule can be of itself.
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
    /// What people see.
    pub name: String,
    /// The roles held that day.
    pub roles: Vec<Role>,
}

/// The item a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Issue key or shortLink.
    pub key: String,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// Where it can be opened.
    pub url: String,
}

/// Another item or change that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The item's key.
    pub item: Option<String>,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// When.
    pub at: Option<Timestamp>,
    /// What it has to do with the finding.
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
    /// Whether something holds.
    Truth(bool),
    /// Known to be nothing, or not known.
    Nothing,
}

/// One anti-pattern, proven by a record.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// The rule's category.
    pub category: String,
    /// How much it weighs.
    pub level: Level,
    /// How sure the rule can be.
    pub confidence: Confidence,
    /// What happened and what the charter says.
    pub message: Phrase,
    /// The board's name.
    pub board: String,
    /// The board; none as long as it is not part of a run.
    pub board_id: Option<BoardId>,
    /// The item, unless it is about a sprint, the board or the charter.
    pub item: Option<Subject>,
    /// Who did it.
    pub actor: Option<Actor>,
    /// When.
    pub at: Option<Timestamp>,
    /// The name of the sprint, or its id where it has none, if one is meant.
    pub sprint: Option<String>,
    /// That sprint.
    pub sprint_id: Option<SprintId>,
    /// The record that proves it; none where the evidence is the command line.
    pub location: Option<Mark>,
    /// Further places that explain it: the line of the charter that gives the role.
    pub labels: Vec<Label>,
    /// Other items of the same operation, or the changes a pattern consists of.
    pub related: Vec<Related>,
    /// Where the finding is a pattern: the records of all changes it consists of; `related` describes the newest of them.
    /// Empty for any other finding.
    pub pattern: Vec<Mark>,
    /// The keys of the other items that the same operation did it to: each alone would be a finding, too.
    pub bulk: Vec<String>,
    /// How many items it is about.
    pub count: usize,
    /// What it was computed from.
    pub facts: Vec<(String, Fact)>,
    /// Its identity.
    pub fingerprint: Fingerprint,
    /// Where one operation is one finding: the identities that it would have if it began with one of the operation's other records,
    /// as it does in an export that lacks those before.
    pub other_fingerprints: Vec<Fingerprint>,
}

/// A rule that could not be judged, or not everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconclusive {
    /// The rule's name.
    pub rule: String,
    /// The board's name; empty where there was no board.
    pub board: String,
    /// The board; none where there was none, and as long as it is not part of a run.
    pub board_id: Option<BoardId>,
    /// What is missing.
    pub missing: Missing,
    /// Whether some of it was judged.
    pub partial: bool,
    /// Why, whatever was left out for it: alike for all rules that lack the same.
    pub reason: String,
    /// What could not be judged and why.
    pub message: String,
    /// How to get the evidence.
    pub remedy: Remedy,
}

/// A file that could not be read, or not completely; or a charter or a folder without an export.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its path, as it was given; of what lies in a package, with its name there behind it.
    pub path: String,
    /// The name of the input that it is or came out of, which is that of the package where there is one.
    pub input: String,
    /// What is wrong with it, where, and what to do.
    pub diagnostic: crate::source::Diagnostic,
    /// Whether it is a charter or a folder without an export, rather than a file that cannot be read.
    pub is_without_export: bool,
}

impl Unreadable {
    /// A file at `path`, which is `input` or came out of it, and what is wrong with it.
    pub fn new(path: impl Into<String>, input: impl Into<String>, diagnostic: crate::source::Diagnostic) -> Self {
        Self { path: path.into(), input: input.into(), diagnostic, is_without_export: false }
    }

    /// What is wrong, with the path where no place in the file shows it.
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
    /// In their order: board, time, item, rule.
    pub findings: Vec<Finding>,
    /// By rule.
    pub inconclusive: Vec<Inconclusive>,
}

impl Subject {
    /// What people call it.
    pub fn label(&self) -> ItemLabel<'_> {
        ItemLabel { key: &self.key, number: self.number }
    }
}

impl Related {
    /// What people call the item, where it is one.
    pub fn label(&self) -> Option<ItemLabel<'_>> {
        Some(ItemLabel { key: self.item.as_deref()?, number: self.number })
    }
}

impl Verdicts {
    /// Says which board of a run this is the outcome of.
    #[must_use]
    pub fn of_board(mut self, board: BoardId) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.board_id = Some(board));
        self.inconclusive.iter_mut().for_each(|gap| gap.board_id = Some(board));
        self
    }
}

impl Finding {
    /// Whether it is about many changes together, of which other findings may be about single ones.
    pub fn is_pattern(&self) -> bool {
        !self.pattern.is_empty()
    }

    /// The total order of findings, the same on every run.
    pub fn order(&self) -> impl Ord + '_ {
        let item = self.item.as_ref().map(|item| item.key.as_str());
        (&self.board, self.at, item, &self.rule, &self.sprint, self.location, &self.fingerprint)
    }
}
