//! The tables that the data pipeline of Jira Data Center writes: issues, their histories, their custom fields, sprints and
//! users, a file each. All but the issues themselves complete another file.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::dates;
use super::history::{self, Entry, Meanings, Parts};
use super::projects::name_board;
use super::sprint::{self, ZONELESS};
use crate::board::facts::{
    Account, Act, Category, ChangeFact, Coverage, Facts, FieldFact, FieldSchema, ItemFact, ItemFields,
    ORIGINAL_ESTIMATE, Page, REMAINING_ESTIMATE, Ref, SprintFact, SprintState, StateFact, TIME_SPENT, Text, Tool, Who,
};
use crate::export::damage::{Damage, unreadable_time};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::table::{Row, Table, cell, is_empty, mark};
use crate::export::time;
use crate::lexicon;
use crate::source::{Diagnostic, File, Mark};

/// What a file of the pipeline holds, and columns by which it is known: each by any of its names.
const FILES: &[(Content, &[&[&str]])] = &[
    (Content::Histories, &[&["issue_id"], &["changelog_id"], &["created_date"], &["field"]]),
    (Content::Fields, &[&["issue_id"], &["field_id"], &["field_name"], &["field_value"]]),
    (Content::Issues, &[&["id"], &["instance_url"], &["key"], &["project_key"], &["issue_type"]]),
    (Content::Sprints, &[SPRINT_ID, &["name", "sprint_name"], &["start_date"], &["state", "sprint_state", "end_date"]]),
    (Content::Users, &[USER_ID, &["user_name"], &["user_fullname", "user_email", "instance_url"]]),
];

/// After how many characters the pipeline cuts texts.
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

/// What the table holds; none where it is no table of the pipeline.
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
    /// Whether a date of a sprint names no zone.
    zoneless_sprints: bool,
}

