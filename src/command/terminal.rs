//! Standard output, standard error, and the messages on them besides the outputs of a run.

use std::env;
use std::io::{self, IsTerminal, Write};

use termcolor::{BufferedStandardStream, ColorChoice, ColorSpec, StandardStream, WriteColor};

use crate::cli::Color;
use crate::report::{Names, diagnostics, fold};
use crate::source::{Diagnostic, Sources};

/// Minimum width for which lines are folded.
const NARROWEST: usize = 40;

/// Standard output and standard error, with colours if they are wanted.
pub(super) struct Terminal {
    out: UntilClosed<BufferedStandardStream>,
    err: UntilClosed<StandardStream>,
    width: usize,
    /// Whether messages on standard error are folded.
    folds: bool,
}

impl Terminal {
    pub(super) fn new(color: Color) -> Self {
        let out = choice(color, io::stdout().is_terminal());
        let err = choice(color, io::stderr().is_terminal());
        Self {
            out: UntilClosed::new(BufferedStandardStream::stdout(out)),
            err: UntilClosed::new(StandardStream::stderr(err)),
            width: width(),
            folds: io::stderr().is_terminal() || env::var_os("COLUMNS").is_some(),
        }
    }

    /// The available width in columns.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn out(&mut self) -> &mut dyn WriteColor {
        &mut self.out
    }

    pub(super) fn err(&mut self) -> &mut dyn WriteColor {
        &mut self.err
    }

    pub(super) fn complain(&mut self, message: &str) -> io::Result<()> {
        // In a file or a pipe, a message is one line, so that it can be searched.
        let width = if self.folds { self.width } else { usize::MAX };
        let lines = fold::fold(&format!("boardlint: {message}"), width, "", "  ");
        lines.iter().try_for_each(|line| writeln!(self.err, "{line}"))
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// A stream whose reader may exit: `boardlint check | head`. Later output is then dropped without an error,
/// so that the run continues, writes its files and ends with its normal status.
struct UntilClosed<W> {
    stream: W,
    closed: bool,
}

impl<W: WriteColor> UntilClosed<W> {
    fn new(stream: W) -> Self {
        Self { stream, closed: false }
    }

    /// The result of `write`, or `dropped` if the reader has exited.
    fn unless_closed<T>(&mut self, dropped: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.closed {
            return Ok(dropped);
        }
        match write(&mut self.stream) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(dropped)
            }
            result => result,
        }
    }
}

impl<W: WriteColor> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), W::flush)
    }
}

impl<W: WriteColor> WriteColor for UntilClosed<W> {
    fn supports_color(&self) -> bool {
        self.stream.supports_color()
    }

    fn set_color(&mut self, spec: &ColorSpec) -> io::Result<()> {
        self.unless_closed((), |stream| stream.set_color(spec))
    }

    fn reset(&mut self) -> io::Result<()> {
        self.unless_closed((), W::reset)
    }

    fn is_synchronous(&self) -> bool {
        self.stream.is_synchronous()
    }
}

/// Writes each diagnostic to standard error.
pub(super) fn complain(found: &[Diagnostic], sources: &Sources, terminal: &mut Terminal) -> io::Result<()> {
    complain_as(found, sources, &Names::real(), terminal)
}

/// Writes each diagnostic to standard error, with people called as `names` calls them.
pub(super) fn complain_as(
    found: &[Diagnostic],
    sources: &Sources,
    names: &Names,
    terminal: &mut Terminal,
) -> io::Result<()> {
    let width = terminal.width();
    found.iter().try_for_each(|diagnostic| diagnostics::write_in(sources, names, diagnostic, width, terminal.err()))
}

/// The number of columns in COLUMNS, or otherwise that of the terminal, or otherwise a usual one.
fn width() -> usize {
    let said = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.filter(|columns| *columns > 0).or_else(seen).unwrap_or(fold::WIDTH).max(NARROWEST)
}

/// The option has priority, then the environment, then whether the output is a terminal.
fn choice(color: Color, terminal: bool) -> ColorChoice {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let off = |name: &str| env::var_os(name).is_some_and(|value| value == "0");
    let wanted = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("FORCE_COLOR") && !off("FORCE_COLOR") => true,
        Color::Auto if set("CLICOLOR_FORCE") && !off("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && !off("CLICOLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    if wanted { ColorChoice::Always } else { ColorChoice::Never }
}
