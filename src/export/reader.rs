//! What every reader of a format takes and gives.

use jiff::tz::TimeZone;

use super::damage::Damage;
use super::detect::Preview;
use crate::board::facts::Facts;
use crate::charter::DateOrder;
use crate::source::{Diagnostic, File};

/// Reads one format.
pub trait Reader: Sync {
    /// What the format is called, for people.
    fn name(&self) -> &'static str;

    /// Whether a file that begins like `preview` is in this format.
    fn recognises(&self, preview: &Preview<'_>) -> bool;

    /// Whether a file of this format, which begins like `preview`, is looked for inside something else: those that hold items are.
    fn may_be_wrapped(&self, _preview: &Preview<'_>) -> bool {
        false
    }

    /// Everything the file says. Damaged records are left out and listed in [`Reading::damaged`].
    ///
    /// # Errors
    /// Why the file cannot be read at all, at the place where it goes wrong.
    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic>;
}

/// What an export may leave unsaid.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The zone of times that are written without one, where the command line or the charter gives it.
    pub timezone: Option<TimeZone>,
    /// Which of `7/9/2026` is the month.
    pub date_order: Option<DateOrder>,
}

impl Context {
    /// The zone of times that are written without one: the one that is given, else UTC.
    pub fn zone(&self) -> TimeZone {
        self.timezone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// What one file gave.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The format's name.
    pub format: &'static str,
    /// Everything the file says.
    pub facts: Facts<'a>,
    /// Records that could not be read.
    pub damaged: Damage,
    /// What had to be assumed, and what was not understood, a sentence each.
    pub notes: Vec<String>,
}

/// Why a file gave nothing.
#[derive(Debug)]
pub enum Refusal {
    /// It is in no format that boardlint knows: no export, perhaps a companion of one.
    Unknown(Diagnostic),
    /// It is an export, but damaged.
    Damaged(Diagnostic),
}
