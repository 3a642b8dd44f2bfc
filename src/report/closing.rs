//! The lines that close a run on a terminal: numbers by rule, what was not judged and how to get it judged, what was left out,
//! and the last line.

use std::collections::BTreeSet;
use std::io;

use foldhash::{HashMap, HashSet};
use termcolor::WriteColor;

use super::inconclusive_groups::{InconclusiveGroup, group};
use super::{Run, encode, fold, style};
use crate::board::{Board, Missing};
use crate::charter::Level;
use crate::finding::Ignored;
use crate::finding::gap::remedy::Request;
use crate::lint::{BoardLeftOut, LastLine, LintedBoard};
use crate::wording::many;

/// What to do where no role was given to anybody, for outputs without names.
pub(super) const NOBODY_NAMED: &str =
    "Nobody is named yet: write the roles into boardlint.toml, or try --po \"NAME\" --sm \"NAME\".";

/// So many boards are listed one by one.
const BOARDS: usize = 20;

/// The counts of each of several boards. Of many, those of which least was judged and most was found.
fn by_board(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if !run.has_several_boards() {
        return Ok(());
    }
    style::coloured(out, &style::bold(), "By board")?;
    writeln!(out)?;
    let mut boards: Vec<&LintedBoard<'_>> = run.boards.iter().collect();
    let more = boards.len().saturating_sub(BOARDS);
    if more > 0 {
        boards.sort_by_key(|board| (board.numbers.judged(), std::cmp::Reverse(board.numbers.findings())));
        boards.truncate(BOARDS);
    }
    for LintedBoard { board, charter, numbers, .. } in boards {
        // The name of a board that shares its title with another says where the charter lies already.
        let part = board.name.rsplit_once(" (").and_then(|(_, part)| part.strip_suffix(')'));
        let is_new = |charter: &&str| part.is_none_or(|part| !charter.ends_with(part));
        let charter = charter.file.map(|file| run.sources.get(file).name()).filter(is_new);
        let charter = charter.map(|charter| format!(" ({charter})")).unwrap_or_default();
        let counts = format!("{}; {} of {} rules judged", numbers.found(), numbers.judged(), numbers.rules);
        let name = run.names.text(&board.name);
        lines(run, &format!("{name}{charter}: {counts}"), "  ", "      ", out)?;
    }
    if more > 0 {
        let of = many(more, "more board");
        let text = format!("and {of}, of which more was judged or less was found (--format jsonl lists every board)");
        lines(run, &text, "  ", "      ", out)?;
    }
    writeln!(out)
}

/// Writes `text` in the width of the terminal.
fn lines(run: &Run<'_>, text: &str, first: &str, next: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    fold::fold(text, run.display.width, first, next).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The period that was judged on each board, where one was asked for.
fn windows(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut written = HashSet::default();
    for board in run.judged_boards().filter(|board| !board.window.is_open()) {
        let line = window(board);
        if !written.contains(&line) {
            lines(run, &format!("judged: {}", run.names.text(&line)), "", "  ", out)?;
            written.insert(line);
        }
    }
    Ok(())
}

/// A window in words: `Oven 2, 2026-01-26 to 2026-02-13`.
pub(super) fn window(board: &Board<'_>) -> String {
    let from = board.window.from.map(|at| board.calendar.day(at));
    let to = board.calendar.last_day(board.window.to.unwrap_or(board.clock));
    let days = match from {
        Some(from) => format!("{from} to {to}"),
        None => format!("until {to}"),
    };
    match board.window.sprint {
        Some(sprint) => format!("{} of {}, {days}", board.sprint(sprint).shown_name(), board.name),
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
            Some(_) if run.names.are_hidden() => {
                lines(run, NOBODY_NAMED, "", "", out)?;
                writeln!(out)?;
            }
            Some(steps) => writeln!(out, "{steps}")?,
            None => {}
        }
    }
    if run.display.show_ignored {
        ignored(run, out)?;
    }
    by_board(run, out)?;
    for why in run.left_out.iter().filter_map(BoardLeftOut::note) {
        lines(run, &format!("left out: {}", run.names.text(why)), "", "  ", out)?;
    }
    windows(run, out)?;
    let hidden = run.hidden();
    if hidden > 0 {
        writeln!(out, "{} below --min-level not shown", many(hidden, "finding"))?;
    }
    if run.summary.skipped > 0 && !run.display.quiet {
        writeln!(out, "skipped: {} that no export is in", many(run.summary.skipped, "file"))?;
    }
    last_line(run, out)
}

