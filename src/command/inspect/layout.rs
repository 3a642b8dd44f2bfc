//! How the page is laid out: titles, lists that are cut off, folded lines.

use std::io;

use jiff::Timestamp;
use termcolor::{ColorSpec, WriteColor};
use unicode_width::UnicodeWidthStr;

use super::gather::Overview;

/// How many files, people, statuses and so on are listed.
pub(super) const LISTED: usize = 15;
/// A space at which no line is broken.
const UNBROKEN: &str = "\u{a0}";
/// How wide the page is.
const WIDTH: usize = 96;

/// The title of a part of the page.
pub(super) fn title(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    writeln!(out)?;
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()?;
    writeln!(out)
}

/// That a list goes on.
pub(super) fn more(count: usize, shown: usize) -> String {
    if count > shown { format!("  and {} more\n", count - shown) } else { String::new() }
}

pub(super) fn listed(names: &[String], shown: usize) -> String {
    let first = names.iter().take(shown).map(|name| name.replace(' ', UNBROKEN)).collect::<Vec<_>>().join(", ");
    if names.len() > shown { format!("{first} and {} more", names.len() - shown) } else { first }
}

pub(super) fn some(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

pub(super) fn day(overview: &Overview<'_>, at: Option<Timestamp>) -> String {
    at.map_or_else(|| "·".to_owned(), |at| overview.board.calendar.day(at).to_string())
}

/// `text` in lines that fit the page; those after the first stand under its beginning. A space that does not break keeps a
/// name together.
pub(super) fn folded(lead: &str, text: &str) -> String {
    let indent = " ".repeat(lead.width());
    let mut out = lead.to_owned();
    let mut width = lead.width();
    for (place, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if place > 0 && width + 1 + word.width() > WIDTH {
            out.push('\n');
            out.push_str(&indent);
            width = indent.len();
        } else if place > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(&word.replace(UNBROKEN, " "));
        width += word.width();
    }
    out.push('\n');
    out
}
