//! Encoders: every text is made harmless here on its way to an output, in one file for each target.
//!
//! In every target, e-mail addresses lose the part before the @, and long strings that look like tokens or
//! hashes are cut. An export may contain them in titles, names and comments.

mod backticks;
mod chat;
mod csv;
mod github;
mod html;
mod json;
mod markdown;
mod sarif;
mod terminal;
mod toml;
mod unsafe_text;
mod uri;
mod visible;
mod xhtml;
mod xml;

pub use crate::source::mask;
pub use backticks::{Piece, pieces};
pub use chat::chat;
pub use csv::csv;
pub use github::{github_data, github_property};
pub use html::{Html, html};
pub use json::{json, json_document};
pub use markdown::{markdown, markdown_block, markdown_code, markdown_link, markdown_path, markdown_prose};
pub use sarif::sarif_message;
pub use terminal::{terminal, terminal_lines};
pub use toml::{toml, toml_unmasked};
pub use uri::{link, uri_path};
pub use xhtml::xhtml;
pub use xml::xml;
