//! The lines that close a run on a terminal: counts by rule, what was not judged and what to do about it,
//! what was left out, and the last line.

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

/// The advice if the charter gives nobody a role, for outputs without names.
pub(super) const NOBODY_NAMED: &str =
    "Nobody is named yet: write the roles into boardlint.toml, or try --po \"NAME\" --sm \"NAME\".";

/// Maximum number of boards that are listed one by one.
const BOARDS: usize = 20;

/// The counts of each board, if there are several. Of too many, it lists those with the fewest judged rules
/// and the most findings.
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
        // A board that shares its title has the path of its charter in its name already.
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

/// Writes `text`, folded to the width of the terminal.
fn lines(run: &Run<'_>, text: &str, first: &str, next: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    fold::fold(text, run.display.width, first, next).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The period that was judged on each board, if a period was given.
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

/// Writes statistics, what was not judged, the first steps if nobody is named, and the last line.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    if run.display.statistics {
        statistics(run, out)?;
    }
    if !run.display.quiet {
        not_judged(run, out)?;
        match run.first_steps {
            // The steps begin with a table of all people by name.
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

/// The last line. If it is too long for the terminal, the part with the number of judged rules is not broken.
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

/// The findings that the charter's ignores cover, each with the reason that the ignore gives.
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

/// What was not judged, one line for each gap: the number of rules it concerns and the remedy. Equal gaps are
/// written once. What no export of the tool can show is only counted.
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

/// What was already written about gaps.
struct Gaps {
    /// Whether there are gaps on several boards; then each gap names its boards.
    names_boards: bool,
    /// The remedies whose requests are already written.
    requested: BTreeSet<String>,
    /// The credentials that the services of these requests ask for.
    credentials: BTreeSet<&'static str>,
}

impl Gaps {
    /// Writes a gap. The request that fetches what is missing is written only once.
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
        // A command gets a line of its own and is not folded, so that it can be copied.
        if let Some(Request { service, command, otherwise }) = request {
            writeln!(out, "      {}", encode::terminal(command))?;
            self.credentials.insert(service.credentials());
            if !otherwise.is_empty() {
                lines(run, otherwise, "      ", "      ", out)?;
            }
        }
        Ok(())
    }

    /// The rules that a gap concerns, and the boards.
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
