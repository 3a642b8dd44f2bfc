//! `inspect`: what exports contain: what was read, what was understood and how, what is missing and which
//! rules need it.

mod json;
mod missing;
mod overview;
mod page;

use std::io;

use super::options::options;
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::Texts;
use crate::cli::{self, InspectFormat};
use crate::finding::Inconclusive;
use overview::{Inspection, Overview};

/// Shows what exports contain.
pub(super) fn run(args: &cli::Inspect, terminal: &mut Terminal) -> io::Result<Status> {
    let options = options(&args.judged, None);
    let Some(texts) = Texts::load(&args.judged, &options, terminal)? else { return Ok(Status::Usage) };
    let Some(exports) = texts.read(&options, true, terminal)? else { return Ok(Status::Usage) };
    let mut linted = exports.lint();
    if let Some(why) = &linted.no_export {
        terminal.complain(why)?;
    }
    complain(&linted.diagnostics, texts.inputs.sources(), terminal)?;
    let (moved, width) = (args.judged.input.today.is_some(), terminal.width());
    let mut gaps: Vec<Vec<Inconclusive>> = linted.boards.iter().map(|_| Vec::new()).collect();
    for gap in std::mem::take(&mut linted.inconclusive) {
        if let Some(own) = gap.board_id.and_then(|board| gaps.get_mut(board.index())) {
            own.push(gap);
        }
    }
    let boards = std::mem::take(&mut linted.boards).into_iter().zip(gaps);
    let boards: Vec<_> = boards.map(|(judged, gaps)| Overview::new(judged, gaps, moved, width)).collect();
    let inspection = Inspection { sources: texts.inputs.sources(), linted: &linted, boards: &boards, width };
    match args.format {
        InspectFormat::Human => page::write(&inspection, &args.judged.input, terminal.out())?,
        InspectFormat::Json => json::write(&inspection, terminal.out())?,
    }
    // The process ends here: freeing a large board would only take time.
    std::mem::forget(boards);
    Ok(Status::of_inputs(&linted))
}
