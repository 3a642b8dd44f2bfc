//! `boardlint check`: lints exports and reports the findings, in any number of formats.

use std::io;

use super::options::{options, time};
use super::output::{self, Output};
use super::status::Status;
use super::terminal::{Terminal, complain_as};
use super::texts::Texts;
use super::{baseline, first_steps};
use crate::charter::Level;
use crate::cli::{self, ShownLevel};
use crate::lint::{BoardLeftOut, Linted, LintedBoard, Options};
use crate::report::{Display, Format, Names, Pseudonyms, Run, SprintBefore};
use crate::source::Diagnostic;
use crate::wording::{count_of, many};

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match output::asked(&args.format) {
        Ok(outputs) => outputs,
        Err(message) => {
            terminal.complain(&message)?;
            return Ok(Status::Usage);
        }
    };
    let options = options(&args.judged, args.fail_on);
    let (texts, wrong) = find_texts(args, &options);
    let whole = outputs.iter().any(|(format, _)| format.looks_at_boards);
    let Some(linted) = lint(args, &texts, wrong, &options, whole, terminal)? else { return Ok(Status::Usage) };
    let mut status = ended(args, &linted, terminal)?;
    let steps = first_steps::first_steps(
        linted.boards.iter().map(|judged| &judged.board),
        &args.judged.input,
        terminal.width(),
    );
    let named = Names::real();
    let hidden = hidden_names(args, &outputs, &linted);
    let spoken = hidden.as_ref().filter(|_| args.pseudonyms.is_some());
    // The outputs contain what could not be read.
    for found in [&linted.diagnostics, &linted.idle_ignores] {
        complain_as(found, texts.inputs.sources(), spoken.unwrap_or(&named), terminal)?;
    }
    // The page is the same as that of `report`, which compares with the sprint before.
    let has_page = outputs.iter().any(|(format, _)| format.compares_sprints);
    let before = has_page.then(|| SprintBefore::judge(&texts.inputs, &options, &linted)).flatten();
    let here = std::env::current_dir().ok();
    let run = Run {
        first_steps: steps.as_deref(),
        here: here.as_deref(),
        time: Some(time()),
        before: before.as_ref(),
        ..Run::new(&texts.inputs, &linted, &named, display(args, terminal.width()))
    };
    let written = output::write(&outputs, &texts.kept(&linted), terminal, |format| {
        let names = hidden.as_ref().filter(|_| hides_names(args, &format)).unwrap_or(&named);
        Run { names, ..run }
    })?;
    if !written {
        status = Status::Usage;
    }
    // If everything goes to files, the last line of the run is all that the user sees.
    if outputs.iter().all(|(_, path)| path.is_some()) {
        writeln!(terminal.err(), "{}", linted.summary.last_line())?;
    }
    // The process ends here: freeing a board of a hundred thousand changes would only take time.
    std::mem::forget((linted, before));
    Ok(status)
}

/// The texts to judge, and the mistakes in the arguments.
fn find_texts(args: &cli::Check, options: &Options) -> (Texts, Vec<Diagnostic>) {
    let (mut texts, mut wrong) = Texts::find(&args.judged, options);
    texts.limit_findings(args.max_findings);
    if wrong.is_empty() {
        wrong.extend(baseline::add(args.baseline.as_deref(), &mut texts).err());
    }
    (texts, wrong)
}

/// The status of the run, determined before anything is written. Reports if there was nothing to judge, if
/// not all findings are shown, or if the run fails because something could not be judged.
fn ended(args: &cli::Check, linted: &Linted<'_>, terminal: &mut Terminal) -> io::Result<Status> {
    if let Some(said) = linted.no_export.as_ref().or(linted.over_limit.as_ref()) {
        terminal.complain(said)?;
    }
    let status = Status::of(linted);
    let Some(what) = unjudged(linted).filter(|_| args.fail_on_inconclusive) else { return Ok(status) };
    terminal.complain(&format!("{what} (--fail-on-inconclusive)"))?;
    Ok(status.and(Status::Findings))
}

/// Whether names are hidden in a format.
fn hides_names(args: &cli::Check, format: &Format) -> bool {
    args.pseudonyms.is_some() || (format.pseudonymous && !args.names)
}

/// What people are called if their names are hidden. `None` if no output hides names, because finding all
/// names takes time.
fn hidden_names(args: &cli::Check, outputs: &[Output], linted: &Linted<'_>) -> Option<Names> {
    let hide = args.pseudonyms.is_some() || outputs.iter().any(|(format, _)| hides_names(args, format));
    let style = args.pseudonyms.unwrap_or(Pseudonyms::Discreet);
    hide.then(|| Names::hidden(style, linted.all_boards(), linted.people_in_charters()))
}

/// Lints the `texts`. If `whole` is set, boards are kept for outputs that read them. The first boards without
/// roles are always kept, because the output shows who did what on them. If there are mistakes in the
/// arguments (`wrong`), the run has failed. `None` if it was refused and the reason was reported.
fn lint<'t>(
    args: &cli::Check,
    texts: &'t Texts,
    wrong: Vec<Diagnostic>,
    options: &Options,
    whole: bool,
    terminal: &mut Terminal,
) -> io::Result<Option<Linted<'t>>> {
    if !wrong.is_empty() {
        // The outputs are written all the same, so that nobody takes an older file for the result of this
        // run.
        return Ok(Some(Linted::failed(&texts.inputs, wrong)));
    }
    let mut shown = 0;
    let keeps = |judged: &LintedBoard<'_>| {
        let has_table = first_steps::lacks_roles(&judged.board) && shown < first_steps::TABLES;
        shown += usize::from(has_table);
        whole || has_table
    };
    texts.lint_in_parts(options, !args.no_progress && !args.quiet, terminal, keeps, |_| {})
}

/// How much could not be judged: rules without evidence, or otherwise boards that were left out. `None` if
/// everything was judged.
fn unjudged(linted: &Linted<'_>) -> Option<String> {
    match (linted.lacking(), linted.left_out.iter().filter_map(BoardLeftOut::note).count()) {
        (0, 0) => None,
        (0, boards) => Some(format!("{} left out", count_of(boards, "board was", "boards were"))),
        (rules, _) => Some(format!("{} could not be judged for lack of evidence", many(rules, "rule"))),
    }
}

/// How findings are shown on a terminal with this `width`.
fn display(args: &cli::Check, width: usize) -> Display {
    Display {
        min_level: match args.min_level {
            ShownLevel::Error => Level::Error,
            ShownLevel::Warn => Level::Warn,
            ShownLevel::Info => Level::Info,
        },
        max_per_rule: args.max_per_rule,
        statistics: args.statistics,
        quiet: args.quiet,
        show_ignored: args.show_ignored,
        no_titles: false,
        private: false,
        width,
    }
}
