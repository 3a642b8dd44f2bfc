//! Tables that a spreadsheet opened with the wrong delimiter and saved again: each line became one cell.

use super::meaning::Meaning;
use crate::export::table::Table;
use crate::source::{Diagnostic, Mark};

/// How many of Jira's columns in one cell are no accident.
const ENOUGH: usize = 3;

/// How much of the header is pointed at.
const SHOWN: usize = 40;

/// The beginning of the header that became one cell, if that is what happened to the table in `text`.
pub(super) fn header(text: &str) -> Option<&str> {
    let outer = Table::sample(text, 0);
    let (first, rest) = outer.header.split_first()?;
    let line = text.lines().find(|line| !line.is_empty())?;
    let alone = rest.iter().all(|cell| cell.trim().is_empty());
    // Unquoted, the line looks whole but for the empty cells that were hung onto its end.
    let hung = |mark: char| {
        let last = outer.header.last().map(|cell| cell.trim_end()).unwrap_or_default();
        !rest.is_empty() && last.len() - last.trim_end_matches(mark).len() >= 2
    };
    let inner = if alone {
        Table::sample(first, 0).header.iter().filter(|name| is_jira(name)).count()
    } else if hung(';') || hung('\t') {
        outer.header.iter().filter(|name| is_jira(name)).count()
    } else {
        0
    };
    let shown = line.char_indices().nth(SHOWN).map_or(line, |(end, _)| &line[..end]);
    (inner >= ENOUGH).then_some(shown)
}

/// Whether Jira calls a column so, in any language.
pub(super) fn is_jira(name: &str) -> bool {
    Meaning::of_header(name).is_some()
}

/// Why the table is not read, and how to get it whole.
pub(super) fn refusal(header: Mark) -> Diagnostic {
    Diagnostic::error("this CSV was saved again by a spreadsheet, which made one cell of each line")
        .at(header, "all column names stand in one cell")
        .note("export it from Jira again, Export › CSV (all fields), and hand over the file as it was downloaded")
}
