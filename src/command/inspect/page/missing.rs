//! What is missing, what that costs, and how to get it.

use std::io;

use termcolor::WriteColor;

use super::super::missing::MissingEvidence;
use super::super::overview::Overview;
use super::layout::{folded, title};
use crate::report::encode;
use crate::source::count_of;

/// Writes each gap with the rules it costs.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    title(out, "What is missing, and what that costs")?;
    if overview.missing.is_empty() {
        return writeln!(out, "  nothing that a rule asks for");
    }
    let mut last = "";
    for entry in &overview.missing {
        let again = if entry.hint == last { "the same as above" } else { &entry.hint };
        last = &entry.hint;
        out.write_all((one(entry, overview.width) + &hint(again, overview.width)).as_bytes())?;
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

/// A command stands on a line of its own, whole, so that it can be copied.
fn hint(hint: &str, width: usize) -> String {
    let hint = encode::terminal(hint);
    match hint.split_once(": curl ") {
        Some((advice, command)) => {
            let (command, rest) = command.split_once("; ").unwrap_or((command, ""));
            let rest = if rest.is_empty() { String::new() } else { folded(width, "      ", rest) };
            folded(width, "    → ", &format!("{advice}:")) + &format!("        curl {command}\n") + &rest
        }
        None => folded(width, "    → ", &hint),
    }
}
