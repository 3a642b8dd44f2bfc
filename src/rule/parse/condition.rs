//! Conditions: nested keys that lead to a field, and its tests.

use std::ops::Range;

use super::super::args::{Argument, Param, written};
use super::super::condition::{Check, Condition, Operand, Order, Test};
use super::super::field::FieldRef;
use super::super::keys::Section;
use super::super::pattern::Pattern;
use super::super::value::Type;
use super::parser::{Parser, get};
use crate::source::toml::{self, Data, Value};

impl Parser<'_> {
    /// The conditions in a table, in the order of the file, although TOML groups keys with a common prefix.
    /// Keys of `section` are skipped, since they are no conditions.
    pub(super) fn conditions(&mut self, value: &Value, section: Option<&Section>) -> Vec<Condition> {
        let own = section.map(Section::names).unwrap_or_default();
        let mut conditions = Vec::new();
        for (key, value) in self.read.table(value).into_iter().flatten() {
            if !own.contains(&key.name.as_str()) {
                self.condition(&key.name, key.span.clone(), value, &mut conditions);
            }
        }
        conditions.sort_by_key(|condition| condition.span.start);
        conditions
    }

    /// Follows nested keys until they name a field.
    fn condition(&mut self, name: &str, span: Range<usize>, value: &Value, into: &mut Vec<Condition>) {
        if self.reports_argument(name, value) {
            return;
        }
        if let Some((field, name)) = self.asked(name, value) {
            if self.fitting(&name, &span).is_none() {
                return;
            }
            let written = self.read.file().bytes().get(value.span.clone()).unwrap_or_default();
            let written = String::from_utf8_lossy(written).into_owned();
            let whole = dotted(self.read.file().bytes(), span.start)..value.span.end;
            let takes = field.known().map_or(Param::Nothing, |field| field.takes);
            let tests = self.tests(value, field.kind(), takes);
            let several = tests.len() > 1;
            for (test, own) in tests {
                let span = if several { own } else { whole.clone() };
                let (check, name) = (Check { field, test }, name.clone());
                into.push(Condition { check, name, written: written.clone(), span });
            }
            return;
        }
        let prefix = format!("{name}.");
        let leads_on = self.has_fields_below(&prefix);
        if let (true, Data::Table(table)) = (leads_on, &value.data) {
            if table.is_empty() {
                self.report_empty(value);
            }
            for (key, value) in table {
                self.condition(&format!("{prefix}{}", key.name), key.span.clone(), value, into);
            }
            return;
        }
        self.unknown_field(name, span);
    }

    /// Reports a word that is no valid argument of the field `name`. Returns whether there was one.
    fn reports_argument(&mut self, name: &str, value: &Value) -> bool {
        let field = self.known(name).and_then(|field| Some((field, field.takes.key()?)));
        let Some((field, key)) = field else { return false };
        let Some(given) = value.as_table().and_then(|table| get(table, key)) else { return false };
        let known = field.words();
        let words = self.read.strings(given);
        let unknown = words.into_iter().find(|(word, _)| !known.contains(&word.as_str()));
        if let Some((word, span)) = &unknown {
            self.read.unknown_word(span.clone(), word, key, &known);
        }
        unknown.is_some()
    }

    /// Reports that `value` contains no condition: it would always hold.
    pub(super) fn report_empty(&mut self, value: &Value) {
        self.read.error(value.span.clone(), "there is no condition here", "what asks nothing always holds");
    }

    /// Reports bounds that no number can satisfy.
    fn report_contradiction(&mut self, value: &Value, tests: &[(Test, Range<usize>)]) {
        let (mut least, mut most, mut is_open) = (f64::NEG_INFINITY, f64::INFINITY, false);
        for (test, _) in tests {
            let Test::Compare(order, Operand::Number(number)) = test else { continue };
            match order {
                Order::Above | Order::AtLeast => least = least.max(*number),
                Order::Below | Order::AtMost => most = most.min(*number),
            }
            is_open |= matches!(order, Order::Above | Order::Below);
        }
        if least > most || (least >= most && is_open) {
            self.read.error(value.span.clone(), "no number is both", "this never holds");
        }
    }

    /// The field `name` with the argument in `name` or `value`, and its full name. `None` if there is no such
    /// field or the argument is invalid.
    fn asked(&mut self, name: &str, value: &Value) -> Option<(FieldRef, String)> {
        let field = self.known(name).filter(|field| field.takes != Param::Nothing);
        let (Some(field), Some(key)) = (field, field.and_then(|field| field.takes.key())) else {
            return self.field(name).map(|field| (field, name.to_owned()));
        };
        let table = value.as_table();
        let known = field.words();
        if table.is_some_and(|table| table.iter().any(|(key, _)| known.contains(&key.name.as_str()))) {
            return None; // its argument is the next key
        }
        let words = table.and_then(|table| get(table, key)).map(|words| self.read.strings(words)).unwrap_or_default();
        let argument = Argument::read(field.takes, &known, words.iter().map(|(word, _)| word.as_str()))?;
        Some((FieldRef::Known(field, argument), written(name, argument)))
    }

    /// The tests in a value, each with its byte range: a plain value, a list (any of), or a table of tests.
    fn tests(&mut self, value: &Value, kind: Type, takes: Param) -> Vec<(Test, Range<usize>)> {
        match &value.data {
            Data::Table(table) => {
                let is_test = |(key, _): &&(toml::Key, Value)| Some(key.name.as_str()) != takes.key();
                if !table.iter().any(|entry| is_test(&entry)) {
                    self.report_empty(value);
                }
                let test = |(key, value): &(toml::Key, Value)| {
                    Some((self.test(key, value, kind)?, key.span.start..value.span.end))
                };
                let tests: Vec<_> = table.iter().filter(is_test).filter_map(test).collect();
                self.report_contradiction(value, &tests);
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

    fn mismatch(&mut self, value: &Value, kind: Type) {
        let wanted = match kind {
            Type::Flag => "true or false",
            Type::Number(_) | Type::People => "a test such as `{ above = 3 }`",
            Type::Duration => "a test such as `{ at-most = \"24h\" }`",
            Type::Words(_) => "a word or a list of words",
            Type::Text | Type::Texts => "text, a list of texts, or `{ matches = \"…\" }`",
            Type::Person => "`{ is-set = true }`",
        };
        self.read.error(value.span.clone(), format!("this field takes {wanted}"), "this does not fit");
    }

    fn any_of(&mut self, value: &Value, kind: Type, none: bool) -> Option<Test> {
        if value.as_list().is_some_and(<[Value]>::is_empty) {
            self.read.error(value.span.clone(), "this list names nothing", "expected a word");
            return None;
        }
        match kind {
            Type::Words(words) => {
                let mut bits = 0;
                for (word, span) in self.read.strings(value) {
                    match words.iter().position(|known| *known == word) {
                        Some(place) => bits |= 1 << place,
                        None => self.read.unknown_word(span, &word, "word of this field", words),
                    }
                }
                Some(if none { Test::NoneOf(bits) } else { Test::AnyOf(bits) })
            }
            Type::Text | Type::Texts => {
                let texts = self.read.strings(value).into_iter().map(|(text, _)| text.to_lowercase()).collect();
                Some(if none { Test::TextIsNot(texts) } else { Test::TextIs(texts) })
            }
            _ => {
                self.mismatch(value, kind);
                None
            }
        }
    }

    fn test(&mut self, key: &toml::Key, value: &Value, kind: Type) -> Option<Test> {
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
            ("matches", _) if matches!(kind, Type::Text | Type::Texts) => self.pattern(value),
            (_, Some(order)) if matches!(kind, Type::Number(_) | Type::Duration | Type::People) => {
                self.operand(value, kind).map(|operand| Test::Compare(order, operand))
            }
            _ => {
                let known = match kind {
                    Type::Flag => &["is", "is-set"][..],
                    Type::Number(_) | Type::Duration | Type::People => {
                        &["above", "below", "at-least", "at-most", "is-set"]
                    }
                    Type::Words(_) => &["any-of", "none-of", "all-of", "is-set"],
                    Type::Text | Type::Texts => &["any-of", "none-of", "matches", "is-set"],
                    Type::Person => &["is-set"],
                };
                self.read.unknown_key(key, "a test of this field", known);
                None
            }
        }
    }

    fn pattern(&mut self, value: &Value) -> Option<Test> {
        let text = self.read.string(value)?;
        if self.is_trusted {
            return Some(Test::Matches(Pattern::valid(text)));
        }
        match Pattern::checked(text) {
            Ok(pattern) => Some(Test::Matches(pattern)),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                self.read.error(value.span.clone(), "this pattern is not valid", reason);
                None
            }
        }
    }
}

/// Start of the dotted key whose last part begins at `at`.
fn dotted(bytes: &[u8], at: usize) -> usize {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    at - bytes.get(..at).unwrap_or_default().iter().rev().take_while(part).count()
}
