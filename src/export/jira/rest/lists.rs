//! Records that complete the issues of an export: lists of sprints, fields, statuses and people, and the
//! configuration of a board.

use std::sync::OnceLock;

use serde::Deserialize;

use super::super::projects::site;
use super::collector::Collector;
use super::person;
use crate::board::facts::{Category, Facts, FieldFact, FieldSchema, StateFact, Tool};
use crate::export::damage::Damage;
use crate::export::detect::Preview;
use crate::export::json::{self, NESTED, Raw, filled, or_empty};
use crate::export::reader::{Context, Reader, Reading};
use crate::source::{Diagnostic, File};

/// Lists from Jira's REST API, without issues.
pub(in crate::export) struct Lists;

impl Reader for Lists {
    fn name(&self) -> &'static str {
        "Jira lists (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let has = |keys: &[&str]| keys.iter().all(|key| preview.lists(key));
        preview.has("columnConfig")
            || has(&["rapidViewId", "columns"])
            || (has(&["id", "name", "state"]) && (preview.lists("self") || preview.lists("originBoardId")))
            || has(&["id", "name", "statusCategory"])
            || has(&["id", "name", "custom"])
            || has(&["displayName", "active"])
            || has(&["id", "name", "type", "location"])
            || (preview.has("values") && preview.has("isLast"))
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let left_out = OnceLock::new();
        let mut collector = Collector::new(file, context, &left_out);
        let mut others = 0;
        json::documents(file, "list from Jira", |document| others += record(&mut collector, document, 0))?;
        let said = match others {
            1 => "one record tells nothing about the work and was not needed".to_owned(),
            _ => format!("{others} records tell nothing about the work and were not needed"),
        };
        let mut notes = Some(said).filter(|_| others > 0).into_iter().collect();
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let mut damaged = Damage::default();
        collector.finish().add_to(&mut facts, &mut damaged, &mut notes);
        Ok(Reading { format: self.name(), facts, damaged, notes })
    }
}

/// The parts of a record that identify it or contain facts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "self")]
    link: Option<Raw<'a>>,
    #[serde(borrow, default)]
    values: Option<Vec<Raw<'a>>>,
    #[serde(borrow, default)]
    sprints: Option<Vec<Raw<'a>>>,
    #[serde(borrow, default)]
    state: Option<Raw<'a>>,
    #[serde(borrow, default)]
    status_category: Option<Named<'a>>,
    #[serde(borrow, default)]
    display_name: Option<Raw<'a>>,
    #[serde(default)]
    custom: Option<bool>,
    #[serde(borrow, default)]
    schema: Option<Schema<'a>>,
    #[serde(borrow, default)]
    column_config: Option<Raw<'a>>,
    #[serde(borrow, default)]
    estimation: Option<Estimation<'a>>,
    #[serde(default)]
    ranking: Option<Ranking>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    key: Option<Raw<'a>>,
}

#[derive(Deserialize)]
struct Schema<'a> {
    #[serde(borrow, default)]
    custom: Option<Raw<'a>>,
}

#[derive(Deserialize)]
struct Estimation<'a> {
    #[serde(borrow, default)]
    field: Option<EstimationField<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EstimationField<'a> {
    #[serde(borrow, default)]
    field_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    display_name: Option<Raw<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ranking {
    #[serde(default)]
    rank_custom_field_id: Option<u64>,
}

/// Adds the facts of a record in `depth` nested lists. Returns the number of records without facts.
pub(super) fn record<'a>(collector: &mut Collector<'_, 'a>, raw: Raw<'a>, depth: u8) -> usize {
    if raw.get().starts_with('[') {
        return records(collector, raw, json::from_str(raw.get()).unwrap_or_default(), depth);
    }
    let Ok(said) = json::from_str::<Record<'a>>(raw.get()) else { return 1 };
    if let Some(site) = filled(said.link).and_then(|link| site(&link).map(str::to_owned)) {
        collector.set_home(site);
    }
    if let Some(values) = said.values.or(said.sprints) {
        return records(collector, raw, values, depth);
    }
    let (id, name) = (or_empty(said.id), or_empty(said.name));
    if said.column_config.is_some() {
        configuration(said.estimation, said.ranking, collector);
    } else if let Some(category) = said.status_category {
        let category = Category::parse(&or_empty(category.id), &or_empty(category.key));
        collector.add_state(StateFact { id, name, category, closed: false });
    } else if said.custom.is_some() {
        let schema = said.schema.map(|schema| FieldSchema::parse(&or_empty(schema.custom))).unwrap_or_default();
        collector.add_field(FieldFact { id, name, schema, estimate: false });
    } else if let Some(sprint) = said.state.and_then(|_| collector.parse_sprint(raw)) {
        collector.sprint(sprint);
    } else if let Some((_, Some(account))) = said.display_name.and_then(|_| person::account(raw)) {
        collector.add_account(account);
    } else {
        return 1;
    }
    0
}

/// Adds the facts of all records in the list `raw`. Returns the number of records without facts.
fn records<'a>(collector: &mut Collector<'_, 'a>, raw: Raw<'a>, records: Vec<Raw<'a>>, depth: u8) -> usize {
    if depth == NESTED {
        collector.nested(raw);
        return 0;
    }
    records.into_iter().map(|raw| record(collector, raw, depth + 1)).sum()
}

/// Adds the estimation and rank fields of a board's configuration.
fn configuration<'a>(estimation: Option<Estimation<'a>>, ranking: Option<Ranking>, collector: &mut Collector<'_, 'a>) {
    if let Some(field) = estimation.and_then(|estimation| estimation.field)
        && let Some(id) = filled(field.field_id)
    {
        let name = or_empty(field.display_name);
        collector.add_field(FieldFact { id, name, schema: FieldSchema::Unknown, estimate: true });
    }
    if let Some(number) = ranking.and_then(|ranking| ranking.rank_custom_field_id) {
        let id = format!("customfield_{number}").into();
        collector.add_field(FieldFact { id, name: "Rank".into(), schema: FieldSchema::Rank, estimate: false });
    }
}
