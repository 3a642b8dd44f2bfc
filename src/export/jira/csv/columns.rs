//! Finds the meaning of each column: by its name, by the name of its wrapper, by its content.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::super::dates::Written;
use super::cells;
use super::meaning::Meaning;
use crate::export::table::{Row, Table, cell, is_empty};
use crate::lexicon::{self, Field, Header};
use crate::parallel;
use crate::wording::listed;

/// Maximum number of unknown columns in a message.
const NAMED: usize = 10;

/// First character of headers of sums over an issue and its sub-tasks.
const SUM: char = 'Σ';

/// The meanings of the columns of a table.
pub(super) struct Columns<'a> {
    /// The meaning of each column, if known.
    pub(super) meaning: Vec<Option<Meaning>>,
    /// The name in the wrapper of each custom field and link column.
    pub(super) inside: Vec<Option<Cow<'a, str>>>,
    /// For each column of names, the column of the matching account ids.
    pub(super) ids: Vec<Option<usize>>,
    /// Whether the table was exported with all fields. Only then it has sums of times, whose headers begin
    /// with the same character in every language.
    all_fields: bool,
}

impl<'a> Columns<'a> {
    /// Finds the meanings that a column's own header and cells show.
    pub(super) fn by_name_and_content(table: &Table<'a>) -> Self {
        let wrapped: Vec<_> = table.header.iter().map(wrapped).collect();
        let meaning = table.header.iter().map(|header| Meaning::of_header(header)).collect();
        let inside = wrapped.iter().map(|wrapped| wrapped.as_ref().map(|(_, name)| name.clone())).collect();
        let all_fields = table.header.iter().any(|header| header.trim().starts_with(SUM));
        let mut columns = Self { meaning, inside, ids: vec![None; table.width()], all_fields };
        columns.named_key_holds_keys(table);
        columns.wrappers(table, &wrapped);
        columns.plain_fields(table);
        let shown = parallel::map(0..table.width(), |_, column| {
            let is_open = columns.meaning[column].is_none() && columns.inside[column].is_none();
            is_open.then(|| by_content(table, column)).flatten()
        });
        for (meaning, shown) in columns.meaning.iter_mut().zip(shown) {
            *meaning = meaning.or(shown);
        }
        columns.ids_by_name(table);
        columns
    }

    /// The first column with this meaning.
    pub(super) fn find(&self, meaning: Meaning) -> Option<usize> {
        self.meaning.iter().position(|have| *have == Some(meaning))
    }

    /// Whether the export contains this field of several values. Such a field has one column for each value,
    /// and none if no issue has a value.
    pub(super) fn holds_several(&self, meaning: Meaning) -> bool {
        self.all_fields || self.find(meaning).is_some()
    }

    /// A message about columns that are not empty and were not understood.
    pub(super) fn unknown(&self, table: &Table<'a>) -> Option<String> {
        let (mut names, mut seen): (Vec<String>, HashSet<&str>) = Default::default();
        for (column, header) in table.header.iter().enumerate() {
            let unknown = self.meaning[column].is_none() && table.filled(column).next().is_some();
            if unknown && seen.insert(header) {
                names.push(format!("`{}`", header.trim()));
            }
        }
        let shown = listed(&names, NAMED);
        match names.len() {
            0 => None,
            1 => Some(format!("the column {shown} was not understood and is left out")),
            _ => Some(format!("the columns {shown} were not understood and are left out")),
        }
    }

    /// Clears the meaning "key" of columns with other contents, and finds the column of keys without its
    /// name.
    fn named_key_holds_keys(&mut self, table: &Table<'a>) {
        for column in 0..table.width() {
            let is_filled = || table.filled(column).next().is_some();
            if self.meaning[column] == Some(Meaning::Key) && is_filled() && !all(table, column, cells::is_key) {
                self.meaning[column] = None;
            }
        }
        // Parent keys are keys, too, but several rows may share one.
        if self.find(Meaning::Key).is_none()
            && let Some(column) = (0..table.width()).find(|column| {
                self.inside[*column].is_none() && self.meaning[*column].is_none() && is_identity(table, *column)
            })
        {
            self.meaning[column] = Some(Meaning::Key);
        }
    }

