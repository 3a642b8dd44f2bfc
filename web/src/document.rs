//! Reads and changes keys and values in the text of a charter; everything else stays as it is written.

use boardlint::report::encode;
use serde::Deserialize;
use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, Datetime, InlineTable, Item, Key, Table, TableLike, Value};

use crate::{comments, lists};

/// A key, or an index in a list of tables.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    Place(usize),
    Key(String),
}

/// The key of an object that represents a date.
const DAY: &str = "$day";

/// The keys of a section.
pub(crate) fn keys(root: &Table, section: &str) -> Vec<String> {
    let table = root.get(section).and_then(Item::as_table_like);
    table.into_iter().flat_map(TableLike::iter).map(|(key, _)| key.to_owned()).collect()
}

/// The entries of a list in a section; a value that is not a list is one entry.
pub(crate) fn entries(root: &Table, section: &str, key: &str) -> Vec<Value> {
    let item = root.get(section).and_then(Item::as_table_like).and_then(|table| table.get(key)).cloned();
    let mut all: Vec<Value> = match item.map(Item::into_value) {
        Some(Ok(Value::Array(list))) => list.into_iter().collect(),
        Some(Ok(value)) => vec![value],
        _ => Vec::new(),
    };
    all.iter_mut().for_each(|entry| entry.decor_mut().clear());
    all
}

/// Sets the entries of a list in a section.
pub(crate) fn set_entries(root: &mut Table, section: &str, key: &str, all: Vec<Value>) -> Result<(), String> {
    set_at(root, &path(section, key), Value::Array(all.into_iter().collect()))
}

/// Sets the entries of a list in a section. Without entries, the list is removed.
pub(crate) fn set_or_unset(root: &mut Table, section: &str, key: &str, all: Vec<Value>) -> Result<(), String> {
    if all.is_empty() { unset(root, &path(section, key)) } else { set_entries(root, section, key, all) }
}

fn path(section: &str, key: &str) -> [Step; 2] {
    [section, key].map(|step| Step::Key(step.to_owned()))
}

/// Sets the value at `path`.
pub(crate) fn set_at(root: &mut Table, path: &[Step], value: Value) -> Result<(), String> {
    let (place, last) = at(root, path)?;
    set(place, last, value)
}

/// Removes the key at `path`, and its section if that becomes empty.
pub(crate) fn unset(root: &mut Table, path: &[Step]) -> Result<(), String> {
    let (place, last) = at(root, path)?;
    comments::remove(place, last);
    if let ([Step::Key(section), _], true) = (path, place.is_empty()) {
        comments::remove(root, section);
    }
    Ok(())
}

/// Sets `key` to `value`. The comments around an old value stay.
pub(crate) fn set(place: &mut dyn TableLike, key: &str, mut value: Value) -> Result<(), String> {
    let Some(item) = place.get_mut(key) else {
        place.entry_format(&key_of(key)?).or_insert(Item::Value(value));
        return Ok(());
    };
    if let Some(old) = item.as_value_mut() {
        if let (Some(old), Some(new)) = (old.as_array_mut(), value.as_array())
            && lists::update(old, new)
        {
            return Ok(());
        }
        *value.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(value);
    Ok(())
}

/// The table that contains the last step of `path`, and that step. Missing tables are created.
fn at<'t, 'p>(root: &'t mut Table, path: &'p [Step]) -> Result<(&'t mut dyn TableLike, &'p str), String> {
    let no_key = || "a path ends in a key".to_owned();
    let Some((Step::Key(last), way)) = path.split_last() else { return Err(no_key()) };
    let mut place: &mut dyn TableLike = root;
    let mut steps = way.iter().peekable();
    while let Some(step) = steps.next() {
        let Step::Key(key) = step else { return Err(no_key()) };
        let item = place.entry_format(&key_of(key)?).or_insert_with(|| Item::Table(Table::new()));
        place = match (steps.peek(), item) {
            (Some(Step::Place(index)), Item::ArrayOfTables(list)) => {
                steps.next();
                list.get_mut(*index).ok_or_else(|| format!("`{key}` has no entry {index}"))?
            }
            (_, item) => item.as_table_like_mut().ok_or_else(|| format!("`{key}` is no table"))?,
        };
    }
    Ok((place, last))
}

/// The list of tables at `path`, which is created if it is missing.
pub(crate) fn tables<'t>(root: &'t mut Table, path: &[String]) -> Result<&'t mut ArrayOfTables, String> {
    let [key] = path else { return Err("a list of tables stands at the top".to_owned()) };
    let item = root.entry_format(&key_of(key)?).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    // The list may also be written as an array in one line.
    if let Some(array) = item.as_array() {
        let entries = array.iter().filter_map(|value| value.as_inline_table());
        let list: ArrayOfTables = entries.map(|entry| entry.clone().into_table()).collect();
        *item = Item::ArrayOfTables(list);
    }
    item.as_array_of_tables_mut().ok_or_else(|| format!("`{key}` is no list of tables"))
}

pub(crate) fn value_of(json: &Json) -> Result<Value, String> {
    Ok(match json {
        Json::Null => return Err("TOML knows no null".to_owned()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => text_of(text)?,
        Json::Array(values) => Value::Array(values.iter().map(value_of).collect::<Result<Array, _>>()?),
        Json::Object(entries) => match entries.get(DAY).and_then(Json::as_str) {
            Some(day) => Value::from(day.parse::<Datetime>().map_err(|_| format!("`{day}` is no day"))?),
            None => {
                let mut table = InlineTable::new();
                for (key, value) in entries {
                    set(&mut table, key, value_of(value)?)?;
                }
                Value::InlineTable(table)
            }
        },
    })
}

/// `text` as a string value. Characters that change what a reader sees are escaped.
pub(crate) fn text_of(text: &str) -> Result<Value, String> {
    let mut value: Value =
        encode::toml_unmasked(text).parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    value.decor_mut().clear();
    Ok(value)
}

/// The key `text`, with quotes and escapes if it needs them.
fn key_of(text: &str) -> Result<Key, String> {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(bare) {
        return Ok(Key::new(text));
    }
    let mut keys = Key::parse(&encode::toml_unmasked(text)).map_err(|error| error.message().to_owned())?;
    keys.pop().ok_or_else(|| "a key has no name".to_owned())
}
