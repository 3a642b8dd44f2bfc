//! The library call: takes exports, charters and options, and returns boards, findings and what could not be
//! judged.
//!
//! Nothing here opens a file, reads a clock or the environment, or prints. [`Inputs`] holds the texts with
//! their names, [`Options`] says what is requested, and [`lint`] does the rest. The formats of
//! [`crate::report`] turn its result into bytes. To process many boards without keeping them, use [`read`]
//! and [`Exports::into_boards`].

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

/// Reads the exports among `inputs`, assigns them to boards, and judges the boards.
///
/// # Errors
/// Errors in the rules or the options. Errors in a charter affect only its own boards and are listed in
/// [`Linted::diagnostics`].
pub fn lint<'a>(inputs: &'a Inputs, options: &Options) -> Result<Linted<'a>, Vec<Diagnostic>> {
    Ok(read(inputs, options, &|| {})?.lint())
}