    /// Finds the meaning of `wrapper (Name)`: wrappers of links contain keys. Of the others, the most
    /// frequent one is "custom field".
    fn wrappers(&mut self, table: &Table<'a>, wrapped: &[Option<(String, Cow<'a, str>)>]) {
        let mut order: Vec<&str> = Vec::new();
        let mut columns: HashMap<&str, Vec<usize>> = HashMap::default();
        for (column, wrapped) in wrapped.iter().enumerate() {
            let Some((wrapper, _)) = wrapped.as_ref().filter(|_| self.meaning[column].is_none()) else { continue };
            let of = columns.entry(wrapper).or_default();
            if of.is_empty() {
                order.push(wrapper);
            }
            of.push(column);
        }
        let is_custom = |wrapper: &&str| lexicon::header(wrapper) == Some(Header::CustomField);
        let is_link = |wrapper: &&str| {
            let known = matches!(lexicon::header(wrapper), Some(Header::InwardLink | Header::OutwardLink));
            let keys = |column: &usize| table.filled(*column).next().is_none() || all(table, *column, cells::is_key);
            let some = |column: &usize| table.filled(*column).next().is_some();
            known || (columns[*wrapper].iter().all(keys) && columns[*wrapper].iter().any(some))
        };
        let links: Vec<&str> =
            order.iter().copied().filter(|wrapper| !is_custom(wrapper) && is_link(wrapper)).collect();
        let custom: Vec<&str> = match order.iter().copied().filter(is_custom).collect::<Vec<_>>() {
            known if !known.is_empty() => known,
            _ => {
                let links: HashSet<&str> = links.iter().copied().collect();
                let rest = order.iter().copied().filter(|wrapper| !links.contains(wrapper));
                rest.rev().max_by_key(|wrapper| columns[*wrapper].len()).into_iter().collect()
            }
        };
        for wrapper in custom {
            for column in &columns[wrapper] {
                self.meaning[*column] = Some(self.custom(table, *column));
            }
        }
        for wrapper in &links {
            let outward = is_outward(wrapper, &links);
            for column in &columns[*wrapper] {
                let name = self.inside[*column].as_deref().map(lexicon::fold).unwrap_or_default();
                // The names of these two types of Jira are English on every site.
                let copies = ["clon", "split"].iter().any(|word| name.contains(word));
                let copy = match outward {
                    Some(true) => Some(name.contains("clon")),
                    Some(false) => Some(name.contains("split")),
                    None => (!copies).then_some(false),
                };
                self.meaning[*column] = Some(Meaning::Link { outward, copy });
            }
        }
    }

    /// Tables that were not written by Jira have custom fields without a wrapper.
    fn plain_fields(&mut self, table: &Table<'a>) {
        for (column, header) in table.header.iter().enumerate() {
            let is_open = self.meaning[column].is_none() && self.inside[column].is_none();
            let is_used = matches!(lexicon::field(header), Some(Field::StoryPoints | Field::AcceptanceCriteria));
            if is_open && is_used {
                (self.meaning[column], self.inside[column]) = (Some(Meaning::Custom), Some(trimmed(header)));
            }
        }
    }

    fn custom(&self, table: &Table<'a>, column: usize) -> Meaning {
        match self.inside[column].as_deref().and_then(lexicon::field) {
            Some(Field::Sprint) => Meaning::Sprint,
            Some(Field::Flagged) => Meaning::Flag,
            _ if all(table, column, lexicon::is_flag) => Meaning::Flag,
            _ => Meaning::Custom,
        }
    }

    /// Pairs columns of ids whose headers name the role (`Creator Id`) with the columns of the names, at any
    /// distance. Without a column of names, the ids stand for the people.
    fn ids_by_name(&mut self, table: &Table<'a>) {
        for ids in 0..table.width() {
            let is_open = matches!(self.meaning[ids], None | Some(Meaning::Ids)) && self.inside[ids].is_none();
            let Some(person) = Meaning::of_ids(&table.header[ids]).filter(|_| is_open) else { continue };
            if !most(table, ids, cells::is_account) {
                continue;
            }
            match self.find(person).filter(|names| table.filled(*names).next().is_some()) {
                Some(names) => {
                    if self.ids[names].is_none() && are_beside(table, names, ids) {
                        self.ids[names] = Some(ids);
                    }
                    self.meaning[ids] = Some(Meaning::Ids);
                }
                None => self.meaning[ids] = Some(person),
            }
        }
    }

    /// Pairs the other columns of names with those of their ids: the next run of columns, of the same length
    /// and with no ids without names. Also, the header of the ids must contain that of the names, or the
    /// names must be people and each id must have one name.
    pub(super) fn pair(&mut self, table: &Table<'a>) {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for column in 0..table.width() {
            match runs.last_mut() {
                Some((first, len)) if table.header[*first] == table.header[column] => *len += 1,
                _ => runs.push((column, 1)),
            }
        }
        let alike = runs.windows(2).filter(|pair| pair[0].1 == pair[1].1);
        let beside: Vec<(usize, usize)> =
            alike.flat_map(|pair| (0..pair[0].1).map(|step| (pair[0].0 + step, pair[1].0 + step))).collect();
        let belong = parallel::map(&beside, |_, (names, ids)| {
            let is_open = self.ids[*names].is_none() && Meaning::of_ids(&table.header[*ids]).is_none();
            let names_people =
                || self.meaning[*names].is_some_and(Meaning::is_person) && is_one_name(table, *names, *ids);
            is_open
                && most(table, *ids, cells::is_account)
                && are_beside(table, *names, *ids)
                && (named_like(table, *ids) || names_people())
        });
        for ((names, ids), _) in beside.into_iter().zip(belong).filter(|(_, belong)| *belong) {
            self.ids[names] = Some(ids);
            self.meaning[ids] = Some(Meaning::Ids);
        }
    }
}

