//! Reading `boardlint.toml`, and the file it extends.

use std::ops::Range;

use jiff::tz::TimeZone;

use super::words::Word;
use super::{Charter, Level, Named, Setting, check, extend};
use crate::source::tree::{Key, Reader, Table, Value};
use crate::source::{Diagnostic, File, tree};

/// Keys of the charter that stand in no section.
pub(crate) const PLAIN: &[&str] = &["extends", "timezone", "holidays", "date-order", "profile", "fail-on"];
/// Its sections.
pub(crate) const SECTIONS: &[&str] = &["roles", "aliases", "workflow", "fields", "kinds", "sprints", "rules", "ignore"];

/// Reads the charter in `file`, and what it does not say itself from `base`, the file it extends. What could be understood
/// is returned together with everything that was wrong: any diagnostic of severity error makes the charter unfit to judge
/// by.
pub fn parse(file: &File, base: Option<&File>) -> (Charter, Vec<Diagnostic>) {
    let mut charter = Charter { file: Some(file.id()), base: base.map(File::id), ..Charter::default() };
    let root = match tree::parse(file) {
        Ok(root) => root,
        Err(errors) => return (charter, errors),
    };
    let mut found = read(file, &root, &mut charter);
    if let Some(base) = base {
        match tree::parse(base) {
            Ok(below) => {
                found.extend(extend::chain(base, &below, file, &root));
                found.extend(read(base, &extend::without(below, &root), &mut charter));
            }
            Err(errors) => found.extend(errors),
        }
    }
    found.extend(check::check(&charter));
    found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.mark));
    (charter, found)
}

/// Reads one file into `charter`, and returns what is wrong with it.
fn read(file: &File, root: &Table, charter: &mut Charter) -> Vec<Diagnostic> {
    let mut parser = Parser { file, read: Reader::new(file), charter };
    parser.top(root);
    parser.read.found
}

pub(super) struct Parser<'f, 'c> {
    pub(super) file: &'f File,
    pub(super) read: Reader<'f>,
    pub(super) charter: &'c mut Charter,
}

impl Parser<'_, '_> {
    fn top(&mut self, root: &Table) {
        for (key, value) in root {
            if PLAIN.contains(&key.name.as_str()) {
                self.note("", key, value);
            }
            match key.name.as_str() {
                // Where it leads was looked up before: see `extends`.
                "extends" => drop(self.read.string(value)),
                "timezone" => self.timezone(value),
                "holidays" => self.holidays(value),
                "date-order" => self.charter.date_order = self.word(value, "order of day and month"),
                "profile" => self.charter.profile = self.word(value, "profile"),
                "fail-on" => self.fail_on(value),
                "roles" => self.each(key, value, Self::role),
                "aliases" => self.each(key, value, Self::alias),
                "workflow" => self.each(key, value, Self::stage),
                "fields" => self.each(key, value, Self::field),
                "kinds" => self.each(key, value, Self::kind),
                "sprints" => self.list(key, value, Self::sprint),
                "rules" => self.each(key, value, Self::rule),
                "ignore" => self.list(key, value, Self::ignore),
                _ => {
                    let known: Vec<_> = PLAIN.iter().chain(SECTIONS).copied().collect();
                    self.read.unknown_key(key, "boardlint.toml", &known);
                }
            }
        }
    }

    /// Keeps where a setting was made.
    fn note(&mut self, section: &str, key: &Key, value: &Value) {
        let name = if section.is_empty() { key.name.clone() } else { format!("{section}.{}", key.name) };
        let mark = self.read.mark(key.span.clone());
        self.charter.settings.push(Setting { name, value: value.to_string(), mark });
    }

    fn each(&mut self, section: &Key, value: &Value, entry: fn(&mut Self, &Key, &Value)) {
        let Some(table) = value.as_table() else {
            let example = format!("write it as a section: a line `[{}]`, and its entries below", section.name);
            let message = format!("`{}` is a section of the charter, not a value", section.name);
            return self.read.error_note(value.span.clone(), message, "expected a section", example);
        };
        for (key, value) in table {
            if PLAIN.contains(&key.name.as_str()) {
                // TOML reads whatever stands below a section's header as part of that section.
                let message = format!("`{}` stands inside [{}] and belongs to no section", key.name, section.name);
                let advice = "move this line to the top of the file, above the first line in [brackets]";
                self.read.error_note(key.span.clone(), message, "not a key of this section", advice);
                continue;
            }
            self.note(&section.name, key, value);
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

    pub(super) fn word<W: Word>(&mut self, value: &Value, what: &str) -> Option<W> {
        let text = self.read.string(value)?;
        let parsed = W::parse(text);
        if parsed.is_none() {
            let words: Vec<_> = W::ALL.iter().map(|word| word.word()).collect();
            let label = match tree::nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("expected one of {}", words.join(", ")),
            };
            self.read.error(value.span.clone(), format!("`{text}` is no {what}"), label);
        }
        parsed
    }

    fn timezone(&mut self, value: &Value) {
        let Some(name) = self.read.string(value) else { return };
        match TimeZone::get(name) {
            Ok(zone) => self.charter.timezone = zone,
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
        if value.as_text() == Some("never") {
            self.charter.fail_on = Some(None);
        } else if let Some(level) = self.word::<Level>(value, "level") {
            if level == Level::Off {
                self.read.error(value.span.clone(), "`off` is no level to fail on", "did you mean `never`?");
            } else {
                self.charter.fail_on = Some(Some(level));
            }
        }
    }
}

pub(super) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.word()).collect()
}
