//! The rules as one JSON document.

use std::io;

use serde_json::{Value, json};
use termcolor::WriteColor;

use super::listed::Listed;
use crate::charter::Profile;
use crate::report::{NOT_CHECKED, encode};
use crate::rule::{Definition, needs};
use crate::word::Word;

/// The version of the document's format.
const SCHEMA: &str = "boardlint-rules-1";

/// Writes the rules as one JSON document.
pub(super) fn write(listed: &Listed<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let document = json!({
        "schema": SCHEMA,
        "profile": listed.profile.word(),
        "rules": listed.rules.iter().map(|rule| one(rule, listed.profile)).collect::<Vec<_>>(),
        "not-checked": NOT_CHECKED,
    });
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&text))
}

fn one(rule: &Definition, profile: Profile) -> Value {
    json!({
        "rule": encode::json(&rule.name),
        "category": encode::json(&rule.category),
        "level": rule.level_under(profile).word(),
        "confidence": rule.confidence.word(),
        "judge": rule.judge.word(),
        "summary": encode::json(&rule.summary),
        "needs": needs(rule),
    })
}
