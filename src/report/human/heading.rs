//! What is written once for each rule: what it found, why that matters, what to do instead, what to ask, and
//! what the charter says.

use std::collections::BTreeSet;
use std::io;

use termcolor::WriteColor;
use unicode_width::UnicodeWidthStr;

use crate::charter::Level;
use crate::report::common_end::common_end;
use crate::report::pattern_groups::PatternGroup;
use crate::report::snippet::{self, Snippets};
use crate::report::{Run, encode, finding_text, fold, style};
use crate::source::Excerpt;
use crate::wording::many;

/// Maximum number of charter lines that are shown for a rule: with many boards, each has its own charter.
const CHARTER_LINES: usize = 4;
/// The width of the column for the leading words.
const LEAD: usize = 11;

/// Writes the heading of a rule, with the highest level of its findings. Returns the common end of all
/// messages, which the heading shows.
pub(super) fn write(
    run: &Run<'_>,
    rule: &str,
    level: Level,
    shown: &[PatternGroup<'_>],
    out: &mut dyn WriteColor,
) -> io::Result<Option<String>> {
    let definition = run.rule(rule);
    let summary = definition.map_or_else(|| rule.to_owned(), |rule| rule.summary.clone());
    let lead = format!("{level}[{}]", encode::terminal(rule));
    let text = format!("{lead}: {summary}");
    let lines = fold::fold(&text, run.display.width, "", "  ");
    for (place, line) in lines.iter().enumerate() {
        match line.strip_prefix(&lead).filter(|_| place == 0) {
            Some(rest) => {
                style::coloured(out, &style::level(level), &lead)?;
                style::coloured(out, &style::bold(), rest)?;
            }
            None => style::coloured(out, &style::bold(), line)?,
        }
        writeln!(out)?;
    }
    if let Some(rule) = definition {
        said(run, "why", &rule.advice.why, out)?;
        said(run, "instead", &rule.advice.instead, out)?;
        said(run, "ask", &rule.advice.ask, out)?;
    }
    let messages: Vec<String> = shown.iter().map(|group| finding_text::message(run, group.finding)).collect();
    let common = common_end(&messages);
    charter(run, common.as_deref(), shown, out)?;
    Ok(common)
}

/// A sentence behind its leading word.
fn said(run: &Run<'_>, lead: &str, text: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    said_at(run, lead, text, "", out)
}

/// A sentence behind its leading word, followed by a place.
fn said_at(run: &Run<'_>, lead: &str, text: &str, place: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    let folded = fold::prose(text, run.display.width.saturating_sub(LEAD), "", "");
    for (nth, line) in folded.iter().enumerate() {
        let lead = if nth == 0 { lead } else { "" };
        style::coloured(out, &style::quiet(), &format!("  {lead:<width$}", width = LEAD - 2))?;
        write!(out, "{line}")?;
        if nth + 1 == folded.len() && !place.is_empty() {
            style::coloured(out, &style::quiet(), place)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What the charter says: as a sentence if all findings have the same one, and the charter lines.
fn charter(
    run: &Run<'_>,
    common: Option<&str>,
    shown: &[PatternGroup<'_>],
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let mut seen = BTreeSet::new();
    let labels = shown.iter().flat_map(|group| &group.finding.labels).filter(|label| seen.insert(label.mark));
    let mut labels: Vec<_> = labels.collect();
    labels.sort_by_key(|label| label.mark);
    let snippets = Snippets { sources: run.sources, names: run.names, width: run.display.width, gutter: LEAD };
    let excerpts: Vec<Excerpt> =
        labels.iter().take(CHARTER_LINES).map(|label| snippets.excerpt(label.mark, 0)).collect();
    let mut lead = "charter";
    let mut beside = None;
    if let Some(common) = common {
        let by_charter = common.starts_with("the charter") || common.starts_with("by the charter");
        // The place of the first line comes after the sentence if it fits.
        let place = excerpts.first().map(snippet::place).filter(|_| by_charter);
        beside = place.filter(|place| LEAD + common.width() + 2 + place.width() <= run.display.width);
        let place = beside.as_ref().map(|place| format!("  {place}")).unwrap_or_default();
        said_at(run, if by_charter { lead } else { "each" }, common, &place, out)?;
        lead = if by_charter { "" } else { lead };
    }
    let mut rest = excerpts.as_slice();
    while let Some(first) = rest.first() {
        let (own, others) = rest.split_at(rest.iter().take_while(|excerpt| excerpt.name == first.name).count());
        rest = others;
        if beside.take().is_none() {
            said_at(run, lead, "", &snippet::place(first), out)?;
            lead = "";
        }
        lines(run, own, out)?;
    }
    match labels.len().saturating_sub(CHARTER_LINES) {
        0 => Ok(()),
        more => said(run, lead, &format!("and {}", many(more, "more line")), out),
    }
}

/// Lines of one charter with their numbers, side by side if they fit.
fn lines(run: &Run<'_>, excerpts: &[Excerpt], out: &mut dyn WriteColor) -> io::Result<()> {
    let mut taken = 0;
    for excerpt in excerpts {
        let number = format!("{} │ ", excerpt.line);
        let columns = number.width() + excerpt.text.width();
        if taken > 0 && taken + 3 + columns <= run.display.width {
            write!(out, "   ")?;
            taken += 3 + columns;
        } else {
            if taken > 0 {
                writeln!(out)?;
            }
            write!(out, "{}", " ".repeat(LEAD))?;
            taken = LEAD + columns;
        }
        style::coloured(out, &style::quiet(), &number)?;
        write!(out, "{}", &excerpt.text[..excerpt.span.start])?;
        style::coloured(out, &style::reference(), &excerpt.text[excerpt.span.clone()])?;
        write!(out, "{}", &excerpt.text[excerpt.span.end..])?;
    }
    writeln!(out)
}
