//! Parse, run, exit code: nothing else.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use boardlint::command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::run(command::parse(std::env::args_os())).into()
}
