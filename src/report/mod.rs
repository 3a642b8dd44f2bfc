//! Output: one file a format, the registry of formats, and one module that encodes text for each target.
//!
//! A format takes a [`Run`] and writes bytes. It does not know of exit codes, and text reaches an output only through its
//! encoder in [`encode`]. A new format is a file and a line in [`FORMATS`].

mod board_identity;
mod closing;
mod common_end;
mod csv;
pub mod diagnostics;
pub mod draft;
pub mod encode;
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
pub use retro::{SprintBefore, extent};
pub use run::{Display, PageAmong, Run};

const HTML: Format =
    Format { name: "html", for_people: false, pseudonymous: true, looks_at_boards: true, write: html::write };
const RETRO_MARKDOWN: Format =
    Format { name: "md", for_people: false, pseudonymous: true, looks_at_boards: true, write: retro::markdown::write };
const CONFLUENCE: Format = Format {
    name: "confluence",
    for_people: false,
    pseudonymous: true,
    looks_at_boards: true,
    write: retro::confluence::write,
};
const RETRO_TEXT: Format =
    Format { name: "text", for_people: true, pseudonymous: true, looks_at_boards: true, write: retro::text::write };

/// All formats.
pub const FORMATS: &[Format] = &[
    Format { name: "human", for_people: true, pseudonymous: false, looks_at_boards: false, write: human::write },
    Format { name: "short", for_people: true, pseudonymous: false, looks_at_boards: false, write: short::write },
    Format { name: "json", for_people: false, pseudonymous: false, looks_at_boards: false, write: json::write },
    Format { name: "jsonl", for_people: false, pseudonymous: false, looks_at_boards: false, write: json::write_lines },
    Format { name: "csv", for_people: false, pseudonymous: false, looks_at_boards: false, write: csv::write },
    Format { name: "sarif", for_people: false, pseudonymous: false, looks_at_boards: true, write: sarif::write },
    Format { name: "github", for_people: true, pseudonymous: false, looks_at_boards: true, write: github::write },
    Format { name: "gitlab", for_people: false, pseudonymous: false, looks_at_boards: true, write: gitlab::write },
    Format { name: "junit", for_people: false, pseudonymous: false, looks_at_boards: true, write: junit::write },
    Format { name: "markdown", for_people: true, pseudonymous: true, looks_at_boards: true, write: markdown::write },
    HTML,
];

/// The retro report, by the names of its formats.
pub const RETRO: &[(&str, Format)] =
    &[("html", HTML), ("md", RETRO_MARKDOWN), ("confluence", CONFLUENCE), ("text", RETRO_TEXT)];

impl Format {
    /// The format called `name`.
    pub fn find(name: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.name == name).copied()
    }
}
