//! `human`: the report on a terminal. What weighs most comes first; each rule is headed once, and below it stands each finding with
//! the record that proves it. A digest by rule closes the findings: it is what is in sight when the run is over.

mod digest;
mod finding;
mod heading;
mod rule_groups;

use std::io;

use termcolor::WriteColor;

use super::pattern_groups::{by_weight, group, ungrouped};
use super::{Run, closing, diagnostics, style};
use rule_groups::{RuleGroups, by_rule};

/// Writes findings, unreadable files, the digest, what was not judged, and the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    // Where everything is to be shown, each finding stands in its own place.
    let groups = match run.display.max_per_rule {
        0 => ungrouped(by_weight(run)),
        _ => group(by_weight(run)),
    };
    let rules = by_rule(groups);
    for rule in &rules {
        of_rule(run, rule, out)?;
    }
    for unreadable in run.unreadable {
        diagnostics::write_in(run.sources, run.names, &unreadable.with_path(), run.display.width, out)?;
    }
    digest::write(run, out)?;
    closing::write(run, out)
}

/// A rule's heading, its findings as far as they are shown, and how many are not.
fn of_rule(run: &Run<'_>, rule: &RuleGroups<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let most = match run.display.max_per_rule {
        0 => rule.groups.len(),
        most => rule.groups.len().min(most),
    };
    let shown = &rule.groups[..most];
    let common = heading::write(run, rule, shown, out)?;
    let gutter = finding::gutter(run, shown);
    for group in shown {
        finding::write(run, group, rule.level, common.as_deref(), gutter, out)?;
    }
    let more = rule.groups.len() - most;
    if more > 0 {
        style::coloured(out, &style::quiet(), &format!("  … and {more} more of {}", rule.rule))?;
        writeln!(out, " (--max-per-rule 0 shows all)")?;
    }
    writeln!(out)
}
