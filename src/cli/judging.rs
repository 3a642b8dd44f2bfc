//! The commands that judge boards: `check`, `report` and `baseline`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Judged;
use super::input::word;
use crate::report::Pseudonyms;

/// So many findings are shown where nobody says how many.
const FINDINGS: usize = 1_000_000;

/// `boardlint check`
#[derive(Debug, Args)]
pub struct Check {
    /// What is read, and which rules are asked.
    #[command(flatten)]
    pub judged: Judged,
    /// Write the result in this format, to PATH if one is given; repeatable (human, short, json, jsonl, csv, markdown, html, github,
    /// sarif, gitlab, junit)
    #[arg(long, value_name = "FORMAT[=PATH]", help_heading = "Output")]
    pub format: Vec<String>,
    /// Fail from this level on [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Output")]
    pub fail_on: Option<FailOn>,
    /// Tell only what this file does not know [default: boardlint-baseline.json beside the charter]
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub baseline: Option<PathBuf>,
    /// Fail when a rule could not be judged at all for lack of evidence
    #[arg(long, help_heading = "Output")]
    pub fail_on_inconclusive: bool,
    /// Show only findings from this level on
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = ShownLevel::Info, help_heading = "Output")]
    pub min_level: ShownLevel,
    /// Show so many findings of a rule on a terminal; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Output")]
    pub max_per_rule: usize,
    /// Show no more findings than this in any output, those that weigh most; all are counted
    #[arg(long, value_name = "N", default_value_t = FINDINGS, help_heading = "Output")]
    pub max_findings: usize,
    /// Add how often each rule fired, in human, short and github
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// Call people by their role, and by a letter where five or more hold it, as in "Developer B"; roles or letters alone
    /// if STYLE says so
    #[arg(long, value_parser = word::<Pseudonyms>(), value_name = "STYLE", num_args = 0..=1, require_equals = true,
        default_missing_value = "discreet", conflicts_with = "names", help_heading = "Output")]
    pub pseudonyms: Option<Pseudonyms>,
    /// Call people by their names, in markdown and html too
    #[arg(long, help_heading = "Output")]
    pub names: bool,
    /// List what the charter's ignores cover, with the reason, in human, short and github; html and sarif always do
    #[arg(long, help_heading = "Output")]
    pub show_ignored: bool,
    /// Leave out what was not judged and what to do next
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
}

/// `boardlint baseline`
#[derive(Debug, Args)]
pub struct Baseline {
    /// What is read, and which rules are asked.
    #[command(flatten)]
    pub judged: Judged,
    /// Write to this file instead of boardlint-baseline.json beside the charter; - is standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Only take out what no longer occurs
    #[arg(long, help_heading = "Output")]
    pub prune: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
}

/// `boardlint report`
#[derive(Debug, Args)]
pub struct Report {
    /// What is read, and which rules are asked.
    #[command(flatten)]
    pub judged: Judged,
    /// Where the report goes, - for standard output; the ending chooses the format: .html, .md, .txt, .xhtml [default: retro.html]
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Write a page for each board into this folder, and an index of them, index.html
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "format"], help_heading = "Output")]
    pub per_board: Option<PathBuf>,
    /// Write it as a page (html), as Markdown (md), in the storage format of Confluence, or as a few lines for a chat (text)
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ReportFormat>,
    /// How to call people: by role, and by a letter where five or more hold it (discreet), by role alone (roles), or always
    /// by role and letter (letters); warnings about the charter do so, too, where this or --private is given [default: discreet]
    #[arg(long, value_parser = word::<Pseudonyms>(), value_name = "STYLE", conflicts_with = "names",
        hide_possible_values = true, help_heading = "Output")]
    pub pseudonyms: Option<Pseudonyms>,
    /// Call people by their names instead
    #[arg(long, help_heading = "Output")]
    pub names: bool,
    /// Call people by role alone and items by numbers, and leave out titles, links and exact times: for a report that leaves the
    /// team. The names of the board and of its sprints stay, and where one person holds a role, the role is a name
    #[arg(long, conflicts_with = "names", help_heading = "Output")]
    pub private: bool,
    /// Show no more findings than this, those that weigh most; all are counted
    #[arg(long, value_name = "N", default_value_t = FINDINGS, help_heading = "Output")]
    pub max_findings: usize,
    /// Leave out the titles of items
    #[arg(long, help_heading = "Output")]
    pub no_titles: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A page that needs nothing but itself
    Html,
    /// Markdown, for a wiki or a merge request
    Md,
    /// The storage format of Confluence
    Confluence,
    /// A few lines for a chat
    Text,
}

/// The level from which a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the words say it")]
pub enum FailOn {
    Error,
    Warn,
    Info,
    Never,
}

/// The level from which findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the words say it")]
pub enum ShownLevel {
    Error,
    Warn,
    Info,
}
