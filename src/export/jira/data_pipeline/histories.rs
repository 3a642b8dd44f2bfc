//! The table of histories: one row for each changed field. The issues are in another file.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::super::history::{self, Entry, Meanings, Parts};
use super::{Rows, TEXT_LIMIT, lines};
use crate::board::facts::{Account, Act, ChangeFact, Coverage, ItemFact, Page, Text, Who};
use crate::export::table::{Row, Table, mark};
use crate::lexicon;

/// The columns of the old and the new value: the id of each, and its displayed text.
const SIDES: [[&str; 2]; 2] = [["from", "from_string"], ["to", "to_string"]];

impl<'a> Rows<'_, 'a> {
    /// Reads the histories.
    pub(super) fn histories(&mut self, table: &Table<'a>) {
        self.facts.by_minute = true;
        self.facts.text_limit = Some(TEXT_LIMIT);
        let mut histories = Histories::new(self, table);
        table.rows().for_each(|row| histories.add(row));
        histories.finish();
    }
}

/// The state while the histories are read.
struct Histories<'r, 'c, 'a> {
    rows: &'r mut Rows<'c, 'a>,
    /// Indices of items by issue id.
    places: HashMap<Cow<'a, str>, usize>,
    /// Number of rows read of each entry, by entry id.
    parts: HashMap<Cow<'a, str>, u32>,
    /// The entries that log work.
    logging: HashSet<Cow<'a, str>>,
    meanings: Meanings<'a>,
    /// Which columns of values the table has.
    values: Parts,
    /// People whose accounts are in the facts.
    people: HashSet<Who<'a>>,
    /// Keys of people with their display names, as in the facts.
    keys: HashSet<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether every row names its issue.
    is_whole: bool,
}

impl<'r, 'c, 'a> Histories<'r, 'c, 'a> {
    fn new(rows: &'r mut Rows<'c, 'a>, table: &Table<'a>) -> Self {
        let logging = table
            .rows()
            .filter(|row| history::logs_work(&rows.text(*row, &["field"])))
            .filter_map(|row| rows.filled(row, &["changelog_id"]))
            .collect();
        let has = |name: &str| rows.has(&[name]);
        let values =
            Parts { from: has("from"), from_string: has("from_string"), to: has("to"), to_string: has("to_string") };
        Self {
            is_whole: rows.damaged.is_empty(),
            rows,
            places: HashMap::default(),
            parts: HashMap::default(),
            logging,
            meanings: Meanings::default(),
            values,
            people: HashSet::default(),
            keys: HashSet::default(),
        }
    }

    fn add(&mut self, row: Row<'_, 'a>) {
        let Some(issue) = self.rows.filled(row, &["issue_id"]) else {
            self.is_whole = false;
            return;
        };
        let place = self.place_of(issue, row);
        let (at, field) = (self.rows.instant(row, &["created_date"]), self.rows.text(row, &["field"]));
        let Some((at, _)) = at.filter(|_| !field.is_empty()) else {
            // The changed field or the time is unknown.
            self.rows.facts.items[place].log = Some(Coverage::with_holes(1));
            return;
        };
        self.extend_to(at);
        let id = self.rows.text(row, &["changelog_id"]);
        let next_part = self.parts.entry(id.clone()).or_insert(0);
        let part = *next_part;
        *next_part += 1;
        let by = self.author(row);
        if matches!(&*field, "assignee" | "reporter") {
            self.add_people(row);
        }
        let Some(act) = self.act(row, field, &id) else { return };
        let mark = self.rows.mark(self.rows.raw(row, &["to_string", "from_string", "to", "field"]), row);
        self.rows.facts.items[place].changes.push(ChangeFact { id, part, at, by, act, mark });
    }

    /// Index of the item of an issue, which is added with its first row.
    fn place_of(&mut self, issue: Cow<'a, str>, row: Row<'_, 'a>) -> usize {
        let rows = &mut *self.rows;
        *self.places.entry(issue.clone()).or_insert_with(|| {
            let mark = mark(rows.file, row.cell(0));
            let item = ItemFact::new(issue, Cow::Borrowed(""), mark);
            rows.facts.items.push(ItemFact { bare: true, history: true, ..item });
            rows.facts.items.len() - 1
        })
    }

    /// Extends the time range of the histories to `at`.
    fn extend_to(&mut self, at: Timestamp) {
        let facts = &mut self.rows.facts;
        // An export begins at a date that it does not contain.
        facts.cut = Some(facts.cut.map_or(at, |cut| cut.min(at)));
        facts.reach = facts.reach.max(Some(at));
        facts.by_minute &= at.as_second() % 60 == 0;
    }

    /// The author of a row's change. A new account is added.
    fn author(&mut self, row: Row<'_, 'a>) -> Option<Who<'a>> {
        let ids: Vec<Who<'a>> =
            ["author_id", "author_key"].iter().filter_map(|name| self.rows.filled(row, &[name])).collect();
        let by = ids.first().cloned()?;
        if self.people.insert(by.clone()) {
            self.rows.facts.accounts.push(Account { ids, ..Account::default() });
        }
        Some(by)
    }

    /// Adds the people in the values of a row.
    fn add_people(&mut self, row: Row<'_, 'a>) {
        for [key, name] in SIDES {
            match (self.rows.filled(row, &[key]), self.rows.filled(row, &[name])) {
                (Some(key), Some(name)) if self.keys.insert((key.clone(), name.clone())) => {
                    self.rows.facts.keys.push((key, name));
                }
                (None, Some(name)) if !lexicon::is_nobody(&name) && self.people.insert(name.clone()) => {
                    self.rows.facts.accounts.push(Account { display: Some(name), ..Account::default() });
                }
                _ => {}
            }
        }
    }

    /// The act of a row of the entry `id`; `None` if it changed nothing relevant.
    fn act(&mut self, row: Row<'_, 'a>, field: Cow<'a, str>, id: &str) -> Option<Act<'a>> {
        let rows = &*self.rows;
        let value = |name: &str| rows.raw(row, &[name]).map(|raw| Text::new(raw, lines));
        let kind = rows.filled(row, &["field_type"]);
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
        let before = || rows.raw(row, &["from_string"]).map(|raw| rows.mark(Some(raw), row));
        // Two cut texts with the same beginning may still differ.
        let may_be_cut = is_description && entry.from_string.is_some_and(|text| text.len() >= TEXT_LIMIT);
        let alike = may_be_cut.then_some(Act::Described { from: entry.from_string, to: entry.to_string });
        entry.act(&mut self.meanings, self.values, self.logging.contains(id), before).or(alike)
    }

    fn finish(self) {
        let facts = &mut self.rows.facts;
        for item in &mut facts.items {
            let copies = |change: &ChangeFact<'_>| matches!(change.act, Act::Linked { copy: Some(true) });
            item.copied = item.changes.iter().any(copies);
        }
        facts.entries = self.parts.len();
        if !self.is_whole {
            // The lost row may belong to any issue.
            facts.items.iter_mut().for_each(|item| item.log = Some(Coverage::with_holes(1)));
        }
        // In a complete file, an issue without a row has no history in its time range. Without any row the
        // range is unknown.
        facts.histories = (self.is_whole && facts.cut.is_some()).then_some(Page::Last);
    }
}
