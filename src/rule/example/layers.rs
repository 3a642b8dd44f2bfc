//! An example in layers: the shared `[given]`, the example itself, and the differences in one of its
//! variants.
//!
//! The layers are merged as tables, with positions, before anything is parsed. Each mistake is thus reported
//! where it was written.

use super::keys::{BACKGROUND, EXAMPLE, GIVEN, VARIANT, is_action, is_of_change};
use super::values::range;
use crate::source::toml::{Data, Key, Reader, Table, Value};

/// The examples in the rule file `root`, each as one table.
pub(super) fn examples(read: &mut Reader<'_>, root: &Table) -> Vec<Value> {
    let background = entry(root, "given").and_then(|value| Some(owned(BACKGROUND.read(read, value)?)));
    let background = background.unwrap_or_default();
    let written = entry(root, "example").and_then(|value| read.list(value)).unwrap_or_default();
    let mut examples = Vec::new();
    for value in written {
        let Some(known) = EXAMPLE.read(read, value) else { continue };
        let mut own = owned(known);
        let mut alone = false;
        match take(&mut own, "given") {
            None => {}
            Some(Value { data: Data::Bool(keeps), .. }) => alone = !keeps,
            Some(grouped) => {
                let grouped = GIVEN.read(read, &grouped).map(owned).unwrap_or_default();
                own = grouped.into_iter().chain(own).collect();
            }
        }
        let variants = take(&mut own, "but");
        let background = if alone { Table::new() } else { background.clone() };
        let shared = length(&background, "changes");
        let example = over(background, own);
        examples.push(Value { span: value.span.clone(), data: Data::Table(example.clone()) });
        let variants = variants.as_ref().and_then(|list| read.list(list)).unwrap_or_default();
        for variant in variants {
            let Some(known) = VARIANT.read(read, variant) else { continue };
            let table = varied(&example, owned(known), shared);
            examples.push(Value { span: variant.span.clone(), data: Data::Table(table) });
        }
    }
    examples
}

/// `example` with the differences of a variant applied. The first `shared` changes stay. The expected result
/// comes from the variant alone.
fn varied(example: &Table, mut variant: Table, shared: usize) -> Table {
    let mut base = example.clone();
    base.retain(|(key, _)| !["name", "fires", "level", "findings", "inconclusive"].contains(&key.name.as_str()));
    let then = take(&mut variant, "then");
    let (of_last, mut variant): (Table, Table) = variant.into_iter().partition(|(key, _)| is_of_change(&key.name));
    if variant.iter().any(|(key, _)| key.name == "changes") {
        with_list(&mut base, "changes", |changes| changes.truncate(shared));
    }
    // Added changes come last, after those that the variant may replace.
    let changes = take(&mut variant, "changes");
    let mut table = over(base, variant);
    if let Some(changes) = changes {
        table = over(table, vec![named("changes", changes)]);
    }
    if let Some(first) = of_last.first().map(|(key, _)| key.span.clone()) {
        let missing = length(&table, "changes") == 0;
        if missing {
            let empty = Value {
                span: first.clone(),
                data: Data::List(vec![Value { span: first, data: Data::Table(Table::new()) }]),
            };
            table = over(table, vec![named("changes", empty)]);
        }
        with_list(&mut table, "changes", |changes| {
            if let Some(Data::Table(last)) = changes.last_mut().map(|last| &mut last.data) {
                if of_last.iter().any(|(key, _)| is_action(&key.name)) {
                    last.retain(|(key, _)| !is_action(&key.name));
                }
                for (key, value) in of_last {
                    put(last, (key, value));
                }
            }
        });
    }
    match then {
        Some(then) => over(table, vec![named("changes", then)]),
        None => table,
    }
}

