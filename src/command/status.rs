//! How a run ends.

use std::process::ExitCode;

use crate::lint::Linted;
use crate::source::has_errors;

/// How a run ended, in the order of weight: the last of several wins. The numbers are contracts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above the level that fails.
    #[default]
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// No export, or one that cannot be read.
    Unreadable = 3,
    /// Wrong usage, a charter or a rule with mistakes.
    Usage = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

impl Status {
    /// That of two parts of a run: what could not be read or judged says more than what was found.
    pub(super) fn and(self, other: Self) -> Self {
        let weight = |status| match status {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Unreadable => 2,
            Self::Usage => 3,
        };
        if weight(other) > weight(self) { other } else { self }
    }

    /// That of a run whose findings count: what could not be read or judged says more than what was found.
    pub(super) fn of(linted: &Linted<'_>) -> Self {
        let found = if linted.fails { Self::Findings } else { Self::Clean };
        found.and(Self::of_inputs(linted))
    }

    /// The status that comes from what could not be read or judged, regardless of the findings.
    pub(super) fn of_inputs(linted: &Linted<'_>) -> Self {
        if has_errors(&linted.diagnostics) {
            Self::Usage
        } else if linted.nothing.is_some() || !linted.unreadable.is_empty() {
            Self::Unreadable
        } else {
            Self::Clean
        }
    }
}
