//! What is missing, what that costs, and how to get it.

use std::io;

use termcolor::WriteColor;

use super::super::gather::Overview;
use super::super::lacks::Lack;
use super::super::layout::{folded, some, title};
use crate::report::encode;

/// Writes each gap with the rules it costs.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    title(out, "What is missing, and what that costs")?;
    if overview.lacks.is_empty() {
        return writeln!(out, "  nothing that a rule asks for");
    }
    let mut last = "";
    for lack in &overview.lacks {
        let again = if lack.hint == last { "the same as above" } else { &lack.hint };
        last = &lack.hint;
        out.write_all((one(lack) + &hint(again)).as_bytes())?;
    }
    Ok(())
}

fn one(lack: &Lack) -> String {
    let what = format!("{}: {}", lack.missing, encode::terminal(&lack.message));
    let rules = some(lack.rules.len(), "rule", "rules");
    let costs = match (lack.rules.is_empty(), lack.partial) {
        (true, _) => "no rule waits for this alone".to_owned(),
        (false, true) => format!("{rules} judged in part: {}", lack.rules.join(", ")),
        (false, false) => format!("{rules} not judged: {}", lack.rules.join(", ")),
    };
    folded("  - ", &what) + &folded("    ", &costs)
}

/// A command stands on a line of its own, whole, so that it can be copied.
fn hint(hint: &str) -> String {
    let hint = encode::terminal(hint);
    match hint.split_once(": curl ") {
        Some((advice, command)) => {
            let (command, rest) = command.split_once("; ").unwrap_or((command, ""));
            let rest = if rest.is_empty() { String::new() } else { folded("      ", rest) };
            folded("    → ", &format!("{advice}:")) + &format!("        curl {command}\n") + &rest
        }
        None => folded("    → ", &hint),
    }
}
