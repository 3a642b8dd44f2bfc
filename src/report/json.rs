//! `json` and `jsonl`: the same objects, in one document or one a line.

use std::io;

use serde::Serialize;
use termcolor::WriteColor;

use super::record::{Document, FindingRecord, InconclusiveRecord, Output, SCHEMA, SummaryRecord, UnreadableRecord};
use super::{Run, encode};

/// One object with everything.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let document = Output::Document(Document {
        schema: SCHEMA,
        findings: run.shown().map(|finding| FindingRecord::new(run, finding)).collect(),
        inconclusive: run.inconclusive.iter().map(|gap| InconclusiveRecord::new(run.names, gap)).collect(),
        unreadable: UnreadableRecord::all(run).collect(),
        summary: SummaryRecord::new(run),
    });
    write_pretty(&document, out)
}

/// One object a line.
pub(super) fn write_lines(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let findings = run.shown().map(|finding| Output::Finding(FindingRecord::new(run, finding)));
    let gaps = run.inconclusive.iter().map(|gap| Output::Inconclusive(InconclusiveRecord::new(run.names, gap)));
    let files = UnreadableRecord::all(run).map(Output::Unreadable);
    for line in findings.chain(gaps).chain(files).chain([Output::Summary(SummaryRecord::new(run))]) {
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
