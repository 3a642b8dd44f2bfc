//! One finding: its message and place, the excerpt that proves it with person, time and link, and what
//! belongs to it.

use std::io;

use termcolor::WriteColor;
use unicode_width::UnicodeWidthStr;

use crate::charter::Level;
use crate::finding::{Finding, ItemLabel, Related};
use crate::report::common_end::without_end;
use crate::report::pattern_groups::{PatternGroup, count_by_rule_text};
use crate::report::snippet::{self, Snippets};
use crate::report::{Run, encode, finding_text, fold, style};
use crate::wording::listed;

/// Maximum number of records that are shown besides the first.
const RECORDS: usize = 2;
/// A title is cut to make room for the place only if more characters than this remain.
const TITLE: usize = 24;
/// Maximum number of items that are listed by name.
const ITEMS: usize = 12;

/// Number of columns that line numbers need in all findings of a rule.
pub(super) fn gutter(run: &Run<'_>, shown: &[PatternGroup<'_>]) -> usize {
    let lines = shown.iter().filter_map(|group| group.finding.location);
    let lines = lines.map(|mark| run.sources.get(mark.file).position(mark.start).line);
    2 + lines.max().unwrap_or(1).to_string().len()
}

/// Writes a finding below the heading of its rule. `level` is the level in the heading, `common` the common
/// end of all messages.
pub(super) fn write(
    run: &Run<'_>,
    group: &PatternGroup<'_>,
    level: Level,
    common: Option<&str>,
    gutter: usize,
    out: &mut dyn WriteColor,
) -> io::Result<()> {
    let PatternGroup { finding, covered } = group;
    let snippets = Snippets { sources: run.sources, names: run.names, width: run.display.width, gutter };
    let severity = style::severity(finding.level);
    let message = finding_text::message(run, finding);
    let message = common.map_or(message.as_str(), |common| without_end(&message, common));
    let label = encode::terminal(&label(run, finding, message));
    let excerpt = finding.location.map(|mark| snippets.excerpt(mark, label.width()));
    let place = excerpt.as_ref().map(snippet::place);
    let beside = write_message(run, finding, level, message, place.as_deref(), out)?;
    match excerpt {
        Some(excerpt) => {
            if let Some(place) = place.filter(|_| !beside) {
                snippets.place(&place, out)?;
            }
            snippets.draw(&excerpt, severity, &label, out)?;
        }
        None => snippets.lines("=", &label, out)?,
    }
    for record in records(finding) {
        snippets.lines("+", &record_text(run, &snippets, record), out)?;
    }
    if !covered.is_empty() {
        let text = format!("made of {} (--max-per-rule 0 shows each)", count_by_rule_text(covered));
        snippets.lines("=", &text, out)?;
    }
    Ok(())
}

/// Writes the message with the item's title, and the place of the record if it fits behind it. Returns
/// whether it did.
fn write_message(
    run: &Run<'_>,
    finding: &Finding,
    level: Level,
    message: &str,
    place: Option<&str>,
    out: &mut dyn WriteColor,
) -> io::Result<bool> {
    let width = run.display.width;
    // The heading shows only the highest level.
    let lower = (finding.level != level).then(|| format!("{}: ", finding.level));
    let taken = message.width() + lower.as_deref().map_or(0, str::width) + place.map_or(0, |place| place.width() + 2);
    let mut text = with_title(run, finding, message, width.saturating_sub(taken + "   “”".width()));
    if let Some(lower) = &lower {
        text.insert_str(0, lower);
    }
    let lines = fold::fold(&text, width, "  ", "  ");
    let mut beside = false;
    for (nth, line) in lines.iter().enumerate() {
        let mut rest = line.as_str();
        if let Some(lower) = lower.as_deref().map(str::trim_end).filter(|_| nth == 0)
            && let Some(behind) = rest.trim_start().strip_prefix(lower)
        {
            write!(out, "  ")?;
            style::coloured(out, &style::level(finding.level), lower)?;
            rest = behind;
        }
        style::coloured(out, &style::bold(), rest)?;
        if nth + 1 == lines.len()
            && let Some(place) = place
            && line.width() + 2 + place.width() <= width
        {
            style::coloured(out, &style::quiet(), &format!("  {place}"))?;
            beside = true;
        }
        writeln!(out)?;
    }
    Ok(beside)
}

