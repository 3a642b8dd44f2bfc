//! What was found, and what could not be judged.
//!
//! A finding knows its place in the export as a mark, its message as a phrase whose people can be named or not, and its
//! identity as a fingerprint that a fresh export of the same board repeats. How any of it looks is the reports' business.

mod baseline;
mod fingerprint;
mod ignore;
mod phrase;

use jiff::Timestamp;

use crate::board::Missing;
use crate::charter::{Level, Role, Word, words};
use crate::source::{Label, Mark};

pub use baseline::{Baseline, FILE_NAME as BASELINE, tell_apart};
pub use fingerprint::Fingerprint;
pub use ignore::{Ignored, ignore};
pub use phrase::{Part, Phrase};

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

/// Somebody a finding tells of.
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

/// Another item or act that belongs to a finding.
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
    /// The item, unless it is about a sprint, the board or the charter.
    pub item: Option<Subject>,
    /// Who did it.
    pub actor: Option<Actor>,
    /// When.
    pub at: Option<Timestamp>,
    /// The sprint, if one is meant.
    pub sprint: Option<String>,
    /// The record that proves it; none where the evidence is the command line.
    pub location: Option<Mark>,
    /// Further places that explain it: the line of the charter that gives the role.
    pub labels: Vec<Label>,
    /// Other items of the same operation, or the acts a pattern consists of.
    pub related: Vec<Related>,
    /// Every act that a pattern consists of, as the records that prove them; of the newest, `related` tells more. Nothing
    /// where one act is the finding.
    pub acts: Vec<Mark>,
    /// How many items it is about.
    pub count: usize,
    /// What it was computed from.
    pub facts: Vec<(String, Fact)>,
    /// Its identity.
    pub fingerprint: Fingerprint,
}

/// A rule that could not be judged, or not everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconclusive {
    /// The rule's name.
    pub rule: String,
    /// The board's name.
    pub board: String,
    /// What is missing.
    pub missing: Missing,
    /// Whether some of it was judged.
    pub partial: bool,
    /// What could not be judged and why.
    pub message: String,
    /// How to get the evidence.
    pub hint: String,
}

/// A file that gave nothing, or not all of it.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its path, as it was given.
    pub path: String,
    /// What is wrong with it, where, and what to do.
    pub diagnostic: crate::source::Diagnostic,
}

/// What one run over one board gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// In their order: board, time, item, rule.
    pub findings: Vec<Finding>,
    /// By rule.
    pub inconclusive: Vec<Inconclusive>,
    /// How many rules were asked.
    pub rules: usize,
}

impl Finding {
    /// The total order of findings, the same on every run.
    pub fn order(&self) -> impl Ord + '_ {
        let item = self.item.as_ref().map(|item| item.key.as_str());
        (&self.board, self.at, item, &self.rule, &self.sprint, self.location, &self.fingerprint)
    }
}
