//! Lines and columns of a text, without a scan of the text for each lookup.

use std::ops::Range;

use crate::parallel;

/// Distance between two counts, in bytes. Exports are often one line of megabytes. Without the counts, each
/// column would need a scan from the start of the line.
const STRIDE: usize = 4 * 1024;

/// Line and column, both from 1; the column counts characters, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Number of line ends and of character starts in a part of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    newlines: usize,
    characters: usize,
}

impl Counts {
    fn of(bytes: &[u8]) -> Self {
        Self { newlines: bytecount::count(bytes, b'\n'), characters: bytecount::num_chars(bytes) }
    }

    fn and(self, behind: Self) -> Self {
        Self { newlines: self.newlines + behind.newlines, characters: self.characters + behind.characters }
    }
}

/// The counts before every block of [`STRIDE`] bytes; the last entry counts the whole text.
#[derive(Clone, Debug)]
pub(super) struct LineIndex(Vec<Counts>);

impl LineIndex {
    /// Indexes `bytes`. The blocks are counted in parallel: a big export has thousands.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let blocks = parallel::map_chunks(bytes, STRIDE, |_, block| Counts::of(block));
        let mut before = Vec::with_capacity(blocks.len() + 1);
        let mut counted = Counts::default();
        for block in blocks {
            before.push(counted);
            counted = counted.and(block);
        }
        before.push(counted);
        Self(before)
    }

    /// The line and the column of `offset`.
    pub(super) fn position(&self, bytes: &[u8], offset: usize) -> Position {
        let before = self.before(bytes, offset.min(bytes.len()));
        let line = before.newlines + 1;
        let column = before.characters - self.characters_before(bytes, self.start(bytes, line)) + 1;
        Position { line, column }
    }

    /// Start offset of `line`, counted from 1. Returns the start of the last line if there are fewer.
    pub(super) fn start(&self, bytes: &[u8], line: usize) -> usize {
        let ended = line.saturating_sub(1).min(self.newlines());
        // The previous line ends in the last block whose count is below `ended`.
        let Some(block) = self.0.partition_point(|before| before.newlines < ended).checked_sub(1) else { return 0 };
        let start = block * STRIDE;
        let mut newlines = memchr::memchr_iter(b'\n', &bytes[start..]);
        newlines.nth(ended - self.0[block].newlines - 1).map_or(0, |at| start + at + 1)
    }

    /// The bytes of the line around `offset`, without its line break.
    pub(super) fn line_around(&self, bytes: &[u8], offset: usize) -> Range<usize> {
        let line = self.before(bytes, offset.min(bytes.len())).newlines + 1;
        let start = self.start(bytes, line);
        let end = if line > self.newlines() { bytes.len() } else { self.start(bytes, line + 1) - 1 };
        let end = if end > start && bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        start..end
    }

    /// Number of characters that start before `offset`.
    pub(super) fn characters_before(&self, bytes: &[u8], offset: usize) -> usize {
        self.before(bytes, offset).characters
    }

    /// Number of line ends in the text.
    fn newlines(&self) -> usize {
        self.0.last().map_or(0, |all| all.newlines)
    }

    /// The counts before `offset`.
    fn before(&self, bytes: &[u8], offset: usize) -> Counts {
        let block = offset / STRIDE;
        self.0[block].and(Counts::of(&bytes[block * STRIDE..offset]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let text = "a\n\u{e4}\u{1F600}b\r\nc".as_bytes();
        let index = LineIndex::new(text);
        let b = text.iter().position(|byte| *byte == b'b').expect("it is there");
        assert_eq!(index.position(text, b), Position { line: 2, column: 3 });
        assert_eq!(index.position(text, text.len() - 1), Position { line: 3, column: 1 });
        assert_eq!(index.line_around(text, b), 2..b + 1);
    }

    #[test]
    fn a_column_far_into_one_long_line_is_exact() {
        let text = "\u{e4}".repeat(STRIDE) + "x";
        let index = LineIndex::new(text.as_bytes());
        assert_eq!(index.position(text.as_bytes(), text.len() - 1), Position { line: 1, column: STRIDE + 1 });
        assert_eq!(index.line_around(text.as_bytes(), STRIDE), 0..text.len());
    }

    #[test]
    fn the_end_of_a_text_whose_length_is_a_stride_has_a_position() {
        let text = "x".repeat(STRIDE);
        let index = LineIndex::new(text.as_bytes());
        assert_eq!(index.position(text.as_bytes(), STRIDE), Position { line: 1, column: STRIDE + 1 });
    }

    #[test]
    fn lines_are_found_in_any_block() {
        let text = format!("{}\n\n\r\n{}\n{}", "x".repeat(STRIDE - 2), "y".repeat(3 * STRIDE), "z".repeat(9));
        let bytes = text.as_bytes();
        let index = LineIndex::new(bytes);
        let (mut line, mut start) = (1, 0);
        for offset in 0..=bytes.len() {
            if offset > 0 && bytes[offset - 1] == b'\n' {
                (line, start) = (line + 1, offset);
            }
            let rest = text[start..].split('\n').next().expect("a line");
            assert_eq!(index.position(bytes, offset), Position { line, column: offset - start + 1 });
            assert_eq!(index.line_around(bytes, offset), start..start + rest.trim_end_matches('\r').len());
            assert_eq!(index.start(bytes, line), start);
        }
        assert_eq!(index.start(bytes, 0), 0);
        assert_eq!(index.start(bytes, line + 5), start);
    }
}
