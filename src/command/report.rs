//! `boardlint report`: the retro report.

use std::io;

use super::options::options;
use super::output;
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::Texts;
use crate::cli::{self, FailOn};
use crate::report::{Display, Names, RETRO, Run};

/// Writes the page that a team talks over in its retrospective. What was found fails nothing here: that is what `check` is
/// for.
pub(super) fn run(args: &cli::Report, terminal: &mut Terminal) -> io::Result<Status> {
    let ending = args.output.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let Some((_, format)) = RETRO.iter().find(|(known, _)| Some(*known) == ending.as_deref()) else {
        terminal.complain(&format!(
            "the name of a report ends in .html or .md: `{}` does not say which of them it is to be",
            args.output.display()
        ))?;
        return Ok(Status::Usage);
    };
    // A retrospective looks at everything: what a baseline hides from a job is still worth talking about.
    let options = options(&args.input, &args.rules, Some(FailOn::Never));
    let Some(texts) = Texts::load(&args.input, &args.rules, &options, terminal)? else { return Ok(Status::Usage) };
    let Some(exports) = texts.read(&options, !args.no_progress, terminal)? else { return Ok(Status::Usage) };
    let linted = exports.lint();
    if let Some(nothing) = &linted.nothing {
        terminal.complain(nothing)?;
    }
    complain(&linted.diagnostics, texts.inputs.sources(), terminal)?;
    complain(&linted.idle_ignores, texts.inputs.sources(), terminal)?;
    let mut status = Status::of_inputs(&linted);
    if linted.boards.is_empty() {
        // A page that tells of nothing would be taken for a clean bill.
        return Ok(status);
    }
    let names = match args.names {
        true => Names::real(),
        false => Names::pseudonyms(linted.all_boards(), linted.people_in_charters()),
    };
    let display = Display { no_titles: args.no_titles, ..Display::default() };
    let here = std::env::current_dir().ok();
    let run = Run { here: here.as_deref(), ..Run::new(&texts.inputs, &linted, &names, display) };
    let outputs = [(*format, Some(args.output.clone()))];
    let written = output::write(&outputs, &texts.kept(&linted), terminal, |_| Run { ..run })?;
    if written {
        let path = crate::report::encode::terminal(&args.output.display().to_string());
        writeln!(terminal.out(), "wrote {path}")?;
    } else {
        status = Status::Usage;
    }
    writeln!(terminal.out(), "{}", linted.summary.last_line())?;
    // As in `check`: taking large boards apart would only cost time.
    std::mem::forget(linted);
    Ok(status)
}
