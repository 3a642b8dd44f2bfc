//! The board in the format of "Export as JSON".

use serde::Deserialize;

use super::facts;
use super::records::Export;
use crate::export::detect::Preview;
use crate::export::json::{self, Parser, syntax_error};
use crate::export::reader::{Context, Reader, Reading};
use crate::export::text::json_body;
use crate::source::{Anchors, Diagnostic, File, Mark};

/// The board export.
pub(in crate::export) struct Board;

impl Reader for Board {
    fn name(&self) -> &'static str {
        "Trello board (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let has = |key: &&str| preview.has(key);
        let lists_records = ["cards", "actions", "lists"].iter().any(has);
        // Other programs have lists of cards and actions, too. For a file that was cut off, this check is
        // skipped.
        let is_trello = preview.has_trello_record()
            || ["prefs", "shortLink", "labelNames", "memberships", "idOrganization"].iter().any(has)
            || ["id", "name", "cards", "lists"].iter().all(has)
            || preview.cut
            || preview.broken;
        !preview.list && !preview.has("idBoard") && lists_records && is_trello
    }

    fn may_be_wrapped(&self, _: &Preview<'_>) -> bool {
        true
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        const WHAT: &str = "Trello export";
        let mut parser = Parser::of_bytes(json_body(file.bytes()));
        let export = Export::deserialize(&mut parser);
        // What was read was validated as UTF-8.
        if export.is_err() || !parser.is_at_end() {
            json::body(file, WHAT)?;
        }
        let export = export.map_err(|error| syntax_error(file, &parser, &error, WHAT))?;
        let anchors = [("/actions", &export.actions), ("/cards", &export.cards)].map(|(container, records)| Anchors {
            container: Some(container.to_owned()),
            starts: records.iter().map(|raw| file.mark(raw.get()).start).collect(),
        });
        file.set_anchors(Vec::from(anchors));
        let lists_board = !export.cards.is_empty();
        let mut reading = facts::read(self.name(), file, export, None);
        (reading.facts.lists_board, reading.facts.tells_templates) = (lists_board, lists_board);
        reading.facts.empty = !lists_board && !reading.facts.has_items();
        reading.damaged.extend(another(file, &mut parser));
        Ok(reading)
    }
}

/// The diagnostic for another board that follows in the file, if any.
fn another(file: &File, parser: &mut Parser<'_>) -> Option<Diagnostic> {
    parser.peek().filter(|byte| matches!(byte, b'{' | b'['))?;
    let start = file.bytes().len() - json_body(file.bytes()).len() + parser.at();
    let several = Diagnostic::error("there is more in this file than one board: the first was read, and nothing else")
        .at(Mark::new(file.id(), start..start + 1), "from here on nothing was read")
        .note("save each board in a file of its own");
    Some(several)
}
