//! `gitlab`: a Code Quality report, which a merge request shows beside the changes.
//!
//! GitLab takes a list of findings and nothing else, and shows only the first of those that share a fingerprint.
//! Source: GitLab documentation, *Code Quality*, "Code Quality report format".

use std::io;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use termcolor::WriteColor;

use super::json::text;
use super::place::Place;
use super::{Run, about, encode};
use crate::charter::Level;
use crate::finding::{Finding, Fingerprint};

/// Writes the list.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut taken = FxHashSet::default();
    let unreadable: Vec<Value> = run
        .unreadable
        .iter()
        .map(|file| {
            let place = file.diagnostic.labels.first().map(|label| Place::at(run, label.mark));
            let line = place.map_or(1, |place| place.position().line);
            let path = place.map_or_else(|| file.path.clone(), |place| place.path());
            let identity =
                unique(&mut taken, Fingerprint::new("unreadable", [path.as_str(), &file.diagnostic.message]));
            let message = format!("{}: {}", file.path, file.diagnostic.message);
            issue("unreadable", &message, "blocker", &identity, &path, line)
        })
        .collect();
    let findings = run.shown().map(|finding| one(run, finding, &mut taken));
    let issues: Vec<Value> = findings.collect::<Vec<_>>().into_iter().chain(unreadable).collect();
    let document = serde_json::to_string_pretty(&issues).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&document))
}

fn one(run: &Run<'_>, finding: &Finding, taken: &mut FxHashSet<String>) -> Value {
    let place = Place::of(run, finding);
    let (path, line) =
        place.map_or_else(|| ("boardlint.toml".to_owned(), 1), |place| (place.path(), place.position().line));
    let severity = match finding.level {
        Level::Error => "critical",
        Level::Warn => "minor",
        Level::Info | Level::Off => "info",
    };
    let identity = unique(taken, finding.fingerprint);
    issue(&finding.rule, &about::message(run, finding), severity, &identity, &path, line)
}

fn issue(rule: &str, message: &str, severity: &str, fingerprint: &str, path: &str, line: usize) -> Value {
    json!({
        "description": text(message),
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": text(path), "lines": { "begin": line } },
    })
}

/// The fingerprint itself, and where another finding has it, one made of it and a number.
fn unique(taken: &mut FxHashSet<String>, fingerprint: Fingerprint) -> String {
    let mut identity = fingerprint.to_string();
    for nth in 2.. {
        if taken.insert(identity.clone()) {
            break;
        }
        let parts = [fingerprint.to_string(), i32::to_string(&nth)];
        identity = Fingerprint::new("again", parts.iter().map(String::as_str)).to_string();
    }
    identity
}
