//! Tables of delimited text, with the place of every cell in the file.
//!
//! The `csv` crate takes the records apart. It does not say where a cell stands, but that follows from where its record
//! begins and how long each cell is with its quotes; a walk that does not land on the record's end is a damaged record.

use std::borrow::Cow;

use crate::source::{Diagnostic, File, Mark};

/// What separates cells, in the order in which ties are decided.
const DELIMITERS: &[u8] = b",;\t|^";

/// How many columns are read. A CSV of Jira has one for each comment of the issue that has most.
const COLUMNS: usize = 100_000;

/// So many bytes of the header show what separates its cells.
const HEADER: usize = 1 << 20;

/// A table whose rows all have as many cells as its header.
pub(super) struct Table<'a> {
    /// What the columns are called.
    pub(super) header: Vec<Cow<'a, str>>,
    /// Rows that cannot be read, each at its place.
    pub(super) damaged: Vec<Diagnostic>,
    /// All cells, row by row, as they stand in the file.
    cells: Vec<&'a str>,
    /// Whether rows had fewer cells than the header.
    has_short_rows: bool,
}

impl<'a> Table<'a> {
    /// Reads the table in `file`.
    ///
    /// # Errors
    /// Why it has no header, or is no text.
    pub(super) fn read(file: &'a File, what: &str) -> Result<Self, Diagnostic> {
        let bytes = file.bytes();
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = std::str::from_utf8(&bytes[start..]).map_err(|error| {
            let at = start + error.valid_up_to();
            Diagnostic::error(format!("this {what} is not UTF-8"))
                .at(Mark::new(file.id(), at..at + 1), "this byte starts no character")
                .note("save it as UTF-8, or export it again")
        })?;
        let mut records = Records::new(below_separator(text));
        let header = match records.next(COLUMNS) {
            Some(Record { cells: Some(cells), .. }) => cells,
            _ => {
                let start = Mark::new(file.id(), start..start);
                let refusal = Diagnostic::error(format!("the first row of this {what} names no columns"));
                return Err(refusal.at(start, "the quotes of this row do not close").note("export it again"));
            }
        };
        if header.count > COLUMNS {
            let refusal = format!("this {what} has {} columns, and no more than {COLUMNS} are read", header.count);
            let start = Mark::new(file.id(), start..start);
            let advice =
                "export fewer fields: each comment of an issue and each value of a field has a column of its own";
            return Err(Diagnostic::error(refusal).at(start, "the header begins here").note(advice));
        }
        let mut table = Self { header: header.first.iter().map(|raw| cell(raw)).collect(), ..Self::empty() };
        while let Some(record) = records.next(table.width()) {
            table.add(file, &record);
        }
        Ok(table)
    }

    fn empty() -> Self {
        Self { header: Vec::new(), damaged: Vec::new(), cells: Vec::new(), has_short_rows: false }
    }

    /// The first `rows` rows of a table, for a look at what it is.
    pub(super) fn sample(text: &'a str, rows: usize) -> Self {
        let mut records = Records::new(below_separator(text));
        let mut table = Self::empty();
        if let Some(header) = records.next(COLUMNS).and_then(|record| record.cells) {
            let width = header.first.len();
            table.header = header.first.iter().map(|raw| cell(raw)).collect();
            for _ in 0..rows {
                let Some(record) = records.next(width) else { break };
                if let Some(Cells { first, .. }) = record.cells {
                    let end = first.last().map_or("", |raw| &raw[raw.len()..]);
                    table.cells.extend(first.iter().copied().chain(std::iter::repeat(end)).take(width));
                }
            }
        }
        table
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// The rows, each with as many cells as the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[&'a str]> {
        self.cells.chunks_exact(self.width().max(1))
    }

