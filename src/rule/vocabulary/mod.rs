//! The fields that rules can test: a closed, typed list.
//!
//! Each field is one entry in the table of its subject. It states its value, its unit and the evidence it
//! requires. Missing evidence thus makes a rule inconclusive without the rule having to say so.

mod board;
mod change;
mod change_values;
mod charter;
mod item;
mod item_flow;
mod item_past;
mod moment;
mod people;
mod sprint;
mod sprint_flow;
mod standing;
mod stay;

use super::field::Field;
pub(super) use standing::roles;

static TABLES: &[&[Field]] = &[
    change::CHANGE,
    change_values::CHANGE_VALUES,
    people::ACTOR,
    people::TARGET,
    moment::MOMENT,
    moment::GROUP,
    item::ITEM,
    item_past::ITEM_PAST,
    item_flow::ITEM_FLOW,
    stay::STAY,
    sprint::SPRINT,
    sprint_flow::SPRINT_FLOW,
    people::PERSON,
    board::BOARD,
    charter::CHARTER,
];

/// All fields, by subject.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The field called `name`.
pub fn find(name: &str) -> Option<&'static Field> {
    let subject = name.split('.').next()?;
    // All fields of a table have the same subject.
    let of_subject = TABLES.iter().filter(|table| table.first().is_some_and(|field| field.name.starts_with(subject)));
    of_subject.flat_map(|table| table.iter()).find(|field| field.name == name)
}
