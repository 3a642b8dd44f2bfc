//! `csv`: one finding a line in fixed columns, for spreadsheets and data frames.
//!
//! An empty cell is where there is nothing. Numbers and instants are written as in `json`; facts are a JSON object, in a cell.
//! Where the run failed, a line of level `error` without a rule says why.

use std::io;

use ::csv::{Writer, WriterBuilder};
use termcolor::WriteColor;

use super::board_identity::BoardIdentities;
use super::json_value::Facts;
use super::record_place::RecordPlace;
use super::{Run, encode};
use crate::charter::{Level, Word};
use crate::finding::Finding;

/// The columns, in their order.
const COLUMNS: [&str; 24] = [
    "rule",
    "level",
    "confidence",
    "message",
    "board",
    "board_id",
    "item",
    "title",
    "url",
    "actor_id",
    "actor_name",
    "actor_roles",
    "at",
    "sprint",
    "path",
    "line",
    "column",
    "offset",
    "length",
    "pointer",
    "related",
    "count",
    "facts",
    "fingerprint",
];

/// Writes the table.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = BoardIdentities::of(run);
    let mut table = WriterBuilder::new().from_writer(&mut *out);
    table.write_record(COLUMNS)?;
    for failure in run.failures {
        let place = failure.labels.first().map(|label| RecordPlace::at(run, label.mark).address());
        failed(&mut table, &run.reason(failure), &place.unwrap_or_default())?;
    }
    for file in run.unreadable {
        failed(&mut table, &run.names.text(&file.diagnostic.message), &file.path)?;
    }
    run.shown().try_for_each(|finding| found(run, &boards, finding, &mut table))?;
    table.flush()
}

fn found(
    run: &Run<'_>,
    boards: &BoardIdentities,
    finding: &Finding,
    table: &mut Writer<impl io::Write>,
) -> io::Result<()> {
    let names = run.names;
    let text = |text: &str| encode::csv(text);
    let item = finding.item.as_ref();
    let actor = finding.actor.as_ref().map(|actor| (names.actor(actor), &actor.roles));
    let roles = |roles: &[crate::charter::Role]| roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" ");
    let place = finding.location.map(|mark| {
        let file = run.sources.get(mark.file);
        (file, file.position(mark.start), file.on_disk(mark), file.pointer(mark))
    });
    let facts = serde_json::to_string(&Facts::new(names, &finding.facts)).map_err(io::Error::other)?;
    table.write_record([
        finding.rule.clone(),
        finding.level.word().to_owned(),
        finding.confidence.word().to_owned(),
        text(&names.phrase(&finding.message)),
        text(&names.text(&finding.board)),
        boards.get(finding.board_id).map(|board| board.id.clone()).unwrap_or_default(),
        item.map(|item| text(&item.key)).unwrap_or_default(),
        item.map(|item| text(&item.title)).unwrap_or_default(),
        item.map(|item| text(&item.url)).unwrap_or_default(),
        actor.as_ref().map(|((_, id), _)| text(id)).unwrap_or_default(),
        actor.as_ref().map(|((name, _), _)| text(name)).unwrap_or_default(),
        actor.as_ref().map(|(_, held)| roles(held)).unwrap_or_default(),
        finding.at.map(|at| at.to_string()).unwrap_or_default(),
        finding.sprint.as_deref().map(|sprint| text(&names.text(sprint))).unwrap_or_default(),
        place.as_ref().map(|(file, ..)| text(file.name())).unwrap_or_default(),
        place.as_ref().map(|(_, position, ..)| position.line.to_string()).unwrap_or_default(),
        place.as_ref().map(|(_, position, ..)| position.column.to_string()).unwrap_or_default(),
        place.as_ref().map(|(_, _, (offset, _), _)| offset.to_string()).unwrap_or_default(),
        place.as_ref().map(|(_, _, (_, length), _)| length.to_string()).unwrap_or_default(),
        place.and_then(|(.., pointer)| pointer).map(|pointer| text(&pointer)).unwrap_or_default(),
        finding.related.len().to_string(),
        finding.count.to_string(),
        encode::json_document(&facts).into_owned(),
        finding.fingerprint.to_string(),
    ])?;
    Ok(())
}

/// A line that tells why there are no findings, or not all.
fn failed(table: &mut Writer<impl io::Write>, why: &str, path: &str) -> io::Result<()> {
    let cells = COLUMNS.map(|column| match column {
        "level" => Level::Error.word().to_owned(),
        "message" => encode::csv(why),
        "path" => encode::csv(path),
        _ => String::new(),
    });
    Ok(table.write_record(cells)?)
}
