//! Lines and columns of a text, found without walking it for each question.

use super::parallel;

/// How far apart the character counts lie, in bytes. Exports are often one line of megabytes: without the counts a
/// column would mean walking the line from its start for every finding.
const STRIDE: usize = 4 * 1024;

/// Line and column, both from 1; the column counts characters, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text start, and how many characters lie before every 4 KiB of it.
#[derive(Clone, Debug)]
pub(super) struct LineIndex {
    starts: Vec<usize>,
    chars: Vec<usize>,
}

impl LineIndex {
    /// Indexes `bytes`, block by block side by side: a big export holds thousands of blocks.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let block = |block: usize, chunk: &[u8]| {
            let newlines: Vec<usize> = memchr::memchr_iter(b'\n', chunk).map(|at| block * STRIDE + at + 1).collect();
            (characters(chunk), newlines)
        };
        let blocks: Vec<_> = parallel::map_chunks(bytes, STRIDE, block);
        let mut starts = vec![0];
        let mut chars = Vec::with_capacity(blocks.len());
        let mut count = 0;
        for (characters, newlines) in blocks {
            chars.push(count);
            count += characters;
            starts.extend(newlines);
        }
        Self { starts, chars }
    }

    pub(super) fn position(&self, bytes: &[u8], offset: usize) -> Position {
        let offset = offset.min(bytes.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let column = self.characters_before(bytes, offset) - self.characters_before(bytes, start) + 1;
        Position { line, column }
    }

    /// Where `line`, counted from 1, starts.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// The bytes of the line that holds `offset`, without its line break.
    pub(super) fn line_around(&self, bytes: &[u8], offset: usize) -> std::ops::Range<usize> {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(bytes.len(), |next| next - 1);
        let end = if end > start && bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        start..end
    }

    /// How many characters start before `offset`.
    pub(super) fn characters_before(&self, bytes: &[u8], offset: usize) -> usize {
        let block = offset / STRIDE;
        match self.chars.get(block) {
            Some(before) => before + characters(&bytes[block * STRIDE..offset]),
            None => self
                .chars
                .last()
                .map_or(0, |before| before + characters(&bytes[(self.chars.len() - 1) * STRIDE..offset])),
        }
    }
}

/// Characters that start in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytecount::num_chars(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let text = "a\n\u{e4}\u{1F600}b\r\nc".as_bytes();
        let index = LineIndex::new(text);
        let b = text.iter().position(|byte| *byte == b'b').unwrap_or_default();
        assert_eq!(index.position(text, b), Position { line: 2, column: 3 });
        assert_eq!(index.position(text, text.len() - 1), Position { line: 3, column: 1 });
        assert_eq!(index.line_around(text, b), 2..b + 1);
    }

    #[test]
    fn a_column_far_into_one_long_line_is_exact() {
        let text = "\u{e4}".repeat(STRIDE) + "x";
        let index = LineIndex::new(text.as_bytes());
        assert_eq!(index.position(text.as_bytes(), text.len() - 1), Position { line: 1, column: STRIDE + 1 });
    }

    #[test]
    fn the_end_of_a_text_whose_length_is_a_stride_has_a_position() {
        let text = "x".repeat(STRIDE);
        let index = LineIndex::new(text.as_bytes());
        assert_eq!(index.position(text.as_bytes(), STRIDE), Position { line: 1, column: STRIDE + 1 });
    }
}
