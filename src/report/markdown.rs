//! `markdown`: a page for the summary of a CI job, a wiki or a chat.
//!
//! GitHub accepts a summary of up to 1 MiB for a step and drops a longer one completely. If a page grows
//! beyond [`MOST`], it shows fewer findings of each rule and says how many it leaves out.

use std::fmt::Write as _;
use std::io;

use termcolor::WriteColor;

use super::closing::{NOBODY_NAMED, window};
use super::inconclusive_groups;
use super::pattern_groups::{PatternGroup, by_rule, by_weight, count_by_rule_text, group, highest_level};
use super::record_place::RecordPlace;
use super::{NOT_CHECKED, Run, encode, finding_text};
use crate::charter::Level;
use crate::lint::{BoardLeftOut, LintedBoard};
use crate::word::Word;
use crate::wording::many;

/// Maximum size of a page in bytes: it leaves room for the summaries of other steps of the job.
const MOST: usize = 600 << 10;
/// Maximum number of findings of a rule: the first of these values with which the page fits.
const STEPS: &[usize] = &[usize::MAX, 1000, 300, 100, 30, 10, 3, 1, 0];

/// Writes the page.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let groups = group(by_weight(run));
    let rules = by_rule(&groups, |group| group.finding);
    let mut text = String::new();
    for most in STEPS {
        text = page(run, &rules, *most);
        if text.len() <= MOST {
            break;
        }
    }
    // With hundreds of boards, the gaps alone can make the page too long.
    if text.len() > MOST {
        let end = (0..=MOST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let end = text[..end].rfind('\n').unwrap_or(end);
        text.truncate(end);
        text.push_str("\n\n…\n\n</details>\n\n");
        let _ = writeln!(text, "{}", encode::markdown(&run.summary.last_line().to_string()));
    }
    out.write_all(text.as_bytes())
}

fn page(run: &Run<'_>, rules: &[(&str, Vec<&PatternGroup<'_>>)], most: usize) -> String {
    let mut out = String::new();
    let boards: Vec<_> = run.judged_boards().map(|board| encode::markdown(&run.names.text(&board.name))).collect();
    let of = match boards.as_slice() {
        [] => String::new(),
        [one] => format!(": {one}"),
        several => format!(": {} boards", several.len()),
    };
    let _ = writeln!(out, "## boardlint{of}\n");
    let _ = writeln!(out, "{}\n", headline(run));
    for board in run.judged_boards().filter(|board| !board.window.is_open()) {
        let _ = writeln!(out, "Judged: {}\n", encode::markdown(&run.names.text(&window(board))));
    }
    by_board(run, &mut out);
    for why in run.left_out.iter().filter_map(BoardLeftOut::note) {
        let _ = writeln!(out, "**Left out:** {}\n", encode::markdown(&run.names.text(why)));
    }
    if let Some(limit) = run.over_limit {
        let _ = writeln!(out, "**Left out:** {}\n", encode::markdown(limit));
    }
    for failure in run.failures {
        let place = failure.labels.first().map(|label| RecordPlace::at(run, label.mark).address());
        let place = place.map(|place| format!("{}: ", encode::markdown_code(&place))).unwrap_or_default();
        let _ = writeln!(out, "* **failed**: {place}{}", encode::markdown(&run.reason(failure)));
    }
    for file in run.unreadable {
        let path = encode::markdown_code(&file.path);
        let message = encode::markdown(&run.names.text(&file.diagnostic.message));
        let notes = encode::markdown(&run.names.text(&file.diagnostic.notes.join(" ")));
        let _ = writeln!(out, "* **unreadable**: {path}: {message}. {notes}");
    }
    if !run.unreadable.is_empty() || !run.failures.is_empty() {
        out.push('\n');
    }
    for (rule, rows) in rules {
        section(run, rule, rows, most, &mut out);
    }
    let hidden = run.hidden();
    if hidden > 0 {
        let _ = writeln!(out, "{} below `--min-level` not shown.\n", many(hidden, "finding"));
    }
    if !run.display.quiet {
        not_judged(run, &mut out);
    }
    if run.first_steps.is_some() && !run.display.quiet {
        let _ = writeln!(out, "{}\n", encode::markdown(NOBODY_NAMED));
    }
    let _ = writeln!(out, "{}", encode::markdown(&run.summary.last_line().to_string()));
    out
}

/// The counts of each board, if there are several.
fn by_board(run: &Run<'_>, out: &mut String) {
    if !run.has_several_boards() {
        return;
    }
    out.push_str("| board | found | judged |\n|--|--|--|\n");
    for LintedBoard { board, numbers, .. } in run.boards {
        let name = encode::markdown(&finding_text::title(&run.names.text(&board.name)));
        let _ = writeln!(out, "| {name} | {} | {} of {} rules |", numbers.found(), numbers.judged(), numbers.rules);
    }
    out.push('\n');
}

