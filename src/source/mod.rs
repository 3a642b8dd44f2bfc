//! Bytes and the places in them.
//!
//! Every finding points at a record: a scalar in an export, a line of `boardlint.toml`, a key of a rule file.
//! This stage holds those texts. It turns a [`Mark`] (a file and an offset) into a line, a column, a JSON
//! pointer or an excerpt, but only for output: a mark itself is a few bytes.
//!
//! It gets bytes and opens no file itself. It does not know what an export means or how a terminal is
//! coloured. No output shows e-mail addresses, hashes and tokens: they are masked here ([`mask`]).

mod budget;
mod diagnostic;
mod encoding;
mod excerpt;
mod file;
pub(crate) mod lane;
mod lines;
mod mark;
mod mask;
mod package;
mod pointer;
pub(crate) mod repeats;
pub(crate) mod skip;
pub mod toml;
mod utf8;

pub use diagnostic::{Diagnostic, Label, Severity, has_errors};
pub(crate) use encoding::bom_length;
pub use excerpt::{Excerpt, Excerpts};
pub use file::{Anchors, Bytes, File, Sources, Unpacked};
pub use lines::Position;
pub use mark::{FileId, Mark};
pub use mask::mask;
pub use package::EXPORT_ENDINGS;
pub(crate) use utf8::utf8;
