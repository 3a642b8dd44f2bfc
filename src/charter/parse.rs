//! Reading `boardlint.toml`, and the file it extends.

use std::ops::Range;

use foldhash::HashMap;
use jiff::tz::TimeZone;

use super::keys::{self, FAIL_ON, NEVER, Place, TopKey};
use super::{Charter, FailOn, Level, Named, Setting, check, extend};
use crate::source::toml::{Key, Reader, Table, Value};
use crate::source::{Diagnostic, File, Mark, has_errors, toml};
use crate::word::Word;
use crate::wording::nearest;

/// Parses the charter in `file`. Settings that it lacks come from `base`, the file it extends. Returns
/// everything that is valid, and all mistakes. With a diagnostic of severity error, the charter must not be
/// used.
pub fn parse(file: &File, base: Option<&File>) -> (Charter, Vec<Diagnostic>) {
    let mut charter = Charter { file: Some(file.id()), base: base.map(File::id), ..Charter::default() };
    let root = match toml::parse(file) {
        Ok(root) => root,
        Err(errors) => return (charter, errors),
    };
    let mut found = read(file, &root, &mut charter);
    if let Some(base) = base {
        match toml::parse(base) {
            Ok(below) => {
                found.extend(extend::chain(base, &below, file, &root));
                found.extend(read(base, &extend::without(below, &root), &mut charter));
            }
            Err(errors) => found.extend(errors),
        }
    }
    found.extend(check::check(&charter));
    charter.broken = has_errors(&found);
    found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.mark));
    (charter, found)
}

/// Reads one file into `charter`, and returns its mistakes.
fn read(file: &File, root: &Table, charter: &mut Charter) -> Vec<Diagnostic> {
    let mut parser = Parser { file, read: Reader::new(file), charter, sprint_names: HashMap::default() };
    parser.top(root);
    parser.read.found
}

pub(super) struct Parser<'f, 'c> {
    pub(super) file: &'f File,
    pub(super) read: Reader<'f>,
    pub(super) charter: &'c mut Charter,
    /// The names of the sprints so far, folded, with their places.
    pub(super) sprint_names: HashMap<String, Option<Mark>>,
}

impl Parser<'_, '_> {
    fn top(&mut self, root: &Table) {
        for (key, value) in root {
            let Some(known) = TopKey::parse(&key.name) else {
                self.unknown_key(key, Place::Top);
                continue;
            };
            if !known.is_section() {
                self.note("", key, value);
            }
            match known {
                // The path was resolved before: see `extends`.
                TopKey::Extends => drop(self.read.string(value)),
                TopKey::Timezone => self.timezone(value),
                TopKey::Holidays => self.holidays(value),
                TopKey::DateOrder => self.charter.date_order = self.word(value, "order of day and month"),
                TopKey::Profile => self.charter.profile = self.word(value, "profile"),
                TopKey::FailOn => self.fail_on(value),
                TopKey::Roles => self.each(known, value, Self::role),
                TopKey::Aliases => self.each(known, value, Self::alias),
                TopKey::Workflow => self.each(known, value, Self::stage),
                TopKey::Fields => self.each(known, value, Self::field),
                TopKey::Kinds => self.each(known, value, Self::kind),
                TopKey::Board => self.each(known, value, Self::board),
                TopKey::Sprints => self.list(key, value, Self::sprint),
                TopKey::Rules => self.each(known, value, Self::rule),
                TopKey::Ignore => self.list(key, value, Self::ignore),
            }
        }
    }

    /// Reports that `key` is invalid in `place`. Names its right section, or the key that was probably meant.
    pub(super) fn unknown_key(&mut self, key: &Key, place: Place) {
        match misplaced(&key.name, place) {
            Some((message, label, advice)) => self.read.error_note(key.span.clone(), message, label, advice),
            None => self.read.unknown_key(key, &place.title(), &keys::names(place)),
        }
    }

    /// Records the place of a setting.
    fn note(&mut self, section: &str, key: &Key, value: &Value) {
        let name = if section.is_empty() { key.name.clone() } else { format!("{section}.{}", key.name) };
        let mark = self.read.mark(key.span.clone());
        self.charter.settings.push(Setting { name, value: value.to_string(), mark });
    }

