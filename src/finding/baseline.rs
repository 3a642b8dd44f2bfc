//! The baseline: known findings, so that a run reports only new ones.
//!
//! The file names no people and no titles, because it is kept in a repository. It is sorted, with one finding
//! per line, so that diffs are easy to read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{Finding, Fingerprint};
use crate::board::Calendar;
use crate::source::{Diagnostic, File, Mark, bom_length};

/// The name of the file, which is beside the charter.
pub const FILE_NAME: &str = "boardlint-baseline.json";
/// Version of the file format.
const SCHEMA: &str = "boardlint-baseline-1";

/// The known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By rule and fingerprint.
    entries: BTreeMap<(String, String), Entry>,
    /// For each other fingerprint of an entry: the entry's own fingerprint. Also keyed by rule.
    others: BTreeMap<(String, String), String>,
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
    /// The other identities of the finding: see [`Finding::other_fingerprints`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
}

impl Entry {
    /// The rule with each fingerprint of the finding.
    fn identities(&self) -> impl Iterator<Item = (String, String)> + '_ {
        std::iter::once(&self.fingerprint).chain(&self.others).map(|print| (self.rule.clone(), print.clone()))
    }
}

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "schema")]
    _schema: String,
    findings: Vec<Entry>,
}

/// Only the version: files of a later version may have other keys.
#[derive(Deserialize)]
struct Version {
    schema: Option<String>,
}

impl Baseline {
    /// A baseline of `findings`. `calendar` turns their times into days.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>, calendar: &Calendar) -> Self {
        let entry = |finding: &Finding| Entry {
            rule: finding.rule.clone(),
            date: finding.at.map(|at| calendar.day(at)),
            // A key with an e-mail address does not belong in a repository.
            item: finding.item.as_ref().map(|item| item.key.clone()).filter(|key| !key.contains('@')),
            fingerprint: finding.fingerprint.to_string(),
            others: finding.other_fingerprints.iter().map(Fingerprint::to_string).collect(),
        };
        findings.into_iter().map(entry).collect()
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// If `file` is no baseline, or one of another version; with the place of the mistake.
    pub fn parse(file: &File) -> Result<Self, Diagnostic> {
        // Editors may add a byte order mark, which is not part of the JSON.
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
        // Serde would accept a list as an object without keys.
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
        Ok(document.findings.into_iter().collect())
    }

    /// The file's text.
    ///
    /// # Errors
    /// Cannot happen: every entry is a few short texts.
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

    /// Number of findings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it contains `finding`. If one operation is one finding, any of its records is enough.
    pub fn knows(&self, finding: &Finding) -> bool {
        let prints = std::iter::once(&finding.fingerprint).chain(&finding.other_fingerprints);
        prints.into_iter().any(|print| self.has(&(finding.rule.clone(), print.to_string())))
    }

    /// Number of its findings that are not in `other`.
    pub fn beyond(&self, other: &Self) -> usize {
        self.entries.values().filter(|entry| !other.holds(entry)).count()
    }

    /// Keeps only the findings that `keeps` accepts. `keeps` gets the rule, and whether the finding is still
    /// in `now`.
    #[must_use]
    pub fn retain(self, now: &Self, keeps: impl Fn(&str, bool) -> bool) -> Self {
        let kept = self.entries.into_values().filter(|entry| keeps(&entry.rule, now.holds(entry)));
        kept.collect()
    }

    /// Adds everything in `newer`. A finding in both is taken from `newer`.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Self {
        for entry in newer.entries.into_values() {
            entry.identities().for_each(|identity| self.remove(&identity));
            self.insert(entry);
        }
        self
    }

    /// Whether one of its findings shares a fingerprint with `entry`.
    fn holds(&self, entry: &Entry) -> bool {
        entry.identities().any(|identity| self.has(&identity))
    }

    /// Whether one of its findings has this identity: a rule and a fingerprint.
    fn has(&self, identity: &(String, String)) -> bool {
        self.entries.contains_key(identity) || self.others.contains_key(identity)
    }

    fn insert(&mut self, entry: Entry) {
        let others = entry.identities().skip(1).map(|identity| (identity, entry.fingerprint.clone()));
        self.others.extend(others);
        self.entries.insert((entry.rule.clone(), entry.fingerprint.clone()), entry);
    }

    /// Removes the finding with this identity, a rule and a fingerprint, if there is one.
    fn remove(&mut self, identity: &(String, String)) {
        let own = self.others.get(identity).map(|own| (identity.0.clone(), own.clone()));
        let Some(gone) = self.entries.remove(own.as_ref().unwrap_or(identity)) else { return };
        for other in gone.identities().skip(1) {
            self.others.remove(&other);
        }
    }
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut baseline = Self::default();
        entries.into_iter().for_each(|entry| baseline.insert(entry));
        baseline
    }
}
