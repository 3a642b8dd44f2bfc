//! Rows that are not issues: totals, notes, the header of a second export that was pasted below the first.

use super::cells;
use super::resaved::is_jira;
use crate::export::table::{Table, cell, is_empty, mark};
use crate::lexicon::{self, Header};
use crate::source::{Diagnostic, File};

/// Minimum number of Jira's column names in a header row.
const HEADER: usize = 3;

/// Rows that were removed from a table, each by its first cell that is not empty.
#[derive(Debug, Default)]
pub(super) struct Strays<'a> {
    /// Rows without an issue key.
    keyless: Vec<&'a str>,
    /// Repeated headers.
    headers: Vec<&'a str>,
    /// Headers with other columns than the first, each with the number of rows after it.
    foreign: Vec<(&'a str, usize)>,
}

/// Removes all rows without an issue key from `table`. Condition: one of its columns has Jira's name for
/// keys, and at least half of its cells are keys.
pub(super) fn remove<'a>(table: &mut Table<'a>) -> Strays<'a> {
    let mut strays = Strays::default();
    let is_key = |raw: &str| (!is_empty(raw)).then(|| cells::is_key(&cell(raw)));
    let Some(are_keys) = (0..table.width()).find_map(|column| {
        let named = matches!(lexicon::header(&table.header[column]), Some(Header::Key | Header::BareKey));
        let are_keys = if named { table.map_column(column, is_key) } else { Vec::new() };
        let filled = are_keys.iter().flatten().count();
        let keys = are_keys.iter().flatten().filter(|is_key| **is_key).count();
        (keys > 0 && keys * 2 >= filled).then_some(are_keys)
    }) else {
        return strays;
    };
    if are_keys.iter().all(|is_key| *is_key == Some(true)) {
        return strays;
    }
    let mut are_keys = are_keys.into_iter();
    let header = table.header.clone();
    let mut elsewhere = false;
    table.retain(|row| {
        let is_key = are_keys.next().flatten() == Some(true);
        if is_key && !elsewhere {
            return true;
        }
        let first = row.iter().find(|raw| !is_empty(raw)).unwrap_or_default();
        let names = row.iter().filter(|raw| is_jira(&cell(raw))).count();
        if row.iter().zip(&header).all(|(raw, name)| cell(raw).trim() == name.trim()) {
            elsewhere = false;
            strays.headers.push(first);
        } else if names >= HEADER {
            elsewhere = true;
            strays.foreign.push((first, 0));
        } else if let Some((_, rows)) = strays.foreign.last_mut().filter(|_| elsewhere) {
            *rows += 1;
        } else {
            strays.keyless.push(first);
        }
        false
    });
    strays
}

impl Strays<'_> {
    /// Whether a second export was pasted below the first.
    pub(super) fn is_pasted(&self) -> bool {
        !self.headers.is_empty()
    }

    /// Diagnostics for the removed rows, with their places.
    pub(super) fn damage(&self, file: &File) -> impl Iterator<Item = Diagnostic> {
        let keyless = self.keyless.iter().map(move |first| {
            let damage = Diagnostic::error("this row has no issue key; the other rows were read");
            damage.at(mark(file, first), "the row begins here").note("export it again")
        });
        let foreign = self.foreign.iter().map(move |(first, rows)| {
            let damage = Diagnostic::error(format!(
                "another export with other columns begins at this row: its rows, {rows} of them, were left out"
            ));
            let damage = damage.at(mark(file, first), "the row begins here");
            damage.note("put each export into a file of its own")
        });
        keyless.chain(foreign)
    }

    /// A message about a second export in the file.
    pub(super) fn note(&self, file: &File) -> Option<String> {
        let first = self.headers.first()?;
        let line = file.position(mark(file, first).start).line;
        Some(format!(
            "another export with the same columns was pasted below the first, at line {line}, and was read, too"
        ))
    }
}
