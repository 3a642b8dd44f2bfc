//! The schema of conditions: all fields of a judged thing, and the tests for their types.

use serde_json::{Map, Value, json};

use super::parts::{list, object, texts, words};
use crate::rule::Judge;
use crate::rule::args::Param;
use crate::rule::condition::Order;
use crate::rule::field::Field;
use crate::rule::value::{NumberUnit, Type};
use crate::rule::vocabulary::fields;
use crate::word::Word;

/// The definitions of the schema: the conditions for each thing that can be judged, and their tests.
pub(super) fn definitions() -> Value {
    let mut tests = Map::new();
    let judges: Vec<_> = Judge::ALL.iter().map(|judge| (judge.word(), conditions(*judge, &mut tests))).collect();
    for (judge, conditions) in judges {
        tests.insert(judge.to_owned(), conditions);
    }
    Value::Object(tests)
}

/// A reference to the conditions of a rule that judges `judge`.
pub(super) fn of(judge: Judge) -> Value {
    json!({ "$ref": format!("#/definitions/{judge}") })
}

/// The conditions of a rule that judges `judge`, as an object nested by the parts of the fields' names.
fn conditions(judge: Judge, tests: &mut Map<String, Value>) -> Value {
    let mut root = object("Conditions, all of which must hold", Vec::<(String, Value)>::new());
    for field in fields().filter(|field| judge.can_ask(field)) {
        let plain = refer(field.kind, field.name, tests);
        let test = if field.takes == Param::Nothing { plain } else { refer_with_argument(field, &plain, tests) };
        put(&mut root, field.name, json!({ "description": field.about, "allOf": [test] }));
    }
    for (key, about) in [("count", "The rule's own counts"), ("share", "The rule's own shares")] {
        let test = refer(Type::Number(NumberUnit::Bare), "number", tests);
        root["properties"][key] = json!({ "type": "object", "description": about, "additionalProperties": test });
    }
    root
}

/// A reference to the tests of a field with an argument. They are added to `tests` once.
fn refer_with_argument(field: &Field, test: &Value, tests: &mut Map<String, Value>) -> Value {
    let name = format!("{}.*", field.name);
    if !tests.contains_key(&name) {
        let by_argument = by_argument(field, test, tests);
        tests.insert(name.clone(), by_argument);
    }
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The tests of a field with an argument: either below each possible word, or directly beside its key.
fn by_argument(field: &Field, test: &Value, tests: &mut Map<String, Value>) -> Value {
    let words_of = field.words();
    let mut own = |word: &str| {
        let choice = field.choices.iter().find(|choice| choice.word == word)?;
        Some(refer(choice.kind?, &format!("{}.{word}", field.name), tests))
    };
    let tests_of: Vec<_> = words_of.iter().map(|word| (*word, own(word))).collect();
    let mut table = object("", tests_of.into_iter().map(|(word, own)| (word, own.unwrap_or_else(|| test.clone()))));
    if field.takes == Param::Roles {
        let further = object("", words_of.iter().map(|word| (*word, test.clone())));
        table = object("", words_of.iter().map(|word| (*word, further.clone())));
    }
    let key = field.takes.key().unwrap_or_default();
    let one = json!({ "enum": words_of });
    let value = if field.takes == Param::Roles { json!({ "type": "array", "items": one }) } else { one };
    let beside = json!({ "type": "object", "properties": { key: value }, "required": [key] });
    match field.takes.count().0 {
        0 => json!({ "anyOf": [table, beside, test] }),
        _ => json!({ "anyOf": [table, beside] }),
    }
}

/// Inserts the schema of a field at the place of its dotted name.
fn put(root: &mut Value, name: &str, test: Value) {
    let mut place = root;
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        let properties = &mut place["properties"];
        if parts.peek().is_none() {
            properties[part] = test;
            return;
        }
        if properties[part].is_null() {
            properties[part] = object("", Vec::<(String, Value)>::new());
        }
        place = &mut properties[part];
    }
}

/// A reference to the tests of a type, which are added to `tests` once. A set of words gets the name of the
/// first field that uses it.
fn refer(kind: Type, field: &str, tests: &mut Map<String, Value>) -> Value {
    let test = test(kind);
    let known = tests.iter().find(|(_, other)| **other == test).map(|(name, _)| name.clone());
    let name = known.unwrap_or_else(|| {
        let name = match kind {
            Type::Flag => "flag",
            Type::Number(_) | Type::People => "number",
            Type::Duration => "duration",
            Type::Words(_) => field,
            Type::Text => "text",
            Type::Texts => "texts",
            // The name `person` is taken by the conditions of rules about persons.
            Type::Person => "who",
        };
        tests.insert(name.to_owned(), test);
        name.to_owned()
    });
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The tests for a field of this type.
fn test(kind: Type) -> Value {
    let set = ("is-set", json!({ "type": "boolean" }));
    match kind {
        Type::Flag => {
            json!({ "anyOf": [{ "type": "boolean" }, object("", [("is", json!({ "type": "boolean" })), set])] })
        }
        Type::Number(_) | Type::People => numbers(&json!({ "type": ["number", "string"] }), set),
        Type::Duration => numbers(&super::parts::length(), set),
        Type::Words(known) => {
            let some = json!({ "anyOf": [words("", known), list("", words("", known))] });
            let tests = ["any-of", "none-of", "all-of"].map(|test| (test, some.clone()));
            json!({ "anyOf": [some, object("", tests.into_iter().chain([set]))] })
        }
        Type::Text | Type::Texts => {
            let tests = [("any-of", texts("")), ("none-of", texts("")), ("matches", json!({ "type": "string" })), set];
            json!({ "anyOf": [texts(""), object("", tests)] })
        }
        Type::Person => object("", [set]),
    }
}

fn numbers(bound: &Value, set: (&'static str, Value)) -> Value {
    object("", Order::ALL.iter().map(|(name, _)| (*name, bound.clone())).chain([set]))
}
