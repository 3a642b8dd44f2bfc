//! Finds fields with small numbers on many items, as estimates have.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::board::facts::{Facts, FieldFact, FieldSchema, Tool, is_custom_field, number_in};
use crate::board::{Board, ItemId};
use crate::lexicon;

/// Minimum number of items with a number.
const ENOUGH: usize = 5;
/// At least one of this many items must have a number.
const OF: usize = 5;
/// Maximum value of an estimate.
const GREATEST: f64 = 100.0;
/// Maximum number of different values in a scale of estimates. Numbers that differ on every item are counts
/// of something.
const SCALE: usize = 12;

/// The values of a field that contains only small numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SmallNumbers {
    /// Number of items with a value.
    pub items: usize,
    /// Number of all items.
    pub of: usize,
    /// The smallest value, as text.
    pub least: String,
    /// The largest value, as text.
    pub most: String,
}

/// A field by its id and name.
pub(super) struct NumberField {
    pub(super) id: String,
    pub(super) name: String,
}

/// Of the fields that may be estimates, the field of small numbers that most items on `board` have.
pub(super) fn small_numbers(facts: &[Facts<'_>], board: &Board<'_>) -> Option<(NumberField, SmallNumbers)> {
    let mut known: BTreeMap<&str, &FieldFact<'_>> = BTreeMap::new();
    for field in facts.iter().flat_map(|facts| &facts.fields) {
        let have = known.entry(&*field.id).or_insert(field);
        if have.name.is_empty() {
            *have = field;
        }
    }
    let mut files: Vec<&Facts<'_>> = facts.iter().collect();
    files.sort_by_key(|facts| (facts.newest(), facts.file));
    // `None` if the field contains something else on some item.
    let mut values: BTreeMap<&str, Option<BTreeMap<ItemId, f64>>> = BTreeMap::new();
    for item in files.into_iter().flat_map(|facts| &facts.items).filter(|item| !item.bare) {
        let Some(place) = board.find(&item.key) else { continue };
        for (id, value) in item.fields.iter().filter(|(id, _)| may_be_points(board.tool, id, known.get(&**id).copied()))
        {
            let numbers = values.entry(&**id).or_insert_with(|| Some(BTreeMap::new()));
            match number_in(&value.decode()).filter(|number| is_small(*number)) {
                Some(number) => drop(numbers.as_mut().map(|numbers| numbers.insert(place, number))),
                None if value.decode().trim().is_empty() => {}
                None => *numbers = None,
            }
        }
    }
    let of = board.items.len();
    let fits = |(id, numbers): (&str, Option<BTreeMap<ItemId, f64>>)| {
        let numbers = numbers?;
        let different: BTreeSet<String> = numbers.values().map(f64::to_string).collect();
        let many = numbers.len() >= ENOUGH && numbers.len() * OF >= of;
        let (least, most) =
            numbers.values().fold((GREATEST, 0.0_f64), |(least, most), it| (least.min(*it), most.max(*it)));
        let shape = SmallNumbers { items: numbers.len(), of, least: least.to_string(), most: most.to_string() };
        let name = known.get(id).map(|field| field.name.to_string()).unwrap_or_default();
        let field = NumberField { id: id.to_owned(), name };
        let scale = (2..=SCALE).contains(&different.len()) && different.len() < numbers.len();
        (many && scale).then_some((field, shape))
    };
    let found = values.into_iter().filter_map(fits);
    found.max_by(|(a, x), (b, y)| (x.items, &b.name, &b.id).cmp(&(y.items, &a.name, &a.id)))
}

/// Whether a number can be an estimate: not large, and whole, or with a half or a quarter.
fn is_small(number: f64) -> bool {
    (0.0..=GREATEST).contains(&number) && (number * 4.0).fract() == 0.0
}

/// Whether a field can contain estimates: it is not one of the tool's own fields, and nothing says that it
/// contains something else.
fn may_be_points(tool: Tool, id: &str, field: Option<&FieldFact<'_>>) -> bool {
    let own = tool == Tool::Jira && !is_custom_field(id);
    let own = own && field.is_none_or(|field| field.id != field.name);
    let schema = field.map(|field| field.schema).unwrap_or_default();
    let name = field.map(|field| &*field.name).unwrap_or_default();
    let numbers = matches!(schema, FieldSchema::Unknown | FieldSchema::Number);
    let other = lexicon::field(name).is_some() || lexicon::header(name).is_some();
    !own && numbers && !other
}
