//! Conditions: nested keys that lead to a field, and the tests of it.

use std::ops::Range;

use regex::RegexBuilder;

use super::super::condition::{Condition, FieldRef, Operand, Order, Test, Type};
use super::super::vocabulary;
use super::Parser;
use crate::source::tree::{self, Data, Value};

impl Parser<'_> {
    /// The conditions in a table; `but` are keys of it that mean something else.
    pub(super) fn conditions(&mut self, value: &Value, but: &[&str]) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for (key, value) in self.read.table(value).cloned().unwrap_or_default() {
            if !but.contains(&key.name.as_str()) {
                self.condition(&key.name, key.span.clone(), &value, &mut conditions);
            }
        }
        conditions
    }

    /// Follows nested keys until they name a field.
    pub(super) fn condition(&mut self, name: &str, span: Range<usize>, value: &Value, into: &mut Vec<Condition>) {
        if let Some((field, kind)) = self.field(name) {
            let written = self.read.file().bytes().get(value.span.clone()).unwrap_or_default();
            let written = String::from_utf8_lossy(written).into_owned();
            let whole = dotted(self.read.file().bytes(), span.start)..value.span.end;
            let tests = self.tests(value, kind);
            let several = tests.len() > 1;
            for (test, own) in tests {
                let span = if several { own } else { whole.clone() };
                into.push(Condition { name: name.to_owned(), field, test, written: written.clone(), span });
            }
            return;
        }
        let prefix = format!("{name}.");
        let leads_on = self.names().iter().any(|known| known.starts_with(&prefix));
        if let (true, Data::Table(table)) = (leads_on, &value.data) {
            for (key, value) in table {
                self.condition(&format!("{prefix}{}", key.name), key.span.clone(), value, into);
            }
            return;
        }
        self.unknown_field(name, span);
    }

    pub(super) fn unknown_field(&mut self, name: &str, span: Range<usize>) {
        let names = self.names();
        let label = match tree::nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such field".to_owned(),
        };
        let note = format!("`boardlint vocabulary` lists what a rule that judges a {} can ask", self.judge);
        let elsewhere = vocabulary::find(name).is_some();
        let message = if elsewhere {
            format!("a rule that judges a {} cannot ask `{name}`", self.judge)
        } else {
            format!("there is no field `{name}`")
        };
        self.read.error_note(span, message, if elsewhere { "not here".to_owned() } else { label }, note);
    }

    /// All names that a condition of this rule can begin with.
    pub(super) fn names(&self) -> Vec<String> {
        let known = vocabulary::fields().filter(|field| vocabulary::is_open_to(field, self.judge));
        let counts = self.counts.iter().map(|name| format!("count.{name}"));
        let shares = self.shares.iter().map(|name| format!("share.{name}"));
        known.map(|field| field.name.to_owned()).chain(counts).chain(shares).collect()
    }

    pub(super) fn field(&self, name: &str) -> Option<(FieldRef, Type)> {
        if let Some(count) = name.strip_prefix("count.") {
            let place = self.counts.iter().position(|known| known == count)?;
            return Some((FieldRef::Count(place), Type::Number("")));
        }
        if let Some(share) = name.strip_prefix("share.") {
            let place = self.shares.iter().position(|known| known == share)?;
            return Some((FieldRef::Share(place), Type::Number("share")));
        }
        let field = vocabulary::find(name).filter(|field| vocabulary::is_open_to(field, self.judge))?;
        Some((FieldRef::Known(field), field.kind))
    }

    /// The tests that a value stands for, each with its place: a plain value, a list (any of), or a table of tests.
    pub(super) fn tests(&mut self, value: &Value, kind: Type) -> Vec<(Test, Range<usize>)> {
        match &value.data {
            Data::Table(table) => {
                let test = |(key, value): &(tree::Key, Value)| {
                    Some((self.test(key, value, kind)?, key.span.start..value.span.end))
                };
                let tests: Vec<_> = table.iter().filter_map(test).collect();
                let any_of = tests.iter().any(|(test, _)| matches!(test, Test::AnyOf(_)));
                let benefit = |(test, span)| match test {
                    Test::NoneOf(words) if any_of => (Test::ButNot(words), span),
                    test => (test, span),
                };
                tests.into_iter().map(benefit).collect()
            }
            Data::List(_) | Data::Text(_) => {
                self.any_of(value, kind, false).map(|test| (test, value.span.clone())).into_iter().collect()
            }
            Data::Bool(yes) if kind == Type::Flag => vec![(Test::Is(*yes), value.span.clone())],
            _ => {
                self.mismatch(value, kind);
                Vec::new()
            }
        }
    }

    pub(super) fn mismatch(&mut self, value: &Value, kind: Type) {
        let wanted = match kind {
            Type::Flag => "true or false",
            Type::Number(_) => "a test such as `{ above = 3 }`",
            Type::Duration => "a test such as `{ at-most = \"24h\" }`",
            Type::Words(_) => "a word or a list of words",
            Type::Text => "text, a list of texts, or `{ matches = \"…\" }`",
            Type::Person => "`{ is-set = true }`",
        };
        self.read.error(value.span.clone(), format!("this field takes {wanted}"), "this does not fit");
    }

    pub(super) fn any_of(&mut self, value: &Value, kind: Type, none: bool) -> Option<Test> {
        match kind {
            Type::Words(words) => {
                let mut bits = 0;
                for (word, span) in self.read.strings(value) {
                    match words.iter().position(|known| *known == word) {
                        Some(place) => bits |= 1 << place,
                        None => self.unknown_word(span, &word, "word of this field", words),
                    }
                }
                Some(if none { Test::NoneOf(bits) } else { Test::AnyOf(bits) })
            }
            Type::Text => {
                let texts = self.read.strings(value).into_iter().map(|(text, _)| text.to_lowercase()).collect();
                Some(if none { Test::TextIsNot(texts) } else { Test::TextIs(texts) })
            }
            _ => {
                self.mismatch(value, kind);
                None
            }
        }
    }

    pub(super) fn test(&mut self, key: &tree::Key, value: &Value, kind: Type) -> Option<Test> {
        let order = Order::ALL.iter().find(|(name, _)| *name == key.name).map(|(_, order)| *order);
        match (key.name.as_str(), order) {
            ("any-of", _) => self.any_of(value, kind, false),
            ("none-of", _) => self.any_of(value, kind, true),
            ("all-of", _) if matches!(kind, Type::Words(_)) => match self.any_of(value, kind, false)? {
                Test::AnyOf(words) => Some(Test::AllOf(words)),
                test => Some(test),
            },
            ("is-set", _) => self.read.bool(value).map(Test::IsSet),
            ("is", _) if kind == Type::Flag => self.read.bool(value).map(Test::Is),
            ("matches", _) if kind == Type::Text => self.pattern(value),
            (_, Some(order)) if matches!(kind, Type::Number(_) | Type::Duration) => {
                self.operand(value, kind).map(|operand| Test::Compare(order, operand))
            }
            _ => {
                let known = match kind {
                    Type::Flag => &["is", "is-set"][..],
                    Type::Number(_) | Type::Duration => &["above", "below", "at-least", "at-most", "is-set"],
                    Type::Words(_) => &["any-of", "none-of", "all-of", "is-set"],
                    Type::Text => &["any-of", "none-of", "matches", "is-set"],
                    Type::Person => &["is-set"],
                };
                self.read.unknown_key(key, "a test of this field", known);
                None
            }
        }
    }

    pub(super) fn pattern(&mut self, value: &Value) -> Option<Test> {
        let text = self.read.string(value)?;
        match RegexBuilder::new(text).case_insensitive(true).size_limit(1 << 20).build() {
            Ok(pattern) => Some(Test::Matches(pattern)),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                self.read.error(value.span.clone(), "this pattern is not valid", reason);
                None
            }
        }
    }

    pub(super) fn operand(&mut self, value: &Value, kind: Type) -> Option<Operand> {
        if kind == Type::Duration {
            return self.duration(value).map(Operand::Number);
        }
        let Some(name) = value.as_text() else { return self.read.number(value).map(Operand::Number) };
        match self.field(name) {
            Some((field, Type::Number(_) | Type::Duration)) => Some(Operand::Field(field)),
            Some(_) => {
                self.read.error(
                    value.span.clone(),
                    format!("`{name}` is no number"),
                    "a number or a field that holds one",
                );
                None
            }
            None => {
                self.unknown_field(name, value.span.clone());
                None
            }
        }
    }

    /// Seconds, from `90s`, `5m`, `24h`, `3d`.
    pub(super) fn duration(&mut self, value: &Value) -> Option<f64> {
        let text = self.read.string(value)?;
        let unit = text.chars().last().and_then(|unit| match unit {
            's' => Some(1.0),
            'm' => Some(60.0),
            'h' => Some(3600.0),
            'd' => Some(86_400.0),
            _ => None,
        });
        let number = text.get(..text.len().saturating_sub(1)).and_then(|digits| digits.parse::<f64>().ok());
        let seconds = unit.zip(number).map(|(unit, number)| unit * number);
        if seconds.is_none() {
            self.read.error(value.span.clone(), "this is no length of time", "write `90s`, `5m`, `24h` or `3d`");
        }
        seconds
    }
}

/// Where the dotted key begins whose last part begins at `at`.
fn dotted(bytes: &[u8], at: usize) -> usize {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    at - bytes.get(..at).unwrap_or_default().iter().rev().take_while(part).count()
}
