//! The tables of the data pipeline of Jira Data Center: issues, histories, custom fields, sprints and users,
//! one file each. The other files complete the file of issues.

mod fields;
mod histories;
mod issues;
mod lists;

use std::borrow::Cow;

use foldhash::HashMap;
use jiff::Timestamp;

use super::dates;
use super::sprint::ZONELESS;
use crate::board::facts::{Facts, Tool};
use crate::export::damage::{Damage, unreadable_time};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::table::{Row, Table, cell, is_empty, mark};
use crate::export::time;
use crate::source::{Diagnostic, File, Mark};

/// The contents of a file of the pipeline, and the columns that identify it, each with its possible names.
const FILES: &[(Content, &[&[&str]])] = &[
    (Content::Histories, &[&["issue_id"], &["changelog_id"], &["created_date"], &["field"]]),
    (Content::Fields, &[&["issue_id"], &["field_id"], &["field_name"], &["field_value"]]),
    (Content::Issues, &[&["id"], &["instance_url"], &["key"], &["project_key"], &["issue_type"]]),
    (Content::Sprints, &[SPRINT_ID, &["name", "sprint_name"], &["start_date"], &["state", "sprint_state", "end_date"]]),
    (Content::Users, &[USER_ID, &["user_name"], &["user_fullname", "user_email", "instance_url"]]),
];

/// Number of characters after which the pipeline cuts texts.
const TEXT_LIMIT: usize = 2000;

const SPRINT_ID: &[&str] = &["id", "sprint_id"];
const USER_ID: &[&str] = &["user_id", "id"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Issues,
    Histories,
    Fields,
    Sprints,
    Users,
}

/// A file of the data pipeline.
pub(in crate::export) struct DataPipeline;

impl Reader for DataPipeline {
    fn name(&self) -> &'static str {
        "Jira data pipeline (CSV)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        preview.table().is_some_and(|text| content(&Table::sample(text, 0)).is_some())
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut table = Table::read(file, "table of Jira's data pipeline")?;
        let damaged = std::mem::take(&mut table.damaged);
        let mut rows = Rows {
            file,
            context,
            columns: columns(&table),
            facts: Facts::new(file.id(), Tool::Jira),
            damaged,
            zoneless_sprints: false,
        };
        match content(&table) {
            Some(Content::Issues) => rows.issues(&table),
            Some(Content::Histories) => rows.histories(&table),
            Some(Content::Fields) => rows.fields(&table),
            Some(Content::Sprints) => rows.sprints(&table),
            Some(Content::Users) => rows.users(&table),
            None => {}
        }
        let notes = rows.zoneless_sprints.then(|| ZONELESS.to_owned()).into_iter().collect();
        Ok(Reading { format: self.name(), facts: rows.facts, damaged: rows.damaged, notes })
    }
}

/// The contents of the table; `None` if it is not from the pipeline.
fn content(table: &Table<'_>) -> Option<Content> {
    let columns = columns(table);
    let has = |names: &&[&str]| names.iter().any(|name| columns.contains_key(*name));
    FILES.iter().find(|(_, wanted)| wanted.iter().all(has)).map(|(content, _)| *content)
}

fn columns(table: &Table<'_>) -> HashMap<String, usize> {
    table.header.iter().enumerate().map(|(column, name)| (name.trim().to_owned(), column)).collect()
}

struct Rows<'c, 'a> {
    file: &'a File,
    context: &'c Context,
    columns: HashMap<String, usize>,
    facts: Facts<'a>,
    damaged: Damage,
    /// Whether a sprint date has no zone.
    zoneless_sprints: bool,
}

impl<'a> Rows<'_, 'a> {
    /// The raw cell of the first of these columns that is not empty.
    fn raw(&self, row: Row<'_, 'a>, names: &[&str]) -> Option<&'a str> {
        let cells = names.iter().filter_map(|name| Some(row.cell(*self.columns.get(*name)?)));
        cells.into_iter().find(|raw| !is_empty(raw))
    }

    fn filled(&self, row: Row<'_, 'a>, names: &[&str]) -> Option<Cow<'a, str>> {
        self.raw(row, names).map(cell)
    }

    fn text(&self, row: Row<'_, 'a>, names: &[&str]) -> Cow<'a, str> {
        self.filled(row, names).unwrap_or_default()
    }

    fn mark(&self, raw: Option<&'a str>, row: Row<'_, 'a>) -> Mark {
        mark(self.file, raw.unwrap_or_else(|| row.cell(0)))
    }

    /// The instant in a cell. An unreadable one is recorded as damage.
    fn instant(&mut self, row: Row<'_, 'a>, names: &[&str]) -> Option<(Timestamp, Mark)> {
        let raw = self.raw(row, names)?;
        let (text, mark) = (cell(raw), mark(self.file, raw));
        let text = text.trim();
        let at = time::instant(text).or_else(|| dates::read(text, self.context.date_order, &self.context.zone()));
        if at.is_none() {
            let damage = unreadable_time(mark, "2026-03-02T09:05Z");
            let advice = "let the pipeline export again, and do not save its files with another program";
            self.damaged.push(damage.note(advice));
        }
        Some((at?, mark))
    }

    /// Whether the table has any of these columns.
    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.columns.contains_key(*name))
    }
}

/// The text of a cell. The pipeline writes line breaks as `\n`.
fn lines(raw: &str) -> Cow<'_, str> {
    let text = cell(raw);
    if text.contains("\\n") { Cow::Owned(text.replace("\\r", "\r").replace("\\n", "\n")) } else { text }
}
