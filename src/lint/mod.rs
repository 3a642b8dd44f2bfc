//! The library call: exports, charters and options in; boards, findings and what could not be judged out.
//!
//! Nothing here opens a file, looks at a clock or an environment, or prints. Texts are handed in under their names as
//! [`Inputs`], [`Options`] says what is asked for, [`lint`] does the rest, and the formats of [`crate::report`] turn what it
//! returns into bytes. Who has many boards and keeps none of them goes from [`read`] to [`Exports::into_boards`] instead.

mod baseline;
mod boards;
mod differing_parts;
mod fleet_summary;
mod inputs;
mod judge;
mod limits;
mod lint_exports;
mod linted;
mod options;
mod read;
mod summary;
mod without_export;

use crate::source::Diagnostic;

pub use baseline::Present;
pub use boards::BoardFiles;
pub use differing_parts::places_of_namesakes;
pub use fleet_summary::FleetSummary;
pub use inputs::{CharterId, Export, Inputs};
pub use judge::{Boards, LeftOut, LintedBoard, Outcome};
pub use limits::Limits;
pub use lint_exports::lint_in_parts;
pub use linted::{BoardLeftOut, Linted};
pub use options::Options;
pub use read::{ExportPart, Exports, ReadFile, read, read_part};
pub use summary::{Extent, LastLine, Spread, Summary};
pub use without_export::{charters_without_board, without_export};

/// Reads the exports among `inputs`, joins them to boards, and judges these.
///
/// # Errors
/// What is wrong with the rules or the options. Mistakes in a charter cost its own boards alone and are listed in
/// [`Linted::diagnostics`].
pub fn lint<'a>(inputs: &'a Inputs, options: &Options) -> Result<Linted<'a>, Vec<Diagnostic>> {
    Ok(read(inputs, options, &|| {})?.lint())
}
