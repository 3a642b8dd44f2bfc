//! What is read, who is who, and which rules are asked: the options that several commands share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::board::{Day, Pick};
use crate::charter::{DateOrder, Profile};
use crate::finding::Confidence;
use crate::word::Word;

/// What is read, and who is who.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct Input {
    /// Files or folders with exports, or - for standard input
    #[arg(default_value = ".", value_name = "PATH", help_heading = None::<&str>)]
    pub paths: Vec<PathBuf>,
    /// Who is Product Owner: account id, user name, e-mail or display name
    #[arg(long, value_name = "WHO")]
    pub po: Vec<String>,
    /// Who is Scrum Master
    #[arg(long, value_name = "WHO")]
    pub sm: Vec<String>,
    /// Who is developer; left out, everybody without a role is
    #[arg(long, value_name = "WHO")]
    pub dev: Vec<String>,
    /// Take this charter instead of the nearest boardlint.toml
    #[arg(long, value_name = "FILE")]
    pub charter: Option<PathBuf>,
    /// Fail when a Product Owner or Scrum Master of the charter fits nobody on the board
    #[arg(long)]
    pub strict_charter: bool,
    /// Leave out files and folders that this pattern fits: a name (`old-*.json`) or a path (`exports/2024/**`); repeatable
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Judge only the issues of the project with this key [default: the charter's, else all]
    #[arg(long, value_name = "KEY")]
    pub project: Option<String>,
    /// The zone of times that an export writes without one [default: the charter's]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub timezone: Option<TimeZone>,
    /// How to read dates like 7/9/2026 in a CSV
    #[arg(long, value_parser = word::<DateOrder>(), value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
    /// Unpack no more than this from packages, all together [default: 250 times their size, from 256 up to 4096, and 100,000 files]
    #[arg(long, value_name = "MB")]
    pub unpack_limit: Option<u64>,
    /// Move the clock to the end of this day (ages are measured to it)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Judge only what happened on this day and later; 14d: in the last 14 days before the newest change
    #[arg(long, value_name = "DATE", help_heading = "Window")]
    pub since: Option<Day>,
    /// Judge only what happened until this day, included, as it stood then; 14d: as it stood 14 days ago
    #[arg(long, value_name = "DATE", help_heading = "Window")]
    pub until: Option<Day>,
    /// Judge one sprint, as it stood when it was completed: its name, current or last-closed
    #[arg(long, value_name = "NAME", help_heading = "Window")]
    pub sprint: Option<Pick>,
}

/// What is judged, and by which rules.
#[derive(Debug, Args)]
pub struct Judged {
    /// What is read.
    #[command(flatten)]
    pub input: Input,
    /// Which rules are asked.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// A day and nothing more: a time of day would be dropped without a word.
fn day(text: &str) -> Result<Date, String> {
    match text.parse::<Day>() {
        Ok(Day::On(date)) => Ok(date),
        Ok(Day::Before(_)) | Err(_) => Err("no such day: write it like 2026-03-02, without a time".to_owned()),
    }
}

/// A word of a closed set, each with what it means.
pub(super) fn word<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    let value = |it: &W| PossibleValue::new(it.word()).help(it.meaning().trim_end_matches('.'));
    PossibleValuesParser::new(W::ALL.iter().map(value)).try_map(|text| W::parse(&text).ok_or("there is no such word"))
}

pub(super) fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "no time zone is called so: write it like Europe/Berlin".to_owned())
}

/// Which rules are asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// Read more rules from this folder
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Ask only these rules or categories: a,b
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not ask these rules or categories: a,b
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Ask only rules at least this sure
    #[arg(long, value_parser = word::<Confidence>(), value_name = "CONFIDENCE")]
    pub min_confidence: Option<Confidence>,
    /// How strictly to read Scrum
    #[arg(long, value_parser = word::<Profile>(), value_name = "PROFILE")]
    pub profile: Option<Profile>,
}
