//! Every flag, in one place. This module only parses; `command` turns what was asked into things that act.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::board::Day;

/// Finds Scrum role anti-patterns in exported Jira and Trello boards.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, propagate_version = true)]
#[command(
    before_help = "Start with:\n  boardlint init EXPORT     drafts who is who and which column means what\n  \
    boardlint check EXPORT    says what was found, and what could not be judged",
    after_help = "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage, charter or rule error, \
    3 no export found or one that cannot be read",
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// When to use colours: auto, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = Color::Auto,
        value_name = "WHEN",
        hide_possible_values = true,
        help_heading = "General"
    )]
    pub color: Color,
    /// Print help
    #[arg(long, short, global = true, action = ArgAction::Help, help_heading = "General")]
    help: Option<bool>,
    /// Print version
    #[arg(long, short = 'V', global = true, action = ArgAction::Version, help_heading = "General")]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set; FORCE_COLOR and CLICOLOR are heeded.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What boardlint can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint exports: files, folders, or - for standard input
    #[command(after_help = "Examples:\n  boardlint check board.json --po \"Maria Gomez\" --sm \"Sam Lee\"\n  \
        boardlint check exports/ --format jsonl --fail-on warn\n  \
        boardlint check exports/ --sprint last-closed --format human --format sarif=boardlint.sarif")]
    Check(Check),
    /// Write the page that a team talks over in its retrospective
    #[command(
        after_help = "Examples:\n  boardlint report board.json --po \"Maria Gomez\" --sm \"Sam Lee\" -o retro.html\n  \
        boardlint report exports/ --sprint last-closed -o retro.md --no-titles\n  \
        boardlint report exports/ --private --format confluence"
    )]
    Report(Report),
    /// Read an export and draft its charter, boardlint.toml, with the evidence of every guess
    #[command(after_help = "Examples:\n  boardlint init exports/\n  \
        boardlint init board.json --po \"Maria Gomez\"\n  boardlint init board.json -o - | less\n  \
        boardlint init exports/ --ci github")]
    Init(Init),
    /// Write the present findings down, so that later runs tell only what is new
    #[command(after_help = "Examples:\n  boardlint baseline exports/\n  \
        boardlint check exports/                 tells what is new since then\n  \
        boardlint baseline exports/ --prune      forgets what no longer occurs")]
    Baseline(Baseline),
    /// Check boardlint.toml by itself, and show every setting with the place where it was made
    #[command(after_help = "Examples:\n  boardlint charter\n  boardlint charter teams/checkout/boardlint.toml")]
    Charter(CharterArgs),
    /// Show what is in exports, what was understood, and what is missing
    #[command(after_help = "Examples:\n  boardlint inspect exports/\n  \
        boardlint inspect board.json --format json | jq .changes")]
    Inspect(Inspect),
    /// Replace names, texts, addresses and ids in exports, so that they can be shown to others
    #[command(after_help = "Examples:\n  boardlint anonymise board.json -o shown.json\n  \
        boardlint anonymise exports/ -o shown/")]
    Anonymise(Anonymise),
    /// List the rules with level, confidence and what each needs
    #[command(after_help = "Examples:\n  boardlint rules --select sprint\n  \
        boardlint rules new started-before-ready --dir my-rules/working-agreement")]
    Rules(Rules),
    /// Say why a rule matters, what to do instead, and how it is set
    #[command(after_help = "Examples:\n  boardlint explain po-absent\n  \
        boardlint explain started-before-ready --rules my-rules --format markdown")]
    Explain(Explain),
    /// Print the fields that rules can use
    #[command(after_help = "Example:\n  boardlint vocabulary | less")]
    Vocabulary,
    /// Print a JSON Schema: of the charter, of a rule file, or of what json and jsonl write
    #[command(after_help = "Example, for editors that know `#:schema` at the top of a TOML file:\n  \
        boardlint schema charter > .boardlint.schema.json")]
    Schema(Schema),
    /// Print completions for a shell
    #[command(
        after_help = "Examples:\n  boardlint completions bash > ~/.local/share/bash-completion/completions/boardlint\n  \
        boardlint completions zsh > ~/.zfunc/_boardlint\n  \
        boardlint completions fish > ~/.config/fish/completions/boardlint.fish\n  \
        boardlint completions powershell >> $PROFILE"
    )]
    Completions(Completions),
    /// Print the manual page
    #[command(
        after_help = "Examples:\n  boardlint man > boardlint.1 && man ./boardlint.1\n  boardlint man check | man -l -"
    )]
    Man(Man),
    /// Run the examples inside rule files, and find clauses that no example needs
    #[command(after_help = "Examples:\n  boardlint test-rules\n  boardlint test-rules my-rules")]
    TestRules(TestRules),
}

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
    #[arg(long, value_enum, value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
    /// Unpack no more than this from packages, all together [default: 250 times their size, from 256 up to 4096]
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
    pub sprint: Option<String>,
}

/// Which number of a date is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// 7 September
    DayFirst,
    /// 9 July
    MonthFirst,
}

/// A day and nothing more: a time of day would be dropped without a word.
fn day(text: &str) -> Result<Date, String> {
    match text.parse::<Day>()? {
        Day::On(date) => Ok(date),
        Day::Before(_) => Err("a day is written like 2026-03-02".to_owned()),
    }
}

fn zone(name: &str) -> Result<TimeZone, String> {
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
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    pub min_confidence: Option<Confidence>,
    /// How strictly to read Scrum
    #[arg(long, value_enum, value_name = "PROFILE")]
    pub profile: Option<Profile>,
}

