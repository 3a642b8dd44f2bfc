//! Helpers for the records of both tools: lists, times, ids, and optional values.

use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::life::{KINDS, PRIORITIES, STATUSES};

/// Writes a JSON array one record at a time, to save memory.
pub(super) fn write_list<T: ToString>(out: &mut dyn Write, records: impl Iterator<Item = T>) -> io::Result<()> {
    let mut before = "[";
    for record in records {
        out.write_all(before.as_bytes())?;
        out.write_all(record.to_string().as_bytes())?;
        before = ",";
    }
    out.write_all(b"]")
}

/// Removes `null` members.
pub(super) fn filled(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}

/// The members of both objects; those of the second take precedence.
pub(super) fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// The text, unless it is empty.
pub(super) fn present(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The text as a number.
pub(super) fn number(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

/// The id for a name: any number, but always the same.
pub(super) fn id_of(name: &str) -> String {
    let mut names = STATUSES.iter().chain(&PRIORITIES).chain(&KINDS);
    (10_000 + names.position(|known| *known == name).unwrap_or_default()).to_string()
}

/// Time zone of the team: one hour ahead of UTC all year.
pub(super) const ZONE: &str = "Africa/Lagos";

/// Format of Jira's REST: the local time of the user who exports.
pub(super) fn local(at: Timestamp) -> String {
    ahead(at).strftime("%Y-%m-%dT%H:%M:%S%.3f+0100").to_string()
}

/// Format of Jira's backup: the local time of the server, whose zone is only named at the top.
pub(super) fn server(at: Timestamp) -> String {
    ahead(at).strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// Format of Jira's tables: minutes without a zone.
pub(super) fn minute(at: Timestamp) -> String {
    ahead(at).strftime("%d/%b/%y %-I:%M %p").to_string()
}

/// Format of Trello, and of sprints in Jira: UTC.
pub(super) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn ahead(at: Timestamp) -> Timestamp {
    at + SignedDuration::from_hours(1)
}
