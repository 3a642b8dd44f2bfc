//! JSON Schemas of what people write and of what scripts read. They are generated from the program's own
//! tables of keys, words, rules and fields, so they accept what the program accepts.

mod charter;
mod conditions;
mod findings;
mod parts;
mod rule;

use std::io;

use super::Status;
use super::terminal::Terminal;
use crate::cli::{self, SchemaOf};

/// Prints a schema.
pub(super) fn run(args: &cli::Schema, terminal: &mut Terminal) -> io::Result<Status> {
    terminal.out().write_all(text(args.of)?.as_bytes())?;
    Ok(Status::Clean)
}

/// A schema as a document.
pub(super) fn text(of: SchemaOf) -> io::Result<String> {
    let schema = match of {
        SchemaOf::Charter => charter::schema(),
        SchemaOf::Rule => rule::schema(),
        SchemaOf::Findings => findings::schema(),
    };
    Ok(serde_json::to_string_pretty(&schema).map_err(io::Error::other)? + "\n")
}