/// Whether the header of a column contains that of the previous one: `Assignee Id` after `Assignee`.
pub(super) fn named_like(table: &Table<'_>, at: usize) -> bool {
    let (before, here) = (lexicon::fold(&table.header[at - 1]), lexicon::fold(&table.header[at]));
    !before.is_empty() && here.contains(&before)
}

/// Whether the column `names` may contain the names of `ids`: it contains no ids itself, and has a value in
/// each row with an id.
fn are_beside(table: &Table<'_>, names: usize, ids: usize) -> bool {
    let beside = |row: Row<'_, '_>| is_empty(row.cell(ids)) || !is_empty(row.cell(names));
    !all(table, names, cells::is_account) && table.rows_with(ids).all(beside)
}

/// Whether each id always has the same name.
fn is_one_name(table: &Table<'_>, names: usize, ids: usize) -> bool {
    let mut known: HashMap<&str, &str> = HashMap::default();
    let mut rows = table.rows_with(ids).filter(|row| !is_empty(row.cell(ids)));
    rows.all(|row| *known.entry(row.cell(ids)).or_insert(row.cell(names)) == row.cell(names))
}

/// Whether a link wrapper is that of outward links. Jira writes the inward one first.
fn is_outward(wrapper: &str, links: &[&str]) -> Option<bool> {
    match lexicon::header(wrapper) {
        Some(Header::OutwardLink) => Some(true),
        Some(Header::InwardLink) => Some(false),
        _ => {
            let [first, _] = links else { return None };
            Some(wrapper != *first)
        }
    }
}

