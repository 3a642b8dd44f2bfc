//! Telling what was found: one file an output format, and one module that encodes text for each.
//!
//! Formats know nothing of exit codes, and nothing reaches an output except through its encoder in [`encode`].

mod about;
mod company;
pub mod diagnostics;
pub mod encode;
mod github;
mod gitlab;
mod html;
mod human;
pub(crate) mod json;
mod junit;
mod markdown;
mod names;
pub mod page;
mod place;
mod retro;
mod sarif;
mod short;
mod summary;

use std::io;
use std::path::Path;

use termcolor::{NoColor, WriteColor};

use crate::charter::Level;
use crate::finding::{Finding, Inconclusive, Unreadable};
use crate::lint::{Inputs, Linted, LintedBoard, Summary};
use crate::rule::Definition;
use crate::source::Sources;

pub use names::Names;

/// What no export shows, so that a clean run is not taken for a clean bill.
pub const NOT_CHECKED: &[&str] = &[
    "who leads the daily, and for whom it is held",
    "who speaks in the retrospective, and who stays silent",
    "how Product Owner and Scrum Master talk with each other",
    "what stakeholders were promised beside the board",
    "whether trouble with the backlog is answered with one more meeting",
];

/// Everything a format may want to tell.
#[derive(Debug)]
pub struct Run<'r> {
    /// The texts that findings point into.
    pub sources: &'r Sources,
    /// The boards that were judged, for formats that tell more of them than findings.
    pub boards: &'r [LintedBoard<'r>],
    /// All findings, in their total order.
    pub findings: &'r [Finding],
    /// Findings that the charter's ignores cover, each with the reason given there; in the same order.
    pub ignored: &'r [(Finding, String)],
    /// Findings that the baseline knows, in the same order.
    pub baselined: &'r [Finding],
    /// What could not be judged.
    pub inconclusive: &'r [Inconclusive],
    /// Files that gave nothing, or not all.
    pub unreadable: &'r [Unreadable],
    /// Boards of which nothing is told, and why, a sentence each.
    pub left_out: &'r [String],
    /// The numbers.
    pub summary: &'r Summary,
    /// The rules that were asked, for their texts.
    pub rules: &'r [Definition],
    /// What people are called.
    pub names: &'r Names,
    /// The folder in which the run happens, from which relative names count; none where there is no such thing.
    pub here: Option<&'r Path>,
    /// What to do next, where nobody was named.
    pub first_steps: Option<&'r str>,
    /// How much of it to show.
    pub display: Display,
}

/// How much of a run is shown. What is not shown is counted.
#[derive(Clone, Copy, Debug)]
pub struct Display {
    /// Findings below this level are left out.
    pub min_level: Level,
    /// So many findings of a rule are shown on a terminal; 0 shows all.
    pub max_per_rule: usize,
    /// Adds a table of findings by rule.
    pub statistics: bool,
    /// Leaves out everything but findings and the summary.
    pub quiet: bool,
    /// Lists what the charter's ignores cover, with the reason.
    pub show_ignored: bool,
    /// Leaves out the titles of items.
    pub no_titles: bool,
}

impl Default for Display {
    /// Everything.
    fn default() -> Self {
        Self {
            min_level: Level::Info,
            max_per_rule: 0,
            statistics: false,
            quiet: false,
            show_ignored: false,
            no_titles: false,
        }
    }
}

impl<'r> Run<'r> {
    /// What `linted` made of `inputs`, with people called as `names` calls them.
    pub fn new(inputs: &'r Inputs, linted: &'r Linted<'r>, names: &'r Names, display: Display) -> Self {
        Self {
            sources: inputs.sources(),
            boards: &linted.boards,
            findings: &linted.findings,
            ignored: &linted.ignored,
            baselined: &linted.baselined,
            inconclusive: &linted.inconclusive,
            unreadable: &linted.unreadable,
            left_out: &linted.left_out,
            summary: &linted.summary,
            rules: inputs.rules(),
            names,
            here: None,
            first_steps: None,
            display,
        }
    }

    /// The findings at or above the level that is shown.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level >= self.display.min_level)
    }

    /// The text of the rule that `name` names.
    pub fn rule(&self, name: &str) -> Option<&Definition> {
        self.rules.iter().find(|rule| rule.name == name)
    }
}

/// An output format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether people read it: then the closing lines are part of it, else they go to standard error.
    pub for_people: bool,
    /// Whether it calls people by role and letter unless it is asked for their names: it is made to be passed around.
    pub pseudonymous: bool,
    /// Writes a run.
    pub write: fn(&Run<'_>, &mut dyn WriteColor) -> io::Result<()>,
}

/// All formats.
pub const FORMATS: &[Format] = &[
    Format { name: "human", for_people: true, pseudonymous: false, write: human::write },
    Format { name: "short", for_people: true, pseudonymous: false, write: short::write },
    Format { name: "json", for_people: false, pseudonymous: false, write: json::write },
    Format { name: "jsonl", for_people: false, pseudonymous: false, write: json::write_lines },
    Format { name: "sarif", for_people: false, pseudonymous: false, write: sarif::write },
    Format { name: "github", for_people: true, pseudonymous: false, write: github::write },
    Format { name: "gitlab", for_people: false, pseudonymous: false, write: gitlab::write },
    Format { name: "junit", for_people: false, pseudonymous: false, write: junit::write },
    Format { name: "markdown", for_people: true, pseudonymous: true, write: markdown::write },
    Format { name: "html", for_people: false, pseudonymous: true, write: html::write },
];

/// The retro report, by the ending of the file it goes to.
pub const RETRO: &[(&str, Format)] = &[
    ("html", Format { name: "html", for_people: false, pseudonymous: true, write: html::write }),
    ("md", Format { name: "md", for_people: false, pseudonymous: true, write: retro::markdown::write }),
];

impl Format {
    /// The format called `name`.
    pub fn find(name: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.name == name).copied()
    }

    /// A run in this format, without colours.
    ///
    /// # Errors
    /// None that can happen: memory takes everything.
    pub fn bytes(&self, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut out = NoColor::new(Vec::new());
        (self.write)(run, &mut out)?;
        Ok(out.into_inner())
    }
}
