//! The examples inside rule files: tiny boards in the file itself, which [`super::testing`] judges like any
//! other board.

mod given;
pub(in crate::rule) mod keys;
mod layers;
mod read;
mod sprints;
mod time;
mod values;

pub use given::{Example, Expected, Lack};
pub(super) use given::{GivenAction, GivenChange, GivenItem, GivenSprint};
pub(super) use read::parse;
pub(super) use values::numbered;
