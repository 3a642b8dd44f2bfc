//! Values in JSON outputs: masked texts, words of closed sets, facts, and objects whose keys are data.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::{Names, encode};
use crate::finding::Fact;

/// A text that strangers may have typed, masked.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub(crate) struct JsonText<'r>(Cow<'r, str>);

impl<'r> JsonText<'r> {
    pub(crate) fn new(text: impl Into<Cow<'r, str>>) -> Self {
        Self(match text.into() {
            Cow::Borrowed(text) => encode::json(text),
            Cow::Owned(text) => Cow::Owned(encode::json(&text).into_owned()),
        })
    }

    /// Of a text that is masked already.
    pub(super) fn masked(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    pub(super) fn into_string(self) -> String {
        self.0.into_owned()
    }
}

/// A JSON object whose keys are data.
pub(crate) struct Entries<K, V>(pub(crate) Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Entries<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// The numbers and texts that a finding was computed from, by name.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct Facts<'r>(Entries<&'r str, FactValue<'r>>);

impl<'r> Facts<'r> {
    pub(super) fn new(names: &'r Names, facts: &'r [(String, Fact)]) -> Self {
        let mut entries: Vec<(&str, FactValue<'r>)> = Vec::new();
        for (name, fact) in facts {
            let value = FactValue::new(names, fact);
            // A key stands once: of two facts of one name the later counts.
            match entries.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = value,
                None => entries.push((name, value)),
            }
        }
        Self(Entries(entries))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.0.is_empty()
    }
}

impl JsonSchema for Facts<'_> {
    fn schema_name() -> Cow<'static, str> {
        "facts".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": { "type": ["number", "string", "boolean", "null"] } })
    }
}

/// A fact as a number, to two decimals and without a fraction where it is whole (50, not 50.0), as a text, as a truth value,
/// or as null where there is nothing.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum FactValue<'r> {
    Whole(i64),
    Decimal(f64),
    Text(JsonText<'r>),
    Truth(bool),
    Nothing,
}

impl<'r> FactValue<'r> {
    pub(crate) fn new(names: &'r Names, fact: &'r Fact) -> Self {
        match fact {
            Fact::Number(number) => Self::number(*number),
            Fact::Text(words) => Self::Text(JsonText::new(names.text(words))),
            Fact::Truth(truth) => Self::Truth(*truth),
            Fact::Nothing => Self::Nothing,
        }
    }

    /// Of a fact in which people are called by their names.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "`inspect` alone calls people by their names"))]
    pub(crate) fn named(fact: Fact) -> Self {
        match fact {
            Fact::Number(number) => Self::number(number),
            Fact::Text(words) => Self::Text(JsonText::new(words)),
            Fact::Truth(truth) => Self::Truth(truth),
            Fact::Nothing => Self::Nothing,
        }
    }

    fn number(number: f64) -> Self {
        let rounded = (number * 100.0).round() / 100.0;
        format!("{rounded}").parse().map_or(Self::Decimal(rounded), Self::Whole)
    }
}

/// A list of which each element is made when it is written: of many findings never more than one is held in the shape of the
/// output.
pub(super) struct Each<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        (self.0)().try_for_each(|element| list.serialize_element(&element))?;
        list.end()
    }
}
