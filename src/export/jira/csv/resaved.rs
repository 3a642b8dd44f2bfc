//! Tables that a spreadsheet opened with the wrong delimiter and saved again, so that each line became one
//! cell.

use super::meaning::Meaning;
use crate::export::table::Table;
use crate::source::{Diagnostic, Mark};

/// Minimum number of Jira's column names in one cell.
const ENOUGH: usize = 3;

/// Length of the marked part of the header.
const SHOWN: usize = 40;

/// The beginning of the header, if it became one cell in the table `text`.
pub(super) fn header(text: &str) -> Option<&str> {
    let outer = Table::sample(text, 0);
    let (first, rest) = outer.header.split_first()?;
    let line = text.lines().find(|line| !line.is_empty())?;
    let alone = rest.iter().all(|cell| cell.trim().is_empty());
    // Without quotes the line looks intact, except for the empty cells added at its end.
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

/// Whether it is a column name of Jira in any language.
pub(super) fn is_jira(name: &str) -> bool {
    Meaning::of_header(name).is_some()
}

/// Why the table is not read, with advice.
pub(super) fn refusal(header: Mark) -> Diagnostic {
    Diagnostic::error("this CSV was saved again by a spreadsheet, which made one cell of each line")
        .at(header, "all column names stand in one cell")
        .note("export it from Jira again, Export › CSV (all fields), and hand over the file as it was downloaded")
}
