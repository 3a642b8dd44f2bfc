//! Patterns that texts are held against.

use std::fmt;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// How many bytes a compiled pattern may take.
const SIZE: usize = 1 << 20;

/// A regular expression, without regard to case. One that is known to be valid is compiled when a text is first held against
/// it: most runs ask few of the patterns in the shipped rules.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    /// None where it is not valid.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern `text`, compiled at once.
    ///
    /// # Errors
    /// What is not valid in it.
    pub(super) fn checked(text: &str) -> Result<Self, regex::Error> {
        let compiled = compile(text)?;
        Ok(Self { text: text.to_owned(), compiled: OnceLock::from(Some(compiled)) })
    }

    /// The pattern `text`, which is known to be valid.
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
