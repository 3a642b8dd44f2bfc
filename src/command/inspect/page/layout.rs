//! The layout of the page: titles, folded lines, and lists with a maximum length.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use termcolor::{ColorSpec, WriteColor};

use super::super::overview::Overview;
use crate::report::fold;
use crate::wording;

/// Maximum number of files, people, statuses and so on in a list.
pub(super) const LISTED: usize = 15;

/// The title of a part of the page.
pub(super) fn title(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    writeln!(out)?;
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()?;
    writeln!(out)
}

/// A line that says how many entries are not shown.
pub(super) fn more(count: usize, shown: usize) -> String {
    if count > shown { format!("  and {} more\n", count - shown) } else { String::new() }
}

/// The first `shown` of `names`, none of them broken, and how many more there are.
pub(super) fn listed(names: &[String], shown: usize) -> String {
    let names: Vec<String> = names.iter().map(|name| name.replace(' ', fold::UNBROKEN)).collect();
    wording::listed(&names, shown)
}

pub(super) fn day(overview: &Overview<'_>, at: Option<Timestamp>) -> String {
    date(at.map(|at| overview.board.calendar.day(at)))
}

/// A day, or a dot if there is none.
pub(super) fn date(day: Option<Date>) -> String {
    day.map_or_else(|| "·".to_owned(), |day| day.to_string())
}

/// Folds `text` to `width` columns. The lines after the first are indented to its beginning. A non-breaking
/// space keeps a name on one line.
pub(super) fn folded(width: usize, lead: &str, text: &str) -> String {
    let indent = " ".repeat(lead.chars().count());
    fold::prose(text, width, lead, &indent).iter().map(|line| format!("{line}\n")).collect()
}
