//! The table of custom fields: one row for each value of an issue, including sprints.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::super::sprint;
use super::{Rows, lines};
use crate::board::facts::{FieldFact, FieldSchema, ItemFact, Text};
use crate::export::table::{Table, cell, mark};

impl<'a> Rows<'_, 'a> {
    /// Reads the values of custom fields. The issues themselves are in other files.
    pub(super) fn fields(&mut self, table: &Table<'a>) {
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
                    // A sprint is repeated in each of its issues.
                    parsed.damage().for_each(|damage| self.damaged.push_once(damage));
                    self.facts.sprints.push(parsed.sprint);
                }
                None => item.fields.push((id, Text::new(raw, lines))),
            }
        }
        self.facts.items.iter_mut().for_each(|item| sprint::each_once(&mut item.sprints));
    }
}
