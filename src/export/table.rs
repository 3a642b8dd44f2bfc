//! Tables of delimited text, with the place of each cell in the file.
//!
//! Records and cells end where those of the `csv` crate end; a test checks this. That crate copies the cells
//! and removes their quotes. Here a cell is a place in the file, and a row only stores where its cells end.

mod cells;
mod records;

use std::borrow::Cow;
use std::ops::Range;

use super::damage::Damage;
use super::text;
use crate::parallel;
use crate::source::{Diagnostic, File, Mark, bom_length};
use crate::wording::many;
pub(super) use cells::{Row, cell, inner, is_empty, mark};
pub(super) use records::DELIMITERS;
use records::{End, Record, Records, below_separator};

/// Size in bytes of the pieces that are read in parallel: large enough for the cost of a task, small enough
/// to share evenly.
const PIECE: usize = 1 << 20;

/// Maximum number of columns. A CSV of Jira has one for each comment of the issue with the most comments.
const COLUMNS: usize = 100_000;

/// A table whose rows have at most as many cells as its header.
pub(super) struct Table<'a> {
    /// The names of the columns.
    pub(super) header: Vec<Cow<'a, str>>,
    /// Number of columns.
    width: usize,
    /// Rows that cannot be read, with their places.
    pub(super) damaged: Damage,
    /// The text of each row, and the range of its cells in `ends`.
    rows: Vec<(&'a str, Range<usize>)>,
    /// End offsets of the cells, row by row, relative to the start of the row. Missing cells are not stored:
    /// a wide header with many short rows would need the product of both.
    ends: Vec<u32>,
    /// Whether some rows have fewer cells than the header.
    has_short_rows: bool,
    /// Used if some rows are short: entry `n` has the indices of the rows with more than 2ⁿ cells.
    longer: Vec<Vec<usize>>,
}

impl<'a> Table<'a> {
    /// Reads the table in `file`.
    ///
    /// # Errors
    /// Why there is no header, or that the file is not text.
    pub(super) fn read(file: &'a File, what: &str) -> Result<Self, Diagnostic> {
        let start = bom_length(file.bytes());
        let bytes = text::whole_bytes(file, what)?;
        let mut table = Self::empty();
        let mut records = Records::new(below_separator(bytes));
        let Some(header) = records.next(COLUMNS, &mut table.ends).filter(|header| header.is_whole) else {
            let start = Mark::new(file.id(), start..start);
            let refusal = Diagnostic::error(format!("the first row of this {what} names no columns"));
            return Err(refusal.at(start, "the quotes of this row do not close").note("export it again"));
        };
        if header.count > COLUMNS {
            let refusal = format!("this {what} has {} columns, and no more than {COLUMNS} are read", header.count);
            let start = Mark::new(file.id(), start..start);
            let advice =
                "export fewer fields: each comment of an issue and each value of a field has a column of its own";
            return Err(Diagnostic::error(refusal).at(start, "the header begins here").note(advice));
        }
        table.take_header(&header);
        table.read_rows(file, records, PIECE);
        table.note_longer();
        Ok(table)
    }

    /// Reads the rows in `records`. Pieces of about `size` bytes are read in parallel. If a piece does not
    /// end with a record, the rest from there is read sequentially.
    fn read_rows(&mut self, file: &File, mut records: Records<'a>, size: usize) {
        let pieces = records.pieces(size);
        let parts = parallel::map(&pieces, |_, piece| self.piece(file, records.of_piece(piece)));
        let (rows, ends) =
            parts.iter().flatten().fold((0, 0), |(rows, ends), part| (rows + part.rows.len(), ends + part.ends.len()));
        self.rows.reserve_exact(rows);
        self.ends.reserve_exact(ends);
        for (piece, part) in pieces.iter().zip(parts) {
            let Some(part) = part else { break };
            self.append(part);
            records.pass_over(piece.len());
        }
        while let Some(record) = records.next(self.width(), &mut self.ends) {
            self.add(file, &record);
        }
    }

