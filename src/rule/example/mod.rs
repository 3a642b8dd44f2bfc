//! The examples inside rule files: tiny boards, written in the file itself, which [`super::testing`] judges like any other.

mod given;
mod read;

pub use given::Example;
pub(super) use given::{GivenAction, GivenChange, GivenItem, GivenSprint};
pub(super) use read::parse;