/// `boardlint check`
#[derive(Debug, Args)]
pub struct Check {
    /// What is read.
    #[command(flatten)]
    pub input: Input,
    /// Which rules are asked.
    #[command(flatten)]
    pub rules: RuleArgs,
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
    /// Add how often each rule fired
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// Call people by their role, and by a letter where five or more hold it, as in "Developer B"; roles or letters alone
    /// if STYLE says so
    #[arg(long, value_enum, value_name = "STYLE", num_args = 0..=1, require_equals = true, default_missing_value = "discreet",
        conflicts_with = "names", help_heading = "Output")]
    pub pseudonyms: Option<PseudonymStyle>,
    /// Call people by their names, in markdown and html too
    #[arg(long, help_heading = "Output")]
    pub names: bool,
    /// List what the charter's ignores cover, with the reason
    #[arg(long, help_heading = "Output")]
    pub show_ignored: bool,
    /// Leave out what was not judged and what to do next
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
}

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
    #[arg(long, value_enum, value_name = "ORDER", help_heading = "Input")]
    pub date_order: Option<DateOrder>,
    /// Unpack no more than this from packages, all together [default: 250 times their size, from 256 up to 4096]
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

/// `boardlint baseline`
#[derive(Debug, Args)]
pub struct Baseline {
    /// What is read.
    #[command(flatten)]
    pub input: Input,
    /// Which rules are asked.
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Write to this file instead of boardlint-baseline.json beside the charter
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Only take out what no longer occurs
    #[arg(long, help_heading = "Output")]
    pub prune: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
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

/// `boardlint report`
#[derive(Debug, Args)]
pub struct Report {
    /// What is read.
    #[command(flatten)]
    pub input: Input,
    /// Which rules are asked.
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Where the report goes, - for standard output; the ending .html or .md chooses the format [default: retro.html]
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Write a page for each board into this folder, and an index of them, index.html
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "format"], help_heading = "Output")]
    pub per_board: Option<PathBuf>,
    /// Write it as a page (html), as Markdown (md), in the storage format of Confluence, or as a few lines for a chat (text)
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ReportFormat>,
    /// How to call people: by role, and by a letter where five or more hold it (discreet), by role alone (roles), or always
    /// by role and letter (letters)
    #[arg(long, value_enum, value_name = "STYLE", default_value_t = PseudonymStyle::Discreet, conflicts_with = "names",
        hide_possible_values = true, help_heading = "Output")]
    pub pseudonyms: PseudonymStyle,
    /// Call people by their names instead
    #[arg(long, help_heading = "Output")]
    pub names: bool,
    /// Call people by role alone and leave out titles, links and exact times: for a report that leaves the team
    #[arg(long, conflicts_with = "names", help_heading = "Output")]
    pub private: bool,
    /// Leave out the titles of items
    #[arg(long, help_heading = "Output")]
    pub no_titles: bool,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
}

/// How people are called who are not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PseudonymStyle {
    /// By role, and by a letter where five or more people hold it
    Discreet,
    /// By role and letter
    Letters,
    /// By role alone
    Roles,
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

/// `boardlint inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// What is read.
    #[command(flatten)]
    pub input: Input,
    /// Which rules are asked what they lack.
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Show it for people, or for scripts
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = InspectFormat::Human, help_heading = "Output")]
    pub format: InspectFormat,
}

/// How the content of exports is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// A page
    Human,
    /// One JSON document
    Json,
}

/// `boardlint explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's name
    pub rule: String,
    /// Read more rules from this folder
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Show it for people, or as a page of Markdown
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PageFormat::Human)]
    pub format: PageFormat,
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For a terminal
    Human,
    /// For docs
    Markdown,
}

/// `boardlint rules`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Rules {
    /// What to do other than to list them.
    #[command(subcommand)]
    pub command: Option<RulesCommand>,
    /// Which rules are listed.
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Show them for people, as a page of Markdown, or for scripts
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// What `boardlint rules` can do besides.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Write the template of a rule of your own, with an example and a near miss
    #[command(after_help = "Example:\n  boardlint rules new started-before-ready --dir my-rules/working-agreement")]
    New(NewRule),
}

/// `boardlint rules new`
#[derive(Debug, Args)]
pub struct NewRule {
    /// What the rule is called: small letters, digits and hyphens
    pub name: String,
    /// The folder it is written to; its name is the rule's category
    #[arg(long, value_name = "DIR", default_value = "my-rules")]
    pub dir: PathBuf,
}

/// How a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For a terminal
    Human,
    /// An index with a table for each category
    Markdown,
    /// One JSON document
    Json,
}

/// `boardlint anonymise`
#[derive(Debug, Args)]
pub struct Anonymise {
    /// Exports, or folders with exports and their charters; - for standard input
    #[arg(required = true, value_name = "EXPORT")]
    pub paths: Vec<PathBuf>,
    /// Where the result goes: a file; a folder where there are several, or a folder was given
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Make the same of the same words as last time; left out, chance decides
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}

/// `boardlint schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// boardlint.toml
    Charter,
    /// A rule file
    Rule,
    /// What --format json and jsonl write
    Findings,
}

/// `boardlint completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `boardlint man`
#[derive(Debug, Args)]
pub struct Man {
    /// Of this command rather than of the program
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// `boardlint test-rules`
#[derive(Debug, Args)]
pub struct TestRules {
    /// Folders of rules, or rule files; left out, the ones shipped inside the program
    #[arg(value_name = "DIR")]
    pub folders: Vec<PathBuf>,

    /// Also show what each rule says in the examples in which it fires
    #[arg(long)]
    pub show: bool,
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

/// How sure a rule must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// How Scrum is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// The articles behind the rules taken at their word
    Strict,
    /// Only what the 2020 Scrum Guide itself supports
    ScrumGuide,
}