    /// Reads the rows of one piece. `None` if the piece does not end with a record.
    fn piece(&self, file: &File, mut records: Records<'a>) -> Option<Self> {
        let mut part = Self { width: self.width, ..Self::empty() };
        while let Some(record) = records.next(part.width(), &mut part.ends) {
            if record.end == End::Piece {
                return None;
            }
            part.add(file, &record);
        }
        Some(part)
    }

    fn append(&mut self, next: Self) {
        let before = self.ends.len();
        self.rows.extend(next.rows.into_iter().map(|(text, ends)| (text, before + ends.start..before + ends.end)));
        self.ends.extend(next.ends);
        self.damaged.append(next.damaged);
        self.has_short_rows |= next.has_short_rows;
    }

    fn empty() -> Self {
        Self {
            header: Vec::new(),
            width: 0,
            damaged: Damage::default(),
            rows: Vec::new(),
            ends: Vec::new(),
            has_short_rows: false,
            longer: Vec::new(),
        }
    }

    /// Reads the header and the first `rows` rows, to detect the format.
    pub(super) fn sample(text: &'a str, rows: usize) -> Self {
        let mut table = Self::empty();
        let mut records = Records::new(below_separator(text.as_bytes()));
        if let Some(header) = records.next(COLUMNS, &mut table.ends).filter(|header| header.is_whole) {
            table.take_header(&header);
            for _ in 0..rows {
                let Some(record) = records.next(table.width(), &mut table.ends) else { break };
                table.keep(record.text, record.is_whole);
            }
        }
        table
    }