    /// Takes out the rows for which `keep` does not hold.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&[&'a str]) -> bool) {
        let width = self.width().max(1);
        let cells = std::mem::take(&mut self.cells);
        self.cells = cells.chunks_exact(width).filter(|row| keep(row)).flatten().copied().collect();
    }

    /// What the cells of a column hold, without the empty ones.
    pub(super) fn filled(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.rows().filter_map(move |row| row.get(column).copied()).filter(|raw| !is_empty(raw))
    }

    fn add(&mut self, file: &File, record: &Record<'a>) {
        let mark = file.mark(record.first);
        let Some(cells) = &record.cells else {
            let damage = if record.last {
                Diagnostic::error("this row does not end: a quote in it is never closed")
                    .at(mark, "the row begins here")
                    .note("the download was cut off, or a quote went missing: export it again")
            } else {
                Diagnostic::error("the quotes in this row do not match; the other rows were read")
                    .at(mark, "the row begins here")
                    .note("export it again, and do not save it with another program")
            };
            self.damaged.push(damage);
            return;
        };
        if cells.is_rest_empty && cells.first.iter().all(|raw| is_empty(raw)) {
            return;
        }
        let width = self.width();
        if cells.is_rest_empty {
            // Spreadsheets drop the empty cells at the end of a row, or add some. A file that ends within a row was cut off,
            // unless other rows lack their ends, too.
            let ends = !record.last || file.bytes().ends_with(b"\n") || cells.count >= width || self.has_short_rows;
            if ends {
                self.has_short_rows |= cells.count < width;
                let end = cells.first.last().map_or("", |raw| &raw[raw.len()..]);
                let missing = width.saturating_sub(cells.count);
                self.cells.extend(cells.first.iter().copied().chain(std::iter::repeat_n(end, missing)));
                return;
            }
        }
        if record.last && cells.count < self.width() && !file.bytes().ends_with(b"\n") {
            let damage = Diagnostic::error("the file ends in the middle of this row: the download was cut off");
            let damage = damage.at(mark, "the row begins here");
            self.damaged.push(damage.note("export it again and check that the file arrives whole"));
            return;
        }
        let message = format!(
            "this row has {} and the header {}; the other rows were read",
            count(cells.count),
            count(self.width())
        );
        let damage = Diagnostic::error(message).at(mark, "the row begins here");
        self.damaged.push(damage.note("export it again, and do not save it with another program"));
    }
}

fn count(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// What a raw cell says: without its quotes, and with doubled quotes single.
pub(super) fn cell(raw: &str) -> Cow<'_, str> {
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

/// A raw cell without the quotes around it: what a mark covers.
pub(super) fn inner(raw: &str) -> &str {
    raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw)
}

/// Whether a raw cell holds nothing but space.
pub(super) fn is_empty(raw: &str) -> bool {
    inner(raw).trim().is_empty()
}

/// The table without the line `sep=;` that tells Excel what separates its cells.
fn below_separator(text: &str) -> &str {
    let says = |line: &str| line.len() <= 6 && line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="));
    text.split_once('\n').filter(|(line, _)| says(line.trim_end())).map_or(text, |(_, table)| table)
}

/// What separates the cells of the header: whatever gives its first bytes the most cells.
fn delimiter(text: &str) -> u8 {
    let text = &text.as_bytes()[..text.len().min(HEADER)];
    let width = |delimiter: u8| {
        let mut record = csv::ByteRecord::new();
        let read = reader(text, delimiter).read_byte_record(&mut record);
        read.map_or(0, |_| record.len())
    };
    DELIMITERS.iter().copied().rev().max_by_key(|delimiter| width(*delimiter)).unwrap_or(b',')
}

fn reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// One record: its cells as they stand in the file, unless their quotes do not match.
struct Record<'a> {
    cells: Option<Cells<'a>>,
    /// Its first cell, or where that begins.
    first: &'a str,
    /// Whether nothing follows it.
    last: bool,
}

/// The raw cells of a record.
struct Cells<'a> {
    /// As many as were asked for, or fewer where there are no more.
    first: Vec<&'a str>,
    /// How many there are.
    count: usize,
    /// Whether those behind `first` hold nothing but space.
    is_rest_empty: bool,
}

struct Records<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    delimiter: u8,
    record: csv::ByteRecord,
}

impl<'a> Records<'a> {
    fn new(text: &'a str) -> Self {
        let delimiter = delimiter(text);
        Self { text, reader: reader(text.as_bytes(), delimiter), delimiter, record: csv::ByteRecord::new() }
    }

