//! The exit status of a run.

use std::process::ExitCode;

use crate::lint::Linted;
use crate::source::has_errors;

/// How a run ended, in ascending order of severity: of several, the highest is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No finding at or above the level that fails.
    #[default]
    Clean,
    /// Findings at or above that level.
    Findings,
    /// No export, or one that cannot be read.
    Unreadable,
    /// Wrong usage, a charter or a rule with mistakes.
    Usage,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        // The numbers must stay stable.
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Unreadable => 3,
            Status::Usage => 2,
        })
    }
}

impl Status {
    /// The status of two parts of a run: the more severe of both.
    pub(super) fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// The status of a run whose findings count. What could not be read or judged is more severe than
    /// findings.
    pub(super) fn of(linted: &Linted<'_>) -> Self {
        let found = if linted.fails { Self::Findings } else { Self::Clean };
        found.and(Self::of_inputs(linted))
    }

    /// The status for what could not be read or judged, without the findings.
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
