//! The interface of the readers.

use jiff::tz::TimeZone;

use super::damage::Damage;
use super::detect::Preview;
use crate::board::facts::Facts;
use crate::charter::DateOrder;
use crate::source::{Diagnostic, File};

/// Reads one format.
pub trait Reader: Sync {
    /// The name of the format for users.
    fn name(&self) -> &'static str;

    /// Whether a file that begins like `preview` is in this format.
    fn recognises(&self, preview: &Preview<'_>) -> bool;

    /// Whether to search for this format inside other files. True only if a file that begins like `preview`
    /// has items.
    fn may_be_wrapped(&self, _preview: &Preview<'_>) -> bool {
        false
    }

    /// Reads all facts of the file. Damaged records are left out and listed in [`Reading::damaged`].
    ///
    /// # Errors
    /// Why the file cannot be read at all, with the place of the mistake.
    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic>;
}

/// Settings for what an export may leave out.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Time zone of times without one, from the command line or the charter.
    pub timezone: Option<TimeZone>,
    /// Order of day and month in dates such as `7/9/2026`.
    pub date_order: Option<DateOrder>,
}

impl Context {
    /// Time zone of times without one; UTC by default.
    pub fn zone(&self) -> TimeZone {
        self.timezone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// The result of reading one file.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The format's name.
    pub format: &'static str,
    /// All facts of the file.
    pub facts: Facts<'a>,
    /// Records that could not be read.
    pub damaged: Damage,
    /// Assumptions, and what was not understood, one sentence each.
    pub notes: Vec<String>,
}

/// Why a file has no result.
#[derive(Debug)]
pub enum Refusal {
    /// The format is unknown: no export, perhaps a file that belongs to one.
    Unknown(Diagnostic),
    /// It is an export, but damaged.
    Damaged(Diagnostic),
}
