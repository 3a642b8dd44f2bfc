//! Judges exports: all boards together, in parts, or each board as a run of its own.

use super::inputs::Inputs;
use super::judge::{self, LintedBoard, Outcome};
use super::linted::{Linted, idle_ignores};
use super::options::Options;
use super::read::{self, ExportPart, Exports, read_part, why_no_export};
use crate::source::Diagnostic;

impl<'a> Exports<'a> {
    /// Judges all boards.
    pub fn lint(mut self) -> Linted<'a> {
        let (inputs, options) = (self.inputs, self.options.clone());
        let mut linted = Linted {
            no_export: self.no_export(),
            files: std::mem::take(&mut self.files),
            unreadable: std::mem::take(&mut self.unreadable),
            ..Linted::default()
        };
        linted.add_missing_boards(inputs);
        linted.summary.skipped = self.skipped;
        linted.finish(self.into_boards(), inputs, &options);
        linted.idle_ignores = idle_ignores(linted.boards.iter(), &options);
        linted
    }

    /// Judges one board after the other and passes each to `each` as a run of its own. Nothing is kept.
    /// Unreadable files are left to the caller.
    pub fn lint_apart(self, mut each: impl FnMut(Linted<'a>)) {
        let (inputs, options) = (self.inputs, self.options.clone());
        for outcome in self.into_boards().apart() {
            let mut linted = Linted::default();
            linted.finish(std::iter::once(outcome), inputs, &options);
            linted.idle_ignores = idle_ignores(linted.boards.iter(), &options);
            each(linted);
        }
    }
}

/// Maximum number of bytes of exports judged together in [`lint_in_parts`]. The exports of a single charter
/// may exceed it.
const PART: usize = 8 << 20;

/// Reads and judges the exports in parts, and calls `each` with the result of every board. Items and changes
/// of boards that `keeps` rejects are dropped before the next part is read. A run over many boards thus needs
/// the memory of a few.
///
/// # Errors
/// The same as [`lint`](super::lint).
pub fn lint_in_parts<'a>(
    inputs: &'a Inputs,
    options: &Options,
    done: &(dyn Fn() + Sync),
    mut keeps: impl FnMut(&LintedBoard<'a>) -> bool,
    mut each: impl FnMut(&Outcome<'a>),
) -> Result<Linted<'a>, Vec<Diagnostic>> {
    let mut outcomes: Vec<Outcome<'a>> = Vec::new();
    let mut linted = Linted::default();
    let (mut has_items, mut no_export, mut last_skipped) = (false, None, None);
    // After the last part with exports, memory is no longer needed, so freeing it would only cost time.
    let (parts, last) = read::parts(inputs, PART);
    for (place, part) in parts.into_iter().enumerate() {
        let mut exports = read_part(inputs, options, &part, done)?;
        has_items |= exports.has_items();
        linted.files.append(&mut exports.files);
        linted.unreadable.append(&mut exports.unreadable);
        linted.summary.skipped += exports.skipped;
        last_skipped = exports.last_skipped.take().or(last_skipped);
        if part == ExportPart::Free && !has_items {
            // The reason also depends on the files of the other parts.
            let skipped = linted.summary.skipped;
            no_export = Some(why_no_export(inputs, &linted.files, skipped, last_skipped.as_ref()));
        }
        let judged = outcomes.iter().filter(|outcome| outcome.left_out.is_none()).count();
        let mut own: Vec<Outcome<'a>> = exports.into_boards_after(judged).inspect(|outcome| each(outcome)).collect();
        let boards = own.iter().filter(|outcome| outcome.left_out.is_none()).map(|outcome| &outcome.board);
        linted.idle_ignores.extend(idle_ignores(boards, options));
        for outcome in own.iter_mut().filter(|outcome| place < last && !keeps(&outcome.board)) {
            outcome.board.board.forget_items();
        }
        outcomes.append(&mut own);
    }
    linted.no_export = no_export.filter(|_| linted.unreadable.is_empty());
    linted.sort_files(inputs);
    linted.add_missing_boards(inputs);
    let titles: Vec<String> = outcomes.iter().map(|outcome| outcome.board.board.name.clone()).collect();
    let path = |place: usize| {
        let board: &LintedBoard<'_> = &outcomes[place].board;
        judge::path(inputs, &board.charter, board.files.first().copied())
    };
    let names = judge::names(&titles, path);
    for (outcome, name) in outcomes.iter_mut().zip(names) {
        name.iter().for_each(|name| outcome.rename(name));
    }
    linted.finish(outcomes.into_iter(), inputs, options);
    Ok(linted)
}
