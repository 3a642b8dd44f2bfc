//! Reading exports: one reader a format, each yielding the same raw facts.
//!
//! Formats are told apart by what is in the file, never by its name. A new format is one file here and one line in
//! [`READERS`].

mod jira;
mod json;
mod probe;
mod split;
mod table;
mod time;
mod trello;
mod xml;

use jiff::tz::TimeZone;

use crate::board::facts::Facts;
use crate::charter::DateOrder;
use crate::source::{Diagnostic, File, Mark, parallel};

pub use probe::Probe;

/// Reads one format.
pub trait Reader: Sync {
    /// What the format is called, for people.
    fn name(&self) -> &'static str;

    /// Whether a file that looks like `probe` is in this format.
    fn recognises(&self, probe: &Probe<'_>) -> bool;

    /// Everything the file says. Damaged records are left out and told in [`Reading::damaged`].
    ///
    /// # Errors
    /// Why the file cannot be read at all, at the place where it goes wrong.
    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic>;
}

/// What an export may leave unsaid.
#[derive(Clone, Debug)]
pub struct Context {
    /// The zone of times that are written without one.
    pub timezone: TimeZone,
    /// Whether somebody said so.
    pub timezone_given: bool,
    /// Which of `7/9/2026` is the month.
    pub date_order: Option<DateOrder>,
}

impl Default for Context {
    fn default() -> Self {
        Self { timezone: TimeZone::UTC, timezone_given: false, date_order: None }
    }
}

/// All formats, in the order in which they are asked.
pub const READERS: &[&dyn Reader] = &[
    &trello::Board,
    &trello::Dump,
    &trello::Sheet,
    &jira::Issues,
    &jira::Changelogs,
    &jira::Companions,
    &jira::Rss,
    &jira::Backup,
    &jira::ActiveObjects,
    &jira::Csv,
];

/// What one file gave.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The format's name.
    pub format: &'static str,
    /// Everything the file says.
    pub facts: Facts<'a>,
    /// Records that could not be read, each at its place.
    pub damaged: Vec<Diagnostic>,
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

/// Reads all `files`, in parallel, calling `done` after each; the results are in the order of the files.
pub fn read_all<'a>(files: &[(&'a File, &Context)], done: impl Fn() + Sync) -> Vec<Result<Reading<'a>, Refusal>> {
    parallel::map(files, |_, (file, context)| {
        let result = read(file, context);
        done();
        result
    })
}

/// Reads one file in whatever format it is.
///
/// # Errors
/// Why it gives nothing.
pub fn read<'a>(file: &'a File, context: &Context) -> Result<Reading<'a>, Refusal> {
    let probe = Probe::new(file.bytes());
    if probe.has("errorMessages") && !probe.has("issues") {
        let start = Mark::new(file.id(), 0..1);
        let said = Diagnostic::error("this is an error that Jira answered with, not an export").at(start, "");
        return Err(Refusal::Damaged(said.note("look at what it says, mend the request, and fetch it again")));
    }
    match READERS.iter().find(|reader| reader.recognises(&probe)) {
        Some(reader) => reader.read(file, context).map_err(Refusal::Damaged),
        None => Err(Refusal::Unknown(unknown(file, &probe))),
    }
}

/// One sentence that says what the file seems to be, and one that says what to do.
fn unknown(file: &File, probe: &Probe<'_>) -> Diagnostic {
    let start = Mark::new(file.id(), 0..file.bytes().len().min(1));
    let (message, advice) = probe.explain();
    Diagnostic::error(message).at(start, "").note(advice)
}

/// `bytes` without a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// What is wrong with a piece of JSON; where, its mark says better than the line inside the piece.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// A syntax error of `json` in `file`, at its place.
fn damaged(file: &File, error: &serde_json::Error, what: &str) -> Diagnostic {
    let end = file.bytes().len();
    if error.is_eof() {
        let mark = Mark::new(file.id(), end..end);
        return Diagnostic::error(format!("this {what} ends in the middle: the download was cut off"))
            .at(mark, "the file ends here")
            .note("export the board again and check that the file arrives whole");
    }
    let offset = file.offset(error.line().max(1), error.column()).min(end);
    let mark = Mark::new(file.id(), offset..(offset + 1).min(end));
    let reason = reason(error);
    Diagnostic::error(format!("this {what} is damaged")).at(mark, reason).note("export the board again")
}
