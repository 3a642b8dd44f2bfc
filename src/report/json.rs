//! `json` and `jsonl`: the same objects, in one document or one object a line.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use termcolor::WriteColor;

use super::board_identity::BoardIdentities;
use super::json_indented::Indented;
use super::record::{
    BoardRecord, Document, FindingRecord, FindingRecords, InconclusiveRecord, Output, RunRecord, SCHEMA, SummaryRecord,
    UnreadableRecord,
};
use super::{Run, encode};
use crate::finding::Finding;
use crate::parallel;

/// Writes one object with everything.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = &BoardIdentities::of(run);
    let document = Output::Document(Document {
        schema: SCHEMA,
        findings: FindingRecords { run, boards },
        inconclusive: run.inconclusive.iter().map(|gap| InconclusiveRecord::new(run.names, boards, gap)).collect(),
        unreadable: UnreadableRecord::all(run).collect(),
        summary: SummaryRecord::new(run),
    });
    write_pretty(&document, out)
}

/// Writes one object a line.
pub(super) fn write_lines(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = &BoardIdentities::of(run);
    let gaps = run.inconclusive.iter().map(|gap| Output::Inconclusive(InconclusiveRecord::new(run.names, boards, gap)));
    let files = UnreadableRecord::all(run).map(Output::Unreadable);
    let judged = BoardRecord::all(run, boards).into_iter().map(Output::Board);
    writeln!(out, "{}", line(&Output::Run(RunRecord::new(run, boards)))?)?;
    let findings: Vec<&Finding> = run.shown().collect();
    let places = findings.iter().filter_map(|finding| finding.location);
    places.for_each(|mark| run.sources.get(mark.file).count_lines());
    // The lines of a chunk are made in parallel. Only one chunk is in memory at a time.
    for some in findings.chunks(AT_ONCE) {
        for line in parallel::map(some, |_, finding| line(&Output::Finding(FindingRecord::new(run, boards, finding)))) {
            writeln!(out, "{}", line?)?;
        }
    }
    let last = std::iter::once(Output::Summary(SummaryRecord::new(run)));
    for record in gaps.chain(files).chain(judged).chain(last) {
        writeln!(out, "{}", line(&record)?)?;
    }
    Ok(())
}

/// Number of findings in a chunk.
const AT_ONCE: usize = 512;

/// The line for `record`.
fn line(record: &Output<'_>) -> io::Result<String> {
    let text = serde_json::to_string(record).map_err(io::Error::other)?;
    let encoded = match encode::json_document(&text) {
        Cow::Owned(encoded) => Some(encoded),
        Cow::Borrowed(_) => None,
    };
    Ok(encoded.unwrap_or(text))
}

/// Writes a document with indentation.
pub(crate) fn write_pretty(document: &impl Serialize, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut out = Encoded { out, pieces: Vec::with_capacity(2 * TOGETHER) };
    document.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Indented::default()))?;
    out.pieces.push(b'\n');
    out.flush()
}

/// Number of bytes from which on the collected pieces are encoded and written.
const TOGETHER: usize = 64 << 10;

/// Collects the pieces of a JSON document that serde_json writes, and encodes many of them together. Only
/// characters that JSON escapes split a string into pieces. A command of a CI job contains none, so it is
/// never split.
struct Encoded<W: Write> {
    out: W,
    /// Bytes that are not written yet.
    pieces: Vec<u8>,
}

impl<W: Write> Encoded<W> {
    fn hand_on(&mut self) -> io::Result<()> {
        let text = str::from_utf8(&self.pieces).map_err(io::Error::other)?;
        self.out.write_all(encode::json_document(text).as_bytes())?;
        self.pieces.clear();
        Ok(())
    }
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.pieces.extend_from_slice(piece);
        if self.pieces.len() >= TOGETHER {
            self.hand_on()?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }
}
