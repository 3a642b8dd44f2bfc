//! One row of the table: an issue as it stands, and what was said in it.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::super::{links, sprint};
use super::calendar::{Calendar, mark};
use super::cells::{self, Said};
use super::columns::Columns;
use super::dates::Written;
use super::meaning::{self, Meaning};
use super::people::{account_with_id, account_without_id, join_groups};
use crate::board::facts::{
    Account, Act, Category, ChangeFact, Due, Facts, ItemFact, Ref, SprintFact, StateFact, Text, Who,
};
use crate::charter::Kind;
use crate::export::damage::Damage;
use crate::export::reader::Context;
use crate::export::table::{Row, Table, cell, inner, is_empty};
use crate::lexicon;
use crate::source::{Diagnostic, File, Mark};

/// The id of the estimate in time, which is the same on every site.
pub(super) const ORIGINAL: &str = "timeoriginalestimate";

/// Reads all rows of `table` into `facts`.
pub(super) fn read<'a, 'c>(
    (file, context): (&'a File, &'c Context),
    table: &Table<'a>,
    columns: &Columns<'a>,
    calendar: &mut Calendar<'c>,
    facts: &mut Facts<'a>,
    damaged: &mut Damage,
) {
    let (Some(key), id) = (columns.find(Meaning::Key), columns.find(Meaning::Id)) else { return };
    let mut rows = Rows {
        file,
        context,
        columns,
        calendar,
        facts,
        kept: Kept::of(columns),
        by_id: by_id(table, columns, key),
        only_parts: only_parts(table, columns),
        seen: Seen::default(),
    };
    rows.facts.items.reserve(table.rows().count());
    for row in table.rows() {
        if is_empty(row.cell(key)) {
            let damage = Diagnostic::error("this row has no issue key; the other rows were read");
            let mark = mark(file, row.beginning(key));
            damaged.push(damage.at(mark, "the row begins here").note("export it again"));
            continue;
        }
        let mut item = rows.item(row, key, id);
        // Lists that grew have room for four, and most hold one.
        item.changes.shrink_to_fit();
        item.fields.shrink_to_fit();
        item.labels.shrink_to_fit();
        item.sprints.shrink_to_fit();
        item.assignees.shrink_to_fit();
        rows.facts.items.push(item);
    }
    rows.names_of_others(table);
    join_groups(facts);
}

/// Whether the parents in the file are those of sub-tasks alone: so it is where epics are a field of their own, and where
/// the column is called the id of the parent, as servers do.
fn only_parts(table: &Table<'_>, columns: &Columns<'_>) -> bool {
    let Some(parent) = columns.find(Meaning::ParentId) else { return false };
    let is_epic = |name: &Cow<'_, str>| lexicon::field(name) == Some("epic-link");
    let apart = columns.inside.iter().flatten().any(is_epic);
    columns.find(Meaning::ParentKey).is_none() && (apart || lexicon::header(&table.header[parent]) == Some("parent-id"))
}

/// The raw keys of issues by their ids, if parents are named by ids.
fn by_id<'a>(table: &Table<'a>, columns: &Columns<'a>, key: usize) -> HashMap<&'a str, &'a str> {
    let id = columns.find(Meaning::ParentId).and_then(|_| columns.find(Meaning::Id));
    id.into_iter().flat_map(|id| table.rows().map(move |row| (inner(row.cell(id)), row.cell(key)))).collect()
}

/// What a file keeps of each issue, empty or not.
struct Kept {
    description: bool,
    priority: bool,
    due: bool,
    links: bool,
    /// The columns that say something of an issue, from left to right.
    columns: Vec<(usize, Meaning)>,
}

impl Kept {
    fn of(columns: &Columns<'_>) -> Self {
        let holds = |meaning| columns.find(meaning).is_some();
        let said = columns.meaning.iter().enumerate().filter_map(|(column, meaning)| Some((column, (*meaning)?)));
        let aside = |meaning: &Meaning| {
            matches!(meaning, Meaning::Key | Meaning::Id | Meaning::Date | Meaning::Ids | Meaning::Other)
        };
        Self {
            description: holds(Meaning::Description),
            priority: holds(Meaning::Priority),
            due: holds(Meaning::Due),
            links: columns.meaning.iter().any(|meaning| matches!(meaning, Some(Meaning::Link { .. }))),
            columns: said.filter(|(_, meaning)| !aside(meaning)).collect(),
        }
    }
}

