//! What the command line can ask for: one file a command.

mod baseline;
mod charter;
mod check;
mod explain;
mod first_steps;
mod init;
mod input;
mod inspect;
mod judging;
mod output;
mod progress;
mod report;
mod results;
mod rules;
mod schema;
mod shell;
mod table;
mod teams;
mod terminal;
mod test_rules;
mod vocabulary;
mod who;

use std::io;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::report::{Names, diagnostics};
use crate::source::{Diagnostic, Sources};
use terminal::Terminal;

/// How a run ended. The numbers are contracts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above the level that fails.
    #[default]
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// No export, or one that cannot be read.
    Unreadable = 3,
    /// Wrong usage, a charter or a rule with mistakes.
    Usage = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Does what was asked.
pub fn run(cli: Cli) -> Status {
    let mut terminal = Terminal::new(cli.color);
    let done = match cli.command {
        Command::Check(args) => check::run(&args, &mut terminal),
        Command::Report(args) => report::run(&args, &mut terminal),
        Command::Init(args) => init::run(&args, &mut terminal),
        Command::Baseline(args) => baseline::run(&args, &mut terminal),
        Command::Charter(args) => charter::run(&args, &mut terminal),
        Command::Inspect(args) => inspect::run(&args, &mut terminal),
        Command::Rules(args) => rules::run(&args, &mut terminal),
        Command::Explain(args) => explain::run(&args, &mut terminal),
        Command::Vocabulary => vocabulary::run(&mut terminal),
        Command::Schema(args) => schema::run(&args, &mut terminal),
        Command::Completions(args) => shell::completions(&args, &mut terminal),
        Command::Man(args) => shell::man(&args, &mut terminal),
        Command::TestRules(args) => test_rules::run(&args, &mut terminal),
    };
    let flushed = terminal.flush();
    match done.and_then(|status| flushed.map(|()| status)) {
        Ok(status) => status,
        // Whoever reads has seen enough: `boardlint check | head` is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            let _ = terminal.complain(&format!("cannot write: {error}"));
            Status::Usage
        }
    }
}

/// Writes each diagnostic to standard error.
fn complain(found: &[Diagnostic], sources: &Sources, terminal: &mut Terminal) -> io::Result<()> {
    complain_as(found, sources, &Names::real(), terminal)
}

/// The same, with people called as `names` calls them.
fn complain_as(found: &[Diagnostic], sources: &Sources, names: &Names, terminal: &mut Terminal) -> io::Result<()> {
    found.iter().try_for_each(|diagnostic| diagnostics::write_as(sources, names, diagnostic, terminal.err()))
}
