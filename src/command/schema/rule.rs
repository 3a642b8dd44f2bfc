//! The schema of a rule file, generated from the table of its keys.

use serde_json::{Value, json};

use super::conditions;
use super::parts::{day, instant, length, list, needing, object, text_about, texts, words};
use crate::rule::Judge;
use crate::rule::keys::{self, Key, Section, Shape};
use crate::word::Word;

/// A rule file.
pub(super) fn schema() -> Value {
    let mut schema = section(&keys::RULE, "A rule of boardlint: one file; its name is the rule's");
    schema["$schema"] = json!(super::parts::DIALECT);
    schema["title"] = json!("A boardlint rule");
    schema["definitions"] = conditions::definitions();
    // The available fields depend on what is judged.
    let by_judge = |judge: &Judge| {
        let whole = json!({ "when": conditions::of(*judge) });
        json!({ "if": { "properties": { "judge": { "const": judge.word() } } }, "then": { "properties": whole } })
    };
    schema["allOf"] = json!(Judge::ALL.iter().map(by_judge).collect::<Vec<_>>());
    schema
}

/// A table with the keys of a section. If it contains conditions, any other key is allowed.
fn section(section: &Section, about: &str) -> Value {
    let value = |key: &Key| (key.name, shape(&key.shape, key.meaning));
    let mut table = object(about, section.keys.iter().map(value));
    if section.conditions {
        table["additionalProperties"] = json!(true);
    }
    let required: Vec<_> = section.required().collect();
    if required.is_empty() { table } else { needing(table, &required) }
}

fn shape(shape_of: &Shape, about: &str) -> Value {
    match shape_of {
        Shape::Text => text_about(about),
        Shape::Texts => texts(about),
        Shape::Number => json!({ "type": "number", "description": about }),
        Shape::Whole(range) => {
            json!({ "type": "integer", "minimum": range.start(), "maximum": range.end(), "description": about })
        }
        Shape::Flag => json!({ "type": "boolean", "description": about }),
        Shape::Length => length(),
        Shape::Date => day(about),
        Shape::Instant => json!({ "description": about, "anyOf": [instant(""), text_about("")] }),
        Shape::Word(known) => words(about, known),
        Shape::Conditions => json!({ "type": "object", "description": about }),
        Shape::Table(keys) => section(keys, about),
        Shape::List(each) => list(about, shape(each, "")),
        Shape::ByName(each) => {
            json!({ "type": "object", "description": about, "additionalProperties": shape(each, "") })
        }
        Shape::ByWord(known, each) => object(about, known.iter().map(|word| (*word, shape(each, "")))),
        Shape::Either(shapes) => {
            let shapes: Vec<_> = shapes.iter().map(|one| shape(one, "")).collect();
            json!({ "description": about, "anyOf": shapes })
        }
    }
}