/// The counts, in one line.
fn headline(run: &Run<'_>) -> String {
    let numbers = run.summary;
    let nothing = numbers.findings() == 0;
    let known = [(numbers.baselined, "in the baseline"), (numbers.ignored, "ignored by the charter")];
    let known: Vec<_> =
        known.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    if numbers.items == 0 || (nothing && numbers.judged() == 0) {
        "**Nothing could be judged.**".to_owned()
    } else if nothing && !known.is_empty() {
        format!("**Nothing new**: {}.", known.join(", "))
    } else if nothing {
        format!("**Nothing found** by the {} of {} rules that could be judged.", numbers.judged(), numbers.rules)
    } else {
        format!("**{}**", numbers.found())
    }
}

fn section(run: &Run<'_>, name: &str, rows: &[&PatternGroup<'_>], most: usize, out: &mut String) {
    let worst = highest_level(rows.iter().map(|row| row.finding));
    let one_level = rows.iter().all(|row| row.finding.level == worst);
    let rule = run.rule(name);
    let summary = rule.map_or_else(String::new, |rule| format!(": {}", encode::markdown(&rule.summary)));
    let _ = writeln!(out, "### {} · {}{summary}\n", worst.word(), encode::markdown_code(name));
    let shown = rows.len().min(most);
    if shown > 0 {
        let titles: &[&str] = &["when", "what", "item", "who", "where"];
        let _ = writeln!(out, "| {} |", titles.join(" | "));
        let _ = writeln!(out, "|{}", "--|".repeat(titles.len()));
        for row in &rows[..shown] {
            // The page is too long already and is written again with fewer findings.
            if out.len() > MOST {
                return;
            }
            let level = if one_level { None } else { Some(row.finding.level) };
            let _ = writeln!(out, "| {} |", cells(run, row, level).join(" | "));
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

fn cells(run: &Run<'_>, row: &PatternGroup<'_>, level: Option<Level>) -> [String; 5] {
    let PatternGroup { finding, covered } = row;
    let mut what = encode::markdown(&finding_text::message(run, finding));
    if let Some(level) = level {
        what = format!("{}: {what}", level.word());
    }
    if !covered.is_empty() {
        let _ = write!(what, " (made of {})", encode::markdown(&count_by_rule_text(covered)));
    }
    let item = finding.item.as_ref().map(|item| {
        let name = encode::markdown_link(&item.label().short(), &item.url);
        let title = finding_text::title(&item.title);
        if title.is_empty() || run.display.no_titles { name } else { format!("{name} {}", encode::markdown(&title)) }
    });
    let sprint =
        finding.sprint.as_deref().map(|sprint| encode::markdown(&finding_text::title(&run.names.text(sprint))));
    let board =
        run.has_several_boards().then(|| encode::markdown(&finding_text::title(&run.names.text(&finding.board))));
    let item = [board, item.or(sprint)].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let who = finding.actor.as_ref().map(|actor| encode::markdown(&finding_text::title(&run.names.actor(actor).0)));
    let place = RecordPlace::of(run, finding).map(|place| encode::markdown_code(&place.address()));
    [
        finding_text::instant(run, finding).unwrap_or_default(),
        what,
        item,
        who.unwrap_or_default(),
        place.unwrap_or_default(),
    ]
}

/// What could not be judged, in a collapsed section, and what no export can show.
fn not_judged(run: &Run<'_>, out: &mut String) {
    let several = run.has_several_boards();
    for (title, partial) in [("Not judged", false), ("Judged in part", true)] {
        let gaps = run.inconclusive.iter().filter(|gap| gap.partial == partial);
        let mut rules: Vec<&str> = gaps.clone().map(|gap| gap.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<details><summary>{title}: {}</summary>\n", many(rules.len(), "rule"));
        for group in inconclusive_groups::group(gaps) {
            let of = match group.boards.as_slice() {
                [one] if several => format!(" on {}", encode::markdown(&run.board_name(*one))),
                boards if several => format!(" on {} boards", boards.len()),
                _ => String::new(),
            };
            let names: Vec<_> = group.rules.iter().map(|rule| encode::markdown_code(rule)).collect();
            let message = encode::markdown_prose(&run.names.text(group.message));
            let remedy = encode::markdown_prose(&run.names.remedy(group.remedy).to_string());
            let _ = writeln!(out, "* {message}{of}  \n  → {remedy}  \n  {}", names.join(", "));
        }
        out.push_str("\n</details>\n\n");
    }
    let _ = writeln!(out, "<details><summary>What no export shows</summary>\n");
    for missing in NOT_CHECKED {
        let _ = writeln!(out, "* {}", encode::markdown(missing));
    }
    out.push_str("\n</details>\n\n");
}
