//! What a draft proposes: a value, how sure it is, and the evidence for it.

use serde::Serialize;

use crate::word::{Word, words};

words! {
    /// How sure a candidate is. A doubtful one is written into the charter as a comment and is not in force.
    Certainty {
        /// Something speaks for it, and something else may be true.
        Doubtful = "doubtful",
        /// Much speaks for it and little against it.
        Likely = "likely",
        /// The tool, the name or the caller says so.
        Sure = "sure",
    }
}

/// A proposed value with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate<T, E> {
    /// What is proposed.
    pub value: T,
    /// How sure it is.
    pub certainty: Certainty,
    /// What speaks for and against it, with the numbers.
    pub evidence: E,
}

impl<T, E> Candidate<T, E> {
    pub(super) fn new(certainty: Certainty, value: T, evidence: E) -> Self {
        Self { value, certainty, evidence }
    }

    /// Whether it is sure enough to count in the drafted charter.
    pub fn is_in_force(&self) -> bool {
        self.certainty > Certainty::Doubtful
    }
}
