//! Reads the rows of a table: each has the current state of an issue, and its comments.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::super::dates::Written;
use super::super::links;
use super::super::sprint::{self, Parsed};
use super::calendar::{Calendar, Unread};
use super::cells::{self, Said};
use super::columns::Columns;
use super::meaning::{self, Meaning};
use super::people::{account_with_id, account_without_id};
use crate::board::facts::{
    Account, Act, Category, ChangeFact, Due, ItemFact, ItemFields, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, Ref,
    SprintFact, StateFact, TIME_SPENT, Text, Who,
};
use crate::charter::Kind;
use crate::export::damage::Damage;
use crate::export::reader::Context;
use crate::export::table::{Row, cell, inner, is_empty, mark};
use crate::lexicon;
use crate::source::{Diagnostic, File, Mark};

/// The contents of a piece of a table, in the order of its rows.
#[derive(Default)]
pub(super) struct Piece<'a> {
    pub(super) items: Vec<ItemFact<'a>>,
    /// All people in these rows, without duplicates.
    pub(super) met: Vec<Met<'a>>,
    pub(super) sprints: Vec<Parsed<'a>>,
    pub(super) states: Vec<StateFact<'a>>,
    pub(super) unread: Unread,
    /// Rows without an issue.
    pub(super) damaged: Damage,
}

/// A person in a row.
pub(super) struct Met<'a> {
    pub(super) account: Account<'a>,
    /// The name by which records refer to them.
    pub(super) who: Who<'a>,
    /// Whether only the name of a comment's author is known. Then any other account of that name has more.
    pub(super) is_author: bool,
}

/// What all rows of a table share.
pub(super) struct Whole<'r, 'c, 'a> {
    pub(super) file: &'a File,
    pub(super) context: &'c Context,
    pub(super) columns: &'r Columns<'a>,
    pub(super) calendar: &'r Calendar,
    pub(super) kept: Kept,
    /// The column of the keys, and that of the ids.
    pub(super) key: usize,
    pub(super) id: Option<usize>,
    /// Raw issue keys by issue id.
    pub(super) by_id: HashMap<&'a str, &'a str>,
    /// Whether an issue with a parent is always a sub-task.
    pub(super) only_parts: bool,
}

/// The fields that a file contains for each issue, empty or not.
pub(super) struct Kept {
    fields: ItemFields,
    links: bool,
    /// The columns that are read for an issue, from left to right.
    columns: Vec<(usize, Meaning)>,
}

impl Kept {
    pub(super) fn of(columns: &Columns<'_>) -> Self {
        let holds = |meaning| columns.find(meaning).is_some();
        let said = columns.meaning.iter().enumerate().filter_map(|(column, meaning)| Some((column, (*meaning)?)));
        let aside = |meaning: &Meaning| {
            matches!(meaning, Meaning::Key | Meaning::Id | Meaning::Date | Meaning::Ids | Meaning::Other)
        };
        Self {
            // A row has a creator only if it names one.
            fields: ItemFields::USUAL
                .with(ItemFields::CREATOR, false)
                .with(ItemFields::DESCRIPTION, holds(Meaning::Description))
                .with(ItemFields::ASSIGNEES, holds(Meaning::Assignee))
                .with(ItemFields::RESOLUTION, holds(Meaning::Resolution))
                .with(ItemFields::LABELS, columns.holds_several(Meaning::Labels))
                .with(ItemFields::PRIORITY, holds(Meaning::Priority))
                .with(ItemFields::DUE, holds(Meaning::Due)),
            links: columns.meaning.iter().any(|meaning| matches!(meaning, Some(Meaning::Link { .. }))),
            columns: said.filter(|(_, meaning)| !aside(meaning)).collect(),
        }
    }
}

