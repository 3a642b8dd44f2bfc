//! Parses the arguments, runs the command and returns the exit code.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use boardlint::command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::run(command::parse(std::env::args_os())).into()
}