/// The last line. Where it is too long for the terminal, how many rules were judged stays in one piece.
fn last_line(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let line = run.summary.last_line();
    let text = LastLine { judged: line.judged.replace(' ', fold::UNBROKEN), ..line }.to_string();
    let worst = [(run.summary.errors, Level::Error), (run.summary.warnings, Level::Warn)];
    let worst = worst.into_iter().find(|(count, _)| *count > 0).map(|(_, level)| style::level(level));
    for line in fold::fold(&text, run.display.width, "", "") {
        style::coloured(out, worst.as_ref().unwrap_or(&style::bold()), &line)?;
        writeln!(out)?;
    }
    Ok(())
}

/// How often each rule fired.
fn statistics(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut counts: HashMap<(&str, Level), usize> = HashMap::default();
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
    style::coloured(out, &style::bold(), "Ignored")?;
    writeln!(out)?;
    for Ignored { finding, reason } in run.ignored {
        let message = run.names.phrase(&finding.message);
        lines(run, &format!("{}[{}] {message}", finding.level, finding.rule), "  ", "    ", out)?;
        lines(run, &format!("because: {}", run.names.text(reason)), "    ", "    ", out)?;
    }
    writeln!(out)
}

/// What was not judged, in a line each: the same gap once, with how many rules it concerns, and what to do about it. What no
/// export of the tool can show is only counted.
fn not_judged(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let boards: BTreeSet<_> = run.inconclusive.iter().map(|gap| gap.board_id).collect();
    let mut gaps = Gaps { names_boards: boards.len() > 1, requested: BTreeSet::new(), credentials: BTreeSet::new() };
    for (title, partial) in [("Not judged", false), ("Judged in part", true)] {
        let of_kind = || run.inconclusive.iter().filter(move |gap| gap.partial == partial);
        let groups = group(of_kind().filter(|gap| gap.missing != Missing::Format));
        let never: BTreeSet<_> = of_kind().filter(|gap| gap.missing == Missing::Format).map(|gap| &gap.rule).collect();
        if groups.is_empty() && never.is_empty() {
            continue;
        }
        style::coloured(out, &style::bold(), title)?;
        writeln!(out)?;
        for group in &groups {
            gaps.write(run, group, out)?;
        }
        if !never.is_empty() {
            let what = many(never.len(), "rule");
            let ask = if never.len() == 1 { "asks" } else { "ask" };
            let text = format!("{what} {ask} what no export of this tool shows → see `boardlint rules`");
            lines(run, &text, "  ", "    ", out)?;
        }
        writeln!(out)?;
    }
    for text in &gaps.credentials {
        fold::prose(text, run.display.width, "", "  ").iter().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// What was written of gaps so far.
struct Gaps {
    /// Whether there are gaps on several boards, so that each says on which.
    names_boards: bool,
    /// The remedies whose requests are written already.
    requested: BTreeSet<String>,
    /// What the services that these are sent to want to know of whoever asks.
    credentials: BTreeSet<&'static str>,
}

impl Gaps {
    /// Writes a gap, with the request that fetches what is missing unless that stands above.
    fn write(&mut self, run: &Run<'_>, gap: &InconclusiveGroup<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
        let (message, remedy) = (run.names.text(gap.message), run.names.remedy(gap.remedy));
        let request = remedy.request.as_ref().filter(|_| self.requested.insert(remedy.to_string()));
        let end = match (&remedy.request, request) {
            (None, _) => "",
            (Some(_), None) => ", as above",
            (Some(_), Some(_)) => ":",
        };
        let text = format!("{}: {message} → {}{end}", self.concerned(run, gap), remedy.advice);
        fold::prose(&text, run.display.width, "  ", "    ").iter().try_for_each(|line| writeln!(out, "{line}"))?;
        // A command stands on a line of its own, whole, so that it can be copied.
        if let Some(Request { service, command, otherwise }) = request {
            writeln!(out, "      {}", encode::terminal(command))?;
            self.credentials.insert(service.credentials());
            if !otherwise.is_empty() {
                lines(run, otherwise, "      ", "      ", out)?;
            }
        }
        Ok(())
    }

    /// Which rules a gap concerns, and on which boards.
    fn concerned(&self, run: &Run<'_>, gap: &InconclusiveGroup<'_>) -> String {
        let rules = match gap.rules.as_slice() {
            [one] => (*one).to_owned(),
            rules => format!("{} rules ({}, …)", rules.len(), rules.first().copied().unwrap_or_default()),
        };
        match gap.boards.as_slice() {
            _ if !self.names_boards => rules,
            [one] => format!("{rules} on {}", run.board_name(*one)),
            several => format!("{rules} on {} boards", several.len()),
        }
    }
}
