//! `github`: workflow commands, which a job of GitHub Actions shows as annotations.
//!
//! GitHub shows ten annotations of a kind for each step and drops the rest without a word. So what weighs most comes first,
//! the rules in turn, and what would be dropped stands in the log, in a group that opens with a click.

use std::io;

use rustc_hash::FxHashMap;
use termcolor::{NoColor, WriteColor};

use super::company::{Company, by_weight, made_of};
use super::place::Place;
use super::{Run, about, encode, summary};
use crate::charter::Level;
use crate::finding::{Finding, Unreadable};

/// How many annotations of a kind GitHub shows for a step.
const SHOWN: usize = 10;

/// How many of them files that cannot be read may take from the findings.
const UNREADABLE: usize = 5;

/// Writes annotations, what is beyond them, and the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let company = Company::of(by_weight(run));
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut rest: Vec<(usize, String)> = Vec::new();
    for (nth, file) in run.unreadable.iter().enumerate() {
        if nth < UNREADABLE {
            *counts.entry("error").or_default() += 1;
            writeln!(out, "{}", unreadable(run, file))?;
        } else {
            let said = format!("{}: {}", file.path, file.diagnostic.message);
            rest.push((0, format!("unreadable: {}", encode::terminal(&said))));
        }
    }
    for (place, finding) in in_turn(&company) {
        let parts = company.parts.get(&place).map(Vec::as_slice).unwrap_or_default();
        let count = counts.entry(kind(finding.level)).or_default();
        *count += 1;
        if *count > SHOWN {
            rest.push((place, line(run, finding)));
        } else {
            annotation(run, finding, parts, out)?;
        }
        rest.extend(parts.iter().map(|part| (place, line(run, part))));
    }
    if !rest.is_empty() {
        // In the log there is room for the order in which everything weighs.
        rest.sort_by_key(|(place, _)| *place);
        let lines: Vec<_> = rest.into_iter().map(|(_, line)| line).collect();
        group(&format!("{} beyond the annotations", lines.len()), &lines.join("\n"), out)?;
    }
    closing(run, out)
}

/// What was not judged is folded away; the last line stays in sight.
fn closing(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut closing = NoColor::new(Vec::new());
    summary::closing(run, &mut closing)?;
    let closing = String::from_utf8_lossy(&closing.into_inner()).into_owned();
    let (notes, last) = closing.trim_end().rsplit_once('\n').unwrap_or(("", closing.trim_end()));
    if !notes.trim().is_empty() {
        let title = if run.inconclusive.is_empty() { "More" } else { "What was not judged, and how to get it judged" };
        group(title, notes.trim_end(), out)?;
    }
    writeln!(out, "{last}")
}

/// Lines that a click opens.
fn group(title: &str, lines: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "::group::{}\n{lines}\n::endgroup::", encode::github_data(title))
}

fn unreadable(run: &Run<'_>, file: &Unreadable) -> String {
    let message = format!("{}\n{}", file.diagnostic.message, file.diagnostic.notes.join("\n"));
    let place = file.diagnostic.labels.first().map(|label| properties(&Place::at(run, label.mark)));
    let place = place.unwrap_or_else(|| format!("file={}", encode::github_property(&file.path)));
    format!("::error {place},title=unreadable::{}", encode::github_data(message.trim_end()))
}

/// Of one level, the rules take turns: else one that fires often would take all the annotations.
fn in_turn<'r>(company: &Company<'r>) -> Vec<(usize, &'r Finding)> {
    let mut turns: FxHashMap<(&str, Level), usize> = FxHashMap::default();
    let mut findings: Vec<_> = company
        .own
        .iter()
        .enumerate()
        .map(|(place, finding)| {
            let turn = turns.entry((&finding.rule, finding.level)).or_default();
            *turn += 1;
            (*turn, place, *finding)
        })
        .collect();
    findings.sort_by_key(|(turn, _, finding)| (std::cmp::Reverse(finding.level), *turn));
    findings.into_iter().map(|(_, place, finding)| (place, finding)).collect()
}

fn annotation(run: &Run<'_>, finding: &Finding, parts: &[&Finding], out: &mut dyn WriteColor) -> io::Result<()> {
    let place = Place::of(run, finding).map(|place| format!("{},", properties(&place))).unwrap_or_default();
    let mut message = about::message(run, finding);
    if let Some(item) = finding.item.as_ref().filter(|item| !item.title.is_empty() && !run.display.no_titles) {
        message.push_str(&format!("\n{} “{}”", about::item(item), about::title(&item.title)));
    }
    if !parts.is_empty() {
        message.push_str(&format!("\nMade of {}", made_of(parts)));
    }
    if let Some(rule) = run.rule(&finding.rule) {
        message.push_str(&format!("\nInstead: {}", about::one_line(&rule.advice.instead)));
    }
    let (kind, title) = (kind(finding.level), encode::github_property(&finding.rule));
    writeln!(out, "::{kind} {place}title={title}::{}", encode::github_data(&message))
}

/// Where it is. Columns are told only inside one line, as GitHub wants it.
fn properties(place: &Place<'_>) -> String {
    let file = encode::github_property(&place.path());
    let start = place.position();
    let Some(mark) = place.mark else { return format!("file={file},line={}", start.line) };
    let end = place.file.position(mark.end());
    if end.line != start.line || end.column <= start.column {
        return format!("file={file},line={},endLine={}", start.line, end.line);
    }
    format!("file={file},line={},col={},endColumn={}", start.line, start.column, end.column - 1)
}

/// A finding that gets no annotation, as `short` writes it.
fn line(run: &Run<'_>, finding: &Finding) -> String {
    let place = Place::of(run, finding).map(|place| {
        let position = place.position();
        format!(" {}:{}:{}", encode::terminal(&place.path()), position.line, position.column)
    });
    let message = encode::terminal(&about::message(run, finding));
    format!("{}[{}]{}: {message}", finding.level, finding.rule, place.unwrap_or_default())
}

fn kind(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info | Level::Off => "notice",
    }
}
