//! The table of issues: their current state.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::super::projects::name_board;
use super::{Rows, TEXT_LIMIT, lines};
use crate::board::facts::{
    Account, Category, ItemFact, ItemFields, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, Ref, StateFact, TIME_SPENT, Text,
    Who,
};
use crate::export::table::{Row, Table, cell};
use crate::source::Diagnostic;

/// Jira's own fields in seconds, with their columns.
const SECONDS: [(&str, &str); 3] =
    [(ORIGINAL_ESTIMATE, "original_estimate"), (REMAINING_ESTIMATE, "estimate"), (TIME_SPENT, "time_spent")];

/// The columns of the people of an issue: id and name of each.
const PEOPLE: [[&str; 2]; 3] =
    [["creator_id", "creator_name"], ["reporter_id", "reporter_name"], ["assignee_id", "assignee_name"]];

/// Issue keys by issue id.
type Keys<'a> = HashMap<Cow<'a, str>, Cow<'a, str>>;

impl<'a> Rows<'_, 'a> {
    /// Reads the issues with their people and statuses.
    pub(super) fn issues(&mut self, table: &Table<'a>) {
        // Custom fields have a table of their own.
        let places = SECONDS.iter().filter(|(_, name)| self.has(&[name])).map(|(id, _)| Cow::Borrowed(*id));
        self.facts.places = Some(places.collect());
        self.facts.text_limit = Some(TEXT_LIMIT);
        let keys: Keys<'a> =
            table.rows().filter_map(|row| Some((self.filled(row, &["id"])?, self.filled(row, &["key"])?))).collect();
        let (mut states, mut people) = (HashSet::default(), HashSet::default());
        for row in table.rows() {
            let Some(key) = self.filled(row, &["key"]) else {
                let damage = Diagnostic::error("this row has no issue key; the other rows were read");
                self.damaged.push(damage.at(self.mark(None, row), "the row begins here").note("export it again"));
                continue;
            };
            self.add_people(row, &mut people);
            self.add_state(row, &mut states);
            let item = self.issue(row, key, &keys);
            self.facts.items.push(item);
        }
        self.facts.empty = self.facts.items.is_empty() && self.damaged.is_empty();
        name_board(&mut self.facts);
        if let Some(site) = table.rows().filter_map(|row| self.filled(row, &["instance_url"])).min() {
            self.facts.home = site.trim_end_matches('/').to_owned();
        }
    }

    /// Adds the people of an issue that are not `known`.
    fn add_people(&mut self, row: Row<'_, 'a>, known: &mut HashSet<Who<'a>>) {
        for [id, name] in PEOPLE {
            if let Some(id) = self.filled(row, &[id]).filter(|id| known.insert(id.clone())) {
                let display = self.filled(row, &[name]);
                self.facts.accounts.push(Account { ids: vec![id], display, ..Account::default() });
            }
        }
    }

    /// Adds the status of an issue, unless it is `known`.
    fn add_state(&mut self, row: Row<'_, 'a>, known: &mut HashSet<Cow<'a, str>>) {
        let name = self.text(row, &["status"]);
        if known.insert(name.clone()) {
            // The pipeline writes the English name in every language.
            let category = Category::parse("", &self.text(row, &["status_category"]));
            self.facts.states.push(StateFact { id: "".into(), name, category, closed: false });
        }
    }

    fn issue(&mut self, row: Row<'_, 'a>, key: Cow<'a, str>, keys: &Keys<'a>) -> ItemFact<'a> {
        let [creator, reporter, assignee] = PEOPLE;
        let (creator_cell, assignee_cell) = (self.raw(row, &creator), self.raw(row, &assignee));
        let mark = self.mark(self.raw(row, &["key"]), row);
        ItemFact {
            title: self.raw(row, &["summary"]).map_or(Text::EMPTY, |raw| Text::new(raw, lines)),
            description: self.raw(row, &["description"]).map(|raw| Text::new(raw, lines)),
            url: self.text(row, &["url"]).trim().to_owned(),
            kind: self.filled(row, &["issue_type"]),
            // On Data Center, the epic of a story is not called its parent.
            part: self.raw(row, &["parent_id"]).is_some(),
            parent: self.filled(row, &["parent_id"]).map(|id| keys.get(&id).cloned().unwrap_or(id)),
            created: self.instant(row, &["created_date"]),
            updated: self.instant(row, &["updated_date"]).map(|(at, _)| at),
            resolution: self.filled(row, &["resolution"]),
            holds: ItemFields::USUAL
                .with(ItemFields::CREATOR, creator_cell.is_some())
                .with(ItemFields::REPORTER, self.has(&reporter))
                .with(ItemFields::DESCRIPTION, self.has(&["description"]))
                .with(ItemFields::ASSIGNEES, self.has(&assignee))
                .with(ItemFields::LABELS, self.has(&["labels"])),
            creator: creator_cell.map(|raw| (cell(raw), self.mark(Some(raw), row))),
            reporter: self.filled(row, &reporter),
            origin_unclear: true,
            assignees: assignee_cell.map(cell).into_iter().collect(),
            assignee_mark: assignee_cell.map(|raw| self.mark(Some(raw), row)),
            labels: labels(self.filled(row, &["labels"])),
            fields: SECONDS
                .into_iter()
                .filter_map(|(id, name)| Some((Cow::Borrowed(id), Text::new(self.raw(row, &[name])?, cell))))
                .collect(),
            state: Ref { id: Cow::Borrowed(""), name: self.text(row, &["status"]) },
            ..ItemFact::new(self.filled(row, &["id"]).unwrap_or_else(|| key.clone()), key, mark)
        }
    }
}

/// Labels in one cell, as a JSON list or as plain text.
fn labels(text: Option<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let text = text.unwrap_or_default();
    let names = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '[' | ']' | '"' | ';'));
    names.filter(|name| !name.is_empty()).map(|name| Cow::Owned(name.to_owned())).collect()
}
