//! Mistakes in what a user wrote or handed in, each with its places and advice.

use super::Mark;

/// How bad a mistake in a charter, a rule file or an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run continues, but the user should know.
    Warning,
    /// The run cannot do what was asked.
    Error,
}

/// A remark at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub mark: Mark,
    /// The remark; may be empty.
    pub text: String,
}

/// A mistake in something a user wrote (a charter, a rule, an option) or handed in (an export). It has the
/// places that show the mistake, and advice.
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

    /// Whether the mistake is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, mark: Mark, text: impl Into<String>) -> Self {
        self.labels.push(Label { mark, text: text.into() });
        self
    }

    /// Adds a place if `mark` is known.
    #[must_use]
    pub fn at_if(self, mark: Option<Mark>, text: impl Into<String>) -> Self {
        match mark {
            Some(mark) => self.at(mark, text),
            None => self,
        }
    }

    /// Adds advice.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// Whether `diagnostics` contain an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
