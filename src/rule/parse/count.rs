//! Parses counts: what is counted, whose, in which period, and what is computed.

use std::mem;
use std::ops::Range;

use super::super::condition::{Condition, Operand, Test};
use super::super::definition::{Before, Count, CountWindow, Dated, Measure, NamedWindow, Over};
use super::super::field::FieldRef;
use super::super::keys;
use super::super::subject::{Judge, Scope};
use super::super::value::{NumberUnit, Type};
use super::parser::{Parser, get};
use crate::source::toml::{self, Table, Value};
use crate::word::Word;

impl Parser<'_> {
    /// The default scope of a count.
    pub(super) fn own_scope(&self) -> Scope {
        match self.judge {
            Judge::Sprint => Scope::Sprint,
            Judge::Change | Judge::Item | Judge::Stay => Scope::Item,
            Judge::Person => Scope::Actor,
            Judge::Board | Judge::Charter => Scope::Board,
        }
    }

    pub(super) fn count(&mut self, key: &toml::Key, value: &Value) -> Option<Count> {
        let table = self.read.table(value)?;
        self.unless_said(table, key);
        // Everything is read before returning, so that all mistakes are reported at once.
        let over = get(table, "over").map_or(Some(Over::Changes), |value| self.word(value, "thing to count"));
        let own = self.own_scope();
        let of = get(table, "of").map_or(Some(own), |value| self.word(value, "owner of what is counted"));
        let window =
            get(table, "window").map_or(Some(CountWindow::Named(NamedWindow::All)), |value| self.window(value));
        let before = get(table, "before").map(|value| self.before(value));
        let dated = get(table, "by").map_or(Some(Dated::Created), |value| self.word(value, "instant of an item"));
        // The allowed conditions depend on what is counted.
        let over = over?;
        let (conditions, measure) =
            self.asking(judge_of(over), |parser| (parser.conditions(value, Some(&keys::COUNT)), parser.measure(table)));
        Some(Count {
            name: key.name.clone(),
            over,
            of: of?,
            window: window?,
            before: before.flatten(),
            dated: dated?,
            conditions,
            measure: measure?,
            span: key.span.clone(),
        })
    }

    /// Runs `read` with the fields of `judge` and without shares, as within a count.
    fn asking<T>(&mut self, judge: Judge, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (mem::replace(&mut self.judge, judge), mem::take(&mut self.shares));
        let found = read(self);
        (self.judge, self.shares) = outer;
        found
    }

    /// Reports a count without `of` where the owner is not obvious, and an impossible period.
    fn unless_said(&mut self, table: &Table, key: &toml::Key) {
        let plain = matches!(self.judge, Judge::Board | Judge::Charter);
        let planned = get(table, "window").and_then(Value::as_text) == Some(NamedWindow::Planning.word());
        if get(table, "of").is_none() && !plain && !(planned && self.judge == Judge::Sprint) {
            let scopes: Vec<&str> = self.judge.scopes().iter().map(|scope| scope.word()).collect();
            let note = format!("a rule that judges {} can count `of` {}", self.judge.one(), scopes.join(", "));
            let message = format!("`count.{}` does not say whose things it counts", key.name);
            self.read.error_note(key.span.clone(), message, "add `of = \"…\"`".to_owned(), note);
        }
        if let Some(value) = get(table, "before")
            && !matches!(self.judge, Judge::Change | Judge::Stay)
        {
            let message =
                format!("`before` looks back from a change or a stay, and this rule judges {}", self.judge.one());
            self.read.error(value.span.clone(), message, "name a `window` instead");
        }
        let of_sprint = |word: &str| word == NamedWindow::Sprint.word() || word == NamedWindow::Planning.word();
        if let Some(value) = get(table, "window").filter(|value| value.as_text().is_some_and(of_sprint))
            && self.judge != Judge::Sprint
        {
            let message =
                format!("this window is that of the sprint judged, and this rule judges {}", self.judge.one());
            self.read.error(value.span.clone(), message, "name another window, such as `recent`");
        }
    }

    /// A window: a name, or a duration before the clock.
    fn window(&mut self, value: &Value) -> Option<CountWindow> {
        let is_length = value.as_text().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        if is_length {
            self.duration(value).map(CountWindow::Last)
        } else {
            self.word(value, "window").map(CountWindow::Named)
        }
    }

    fn before(&mut self, value: &Value) -> Option<Before> {
        if value.as_text() == Some(keys::ALL) { Some(Before::All) } else { self.duration(value).map(Before::Within) }
    }

    /// What is computed from the counted things.
    fn measure(&mut self, table: &Table) -> Option<Measure> {
        let mut field = |key: &str| get(table, key).map(|value| (self.number_field(value), value));
        let (sum, of) = (field("sum"), field("value"));
        if let Some(percentile) = get(table, "percentile") {
            let percent = self.read.whole(percentile, keys::PERCENTS)?;
            let Some((of, _)) = of else {
                self.read.error(
                    percentile.span.clone(),
                    "`percentile` does not say of what",
                    "add `value = \"item.cycle-time\"` or the like",
                );
                return None;
            };
            return Some(Measure::Percentile(percent, of?));
        }
        if let Some((_, value)) = of {
            self.read.error(
                value.span.clone(),
                "`value` is what a percentile is taken of",
                "add `percentile = 85` or the like",
            );
        }
        if let Some(value) = get(table, "distinct") {
            return self.word(value, "thing to have in common").map(Measure::Different);
        }
        match sum {
            Some((field, _)) => Some(Measure::Sum(field?)),
            None => Some(Measure::Number),
        }
    }

    fn number_field(&mut self, value: &Value) -> Option<FieldRef> {
        match self.operand(value, Type::Number(NumberUnit::Bare)) {
            Some(Operand::Field(field)) => Some(field),
            Some(Operand::Number(_)) => {
                self.read.error(value.span.clone(), "this is no field", "the name of a field that holds a number");
                None
            }
            None => None,
        }
    }

    /// Reports counts of counts of counts: only one level is allowed, so that rules stay readable.
    pub(super) fn report_deep(&mut self, counts: &[Count]) {
        let looked_at = |count: &Count| -> Vec<(String, Range<usize>)> {
            let fields = |condition: &Condition| {
                let own = [condition.check.field].into_iter();
                let other =
                    if let Test::Compare(_, Operand::Field(field)) = condition.check.test { Some(field) } else { None };
                let spans = own.chain(other).map(|field| (field, condition.span.clone()));
                spans.collect::<Vec<_>>()
            };
            let fields = count.conditions.iter().flat_map(fields);
            let name = |(field, span)| match field {
                FieldRef::Count(place) => {
                    self.counts.get(place).map(|(name, _): &(String, Scope)| (name.clone(), span))
                }
                _ => None,
            };
            fields.filter_map(name).collect()
        };
        let mut found = Vec::new();
        for count in counts {
            for (name, span) in looked_at(count) {
                let deep =
                    counts.iter().find(|other| other.name == name).is_some_and(|other| !looked_at(other).is_empty());
                if deep || name == count.name {
                    found.push((name, span));
                }
            }
        }
        for (name, span) in found {
            self.read.error(span, format!("`count.{name}` looks at a count itself"), "name one that looks at none");
        }
    }

    /// Reports that a count does not fit the judged subject, at the `span` of the text that names it.
    pub(super) fn report_unfit(&mut self, field: FieldRef, span: &Range<usize>) {
        let FieldRef::Count(place) = field else { return };
        if let Some((name, _)) = self.counts.get(place) {
            let name = format!("count.{name}");
            self.fitting(&name, span);
        }
    }
}

/// What conditions within a count are tested against.
fn judge_of(over: Over) -> Judge {
    match over {
        Over::Changes | Over::Comments => Judge::Change,
        Over::Items => Judge::Item,
        Over::Stays => Judge::Stay,
    }
}
