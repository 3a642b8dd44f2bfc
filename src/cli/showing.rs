//! The commands that show what is in exports, in rules and in the program itself.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Judged, RuleArgs};

/// `boardlint inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// What is read, and which rules are asked what they lack.
    #[command(flatten)]
    pub judged: Judged,
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
    /// Of this command rather than of the program: `check`, `rules-new`
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
