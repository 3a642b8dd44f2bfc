//! `short`: one line a finding, `path:line:column: level[rule] message`, the form that compilers use and
//! editors can jump to.

use std::io;

use termcolor::WriteColor;

use super::{Run, closing, encode, finding_text};
use crate::source::Mark;

/// Writes a line for each finding, then the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    for finding in run.shown() {
        let place = finding.location.map_or_else(|| "command line".to_owned(), |mark| address(run, mark));
        let message = encode::terminal(&finding_text::message(run, finding));
        writeln!(out, "{place}: {}[{}] {message}", finding.level, finding.rule)?;
    }
    for unreadable in run.unreadable {
        let label = unreadable.diagnostic.labels.first();
        let place = label.map_or_else(|| encode::terminal(&unreadable.path), |label| address(run, label.mark));
        let message = encode::terminal(&run.names.text(&unreadable.diagnostic.message));
        writeln!(out, "{place}: unreadable: {message}")?;
    }
    closing::write(run, out)
}

/// Path, line and column, with the path as given.
fn address(run: &Run<'_>, mark: Mark) -> String {
    let file = run.sources.get(mark.file);
    let position = file.position(mark.start);
    format!("{}:{}:{}", encode::terminal(file.name()), position.line, position.column)
}
