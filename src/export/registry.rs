//! The list of formats, and reading a file in any of them. A new format needs a file that implements
//! `Reader`, and a line here.

use super::detect::Preview;
use super::reader::{Context, Reader, Reading, Refusal};
use super::{jira, trello, unrecognised};
use crate::parallel;
use crate::source::File;

/// All formats, in the order in which they are tried.
pub const FORMATS: &[&dyn Reader] = &[
    &trello::Board,
    &trello::Rest,
    &trello::Csv,
    &jira::Issues,
    &jira::ChangelogPages,
    &jira::Lists,
    &jira::Rss,
    &jira::Backup,
    &jira::ActiveObjects,
    &jira::DataPipeline,
    &jira::Csv,
];

/// Reads all `files` in parallel and calls `done` after each. The results are in the order of the files.
pub fn read_all<'a>(files: &[(&'a File, &Context)], done: impl Fn() + Sync) -> Vec<Result<Reading<'a>, Refusal>> {
    parallel::map(files, |_, (file, context)| {
        let result = read(file, context);
        done();
        result
    })
}

/// Reads one file in any format.
///
/// # Errors
/// Why the file cannot be read.
pub fn read<'a>(file: &'a File, context: &Context) -> Result<Reading<'a>, Refusal> {
    let preview = Preview::new(file.bytes());
    if let Some(refusal) = unrecognised::error_of_jira(file, &preview) {
        return Err(Refusal::Damaged(refusal));
    }
    match FORMATS.iter().find(|format| format.recognises(&preview)) {
        Some(format) => format.read(file, context).map_err(Refusal::Damaged),
        None => {
            let is_export = |preview: &Preview<'_>| {
                FORMATS.iter().any(|format| format.may_be_wrapped(preview) && format.recognises(preview))
            };
            Err(Refusal::Unknown(unrecognised::refusal(file, &preview, &is_export)))
        }
    }
}
