//! Diagnostics about charters, rules and exports, printed with excerpts of the places they are about.

use std::io::{self, Write};

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::{self, Config, StylesWriter, WriteStyle};
use termcolor::WriteColor;

use super::{Names, encode, fold, style};
use crate::source::{Diagnostic, Excerpt, Excerpts, Severity, Sources};

/// Maximum number of columns that an excerpt uses for its line number.
const GUTTER: usize = 8;

/// Writes `diagnostic` with the excerpts of its places, in `width` columns. `names` decides what people are
/// called. If it hides their names, an excerpt is only the span.
pub fn write_in(
    sources: &Sources,
    names: &Names,
    diagnostic: &Diagnostic,
    width: usize,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };
    let folded = |text: &str, taken: usize| {
        let lines = text.lines().flat_map(|line| fold::prose(&names.text(line), width.saturating_sub(taken), "", ""));
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut excerpts = Excerpts::default();
    let labels = diagnostic.labels.iter().enumerate().map(|(index, label)| {
        let text = encode::terminal(&names.text(&label.text));
        let excerpt = if names.are_hidden() {
            let room = width.saturating_sub(GUTTER);
            let hidden =
                Excerpt::alone_within(sources, label.mark, room, &|text| encode::terminal(&names.source(text)));
            // The path stays as it is: it says where to look, and a changed path would lead nowhere.
            Excerpt { name: encode::terminal(sources.get(label.mark.file).name()), ..hidden }
        } else {
            Excerpt::new(sources, label.mark, &encode::terminal)
        };
        let span = excerpt.span.clone();
        let id = excerpts.push(excerpt);
        let style = if index == 0 { codespan::LabelStyle::Primary } else { codespan::LabelStyle::Secondary };
        codespan::Label::new(style, id, span).with_message(text)
    });
    let labels = labels.collect();
    // All lines of a message after the first are indented.
    let message = folded(&diagnostic.message, "warn: ".len()).replace('\n', "\n  ");
    let notes = diagnostic.notes.iter().map(|note| folded(note, GUTTER)).collect();
    let diagnostic = codespan::Diagnostic::new(severity).with_message(message).with_labels(labels).with_notes(notes);
    let styles = style::excerpts();
    let mut writer = LevelWords { writer: StylesWriter::new(out, &styles), level: false };
    match term::emit_to_write_style(&mut writer, &Config::default(), &excerpts, &diagnostic) {
        Ok(()) => Ok(()),
        Err(codespan_reporting::files::Error::Io(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Writes our word for a level, because codespan writes `warning` where all our outputs write `warn`.
struct LevelWords<W> {
    writer: W,
    /// Whether the next word is the level.
    level: bool,
}

impl<W: Write> Write for LevelWords<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.level) && bytes == b"warning" {
            return self.writer.write_all(b"warn").map(|()| bytes.len());
        }
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: WriteStyle> WriteStyle for LevelWords<W> {
    fn set_header(&mut self, severity: codespan::Severity) -> io::Result<()> {
        self.level = true;
        self.writer.set_header(severity)
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.writer.set_header_message()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.writer.set_line_number()
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.writer.set_note_bullet()
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.writer.set_source_border()
    }

    fn set_label(&mut self, severity: codespan::Severity, style: codespan::LabelStyle) -> io::Result<()> {
        self.writer.set_label(severity, style)
    }

    fn reset(&mut self) -> io::Result<()> {
        self.writer.reset()
    }
}
