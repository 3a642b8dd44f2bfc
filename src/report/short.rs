//! One line a finding: `path:line:column: level[rule] message`, as compilers write it and editors jump to it.

use std::io;

use termcolor::WriteColor;

use super::{Run, about, encode, summary};

/// Writes a line for each finding, then the closing lines.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    for finding in run.shown() {
        let place = match finding.location {
            Some(mark) => {
                let file = run.sources.get(mark.file);
                let position = file.position(mark.start);
                format!("{}:{}:{}", encode::terminal(file.name()), position.line, position.column)
            }
            None => "command line".to_owned(),
        };
        let message = encode::terminal(&about::message(run, finding));
        writeln!(out, "{place}: {}[{}] {message}", finding.level, finding.rule)?;
    }
    for unreadable in run.unreadable {
        let place = match unreadable.diagnostic.labels.first() {
            Some(label) => {
                let file = run.sources.get(label.mark.file);
                let position = file.position(label.mark.start);
                format!("{}:{}:{}", encode::terminal(file.name()), position.line, position.column)
            }
            None => encode::terminal(&unreadable.path),
        };
        writeln!(out, "{place}: unreadable: {}", encode::terminal(&unreadable.diagnostic.message))?;
    }
    summary::closing(run, out)
}
