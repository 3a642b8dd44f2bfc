//! `json` and `jsonl`: the same objects, in one document or one a line.

use std::io;

use serde::Serialize;
use termcolor::WriteColor;

use super::board_identity::BoardIdentities;
use super::record::{
    BoardRecord, Document, FindingRecord, InconclusiveRecord, Output, RunRecord, SCHEMA, SummaryRecord,
    UnreadableRecord,
};
use super::{Run, encode};

/// One object with everything.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = &BoardIdentities::of(run);
    let document = Output::Document(Document {
        schema: SCHEMA,
        findings: run.shown().map(|finding| FindingRecord::new(run, boards, finding)).collect(),
        inconclusive: run.inconclusive.iter().map(|gap| InconclusiveRecord::new(run.names, boards, gap)).collect(),
        unreadable: UnreadableRecord::all(run).collect(),
        summary: SummaryRecord::new(run),
    });
    write_pretty(&document, out)
}

/// One object a line.
pub(super) fn write_lines(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = &BoardIdentities::of(run);
    let findings = run.shown().map(|finding| Output::Finding(FindingRecord::new(run, boards, finding)));
    let gaps = run.inconclusive.iter().map(|gap| Output::Inconclusive(InconclusiveRecord::new(run.names, boards, gap)));
    let files = UnreadableRecord::all(run).map(Output::Unreadable);
    let judged = BoardRecord::all(run, boards).into_iter().map(Output::Board);
    let first = std::iter::once(Output::Run(RunRecord::new(run, boards)));
    let last = std::iter::once(Output::Summary(SummaryRecord::new(run)));
    for line in first.chain(findings).chain(gaps).chain(files).chain(judged).chain(last) {
        let text = serde_json::to_string(&line).map_err(io::Error::other)?;
        writeln!(out, "{}", encode::json_document(&text))?;
    }
    Ok(())
}

/// A document in lines, each level indented.
pub(crate) fn write_pretty(document: &impl Serialize, out: &mut dyn WriteColor) -> io::Result<()> {
    let text = serde_json::to_string_pretty(document).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&text))
}
