//! How a run ends.

use std::process::ExitCode;

use crate::lint::Linted;
use crate::source::has_errors;

/// How a run ended, in the order of weight: of several the last wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing at or above the level that fails.
    #[default]
    Clean,
    /// Findings at or above it.
    Findings,
    /// No export, or one that cannot be read.
    Unreadable,
    /// Wrong usage, a charter or a rule with mistakes.
    Usage,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        // The numbers are contracts.
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Unreadable => 3,
            Status::Usage => 2,
        })
    }
}

impl Status {
    /// That of two parts of a run: what could not be read or judged says more than what was found.
    pub(super) fn and(self, other: Self) -> Self {
        self.max(other)
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
        } else if linted.no_export.is_some() || !linted.unreadable.is_empty() {
            Self::Unreadable
        } else {
            Self::Clean
        }
    }
}
