//! Parts of a drafted charter: comments, quoted texts, and the reasons of candidates.

use std::fmt::Display;

use unicode_width::UnicodeWidthStr as _;

use crate::draft::Candidate;
use crate::report::encode;

/// Maximum width of a comment that has its own lines.
const WIDTH: usize = 100;

/// The beginning of the lines of a candidate: a `#` if it is not in force.
pub(super) fn hash<T, E>(candidate: &Candidate<T, E>) -> &'static str {
    if candidate.is_in_force() { "" } else { "# " }
}

/// How sure a candidate is, and why.
pub(super) fn reason<T, E>(candidate: &Candidate<T, E>, why: impl Display) -> String {
    format!("{}: {why}", candidate.certainty)
}

/// Text as a TOML string. A draft contains no text that cannot be written.
pub(super) fn quoted(text: &str) -> String {
    encode::toml(text).unwrap_or_else(|| "\"\"".to_owned())
}

/// Writes `text` as lines of comment.
pub(super) fn comment(out: &mut String, text: &str) {
    let text = encode::terminal(text);
    let mut line = String::from("#");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if line.len() > 1 && line.width() + 1 + word.width() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
}