/// Merges `top` into `base`. Changes are appended, and items are merged with items of the same key. The keys
/// within `sprints` are merged one by one. Any other key replaces the one below.
fn over(mut base: Table, top: Table) -> Table {
    for (key, value) in top {
        match (key.name.as_str(), value.data) {
            ("changes", Data::List(list)) if length(&base, "changes") > 0 => {
                with_list(&mut base, "changes", |changes| changes.extend(list));
            }
            ("items", Data::List(list)) if length(&base, "items") > 0 => with_list(&mut base, "items", |items| {
                *items = one_by_one(std::mem::take(items));
                for (place, item) in one_by_one(list).into_iter().enumerate() {
                    let wanted = key_of(&item, place);
                    let below = (0..).zip(items.iter()).find(|(place, below)| key_of(below, *place) == wanted);
                    match (below.map(|(place, _)| place), item.data) {
                        (Some(below), Data::Table(own)) => {
                            if let Data::Table(table) = &mut items[below].data {
                                own.into_iter().for_each(|entry| put(table, entry));
                            }
                        }
                        (_, data) => items.push(Value { span: item.span, data }),
                    }
                }
            }),
            ("sprints", Data::Table(own))
                if entry(&base, "sprints").is_some_and(|below| below.as_table().is_some()) =>
            {
                let below = base.iter_mut().find(|(key, _)| key.name == "sprints");
                if let Some(Data::Table(below)) = below.map(|(_, below)| &mut below.data) {
                    own.into_iter().for_each(|entry| put(below, entry));
                }
            }
            (_, data) => put(&mut base, (key, Value { span: value.span, data })),
        }
    }
    base
}

/// Splits items with several keys into one item per key.
fn one_by_one(items: Vec<Value>) -> Vec<Value> {
    let of_keys = |(place, item): (usize, Value)| {
        let keys = written_keys(&item);
        let Data::Table(table) = &item.data else { return vec![item] };
        // An item without a key gets the key of its index now, so that merging does not change it.
        let keys = if keys.is_empty() { vec![key_of(&item, place)] } else { keys };
        let with = |key: String| {
            let mut own = table.clone();
            put(&mut own, named("key", Value { span: item.span.clone(), data: Data::Text(key) }));
            Value { span: item.span.clone(), data: Data::Table(own) }
        };
        keys.into_iter().map(with).collect()
    };
    items.into_iter().enumerate().flat_map(of_keys).collect()
}

/// The keys written for an item.
fn written_keys(item: &Value) -> Vec<String> {
    let written = item.as_table().and_then(|table| entry(table, "key"));
    let texts = match written {
        Some(Value { data: Data::List(list), .. }) => list.iter().filter_map(Value::as_text).collect(),
        Some(key) => key.as_text().into_iter().collect(),
        None => Vec::new(),
    };
    texts.into_iter().flat_map(|text| range(text.to_owned())).collect()
}

/// The key written for an item, or the default key for its index.
pub(super) fn key_of(item: &Value, place: usize) -> String {
    match item.as_table().and_then(|table| entry(table, "key")) {
        Some(Value { data: Data::Text(key), .. }) => key.clone(),
        Some(keys) => keys.to_string(),
        None => format!("APP-{}", place + 1),
    }
}

fn named(name: &str, value: Value) -> (Key, Value) {
    (Key { name: name.to_owned(), span: value.span.clone() }, value)
}

fn owned(entries: Vec<&(Key, Value)>) -> Table {
    entries.into_iter().cloned().collect()
}

fn entry<'v>(table: &'v Table, name: &str) -> Option<&'v Value> {
    table.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
}

fn take(table: &mut Table, name: &str) -> Option<Value> {
    let place = table.iter().position(|(key, _)| key.name == name)?;
    Some(table.remove(place).1)
}

fn put(table: &mut Table, (key, value): (Key, Value)) {
    match table.iter_mut().find(|(other, _)| other.name == key.name) {
        Some((_, below)) => *below = value,
        None => table.push((key, value)),
    }
}

fn length(table: &Table, name: &str) -> usize {
    entry(table, name).and_then(Value::as_list).map_or(0, <[Value]>::len)
}

fn with_list(table: &mut Table, name: &str, change: impl FnOnce(&mut Vec<Value>)) {
    let value = table.iter_mut().find(|(key, _)| key.name == name).map(|(_, value)| value);
    if let Some(Data::List(list)) = value.map(|value| &mut value.data) {
        change(list);
    }
}
