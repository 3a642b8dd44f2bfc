//! The fields that rules can ask: a closed, typed list.
//!
//! A field is one entry in the table of its subject. It says what it holds, in which unit, and on what evidence it rests, so
//! that missing evidence makes a rule inconclusive without the rule having to say so.

mod board;
mod change;
mod charter;
mod item;
mod moment;
mod people;
mod sprint;
mod standing;

use super::field::Field;

static TABLES: &[&[Field]] = &[
    change::CHANGE,
    people::ACTOR,
    people::TARGET,
    moment::MOMENT,
    moment::GROUP,
    item::ITEM,
    sprint::SPRINT,
    board::BOARD,
    charter::CHARTER,
];

/// All fields, by subject.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The field called `name`.
pub fn find(name: &str) -> Option<&'static Field> {
    fields().find(|field| field.name == name)
}
