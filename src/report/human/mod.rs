//! `human`: the report on a terminal, most important findings first. Each rule has one heading. Below it are
//! its findings, each with the record that proves it. A digest by rule comes last, because the end of the
//! output is what the user sees after the run.

mod digest;
mod finding;
mod heading;

use std::io;

use termcolor::WriteColor;

use super::pattern_groups::{PatternGroup, by_rule, by_weight, group, highest_level, ungrouped};
use super::{Run, closing, diagnostics, style};

/// Writes findings, unreadable files, the digest, what was not judged, and the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    // If everything is shown, findings are not grouped below patterns.
    let groups = match run.display.max_per_rule {
        0 => ungrouped(by_weight(run)),
        _ => group(by_weight(run)),
    };
    for (rule, groups) in by_rule(groups, |group| group.finding) {
        of_rule(run, rule, &groups, out)?;
    }
    for unreadable in run.unreadable {
        diagnostics::write_in(run.sources, run.names, &unreadable.with_path(), run.display.width, out)?;
    }
    digest::write(run, out)?;
    closing::write(run, out)
}

/// A rule's heading, its findings up to the limit, and the number of the others.
fn of_rule(run: &Run<'_>, rule: &str, groups: &[PatternGroup<'_>], out: &mut dyn WriteColor) -> io::Result<()> {
    let most = match run.display.max_per_rule {
        0 => groups.len(),
        most => groups.len().min(most),
    };
    let shown = &groups[..most];
    let level = highest_level(groups.iter().map(|group| group.finding));
    let common = heading::write(run, rule, level, shown, out)?;
    let gutter = finding::gutter(run, shown);
    for group in shown {
        finding::write(run, group, level, common.as_deref(), gutter, out)?;
    }
    let more = groups.len() - most;
    if more > 0 {
        style::coloured(out, &style::quiet(), &format!("  … and {more} more of {rule}"))?;
        writeln!(out, " (--max-per-rule 0 shows all)")?;
    }
    writeln!(out)
}
