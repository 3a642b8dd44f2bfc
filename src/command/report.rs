//! `boardlint report`: the retro report.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::options::{options, time};
use super::report_names::{names, spoken};
use super::status::Status;
use super::terminal::{Terminal, complain_as};
use super::texts::Texts;
use super::{output, per_board};
use crate::cli::{self, FailOn, ReportFormat};
use crate::finding::Unreadable;
use crate::lint::Linted;
use crate::report::{Display, Format, Names, Run, SprintBefore, extent};
use crate::source::{Diagnostic, Sources};

/// Writes the page that a team discusses in its retrospective. Findings never fail this command; `check` does
/// that.
pub(super) fn run(args: &cli::Report, terminal: &mut Terminal) -> io::Result<Status> {
    if let Some(folder) = &args.per_board {
        return per_board::run(args, folder, terminal);
    }
    let Some((format, target)) = target(args) else {
        let named = args.output.as_deref().unwrap_or(Path::new(""));
        terminal.complain(&format!(
            "the name of a report ends in .html, .md, .txt or .xhtml: `{}` does not say which of them it is to be; --format \
             says it, too",
            named.display()
        ))?;
        return Ok(Status::Usage);
    };
    // A retrospective looks at everything: findings that a baseline hides in a CI job are still worth
    // discussing.
    let options = options(&args.judged, Some(FailOn::Never));
    let Some(mut texts) = Texts::load(&args.judged, &options, terminal)? else { return Ok(Status::Usage) };
    texts.limit_findings(args.max_findings);
    let Some(exports) = texts.read(&options, !args.no_progress, terminal)? else { return Ok(Status::Usage) };
    let linted = exports.lint();
    let before = SprintBefore::judge(&texts.inputs, &options, &linted);
    let names = names(args, &linted, before.as_ref());
    say_what_is_wrong(&linted, texts.inputs.sources(), spoken(args, &names, &Names::real()), terminal)?;
    let mut status = Status::of_inputs(&linted);
    if linted.boards.is_empty() {
        // An empty page would look as if there were no problems.
        let out = if target.is_some() { terminal.out() } else { terminal.err() };
        writeln!(out, "{}", linted.summary.last_line())?;
        return Ok(status);
    }
    let display = Display { no_titles: args.no_titles, private: args.private, ..Display::default() };
    let here = std::env::current_dir().ok();
    let run = Run {
        here: here.as_deref(),
        time: Some(time()),
        before: before.as_ref(),
        ..Run::new(&texts.inputs, &linted, &names, display)
    };
    let kept = texts.kept(&linted);
    let written = output::write(&[(format, target.clone())], &kept, terminal, |_| Run { ..run })?;
    if !written {
        status = Status::Usage;
    }
    let last = linted.summary.last_line_within(extent(&run));
    match target {
        Some(path) => {
            if written {
                let path = crate::report::encode::terminal(&path.display().to_string());
                writeln!(terminal.out(), "wrote {path}")?;
            }
            writeln!(terminal.out(), "{last}")?;
        }
        // Without a file, formats for programs have this line on standard error already.
        None if format.for_people => writeln!(terminal.err(), "{last}")?,
        None => {}
    }
    // As in `check`: freeing large boards would only take time.
    std::mem::forget((linted, before));
    Ok(status)
}

/// Prints mistakes in the charters, what could not be read, and that findings are left out.
fn say_what_is_wrong(linted: &Linted<'_>, sources: &Sources, names: &Names, terminal: &mut Terminal) -> io::Result<()> {
    if let Some(said) = linted.no_export.as_ref().or(linted.over_limit.as_ref()) {
        terminal.complain(said)?;
    }
    complain_as(&linted.diagnostics, sources, names, terminal)?;
    complain_as(&linted.idle_ignores, sources, names, terminal)?;
    let unreadable: Vec<Diagnostic> = linted.unreadable.iter().map(Unreadable::with_path).collect();
    complain_as(&unreadable, sources, names, terminal)
}

/// The format, and its file; `None` as file is standard output. `None` if neither the options nor the file
/// name determine the format.
fn target(args: &cli::Report) -> Option<(Format, Option<PathBuf>)> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, None) => ReportFormat::Html,
        (None, Some(path)) => ReportFormat::of_file(path)?,
    };
    let target = match &args.output {
        Some(path) if path.as_os_str() == "-" => None,
        Some(path) => Some(path.clone()),
        // A short text for a chat is copied from the terminal.
        None if format == ReportFormat::Text => None,
        None => Some(Path::new("retro").with_extension(format.extension())),
    };
    Some((format.format(), target))
}

impl ReportFormat {
    /// The format for a file name, by its extension.
    fn of_file(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        Self::value_variants().iter().find(|format| extension.eq_ignore_ascii_case(format.extension())).copied()
    }

    /// The extension of its files.
    fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Confluence => "xhtml",
            Self::Text => "txt",
        }
    }

    /// The format that writes it.
    fn format(self) -> Format {
        match self {
            Self::Html => Format::HTML,
            Self::Md => Format::RETRO_MARKDOWN,
            Self::Confluence => Format::CONFLUENCE,
            Self::Text => Format::RETRO_TEXT,
        }
    }
}
