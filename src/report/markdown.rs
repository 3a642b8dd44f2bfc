//! `markdown`: a page for the summary of a CI job, a wiki or a chat.
//!
//! GitHub takes a summary of 1 MiB for each step and drops a longer one whole, so a page that grows beyond [`MOST`] shows
//! fewer findings of each rule and says how many it leaves out.

use std::fmt::Write as _;
use std::io;

use termcolor::WriteColor;

use super::company::{Company, by_weight, made_of};
use super::place::Place;
use super::summary::{NOBODY_NAMED, gaps, many, window};
use super::{NOT_CHECKED, Run, about, encode};
use crate::charter::{Level, Word};
use crate::finding::Finding;

/// How many bytes a page may have: other steps of a job want to say something, too.
const MOST: usize = 600 << 10;
/// How many findings of a rule are shown: as many as fit, in these steps.
const STEPS: &[usize] = &[usize::MAX, 1000, 300, 100, 30, 10, 3, 1, 0];

/// Writes the page.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let company = Company::of(by_weight(run));
    let rules = by_rule(&company);
    let mut text = String::new();
    for most in STEPS {
        text = page(run, &rules, *most);
        if text.len() <= MOST {
            break;
        }
    }
    // Hundreds of boards may lack so much that even the page without findings is too long.
    if text.len() > MOST {
        let end = (0..=MOST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let end = text[..end].rfind('\n').unwrap_or(end);
        text.truncate(end);
        text.push_str("\n\n…\n\n</details>\n\n");
        let _ = writeln!(text, "{}", encode::markdown(&run.summary.last_line()));
    }
    out.write_all(text.as_bytes())
}

/// A finding and those that it covers.
type Row<'r> = (&'r Finding, Vec<&'r Finding>);

/// The findings by rule; rules in the order of what weighs most in them.
fn by_rule<'r>(company: &Company<'r>) -> Vec<(&'r str, Vec<Row<'r>>)> {
    let mut rules: Vec<(&str, Vec<Row<'r>>)> = Vec::new();
    for (place, finding) in company.own.iter().enumerate() {
        let row = (*finding, company.parts.get(&place).cloned().unwrap_or_default());
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, rows)) => rows.push(row),
            None => rules.push((&finding.rule, vec![row])),
        }
    }
    rules
}

fn page(run: &Run<'_>, rules: &[(&str, Vec<Row<'_>>)], most: usize) -> String {
    let mut out = String::new();
    let boards: Vec<_> =
        run.boards.iter().map(|judged| encode::markdown(&run.names.text(&judged.board.name))).collect();
    let of = match boards.as_slice() {
        [] => String::new(),
        [one] => format!(": {one}"),
        several => format!(": {} boards", several.len()),
    };
    let _ = writeln!(out, "## boardlint{of}\n");
    let _ = writeln!(out, "{}\n", headline(run));
    for judged in run.boards.iter().filter(|judged| !judged.board.window.is_open()) {
        let _ = writeln!(out, "Judged: {}\n", encode::markdown(&run.names.text(&window(&judged.board))));
    }
    by_board(run, &mut out);
    for why in run.left_out {
        let _ = writeln!(out, "**Left out:** {}\n", encode::markdown(&run.names.text(why)));
    }
    for file in run.unreadable {
        let (path, message) = (encode::markdown_code(&file.path), encode::markdown(&file.diagnostic.message));
        let notes = encode::markdown(&file.diagnostic.notes.join(" "));
        let _ = writeln!(out, "* **unreadable**: {path}: {message}. {notes}");
    }
    if !run.unreadable.is_empty() {
        out.push('\n');
    }
    for (rule, rows) in rules {
        section(run, rule, rows, most, &mut out);
    }
    let hidden = run.findings.len() - run.shown().count();
    if hidden > 0 {
        let _ = writeln!(out, "{} below `--min-level` not shown.\n", many(hidden, "finding"));
    }
    if !run.display.quiet {
        not_judged(run, &mut out);
    }
    if run.first_steps.is_some() && !run.display.quiet {
        let _ = writeln!(out, "{}\n", encode::markdown(NOBODY_NAMED));
    }
    let _ = writeln!(out, "{}", encode::markdown(&run.summary.last_line()));
    out
}

/// What each of several boards gave.
fn by_board(run: &Run<'_>, out: &mut String) {
    if run.boards.len() < 2 {
        return;
    }
    out.push_str("| board | found | judged |\n|--|--|--|\n");
    for judged in run.boards {
        let (name, numbers) = (encode::markdown(&about::title(&run.names.text(&judged.board.name))), &judged.numbers);
        let asked = numbers.rules - numbers.inconclusive;
        let _ = writeln!(out, "| {name} | {} | {asked} of {} rules |", numbers.found(), numbers.rules);
    }
    out.push('\n');
}

