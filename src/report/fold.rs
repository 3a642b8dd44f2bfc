//! Folds text into lines of a given width. A line is broken between words, never inside one.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::encode;

/// The width that is assumed for a terminal of unknown width, in columns.
pub const WIDTH: usize = 100;
/// Maximum width of prose: longer lines are hard to read.
const PROSE: usize = 120;

/// Folds `text` to `width` columns and encodes it for the terminal. The first line begins with `first`, the
/// others with `next`. A word that is wider than `width` gets a line of its own. At a [`UNBROKEN`] space no
/// line is broken; it becomes a plain space.
pub fn fold(text: &str, width: usize, first: &str, next: &str) -> Vec<String> {
    let text = encode::terminal(text);
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(next)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let lines = textwrap::wrap(&text, options);
    let indents = std::iter::once(first).chain(std::iter::repeat(next));
    // The encoder looks at the beginning of a line, which is at another place now.
    lines
        .into_iter()
        .zip(indents)
        .map(|(line, indent)| {
            let rest = line.strip_prefix(indent).unwrap_or(line.as_ref());
            format!("{indent}{}", encode::terminal(rest).replace(UNBROKEN, " ")).trim_end().to_owned()
        })
        .collect()
}

/// Folds sentences to `width`, but not wider than is easy to read. If `width` is `usize::MAX`, the reader's
/// program breaks the lines.
pub fn prose(text: &str, width: usize, first: &str, next: &str) -> Vec<String> {
    let width = if width == usize::MAX { width } else { width.min(PROSE) };
    fold(text, width, first, next)
}

/// A space at which no line is broken.
pub const UNBROKEN: &str = "\u{a0}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_no_word_is_broken() {
        assert_eq!(fold("one two three", 9, "- ", "  "), ["- one two", "  three"]);
        assert_eq!(
            fold("a https://example.com/a-long-address b", 10, "", ""),
            ["a", "https://example.com/a-long-address", "b"]
        );
        assert_eq!(fold("well-known thing", 6, "", ""), ["well-known", "thing"]);
        assert_eq!(fold("Ana\u{a0}Lee and", 7, "", ""), ["Ana Lee", "and"]);
        assert_eq!(fold("", 7, "  ", ""), [""]);
    }

    #[test]
    fn a_line_begins_no_command_of_a_runner() {
        assert_eq!(fold("a title ::error::forged", 10, "  ", "  "), ["  a title", "  : :error::forged"]);
    }
}
