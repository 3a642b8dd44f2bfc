//! The only way to an output: text that strangers typed is made harmless here, once for each target.
//!
//! E-mail addresses lose what stands before the @, and long runs that look like tokens or hashes are cut, in every
//! target: an export may hold them in titles, names and comments.

mod github;
mod html;
mod json;
mod markdown;
mod terminal;
mod toml;
mod uri;
mod visible;
mod xml;

pub use crate::source::mask;
pub use github::{github_data, github_property};
pub use html::{Html, html, html_attribute};
pub use json::{json, json_document};
pub use markdown::{markdown, markdown_block, markdown_code, markdown_link, markdown_path, markdown_prose};
pub use terminal::{terminal, terminal_lines};
pub use toml::toml;
pub use uri::{link, uri_path};
use visible::visible;
pub use xml::{xml, xml_lines};

/// What begins a command to the runner of a GitHub job, wherever it stands in a line.
const COMMAND: &str = "##[";

/// Controls of both sets, line and paragraph separators, bidirectional controls, and characters of no width.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
