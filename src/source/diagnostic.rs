//! Mistakes in what a user wrote or handed in, each with its places and what to do about it.

use super::Mark;

/// How bad a mistake in a charter, a rule file or an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on; the reader should know.
    Warning,
    /// What was asked for cannot be done as it stands.
    Error,
}

/// A remark at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub mark: Mark,
    /// What is to be said about it; may be empty.
    pub text: String,
}

/// A mistake in something a user wrote (a charter, a rule, an option) or handed in (an export), with the places that show
/// it and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// The first is the place of the mistake itself.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), labels: Vec::new(), notes: Vec::new() }
    }

    /// A warning without a place yet.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// Whether what was asked for cannot be done because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, mark: Mark, text: impl Into<String>) -> Self {
        self.labels.push(Label { mark, text: text.into() });
        self
    }

    /// Adds a place where it is known.
    #[must_use]
    pub fn at_if(self, mark: Option<Mark>, text: impl Into<String>) -> Self {
        match mark {
            Some(mark) => self.at(mark, text),
            None => self,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// Whether there is an error among `diagnostics`, which may otherwise be warnings.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
