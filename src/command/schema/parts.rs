//! Building blocks of the schemas.

use serde_json::{Map, Value, json};

/// The JSON Schema dialect that editors support.
pub(super) const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// An object with these keys and no others.
pub(super) fn object(about: &str, keys: impl IntoIterator<Item = (impl Into<String>, Value)>) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    json!({ "type": "object", "description": about, "properties": properties, "additionalProperties": false })
}

/// The schema of an `object` with these `required` keys.
pub(super) fn needing(mut object: Value, required: &[&str]) -> Value {
    object["required"] = json!(required);
    object
}

pub(super) fn text_about(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

pub(super) fn words(about: &str, words: &[&str]) -> Value {
    json!({ "enum": words, "description": about })
}

/// One text or a list of texts.
pub(super) fn texts(about: &str) -> Value {
    json!({ "description": about, "anyOf": [{ "type": "string" }, list("", json!({ "type": "string" }))] })
}

pub(super) fn list(about: &str, of: Value) -> Value {
    let mut list = json!({ "type": "array", "items": of });
    if !about.is_empty() {
        list["description"] = json!(about);
    }
    list
}

/// A day in TOML. Editors treat it as a text.
pub(super) fn day(about: &str) -> Value {
    json!({ "description": about, "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}

pub(super) fn instant(about: &str) -> Value {
    json!({ "description": about, "type": "string", "format": "date-time" })
}

pub(super) fn length() -> Value {
    json!({ "type": "string", "pattern": "^[0-9.]+[smhd]$", "description": "A length of time: 90s, 5m, 24h, 3d" })
}
