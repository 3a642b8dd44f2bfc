//! `csv`: one finding a line in fixed columns, for spreadsheets and data frames.
//!
//! A cell is empty if there is nothing to write. Numbers and timestamps are written as in `json`. Facts are a
//! JSON object in one cell. If the run failed, a line of level `error` without a rule gives the reason.

use std::borrow::Cow;
use std::io;

use ::csv::{Writer, WriterBuilder};
use termcolor::WriteColor;

use super::board_identity::BoardIdentities;
use super::json_value::Facts;
use super::record_place::{PlaceInFile, RecordPlace};
use super::{Run, encode};
use crate::charter::Level;
use crate::finding::{Finding, Subject};
use crate::word::Word;

/// A column: its name, and its value for a finding.
type Column = (&'static str, fn(&Row<'_>) -> String);

/// The columns, in their order.
const COLUMNS: [Column; 24] = [
    ("rule", |row| row.finding.rule.clone()),
    ("level", |row| row.finding.level.word().to_owned()),
    ("confidence", |row| row.finding.confidence.word().to_owned()),
    ("message", |row| encode::csv(&row.run.names.phrase(&row.finding.message))),
    ("board", |row| encode::csv(&row.run.names.text(&row.finding.board))),
    ("board_id", |row| row.boards.get(row.finding.board_id).map(|board| board.id.clone()).unwrap_or_default()),
    ("item", |row| row.item(|item| &item.key)),
    ("title", |row| row.item(|item| &item.title)),
    ("url", |row| row.item(|item| &item.url)),
    ("actor_id", |row| row.actor.as_ref().map(|(_, id)| encode::csv(id)).unwrap_or_default()),
    ("actor_name", |row| row.actor.as_ref().map(|(name, _)| encode::csv(name)).unwrap_or_default()),
    ("actor_roles", |row| {
        let roles = row.finding.actor.iter().flat_map(|actor| &actor.roles);
        roles.map(|role| role.word()).collect::<Vec<_>>().join(" ")
    }),
    ("at", |row| row.finding.at.map(|at| at.to_string()).unwrap_or_default()),
    ("sprint", |row| row.finding.sprint.as_deref().map(|it| encode::csv(&row.run.names.text(it))).unwrap_or_default()),
    ("path", |row| row.place(|place| encode::csv(place.path))),
    ("line", |row| row.place(|place| place.position.line.to_string())),
    ("column", |row| row.place(|place| place.position.column.to_string())),
    ("offset", |row| row.place(|place| place.offset.to_string())),
    ("length", |row| row.place(|place| place.length.to_string())),
    ("pointer", |row| row.place(|place| place.pointer.as_deref().map(encode::csv).unwrap_or_default())),
    ("related", |row| row.finding.related.len().to_string()),
    ("count", |row| row.finding.count.to_string()),
    ("facts", |row| encode::json_document(&row.facts).into_owned()),
    ("fingerprint", |row| row.finding.fingerprint.to_string()),
];

/// A finding, and what several columns need of it.
struct Row<'r> {
    run: &'r Run<'r>,
    boards: &'r BoardIdentities,
    finding: &'r Finding,
    /// The name and the id of the actor.
    actor: Option<(Cow<'r, str>, Cow<'r, str>)>,
    /// The position of its record.
    place: Option<PlaceInFile<'r>>,
    /// The facts, as JSON.
    facts: String,
}

impl<'r> Row<'r> {
    fn new(run: &'r Run<'r>, boards: &'r BoardIdentities, finding: &'r Finding) -> io::Result<Self> {
        let place = finding.location.map(|mark| PlaceInFile::of(run.sources, mark));
        let actor = finding.actor.as_ref().map(|actor| run.names.actor(actor));
        let facts = serde_json::to_string(&Facts::new(run.names, &finding.facts)).map_err(io::Error::other)?;
        Ok(Self { run, boards, finding, actor, place, facts })
    }

    fn item(&self, text: fn(&Subject) -> &str) -> String {
        self.finding.item.as_ref().map(|item| encode::csv(text(item))).unwrap_or_default()
    }

    fn place(&self, text: fn(&PlaceInFile<'_>) -> String) -> String {
        self.place.as_ref().map(text).unwrap_or_default()
    }
}

/// Writes the table.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards = BoardIdentities::of(run);
    let mut table = WriterBuilder::new().from_writer(&mut *out);
    table.write_record(COLUMNS.map(|(name, _)| name))?;
    for failure in run.failures {
        let place = failure.labels.first().map(|label| RecordPlace::at(run, label.mark).address());
        failed(&mut table, &run.reason(failure), &place.unwrap_or_default())?;
    }
    for file in run.unreadable {
        failed(&mut table, &run.names.text(&file.diagnostic.message), &file.path)?;
    }
    for finding in run.shown() {
        let row = Row::new(run, &boards, finding)?;
        table.write_record(COLUMNS.map(|(_, cell)| cell(&row)))?;
    }
    table.flush()
}

/// A line that gives the reason why findings are missing.
fn failed(table: &mut Writer<impl io::Write>, why: &str, path: &str) -> io::Result<()> {
    let cells = COLUMNS.map(|(name, _)| match name {
        "level" => Level::Error.word().to_owned(),
        "message" => encode::csv(why),
        "path" => encode::csv(path),
        _ => String::new(),
    });
    Ok(table.write_record(cells)?)
}
