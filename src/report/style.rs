//! Colours for the terminal. All of them are readable on a dark and on a light background.

use std::io;

use codespan_reporting::diagnostic::Severity;
use codespan_reporting::term::Styles;
use termcolor::{Color, ColorSpec, WriteColor};

use crate::charter::Level;

/// The severity that gives a finding of this level its colour in codespan.
pub(super) fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warn => Severity::Warning,
        Level::Info | Level::Off => Severity::Note,
    }
}

/// The colour of a level.
pub(super) fn level(level: Level) -> ColorSpec {
    let mut spec = colour(match level {
        Level::Error => Color::Red,
        Level::Warn => Color::Yellow,
        Level::Info | Level::Off => Color::Cyan,
    });
    spec.set_bold(true);
    spec
}

/// For words that must be noticed.
pub(super) fn bold() -> ColorSpec {
    let mut spec = ColorSpec::new();
    spec.set_bold(true);
    spec
}

/// For less important parts: places and line numbers.
pub(super) fn quiet() -> ColorSpec {
    let mut spec = ColorSpec::new();
    spec.set_dimmed(true);
    spec
}

/// For links and for what the charter says.
pub(super) fn reference() -> ColorSpec {
    colour(Color::Cyan)
}

fn colour(colour: Color) -> ColorSpec {
    let mut spec = ColorSpec::new();
    spec.set_fg(Some(colour));
    spec
}

/// The colours of excerpts.
pub(super) fn excerpts() -> Styles {
    Styles {
        primary_label_note: colour(Color::Cyan),
        header_note: level(Level::Info),
        secondary_label: reference(),
        line_number: quiet(),
        source_border: quiet(),
        note_bullet: quiet(),
        ..Styles::default()
    }
}

/// Writes `text` in a colour.
pub(super) fn coloured(out: &mut dyn WriteColor, spec: &ColorSpec, text: &str) -> io::Result<()> {
    out.set_color(spec)?;
    write!(out, "{text}")?;
    out.reset()
}