/// The message, with the title of the item behind its name. The title is cut to `room` if enough of it
/// remains to recognise it.
fn with_title(run: &Run<'_>, finding: &Finding, message: &str, room: usize) -> String {
    let Some((item, title)) = finding_text::item_title(run, finding) else { return message.to_owned() };
    let title = if title.width() > room && room > TITLE {
        finding_text::cut(title.trim_end_matches('…'), room - 1)
    } else {
        title
    };
    let (name, title) = (item.label().short(), format!(" “{title}”"));
    let ends = |at: usize| !message[at..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let mut found = message.match_indices(&name).map(|(at, name)| at + name.len());
    match found.find(|at| ends(*at)) {
        Some(at) => format!("{}{title}{}", &message[..at], &message[at..]),
        None => format!("{message}{title}"),
    }
}

/// Person, time, link and other details, unless the message already contains them.
fn label(run: &Run<'_>, finding: &Finding, message: &str) -> String {
    let unsaid = |text: &String| !text.is_empty() && !message.contains(text.as_str());
    let stands = run.rule(&finding.rule).is_some_and(|rule| rule.judge.stands());
    let actor = finding.actor.as_ref().filter(|_| !stands);
    let actor = actor.map(|actor| run.names.person(&actor.id, &actor.name).into_owned()).filter(unsaid);
    let sprint = finding.sprint.as_deref().map(|sprint| run.names.text(sprint).into_owned()).filter(unsaid);
    let board = run.has_several_boards().then(|| run.names.text(&finding.board).into_owned()).filter(unsaid);
    let url = finding.item.as_ref().map(|item| item.url.clone()).filter(|url| !url.is_empty());
    let parts = [actor, sprint, board, finding_text::instant(run, finding), url, others(finding)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The records besides the first that have a text of their own. If all texts are equal, the names of their
/// items are enough.
fn records(finding: &Finding) -> impl Iterator<Item = &Related> {
    let mut said = finding.related.iter().map(|other| other.message.named());
    let first = said.next();
    let differ = said.any(|other| Some(other) != first);
    let proofs = finding.related.iter().filter(|other| other.mark.is_some() && other.mark != finding.location);
    proofs.take(if differ && !finding.is_pattern() { RECORDS } else { 0 })
}

/// A record besides the first: its place, its value, and how it belongs to the finding.
fn record_text(run: &Run<'_>, snippets: &Snippets<'_>, other: &Related) -> String {
    let name = other.label().map(ItemLabel::short).unwrap_or_default();
    let text = format!("{name} {}", run.names.phrase(&other.message)).trim().to_owned();
    let Some(mark) = other.mark else { return text };
    let excerpt = snippets.excerpt(mark, 0);
    let scalar = &excerpt.text[excerpt.span.clone()];
    format!("{text}: {scalar} {}", snippet::place(&excerpt)).replace(scalar, &scalar.replace(' ', fold::UNBROKEN))
}

/// The names of the other items of the same operation or pattern; `None` if there are none or if their
/// records are shown.
fn others(finding: &Finding) -> Option<String> {
    let shown = records(finding).count();
    let names = finding.related.iter().filter_map(|other| Some(other.label()?.short()));
    let own = finding.item.as_ref().map(|item| item.label().short());
    let mut names: Vec<String> = names.filter(|name| Some(name) != own.as_ref()).collect();
    names.dedup();
    if names.len() <= shown {
        return None;
    }
    Some(format!("with {}", listed(&names, ITEMS)))
}
