//! activeobjects.xml of a full backup: the sprints, the boards and the rank of the issues, which Jira's agile
//! part stores. The issues are in the other file.

use jiff::Timestamp;

use crate::board::facts::{
    Facts, FieldFact, FieldSchema, ItemFact, ORIGINAL_ESTIMATE, SprintFact, SprintState, Tool, custom_field,
};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::xml::{Scalar, Tag, Xml};
use crate::source::{Diagnostic, File};

const WHAT: &str = "backup of Jira's sprints";
const SPRINTS: &str = "AO_60DB71_SPRINT";
const ESTIMATES: &str = "AO_60DB71_ESTIMATESTATISTIC";
const RANKS: &str = "AO_60DB71_LEXORANK";

/// The issue id that marks the lower end of the order; that of the upper end is negative.
const END: &str = "9223372036854775807";

/// The sprints of a full backup, the ranks of its issues, and the estimation field of each board.
pub(in crate::export) struct ActiveObjects;

impl Reader for ActiveObjects {
    fn name(&self) -> &'static str {
        "Jira backup, sprints (XML)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        preview.root().is_some_and(|root| root.starts_with("backup") && root.contains("atlassian.com/ao"))
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut xml = Xml::new(file, WHAT)?;
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let mut notes = Vec::new();
        xml.root()?;
        while let Some(tag) = xml.child()? {
            let table = xml.attribute(tag, "tableName").filter(|_| tag.name == "data").map(Scalar::decode);
            match table.as_deref() {
                Some(SPRINTS) => rows(&mut xml, |row| facts.sprints.extend(sprint(row)))?,
                Some(RANKS) => rows(&mut xml, |row| facts.items.extend(rank(row)))?,
                Some(ESTIMATES) => rows(&mut xml, |row| facts.fields.extend(estimate(row)))?,
                _ => xml.skip(tag)?,
            }
        }
        settle_estimates(&mut facts.fields, &mut notes);
        Ok(Reading { format: self.name(), facts, damaged: xml.damaged, notes })
    }
}

/// One row by the names of its columns, whose order differs between versions. Nil values are left out.
#[derive(Default)]
struct Row<'a> {
    columns: Vec<String>,
    values: Vec<Option<Scalar<'a>>>,
}

impl<'a> Row<'a> {
    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    fn get(&self, column: &str) -> Option<Scalar<'a>> {
        let place = self.columns.iter().position(|name| name == column)?;
        self.values.get(place).copied().flatten()
    }

    fn instant(&self, column: &str) -> Option<Timestamp> {
        let millis = self.get(column)?.raw.trim().parse().ok()?;
        Timestamp::from_millisecond(millis).ok()
    }

    fn is(&self, column: &str) -> Option<bool> {
        self.get(column).map(|value| matches!(value.raw.trim(), "true" | "1"))
    }
}

/// Passes the rows of a table to `each`.
fn rows<'a>(xml: &mut Xml<'a>, mut each: impl FnMut(&Row<'a>)) -> Result<(), Diagnostic> {
    let mut row = Row::default();
    while let Some(tag) = xml.child()? {
        match tag.name {
            "column" => {
                let name = xml.attribute(tag, "name").map(Scalar::decode).unwrap_or_default();
                row.columns.push(name.into_owned());
                xml.skip(tag)?;
            }
            "row" => {
                row.values.clear();
                while let Some(cell) = xml.child()? {
                    let nil = is_nil(xml, cell);
                    row.values.push(Some(xml.text(cell)?).filter(|_| !nil));
                }
                each(&row);
            }
            _ => xml.skip(tag)?,
        }
    }
    Ok(())
}

fn is_nil<'a>(xml: &mut Xml<'a>, cell: Tag<'a>) -> bool {
    xml.attribute(cell, "xsi:nil").is_some_and(|nil| nil.raw == "true")
}

fn sprint<'a>(row: &Row<'a>) -> Option<SprintFact<'a>> {
    let id = row.get("ID")?;
    let name = row.get("NAME");
    let start = row.instant("ACTIVATED_DATE").or_else(|| row.instant("START_DATE"));
    // In old versions, sprints have no `STARTED` column. There, a sprint has a date only after it was
    // started.
    let state = match (row.is("CLOSED"), row.is("STARTED")) {
        (Some(true), _) => SprintState::Closed,
        (_, Some(true)) => SprintState::Active,
        (_, None) if start.is_some() => SprintState::Active,
        _ => SprintState::Future,
    };
    Some(SprintFact {
        id: id.filled()?,
        name: name.map(Scalar::decode).unwrap_or_default(),
        state: Some(state),
        board: row.get("RAPID_VIEW_ID").map(Scalar::decode).unwrap_or_default(),
        goal: row.has("GOAL").then(|| row.get("GOAL").map(Scalar::decode).unwrap_or_default()),
        start,
        activated: row.instant("ACTIVATED_DATE"),
        end: row.instant("END_DATE"),
        completed: row.instant("COMPLETE_DATE"),
        mark: Some(name.unwrap_or(id).mark),
    })
}

/// The rank of an issue as an item fact, in the form of the issue's own record. The two rows for the ends of
/// the order are skipped.
fn rank<'a>(row: &Row<'a>) -> Option<ItemFact<'a>> {
    let (issue, rank, field) = (row.get("ISSUE_ID")?, row.get("RANK")?, row.get("FIELD_ID")?);
    let id = issue.filled().filter(|id| id.bytes().all(|digit| digit.is_ascii_digit()) && id != END)?;
    let field = custom_field(field.decode().trim());
    let item = ItemFact::new(id, "".into(), issue.mark);
    Some(ItemFact { bare: true, fields: vec![(field.into(), rank.text())], ..item })
}

fn estimate<'a>(row: &Row<'a>) -> Option<FieldFact<'a>> {
    let id = row.get("FIELD_ID")?.filled()?;
    Some(FieldFact { id, name: "".into(), schema: FieldSchema::Unknown, estimate: true })
}

/// Points and hours cannot be added. If the boards of a site use both, points are taken.
fn settle_estimates(fields: &mut Vec<FieldFact<'_>>, notes: &mut Vec<String>) {
    let mut seen = foldhash::HashSet::default();
    fields.retain(|field| seen.insert(field.id.clone()));
    let is_time = |field: &FieldFact<'_>| field.id == ORIGINAL_ESTIMATE;
    if fields.iter().any(is_time) && !fields.iter().all(is_time) {
        fields.retain(|field| !is_time(field));
        notes.push(format!(
            "some boards of this site estimate in points and some in time: points are taken; write `story-points = \
             \"{ORIGINAL_ESTIMATE}\"` below [fields] of boardlint.toml where the team estimates in time"
        ));
    }
}
