//! Excerpts of very long lines.
//!
//! codespan-reporting prints whole lines, and an export is usually one line of megabytes. So it gets
//! excerpts: a few bytes on either side of the span, as a file of one line that knows its true line and
//! column.

use std::borrow::Cow;
use std::ops::Range;

use codespan_reporting::files::{Error, Files, Location};

use super::{Mark, Sources};

/// Bytes of context either side of the span.
const CONTEXT: usize = 44;
/// Maximum number of bytes of the span itself: a whole rewritten description would be too long for an
/// excerpt.
const SPAN: usize = 140;
/// Number of columns of the marks for a cut at both ends: `… ` and ` …`.
const ENDS: usize = 4;
/// Minimum number of bytes before the span, if the label after it takes the room.
const LEAST: usize = 4;
/// Bytes read beyond those shown, so that masking sees whole addresses and tokens.
const MARGIN: usize = 128;

/// One line around a mark, encoded for where it will be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file's name, encoded.
    pub name: String,
    /// The line to print.
    pub text: String,
    /// The range of the span in `text`.
    pub span: Range<usize>,
    /// Whether a part of the line or of the span is left out.
    pub cut: bool,
    /// The true line in the file, from 1.
    pub line: usize,
    /// The true column of the span in characters, from 1.
    pub column: usize,
}

impl Excerpt {
    /// Cuts the excerpt for `mark`. All text from the file passes through `encode`.
    pub fn new(sources: &Sources, mark: Mark, encode: &dyn Fn(&str) -> String) -> Self {
        Self::cut(
            sources,
            mark,
            &|_| Room { span: SPAN, left: CONTEXT, right: CONTEXT, all: usize::MAX, indented: true },
            encode,
        )
    }

    /// Only the span, without the text around it.
    pub fn alone(sources: &Sources, mark: Mark, encode: &dyn Fn(&str) -> String) -> Self {
        Self::alone_within(sources, mark, usize::MAX, encode)
    }

    /// Only the span, without the text around it, within `room` columns.
    pub fn alone_within(sources: &Sources, mark: Mark, room: usize, encode: &dyn Fn(&str) -> String) -> Self {
        let span = SPAN.min(room.saturating_sub(ENDS).max(LEAST));
        Self::cut(sources, mark, &|_| Room { span, left: 0, right: 0, all: usize::MAX, indented: true }, encode)
    }

    /// The span with its surroundings within `room` columns, without the indentation of its line. The text
    /// before the span is cut so that a label of `label` columns fits after the marker of the span, if
    /// possible.
    pub fn fitted(sources: &Sources, mark: Mark, room: usize, label: usize, encode: &dyn Fn(&str) -> String) -> Self {
        let inside = room.saturating_sub(ENDS).max(LEAST);
        let fit = |span: usize| {
            let rest = inside.saturating_sub(span);
            let beside = inside.saturating_sub(span + label);
            let left = if beside < LEAST { (rest / 2).min(CONTEXT) } else { beside.min(CONTEXT) };
            Room { span: SPAN.min(inside), left, right: CONTEXT, all: inside, indented: false }
        };
        Self::cut(sources, mark, &fit, encode)
    }

