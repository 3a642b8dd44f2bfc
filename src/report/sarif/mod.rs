//! `sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), as code-scanning pages and editors read
//! it.
//!
//! Built as JSON values and held against the official schema and Microsoft's validator in the tests. Nothing in it depends
//! on the day or the machine: no times, and paths from the folder in which boardlint runs.

mod artifact;
mod result;
mod rule;

use std::io;

use serde_json::{Map, Value, json};
use termcolor::WriteColor;

use super::json::text;
use super::{Run, encode};
use crate::board::Missing;
use crate::charter::Level;
use crate::finding::Inconclusive;
use artifact::Artifacts;
use rule::Rules;

/// Where the schema lies.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What relative paths are relative to, by the name that GitHub and Microsoft's tools know.
const ROOT: &str = "%SRCROOT%";

/// Writes one log with one run.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let rules = Rules::of(run);
    let mut artifacts = Artifacts::of(run);
    let results = result::all(run, &rules, &mut artifacts);
    let mut tool = Vec::new();
    let mut setup = Vec::new();
    for told in run.inconclusive {
        let list = if is_setup(told.missing) { &mut setup } else { &mut tool };
        list.push(not_judged(run, &rules, told));
    }
    for file in run.unreadable {
        let diagnostic = &file.diagnostic;
        let message = format!("{}: {}. {}", file.path, diagnostic.message, diagnostic.notes.join(" "));
        let places = diagnostic.labels.first().map(|label| artifacts.location(run, label.mark));
        tool.push(json!({
            "descriptor": { "id": "unreadable", "index": 2 },
            "level": "error",
            "message": { "text": text(&run.names.text(message.trim())) },
            "locations": places.into_iter().collect::<Vec<_>>(),
        }));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver(&rules) },
            "invocations": [{
                "executionSuccessful": run.unreadable.is_empty(),
                "toolConfigurationNotifications": setup,
                "toolExecutionNotifications": tool,
            }],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The folder in which boardlint was run: in a CI job, the root of the repository." } }
            },
            "artifacts": artifacts.into_values(run),
            "results": results,
            "properties": summary(run),
        }],
    });
    let document = serde_json::to_string_pretty(&log).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&document))
}

fn driver(rules: &Rules<'_>) -> Value {
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "shortDescription": { "text": "A linter for exported Jira and Trello boards." },
        "fullDescription": { "text": concat!(env!("CARGO_PKG_DESCRIPTION"), ".") },
        "rules": rules.values(),
        "notifications": [
            { "id": "not-judged", "shortDescription": { "text": "A rule could not be judged: evidence is missing." } },
            { "id": "judged-in-part", "shortDescription": { "text": "A rule could not be judged everywhere." } },
            { "id": "unreadable", "shortDescription": { "text": "A file or a record in it could not be read." } },
        ],
    });
    // A page that does not exist is worse than none.
    if let (false, Some(driver)) = (env!("CARGO_PKG_HOMEPAGE").is_empty(), driver.as_object_mut()) {
        driver.insert("informationUri".to_owned(), json!(env!("CARGO_PKG_HOMEPAGE")));
    }
    driver
}

/// Whether the team's own settings lack it, rather than the export.
fn is_setup(missing: Missing) -> bool {
    matches!(missing, Missing::Roles | Missing::Mapping)
}

fn not_judged(run: &Run<'_>, rules: &Rules<'_>, told: &Inconclusive) -> Value {
    let (id, place) = if told.partial { ("judged-in-part", 1) } else { ("not-judged", 0) };
    let board = if run.boards.len() > 1 { format!("{}: ", run.names.text(&told.board)) } else { String::new() };
    let message = format!("{board}{} → {}", run.names.text(&told.message), run.names.text(&told.hint));
    let mut notification = json!({
        "descriptor": { "id": id, "index": place },
        // What a tool never records cannot be mended by anybody.
        "level": if told.partial || told.missing == Missing::Format { "note" } else { "warning" },
        "message": { "text": text(&run.names.text(&message)) },
        "properties": { "missing": told.missing.to_string() },
    });
    if let (Some(rule), Some(object)) = (rules.reference(&told.rule), notification.as_object_mut()) {
        object.insert("associatedRule".to_owned(), rule);
    }
    notification
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

/// The numbers of the run and the line that closes it.
fn summary(run: &Run<'_>) -> Value {
    let mut numbers = super::json::summary(run);
    if let Some(numbers) = numbers.as_object_mut() {
        numbers.remove("type");
    }
    json!({ "summary": numbers, "lastLine": run.summary.last_line() })
}

/// Only what is there: SARIF has no null.
fn object<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Map<String, Value> {
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
