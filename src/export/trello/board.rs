//! The board as "Export as JSON" writes it.

use serde::Deserialize;

use super::facts;
use super::records::Export;
use crate::export::detect::Preview;
use crate::export::json::{self, Parser, syntax_error};
use crate::export::reader::{Context, Reader, Reading};
use crate::export::text::json_body;
use crate::source::{Anchors, Diagnostic, File};

/// The board export.
pub(in crate::export) struct Board;

impl Reader for Board {
    fn name(&self) -> &'static str {
        "Trello board (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        !preview.list && !preview.has("idBoard") && ["cards", "actions", "lists"].iter().any(|key| preview.has(key))
    }

    fn may_be_wrapped(&self) -> bool {
        true
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        const WHAT: &str = "Trello export";
        let mut parser = Parser::of_bytes(json_body(file.bytes()));
        let export = Export::deserialize(&mut parser);
        // What was read is known to be UTF-8.
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
        Ok(reading)
    }
}
