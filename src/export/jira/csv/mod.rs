//! Jira's CSV: the current state, the creators and the comments; no history.
//!
//! Headers and values are in the language of the user who exported, and a field with several values has
//! several columns of the same name. So the meanings of columns are inferred (see [`columns`]).

mod calendar;
mod cells;
mod columns;
mod log;
mod meaning;
mod people;
mod positions;
mod resaved;
mod row;
mod rows;
mod strays;

use std::borrow::Cow;

use foldhash::HashSet;

use super::projects::name_board;
use super::sprint::ZONELESS;
use crate::board::facts::{
    Account, Facts, FieldFact, FieldSchema, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, SPRINT, TIME_SPENT, Tool,
};
use crate::export::detect::Preview;
use crate::export::other_tools;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::table::{Table, cell};
use crate::export::text::beginning;
use crate::lexicon::{self, Field, Header};
use crate::source::{Diagnostic, File, Mark, bom_length};
use crate::wording::listed;
use calendar::Calendar;
use columns::Columns;
use meaning::Meaning;

/// Number of bytes read to detect the format.
const GLANCE: usize = 1 << 18;

/// Number of rows read to detect the format.
const ROWS: usize = 50;

/// "Export CSV" of the issue navigator, with current or all fields, in any language.
pub(in crate::export) struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "Jira issues (CSV)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let Some(text) = preview.table() else { return false };
        if resaved::header(text).is_some() {
            return true;
        }
        let mut table = Table::sample(text, ROWS);
        if other_tools::name(&table.header).is_some() {
            return false;
        }
        strays::remove(&mut table);
        let columns = columns_of(&table);
        let Some(key) = columns.find(Meaning::Key) else { return false };
        let named = lexicon::header(&table.header[key]) == Some(Header::Key);
        named || columns.find(Meaning::Summary).is_some()
    }

    fn may_be_wrapped(&self, _: &Preview<'_>) -> bool {
        true
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let bytes = file.bytes();
        let start = bom_length(bytes);
        if let Some(header) = resaved::header(beginning(&bytes[start..], GLANCE)) {
            return Err(resaved::refusal(file.mark(header)));
        }
        let mut table = Table::read(file, "Jira CSV")?;
        let strays = strays::remove(&mut table);
        let columns = columns_of(&table);
        let Some(key) = columns.find(Meaning::Key) else {
            let start = Mark::new(file.id(), start..start + 1);
            let refusal = Diagnostic::error("no column of this CSV holds an issue key for every row").at(start, "");
            return Err(refusal.note("export it again with the column `Key`: Export › CSV (all fields)"));
        };
        if let Some(refusal) = log::refusal(file, &table, key, strays.is_pasted()) {
            return Err(refusal);
        }
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let calendar = Calendar::learn(&table, &columns, context);
        let mut damaged = std::mem::take(&mut table.damaged);
        damaged.extend(strays.damage(file));
        facts.fields = fields(&table, &columns);
        facts.places = Some(places(&columns));
        let dates = rows::read((file, context), &table, &columns, &calendar, &mut facts, &mut damaged);
        damaged.extend(dates.unread.damage(&table, &columns));
        facts.empty = facts.items.is_empty() && damaged.is_empty();
        facts.undated = calendar.undated;
        facts.zone_assumed = calendar.zone_assumed;
        let said = columns.find(Meaning::Comment).is_some();
        facts.comments = said && !calendar.undated;
        let mut notes = calendar.notes;
        notes.extend(dates.zoneless_sprints.then(|| ZONELESS.to_owned()));
        notes.extend(strays.note(file));
        notes.extend(columns.unknown(&table));
        notes.extend(foreign(&table, &columns));
        notes.extend(nameless(&facts));
        if !said {
            notes.push(
                "it has no column of comments: either nobody ever commented, or it was exported with the current fields \
                 instead of all"
                    .to_owned(),
            );
        }
        name_board(&mut facts);
        Ok(Reading { format: self.name(), facts, damaged, notes })
    }
}

/// The custom fields by the names in their wrappers, and the original estimate by its fixed id.
fn fields<'a>(table: &Table<'a>, columns: &Columns<'a>) -> Vec<FieldFact<'a>> {
    let (mut fields, mut seen): (Vec<FieldFact<'a>>, HashSet<Cow<'a, str>>) = Default::default();
    for (column, header) in table.header.iter().enumerate() {
        let (id, name) = match (columns.meaning[column], &columns.inside[column]) {
            (Some(Meaning::Custom), Some(name)) => (name.clone(), name.clone()),
            (Some(Meaning::Original), _) => (ORIGINAL_ESTIMATE.into(), header.clone()),
            _ => continue,
        };
        if !seen.insert(id.clone()) {
            continue;
        }
        let schema = match lexicon::field(&name) {
            Some(Field::StoryPoints) => FieldSchema::StoryPoints,
            Some(Field::EpicLink) => FieldSchema::EpicLink,
            _ => FieldSchema::Unknown,
        };
        fields.push(FieldFact { id, name, schema, estimate: false });
    }
    fields
}

/// The fields that the table contains: custom fields by the names in their wrappers, others by their fixed
/// ids.
fn places<'a>(columns: &Columns<'a>) -> HashSet<Cow<'a, str>> {
    let custom = columns.meaning.iter().zip(&columns.inside).filter_map(|(meaning, name)| match meaning {
        Some(Meaning::Custom | Meaning::Flag) => name.clone(),
        _ => None,
    });
    let times = [
        (Meaning::Original, ORIGINAL_ESTIMATE),
        (Meaning::Remaining, REMAINING_ESTIMATE),
        (Meaning::Spent, TIME_SPENT),
    ];
    let times = times.into_iter().filter(|(meaning, _)| columns.find(*meaning).is_some()).map(|(_, id)| id.into());
    custom.chain(times).chain(columns.holds_several(Meaning::Sprint).then_some(SPRINT.into())).collect()
}

/// A message about people of whom only the account id is known.
fn nameless(facts: &Facts<'_>) -> Option<String> {
    let named: HashSet<_> =
        facts.accounts.iter().filter(|one| one.display.is_some()).flat_map(|one| &one.ids).collect();
    let is_bare = |account: &&Account<'_>| {
        let bare = account.login.is_none() && account.email.is_none() && account.display.is_none();
        bare && account.ids.iter().all(|id| !named.contains(id))
    };
    let count = facts.accounts.iter().filter(is_bare).count();
    let people = if count == 1 { "1 person is".to_owned() } else { format!("{count} people are") };
    (count > 0).then(|| format!("{people} known by account id only, for no column of the file names them"))
}

/// A message about status categories in an unknown language.
fn foreign(table: &Table<'_>, columns: &Columns<'_>) -> Option<String> {
    let column = columns.find(Meaning::Category)?;
    let written: HashSet<&str> = table.filled(column).collect();
    let names = written.into_iter().map(cell).filter(|name| meaning::category_of_stage(name).is_none());
    let mut names: Vec<_> = names.map(|name| name.trim().to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| {
        format!(
            "what the status category {} means is not known: say it for the statuses under [workflow] in boardlint.toml",
            listed(&names, 6)
        )
    })
}

#[cfg(test)]
mod tests;

/// The meaning of each column of `table`, by its name, its content and its position.
fn columns_of<'a>(table: &Table<'a>) -> Columns<'a> {
    let mut columns = Columns::by_name_and_content(table);
    positions::by_position(&mut columns, table);
    columns.pair(table);
    columns
}
