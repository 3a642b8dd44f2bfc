//! Output: one file for each format, the registry of formats, and one encoder for each target.
//!
//! A format takes a [`Run`] and writes bytes. It knows nothing about exit codes. Text gets into an output
//! only through its encoder in [`encode`]. A new format is one file and one line in [`FORMATS`].

mod board_identity;
mod closing;
mod common_end;
mod csv;
pub mod diagnostics;
pub mod draft;
pub mod encode;
mod escapes;
mod finding_text;
pub mod fold;
mod format;
mod github;
mod gitlab;
mod html;
mod human;
mod inconclusive_groups;
mod item_numbers;
pub(crate) mod json;
mod json_indented;
pub(crate) mod json_value;
mod junit;
mod markdown;
mod names;
mod names_in_text;
mod not_checked;
pub mod page;
mod pattern_groups;
pub(crate) mod record;
mod record_place;
mod retro;
mod run;
mod sarif;
mod short;
mod snippet;
mod style;

pub use format::Format;
pub use html::{IndexEntry, index};
pub use names::{Names, Pseudonyms};
pub use not_checked::NOT_CHECKED;
pub use retro::{SprintBefore, extent, missing_files};
pub use run::{Display, PageAmong, Run};

/// All formats.
pub const FORMATS: &[Format] = &[
    Format { for_people: true, ..Format::new("human", human::write) },
    Format { for_people: true, ..Format::new("short", short::write) },
    Format::new("json", json::write),
    Format::new("jsonl", json::write_lines),
    Format::new("csv", csv::write),
    Format { looks_at_boards: true, ..Format::new("sarif", sarif::write) },
    Format { for_people: true, looks_at_boards: true, ..Format::new("github", github::write) },
    Format { looks_at_boards: true, ..Format::new("gitlab", gitlab::write) },
    Format { looks_at_boards: true, ..Format::new("junit", junit::write) },
    Format { for_people: true, pseudonymous: true, looks_at_boards: true, ..Format::new("markdown", markdown::write) },
    Format::HTML,
];

/// The forms of the retro report.
pub const RETRO: &[Format] = &[Format::HTML, Format::RETRO_MARKDOWN, Format::CONFLUENCE, Format::RETRO_TEXT];

impl Format {
    /// The retro report as a page.
    pub const HTML: Self = Self::retro("html", html::write);
    /// The retro report as Markdown.
    pub const RETRO_MARKDOWN: Self = Self::retro("md", retro::markdown::write);
    /// The retro report in the storage format of Confluence.
    pub const CONFLUENCE: Self = Self::retro("confluence", retro::confluence::write);
    /// The retro report in a few lines for a chat.
    pub const RETRO_TEXT: Self = Self { for_people: true, ..Self::retro("text", retro::text::write) };

    /// The format called `name`.
    pub fn find(name: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.name == name).copied()
    }
}
