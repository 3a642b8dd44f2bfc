//! The board as "Export as JSON" writes it.

use super::facts;
use super::records::Export;
use crate::export::detect::Preview;
use crate::export::json::syntax_error;
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

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let export: Export<'a> = serde_json::from_slice(json_body(file.bytes()))
            .map_err(|error| syntax_error(file, &error, "Trello export"))?;
        let anchors = [("/actions", &export.actions), ("/cards", &export.cards)].map(|(container, records)| Anchors {
            container: Some(container.to_owned()),
            starts: records.iter().map(|raw| file.mark(raw.get()).start).collect(),
        });
        file.set_anchors(Vec::from(anchors));
        let lists_board = !export.cards.is_empty();
        let mut reading = facts::read(self.name(), file, export, None);
        reading.facts.lists_board = lists_board;
        Ok(reading)
    }
}
