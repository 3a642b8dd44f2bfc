//! What all parts of the rule parser share: the available fields, words, numbers, and the errors found.

use std::ops::Range;

use super::super::args::{Argument, Param};
use super::super::condition::Operand;
use super::super::field::{Field, FieldRef};
use super::super::keys::Section;
use super::super::subject::{Judge, Scope};
use super::super::value::Type;
use super::super::vocabulary;
use crate::source::File;
use crate::source::toml::{Reader, Table, Value};
use crate::word::Word;
use crate::wording::did_you_mean;

/// Parses one rule file.
pub(super) struct Parser<'f> {
    /// The file, and the errors found in it.
    pub(super) read: Reader<'f>,
    /// What the rule judges; within a count, what it counts.
    pub(super) judge: Judge,
    /// The names of the rule's counts, and their scopes.
    pub(super) counts: Vec<(String, Scope)>,
    /// Whether the patterns in it are known to be valid.
    pub(super) is_trusted: bool,
    /// The names of the rule's shares.
    pub(super) shares: Vec<String>,
}

impl<'f> Parser<'f> {
    /// A parser of `file`, of a rule that judges `judge`.
    pub(super) fn new(file: &'f File, judge: Judge) -> Self {
        Self { read: Reader::new(file), judge, counts: Vec::new(), is_trusted: false, shares: Vec::new() }
    }

    pub(super) fn text(&mut self, value: &Value) -> Option<String> {
        self.read.string(value).map(|text| text.trim().to_owned())
    }

    /// A text that is not empty.
    pub(super) fn said(&mut self, value: &Value) -> Option<String> {
        let text = self.text(value)?;
        if text.is_empty() {
            self.read.error(value.span.clone(), "this text is empty", "expected words");
        }
        Some(text).filter(|text| !text.is_empty())
    }

    pub(super) fn word<W: Word>(&mut self, value: &Value, what: &str) -> Option<W> {
        self.read.word_of(value, what)
    }

    /// Reports keys required by `section` that the table `value` lacks.
    pub(super) fn report_missing(&mut self, section: &Section, value: &Value) {
        if let Some(table) = value.as_table() {
            self.report_missing_in(section, table, &value.span);
        }
    }

    /// Reports keys required by `section` that `table` lacks, at `span`.
    pub(super) fn report_missing_in(&mut self, section: &Section, table: &Table, span: &Range<usize>) {
        let place = if section.place == "a rule" { "this rule" } else { section.place };
        for key in section.required().filter(|key| get(table, key).is_none()) {
            self.read.error(span.clone(), format!("{place} has no `{key}`"), format!("`{key}` is missing"));
        }
    }

    /// All names with which a condition of this rule can begin.
    pub(super) fn names(&self) -> Vec<String> {
        let known = vocabulary::fields().filter(|field| self.judge.can_ask(field));
        let counts = self.counts.iter().map(|(name, _)| format!("count.{name}"));
        let shares = self.shares.iter().map(|name| format!("share.{name}"));
        known.map(|field| field.name.to_owned()).chain(counts).chain(shares).collect()
    }

    /// Whether any condition of this rule can begin with `prefix`, which ends with a dot.
    pub(super) fn has_fields_below(&self, prefix: &str) -> bool {
        let takes = |field: &Field| {
            let rest = prefix.strip_prefix(field.name).and_then(|rest| rest.strip_prefix('.'));
            field.takes != Param::Nothing && rest.is_some()
        };
        let leads = |field: &Field| field.name.starts_with(prefix) || takes(field);
        let known = || vocabulary::fields().any(|field| leads(field) && self.judge.can_ask(field));
        match prefix {
            // The rule itself defines which ones there are.
            "count." | "share." => true,
            _ => known(),
        }
    }

    /// The field `name`, if this rule can test it.
    pub(super) fn field(&self, name: &str) -> Option<FieldRef> {
        if let Some(count) = name.strip_prefix("count.") {
            let place = self.counts.iter().position(|(known, _)| known == count);
            return place.map(FieldRef::Count);
        }
        if let Some(share) = name.strip_prefix("share.") {
            return self.shares.iter().position(|known| known == share).map(FieldRef::Share);
        }
        let (field, words) = self.with_argument(name)?;
        Some(FieldRef::Known(field, Argument::read(field.takes, &field.words(), words)?))
    }

