//! The commands that make something of exports and their charters: `init`, `charter` and `anonymise`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;

use super::input::{word, zone};
use crate::charter::DateOrder;

/// `boardlint init`
#[derive(Clone, Debug, Args)]
pub struct Init {
    /// Files or folders with the exports of a board, or - for standard input
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Leave out files and folders that this pattern fits; repeatable
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub exclude: Vec<String>,
    /// Who is Product Owner, as a fact rather than a guess: account id, user name, e-mail or display name
    #[arg(long, value_name = "WHO", help_heading = "Input")]
    pub po: Vec<String>,
    /// Who is Scrum Master
    #[arg(long, value_name = "WHO", help_heading = "Input")]
    pub sm: Vec<String>,
    /// Who is developer; then whoever else has no role is an outsider
    #[arg(long, value_name = "WHO", help_heading = "Input")]
    pub dev: Vec<String>,
    /// Draft from the issues of the project with this key alone, and write that into the charter
    #[arg(long, value_name = "KEY", help_heading = "Input")]
    pub project: Option<String>,
    /// The zone of the team's days, and of times that an export writes without one
    #[arg(long, value_name = "ZONE", value_parser = zone, help_heading = "Input")]
    pub timezone: Option<TimeZone>,
    /// How to read dates like 7/9/2026 in a CSV
    #[arg(long, value_parser = word::<DateOrder>(), value_name = "ORDER", help_heading = "Input")]
    pub date_order: Option<DateOrder>,
    /// Unpack no more than this from packages, all together [default: 250 times their size, from 256 up to 4096, and 100,000 files]
    #[arg(long, value_name = "MB", help_heading = "Input")]
    pub unpack_limit: Option<u64>,
    /// Write the draft here instead of beside the export; - is standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Also write the pipeline that fetches, checks and reports on a schedule, and its export script, into the folder where
    /// boardlint runs; the charter goes there, too, where the board has none yet
    #[arg(long, value_enum, value_name = "SERVICE", help_heading = "Output")]
    pub ci: Option<Ci>,
    /// Write over a charter that is already there; nothing of it is kept. With --ci, write over pipeline and script instead
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}

/// The service whose pipeline is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Ci {
    Github,
    Gitlab,
}

/// `boardlint charter`
#[derive(Debug, Args)]
pub struct CharterArgs {
    /// The charter, or a folder: then the nearest boardlint.toml in it or above it
    #[arg(default_value = ".", value_name = "PATH")]
    pub path: PathBuf,
    /// Know the rules in this folder, too
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
}

/// `boardlint anonymise`
#[derive(Debug, Args)]
pub struct Anonymise {
    /// Exports, or folders with exports and their charters; - for standard input
    #[arg(required = true, value_name = "EXPORT")]
    pub paths: Vec<PathBuf>,
    /// Where the result goes: a file, - for standard output; a folder where there are several, or a folder was given
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Make the same of the same words as last time; left out, chance decides
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}