    /// Cuts the line. `fit` returns the room for the length of the encoded span.
    fn cut(sources: &Sources, mark: Mark, fit: &dyn Fn(usize) -> Room, encode: &dyn Fn(&str) -> String) -> Self {
        let file = sources.get(mark.file);
        let bytes = file.bytes();
        let position = file.position(mark.start);
        let line = file.line_around(mark.start);
        let end = mark.end().min(line.end).max(mark.start.min(line.end));
        // The text for `encode` is longer than the text shown: an address or a token that is cut before it is
        // masked would show its first half.
        let from = ceil(bytes, mark.start.saturating_sub(CONTEXT + MARGIN).max(line.start), mark.start);
        let to = floor(bytes, (end + CONTEXT + MARGIN).min(line.end), end);
        let shown = floor(bytes, end.min(mark.start + SPAN + MARGIN), mark.start);
        let mut inside = encode(&part(bytes, mark.start..shown));
        if shown < end {
            // `encode` can shorten the text. Then text from beyond the limit, where an address may be cut in
            // two, would be shown. So only what both encodings share is kept.
            let nearer = encode(&part(bytes, mark.start..floor(bytes, shown.saturating_sub(MARGIN), mark.start)));
            inside.truncate(common(&inside, &nearer));
        }
        let room = fit(inside.len().min(SPAN));
        let inside_shown = first(&inside, room.span);

        let before = encode(&part(bytes, from..mark.start));
        let before = match room.indented {
            false if from == line.start => before.trim_start(),
            _ => &before,
        };
        let left = last(before, room.left);
        let mut text = String::new();
        let cut_before = from > line.start || left.len() < before.len();
        if cut_before {
            text.push_str("… ");
        }
        text.push_str(left);
        part_from(&mut text, &inside);
        let start = text.len();
        let cut_inside = shown < end || inside_shown.len() < inside.len();
        text.push_str(inside_shown);
        if cut_inside {
            text.push('…');
        }
        let span = start..text.len();
        let after = encode(&part(bytes, end..to));
        let right = room.right.min(room.all.saturating_sub(left.len() + inside_shown.len()));
        let right = if cut_inside { "" } else { first(&after, right) };
        part_from(&mut text, right);
        text.push_str(right);
        let cut_behind = to < line.end || right.len() < after.len();
        if cut_behind {
            text.push_str(" …");
        }
        let cut = cut_before || cut_inside || cut_behind;
        Self { name: encode(file.name()), text, span, cut, line: position.line, column: position.column }
    }
}

/// How many bytes of a line are shown, by part.
struct Room {
    /// The span.
    span: usize,
    /// Before the span.
    left: usize,
    /// After the span.
    right: usize,
    /// All three parts together.
    all: usize,
    /// Whether the indentation of the line is shown.
    indented: bool,
}

/// Adds a space to `text` if it and `next` together would form `##[…]`, a command to the runner of a CI job.
/// Each piece of an excerpt is escaped on its own, so `encode` cannot see this.
fn part_from(text: &mut String, next: &str) {
    let joined = (text.ends_with("##") && next.starts_with('[')) || (text.ends_with('#') && next.starts_with("#["));
    if joined {
        text.push(' ');
    }
}

/// Length of the common prefix of `one` and `other`, up to a character boundary.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).map(|(letter, _)| letter.len_utf8()).sum()
}

/// The first `length` bytes of `text`, cut at a character boundary.
fn first(text: &str, length: usize) -> &str {
    &text[..floor(text.as_bytes(), length.min(text.len()), 0)]
}

/// The last `length` bytes of `text`, cut at a character boundary.
fn last(text: &str, length: usize) -> &str {
    &text[ceil(text.as_bytes(), text.len().saturating_sub(length), text.len())..]
}

fn part(bytes: &[u8], range: Range<usize>) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.get(range).unwrap_or_default())
}

/// The character boundary at or before `at`, not before `low`.
fn floor(bytes: &[u8], mut at: usize, low: usize) -> usize {
    while at > low && continuation(bytes, at) {
        at -= 1;
    }
    at
}

/// The character boundary at or after `at`, not after `high`.
fn ceil(bytes: &[u8], mut at: usize, high: usize) -> usize {
    while at < high && continuation(bytes, at) {
        at += 1;
    }
    at
}

fn continuation(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80)
}

/// Excerpts in the form that codespan-reporting expects: each label has its own file of one line.
#[derive(Debug, Default)]
pub struct Excerpts {
    parts: Vec<Excerpt>,
}

