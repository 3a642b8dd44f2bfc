//! Checks a charter on its own: its content as JSON, and its mistakes.

use boardlint::charter::{FILE_NAME, Profile};
use boardlint::lint::Inputs;
use boardlint::report::Names;
use boardlint::rule::{RuleSet, Selection};
use serde_json::{Map, Value, json};
use toml_edit::{DocumentMut, Item, Value as Toml};

use crate::places::diagnostic;

/// Checks the charter `text`.
pub(crate) fn check(text: &str) -> Value {
    let mut inputs = Inputs::new([]);
    let id = inputs.add_charter(FILE_NAME, text.as_bytes().to_vec());
    let (charter, mut found) = inputs.parse_charter(id);
    let profile = charter.profile.unwrap_or(Profile::Strict);
    // The rule settings of the charter are checked against the rules.
    RuleSet::new(inputs.rules(), profile, &charter, &Selection::default(), inputs.sources(), &mut found);
    let names = Names::real();
    let data = text.parse::<DocumentMut>().ok().map(|document| table(document.iter()));
    json!({
        "toml": text,
        "data": data,
        "diagnostics": found.iter().map(|found| diagnostic(inputs.sources(), &names, found)).collect::<Vec<_>>(),
    })
}

fn table<'t>(entries: impl Iterator<Item = (&'t str, &'t Item)>) -> Value {
    Value::Object(entries.map(|(key, item)| (key.to_owned(), json(item))).collect::<Map<_, _>>())
}

fn json(item: &Item) -> Value {
    match item {
        Item::None => Value::Null,
        Item::Value(value) => value_as_json(value),
        Item::Table(entries) => table(entries.iter()),
        Item::ArrayOfTables(tables) => tables.iter().map(|entries| table(entries.iter())).collect(),
    }
}

/// A TOML value as JSON; dates become texts.
pub(crate) fn value_as_json(value: &Toml) -> Value {
    match value {
        Toml::String(text) => json!(text.value()),
        Toml::Integer(number) => json!(number.value()),
        Toml::Float(number) => json!(number.value()),
        Toml::Boolean(yes) => json!(yes.value()),
        Toml::Datetime(at) => json!(at.value().to_string()),
        Toml::Array(values) => values.iter().map(value_as_json).collect(),
        Toml::InlineTable(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.to_owned(), value_as_json(value))).collect())
        }
    }
}
