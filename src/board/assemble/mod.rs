//! Joins the files of a board into one: merges items, joins accounts, and settles what fields, kinds,
//! statuses and sprints mean.

mod accounts;
pub(crate) mod assembled;
mod beginning;
mod cards;
mod clock;
pub(crate) mod fields;
mod filtered;
mod former_names;
mod held_fields;
mod item_lists;
pub(crate) mod joined;
mod joined_states;
pub(crate) mod kinds;
mod known_history;
mod merge;
mod named_by_items;
mod names;
mod pages;
mod placed_fields;
pub(crate) mod project;
pub(crate) mod ranks;
pub(crate) mod renames;
mod rewind;
mod sprint_field;
pub(crate) mod sprints;
pub(crate) mod sprints_that_count;
pub(crate) mod states;
mod teams;
mod travels;
mod union;
mod whereabouts;
pub(crate) mod window;

pub use window::{Day, Pick, Wanted};
