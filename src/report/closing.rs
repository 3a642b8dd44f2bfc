//! The lines that close a run on a terminal: numbers by rule, what was not judged and how to get it judged, what was left out,
//! and the last line.

use std::collections::BTreeSet;
use std::io;

use rustc_hash::FxHashMap;
use termcolor::WriteColor;

use super::inconclusive_groups::group;
use super::plural::many;
use super::{Run, encode};
use crate::board::Board;
use crate::charter::Level;
use crate::lint::LintedBoard;

/// What to do where no role was given to anybody, for outputs without names.
pub(super) const NOBODY_NAMED: &str =
    "Nobody is named yet: write the roles into boardlint.toml, or try --po \"NAME\" --sm \"NAME\".";

/// The counts of each of several boards, with its charter, as boards may have the same name.
fn by_board(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if !run.has_several_boards() {
        return Ok(());
    }
    writeln!(out, "By board:")?;
    for LintedBoard { board, charter, numbers, .. } in run.boards {
        let charter = charter.file.map(|file| encode::terminal(run.sources.get(file).name()));
        let charter = charter.map(|charter| format!(" ({charter})")).unwrap_or_default();
        let name = encode::terminal(&run.names.text(&board.name));
        writeln!(
            out,
            "  {name}{charter}: {}; {} of {} rules judged",
            numbers.found(),
            numbers.judged(),
            numbers.rules
        )?;
    }
    writeln!(out)
}

/// The period that was judged on each board, where one was asked for.
fn windows(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut written: Vec<String> = Vec::new();
    for board in run.judged_boards().filter(|board| !board.window.is_open()) {
        let line = window(board);
        if !written.contains(&line) {
            writeln!(out, "judged: {}", encode::terminal(&run.names.text(&line)))?;
            written.push(line);
        }
    }
    Ok(())
}

/// A window in words: `Oven 2, 2026-01-26 to 2026-02-13`.
pub(super) fn window(board: &Board<'_>) -> String {
    let day = |at| board.calendar.day(at);
    let from = board.window.from.map(day);
    // A day that is over ends with the first instant of the next.
    let last = board.window.to.unwrap_or(board.clock);
    let to = Some(day(last.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(last)));
    let days = match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (None, Some(to)) => format!("until {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, None) => String::new(),
    };
    match board.window.sprint {
        Some(sprint) => format!("{} of {}, {days}", board.sprint(sprint).name, board.name),
        None => days,
    }
}

/// Statistics, what was not judged, the first steps where nobody is named, and the last line.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if run.display.statistics {
        statistics(run, out)?;
    }
    if !run.display.quiet {
        not_judged(run, out)?;
        match run.first_steps {
            // The steps begin with a table of everybody by name.
            Some(_) if run.names.are_hidden() => writeln!(out, "{NOBODY_NAMED}\n")?,
            Some(steps) => writeln!(out, "{steps}")?,
            None => {}
        }
    }
    if run.display.show_ignored {
        ignored(run, out)?;
    }
    by_board(run, out)?;
    for why in run.left_out {
        writeln!(out, "left out: {}", encode::terminal(&run.names.text(why)))?;
    }
    windows(run, out)?;
    let hidden = run.hidden();
    if hidden > 0 {
        writeln!(out, "{} below --min-level not shown", many(hidden, "finding"))?;
    }
    if run.summary.skipped > 0 && !run.display.quiet {
        writeln!(out, "skipped: {} that no export is in", many(run.summary.skipped, "file"))?;
    }
    writeln!(out, "{}", run.summary.last_line())
}

/// How often each rule fired.
fn statistics(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut counts: FxHashMap<(&str, Level), usize> = FxHashMap::default();
    for finding in run.findings {
        *counts.entry((&finding.rule, finding.level)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|((rule, level), count)| (std::cmp::Reverse(*count), std::cmp::Reverse(*level), *rule));
    for ((rule, level), count) in counts {
        writeln!(out, "{count:>6}  {:<5}  {rule}", level.to_string())?;
    }
    writeln!(out)
}

/// What the charter's ignores cover, each with the reason it gives.
fn ignored(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if run.ignored.is_empty() {
        return Ok(());
    }
    writeln!(out, "Ignored:")?;
    for (finding, reason) in run.ignored {
        let message = encode::terminal(&run.names.phrase(&finding.message));
        writeln!(out, "  {}[{}] {message}", finding.level, finding.rule)?;
        writeln!(out, "    because: {}", encode::terminal(&run.names.text(reason)))?;
    }
    writeln!(out)
}

/// What was not judged, in a few lines: the same gap once, with how many rules it concerns.
fn not_judged(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let inconclusive = run.inconclusive;
    let boards: BTreeSet<_> = inconclusive.iter().map(|gap| gap.board_id).collect();
    for (title, partial) in [("Not judged:", false), ("Judged in part:", true)] {
        let groups = group(inconclusive.iter().filter(|gap| gap.partial == partial));
        if groups.is_empty() {
            continue;
        }
        writeln!(out, "{title}")?;
        for group in groups {
            let rules = match group.rules.as_slice() {
                [one] => (*one).to_owned(),
                [first, ..] => format!("{} rules ({first}, …)", group.rules.len()),
                [] => continue,
            };
            let of = match group.boards.as_slice() {
                _ if boards.len() < 2 => String::new(),
                [one] => format!(" on {}", encode::terminal(&run.board_name(*one))),
                several => format!(" on {} boards", several.len()),
            };
            writeln!(out, "  {rules}{of}: {}", encode::terminal(&run.names.text(group.message)))?;
            writeln!(out, "    → {}", encode::terminal(&run.names.text(group.hint)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
