//! `gitlab`: a Code Quality report, which a merge request shows beside the changes.
//!
//! GitLab accepts only a list of findings. Of several with the same fingerprint, it shows only the first.
//! Source: GitLab documentation, *Code Quality*, "Code Quality report format".

use std::io;

use foldhash::HashSet;
use serde::Serialize;
use termcolor::WriteColor;

use super::json::write_pretty;
use super::json_value::JsonText;
use super::record_place::RecordPlace;
use super::{Run, finding_text};
use crate::charter::Level;
use crate::finding::{Finding, Fingerprint, Unreadable};
use crate::source::Diagnostic;

/// An entry of the list.
#[derive(Serialize)]
struct Issue<'r> {
    description: JsonText<'r>,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: IssueLocation,
}

#[derive(Serialize)]
struct IssueLocation {
    path: JsonText<'static>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes the list.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut taken = HashSet::default();
    let mut failed: Vec<Issue<'_>> = run.failures.iter().map(|failure| failed(run, failure, &mut taken)).collect();
    failed.extend(run.unreadable.iter().map(|file| damaged(run, file, &mut taken)));
    let mut issues: Vec<Issue<'_>> = run.shown().map(|finding| found(run, finding, &mut taken)).collect();
    issues.extend(failed);
    write_pretty(&issues, out)
}

fn found<'r>(run: &Run<'r>, finding: &'r Finding, taken: &mut HashSet<String>) -> Issue<'r> {
    let place = RecordPlace::of(run, finding);
    let (path, line) =
        place.map_or_else(|| ("boardlint.toml".to_owned(), 1), |place| (place.path(), place.position().line));
    Issue {
        description: JsonText::new(finding_text::message(run, finding)),
        check_name: &finding.rule,
        fingerprint: unique(taken, finding.fingerprint),
        severity: match finding.level {
            Level::Error => "critical",
            Level::Warn => "minor",
            Level::Info | Level::Off => "info",
        },
        location: IssueLocation::new(path, line),
    }
}

fn damaged<'r>(run: &Run<'r>, file: &Unreadable, taken: &mut HashSet<String>) -> Issue<'r> {
    let text = format!("{}: {}", file.path, run.names.text(&file.diagnostic.message));
    blocker(run, "unreadable", &file.diagnostic, text, &file.path, taken)
}

/// A reason why the run failed. If it has no place in a file, it is shown at the charter, where it can be
/// fixed.
fn failed<'r>(run: &Run<'r>, failure: &Diagnostic, taken: &mut HashSet<String>) -> Issue<'r> {
    blocker(run, "failed", failure, run.reason(failure), crate::charter::FILE_NAME, taken)
}

fn blocker<'r>(
    run: &Run<'r>,
    check_name: &'static str,
    error: &Diagnostic,
    text: String,
    path: &str,
    taken: &mut HashSet<String>,
) -> Issue<'r> {
    let place = error.labels.first().map(|label| RecordPlace::at(run, label.mark));
    let line = place.map_or(1, |place| place.position().line);
    let path = place.map_or_else(|| path.to_owned(), |place| place.path());
    Issue {
        description: JsonText::new(text),
        check_name,
        fingerprint: unique(taken, Fingerprint::new(check_name, [path.as_str(), &error.message])),
        severity: "blocker",
        location: IssueLocation::new(path, line),
    }
}

impl IssueLocation {
    fn new(path: String, begin: usize) -> Self {
        Self { path: JsonText::new(path), lines: Lines { begin } }
    }
}

/// The fingerprint. If another finding has the same, a new one is made of it and a number.
fn unique(taken: &mut HashSet<String>, fingerprint: Fingerprint) -> String {
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