    /// The field with which `name` begins, and the words after it.
    fn with_argument<'n>(&self, name: &'n str) -> Option<(&'static Field, Vec<&'n str>)> {
        let cuts: Vec<usize> = name.match_indices('.').map(|(at, _)| at).skip(1).chain([name.len()]).collect();
        cuts.into_iter().rev().find_map(|at| {
            let words: Vec<&str> = name[at..].split('.').filter(|word| !word.is_empty()).collect();
            let field = self.known(&name[..at]).filter(|field| words.is_empty() || field.takes != Param::Nothing)?;
            Some((field, words))
        })
    }

    /// The vocabulary field `name`, if this rule can test it.
    pub(super) fn known(&self, name: &str) -> Option<&'static Field> {
        vocabulary::find(name).filter(|field| self.judge.can_ask(field))
    }

    /// The field `name`. If it does not exist or does not fit the judged subject, that is reported at `span`,
    /// and `None` is returned.
    pub(super) fn fitting(&mut self, name: &str, span: &Range<usize>) -> Option<FieldRef> {
        let Some(field) = self.field(name) else {
            self.unknown_field(name, span.clone());
            return None;
        };
        if let FieldRef::Count(place) = field
            && let Some((_, scope)) = self.counts.get(place)
            && !self.judge.scopes().contains(scope)
        {
            let message =
                format!("`{name}` counts for each {scope}, and there is none where {} is judged", self.judge.one());
            let scopes: Vec<&str> = self.judge.scopes().iter().map(|scope| scope.word()).collect();
            let note = format!("what judges or counts {} can count `of` {}", self.judge.one(), scopes.join(", "));
            self.read.error_note(span.clone(), message, format!("there is no {scope} here"), note);
            return None;
        }
        Some(field)
    }

    /// Reports that there is no field `name`, or none that this rule can test.
    pub(super) fn unknown_field(&mut self, name: &str, span: Range<usize>) {
        let names = self.names();
        let label = match did_you_mean(name, names.iter().map(String::as_str)) {
            Some(near) => near,
            None if name.starts_with("count.") => format!("`[{name}]` would say what it counts"),
            None => "no such field".to_owned(),
        };
        let note = "`boardlint vocabulary` lists the fields, and where each can be asked".to_owned();
        let known = self.with_argument(name);
        let bare = known.as_ref().map_or(name, |(field, _)| field.name);
        if let Some((field, _)) = known {
            let key = field.takes.key();
            let (message, label) = match key {
                Some(key) => {
                    (format!("`{bare}` needs its {key}"), format!("`{bare}.…`: one of {}", field.words().join(", ")))
                }
                None => (format!("`{bare}` takes nothing"), "leave out what follows it".to_owned()),
            };
            self.read.error_note(span, message, label, note);
            return;
        }
        let below = format!("{name}.");
        if vocabulary::fields().any(|field| field.name == bare || field.name.starts_with(&below)) {
            let subject = name.split('.').next().unwrap_or_default();
            let message = format!("a rule that judges {} cannot ask `{name}`", self.judge.one());
            let label = format!("`{subject}.…` can be asked where `judge` is {}", Judge::asking(subject).join(", "));
            self.read.error_note(span, message, label, note);
            return;
        }
        self.read.error_note(span, format!("there is no field `{name}`"), label, note);
    }

    /// A number, or the name of a numeric field.
    pub(super) fn operand(&mut self, value: &Value, kind: Type) -> Option<Operand> {
        if kind == Type::Duration {
            return self.duration(value).map(Operand::Number);
        }
        let Some(name) = value.as_text() else { return self.read.number(value).map(Operand::Number) };
        if seconds(name).is_some() {
            let label = "write the number alone, or ask a field that holds a length of time, as `item.since`";
            self.read.error(
                value.span.clone(),
                format!("`{name}` is a length of time, and this field a number"),
                label,
            );
            return None;
        }
        match self.fitting(name, &value.span)? {
            field if matches!(field.kind(), Type::Number(_) | Type::Duration) => Some(Operand::Field(field)),
            _ => {
                self.read.error(
                    value.span.clone(),
                    format!("`{name}` is no number"),
                    "a number or a field that holds one",
                );
                None
            }
        }
    }

    /// Seconds, from `90s`, `5m`, `24h`, `3d`.
    pub(super) fn duration(&mut self, value: &Value) -> Option<f64> {
        let seconds = value.as_text().and_then(seconds);
        if seconds.is_none() {
            self.read.error(
                value.span.clone(),
                "this is no length of time",
                "write `\"90s\"`, `\"5m\"`, `\"24h\"` or `\"3d\"`",
            );
        }
        seconds
    }
}

/// Maximum duration: a century, in seconds.
const LONGEST: f64 = 36_525.0 * 86_400.0;

/// Parses `90s`, `5m`, `24h` or `3d` as seconds. `None` for other texts, including those that only `f64`
/// accepts: `-3d`, `infs`.
fn seconds(text: &str) -> Option<f64> {
    let unit = match text.chars().last()? {
        's' => 1.0,
        'm' => 60.0,
        'h' => 3600.0,
        'd' => 86_400.0,
        _ => return None,
    };
    let number = text.get(..text.len().saturating_sub(1))?;
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = number.parse::<f64>().ok().filter(|_| is_plain)? * unit;
    (seconds <= LONGEST).then_some(seconds)
}

/// The value of `key` in `table`.
pub(super) fn get<'v>(table: &'v Table, key: &str) -> Option<&'v Value> {
    table.iter().find(|(name, _)| name.name == key).map(|(_, value)| value)
}