    fn each(&mut self, section: TopKey, value: &Value, entry: fn(&mut Self, &Key, &Value)) {
        let place = Place::Section(section);
        let Some(table) = value.as_table() else {
            let example = format!("write it as a section: a line `{}`, and its entries below", place.title());
            let message = format!("`{section}` is a section of the charter, not a value");
            return self.read.error_note(value.span.clone(), message, "expected a section", example);
        };
        for (key, value) in table {
            // Names that teams choose are never those of top-level keys.
            if TopKey::parse(&key.name).is_some_and(|top| !top.is_section()) {
                self.unknown_key(key, place);
                continue;
            }
            self.note(section.word(), key, value);
            entry(self, key, value);
        }
    }

    fn list(&mut self, section: &Key, value: &Value, entry: fn(&mut Self, &Table, Range<usize>)) {
        let tables = value.as_list().filter(|list| list.iter().all(|element| element.as_table().is_some()));
        let Some(list) = tables else {
            let message = format!("`{}` is a list of sections", section.name);
            let advice = format!("write two brackets on each side, `[[{}]]`, above each entry", section.name);
            return self.read.error_note(section.span.clone(), message, "expected two brackets", advice);
        };
        for element in list {
            if let Some(table) = element.as_table() {
                let mark = self.read.mark(element.span.clone());
                self.charter.settings.push(Setting { name: section.name.clone(), value: element.to_string(), mark });
                entry(self, table, element.span.clone());
            }
        }
    }

    pub(super) fn named(&self, text: &str, span: Range<usize>) -> Named {
        Named { text: text.to_owned(), mark: Some(self.read.mark(span)) }
    }

    pub(super) fn name_of(&mut self, value: &Value) -> Option<Named> {
        let text = self.read.string(value)?.trim().to_owned();
        if text.is_empty() {
            self.read.error(value.span.clone(), "this name is empty", "expected a name");
            return None;
        }
        Some(self.named(&text, value.span.clone()))
    }

    /// One name or a list of names.
    pub(super) fn names_of(&mut self, value: &Value) -> Vec<Named> {
        let entries = value.as_list().unwrap_or(std::slice::from_ref(value));
        if entries.is_empty() {
            self.read.error(value.span.clone(), "this list names nothing", "expected a name");
        }
        entries.iter().filter_map(|entry| self.name_of(entry)).collect()
    }

    pub(super) fn word<W: Word>(&mut self, value: &Value, what: &str) -> Option<W> {
        self.read.word_of(value, what)
    }

    fn timezone(&mut self, value: &Value) {
        let Some(name) = self.read.string(value) else { return };
        match TimeZone::get(name) {
            Ok(zone) => self.charter.timezone = Some(zone),
            Err(_) => self.read.error_note(
                value.span.clone(),
                format!("no time zone is called `{name}`"),
                "unknown time zone",
                "write it as in the IANA list, for example \"Europe/Berlin\" or \"UTC\"",
            ),
        }
    }

    fn holidays(&mut self, value: &Value) {
        for day in self.read.list(value).unwrap_or_default() {
            self.charter.holidays.extend(self.read.date(day));
        }
    }

    fn fail_on(&mut self, value: &Value) {
        let what = "level to fail on";
        if value.as_text() == Some(Level::Off.word()) {
            self.read.error(value.span.clone(), format!("`off` is no {what}"), format!("did you mean `{NEVER}`?"));
        } else if let Some(place) = self.read.word(value, what, FAIL_ON) {
            self.charter.fail_on = Some(Level::parse(FAIL_ON[place]).map_or(FailOn::Never, FailOn::At));
        }
    }
}

/// Message, label and advice for a key of another place than `place`. `None` if it is a typing error or no
/// key at all.
fn misplaced(name: &str, place: Place) -> Option<(String, String, String)> {
    let stands = match place {
        Place::Top => format!("`{name}` stands in no section"),
        Place::Section(_) => format!("`{name}` stands inside {}", place.title()),
        Place::Term | Place::Setting => return None,
    };
    let top = TopKey::parse(name).filter(|_| place != Place::Top);
    let foreign = "not a key of this section".to_owned();
    if top.is_some_and(|top| !top.is_section()) {
        // In TOML, everything below a section header belongs to that section.
        let advice = "move this line to the top of the file, above the first line in [brackets]".to_owned();
        return Some((format!("{stands} and belongs to no section"), foreign, advice));
    }
    if nearest(name, keys::names(place)).is_some() {
        return None;
    }
    if let Some(top) = top {
        let advice = format!("begin it with a line `{}`", Place::Section(top).title());
        return Some((format!("{stands} and is a section of its own"), foreign, advice));
    }
    let header = Place::Section(keys::section_of(name)?).title();
    let advice =
        format!("move this line below `{header}`; where there is no such line yet, add one at the end of the file");
    Some((format!("{stands} and belongs to {header}"), format!("a key of {header}"), advice))
}
