//! Every flag, in one place. This module only parses; `command` turns what was asked into things that act.

mod exports;
mod input;
mod judging;
mod showing;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

pub use exports::{Anonymise, CharterArgs, Ci, Init};
pub use input::{Input, Judged, RuleArgs};
pub use judging::{Baseline, Check, FailOn, Report, ReportFormat, ShownLevel};
pub use showing::{
    Completions, Explain, Inspect, InspectFormat, ListFormat, Man, NewRule, PageFormat, Rules, RulesCommand, Schema,
    SchemaOf, TestRules,
};

/// Finds Scrum role anti-patterns in exported Jira and Trello boards.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, propagate_version = true)]
#[command(
    before_help = "Start with:\n  boardlint init EXPORT     drafts who is who and which column means what\n  \
    boardlint check EXPORT    says what was found, and what could not be judged\n  \
    boardlint report EXPORT -o retro.html\n                            writes the page that a team talks over, to be printed",
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
    #[command(after_help = "Examples:\n  boardlint anonymise board.json -o ../shown.json\n  \
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