impl Excerpts {
    /// Adds an excerpt and returns the file id its label uses.
    pub fn push(&mut self, excerpt: Excerpt) -> usize {
        self.parts.push(excerpt);
        self.parts.len() - 1
    }

    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.parts.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: usize, _byte: usize) -> Result<usize, Error> {
        self.get(id).map(|_| 0)
    }

    fn line_number(&'a self, id: usize, _line: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line)
    }

    fn line_range(&'a self, id: usize, _line: usize) -> Result<Range<usize>, Error> {
        Ok(0..self.get(id)?.text.len())
    }

    /// codespan only asks for the start of a label, which is the true place in the file.
    fn location(&'a self, id: usize, _byte: usize) -> Result<Location, Error> {
        let excerpt = self.get(id)?;
        Ok(Location { line_number: excerpt.line, column_number: excerpt.column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_huge_line_is_cut_at_character_boundaries_around_the_span() {
        let mut sources = Sources::new();
        let text = "\u{e4}".repeat(3_000_000) + "NEEDLE" + &"\u{1F600}".repeat(100_000);
        let at = text.find("NEEDLE").expect("it is there");
        let id = sources.add("big.json", text);
        let excerpt = Excerpt::new(&sources, Mark::new(id, at..at + 6), &plain);
        assert_eq!(&excerpt.text[excerpt.span.clone()], "NEEDLE");
        assert!(excerpt.text.len() < 400 && excerpt.text.starts_with("… ä") && excerpt.text.ends_with("😀 …"));
        assert!(excerpt.cut);
        assert_eq!((excerpt.line, excerpt.column), (1, 3_000_001));
    }

    #[test]
    fn an_excerpt_fits_the_room_and_leaves_some_for_the_label() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", "x".repeat(500) + "NEEDLE" + &"y".repeat(500));
        let excerpt = Excerpt::fitted(&sources, Mark::new(id, 500..506), 80, 40, &plain);
        assert!(excerpt.text.chars().count() <= 80 && excerpt.span.start + 6 + 1 + 40 <= 80 + 4, "{}", excerpt.text);
        let whole = Excerpt::fitted(&sources, Mark::new(id, 0..1006), 60, 40, &plain);
        assert!(whole.text.chars().count() <= 60, "{}", whole.text);
        let id = sources.add("b.json", "{\n      \"key\": \"A-1\"\n}");
        let excerpt = Excerpt::fitted(&sources, Mark::new(id, 8..13), 80, 0, &plain);
        assert_eq!((excerpt.text.as_str(), excerpt.span, excerpt.column), ("\"key\": \"A-1\"", 0..5, 7));
    }

    #[test]
    fn what_is_cut_in_two_is_not_brought_into_view_by_what_becomes_shorter() {
        let mut sources = Sources::new();
        for before in 0..40 {
            let text = "-".repeat(before) + &"Tomasz-Bartholomew-Wrona ".repeat(30);
            let id = sources.add("a.json", text.clone());
            let hide = |text: &str| text.replace("Tomasz-Bartholomew-Wrona", "A");
            let excerpt = Excerpt::alone(&sources, Mark::new(id, 0..text.len()), &hide);
            assert!(excerpt.text.contains("A A") && !excerpt.text.contains('T'), "{}", excerpt.text);
        }
    }

    #[test]
    fn pieces_that_are_harmless_one_by_one_make_no_command_together() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", "##[error]forged");
        for start in 0..4 {
            let excerpt = Excerpt::new(&sources, Mark::new(id, start..start + 1), &|text| text.replace("##[", "## ["));
            assert!(!excerpt.text.contains("##["), "{}", excerpt.text);
        }
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let mut sources = Sources::new();
        let id = sources.add("a.toml", "x = 1\nwho = \"ana\"\n");
        let excerpt = Excerpt::new(&sources, Mark::new(id, 12..17), &plain);
        assert_eq!((excerpt.text.as_str(), excerpt.line, excerpt.column), ("who = \"ana\"", 2, 7));
        assert!(!excerpt.cut);
    }

    #[test]
    fn a_line_that_itself_ends_in_dots_is_not_cut() {
        let mut sources = Sources::new();
        let id = sources.add("a.toml", "… who = \"ana\" # and so on …\nx = 1");
        let excerpt = Excerpt::new(&sources, Mark::new(id, 10..15), &plain);
        assert_eq!((excerpt.text.as_str(), excerpt.cut), ("… who = \"ana\" # and so on …", false));
        let id = sources.add("b.toml", "x".repeat(200));
        for (mark, part) in [(0..2, "behind"), (198..200, "before"), (0..200, "of the span")] {
            assert!(Excerpt::new(&sources, Mark::new(id, mark), &plain).cut, "{part}");
        }
    }

    #[test]
    fn a_span_over_several_lines_or_past_the_end_stays_on_its_first_line() {
        let mut sources = Sources::new();
        let id = sources.add("a.toml", "a = [\n1]");
        assert_eq!(Excerpt::new(&sources, Mark::new(id, 4..8), &plain).text, "a = [");
        assert_eq!(Excerpt::new(&sources, Mark::new(id, 8..8), &plain).text, "1]");
    }
}
