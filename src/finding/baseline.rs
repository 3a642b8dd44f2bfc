//! The baseline: findings that are known, so that a run reports only new ones.
//!
//! The file names no people and no titles: it lies in a repository. It is sorted and has a finding a line, so that a change
//! of it reads well.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::Finding;
use crate::board::Calendar;
use crate::source::{Diagnostic, File, Mark, bom_length};

/// The file beside the charter.
pub const FILE_NAME: &str = "boardlint-baseline.json";
/// The version of the file's shape.
const SCHEMA: &str = "boardlint-baseline-1";

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By rule and fingerprint.
    entries: BTreeMap<(String, String), Entry>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    fingerprint: String,
}

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "schema")]
    _schema: String,
    findings: Vec<Entry>,
}

/// The version alone: a later one may hold anything besides.
#[derive(Deserialize)]
struct Version {
    schema: Option<String>,
}

impl Baseline {
    /// The baseline that holds `findings`, their days as `calendar` counts them.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>, calendar: &Calendar) -> Self {
        let entry = |finding: &Finding| Entry {
            rule: finding.rule.clone(),
            date: finding.at.map(|at| calendar.day(at)),
            // A key that holds an address is none that a repository should keep.
            item: finding.item.as_ref().map(|item| item.key.clone()).filter(|key| !key.contains('@')),
            fingerprint: finding.fingerprint.to_string(),
        };
        let mut baseline = Self::default();
        findings.into_iter().for_each(|finding| baseline.insert(entry(finding)));
        baseline
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// That `file` is none, or one of another version, at its place.
    pub fn parse(file: &File) -> Result<Self, Diagnostic> {
        // Editors put a byte order mark in front, which is none of the JSON.
        let mark = bom_length(file.bytes());
        let bytes = &file.bytes()[mark..];
        let broken = |error: &serde_json::Error| {
            let start = file.offset(error.line(), error.column()) + if error.line() == 1 { mark } else { 0 };
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            Diagnostic::error("this is no baseline of boardlint")
                .at(Mark::new(file.id(), start..start), reason)
                .note("write it anew: `boardlint baseline`")
        };
        let silent = || {
            Diagnostic::error("this is no baseline of boardlint")
                .at(Mark::new(file.id(), 0..0), format!("it does not say that its schema is {SCHEMA}"))
                .note("write it anew: `boardlint baseline`")
        };
        // A list would be taken for an object whose keys are left out.
        if !bytes.trim_ascii_start().starts_with(b"{") {
            serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| broken(&error))?;
            return Err(silent());
        }
        let version: Version = serde_json::from_slice(bytes).map_err(|error| broken(&error))?;
        match version.schema.as_deref() {
            Some(SCHEMA) => {}
            Some(_) => {
                let other = "this baseline was written by another version of boardlint";
                let start = Mark::new(file.id(), 0..0);
                return Err(Diagnostic::error(other)
                    .at(start, format!("its schema is not {SCHEMA}"))
                    .note("write it anew: `boardlint baseline`"));
            }
            None => return Err(silent()),
        }
        let document: Document = serde_json::from_slice(bytes).map_err(|error| broken(&error))?;
        let mut baseline = Self::default();
        document.findings.into_iter().for_each(|entry| baseline.insert(entry));
        Ok(baseline)
    }

    /// The file's text.
    ///
    /// # Errors
    /// None that can happen: every entry is a few short texts.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort();
        let mut text = format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [");
        for (place, entry) in entries.into_iter().enumerate() {
            let _ = write!(text, "{}\n    {}", if place > 0 { "," } else { "" }, serde_json::to_string(entry)?);
        }
        text.push_str(if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        Ok(text)
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it knows `finding`.
    pub fn knows(&self, finding: &Finding) -> bool {
        self.entries.contains_key(&(finding.rule.clone(), finding.fingerprint.to_string()))
    }

    /// How many findings it holds that `other` does not.
    pub fn beyond(&self, other: &Self) -> usize {
        self.entries.keys().filter(|key| !other.entries.contains_key(*key)).count()
    }

    /// Without what `keeps` says no to, which is asked with the rule and the fact that `now` still holds the finding.
    #[must_use]
    pub fn retain(mut self, now: &Self, keeps: impl Fn(&str, bool) -> bool) -> Self {
        self.entries.retain(|key, entry| keeps(&entry.rule, now.entries.contains_key(key)));
        self
    }

    /// With everything that `other` holds.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self
    }

    fn insert(&mut self, entry: Entry) {
        self.entries.insert((entry.rule.clone(), entry.fingerprint.clone()), entry);
    }
}
