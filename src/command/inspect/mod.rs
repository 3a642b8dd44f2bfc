//! `inspect`: what is in exports: what was read, what was understood and how, what is missing and what that costs.

mod json;
mod missing;
mod overview;
mod page;

use std::io;

use super::judging::{Asked, Judged};
use super::terminal::Terminal;
use super::{Status, complain};
use crate::cli::{self, InspectFormat};
use overview::{Inspection, Overview};

/// Shows what is in exports.
pub(super) fn run(args: &cli::Inspect, terminal: &mut Terminal) -> io::Result<Status> {
    let Some((asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let mut teams = asked.read(exports, true);
    let judgement = asked.judge(&mut teams, terminal)?;
    let (judged, status) = (judgement.boards, judgement.status);
    complain(&judgement.found, &asked.sources, terminal)?;
    let moved = args.input.today.is_some();
    let boards: Vec<_> = judged
        .into_iter()
        .map(|Judged { board, charter, files, outcome, .. }| Overview::new(board, files, &charter, outcome, moved))
        .collect();
    let inspection = Inspection { sources: &asked.sources, teams: &teams, boards: &boards };
    match args.format {
        InspectFormat::Human => page::write(&inspection, &args.input, terminal.out())?,
        InspectFormat::Json => json::write(&inspection, terminal.out())?,
    }
    // The process ends here: taking a big board apart would only cost time.
    std::mem::forget(boards);
    Ok(status)
}
