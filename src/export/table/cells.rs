//! A row of a table, with its raw and decoded cells.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use crate::source::{File, Mark};

/// One row of a table.
#[derive(Clone, Copy)]
pub(in crate::export) struct Row<'t, 'a> {
    text: &'a str,
    ends: &'t [u32],
}

impl<'t, 'a> Row<'t, 'a> {
    /// The row with this `text`. `ends` are the end offsets of its cells, relative to its beginning.
    pub(super) fn new(text: &'a str, ends: &'t [u32]) -> Self {
        Self { text, ends }
    }

    /// The raw cell of a column; empty if the row is too short.
    pub(in crate::export) fn cell(self, column: usize) -> &'a str {
        let Some(end) = self.ends.get(column).map(|end| *end as usize) else { return "" };
        // The cell starts after the delimiter. Cells that were dropped at the end of a row have none.
        let start = column.checked_sub(1).map_or(0, |before| (self.ends[before] as usize + 1).min(end));
        self.text.get(start..end).unwrap_or_default()
    }

    /// The raw cells.
    pub(in crate::export) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.ends.len()).map(move |column| self.cell(column))
    }

    /// Number of cells in the row; missing cells at its end are not counted.
    pub(in crate::export) fn len(self) -> usize {
        self.ends.len()
    }

    /// The cells by which rows are compared: without the empty ones at the end, which spreadsheets drop or
    /// add.
    fn significant_cells(self) -> impl Iterator<Item = &'a str> {
        let empty = (0..self.len()).rev().take_while(|column| self.cell(*column).is_empty()).count();
        self.iter().take(self.len() - empty)
    }

    /// The first cell that is not empty, else that of the column `otherwise`.
    pub(in crate::export) fn beginning(self, otherwise: usize) -> &'a str {
        self.iter().find(|raw| !is_empty(raw)).unwrap_or_else(|| self.cell(otherwise))
    }
}

impl PartialEq for Row<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.significant_cells().eq(other.significant_cells())
    }
}

impl Eq for Row<'_, '_> {}

impl Hash for Row<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.significant_cells().for_each(|raw| raw.hash(state));
    }
}

/// The text of a raw cell: without its quotes, and with doubled quotes made single.
pub(in crate::export) fn cell(raw: &str) -> Cow<'_, str> {
    let Some(rest) = raw.strip_prefix('"') else { return Cow::Borrowed(raw) };
    if let Some(inner) = rest.strip_suffix('"')
        && !inner.contains('"')
    {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(rest.len());
    let mut rest = rest;
    while let Some((before, after)) = rest.split_once('"') {
        text.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                text.push('"');
                rest = after;
            }
            None => {
                rest = after;
                break;
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// A raw cell without the quotes around it.
pub(in crate::export) fn inner(raw: &str) -> &str {
    raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw)
}

/// The place of a raw cell, without the quotes around it.
pub(in crate::export) fn mark(file: &File, raw: &str) -> Mark {
    file.mark(inner(raw))
}

/// Whether a raw cell is blank.
pub(in crate::export) fn is_empty(raw: &str) -> bool {
    match raw.as_bytes().first() {
        None => true,
        // Fast path: most cells begin like this.
        Some(first) if first.is_ascii_alphanumeric() => false,
        Some(_) => inner(raw).trim().is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_undone_like_the_library_does() {
        assert_eq!(cell("plain \"x\""), "plain \"x\"");
        assert_eq!(cell("\"a\"\"b\""), "a\"b");
        assert_eq!(cell("\"a\" b"), "a b");
        assert_eq!(cell("\"\""), "");
        assert_eq!(inner("\"a\"\"b\""), "a\"\"b");
    }
}