/// Splits `Wrapper (Name)` into the wrapper in lower case and the name as written.
fn wrapped<'a>(header: &Cow<'a, str>) -> Option<(String, Cow<'a, str>)> {
    let trimmed = header.trim();
    let (wrapper, rest) = trimmed.split_once(['(', '（'])?;
    let name = rest.strip_suffix([')', '）'])?;
    let wrapper = lexicon::fold(wrapper);
    if wrapper.is_empty() || name.trim().is_empty() {
        return None;
    }
    let name = match header {
        Cow::Borrowed(header) => {
            let trimmed = header.trim();
            let (_, rest) = trimmed.split_once(['(', '（'])?;
            Cow::Borrowed(rest.strip_suffix([')', '）'])?.trim())
        }
        Cow::Owned(_) => Cow::Owned(name.trim().to_owned()),
    };
    Some((wrapper, name))
}

/// A header without white space around it.
fn trimmed<'a>(header: &Cow<'a, str>) -> Cow<'a, str> {
    match header {
        Cow::Borrowed(header) => Cow::Borrowed(header.trim()),
        Cow::Owned(header) => Cow::Owned(header.trim().to_owned()),
    }
}

/// Whether the test holds for three quarters of the values in a column: ids of apps, customers and unknown
/// users have other forms.
fn most(table: &Table<'_>, column: usize, test: fn(&str) -> bool) -> bool {
    let rows = table.height();
    let (mut held, mut others, mut known) = (0_usize, 0_usize, HashSet::default());
    for raw in table.filled(column) {
        // Cache: a table has the same few people in every row.
        if known.contains(raw) || (test(&cell(raw)) && known.insert(raw)) {
            held += 1;
        } else {
            others += 1;
            if others * 4 > rows {
                return false;
            }
        }
    }
    held > 0 && others * 3 <= held
}

/// Whether the column has values and all of them fit.
pub(super) fn all(table: &Table<'_>, column: usize, fits: impl Fn(&str) -> bool) -> bool {
    let mut filled = table.filled(column).peekable();
    filled.peek().is_some() && filled.all(|raw| fits(&cell(raw)))
}

/// Whether every row has an issue key here that no other row has.
pub(super) fn is_identity(table: &Table<'_>, column: usize) -> bool {
    all(table, column, cells::is_key) && is_unique(table, column)
}

/// Whether every row has a value here that no other row has.
pub(super) fn is_unique(table: &Table<'_>, column: usize) -> bool {
    let mut seen = HashSet::default();
    table.rows().map(|row| row.cell(column)).all(|raw| !is_empty(raw) && seen.insert(raw))
}

/// Whether the column looks like titles: words in nearly every row, and few duplicates.
pub(super) fn is_prose(table: &Table<'_>, column: usize) -> bool {
    let (mut rows, mut seen) = (0, HashSet::default());
    for row in table.rows() {
        rows += 1;
        let text = cell(row.cell(column));
        if text.chars().filter(|letter| letter.is_alphabetic()).count() >= 2 && !cells::is_key(&text) {
            seen.insert(row.cell(column));
        }
    }
    rows > 0 && seen.len() * 2 >= rows
}

/// Tests a value.
type Test<'t> = &'t dyn Fn(&str) -> bool;

/// The meaning of a column without a known name, by its values alone.
fn by_content(table: &Table<'_>, column: usize) -> Option<Meaning> {
    let attachment = |text: &str| cells::comment(text).is_some_and(|said| said.text.contains("://"));
    let tests: [(Meaning, Test<'_>); 6] = [
        (Meaning::Ids, &cells::is_account),
        (Meaning::Other, &cells::is_rank),
        (Meaning::Other, &attachment),
        (Meaning::WorkLog, &|text| cells::work(text).is_some()),
        (Meaning::Comment, &|text| cells::comment(text).is_some()),
        (Meaning::Date, &|text| Written::parse(text).is_some()),
    ];
    if table.header[column].trim().starts_with(SUM) {
        return Some(Meaning::Other);
    }
    table.filled(column).next()?;
    tests.iter().find(|(_, fits)| all(table, column, fits)).map(|(meaning, _)| *meaning)
}