/// What there is to see, in one line.
fn headline(run: &Run<'_>) -> String {
    let numbers = run.summary;
    let nothing = numbers.errors + numbers.warnings + numbers.infos == 0;
    let known = [(numbers.baselined, "in the baseline"), (numbers.ignored, "ignored by the charter")];
    let known: Vec<_> =
        known.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    match () {
        () if numbers.items == 0 => "**Nothing could be judged.**".to_owned(),
        () if nothing && !known.is_empty() => format!("**Nothing new**: {}.", known.join(", ")),
        () if nothing => {
            let judged = numbers.rules - numbers.inconclusive;
            format!("**Nothing found** by the {judged} of {} rules that could be judged.", numbers.rules)
        }
        () => format!("**{}**", numbers.found()),
    }
}

fn section(run: &Run<'_>, name: &str, rows: &[Row<'_>], most: usize, out: &mut String) {
    let worst = rows.iter().map(|(finding, _)| finding.level).max().unwrap_or(Level::Info);
    let one_level = rows.iter().all(|(finding, _)| finding.level == worst);
    let rule = run.rule(name);
    let summary = rule.map_or_else(String::new, |rule| format!(": {}", encode::markdown(&rule.summary)));
    let _ = writeln!(out, "### {} · {}{summary}\n", worst.word(), encode::markdown_code(name));
    let several = run.boards.len() > 1;
    let shown = rows.len().min(most);
    if shown > 0 {
        let titles: &[&str] = &["when", "what", "item", "who", "where"];
        let _ = writeln!(out, "| {} |", titles.join(" | "));
        let _ = writeln!(out, "|{}", "--|".repeat(titles.len()));
        for (finding, parts) in &rows[..shown] {
            let level = if one_level { None } else { Some(finding.level) };
            let _ = writeln!(out, "| {} |", cells(run, finding, parts, level, several).join(" | "));
        }
        out.push('\n');
    }
    if shown < rows.len() {
        let more = if shown == 0 { "not shown" } else { "more not shown" };
        let _ =
            writeln!(out, "… {} {more}, so that this page stays short enough.\n", many(rows.len() - shown, "finding"));
    }
    if let Some(rule) = rule {
        let _ = writeln!(out, "**Instead**: {}\n", encode::markdown_prose(&rule.advice.instead));
        let _ = writeln!(out, "**Ask**: {}\n", encode::markdown_prose(&rule.advice.ask));
    }
}

fn cells(run: &Run<'_>, finding: &Finding, parts: &[&Finding], level: Option<Level>, several: bool) -> [String; 5] {
    let mut what = encode::markdown(&about::message(run, finding));
    if let Some(level) = level {
        what = format!("{}: {what}", level.word());
    }
    if !parts.is_empty() {
        let _ = write!(what, " (made of {})", encode::markdown(&made_of(parts)));
    }
    let item = finding.item.as_ref().map(|item| {
        let name = encode::markdown_link(&about::item(item), &item.url);
        let title = about::title(&item.title);
        if title.is_empty() || run.display.no_titles { name } else { format!("{name} {}", encode::markdown(&title)) }
    });
    let sprint = finding.sprint.as_deref().map(|sprint| encode::markdown(&about::title(&run.names.text(sprint))));
    let board = several.then(|| encode::markdown(&about::title(&run.names.text(&finding.board))));
    let item = [board, item.or(sprint)].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let who = finding.actor.as_ref().map(|actor| encode::markdown(&about::title(&run.names.actor(actor).0)));
    let place = Place::of(run, finding).map(|place| {
        let at = place.position();
        encode::markdown_code(&format!("{}:{}:{}", place.path(), at.line, at.column))
    });
    [finding.at.map(about::when).unwrap_or_default(), what, item, who.unwrap_or_default(), place.unwrap_or_default()]
}

/// What could not be judged, folded away, and what no export can show.
fn not_judged(run: &Run<'_>, out: &mut String) {
    let several = run.boards.len() > 1;
    for (title, partial) in [("Not judged", false), ("Judged in part", true)] {
        let told = run.inconclusive.iter().filter(|told| told.partial == partial);
        let mut rules: Vec<&str> = told.clone().map(|told| told.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<details><summary>{title}: {}</summary>\n", many(rules.len(), "rule"));
        for gap in gaps(told) {
            let of = match gap.boards.as_slice() {
                [one] if several => format!(" on {}", encode::markdown(&run.names.text(one))),
                boards if several => format!(" on {} boards", boards.len()),
                _ => String::new(),
            };
            let names: Vec<_> = gap.rules.iter().map(|rule| encode::markdown_code(rule)).collect();
            let message = encode::markdown_prose(&run.names.text(gap.message));
            let hint = encode::markdown_prose(&run.names.text(gap.hint));
            let _ = writeln!(out, "* {message}{of}  \n  → {hint}  \n  {}", names.join(", "));
        }
        out.push_str("\n</details>\n\n");
    }
    let _ = writeln!(out, "<details><summary>What no export shows</summary>\n");
    for missing in NOT_CHECKED {
        let _ = writeln!(out, "* {}", encode::markdown(missing));
    }
    out.push_str("\n</details>\n\n");
}
