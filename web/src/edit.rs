//! Changes of a charter that leave everything else in it as it is written.

use boardlint::report::encode;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

use crate::{comments, lists};

/// One change of a charter.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Edit {
    /// The value at a path.
    Set { set: Vec<Step>, value: Json },
    /// No key at a path.
    Unset { unset: Vec<Step> },
    /// One more table in a list of tables.
    Append { append: Vec<String>, value: Map<String, Json> },
    /// One table less.
    Drop { drop: Vec<String>, index: usize },
}

/// A key, or a place in a list of tables.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    Place(usize),
    Key(String),
}

/// The key of an object that stands for a date.
const DAY: &str = "$day";

/// `text` with `edits` made.
pub(crate) fn edit(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    for edit in edits {
        let root = document.as_table_mut();
        match edit {
            Edit::Set { set: path, value } => {
                let (place, last) = at(root, path)?;
                set(place, last, value_of(value)?)?;
            }
            Edit::Unset { unset } => {
                let (place, last) = at(root, unset)?;
                comments::remove(place, last);
                if let ([Step::Key(section), _], true) = (unset.as_slice(), place.is_empty()) {
                    comments::remove(root, section);
                }
            }
            Edit::Append { append, value } => {
                let mut table = Table::new();
                for (key, value) in value {
                    set(&mut table, key, value_of(value)?)?;
                }
                tables(root, append)?.push(table);
            }
            Edit::Drop { drop, index } => {
                let list = tables(root, drop)?;
                if *index < list.len() {
                    list.remove(*index);
                }
                if let ([key], true) = (drop.as_slice(), list.is_empty()) {
                    root.remove(key);
                }
            }
        }
    }
    Ok(document.to_string())
}

/// Sets `key` to `value`. The comments around a value that was there stay.
fn set(place: &mut dyn TableLike, key: &str, mut value: Value) -> Result<(), String> {
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

/// The table in which the last step of `path` is a key, made where it is not there yet.
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

/// The list of tables at `path`, made where it is not there yet.
fn tables<'t>(root: &'t mut Table, path: &[String]) -> Result<&'t mut ArrayOfTables, String> {
    let [key] = path else { return Err("a list of tables stands at the top".to_owned()) };
    let item = root.entry_format(&key_of(key)?).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    // A list may be written in one line, too.
    if let Some(array) = item.as_array() {
        let entries = array.iter().filter_map(|value| value.as_inline_table());
        let list: ArrayOfTables = entries.map(|entry| entry.clone().into_table()).collect();
        *item = Item::ArrayOfTables(list);
    }
    item.as_array_of_tables_mut().ok_or_else(|| format!("`{key}` is no list of tables"))
}

fn value_of(json: &Json) -> Result<Value, String> {
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

/// `text` as a string in which whatever changes what a reader sees is escaped.
fn text_of(text: &str) -> Result<Value, String> {
    let mut value: Value =
        encode::toml_unmasked(text).parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    value.decor_mut().clear();
    Ok(value)
}

/// The key that reads as `text`, with quotes and escapes where it needs them.
fn key_of(text: &str) -> Result<Key, String> {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(bare) {
        return Ok(Key::new(text));
    }
    let mut keys = Key::parse(&encode::toml_unmasked(text)).map_err(|error| error.message().to_owned())?;
    keys.pop().ok_or_else(|| "a key has no name".to_owned())
}