impl<'a> Rows<'_, 'a> {
    /// The raw cell of the first of these columns that holds something.
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

    /// The instant in a cell. One that cannot be read becomes damage.
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

    fn issues(&mut self, table: &Table<'a>) {
        let seconds =
            [(ORIGINAL_ESTIMATE, "original_estimate"), (REMAINING_ESTIMATE, "estimate"), (TIME_SPENT, "time_spent")];
        // Fields of the site's own have a table of their own.
        let places = seconds.iter().filter(|(_, name)| self.has(&[name])).map(|(id, _)| Cow::Borrowed(*id));
        self.facts.places = Some(places.collect());
        self.facts.text_limit = Some(TEXT_LIMIT);
        let (mut states, mut people) = (HashSet::default(), HashSet::default());
        let keys: HashMap<Cow<'a, str>, Cow<'a, str>> =
            table.rows().filter_map(|row| Some((self.filled(row, &["id"])?, self.filled(row, &["key"])?))).collect();
        for row in table.rows() {
            let Some(key) = self.filled(row, &["key"]) else {
                let damage = Diagnostic::error("this row has no issue key; the other rows were read");
                self.damaged.push(damage.at(self.mark(None, row), "the row begins here").note("export it again"));
                continue;
            };
            for (id, name) in
                [["creator_id", "creator_name"], ["reporter_id", "reporter_name"], ["assignee_id", "assignee_name"]]
                    .map(|[id, name]| (self.filled(row, &[id]), self.filled(row, &[name])))
            {
                if let Some(id) = id.filter(|id| people.insert(id.clone())) {
                    self.facts.accounts.push(Account { ids: vec![id], display: name, ..Account::default() });
                }
            }
            let state = Ref { id: Cow::Borrowed(""), name: self.text(row, &["status"]) };
            if states.insert(state.name.clone()) {
                // The pipeline writes the English name whatever the language.
                let category = Category::parse("", &self.text(row, &["status_category"]));
                self.facts.states.push(StateFact { id: "".into(), name: state.name.clone(), category, closed: false });
            }
            let creator = self.raw(row, &["creator_id", "creator_name"]);
            let mark = self.mark(self.raw(row, &["key"]), row);
            let created = self.instant(row, &["created_date"]);
            let item = ItemFact {
                title: self.raw(row, &["summary"]).map_or(Text::EMPTY, |raw| Text::new(raw, lines)),
                description: self.raw(row, &["description"]).map(|raw| Text::new(raw, lines)),
                url: self.text(row, &["url"]).trim().to_owned(),
                kind: self.filled(row, &["issue_type"]),
                // Data Center calls the epic of a story no parent.
                part: self.raw(row, &["parent_id"]).is_some(),
                parent: self.filled(row, &["parent_id"]).map(|id| keys.get(&id).cloned().unwrap_or(id)),
                created,
                updated: self.instant(row, &["updated_date"]).map(|(at, _)| at),
                resolution: self.filled(row, &["resolution"]),
                holds: ItemFields::USUAL
                    .with(ItemFields::CREATOR, creator.is_some())
                    .with(ItemFields::REPORTER, self.has(&["reporter_id", "reporter_name"]))
                    .with(ItemFields::DESCRIPTION, self.has(&["description"]))
                    .with(ItemFields::ASSIGNEES, self.has(&["assignee_id", "assignee_name"]))
                    .with(ItemFields::LABELS, self.has(&["labels"])),
                creator: creator.map(|raw| (cell(raw), self.mark(Some(raw), row))),
                reporter: self.filled(row, &["reporter_id", "reporter_name"]),
                origin_unclear: true,
                assignees: self.filled(row, &["assignee_id", "assignee_name"]).into_iter().collect(),
                assignee_mark: self.raw(row, &["assignee_id", "assignee_name"]).map(|raw| self.mark(Some(raw), row)),
                labels: labels(self.filled(row, &["labels"])),
                fields: seconds
                    .into_iter()
                    .filter_map(|(id, name)| Some((Cow::Borrowed(id), Text::new(self.raw(row, &[name])?, cell))))
                    .collect(),
                state,
                ..ItemFact::new(self.filled(row, &["id"]).unwrap_or_else(|| key.clone()), key, mark)
            };
            self.facts.items.push(item);
        }
        self.facts.empty = self.facts.items.is_empty() && self.damaged.is_empty();
        name_board(&mut self.facts);
        if let Some(site) = table.rows().filter_map(|row| self.filled(row, &["instance_url"])).min() {
            self.facts.home = site.trim_end_matches('/').to_owned();
        }
    }

    fn histories(&mut self, table: &Table<'a>) {
        let logging: HashSet<Cow<'a, str>> = table
            .rows()
            .filter(|row| history::logs_work(&self.text(*row, &["field"])))
            .filter_map(|row| self.filled(row, &["changelog_id"]))
            .collect();
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::default();
        let mut parts: HashMap<Cow<'a, str>, u32> = HashMap::default();
        let mut meanings = Meanings::default();
        let (mut people, mut keys) = (HashSet::default(), HashSet::default());
        let mut is_whole = self.damaged.is_empty();
        self.facts.by_minute = true;
        self.facts.text_limit = Some(TEXT_LIMIT);
        let has = |name: &str| self.has(&[name]);
        let values =
            Parts { from: has("from"), from_string: has("from_string"), to: has("to"), to_string: has("to_string") };
        for row in table.rows() {
            let Some(issue) = self.filled(row, &["issue_id"]) else {
                is_whole = false;
                continue;
            };
            let place = *places.entry(issue.clone()).or_insert_with(|| {
                let mark = mark(self.file, row.cell(0));
                let item = ItemFact::new(issue, Cow::Borrowed(""), mark);
                self.facts.items.push(ItemFact { bare: true, history: true, ..item });
                self.facts.items.len() - 1
            });
            let (at, field) = (self.instant(row, &["created_date"]), self.text(row, &["field"]));
            let Some((at, _)) = at.filter(|_| !field.is_empty()) else {
                // What it changed, or when, is not known.
                self.facts.items[place].log = Some(Coverage::with_holes(1));
                continue;
            };
            // An export begins at a date that it does not name.
            self.facts.cut = Some(self.facts.cut.map_or(at, |cut| cut.min(at)));
            self.facts.reach = self.facts.reach.max(Some(at));
            self.facts.by_minute &= at.as_second() % 60 == 0;
            let id = self.text(row, &["changelog_id"]);
            let part = parts.entry(id.clone()).or_insert(0);
            let number = *part;
            *part += 1;
            let ids: Vec<Who<'a>> =
                ["author_id", "author_key"].iter().filter_map(|name| self.filled(row, &[name])).collect();
            let by = ids.first().cloned();
            if by.clone().is_some_and(|by| people.insert(by)) {
                self.facts.accounts.push(Account { ids, ..Account::default() });
            }
            if matches!(&*field, "assignee" | "reporter") {
                for [key, name] in [["from", "from_string"], ["to", "to_string"]] {
                    match (self.filled(row, &[key]), self.filled(row, &[name])) {
                        (Some(key), Some(name)) if keys.insert((key.clone(), name.clone())) => {
                            self.facts.keys.push((key, name));
                        }
                        (None, Some(name)) if !lexicon::is_nobody(&name) && people.insert(name.clone()) => {
                            self.facts.accounts.push(Account { display: Some(name), ..Account::default() });
                        }
                        _ => {}
                    }
                }
            }
            let value = |name: &str| self.raw(row, &[name]).map(|raw| Text::new(raw, lines));
            let kind = self.filled(row, &["field_type"]);
            let is_description = field == "description";
            let entry = Entry {
                field,
                custom: kind.map(|kind| kind.eq_ignore_ascii_case("custom")),
                field_id: None,
                from: value("from"),
                from_string: value("from_string"),
                to: value("to"),
                to_string: value("to_string"),
            };
            let before = || self.raw(row, &["from_string"]).map(|raw| self.mark(Some(raw), row));
            // Behind two beginnings that are alike the texts may differ.
            let may_be_cut = is_description && entry.from_string.is_some_and(|text| text.len() >= TEXT_LIMIT);
            let alike = may_be_cut.then_some(Act::Described { from: entry.from_string, to: entry.to_string });
            let act = entry.act(&mut meanings, values, logging.contains(&id), before).or(alike);
            let Some(act) = act else { continue };
            let mark = self.mark(self.raw(row, &["to_string", "from_string", "to", "field"]), row);
            self.facts.items[place].changes.push(ChangeFact { id, part: number, at, by, act, mark });
        }
        for item in &mut self.facts.items {
            let copies = |change: &ChangeFact<'_>| matches!(change.act, Act::Linked { copy: true });
            item.copied = item.changes.iter().any(copies);
        }
        self.facts.entries = parts.len();
        if !is_whole {
            // A row that is lost may be of any issue.
            self.facts.items.iter_mut().for_each(|item| item.log = Some(Coverage::with_holes(1)));
        }
        // An issue without a row has no history since then. Without any row it is not known since when.
        self.facts.histories = (is_whole && self.facts.cut.is_some()).then_some(Page::Last);
    }

    fn fields(&mut self, table: &Table<'a>) {
        self.facts.lists_values = true;
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::default();
        let mut known = HashSet::default();
        for row in table.rows() {
            let (Some(issue), Some(id)) = (self.filled(row, &["issue_id"]), self.filled(row, &["field_id"])) else {
                continue;
            };
            if known.insert(id.clone()) {
                let name = self.text(row, &["field_name"]);
                self.facts.fields.push(FieldFact {
                    id: id.clone(),
                    name,
                    schema: FieldSchema::Unknown,
                    estimate: false,
                });
            }
            let Some(raw) = self.raw(row, &["field_value"]) else { continue };
            let place = *places.entry(issue.clone()).or_insert_with(|| {
                let item = ItemFact::new(issue, Cow::Borrowed(""), mark(self.file, raw));
                self.facts.items.push(ItemFact { bare: true, ..item });
                self.facts.items.len() - 1
            });
            let item = &mut self.facts.items[place];
            match sprint::greenhopper(&cell(raw), self.context).filter(|_| raw.contains("rapidViewId=")) {
                Some(mut parsed) => {
                    parsed.sprint.mark = Some(mark(self.file, raw));
                    item.sprints.push(parsed.sprint.id.clone());
                    self.zoneless_sprints |= parsed.zoneless;
                    // A sprint stands in each of its issues.
                    parsed.damage().for_each(|damage| self.damaged.push_once(damage));
                    self.facts.sprints.push(parsed.sprint);
                }
                None => item.fields.push((id, Text::new(raw, lines))),
            }
        }
        self.facts.items.iter_mut().for_each(|item| sprint::each_once(&mut item.sprints));
    }

    fn sprints(&mut self, table: &Table<'a>) {
        for row in table.rows() {
            let Some(id) = self.filled(row, SPRINT_ID) else { continue };
            let activated = self.instant(row, &["activated_date"]).map(|(at, _)| at);
            let start = self.instant(row, &["start_date"]).map(|(at, _)| at);
            let sprint = SprintFact {
                id,
                name: self.text(row, &["name", "sprint_name"]),
                state: SprintState::read(&self.text(row, &["state", "sprint_state"])),
                board: self.text(row, &["board_id", "rapid_view_id", "rapid_board_id", "origin_board_id"]),
                goal: self.columns.contains_key("goal").then(|| self.text(row, &["goal"])),
                start: activated.or(start),
                activated,
                end: self.instant(row, &["end_date"]).map(|(at, _)| at),
                completed: self.instant(row, &["complete_date", "completed_date", "completion_date"]).map(|(at, _)| at),
                mark: Some(self.mark(self.raw(row, &["name", "sprint_name"]), row)),
            };
            self.facts.sprints.push(sprint);
        }
    }

    fn users(&mut self, table: &Table<'a>) {
        for row in table.rows() {
            let ids: Vec<_> = [USER_ID, &["user_key"]].iter().filter_map(|names| self.filled(row, names)).collect();
            if ids.is_empty() {
                continue;
            }
            self.facts.accounts.push(Account {
                ids,
                login: self.filled(row, &["user_name"]),
                email: self.filled(row, &["user_email"]),
                display: self.filled(row, &["user_fullname", "user_display_name"]),
                app: false,
            });
        }
    }
}

/// The text of a cell, in which the pipeline writes line breaks as `\n`.
fn lines(raw: &str) -> Cow<'_, str> {
    let text = cell(raw);
    if text.contains("\\n") { Cow::Owned(text.replace("\\r", "\r").replace("\\n", "\n")) } else { text }
}

/// Labels in one cell: a list in JSON or in plain text.
fn labels(text: Option<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let text = text.unwrap_or_default();
    let names = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '[' | ']' | '"' | ';'));
    names.filter(|name| !name.is_empty()).map(|name| Cow::Owned(name.to_owned())).collect()
}
