//! Reads the sprint field if its values do not look like sprints, and its changes if a site gives it another
//! name than Jira's.

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::Timestamp;

use super::named_by_items::named_by_items;
use crate::board::facts::{Act, COMMA, ChangeFact, FieldFact, FieldSchema, ItemFact, SPRINT, SprintFact, Text};
use crate::lexicon::{self, Field};

/// Puts items into the sprints in their sprint field, if the field is known by its schema, or else by its
/// name, and not by its values.
pub(crate) fn place<'a>(
    items: &mut [ItemFact<'a>],
    fields: &[FieldFact<'_>],
    sprints: &[(Option<Timestamp>, SprintFact<'a>)],
) {
    let known: HashSet<&str> = sprints.iter().map(|(_, sprint)| &*sprint.name).collect();
    let by_schema = fields.iter().filter(|field| field.schema == FieldSchema::Sprint);
    let mut ids: Vec<&str> = by_schema.map(|field| &*field.id).collect();
    if ids.is_empty() {
        let by_name = fields.iter().filter(|field| lexicon::field(&field.name) == Some(Field::Sprint));
        ids.extend(by_name.map(|field| &*field.id));
    }
    ids.push(SPRINT);
    // Each file of an export lists its fields.
    ids.sort_unstable();
    ids.dedup();
    for item in items.iter_mut().filter(|item| item.sprints.is_empty()) {
        let held = item.fields.iter().filter(|(id, _)| ids.contains(&&**id));
        item.sprints = held.flat_map(|(_, value)| names(&value.decode(), &known)).collect();
    }
}

/// The ids or names of sprints in a text. A text that is no list of them stands for one unknown sprint.
fn names<'a>(text: &str, known: &HashSet<&str>) -> Vec<Cow<'a, str>> {
    /// Texts that scripts write for no sprint.
    const NONE: [&str; 6] = ["none", "null", "nan", "n/a", "false", "0"];
    let is_list = !text.starts_with(['[', '{']) && !known.contains(text.trim());
    let parts = text.split(|at| at == ',' && is_list).map(str::trim);
    let says = |part: &&str| part.contains(char::is_alphanumeric) && !NONE.contains(&&*part.to_lowercase());
    parts.filter(says).map(|part| Cow::Owned(part.replace(COMMA, ","))).collect()
}

/// Turns the changes of custom fields that hold sprints into changes of sprints.
pub(crate) fn resolve<'a>(
    items: &mut [ItemFact<'a>],
    fields: &[FieldFact<'_>],
    sprints: &[(Option<Timestamp>, SprintFact<'a>)],
) {
    let by_schema = fields.iter().filter(|field| field.schema == FieldSchema::Sprint);
    let mut names: HashSet<String> =
        by_schema.flat_map(|field| [&field.id, &field.name]).filter(|name| !name.is_empty()).map(key).collect();
    let known: HashSet<(&str, &str)> = sprints.iter().map(|(_, sprint)| (&*sprint.id, &*sprint.name)).collect();
    let of_change = |change: &ChangeFact<'_>| holds_sprints(&change.act, &known).map(|name| key(&name));
    names.extend(named_by_items(items, |item| item.changes.iter().filter_map(of_change)));
    if names.is_empty() {
        return;
    }
    for change in items.iter_mut().flat_map(|item| &mut item.changes) {
        let Act::Field { id, name, ids, from, to } = &mut change.act else { continue };
        let is_sprint = || names.contains(&key(id)) || (id.is_empty() && names.contains(&key(name)));
        let is_empty = from.is_none() && to.is_none();
        if let Some(ids) = ids.take_if(|_| !is_empty && is_sprint()) {
            change.act = Act::Sprints { from: ids.from, to: ids.to };
        }
    }
}

fn key(name: &(impl AsRef<str> + ?Sized)) -> String {
    name.as_ref().to_lowercase()
}

/// The id of the field, or else its name, if its value after the change is one sprint that is known by that
/// id and name.
fn holds_sprints<'a>(act: &Act<'a>, known: &HashSet<(&str, &str)>) -> Option<Cow<'a, str>> {
    let Act::Field { id, name, ids: Some(ids), to, .. } = act else { return None };
    let said = to.map(Text::decode)?;
    let [sprint] = ids.to.as_slice() else { return None };
    let field = if id.is_empty() { name } else { id };
    known.contains(&(&**sprint, said.trim())).then(|| field.clone())
}
