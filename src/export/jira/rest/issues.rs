//! Files of issues with their changelogs: search pages, lists, single issues, JSON lines.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use serde::Deserialize as _;

use super::super::projects::name_board;
use super::collector::{Collected, follows};
use super::field_names::FieldNames;
use super::issue::read_batch;
use super::sprint_records::SprintRecords;
use crate::board::facts::{Facts, ItemFact, ItemFields, Page, Tool};
use crate::export::damage::Damage;
use crate::export::detect::{OF_ISSUES, Preview};
use crate::export::json::{self, Batch, Parser, filled, syntax_error};
use crate::export::reader::{Context, Reader, Reading};
use crate::export::split::{Elements, Sink, in_order};
use crate::export::text::json_body;
use crate::parallel;
use crate::source::{Anchors, Diagnostic, File};

/// Issues with their changelogs in any form: `{"issues": […]}`, several such pages, a list, one issue, or
/// JSON lines.
pub(in crate::export) struct Issues;

/// The name of the file in messages.
const WHAT: &str = "Jira export";

impl Reader for Issues {
    fn name(&self) -> &'static str {
        "Jira issues (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        // Work items of Azure DevOps have a `rev`.
        let issue = preview.has("fields") && OF_ISSUES.iter().any(|key| preview.has(key)) && !preview.has("rev");
        let wrapped = (preview.has("issue") && (preview.has("changelog") || preview.has("webhookEvent")))
            || (preview.has("data") && preview.has("backend_name"))
            || preview.has("_source");
        // Lines of Airbyte and of Singer.
        let pipeline = preview.has("_airbyte_data")
            || (preview.has("stream") && (preview.has("data") || preview.has("type")))
            || (preview.has("type") && preview.has("record"));
        preview.has("issues") || issue || wrapped || pipeline
    }

    fn may_be_wrapped(&self, preview: &Preview<'_>) -> bool {
        // `issues` may contain only keys, or the data of another part of Jira.
        !preview.has("issues") || memchr::memmem::find(preview.bytes(), b"\"fields\"").is_some()
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let preview = Preview::new(file.bytes());
        let Pieces { parts, mut about, sprints } = collect(file, context, &preview)?;
        file.set_anchors(std::mem::take(&mut about.anchors));
        let mut facts = Facts::new(file.id(), Tool::Jira);
        facts.found = about.total;
        facts.page = about.page;
        let (mut broken, mut notes) = (Damage::default(), Vec::new());
        facts.items.reserve_exact(parts.iter().map(Collected::item_count).sum());
        let pages_name_fields = parts.iter().any(Collected::pages_name_fields);
        for part in parts {
            part.add_to(&mut facts, &mut broken, &mut notes);
        }
        facts.sprints = sprints.into_list();
        about.add_fields_to(&mut facts);
        facts.own_places &= !pages_name_fields;
        facts.is_one_issue = !preview.list && !preview.has("issues") && facts.items.len() == 1;
        fill_places(&mut facts.items);
        name_board(&mut facts);
        facts.empty = facts.items.is_empty() && broken.count() == 0;
        Ok(Reading { format: self.name(), facts, damaged: broken, notes })
    }
}

/// The parts of a file of issues.
struct Pieces<'a> {
    /// The facts of its elements, in order.
    parts: Vec<Collected<'a>>,
    about: About<'a>,
    sprints: SprintRecords<'a>,
}

/// Splits a file into its elements and reads them in parallel.
fn collect<'a>(file: &'a File, context: &Context, preview: &Preview<'_>) -> Result<Pieces<'a>, Diagnostic> {
    let bytes = file.bytes();
    // The threads that read the elements also validate UTF-8: a file may have hundreds of megabytes.
    let is_utf8 = AtomicBool::new(true);
    let (sprints, left_out) = (SprintRecords::default(), OnceLock::new());
    let work = |batch: Batch<'a>| {
        let mut read = read_batch(file, context, &left_out, batch);
        is_utf8.fetch_and(read.is_some(), Relaxed);
        sprints.add(read.as_mut().map(Collected::take_sprints).unwrap_or_default());
        read.into_iter().collect()
    };
    let sink = Sink::default();
    let mut about = About::default();
    let cut = parallel::scope(|tasks| -> Result<(), Diagnostic> {
        let mut json = Parser::of_bytes(json_body(bytes));
        let (mut first, mut starts) = (0, Vec::new());
        // Other documents may follow the first page: more pages, single issues, a server's error message.
        let mut first_page = true;
        while !json.is_at_end() {
            let mut elements =
                Elements { tasks: &tasks, work: &work, sink: &sink, first: &mut first, starts: &mut starts };
            let done = if preview.list {
                about.anchor_at(Some(""));
                elements.read(&mut json)
            } else if preview.has("issues") && std::mem::take(&mut first_page) {
                about.anchor_at(Some("/issues"));
                page(&mut json, elements, &mut about)
            } else {
                about.anchor_at(None);
                documents(&mut json, elements)
            };
            done.map_err(|error| syntax_error(file, &json, &error, WHAT))?;
            about.anchored(file, &mut starts);
        }
        Ok(())
    });
    if cut.is_err() || !is_utf8.into_inner() {
        json::body(file, WHAT)?;
    }
    cut?;
    Ok(Pieces { parts: in_order(sink).collect(), about, sprints })
}

