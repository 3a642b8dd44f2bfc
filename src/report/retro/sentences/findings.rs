//! How much was found, on what, and how that compares.

use super::{and, direction, sentence, words};
use crate::charter::Level;
use crate::wording::count_of;

/// A level, as a team takes it.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "talk first",
        Level::Warn => "talk",
        Level::Info | Level::Off => "good to know",
    }
}

/// Findings that belong to no time.
pub(crate) fn undated(count: usize) -> String {
    let stand = count_of(
        count,
        "finding about the charter or the board as a whole stands",
        "findings about the charter or the \
         board as a whole stand",
    );
    format!("{stand} in no row.")
}

/// How much of an anti-pattern there is.
pub(crate) struct Amount<'r> {
    pub(crate) findings: usize,
    /// How many of the findings are hints.
    pub(crate) hints: usize,
    /// How many items they are about; none where not each is about items.
    pub(crate) items: Option<usize>,
    /// Of how many acts that is, in words; none where that is not counted.
    pub(crate) rate: Option<&'r str>,
}

/// How much of an anti-pattern there is, in words.
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

/// A text with a remark behind it.
pub(crate) fn with_remark(text: String, remark: &str) -> String {
    if remark.is_empty() { text } else { format!("{text} · {remark}") }
}

/// When something was last found.
pub(crate) fn last_seen(when: &str) -> String {
    format!("last seen in {when}")
}

/// On which day something was last found.
pub(crate) fn last_seen_on(day: &str) -> String {
    format!("last seen on {day}")
}

/// Which sprints are held against each other; `with_state` says that how things stand is compared, too.
pub(crate) fn since(before: &str, last: &str, running: bool, with_state: bool) -> String {
    let running = if running { " so far" } else { "" };
    let alone = if with_state { "" } else { " (what was done alone: how things stood then was not looked at)" };
    format!("{last}{running}, compared with {before}{alone}")
}

/// What was found, and how often.
pub(crate) fn times_found(summary: &str, count: usize) -> String {
    if count == 1 { summary.to_owned() } else { format!("{summary} ({count} times)") }
}

/// What was found, and on which items; `more` of them are not named.
pub(crate) fn found_on(summary: &str, items: &[String], more: usize) -> String {
    format!("{summary}: {}", with_more(items, more))
}

/// The names of items; `more` of them are not named.
fn with_more(items: &[String], more: usize) -> String {
    if more > 0 { format!("{} {}", items.join(", "), and_more(more)) } else { and(items) }
}

/// What was found in both sprints.
pub(crate) fn then_and_now(summary: &str, before: usize, now: usize) -> String {
    format!("{summary}: {before}, then {now} ({})", direction(before, now, true))
}

/// How much is new and how much is gone.
pub(crate) fn new_and_gone(title: &str, new: usize, gone: usize, both: usize) -> String {
    format!("{title}: {new} new, {gone} gone, {both} still there")
}

/// What the appendix holds of a rule.
pub(crate) fn more_in_appendix(count: usize) -> String {
    format!("And {count} more: see “{}” at the end.", words::APPENDIX)
}

/// What the file holds of a rule, on paper.
pub(crate) fn more_in_file(count: usize) -> String {
    format!("And {count} more: open the file that this was printed from.")
}

/// What the page has no room for.
pub(crate) fn no_room_for(count: usize) -> String {
    format!("{count} more not listed: this page stays small.")
}

/// What the appendix has no room for, altogether.
pub(crate) fn left_out(count: usize) -> String {
    format!("{} not listed on this page at all, only counted.", count_of(count, "finding is", "findings are"))
}

/// How many related records are not listed.
pub(crate) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

/// Related records: items, what happened to each of them, and on which day. An empty name stands for the item that is spoken of.
pub(crate) fn related(items: &[String], more: usize, message: &str, day: Option<&str>) -> String {
    let item = with_more(items, more);
    // A number that several items have is the number of each of them.
    let each = if items.len() > 1 && message.chars().any(|c| c.is_ascii_digit()) { " each" } else { "" };
    let day = day.map_or_else(String::new, |day| format!(", {day}"));
    match (item.as_str(), message) {
        ("", message) => format!("{}{day}", sentence(message)),
        (item, "") => format!("{item}{day}"),
        (item, message) => format!("{item}: {message}{each}{day}"),
    }
}

/// How many findings of another rule a pattern consists of.
pub(crate) fn made_of(count: usize, summary: &str) -> String {
    format!("{count} × {summary}")
}

/// Ignored findings that are not shown.
pub(crate) fn more_ignored(count: usize) -> String {
    format!("{} more ignored by the charter.", count_of(count, "finding is", "findings are"))
}

/// What the baseline knows.
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
