//! Finds the ends of records and cells in delimited text.

use memchr::{memchr, memchr2_iter};

use super::cells::is_empty;
use crate::parallel;
use crate::source::lane::first_of;

/// Possible delimiters, in the order in which ties are decided.
pub(in crate::export) const DELIMITERS: &[u8] = b",;\t|^";

/// Number of bytes of the header that are read to detect the delimiter.
const HEADER: usize = 1 << 20;

/// The table without the line `sep=;`, which sets the delimiter for Excel.
pub(super) fn below_separator(bytes: &[u8]) -> &[u8] {
    let says = |line: &str| line.len() <= 6 && line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="));
    let line = memchr(b'\n', bytes).filter(|end| says(utf8(&bytes[..*end]).trim_end()));
    line.map_or(bytes, |end| &bytes[end + 1..])
}

/// `bytes` as text. Records are only cut between characters, so they are always UTF-8.
fn utf8(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

/// The delimiter: the one that gives the header the most cells.
pub(super) fn delimiter(bytes: &[u8]) -> u8 {
    let bytes = bytes.get(..HEADER).unwrap_or(bytes);
    let width = |delimiter: &u8| {
        let record = Records { bytes, delimiter: *delimiter, at: 0, is_piece: false }.next(0, &mut Vec::new());
        record.map_or(0, |record| record.count)
    };
    DELIMITERS.iter().copied().rev().max_by_key(width).unwrap_or(b',')
}

/// One record.
pub(super) struct Record<'a> {
    /// The complete text, without the line end.
    pub(super) text: &'a str,
    /// Number of cells.
    pub(super) count: usize,
    /// Whether its quotes match.
    pub(super) is_whole: bool,
    /// Whether the cells after the requested ones are blank.
    pub(super) is_rest_empty: bool,
    /// How it ends.
    pub(super) end: End,
}

/// How a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a line end; more of the file may follow.
    Line,
    /// At the end of the piece, in the middle of a line.
    Piece,
    /// At the end of the file.
    File,
}

/// Iterates over the records of a text.
pub(super) struct Records<'a> {
    /// The text, which is UTF-8.
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    /// Whether the file continues after the text.
    is_piece: bool,
}

impl<'a> Records<'a> {
    /// The records in `bytes`, which must be UTF-8.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, delimiter: delimiter(bytes), at: 0, is_piece: false }
    }

    /// The records of `piece`, one of [`Records::pieces`].
    pub(super) fn of_piece(&self, piece: &'a [u8]) -> Self {
        Self { bytes: piece, delimiter: self.delimiter, at: 0, is_piece: true }
    }

    /// Skips the next `bytes`, which must end with a record.
    pub(super) fn pass_over(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Splits the unread text, except its last part, into pieces of about `size` bytes. A piece ends where a
    /// record seems to end: after a line end outside quotes.
    pub(super) fn pieces(&self, size: usize) -> Vec<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let quotes = parallel::map_chunks(rest, size, |_, chunk| bytecount::count(chunk, b'"'));
        let (mut pieces, mut start, mut is_quoted) = (Vec::new(), 0, false);
        for (place, quotes) in (1..).zip(quotes) {
            is_quoted ^= quotes % 2 == 1;
            let Some(behind) = rest.get(place * size..).filter(|_| start < place * size) else { continue };
            let mut inside = is_quoted;
            let ends = |at: &usize| {
                inside ^= behind[*at] == b'"';
                !inside && behind[*at] == b'\n'
            };
            let end = memchr2_iter(b'"', b'\n', behind).find(ends).map(|at| place * size + at + 1);
            // The last row of the file is in no piece, so that its reader can report a file that was cut off.
            let Some(end) = end.filter(|end| *end < rest.len()) else { break };
            pieces.extend(rest.get(start..end));
            start = end;
        }
        pieces
    }

    /// The next record. The end offsets of its first `wanted` cells, relative to its beginning, are added to
    /// `ends`.
    pub(super) fn next(&mut self, wanted: usize, ends: &mut Vec<u32>) -> Option<Record<'a>> {
        let bytes = self.bytes;
        // Skips the rest of the previous line end, and empty lines.
        let start = self.at + bytes[self.at..].iter().take_while(|byte| ends_line(**byte)).count();
        if start == bytes.len() {
            return None;
        }
        let (mut at, mut count, mut is_whole, mut is_rest_empty) = (start, 0, true, true);
        let end = loop {
            let (end, matches) = self.cell_end(at);
            is_whole &= matches;
            if count >= wanted {
                is_rest_empty &= is_empty(utf8(&bytes[at..end]));
            } else if let Ok(end) = u32::try_from(end - start) {
                ends.push(end);
            } else {
                is_whole = false; // a row of 4 GB is a quote that went missing
            }
            count += 1;
            if bytes.get(end) != Some(&self.delimiter) {
                break end;
            }
            at = end + 1;
        };
        self.at = bytes.len().min(end + 1);
        let (text, is_all_read) = (utf8(&bytes[start..end]), self.at == bytes.len());
        let end = match self.is_piece {
            false if is_all_read => End::File,
            true if end == bytes.len() => End::Piece,
            _ => End::Line,
        };
        Some(Record { text, count, is_whole, is_rest_empty, end })
    }

    /// The end of the cell that begins at `at`, and whether its quotes match: they are closed, and no quotes
    /// follow.
    fn cell_end(&self, at: usize) -> (usize, bool) {
        let bytes = self.bytes;
        let Some(first) = bytes.get(at) else { return (at, true) };
        if *first == self.delimiter {
            return (at, true);
        }
        if *first != b'"' {
            return (self.unquoted_end(at), true);
        }
        let mut behind = at + 1;
        loop {
            let Some(quote) = memchr(b'"', &bytes[behind..]) else { return (bytes.len(), false) };
            behind += quote + 1;
            if bytes.get(behind) != Some(&b'"') {
                break;
            }
            behind += 1;
        }
        let end = self.unquoted_end(behind);
        (end, memchr(b'"', &bytes[behind..end]).is_none())
    }

    /// The position of the next delimiter or line end at or after `at`.
    fn unquoted_end(&self, at: usize) -> usize {
        let bytes = self.bytes;
        match bytes.get(at) {
            Some(byte) if *byte == self.delimiter || ends_line(*byte) => at,
            _ => first_of([self.delimiter, b'\n', b'\r'], bytes, at).unwrap_or(bytes.len()),
        }
    }
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::super::cells::{Row, cell};
    use super::*;

    proptest::proptest! {
        #[test]
        fn whatever_is_kept_says_what_the_library_says(
            text in proptest::collection::vec("[,;\"\n\r aä]|\"\"|\",\"|\r\n", 0..40).prop_map(|parts| parts.concat())
        ) {
            let mut plain = csv::ReaderBuilder::new();
            let plain = plain.has_headers(false).flexible(true).delimiter(delimiter(text.as_bytes())).from_reader(text.as_bytes());
            let mut plain = plain.into_byte_records();
            let mut records = Records::new(text.as_bytes());
            let mut ends = Vec::new();
            while let Some(record) = records.next(usize::MAX, &mut ends) {
                let expected = plain.next().expect("as many records").expect("a record");
                proptest::prop_assert_eq!(record.count, expected.len());
                let row = Row::new(record.text, &ends);
                if record.is_whole {
                    let read: Vec<_> = row.iter().map(cell).collect();
                    let expected: Vec<_> = expected.iter().map(String::from_utf8_lossy).collect();
                    proptest::prop_assert_eq!(read, expected);
                }
                ends.clear();
            }
            proptest::prop_assert!(plain.next().is_none());
        }
    }
}
