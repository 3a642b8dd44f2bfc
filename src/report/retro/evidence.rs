//! A finding on a card or in the appendix: when, what, where and who.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::encode;
use super::super::finding_text::cut;
use super::context::RetroContext;
use super::sentences;
use crate::board::{Board, Calendar};
use crate::charter::Role;
use crate::finding::{Finding, PhrasePart, PhraseTime};

/// Maximum number of lines for related records.
const RELATED: usize = 4;
/// Maximum number of items that are named in a line.
const ITEMS: usize = 8;
/// Maximum number of characters of a title.
const TITLE: usize = 64;
/// Maximum number of characters of a message on a card.
pub(super) const MESSAGE: usize = 320;

/// A finding as a row of a table.
pub(crate) struct Evidence {
    /// The time, in a form for people.
    pub(crate) when: String,
    /// What happened.
    pub(crate) what: String,
    /// Related records, a line each.
    pub(crate) related: Vec<String>,
    /// The item, or otherwise the sprint.
    pub(crate) item: ItemName,
    /// Who did it, and their role.
    pub(crate) who: String,
}

/// An item, with what helps people to find it.
pub(crate) struct ItemName {
    /// Its key, or the number on the card.
    pub(crate) label: String,
    /// Its title, if titles are shown.
    pub(crate) title: String,
    /// Its web address; empty if there is none.
    pub(crate) url: String,
    /// Its board, if there are several.
    pub(crate) board: String,
}

/// A finding as a row. The message has at most `limit` characters.
pub(super) fn evidence(context: &RetroContext<'_>, finding: &Finding, limit: usize) -> Evidence {
    let board = context.run.board(finding.board_id);
    Evidence {
        when: finding.at.map(|at| when(context, board, at)).unwrap_or_default(),
        what: message(context, finding, limit),
        related: related(context, board, finding),
        item: item(context, finding),
        who: who(context, finding),
    }
}

/// The message of a finding, as a sentence of at most `limit` characters.
pub(super) fn message(context: &RetroContext<'_>, finding: &Finding, limit: usize) -> String {
    let board = context.run.board(finding.board_id);
    let text = cut(&context.run.names.phrase_at(&finding.message, |time, _| written(context, board, time)), limit);
    // A name at the beginning keeps its lower case letter.
    match finding.message.parts().iter().find(|part| !matches!(part, PhrasePart::Text(text) if text.is_empty())) {
        Some(PhrasePart::Person { .. }) if !context.run.names.are_hidden() => text,
        _ => sentences::sentence(&text),
    }
}

/// A timestamp in the zone of the board, or in UTC if there is no board. In a private report, the week.
fn when(context: &RetroContext<'_>, board: Option<&Board<'_>>, at: Timestamp) -> String {
    let utc = Calendar::new(TimeZone::UTC, Vec::new());
    let calendar = board.map_or(&utc, |board| &board.calendar);
    if context.run.display.private { sentences::week(calendar.day(at)) } else { sentences::moment(calendar, at) }
}

/// A time in a sentence: a timestamp as [`when`] writes it, or a range of days. In a private report, weeks.
fn written(context: &RetroContext<'_>, board: Option<&Board<'_>>, time: PhraseTime) -> String {
    match (time, context.run.display.private) {
        (PhraseTime::Instant(at), false) => when(context, board, at),
        (PhraseTime::Instant(at), true) => sentences::the(&when(context, board, at)),
        (PhraseTime::Days(first, last), false) => sentences::between(first, last),
        (PhraseTime::Days(first, last), true) => sentences::weeks(first, last),
    }
}

/// The other records of a finding. Those with the same message and day share one line.
fn related(context: &RetroContext<'_>, board: Option<&Board<'_>>, finding: &Finding) -> Vec<String> {
    let names = context.run.names;
    let own = finding.item.as_ref().map(|item| item.key.as_str());
    let records = finding.related.iter().filter_map(|other| {
        let label = other.label()?;
        // The row already names this item.
        let item = if Some(label.key) == own { String::new() } else { names.item(label) };
        let day = other.at.zip(board).map(|(at, board)| {
            if context.run.display.private {
                sentences::week(board.calendar.day(at))
            } else {
                sentences::date(board.calendar.day(at))
            }
        });
        let message = names.phrase_at(&other.message, |time, _| written(context, board, time));
        Some((item, message.trim().to_owned(), day))
    });
    let mut lines: Vec<(Vec<String>, String, Option<String>)> = Vec::new();
    for (item, message, day) in records {
        match lines.last_mut().filter(|(_, other, on)| *other == message && *on == day) {
            Some((items, ..)) => items.push(item),
            None => lines.push((vec![item], message, day)),
        }
    }
    let more: usize = lines.iter().skip(RELATED).map(|(items, ..)| items.len()).sum();
    let line = |(items, message, day): &(Vec<String>, String, Option<String>)| {
        let shown = items.len().min(ITEMS);
        cut(&sentences::related(&items[..shown], items.len() - shown, message, day.as_deref()), MESSAGE)
    };
    let more = (more > 0).then(|| sentences::and_more(more));
    lines.iter().take(RELATED).map(line).chain(more).collect()
}

fn item(context: &RetroContext<'_>, finding: &Finding) -> ItemName {
    let run = context.run;
    let board = context.board_remark(finding.board_id);
    match &finding.item {
        Some(item) => ItemName {
            label: run.names.item(item.label()),
            title: if run.display.no_titles || run.display.private {
                String::new()
            } else {
                cut(item.title.trim(), TITLE)
            },
            url: if run.display.private { String::new() } else { encode::link(&item.url).unwrap_or_default() },
            board,
        },
        None => ItemName {
            label: finding.sprint.as_deref().map(|sprint| context.name(sprint)).unwrap_or_default(),
            title: String::new(),
            url: String::new(),
            board,
        },
    }
}

/// Who did it, and their role on that day. The role is left out if it is already what the person is called.
fn who(context: &RetroContext<'_>, finding: &Finding) -> String {
    let run = context.run;
    let Some(actor) = &finding.actor else { return String::new() };
    // These rules judge a state: the person who raised a flag, for example, did nothing wrong.
    if run.rule(&finding.rule).is_some_and(|rule| rule.judge.stands()) {
        return String::new();
    }
    let (name, _) = run.names.actor(actor);
    let roles: Vec<&str> = actor.roles.iter().map(|role| sentences::role(*role)).collect();
    let is_in_name = |role: &&str| run.names.are_hidden() && name.to_lowercase().starts_with(&role.to_lowercase());
    let outsider = actor.roles == [Role::Outsider] && run.names.are_hidden();
    if roles.is_empty() || roles.iter().any(is_in_name) || outsider {
        return cut(&name, TITLE);
    }
    format!("{} ({})", cut(&name, TITLE), sentences::and(&roles))
}
