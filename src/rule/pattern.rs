//! Regular expressions that texts are matched against.

use std::fmt;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// Maximum size of a compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

/// A regular expression that ignores case. One known to be valid is compiled on first use, because most runs
/// use few of the patterns in the shipped rules.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    /// `None` if it is invalid.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Compiles the pattern `text` at once.
    ///
    /// # Errors
    /// If it is invalid.
    pub(super) fn checked(text: &str) -> Result<Self, regex::Error> {
        let compiled = compile(text)?;
        Ok(Self { text: text.to_owned(), compiled: OnceLock::from(Some(compiled)) })
    }

    /// Takes the pattern `text`, which is known to be valid, without compiling it.
    pub(super) fn valid(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| compile(&self.text).ok()).as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}

fn compile(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(SIZE).build()
}
