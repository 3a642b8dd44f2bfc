//! The files of a board joined into one: items merged, accounts joined, and the meaning of fields, kinds, statuses and sprints
//! settled.

pub(crate) mod accounts;
pub(crate) mod cards;
pub(crate) mod clock;
pub(crate) mod fields;
pub(crate) mod kinds;
pub(crate) mod merge;
pub(crate) mod pages;
pub(crate) mod project;
pub(crate) mod ranks;
pub(crate) mod renames;
pub(crate) mod rewind;
pub(crate) mod sprint_field;
pub(crate) mod sprints;
pub(crate) mod states;
mod teams;
pub(crate) mod travels;
pub(crate) mod window;

pub use window::{Day, Pick, Wanted};
