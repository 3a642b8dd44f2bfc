//! Parse, run, exit code: nothing else.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use boardlint::cli::Cli;
use boardlint::command;
use clap::Parser;

fn main() -> ExitCode {
    command::run(Cli::parse()).into()
}
