//! JSON Schemas of what people write and of what scripts read, made from the program's own tables of keys, words, rules and
//! fields: what the program takes, a schema takes.

mod charter;
mod conditions;
mod findings;
mod rule;

use std::io;

use serde_json::{Map, Value, json};

use super::status::Status;
use super::terminal::Terminal;
use crate::cli::{self, SchemaOf};

/// The dialect that editors know.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

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

/// An object with these keys and no others.
fn object(about: &str, keys: impl IntoIterator<Item = (impl Into<String>, Value)>) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    json!({ "type": "object", "description": about, "properties": properties, "additionalProperties": false })
}

/// The same, in which some keys must be there.
fn needing(mut object: Value, required: &[&str]) -> Value {
    object["required"] = json!(required);
    object
}

fn text_about(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn words(about: &str, words: &[&str]) -> Value {
    json!({ "enum": words, "description": about })
}

/// One text or a list of texts.
fn texts(about: &str) -> Value {
    json!({ "description": about, "anyOf": [{ "type": "string" }, list("", json!({ "type": "string" }))] })
}

fn list(about: &str, of: Value) -> Value {
    let mut list = json!({ "type": "array", "items": of });
    if !about.is_empty() {
        list["description"] = json!(about);
    }
    list
}

/// A day as TOML writes it, which editors see as text.
fn day(about: &str) -> Value {
    json!({ "description": about, "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}

fn instant(about: &str) -> Value {
    json!({ "description": about, "type": "string", "format": "date-time" })
}

fn length() -> Value {
    json!({ "type": "string", "pattern": "^[0-9.]+[smhd]$", "description": "A length of time: 90s, 5m, 24h, 3d" })
}
