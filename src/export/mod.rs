//! Reads exports. Each format has one reader, and all readers return the same facts.
//!
//! Formats are detected by the contents of the file, never by its name. A new format needs one file that
//! implements [`Reader`] and one line in [`FORMATS`].

mod damage;
mod detect;
mod jira;
mod json;
mod other_tools;
mod reader;
mod registry;
mod split;
mod table;
mod text;
mod time;
mod trello;
mod unrecognised;
mod wrapped;
mod xml;

pub use damage::Damage;
pub use detect::Preview;
pub use reader::{Context, Reader, Reading, Refusal};
pub use registry::{FORMATS, read, read_all};
#[cfg(feature = "cli")]
pub(crate) use unrecognised::HOW;
