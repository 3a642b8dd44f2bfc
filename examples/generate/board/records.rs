//! What both tools' records are made of: lists, times, ids, and values that may be missing.

use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::life::{KINDS, PRIORITIES, STATUSES};

/// Writes a JSON array one record at a time, so that no board has to fit into memory twice.
pub(super) fn write_list<T: ToString>(out: &mut dyn Write, records: impl Iterator<Item = T>) -> io::Result<()> {
    let mut before = "[";
    for record in records {
        out.write_all(before.as_bytes())?;
        out.write_all(record.to_string().as_bytes())?;
        before = ",";
    }
    out.write_all(b"]")
}

/// Leaves out what is null.
pub(super) fn filled(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}

/// The members of both, the second's where both have one.
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

/// The number that the text is.
pub(super) fn number(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

/// A name always has the same id, and any will do.
pub(super) fn id_of(name: &str) -> String {
    let mut names = STATUSES.iter().chain(&PRIORITIES).chain(&KINDS);
    (10_000 + names.position(|known| *known == name).unwrap_or_default()).to_string()
}

/// Where the team sits: an hour ahead of Greenwich, all year.
pub(super) const ZONE: &str = "Africa/Lagos";

/// Jira's REST gives the time of the one who exports.
pub(super) fn local(at: Timestamp) -> String {
    ahead(at).strftime("%Y-%m-%dT%H:%M:%S%.3f+0100").to_string()
}

/// Jira's backup gives the time of the server, and names the zone once at the top.
pub(super) fn server(at: Timestamp) -> String {
    ahead(at).strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// Jira's tables give minutes, and no zone at all.
pub(super) fn minute(at: Timestamp) -> String {
    ahead(at).strftime("%d/%b/%y %-I:%M %p").to_string()
}

/// Trello, and Jira of its sprints, give the time of Greenwich.
pub(super) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn ahead(at: Timestamp) -> Timestamp {
    at + SignedDuration::from_hours(1)
}
