//! The commands of the command line: one file for each.

mod activity_table;
mod anonymise;
mod baseline;
mod charter;
mod check;
mod excluded;
mod explain;
pub mod files;
mod first_steps;
mod init;
mod inspect;
mod memory;
mod options;
mod output;
mod own_rules;
mod per_board;
mod pipeline;
mod progress;
mod real_path;
mod report;
mod report_names;
mod rules;
mod schema;
mod shell;
mod status;
mod table;
mod terminal;
mod test_rules;
mod texts;
mod vocabulary;
mod write_file;

use std::ffi::OsString;

use clap::Parser as _;

use crate::cli::{Cli, Command};
use crate::report::encode;
use terminal::Terminal;

pub use status::Status;

/// Parses the arguments. If they are invalid, the reason is printed and the process ends.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Cli {
    let args: Vec<OsString> = args.into_iter().collect();
    Cli::try_parse_from(&args).unwrap_or_else(|error| {
        // The error message quotes the arguments, and an argument must not look like another line of it.
        let harmless = args.iter().map(|arg| encode::terminal(&arg.to_string_lossy()));
        Cli::try_parse_from(harmless).err().unwrap_or(error).exit()
    })
}

/// Runs the command.
pub fn run(cli: Cli) -> Status {
    memory::give_back_at_once();
    #[cfg(target_os = "wasi")]
    files::enter_current_folder();
    let mut terminal = Terminal::new(cli.color);
    let done = match cli.command {
        Command::Check(args) => check::run(&args, &mut terminal),
        Command::Report(args) => report::run(&args, &mut terminal),
        Command::Init(args) => match args.ci {
            Some(ci) => pipeline::run(&args, ci, &mut terminal),
            None => init::run(&args, &mut terminal),
        },
        Command::Baseline(args) => baseline::run(&args, &mut terminal),
        Command::Charter(args) => charter::run(&args, &mut terminal),
        Command::Anonymise(args) => anonymise::run(&args, &mut terminal),
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
        Err(error) => {
            let _ = terminal.complain(&format!("cannot write: {}", files::reason(&error)));
            Status::Usage
        }
    }
}
