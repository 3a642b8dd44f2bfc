//! Where the records of delimited text end, and the cells in them.

use memchr::{memchr, memchr2_iter};

use super::cells::is_empty;
use crate::parallel;
use crate::source::lane::first_of;

/// What may separate the cells of a table, in the order in which ties are decided.
pub(in crate::export) const DELIMITERS: &[u8] = b",;\t|^";

/// So many bytes of the header show what separates its cells.
const HEADER: usize = 1 << 20;

/// The table without the line `sep=;` that tells Excel what separates its cells.
pub(super) fn below_separator(bytes: &[u8]) -> &[u8] {
    let says = |line: &str| line.len() <= 6 && line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="));
    let line = memchr(b'\n', bytes).filter(|end| says(utf8(&bytes[..*end]).trim_end()));
    line.map_or(bytes, |end| &bytes[end + 1..])
}

/// The text that `bytes` are: no part of them that records are cut into begins or ends within a character.
fn utf8(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

/// What separates the cells of the header: whatever gives its first bytes the most cells.
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
    /// All of it, without the end of its line.
    pub(super) text: &'a str,
    /// How many cells it has.
    pub(super) count: usize,
    /// Whether its quotes match.
    pub(super) is_whole: bool,
    /// Whether the cells behind those that were asked for hold nothing but space.
    pub(super) is_rest_empty: bool,
    /// What it ends with.
    pub(super) end: End,
}

/// What a record ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A line, behind which more of the file may stand.
    Line,
    /// The piece of the file that it is read in, within a line.
    Piece,
    /// The file.
    File,
}

/// The records of a text, one after the other.
pub(super) struct Records<'a> {
    /// The text, which is UTF-8.
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    /// Whether more of the file follows the text.
    is_piece: bool,
}

impl<'a> Records<'a> {
    /// The records of the text in `bytes`, which are UTF-8.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, delimiter: delimiter(bytes), at: 0, is_piece: false }
    }

    /// The records of `piece`, one of [`Records::pieces`].
    pub(super) fn of_piece(&self, piece: &'a [u8]) -> Self {
        Self { bytes: piece, delimiter: self.delimiter, at: 0, is_piece: true }
    }

    /// Leaves the next `bytes`, with which a record ends.
    pub(super) fn pass_over(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// What has not been read, but for the last of it, in pieces of about `size` bytes. They end where a record seems to end:
    /// behind a line end that does not stand in quotes.
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
            // The last row of the file belongs to no piece: it is reported that the file may have been cut off.
            let Some(end) = end.filter(|end| *end < rest.len()) else { break };
            pieces.extend(rest.get(start..end));
            start = end;
        }
        pieces
    }

    /// The next record. Where so many of its cells end, counted from its beginning, is added to `ends`.
    pub(super) fn next(&mut self, wanted: usize, ends: &mut Vec<u32>) -> Option<Record<'a>> {
        let bytes = self.bytes;
        // The rest of the line end before it, and empty lines.
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

    /// Where the cell that begins at `at` ends, and whether its quotes match: they close, and there are none behind them.
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

    /// Where the delimiter or the line end behind `at` stands.
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
