//! `human`: the report on a terminal: what weighs most first, each finding with the record that proves it.

use std::io;

use codespan_reporting::diagnostic::Severity;
use rustc_hash::FxHashMap;
use termcolor::WriteColor;

use super::diagnostics::{Annotation, emit};
use super::pattern_groups::{PatternGroup, by_weight, count_by_rule_text, group, ungrouped};
use super::{Run, closing, diagnostics, finding_text};
use crate::charter::Level;
use crate::finding::Finding;
use crate::rule::Definition;
use crate::source::Label;

/// How many places of related records are shown beside the first.
const RELATED: usize = 2;
/// Advice is folded at this width.
const WIDTH: usize = 96;

/// Writes findings, unreadable files, what was not judged, and the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut shown: FxHashMap<&str, usize> = FxHashMap::default();
    let mut hidden: Vec<(&str, usize)> = Vec::new();
    // Where everything is to be shown, each finding stands in its own place.
    let groups = match run.display.max_per_rule {
        0 => ungrouped(by_weight(run)),
        _ => group(by_weight(run)),
    };
    for PatternGroup { finding, covered } in &groups {
        let count = shown.entry(&finding.rule).or_default();
        *count += 1;
        if run.display.max_per_rule > 0 && *count > run.display.max_per_rule {
            match hidden.iter_mut().find(|(rule, _)| *rule == finding.rule) {
                Some((_, more)) => *more += 1,
                None => hidden.push((&finding.rule, 1)),
            }
            continue;
        }
        let advice = run.rule(&finding.rule).filter(|_| *count == 1);
        one(run, finding, covered, advice, out)?;
    }
    for unreadable in run.unreadable {
        let mut diagnostic = unreadable.diagnostic.clone();
        if diagnostic.labels.is_empty() {
            diagnostic.message = format!("{}: {}", unreadable.path, diagnostic.message);
        }
        diagnostics::write_as(run.sources, run.names, &diagnostic, out)?;
    }
    for (rule, more) in hidden {
        writeln!(out, "… and {more} more of {rule} (--max-per-rule 0 shows all)")?;
    }
    closing::write(run, out)
}

fn one(
    run: &Run<'_>,
    finding: &Finding,
    covered: &[&Finding],
    advice: Option<&Definition>,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let mut labels = Vec::new();
    if let Some(mark) = finding.location {
        labels.push(Label { mark, text: under(run, finding) });
    }
    labels.extend(finding.labels.iter().cloned());
    for other in finding
        .related
        .iter()
        .filter(|other| other.mark.is_some_and(|mark| Some(mark) != finding.location))
        .take(RELATED)
    {
        let item = finding_text::item_name(other.item.as_deref().unwrap_or_default(), other.number);
        labels.extend(other.mark.map(|mark| Label {
            mark,
            text: format!("{item} {}", run.names.phrase(&other.message)).trim().to_owned(),
        }));
    }
    let mut notes = Vec::new();
    if finding.related.len() > RELATED {
        let items = finding
            .related
            .iter()
            .filter_map(|other| Some(finding_text::item_name(other.item.as_deref()?, other.number)));
        let items: Vec<String> = items.take(12).collect();
        let more = finding.related.len().saturating_sub(12);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        notes.push(format!("with: {}{more}", items.join(", ")));
    }
    if !covered.is_empty() {
        let rules = count_by_rule_text(covered);
        notes.push(folded("made of:", &format!("{rules} (--max-per-rule 0 shows each)")));
    }
    if let Some(url) = finding.item.as_ref().map(|item| item.url.as_str()).filter(|url| !url.is_empty()) {
        notes.push(url.to_owned());
    }
    if let Some(rule) = advice {
        notes.push(folded("instead:", &rule.advice.instead));
        notes.push(folded("ask:", &rule.advice.ask));
    }
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warn => Severity::Warning,
        Level::Info | Level::Off => Severity::Note,
    };
    let message = finding_text::message(run, finding);
    let annotation = Annotation { severity, code: &finding.rule, message: &message, labels: &labels, notes: &notes };
    emit(run.sources, run.names, &annotation, out)
}

/// What stands under the record: the item's title, and when; of several boards, which.
fn under(run: &Run<'_>, finding: &Finding) -> String {
    let title = finding
        .item
        .as_ref()
        .map(|item| format!("{} “{}”", finding_text::item(item), finding_text::title(&item.title)));
    let board =
        Some(run.names.text(&finding.board).into_owned()).filter(|board| run.has_several_boards() && !board.is_empty());
    let sprint = finding.sprint.as_deref().map(|sprint| run.names.text(sprint).into_owned());
    let parts = [title, sprint, board, finding_text::minute(run, finding)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Advice, folded so that it stays readable beside the excerpts.
fn folded(label: &str, text: &str) -> String {
    let mut lines = vec![label.to_owned()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
