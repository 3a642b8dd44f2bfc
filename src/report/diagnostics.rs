//! Diagnostics about charters, rules and exports, printed with excerpts of the places they are about.

use std::io;

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::{self, Config, Styles, StylesWriter};
use termcolor::WriteColor;

use super::{Names, encode};
use crate::source::{Diagnostic, Excerpt, Excerpts, Label, Severity, Sources};

/// Writes `diagnostic` with the excerpts of its places.
pub fn write(sources: &Sources, diagnostic: &Diagnostic, out: &mut dyn WriteColor) -> io::Result<()> {
    write_as(sources, &Names::real(), diagnostic, out)
}

/// The same, with people called as `names` calls them.
pub fn write_as(sources: &Sources, names: &Names, diagnostic: &Diagnostic, out: &mut dyn WriteColor) -> io::Result<()> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };
    let named = |text: &str| names.text(text).into_owned();
    let labels = diagnostic.labels.iter().map(|label| Label { mark: label.mark, text: named(&label.text) });
    let (labels, message): (Vec<_>, _) = (labels.collect(), named(&diagnostic.message));
    let notes: Vec<_> = diagnostic.notes.iter().map(|note| named(note)).collect();
    emit(sources, names, &Annotation { severity, code: "", message: &message, labels: &labels, notes: &notes }, out)
}

/// A finding or a diagnostic, ready to be printed with excerpts.
pub(super) struct Annotation<'s> {
    pub(super) severity: codespan::Severity,
    pub(super) code: &'s str,
    pub(super) message: &'s str,
    pub(super) labels: &'s [Label],
    pub(super) notes: &'s [String],
}

/// Prints through codespan-reporting, every text encoded for the terminal. Where people are not named, an excerpt is the
/// span alone.
pub(super) fn emit(
    sources: &Sources,
    names: &Names,
    annotation: &Annotation<'_>,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let mut excerpts = Excerpts::default();
    let labels = annotation.labels.iter().enumerate().map(|(index, label)| {
        let excerpt = if names.are_hidden() {
            let hidden = Excerpt::alone(sources, label.mark, &|text| encode::terminal(&names.source(text)));
            // A path is where to look; under another name there is nothing.
            Excerpt { name: encode::terminal(sources.get(label.mark.file).name()), ..hidden }
        } else {
            Excerpt::new(sources, label.mark, &encode::terminal)
        };
        let span = excerpt.span.clone();
        let id = excerpts.push(excerpt);
        let style = if index == 0 { codespan::LabelStyle::Primary } else { codespan::LabelStyle::Secondary };
        codespan::Label::new(style, id, span).with_message(encode::terminal(&label.text))
    });
    let labels = labels.collect();
    let mut diagnostic = codespan::Diagnostic::new(annotation.severity)
        .with_message(encode::terminal(annotation.message))
        .with_labels(labels)
        .with_notes(annotation.notes.iter().map(|note| encode::terminal_lines(note)).collect());
    if !annotation.code.is_empty() {
        diagnostic = diagnostic.with_code(annotation.code);
    }
    let styles = Styles::default();
    let mut writer = StylesWriter::new(out, &styles);
    match term::emit_to_write_style(&mut writer, &Config::default(), &excerpts, &diagnostic) {
        Ok(()) => Ok(()),
        Err(codespan_reporting::files::Error::Io(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    }
}
