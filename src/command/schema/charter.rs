//! The schema of a charter, generated from the table of its keys.

use serde_json::{Map, Value, json};

use super::conditions;
use super::parts::{DIALECT, day, list, needing, object, text_about, texts, words};
use crate::charter::{self, Key, Place, Presence, Takes, TopKey};
use crate::rule;
use crate::source::Sources;
use crate::word::Word;

/// The charter, `boardlint.toml`.
pub(super) fn schema() -> Value {
    let about = "The charter of a Scrum Team, boardlint.toml: who may do what on its board";
    let mut schema = entry(about, Place::Top);
    schema["$schema"] = json!(DIALECT);
    schema["title"] = json!("boardlint.toml");
    schema["definitions"] = conditions::definitions();
    schema
}

/// An object with the keys of `place`.
fn entry(about: &str, place: Place) -> Value {
    let keys = charter::keys_in(place);
    let that_are =
        |presence| -> Vec<&str> { keys.iter().filter(|key| key.presence == presence).map(|key| key.name).collect() };
    let mut entry = object(about, keys.iter().map(|key| (key.name, value(key))));
    let required = that_are(Presence::Required);
    if !required.is_empty() {
        entry = needing(entry, &required);
    }
    let any = that_are(Presence::AtLeastOne);
    if !any.is_empty() {
        entry["anyOf"] = any.iter().map(|key| json!({ "required": [key] })).collect();
    }
    let one = that_are(Presence::AtMostOne);
    if !one.is_empty() {
        entry["not"] = json!({ "required": one });
    }
    entry
}

fn value(key: &Key) -> Value {
    let about = key.default.map_or(key.meaning.clone(), |default| format!("{} Left out, {default}.", key.meaning));
    let about = about.as_str();
    let below = TopKey::parse(key.name).filter(|_| key.place == Place::Top).map_or(Place::Top, Place::Section);
    match key.takes {
        Takes::Text => text_about(about),
        Takes::Texts => texts(about),
        Takes::Day => day(about),
        Takes::Days => list(about, day("A date.")),
        Takes::Word(known) => words(about, known),
        Takes::People => {
            let who = charter::keys_in(Place::Term).iter().find(|key| key.presence == Presence::Required).map(value);
            let entry = json!({ "anyOf": [who, entry("Somebody for a while", Place::Term)] });
            json!({ "description": about, "anyOf": [entry, list("", entry.clone())] })
        }
        Takes::Setting => setting(json!({ "type": "object" })),
        Takes::Conditions => json!({ "type": "object", "description": about }),
        Takes::Section => entry(about, below),
        Takes::Map => {
            let each = charter::keys_in(below).first().map(value);
            let properties = if below == Place::Section(TopKey::Rules) { rules() } else { Map::new() };
            json!({ "type": "object", "description": about, "properties": properties, "additionalProperties": each })
        }
        Takes::List => list(about, entry(&format!("An entry of {}", below.title()), below)),
    }
}

/// The settings of a rule with these conditions.
fn setting(when: Value) -> Value {
    let mut entry = entry("Its settings", Place::Setting);
    for key in charter::keys_in(Place::Setting).iter().filter(|key| key.takes == Takes::Conditions) {
        entry["properties"][key.name] = when.clone();
    }
    let level = charter::keys_in(Place::Setting).into_iter().find(|key| matches!(key.takes, Takes::Word(_)));
    json!({ "anyOf": [level.as_ref().map(value), entry] })
}

/// The shipped rules by name. A team's own rules may be set too.
fn rules() -> Map<String, Value> {
    let loaded = rule::load(&mut Sources::new(), rule::Shipped::WithoutExamples, []);
    let rule = |rule: &rule::Definition| {
        let mut entry = setting(conditions::of(rule.judge));
        entry["description"] = json!(rule.summary);
        (rule.name.clone(), entry)
    };
    loaded.rules.iter().map(rule).collect()
}
