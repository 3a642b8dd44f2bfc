//! `github`: workflow commands, which a job of GitHub Actions shows as annotations.
//!
//! GitHub shows ten annotations of each kind for a step and silently drops the rest. So the most important
//! findings come first, and the rules take turns. The findings beyond the limit are written to the log, in a
//! collapsed group.

use std::io;

use foldhash::HashMap;
use termcolor::{NoColor, WriteColor};

use super::pattern_groups::{PatternGroup, by_weight, count_by_rule_text, group};
use super::record_place::RecordPlace;
use super::{Display, Run, closing, encode, finding_text};
use crate::charter::Level;
use crate::finding::Finding;
use crate::source::Diagnostic;

/// Maximum number of annotations of a kind that GitHub shows for a step.
const SHOWN: usize = 10;

/// Maximum number of annotations for reasons why the run failed.
const FAILURES: usize = 3;

/// Maximum number of annotations for unreadable files, so that some are left for findings.
const UNREADABLE: usize = 5;

/// Writes the annotations, the findings beyond the limit, and the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let groups = group(by_weight(run));
    let mut counts: HashMap<&str, usize> = HashMap::default();
    let mut rest: Vec<(usize, String)> = Vec::new();
    for failure in run.failures.iter().take(FAILURES) {
        *counts.entry("error").or_default() += 1;
        writeln!(out, "{}", diagnosed(run, failure, None, "failed"))?;
    }
    for failure in run.failures.iter().skip(FAILURES) {
        rest.push((0, format!("failed: {}", encode::terminal(&run.names.text(&failure.message)))));
    }
    for (nth, file) in run.unreadable.iter().enumerate() {
        if nth < UNREADABLE {
            *counts.entry("error").or_default() += 1;
            let path = Some(file.path.as_str());
            writeln!(out, "{}", diagnosed(run, &file.diagnostic, path, "unreadable"))?;
        } else {
            let message = format!("{}: {}", file.path, run.names.text(&file.diagnostic.message));
            rest.push((0, format!("unreadable: {}", encode::terminal(&message))));
        }
    }
    for (index, PatternGroup { finding, covered }) in in_turn(&groups) {
        let count = counts.entry(kind(finding.level)).or_default();
        *count += 1;
        if *count > SHOWN {
            rest.push((index, line(run, finding)));
        } else {
            annotation(run, finding, covered, out)?;
        }
        rest.extend(covered.iter().map(|other| (index, line(run, other))));
    }
    if !rest.is_empty() {
        // The log has room for all of them, so they are sorted by importance again.
        rest.sort_by_key(|(index, _)| *index);
        let lines: Vec<_> = rest.into_iter().map(|(_, line)| line).collect();
        folded(&format!("{} beyond the annotations", lines.len()), &lines.join("\n"), out)?;
    }
    write_closing(run, out)
}

/// Writes what was not judged in a collapsed group, and the last line below it.
fn write_closing(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut lines = NoColor::new(Vec::new());
    // The log breaks its lines itself.
    let display = Display { width: usize::MAX, ..run.display };
    closing::write(&Run { display, ..*run }, &mut lines)?;
    let lines = String::from_utf8_lossy(&lines.into_inner()).into_owned();
    let (notes, last) = lines.trim_end().rsplit_once('\n').unwrap_or(("", lines.trim_end()));
    if !notes.trim().is_empty() {
        let title = if run.inconclusive.is_empty() { "More" } else { "What was not judged, and how to get it judged" };
        folded(title, notes.trim_end(), out)?;
    }
    writeln!(out, "{last}")
}

/// Lines in a group of the log that is collapsed at first.
fn folded(title: &str, lines: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "::group::{}\n{lines}\n::endgroup::", encode::github_data(title))
}

/// The annotation of an error: at its first label, or else for the file at `path`, or else without a file.
fn diagnosed(run: &Run<'_>, error: &Diagnostic, path: Option<&str>, title: &str) -> String {
    let message = run.names.text(&format!("{}\n{}", error.message, error.notes.join("\n"))).into_owned();
    let place = error.labels.first().map(|label| properties(&RecordPlace::at(run, label.mark)));
    let place = place.or_else(|| path.map(|path| format!("file={}", encode::github_property(path))));
    let place = place.map(|place| format!("{place},")).unwrap_or_default();
    format!("::error {place}title={title}::{}", encode::github_data(message.trim_end()))
}

/// The groups with their indexes in `groups`. Within a level the rules take turns: otherwise a rule with many
/// findings would use up all annotations.
fn in_turn<'g, 'r>(groups: &'g [PatternGroup<'r>]) -> Vec<(usize, &'g PatternGroup<'r>)> {
    let mut turns: HashMap<(&str, Level), usize> = HashMap::default();
    let mut order: Vec<_> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let turn = turns.entry((&group.finding.rule, group.finding.level)).or_default();
            *turn += 1;
            (*turn, index, group)
        })
        .collect();
    order.sort_by_key(|(turn, _, group)| (std::cmp::Reverse(group.finding.level), *turn));
    order.into_iter().map(|(_, index, group)| (index, group)).collect()
}

fn annotation(run: &Run<'_>, finding: &Finding, covered: &[&Finding], out: &mut dyn WriteColor) -> io::Result<()> {
    let place = RecordPlace::of(run, finding).map(|place| format!("{},", properties(&place))).unwrap_or_default();
    let mut message = finding_text::message(run, finding);
    if let Some((item, title)) = finding_text::item_title(run, finding) {
        message.push_str(&format!("\n{} “{title}”", item.label().short()));
    }
    if !covered.is_empty() {
        message.push_str(&format!("\nMade of {}", count_by_rule_text(covered)));
    }
    if let Some(rule) = run.rule(&finding.rule) {
        message.push_str(&format!("\nInstead: {}", finding_text::one_line(&rule.advice.instead)));
    }
    let (kind, title) = (kind(finding.level), encode::github_property(&finding.rule));
    writeln!(out, "::{kind} {place}title={title}::{}", encode::github_data(&message))
}

/// The properties for a place. Columns are written only for a range within one line, as GitHub requires.
fn properties(place: &RecordPlace<'_>) -> String {
    let file = encode::github_property(&place.path());
    let start = place.position();
    let Some(mark) = place.mark else { return format!("file={file},line={}", start.line) };
    let end = place.file.position(mark.end());
    if end.line != start.line || end.column <= start.column {
        return format!("file={file},line={},endLine={}", start.line, end.line);
    }
    format!("file={file},line={},col={},endColumn={}", start.line, start.column, end.column - 1)
}

/// A finding without an annotation, in the form of `short`.
fn line(run: &Run<'_>, finding: &Finding) -> String {
    let place = RecordPlace::of(run, finding).map(|place| format!(" {}", encode::terminal(&place.address())));
    let message = encode::terminal(&finding_text::message(run, finding));
    format!("{}[{}]{}: {message}", finding.level, finding.rule, place.unwrap_or_default())
}

fn kind(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info | Level::Off => "notice",
    }
}