/// A field that one issue of a search has was requested for all. An issue whose type lacks the field leaves
/// it out, and has no value.
fn fill_places(items: &mut [ItemFact<'_>]) {
    let of_search = || items.iter().filter(|item| !item.bare);
    let asked: ItemFields = of_search().map(|item| item.holds).collect();
    let asked = asked & (ItemFields::CREATOR | ItemFields::LABELS | ItemFields::ASSIGNEES);
    let links = of_search().any(|item| item.links.is_some());
    for item in items.iter_mut().filter(|item| !item.bare) {
        item.holds |= asked.without(item.unreadable);
        let has_place = links && !item.unreadable.has(ItemFields::LINKS);
        item.origin_unclear &= !has_place && !is_whole(item);
    }
}

/// Whether the complete history of `item` is present. If so, it shows whether the item was cloned or split.
fn is_whole(item: &ItemFact<'_>) -> bool {
    item.history && !item.truncated && item.log.as_ref().is_none_or(|log| log.gap().is_none())
}

/// Reads single issues one after the other, as JSON lines or not.
fn documents<'a: 'scope, 'scope, W>(
    json: &mut Parser<'a>,
    mut elements: Elements<'_, 'scope, 'a, Collected<'a>, W>,
) -> Result<(), json::Error>
where
    W: Fn(Batch<'a>) -> Vec<Collected<'a>> + Sync,
{
    let mut batch = Batch::default();
    while !json.is_at_end() {
        json.element(&mut batch)?;
        if batch.bytes().len() == 64 {
            let another = batch.another();
            elements.hand_over(std::mem::replace(&mut batch, another));
        }
    }
    if batch.bytes().len() > 0 {
        elements.hand_over(batch);
    }
    Ok(())
}

/// The data of a search page besides its issues.
#[derive(Default)]
struct About<'a> {
    fields: FieldNames<'a>,
    /// Number of issues that the search found.
    total: Option<usize>,
    page: Option<Page>,
    anchors: Vec<Anchors>,
}

impl<'a> About<'a> {
    /// Adds the fields in `names` to `facts`.
    fn add_fields_to(&self, facts: &mut Facts<'a>) {
        facts.fields.extend(self.fields.fields());
        // A page names the fields that were requested.
        facts.places.get_or_insert_default().extend(self.fields.ids());
        facts.own_places &= self.fields.names.is_none();
    }

    fn anchor_at(&mut self, container: Option<&str>) {
        self.anchors.push(Anchors { container: container.map(str::to_owned), starts: Vec::new() });
    }

    fn anchored(&mut self, file: &File, starts: &mut Vec<&'a [u8]>) {
        if let Some(last) = self.anchors.last_mut() {
            last.starts = starts.drain(..).map(|element| file.offset_of(element)).collect();
        }
    }
}

/// Reads a page of a search.
fn page<'a: 'scope, 'scope, W>(
    json: &mut Parser<'a>,
    elements: Elements<'_, 'scope, 'a, Collected<'a>, W>,
    about: &mut About<'a>,
) -> Result<(), json::Error>
where
    W: Fn(Batch<'a>) -> Vec<Collected<'a>> + Sync,
{
    let mut elements = Some(elements);
    let (mut total, mut more) = (None, false);
    json.object("a page of issues", |key, json| {
        match &**key {
            "issues" => match elements.take() {
                Some(mut elements) => elements.read(json)?,
                None => json.skip()?,
            },
            "total" => total = json.value()?.and_then(|total| total.get().parse().ok()),
            "nextPageToken" => more |= filled(json.value()?).is_some(),
            "isLast" => more |= json.value()?.is_some_and(|last| last.get() == "false"),
            "names" => about.fields.names = Option::deserialize(&mut *json)?,
            "schema" => about.fields.schema = Option::deserialize(&mut *json)?,
            _ => json.skip()?,
        }
        Ok(())
    })?;
    (about.total, about.page) = (total, follows(total, more));
    Ok(())
}
