//! Shell completions and manual pages.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::status::Status;
use super::terminal::Terminal;
use crate::cli::{self, Cli};

/// Prints completions for a shell.
pub(super) fn completions(args: &cli::Completions, terminal: &mut Terminal) -> io::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "boardlint", &mut script);
    terminal.out().write_all(&script)?;
    Ok(Status::Clean)
}

/// Prints the manual page of the program, or of one of its commands.
pub(super) fn man(args: &cli::Man, terminal: &mut Terminal) -> io::Result<Status> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => match page_of(&program, &format!("boardlint-{name}")) {
            Some(found) => found.clone(),
            None => {
                terminal.complain(&format!("there is no command `{name}`: `boardlint --help` lists them"))?;
                return Ok(Status::Usage);
            }
        },
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    terminal.out().write_all(&page)?;
    Ok(Status::Clean)
}

/// The command whose manual page is called `name`, at any depth: `boardlint-rules-new`.
fn page_of<'c>(command: &'c Command, name: &str) -> Option<&'c Command> {
    command
        .get_subcommands()
        .find_map(|below| if below.get_display_name() == Some(name) { Some(below) } else { page_of(below, name) })
}
