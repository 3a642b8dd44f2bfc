//! Long texts of an export, decoded only when needed.

use std::borrow::Cow;
use std::fmt;

/// A raw text of the export and the function that decodes it. Most texts are never needed.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    raw: &'a str,
    decode: fn(&str) -> Cow<'_, str>,
}

impl<'a> Text<'a> {
    /// No text.
    pub const EMPTY: Text<'static> = Text { raw: "", decode: as_is };

    /// A text that `decode` makes readable.
    pub fn new(raw: &'a str, decode: fn(&str) -> Cow<'_, str>) -> Self {
        Self { raw, decode }
    }

    /// A text that needs no decoding.
    pub fn plain(text: &'a str) -> Self {
        Self { raw: text, decode: as_is }
    }

    /// Whether the raw text is empty; needs no decoding.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Number of bytes of the raw text.
    pub fn len(self) -> usize {
        self.raw.len()
    }

    /// The decoded text.
    pub fn decode(self) -> Cow<'a, str> {
        (self.decode)(self.raw)
    }

    /// Whether the raw texts are equal; needs no decoding.
    pub fn is_written_like(self, other: Text<'_>) -> bool {
        self.raw == other.raw
    }

    /// The text as a number, as in `"8.0"` or `8`.
    pub fn number(self) -> Option<f64> {
        number_in(&self.decode())
    }
}

fn as_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(out)
    }
}

/// Parses a number such as `8`, `8.0`, `8,5` or ` 8 `. `None` for anything else, including infinite numbers
/// and possible thousands, as in `1,000`.
pub(crate) fn number_in(text: &str) -> Option<f64> {
    let text = text.trim();
    let parse = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    parse(text).or_else(|| {
        let (whole, part) = text.split_once(',')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let decimal = digits(whole) && digits(part) && (part.len() != 3 || whole == "0");
        decimal.then(|| parse(&format!("{whole}.{part}"))).flatten()
    })
}

/// Maximum number of points in front of a title: a greater number is a year or that of a ticket.
const MOST_POINTS: f64 = 100.0;

/// Parses points in a title, `(5) Title`. Only a leading pair of parentheses counts, as the Scrum extensions
/// for Trello write it. Returns the points and the title without them.
pub(crate) fn points(title: &str) -> (Option<f64>, &str) {
    let trimmed = title.trim();
    let inner = trimmed.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match inner.and_then(|(digits, rest)| Some((number_in(digits)?, rest.trim_start()))) {
        Some((points, rest)) if (0.0..=MOST_POINTS).contains(&points) => (Some(points), rest),
        _ => (None, trimmed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_from_the_front_of_a_title() {
        assert_eq!(points("(5) As a guest"), (Some(5.0), "As a guest"));
        assert_eq!(points("(0.5) x"), (Some(0.5), "x"));
        assert_eq!(points("(draft) x"), (None, "(draft) x"));
        assert_eq!(points("(2026) Annual report"), (None, "(2026) Annual report"));
        assert_eq!(points("Say (8) times"), (None, "Say (8) times"));
    }
}
