//! What is missing, which rules need it, and how to get it.

use std::io;

use termcolor::WriteColor;

use super::super::missing::MissingEvidence;
use super::super::overview::Overview;
use super::layout::{folded, title};
use crate::finding::gap::remedy::{Remedy, Request};
use crate::report::encode;
use crate::wording::count_of;

/// The arrow before a remedy.
const ARROW: &str = "    → ";

/// Writes each gap with the rules that need it.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    title(out, "What is missing, and what that costs")?;
    if overview.missing.is_empty() {
        return writeln!(out, "  nothing that a rule asks for");
    }
    let mut last = None;
    for entry in &overview.missing {
        let remedy = match last.replace(&entry.remedy) {
            Some(last) if *last == entry.remedy => folded(overview.width, ARROW, "the same as above"),
            _ => remedy(&entry.remedy, overview.width),
        };
        out.write_all((one(entry, overview.width) + &remedy).as_bytes())?;
    }
    Ok(())
}

fn one(entry: &MissingEvidence, width: usize) -> String {
    let what = format!("{}: {}", entry.missing, encode::terminal(&entry.message));
    let rules = count_of(entry.rules.len(), "rule", "rules");
    let costs = match (entry.rules.is_empty(), entry.partial) {
        (true, _) => "no rule waits for this alone".to_owned(),
        (false, true) => format!("{rules} judged in part: {}", entry.rules.join(", ")),
        (false, false) => format!("{rules} not judged: {}", entry.rules.join(", ")),
    };
    folded(width, "  - ", &what) + &folded(width, "    ", &costs)
}

/// A command gets a line of its own and is not folded, so that it can be copied.
fn remedy(remedy: &Remedy, width: usize) -> String {
    let Remedy { advice, request } = remedy.with_texts(encode::terminal);
    let Some(Request { command, otherwise, .. }) = request else { return folded(width, ARROW, &advice) };
    let otherwise = if otherwise.is_empty() { String::new() } else { folded(width, "      ", &otherwise) };
    folded(width, ARROW, &format!("{advice}:")) + &format!("        {command}\n") + &otherwise
}
