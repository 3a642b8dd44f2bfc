//! A drafted charter as text: the file itself, and its evidence in words.

pub mod evidence;
mod parts;
mod sprints;
mod toml;

pub use toml::{SCHEMA_FILE, to_toml, to_toml_under};
