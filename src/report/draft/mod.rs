//! A drafted charter as text: the file itself, and the evidence in words.

pub(crate) mod evidence;
mod toml;

pub use toml::{SCHEMA_FILE, charter};