    /// The next record with so many of its cells.
    fn next(&mut self, wanted: usize) -> Option<Record<'a>> {
        // Reading from memory does not fail, and a flexible reader takes rows of any length.
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return None;
        }
        let position = self.record.position().map_or(0, csv::Position::byte);
        let mut at = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        // The rest of the line end before it, and empty lines, are counted to the record that follows.
        at += self.text[at..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let last = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX) >= self.text.len();
        let cells = self.walk(at, wanted);
        let first = match &cells {
            Some(cells) => cells.first.first().copied().unwrap_or_default(),
            None => &self.text[at..at + self.text[at..].chars().next().map_or(0, char::len_utf8)],
        };
        Some(Record { cells, first, last })
    }

    /// So many raw cells of the record that was just read, which begins at `at`; where the walk does not land on its end, none.
    fn walk(&self, mut at: usize, wanted: usize) -> Option<Cells<'a>> {
        let bytes = self.text.as_bytes();
        let count = self.record.len();
        let mut first = Vec::with_capacity(count.min(wanted));
        let mut is_rest_empty = true;
        for (place, field) in self.record.iter().enumerate() {
            if place > 0 {
                if bytes.get(at) != Some(&self.delimiter) {
                    return None;
                }
                at += 1;
            }
            let quoted = bytes.get(at) == Some(&b'"');
            let quotes = if quoted { memchr::memchr_iter(b'"', field).count() } else { 0 };
            let len = field.len() + quotes + if quoted { 2 } else { 0 };
            let raw = self.text.get(at..at + len)?;
            // Behind a closed quote the library takes quotes as they are: such a cell is shorter than it seems.
            if quotes > 0 && cell(raw).as_bytes() != field {
                return None;
            }
            if place < wanted {
                first.push(raw);
            } else {
                is_rest_empty &= is_empty(raw);
            }
            at += len;
        }
        let ends = matches!(bytes.get(at), None | Some(b'\r' | b'\n'));
        ends.then_some(Cells { first, count, is_rest_empty })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test that cannot go on says what it expected")]

    use proptest::strategy::Strategy as _;

    use super::*;
    use crate::source::Sources;

    fn texts(rows: &Table<'_>) -> Vec<Vec<String>> {
        rows.rows().map(|row| row.iter().map(|raw| cell(raw).into_owned()).collect()).collect()
    }

    #[test]
    fn every_cell_is_found_again_at_its_place() {
        let tables = [
            "a,b,c\n1,\"two\nlines\",3\n",
            "a;b;c\r\n1;\"say \"\"hi\"\"; then, go\";\r\n;;\"\"\r\n",
            "\u{feff}a\tb\tc\n\n\nä\t\"ö\"\t\"\"\"\"\n",
            "a|b|c\n1|x\"y|3",
            "a^b^c\r\n\"1\" ^2^\"3\"",
        ];
        for text in tables {
            let mut sources = Sources::new();
            let id = sources.add("t.csv", text);
            let file = sources.get(id);
            let table = Table::read(file, "table").expect("a table");
            assert!(table.damaged.is_empty(), "{text}: {:?}", table.damaged);
            assert_eq!(table.header, ["a", "b", "c"], "{text}");
            for raw in table.rows().flatten() {
                let mark = file.mark(raw);
                assert_eq!(&file.bytes()[mark.start..mark.end()], raw.as_bytes());
            }
            let mut plain = csv::ReaderBuilder::new();
            let plain = plain.delimiter(delimiter(text)).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let expected: Vec<Vec<String>> = plain
                .into_records()
                .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
                .filter(|record: &Vec<String>| record.iter().any(|cell| !cell.is_empty()))
                .collect();
            assert_eq!(texts(&table), expected, "{text}");
        }
    }

    #[test]
    fn a_row_of_another_width_is_told_at_its_place_and_the_rest_read() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", "a,b\n1,2\n3\n4,5,6\n\"7\"8\"9,x\n10,11,\n12,\"13");
        let file = sources.get(id);
        let table = Table::read(file, "table").expect("a table");
        assert_eq!(texts(&table), [["1", "2"], ["3", ""], ["10", "11"]]);
        let places: Vec<_> = table.damaged.iter().map(|damage| damage.labels[0].mark.start).collect();
        assert_eq!(places, [10, 16, 32], "{:?}", table.damaged);
        assert!(table.damaged[2].message.contains("never closed"));
    }

    #[test]
    fn a_file_that_ends_in_a_row_was_cut_off() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", "a,b,c\n1,2,3\n4,5");
        let table = Table::read(sources.get(id), "table").expect("a table");
        assert!(table.damaged[0].message.contains("cut off"), "{:?}", table.damaged);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_kept_says_what_the_library_says(
            text in proptest::collection::vec("[,;\"\n\r aä]|\"\"|\",\"|\r\n", 0..40).prop_map(|parts| parts.concat())
        ) {
            let mut records = Records::new(&text);
            while let Some(record) = records.next(COLUMNS) {
                let start = record.first.as_ptr() as usize - text.as_ptr() as usize;
                proptest::prop_assert!(start <= text.len());
            }
            let mut plain = reader(text.as_bytes(), delimiter(&text)).into_byte_records();
            let mut records = Records::new(&text);
            while let Some(record) = records.next(COLUMNS) {
                let expected = plain.next().expect("as many records").expect("a record");
                let Some(cells) = record.cells else { continue };
                let read: Vec<_> = cells.first.iter().map(|raw| cell(raw)).collect();
                let expected: Vec<_> = expected.iter().map(String::from_utf8_lossy).collect();
                proptest::prop_assert_eq!(read, expected);
            }
            proptest::prop_assert!(plain.next().is_none());
        }
    }

    #[test]
    fn what_is_no_text_is_refused_at_the_byte() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", &b"a,b\n\xe4,2\n"[..]);
        let refusal = Table::read(sources.get(id), "table").err().expect("a refusal");
        assert_eq!(refusal.labels[0].mark.start, 4);
    }

    #[test]
    fn quotes_are_undone_like_the_library_does() {
        assert_eq!(cell("plain \"x\""), "plain \"x\"");
        assert_eq!(cell("\"a\"\"b\""), "a\"b");
        assert_eq!(cell("\"a\" b"), "a b");
        assert_eq!(cell("\"\""), "");
        assert_eq!(inner("\"a\"\"b\""), "a\"\"b");
    }
}
