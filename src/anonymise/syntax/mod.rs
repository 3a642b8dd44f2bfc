//! Going through a file piece by piece. What is between values stays as it stands, so a file that is cut off or damaged is cut
//! off or damaged in the same place afterwards.

mod csv;
mod json;
mod toml;
mod xml;

use super::context::Replace;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// One document, several, or one a line.
    Json,
    /// Also HTML, as far as it is read here.
    Xml,
    /// Cells between this sign.
    Csv(char),
    /// A charter.
    Toml,
}

impl Syntax {
    /// How `text` is written; none where it is written in no way known here.
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
