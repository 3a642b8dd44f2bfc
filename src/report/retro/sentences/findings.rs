//! How many findings there are, about what, and how that compares.

use super::{and, direction, sentence, words};
use crate::charter::Level;
use crate::wording::count_of;

/// A level, in words for a team.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "talk first",
        Level::Warn => "talk",
        Level::Info | Level::Off => "good to know",
    }
}

/// Number of findings without a time.
pub(crate) fn undated(count: usize) -> String {
    let stand = count_of(
        count,
        "finding about the charter or the board as a whole stands",
        "findings about the charter or the \
         board as a whole stand",
    );
    format!("{stand} in no row.")
}

/// How often an anti-pattern was found.
pub(crate) struct Amount<'r> {
    pub(crate) findings: usize,
    /// Number of findings that are hints.
    pub(crate) hints: usize,
    /// Number of items with findings; `None` if not every finding is about an item.
    pub(crate) items: Option<usize>,
    /// The share among all acts of the same sort, in words; `None` if it is not counted.
    pub(crate) rate: Option<&'r str>,
}

/// How often an anti-pattern was found, in words.
pub(crate) fn findings_of(Amount { findings, hints, items, rate }: &Amount<'_>) -> String {
    let (findings, hints) = (*findings, *hints);
    let mut text = count_of(findings, "finding", "findings");
    if hints > 0 && hints < findings {
        text = format!("{text}, {hints} of them {}", level(Level::Info));
    }
    if let Some(rate) = rate {
        text = format!("{rate} · {text}");
    } else if let Some(items) = items.filter(|items| *items > findings) {
        text = format!("{text}, {items} items");
    }
    text
}

/// A text with a remark after it.
pub(crate) fn with_remark(text: String, remark: &str) -> String {
    if remark.is_empty() { text } else { format!("{text} · {remark}") }
}

/// When something was last found.
pub(crate) fn last_seen(when: &str) -> String {
    format!("last seen in {when}")
}

/// The day on which something was last found.
pub(crate) fn last_seen_on(day: &str) -> String {
    format!("last seen on {day}")
}

/// Which sprints are compared. `with_state` says whether findings about states are compared too.
pub(crate) fn since(before: &str, last: &str, running: bool, with_state: bool) -> String {
    let running = if running { " so far" } else { "" };
    let alone = if with_state { "" } else { " (what was done alone: how things stood then was not looked at)" };
    format!("{last}{running}, compared with {before}{alone}")
}

/// What was found, and how often.
pub(crate) fn times_found(summary: &str, count: usize) -> String {
    if count == 1 { summary.to_owned() } else { format!("{summary} ({count} times)") }
}

/// What was found, and on which items; `more` items are not named.
pub(crate) fn found_on(summary: &str, items: &[String], more: usize) -> String {
    format!("{summary}: {}", with_more(items, more))
}

/// The names of items; `more` items are not named.
fn with_more(items: &[String], more: usize) -> String {
    if more > 0 { format!("{} {}", items.join(", "), and_more(more)) } else { and(items) }
}

/// What was found in both sprints.
pub(crate) fn then_and_now(summary: &str, before: usize, now: usize) -> String {
    format!("{summary}: {before}, then {now} ({})", direction(before, now, true))
}

/// How many findings are new, gone, or in both.
pub(crate) fn new_and_gone(title: &str, new: usize, gone: usize, both: usize) -> String {
    format!("{title}: {new} new, {gone} gone, {both} still there")
}

/// How many findings of a rule the appendix contains.
pub(crate) fn more_in_appendix(count: usize) -> String {
    format!("And {count} more: see “{}” at the end.", words::APPENDIX)
}

/// The same on paper, for findings in the file.
pub(crate) fn more_in_file(count: usize) -> String {
    format!("And {count} more: open the file that this was printed from.")
}

/// Number of findings of a rule that do not fit on the page.
pub(crate) fn no_room_for(count: usize) -> String {
    format!("{count} more not listed: this page stays small.")
}

/// Number of all findings that do not fit on the page.
pub(crate) fn left_out(count: usize) -> String {
    format!("{} not listed on this page at all, only counted.", count_of(count, "finding is", "findings are"))
}

/// How many related records are not listed.
pub(crate) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

/// Related records: items, what happened to each of them, and on which day. An empty name means the item of
/// the row.
pub(crate) fn related(items: &[String], more: usize, message: &str, day: Option<&str>) -> String {
    let item = with_more(items, more);
    // With several items, a number in the message applies to each of them.
    let each = if items.len() > 1 && message.chars().any(|c| c.is_ascii_digit()) { " each" } else { "" };
    let day = day.map_or_else(String::new, |day| format!(", {day}"));
    match (item.as_str(), message) {
        ("", message) => format!("{}{day}", sentence(message)),
        (item, "") => format!("{item}{day}"),
        (item, message) => format!("{item}: {message}{each}{day}"),
    }
}

/// Number of findings of another rule that a pattern covers.
pub(crate) fn made_of(count: usize, summary: &str) -> String {
    format!("{count} × {summary}")
}

/// Number of ignored findings that are not shown.
pub(crate) fn more_ignored(count: usize) -> String {
    format!("{} more ignored by the charter.", count_of(count, "finding is", "findings are"))
}

/// Number of findings in the baseline.
pub(crate) fn in_baseline(count: usize) -> String {
    format!("{} known from before: the baseline lists them.", count_of(count, "finding is", "findings are"))
}

/// What a bar of the timeline shows.
pub(crate) fn bar(counts: &[usize; 3]) -> String {
    let [errors, warnings, infos] = counts;
    let levels =
        [format!("{errors} to talk about first"), format!("{warnings} to talk about"), format!("{infos} good to know")];
    and(&levels)
}
