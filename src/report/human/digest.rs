//! The digest: a line for each rule and level, with the number of findings, their places, and one link.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use termcolor::WriteColor;
use unicode_width::UnicodeWidthStr;

use crate::charter::Level;
use crate::finding::Finding;
use crate::report::pattern_groups::{by_rule, by_weight};
use crate::report::{Run, encode, style};
use crate::wording::{listed, many};

/// The line for the findings of a rule at one level.
struct Row<'r> {
    level: Level,
    count: usize,
    rule: &'r str,
    /// The boards, sprints or items without duplicates, in the order of the findings.
    places: Vec<String>,
    /// The noun for the places, used if there are too many to list.
    what: &'static str,
    link: String,
}

/// Writes the digest; nothing if there are no findings.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    // A rule gets one line for each level, so that the column adds up to the totals in the last line of the
    // run.
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (rule, found) in by_rule(by_weight(run), |finding| *finding) {
        for level in [Level::Error, Level::Warn, Level::Info] {
            let found: Vec<&Finding> = found.iter().copied().filter(|finding| finding.level == level).collect();
            if !found.is_empty() {
                rows.push(row(run, rule, level, &found));
            }
        }
    }
    rows.sort_by_key(|row| Reverse(row.level));
    if rows.is_empty() {
        return Ok(());
    }
    style::coloured(out, &style::bold(), "Found")?;
    writeln!(out)?;
    let count = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(1);
    let rule = rows.iter().map(|row| row.rule.width()).max().unwrap_or(0);
    for row in &rows {
        write!(out, "  ")?;
        style::coloured(out, &style::level(row.level), &format!("{:<5}", row.level.to_string()))?;
        write!(out, "  {:>count$}  ", row.count)?;
        style::coloured(out, &style::bold(), row.rule)?;
        let taken = 2 + 5 + 2 + count + 2;
        let room = run.display.width.saturating_sub(taken + rule + 2);
        let beside = if row.link.is_empty() { 0 } else { row.link.width() + 2 };
        let places = fit(&row.places, row.what, room.saturating_sub(beside));
        match places {
            Some(places) => {
                write!(out, "{}  {places}", " ".repeat(rule - row.rule.width()))?;
                link(&row.link, out)?;
            }
            // The terminal is too narrow: places and link go to the next line.
            None => {
                let room = run.display.width.saturating_sub(taken);
                let places = fit(&row.places, row.what, room.saturating_sub(beside));
                write!(out, "\n{}{}", " ".repeat(taken), places.unwrap_or_default())?;
                link(&row.link, out)?;
            }
        }
        writeln!(out)?;
    }
    writeln!(out)
}

fn link(link: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    if link.is_empty() {
        return Ok(());
    }
    write!(out, "  ")?;
    style::coloured(out, &style::reference(), link)
}

fn row<'r>(run: &Run<'_>, rule: &'r str, level: Level, found: &[&Finding]) -> Row<'r> {
    let link = found.iter().filter_map(|finding| finding.item.as_ref()).find(|item| !item.url.is_empty());
    let link = link.map(|item| encode::terminal(&item.url)).unwrap_or_default();
    let boards: BTreeSet<_> = found.iter().map(|finding| finding.board_id).collect();
    let mut seen = BTreeSet::new();
    let places = found.iter().filter_map(|finding| {
        let place = match (boards.len() > 1, &finding.item) {
            (true, _) => run.names.text(&finding.board).into_owned(),
            (false, Some(item)) => item.label().short(),
            (false, None) => run.names.text(finding.sprint.as_deref()?).into_owned(),
        };
        seen.insert(place.clone()).then(|| encode::terminal(&place))
    });
    let mut places: Vec<String> = places.collect();
    if places.is_empty() {
        places.push("the whole board".to_owned());
    }
    let what = match found.first() {
        _ if boards.len() > 1 => "board",
        Some(finding) if finding.item.is_some() => "item",
        _ => "sprint",
    };
    Row { level, count: found.len(), rule, places, what, link }
}

/// As many of `places` as fit into the room, and how many more there are; `None` if not even their number
/// fits.
fn fit(places: &[String], what: &str, room: usize) -> Option<String> {
    if places.is_empty() {
        return Some(String::new());
    }
    let number = many(places.len(), what);
    let fitting =
        (1..=places.len().min(8)).map(|shown| listed(places, shown)).take_while(|text| text.width() <= room).last();
    fitting.or_else(|| Some(number).filter(|text| text.width() <= room))
}
