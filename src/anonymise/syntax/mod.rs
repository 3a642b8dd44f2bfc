//! Rewrites a file value by value. What is between values stays unchanged. So a truncated or damaged file is
//! truncated or damaged at the same place afterwards.

mod csv;
mod json;
mod toml;
mod xml;

use super::context::Replace;

/// The syntax of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// One document, several, or one a line.
    Json,
    /// Also HTML, as far as it is read here.
    Xml,
    /// CSV with this delimiter.
    Csv(char),
    /// A charter.
    Toml,
}

impl Syntax {
    /// The syntax of `text`; `None` if it is unknown.
    pub(super) fn of(name: &str, text: &str) -> Option<Self> {
        let begin = text.trim_start_matches('\u{FEFF}').trim_start();
        match begin.chars().next()? {
            _ if text.contains('\0') => None,
            _ if name.ends_with(".toml") => Some(Self::Toml),
            '{' | '[' => Some(Self::Json),
            '<' => Some(Self::Xml),
            _ => csv::delimiter(text).map(Self::Csv),
        }
    }

    /// `text` with its values replaced.
    pub(super) fn rewrite(self, text: &str, replace: &mut Replace<'_>) -> String {
        match self {
            Self::Json => json::rewrite(text, replace),
            Self::Xml => xml::rewrite(text, replace),
            Self::Csv(delimiter) => csv::rewrite(text, delimiter, replace),
            Self::Toml => toml::rewrite(text, replace),
        }
    }
}