/// What was met before.
#[derive(Default)]
struct Seen<'a> {
    accounts: HashSet<Account<'a>>,
    people: HashSet<Who<'a>>,
    /// People by the raw cells of their name and id, and how records refer to them.
    named: HashMap<(&'a str, &'a str), Who<'a>>,
    sprints: HashSet<Cow<'a, str>>,
    states: HashMap<Cow<'a, str>, usize>,
    /// Categories by their raw cells.
    categories: HashMap<&'a str, Option<Category>>,
    /// Whether issues of a type are parts of others.
    parts_by_kind: HashMap<Cow<'a, str>, bool>,
    /// In the present row: its sprints, and how many changes were made of this kind in this second.
    own_sprints: HashSet<Cow<'a, str>>,
    parts: HashMap<(&'static str, i64), u32>,
}

struct Rows<'r, 'c, 'a> {
    file: &'a File,
    context: &'c Context,
    columns: &'r Columns<'a>,
    calendar: &'r mut Calendar<'c>,
    facts: &'r mut Facts<'a>,
    kept: Kept,
    /// The raw keys of issues by their ids.
    by_id: HashMap<&'a str, &'a str>,
    /// Whether a parent is always that of a sub-task.
    only_parts: bool,
    seen: Seen<'a>,
}

impl<'a> Rows<'_, '_, 'a> {
    fn item(&mut self, row: Row<'_, 'a>, key: usize, id: Option<usize>) -> ItemFact<'a> {
        let name = trimmed(row.cell(key));
        let id = id.map(|id| trimmed(row.cell(id))).filter(|id| !id.is_empty()).unwrap_or_else(|| name.clone());
        let place = mark(self.file, row.cell(key));
        let mut item = ItemFact {
            rough: true,
            holds_description: self.kept.description,
            holds_priority: self.kept.priority,
            holds_due: self.kept.due,
            links: self.kept.links.then(Vec::new),
            ..ItemFact::new(id, name, place)
        };
        self.seen.own_sprints.clear();
        self.seen.parts.clear();
        let mut category = None;
        for place in 0..self.kept.columns.len() {
            let (column, meaning) = self.kept.columns[place];
            let raw = row.cell(column);
            if is_empty(raw) {
                continue;
            }
            if meaning == Meaning::Category {
                category = *self.seen.categories.entry(raw).or_insert_with(|| meaning::category(&cell(raw)));
            }
            self.cell(&mut item, row, column, meaning);
        }
        if let Some(kind) = &item.kind {
            let is_part = || Kind::named(kind) == Some(Kind::SubTask);
            item.part |= *self.seen.parts_by_kind.entry(kind.clone()).or_insert_with(is_part);
        }
        if !item.state.name.is_empty() {
            let states = &mut self.facts.states;
            let place = *self.seen.states.entry(item.state.name.clone()).or_insert_with(|| {
                let name = item.state.name.clone();
                states.push(StateFact { id: Cow::Borrowed(""), name, category: None, closed: false });
                states.len() - 1
            });
            states[place].category = states[place].category.or(category);
        }
        item
    }

    fn cell(&mut self, item: &mut ItemFact<'a>, row: Row<'_, 'a>, column: usize, meaning: Meaning) {
        let raw = row.cell(column);
        let here = mark(self.file, raw);
        let text = Text::new(raw, cell);
        match meaning {
            Meaning::Summary => item.title = text,
            Meaning::Description => item.description = Some(text),
            Meaning::Kind => item.kind = Some(trimmed(raw)),
            Meaning::Resolution => item.resolution = Some(trimmed(raw)),
            Meaning::Status => item.state = Ref { id: Cow::Borrowed(""), name: trimmed(raw) },
            Meaning::Assignee => {
                item.assignees.push(self.person(row, column));
                item.assignee_mark = Some(here);
            }
            Meaning::Reporter => item.reporter = Some(self.person(row, column)),
            Meaning::Creator => item.creator = Some((self.person(row, column), here)),
            Meaning::Created => {
                item.created = self.calendar.read(column, Written::parse(&cell(raw)), here).map(|at| (at, here));
            }
            Meaning::Updated => item.updated = self.calendar.read(column, Written::parse(&cell(raw)), here),
            Meaning::Labels => labels(raw, &mut item.labels),
            Meaning::Comment => self.comment(item, raw, column),
            Meaning::WorkLog => self.work(item, raw, column),
            Meaning::ParentId => {
                item.part |= self.only_parts;
                self.parent(item, raw);
            }
            Meaning::ParentKey => item.parent = Some(trimmed(raw)),
            Meaning::Original => item.fields.push((Cow::Borrowed(ORIGINAL), text)),
            Meaning::Remaining => item.fields.push((Cow::Borrowed("timeestimate"), text)),
            Meaning::Spent => item.fields.push((Cow::Borrowed("timespent"), text)),
            Meaning::Sprint => self.sprint(item, raw),
            Meaning::Flag => item.flagged = true,
            Meaning::Link { outward, copy } => {
                item.copied |= copy;
                let name = self.columns.inside[column].clone().unwrap_or_default();
                item.links.get_or_insert_default().push(links::reads(name, outward));
            }
            Meaning::Priority => item.priority = Some(trimmed(raw)),
            Meaning::Due => {
                item.due = self.calendar.date(column, &cell(raw)).map(Due::At);
                item.holds_due = item.due.is_some();
            }
            Meaning::Custom => {
                let name = self.columns.inside[column].clone().unwrap_or_default();
                item.fields.push((name, text));
            }
            Meaning::Key | Meaning::Id | Meaning::Category | Meaning::Date | Meaning::Ids | Meaning::Other => {}
        }
    }

    /// The parent that is named by its id, or in some exports by its key.
    fn parent(&self, item: &mut ItemFact<'a>, raw: &'a str) {
        if item.parent.is_none() {
            let key = self.by_id.get(inner(raw)).map(|raw| trimmed(raw));
            item.parent = key.or_else(|| Some(trimmed(raw)).filter(|text| cells::is_key(text)));
        }
    }

    fn sprint(&mut self, item: &mut ItemFact<'a>, raw: &'a str) {
        let name = trimmed(raw);
        // Old servers write the whole sprint, with its id and dates.
        let is_whole = name.contains("id=") && name.contains("rapidViewId=");
        let whole = is_whole.then(|| sprint::greenhopper(&name, self.context)).flatten().map(|parsed| parsed.sprint);
        let here = mark(self.file, raw);
        let fact = whole.unwrap_or_else(|| SprintFact { id: name.clone(), name, ..SprintFact::default() });
        if self.seen.own_sprints.insert(fact.id.clone()) {
            item.sprints.push(fact.id.clone());
        }
        if self.seen.sprints.insert(fact.id.clone()) {
            self.facts.sprints.push(SprintFact { mark: Some(here), ..fact });
        }
    }

    /// The person named in `column`; the account is remembered. On Cloud the id stands beside the name.
    fn person(&mut self, row: Row<'_, 'a>, column: usize) -> Who<'a> {
        let raw = (row.cell(column), self.columns.ids[column].map_or("", |ids| row.cell(ids)));
        if let Some(known) = self.seen.named.get(&raw) {
            return known.clone();
        }
        let (name, id) = (trimmed(raw.0), Some(trimmed(raw.1)).filter(|id| !id.is_empty()));
        let account = match &id {
            Some(id) => account_with_id(id.clone(), name.clone()),
            None => account_without_id(name.clone()),
        };
        let who = id.unwrap_or(name);
        self.remember(account, &who);
        self.seen.named.insert(raw, who.clone());
        who
    }

    fn remember(&mut self, account: Account<'a>, who: &Who<'a>) {
        if self.seen.accounts.insert(account.clone()) {
            self.seen.people.insert(who.clone());
            self.facts.accounts.push(account);
        }
    }

    /// The author of a comment or a work log: an account id on Cloud, a user name on Server.
    fn author(&mut self, by: &str) -> Option<Who<'a>> {
        if by.is_empty() {
            return None;
        }
        if let Some(known) = self.seen.people.get(by) {
            return Some(known.clone());
        }
        let who: Who<'a> = Cow::Owned(by.to_owned());
        let account = if cells::is_account(by) {
            Account { ids: vec![who.clone()], ..Account::default() }
        } else {
            account_without_id(who.clone())
        };
        self.remember(account, &who);
        Some(who)
    }

    fn comment(&mut self, item: &mut ItemFact<'a>, raw: &'a str, column: usize) {
        let text = cell(raw);
        let Some(said) = cells::comment(&text) else {
            return self.calendar.unreadable(column, mark(self.file, raw));
        };
        let here = head(self.file, raw);
        let Some(at) = self.calendar.read(column, Some(said.date), here) else { return };
        self.change(item, "comment", at, &said, Act::Commented, here);
        if let Some(set) = cells::flag(said.text) {
            self.change(item, "flag", at, &said, Act::Flagged { set }, here);
        }
    }

    fn work(&mut self, item: &mut ItemFact<'a>, raw: &'a str, column: usize) {
        let text = cell(raw);
        let Some(said) = cells::work(&text) else {
            return self.calendar.unreadable(column, mark(self.file, raw));
        };
        let here = inner(raw).find(said.at).filter(|_| !said.at.is_empty());
        let here = here.and_then(|at| said_in(inner(raw).get(at..)?));
        let here = here.map_or_else(|| mark(self.file, raw), |part| self.file.mark(part));
        let Some(at) = self.calendar.read(column, Some(said.date), here) else { return };
        self.change(item, "worklog", at, &said, Act::TimeLogged, here);
    }

    fn change(
        &mut self,
        item: &mut ItemFact<'a>,
        what: &'static str,
        at: Timestamp,
        said: &Said<'_>,
        act: Act<'a>,
        mark: Mark,
    ) {
        // The tool's own ids are not in the file; the time and the place in the row tell them apart as well as can be.
        let id: Cow<'a, str> = Cow::Owned(format!("{what}:{}", at.as_second()));
        let next = self.seen.parts.entry((what, at.as_second())).or_insert(0);
        let part = std::mem::replace(next, *next + 1);
        let by = self.author(said.by);
        item.changes.push(ChangeFact { id, part, at, by, act, mark });
    }

    /// Names of people who did nothing in the rows but whose ids stand in comments: watchers and project leads.
    fn names_of_others(&mut self, table: &Table<'a>) {
        let columns = self.columns;
        let mut known = HashSet::default();
        for (names, ids) in columns.ids.iter().enumerate() {
            let Some(ids) = *ids else { continue };
            for (name, id) in table.rows().map(|row| (row.cell(names), row.cell(ids))) {
                if is_empty(id) || is_empty(name) || !known.insert((name, id)) {
                    continue;
                }
                let id = trimmed(id);
                if self.seen.people.contains(&id) {
                    let account = account_with_id(id.clone(), trimmed(name));
                    self.remember(account, &id);
                }
            }
        }
    }
}

/// A cell's text without space around it.
fn trimmed(raw: &str) -> Cow<'_, str> {
    match cell(raw) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Labels hold no spaces; some exports write several into one cell.
fn labels<'a>(raw: &'a str, into: &mut Vec<Cow<'a, str>>) {
    match trimmed(raw) {
        Cow::Borrowed(text) => into.extend(text.split_whitespace().map(Cow::Borrowed)),
        Cow::Owned(text) => into.extend(text.split_whitespace().map(|word| Cow::Owned(word.to_owned()))),
    }
}

/// The mark over `date;author` of a comment: what proves who spoke when.
fn head(file: &File, raw: &str) -> Mark {
    said_in(inner(raw)).map_or_else(|| mark(file, raw), |part| file.mark(part))
}

/// `date;author` at the beginning of `text`.
fn said_in(text: &str) -> Option<&str> {
    let (first, _) = text.match_indices(';').nth(1).or(Some((text.len(), "")))?;
    text.get(..first)
}