    /// Number of columns.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    /// The rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows_of(&self.rows)
    }

    /// Returns the rows that have a cell in the column, and perhaps others. Over all columns together it
    /// returns at most twice as many rows as there are cells.
    pub(super) fn rows_with(&self, column: usize) -> impl Iterator<Item = Row<'_, 'a>> {
        let longer = self.longer.get(column.checked_ilog2().map_or(usize::MAX, |power| power as usize));
        let is_in_all = column == 0 || !self.has_short_rows;
        let all = is_in_all.then(|| self.rows()).into_iter().flatten();
        let longer = longer.filter(|_| !is_in_all).into_iter().flatten();
        all.chain(longer.map(|place| self.row(&self.rows[*place])))
    }

    fn row(&self, (text, ends): &(&'a str, Range<usize>)) -> Row<'_, 'a> {
        Row::new(text, &self.ends[ends.clone()])
    }

    /// Builds `longer`.
    fn note_longer(&mut self) {
        self.longer.clear();
        let rows = if self.has_short_rows { self.rows.as_slice() } else { &[] };
        for (place, (_, ends)) in rows.iter().enumerate() {
            let last = ends.len().saturating_sub(1);
            let powers = last.checked_ilog2().map_or(0, |power| power as usize + 1);
            self.longer.resize_with(self.longer.len().max(powers), Vec::new);
            self.longer.iter_mut().take(powers).for_each(|rows| rows.push(place));
        }
    }

    /// Applies `work` to chunks of `size` rows in parallel; the last chunk may be shorter.
    pub(super) fn map_rows<R: Send>(
        &self,
        size: usize,
        work: impl Fn(&mut dyn Iterator<Item = Row<'_, 'a>>) -> R + Sync + Send,
    ) -> Vec<R> {
        parallel::map_chunks(&self.rows, size, |_, rows| work(&mut self.rows_of(rows)))
    }

    fn rows_of<'t>(&'t self, rows: &'t [(&'a str, Range<usize>)]) -> impl Iterator<Item = Row<'t, 'a>> {
        rows.iter().map(|row| self.row(row))
    }

    /// Applies `work` to the cell of each row in a column, in parallel.
    pub(super) fn map_column<R: Send>(&self, column: usize, work: impl Fn(&'a str) -> R + Sync + Send) -> Vec<R> {
        parallel::map(&self.rows, |_, row| work(self.row(row).cell(column)))
    }

    /// Removes the rows for which `keep` returns false.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(Row<'_, 'a>) -> bool) {
        let all = &self.ends;
        self.rows.retain(|(text, ends)| keep(Row::new(text, &all[ends.clone()])));
        self.note_longer();
    }

    /// The cells of a column that are not empty.
    pub(super) fn filled(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.rows_with(column).map(move |row| row.cell(column)).filter(|raw| !is_empty(raw))
    }

    /// Turns the cells that were read last into the header.
    fn take_header(&mut self, record: &Record<'a>) {
        let header = Row::new(record.text, &self.ends);
        self.header = header.iter().map(cell).collect();
        self.width = self.header.len();
        self.ends.clear();
    }

    /// Start in `ends` of the cells that were read last and belong to no row yet.
    fn first(&self) -> usize {
        self.rows.last().map_or(0, |(_, ends)| ends.end)
    }

    /// The cells that were read last.
    fn last<'t>(&'t self, text: &'a str) -> Row<'t, 'a> {
        Row::new(text, self.ends.get(self.first()..).unwrap_or_default())
    }

    /// Turns the cells that were read last into a row, or discards them.
    fn keep(&mut self, text: &'a str, is_row: bool) {
        let first = self.first();
        if is_row {
            self.rows.push((text, first..self.ends.len()));
        } else {
            self.ends.truncate(first);
        }
    }

    fn add(&mut self, file: &File, record: &Record<'a>) {
        let damage = self.damage(file, record);
        let is_blank = record.is_whole && record.is_rest_empty && self.last(record.text).iter().all(is_empty);
        self.has_short_rows |= damage.is_none() && !is_blank && record.count < self.width();
        self.keep(record.text, damage.is_none() && !is_blank);
        self.damaged.extend(damage.filter(|_| !is_blank));
    }

    /// Why a record is not a valid row.
    fn damage(&self, file: &File, record: &Record<'a>) -> Option<Diagnostic> {
        let at = |error: String, part: &str| Diagnostic::error(error).at(file.mark(part), "the row begins here");
        if !record.is_whole {
            let first = &record.text[..record.text.chars().next().map_or(0, char::len_utf8)];
            return Some(if record.end == End::File {
                at("this row does not end: a quote in it is never closed".to_owned(), first)
                    .note("the download was cut off, or a quote went missing: export it again")
            } else {
                at("the quotes in this row do not match; the other rows were read".to_owned(), first)
                    .note("export it again, and do not save it with another program")
            });
        }
        let width = self.width();
        let is_cut = record.end == End::File && record.count < width && !file.bytes().ends_with(b"\n");
        // Spreadsheets drop empty cells at the end of a row, or add some. If the last row of the file is
        // short, the file was cut off, unless other rows are short, too.
        if record.is_rest_empty && (!is_cut || self.has_short_rows) {
            return None;
        }
        let first = self.last(record.text).cell(0);
        Some(if is_cut {
            at("the file ends in the middle of this row: the download was cut off".to_owned(), first)
                .note("export it again and check that the file arrives whole")
        } else {
            let (cells, header) = (many(record.count, "cell"), many(width, "cell"));
            at(format!("this row has {cells} and the header {header}; the other rows were read"), first)
                .note("export it again, and do not save it with another program")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::records::delimiter;
    use super::*;
    use crate::source::Sources;

    fn texts(rows: &Table<'_>) -> Vec<Vec<String>> {
        let cells = |row: Row<'_, '_>| (0..rows.width()).map(|column| cell(row.cell(column)).into_owned()).collect();
        rows.rows().map(cells).collect()
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
            for raw in table.rows().flat_map(Row::iter) {
                let mark = file.mark(raw);
                assert_eq!(&file.bytes()[mark.start..mark.end()], raw.as_bytes());
            }
            let mut plain = csv::ReaderBuilder::new();
            let plain =
                plain.delimiter(delimiter(text.as_bytes())).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let expected: Vec<Vec<String>> = plain
                .into_records()
                .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
                .filter(|record: &Vec<String>| record.iter().any(|cell| !cell.is_empty()))
                .collect();
            assert_eq!(texts(&table), expected, "{text}");
        }
    }

    #[test]
    fn a_row_of_another_width_is_reported_at_its_place_and_the_rest_read() {
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
    fn a_column_is_read_in_every_row_that_has_it_and_the_others_are_not_gone_through() {
        let mut sources = Sources::new();
        let rows: [&[&str]; 6] =
            [&["1"], &["2", "3", "4", "5", "6"], &["7", "8"], &["9", "", "a"], &["b"], &["c", "d", "e", "f"]];
        let text: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let id = sources.add("t.csv", format!("v,w,x,y,z\n{}\n", text.join("\n")));
        let table = Table::read(sources.get(id), "table").expect("a table");
        for column in 0..5 {
            let filled: Vec<&str> =
                rows.iter().filter_map(|row| row.get(column).copied()).filter(|raw| !raw.is_empty()).collect();
            assert_eq!(table.filled(column).collect::<Vec<_>>(), filled, "{column}");
        }
        assert_eq!((0..5).map(|column| table.rows_with(column).count()).collect::<Vec<_>>(), [6, 4, 3, 3, 1]);
        assert_eq!(table.filled(5).next(), None);
    }

    #[test]
    fn rows_are_the_same_whether_empty_cells_at_their_end_were_dropped_or_not() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", "a,b,c\n1,,\n1\n1,2\n");
        let table = Table::read(sources.get(id), "table").expect("a table");
        let [one, same, other] = table.rows().collect::<Vec<_>>().try_into().ok().expect("three rows");
        assert!(one == same && one != other);
        assert_eq!(std::collections::HashSet::from([one, same, other]).len(), 2);
    }

    /// The result of reading `text` in pieces of about `size` bytes.
    fn read(text: &str, size: usize) -> String {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", text.as_bytes().to_vec());
        let file = sources.get(id);
        let text = std::str::from_utf8(file.bytes()).expect("it is text");
        let mut table = Table { width: 2, ..Table::empty() };
        table.read_rows(file, Records::new(text.as_bytes()), size);
        let rows: Vec<Vec<&str>> = table.rows().map(|row| row.iter().collect()).collect();
        format!("{rows:?} {:?} {}", table.damaged, table.has_short_rows)
    }

    proptest::proptest! {
        #[test]
        fn pieces_read_side_by_side_hold_the_rows_of_the_file(
            rows in proptest::collection::vec("[,\"\n\r aä]|\"\"|\",\"|1,2\n|\"3\",\"4\n\n5\"\r\n|6,7,8\n|\n|9\n", 0..40),
            size in 1..40_usize,
        ) {
            let text = rows.concat();
            proptest::prop_assert_eq!(read(&text, size), read(&text, usize::MAX));
        }
    }

    #[test]
    fn of_the_last_row_it_is_known_that_nothing_follows() {
        for text in ["1,2\n\"3\"4\"\n,5\n", "1,2\n\"3\"4\"\n,5\r\n", "1,2\n3\n", "1,2\n3\n\n", "1,2\n3"] {
            for size in 1..9 {
                assert_eq!(read(text, size), read(text, usize::MAX), "{text} {size}");
            }
        }
    }

    #[test]
    fn a_file_that_ends_in_a_row_was_cut_off() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", "a,b,c\n1,2,3\n4,5");
        let table = Table::read(sources.get(id), "table").expect("a table");
        assert!(table.damaged[0].message.contains("cut off"), "{:?}", table.damaged);
    }

    #[test]
    fn what_is_no_text_is_refused_at_the_byte() {
        let mut sources = Sources::new();
        let id = sources.add("t.csv", &b"a,b\n\xe4,2\n"[..]);
        let refusal = Table::read(sources.get(id), "table").err().expect("a refusal");
        assert_eq!(refusal.labels[0].mark.start, 4);
    }
}