/// Caches of what was read before.
#[derive(Default)]
struct Seen<'a> {
    accounts: HashSet<Account<'a>>,
    people: HashSet<Who<'a>>,
    /// Names of people in records by the raw cells of their name and id.
    named: HashMap<(&'a str, &'a str), Who<'a>>,
    sprints: HashSet<Cow<'a, str>>,
    states: HashMap<Cow<'a, str>, usize>,
    /// Categories by raw cell.
    categories: HashMap<&'a str, Option<Category>>,
    /// Whether issues of a type are sub-tasks.
    parts_by_kind: HashMap<Cow<'a, str>, bool>,
    /// For the current row: its sprints, and the number of changes by kind and second.
    own_sprints: HashSet<Cow<'a, str>>,
    parts: HashMap<(&'static str, i64), u32>,
}

/// Reads the rows of a piece of a table.
pub(super) struct Rows<'r, 'c, 'a> {
    whole: &'r Whole<'r, 'c, 'a>,
    seen: Seen<'a>,
    piece: Piece<'a>,
}

impl<'r, 'c, 'a> Rows<'r, 'c, 'a> {
    /// Reads `rows`.
    pub(super) fn read(whole: &'r Whole<'r, 'c, 'a>, rows: &mut dyn Iterator<Item = Row<'_, 'a>>) -> Piece<'a> {
        let mut read = Self { whole, seen: Seen::default(), piece: Piece::default() };
        for row in rows {
            read.row(row);
        }
        read.piece.items.shrink_to_fit();
        read.piece
    }

    fn row(&mut self, row: Row<'_, 'a>) {
        let key = self.whole.key;
        if is_empty(row.cell(key)) {
            let damage = Diagnostic::error("this row has no issue key; the other rows were read");
            let damage = damage.at(mark(self.whole.file, row.beginning(key)), "the row begins here");
            return self.piece.damaged.push(damage.note("export it again"));
        }
        let mut item = self.item(row);
        // A vector that grew has capacity for four, and most have one element.
        item.changes.shrink_to_fit();
        item.fields.shrink_to_fit();
        item.labels.shrink_to_fit();
        item.sprints.shrink_to_fit();
        item.assignees.shrink_to_fit();
        self.piece.items.push(item);
    }

    fn item(&mut self, row: Row<'_, 'a>) -> ItemFact<'a> {
        let key = row.cell(self.whole.key);
        let name = trimmed(key);
        let id =
            self.whole.id.map(|id| trimmed(row.cell(id))).filter(|id| !id.is_empty()).unwrap_or_else(|| name.clone());
        let place = mark(self.whole.file, key);
        let mut item = ItemFact {
            rough: true,
            holds: self.whole.kept.fields,
            links: self.whole.kept.links.then(Vec::new),
            ..ItemFact::new(id, name, place)
        };
        self.seen.own_sprints.clear();
        self.seen.parts.clear();
        let mut category = None;
        let kept = &self.whole.kept.columns;
        // A short row below a wide header: only its own cells are read.
        for (column, meaning) in &kept[..kept.partition_point(|(column, _)| *column < row.len())] {
            let (column, meaning) = (*column, *meaning);
            let raw = row.cell(column);
            if is_empty(raw) {
                continue;
            }
            if meaning == Meaning::Category {
                category = *self.seen.categories.entry(raw).or_insert_with(|| meaning::category_of_stage(&cell(raw)));
            }
            self.cell(&mut item, row, column, meaning);
        }
        if let Some(kind) = &item.kind {
            let is_part = || Kind::named(kind) == Some(Kind::SubTask);
            item.part |= *self.seen.parts_by_kind.entry(kind.clone()).or_insert_with(is_part);
        }
        if !item.state.name.is_empty() {
            let states = &mut self.piece.states;
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
        let here = mark(self.whole.file, raw);
        let text = Text::new(raw, cell);
        match meaning {
            Meaning::Summary => item.title = text,
            Meaning::Description => item.description = Some(text),
            Meaning::Kind => item.kind = Some(trimmed(raw)),
            Meaning::Resolution => item.resolution = Some(trimmed(raw)),
            Meaning::Status => item.state = Ref { id: Cow::Borrowed(""), name: trimmed(raw) },
            // Tables of Jira's own lists, and scripts, write this for nobody.
            Meaning::Assignee | Meaning::Reporter | Meaning::Creator if lexicon::is_unassigned(&cell(raw)) => {}
            Meaning::Assignee => {
                item.assignees.push(self.person(row, column));
                item.assignee_mark = Some(here);
            }
            Meaning::Reporter => item.reporter = Some(self.person(row, column)),
            Meaning::Creator => {
                item.creator = Some((self.person(row, column), here));
                item.holds |= ItemFields::CREATOR;
            }
            Meaning::Created => {
                item.created = self.instant(column, Written::parse(&cell(raw)), here).map(|at| (at, here));
            }
            Meaning::Updated => item.updated = self.instant(column, Written::parse(&cell(raw)), here),
            Meaning::Labels => labels(raw, &mut item.labels),
            Meaning::Comment => self.comment(item, raw, column),
            Meaning::WorkLog => self.work(item, raw, column),
            Meaning::ParentId => {
                item.part |= self.whole.only_parts;
                self.parent(item, raw);
            }
            Meaning::ParentKey => item.parent = Some(trimmed(raw)),
            Meaning::Original => item.fields.push((Cow::Borrowed(ORIGINAL_ESTIMATE), text)),
            Meaning::Remaining => item.fields.push((Cow::Borrowed(REMAINING_ESTIMATE), text)),
            Meaning::Spent => item.fields.push((Cow::Borrowed(TIME_SPENT), text)),
            Meaning::Sprint => self.sprint(item, raw),
            Meaning::Flag => item.flagged = true,
            Meaning::Link { outward, copy } => {
                item.copied |= copy == Some(true);
                item.origin_unclear |= copy.is_none();
                let name = self.whole.columns.inside[column].clone().unwrap_or_default();
                item.links.get_or_insert_default().push(links::reads(name, outward));
            }
            Meaning::Priority => item.priority = Some(trimmed(raw)),
            Meaning::Due => {
                item.due = self.whole.calendar.date(column, &cell(raw)).map(Due::At);
                // An unreadable due date is unknown, not empty.
                item.holds = item.holds.with(ItemFields::DUE, item.due.is_some());
            }
            Meaning::Custom => {
                let name = self.whole.columns.inside[column].clone().unwrap_or_default();
                item.fields.push((name, text));
            }
            Meaning::Key | Meaning::Id | Meaning::Category | Meaning::Date | Meaning::Ids | Meaning::Other => {}
        }
    }

    /// The instant of the date `written` in `column`, at `mark`.
    fn instant(&mut self, column: usize, written: Option<Written>, mark: Mark) -> Option<Timestamp> {
        self.whole.calendar.read(column, written, mark, &mut self.piece.unread)
    }

    /// The parent, given by its id, or in some exports by its key.
    fn parent(&self, item: &mut ItemFact<'a>, raw: &'a str) {
        if item.parent.is_none() {
            let key = self.whole.by_id.get(inner(raw)).map(|raw| trimmed(raw));
            item.parent = key.or_else(|| Some(trimmed(raw)).filter(|text| cells::is_key(text)));
        }
    }

    fn sprint(&mut self, item: &mut ItemFact<'a>, raw: &'a str) {
        let name = trimmed(raw);
        // Old servers write the complete sprint with its id and dates.
        let is_whole = name.contains("id=") && name.contains("rapidViewId=");
        let whole = is_whole.then(|| sprint::greenhopper(&name, self.whole.context)).flatten();
        let mut parsed = whole.unwrap_or_else(|| {
            let sprint = SprintFact { id: name.clone(), name, ..SprintFact::default() };
            Parsed { sprint, ..Parsed::default() }
        });
        parsed.sprint.mark = Some(mark(self.whole.file, raw));
        let id = &parsed.sprint.id;
        if self.seen.own_sprints.insert(id.clone()) {
            item.sprints.push(id.clone());
        }
        if self.seen.sprints.insert(id.clone()) {
            self.piece.sprints.push(parsed);
        }
    }

    /// The person in `column`; also adds their account. On Cloud the id is in another column.
    fn person(&mut self, row: Row<'_, 'a>, column: usize) -> Who<'a> {
        let raw = (row.cell(column), self.whole.columns.ids[column].map_or("", |ids| row.cell(ids)));
        if let Some(known) = self.seen.named.get(&raw) {
            return known.clone();
        }
        let (name, id) = (trimmed(raw.0), Some(trimmed(raw.1)).filter(|id| !id.is_empty()));
        let account = match &id {
            Some(id) => account_with_id(id.clone(), name.clone()),
            None => account_without_id(name.clone()),
        };
        let who = id.unwrap_or(name);
        if self.seen.accounts.insert(account.clone()) {
            self.meet(Met { account, who: who.clone(), is_author: false });
        }
        self.seen.named.insert(raw, who.clone());
        who
    }

    fn meet(&mut self, somebody: Met<'a>) {
        self.seen.people.insert(somebody.who.clone());
        self.piece.met.push(somebody);
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
        self.meet(Met { account: account_without_id(who.clone()), who: who.clone(), is_author: true });
        Some(who)
    }

    fn comment(&mut self, item: &mut ItemFact<'a>, raw: &'a str, column: usize) {
        let text = cell(raw);
        let Some(said) = cells::comment(&text) else {
            return self.piece.unread.add(column, mark(self.whole.file, raw));
        };
        let here = head(self.whole.file, raw);
        let Some(at) = self.instant(column, Some(said.date), here) else { return };
        self.change(item, "comment", at, &said, Act::Commented, here);
        if let Some(set) = cells::flag(said.text) {
            self.change(item, "flag", at, &said, Act::Flagged { set }, here);
        }
    }

    fn work(&mut self, item: &mut ItemFact<'a>, raw: &'a str, column: usize) {
        let text = cell(raw);
        let Some(said) = cells::work(&text) else {
            return self.piece.unread.add(column, mark(self.whole.file, raw));
        };
        let here = inner(raw).find(said.at).filter(|_| !said.at.is_empty());
        let here = here.and_then(|at| said_in(inner(raw).get(at..)?));
        let here = here.map_or_else(|| mark(self.whole.file, raw), |part| self.whole.file.mark(part));
        let Some(at) = self.instant(column, Some(said.date), here) else { return };
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
        // The file lacks Jira's own ids. Time and position in the row are the best substitute.
        let id: Cow<'a, str> = Cow::Owned(format!("{what}:{}", at.as_second()));
        let next = self.seen.parts.entry((what, at.as_second())).or_insert(0);
        let part = std::mem::replace(next, *next + 1);
        let by = self.author(said.by);
        item.changes.push(ChangeFact { id, part, at, by, act, mark });
    }
}

/// The text of a cell without white space around it.
pub(super) fn trimmed(raw: &str) -> Cow<'_, str> {
    match cell(raw) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Labels contain no spaces; some exports write several into one cell.
fn labels<'a>(raw: &'a str, into: &mut Vec<Cow<'a, str>>) {
    match trimmed(raw) {
        Cow::Borrowed(text) => into.extend(text.split_whitespace().map(Cow::Borrowed)),
        Cow::Owned(text) => into.extend(text.split_whitespace().map(|word| Cow::Owned(word.to_owned()))),
    }
}

/// The mark over `date;author` of a comment: the evidence for its author and time.
fn head(file: &File, raw: &str) -> Mark {
    said_in(inner(raw)).map_or_else(|| mark(file, raw), |part| file.mark(part))
}

/// `date;author` at the beginning of `text`.
fn said_in(text: &str) -> Option<&str> {
    let (first, _) = text.match_indices(';').nth(1).or(Some((text.len(), "")))?;
    text.get(..first)
}
