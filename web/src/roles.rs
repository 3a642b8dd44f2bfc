//! The terms of roles in the text of a charter.

use boardlint::charter::Role;
use jiff::civil::Date;
use serde::Deserialize;
use toml_edit::{InlineTable, Table, Value};

use crate::document::{entries, set_or_unset, text_of};
use crate::judge::word;

const ROLES: &str = "roles";

/// A person in a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    who: String,
    /// The first day.
    since: Option<Date>,
    /// The last day, included.
    until: Option<Date>,
}

/// Adds or replaces entries of a role. If no entry remains, the key is removed: an empty list would say that
/// nobody has the role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hold {
    hold: String,
    entries: Vec<Term>,
    instead: Option<Replaced>,
}

/// An entry of a role to replace. If it has changed since, because another edit came first, nothing is
/// replaced.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replaced {
    index: usize,
    who: String,
}

/// A person who replaces those with a role for some days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandIn {
    #[serde(rename = "standIn")]
    role: String,
    who: String,
    since: Date,
    until: Date,
}

impl Hold {
    pub(crate) fn make(&self, root: &mut Table) -> Result<(), String> {
        let key = key_of(&self.hold)?;
        let mut all = entries(root, ROLES, key);
        let new = self.entries.iter().map(Term::value).collect::<Result<Vec<_>, _>>()?;
        match &self.instead {
            None => all.extend(new),
            Some(old) if all.get(old.index).and_then(who) == Some(&old.who) => {
                all.splice(old.index..=old.index, new);
            }
            Some(_) => return Ok(()),
        }
        write_in_order(root, key, all)
    }
}

impl StandIn {
    pub(crate) fn make(&self, root: &mut Table) -> Result<(), String> {
        let key = key_of(&self.role)?;
        let day_before = self.since.yesterday().map_err(|error| error.to_string())?;
        let day_after = self.until.tomorrow().map_err(|error| error.to_string())?;
        let mut all = Vec::new();
        for entry in entries(root, ROLES, key) {
            let term = Term::of(&entry)?;
            let is_later = term.since.is_some_and(|since| since > self.until);
            if is_later || term.until.is_some_and(|until| until < self.since) {
                all.push(entry);
                continue;
            }
            if term.since.is_none_or(|since| since <= day_before) {
                all.push(Term { until: Some(day_before), ..term.clone() }.value()?);
            }
            if term.until.is_none_or(|until| until >= day_after) {
                all.push(Term { since: Some(day_after), ..term }.value()?);
            }
        }
        all.push(Term { who: self.who.clone(), since: Some(self.since), until: Some(self.until) }.value()?);
        write_in_order(root, key, all)
    }
}

impl Term {
    /// Parses an entry: a name, or a table with days.
    fn of(entry: &Value) -> Result<Self, String> {
        let text = |key: &str| entry.as_inline_table().and_then(|table| table.get(key));
        let day = |key: &str| {
            let day = text(key).map(|day| day.to_string().trim().to_owned());
            day.map(|day| day.parse().map_err(|_| format!("`{day}` is no day"))).transpose()
        };
        let who = who(entry).ok_or_else(|| "an entry of a role does not say who".to_owned())?;
        Ok(Self { who: who.to_owned(), since: day("since")?, until: day("until")? })
    }

    /// The entry in TOML: only the name if there are no days.
    fn value(&self) -> Result<Value, String> {
        let who = text_of(&self.who)?;
        if self.since.is_none() && self.until.is_none() {
            return Ok(who);
        }
        let mut table = InlineTable::new();
        table.insert("who", who);
        for (key, day) in [("since", self.since), ("until", self.until)] {
            if let Some(day) = day {
                table.insert(key, Value::from(toml_day(day)?));
            }
        }
        Ok(Value::InlineTable(table))
    }
}

/// The name in an entry.
fn who(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.as_inline_table()?.get("who")?.as_str())
}

fn toml_day(day: Date) -> Result<toml_edit::Datetime, String> {
    day.to_string().parse().map_err(|_| format!("`{day}` is no day"))
}

/// The key of `[roles]` for the role with this word.
fn key_of(role: &str) -> Result<&'static str, String> {
    word::<Role>(role)?.key().ok_or_else(|| format!("nobody is appointed to be {role}"))
}

/// Writes the entries of a role, sorted by their first day. Those without one come first.
fn write_in_order(root: &mut Table, key: &str, mut all: Vec<Value>) -> Result<(), String> {
    all.sort_by_key(|entry| Some(entry.as_inline_table()?.get("since")?.as_datetime()?.to_string()));
    set_or_unset(root, ROLES, key, all)
}
