//! Changelog items: which of Jira's fields means which act.

use std::borrow::Cow;

use serde::Deserialize;

use super::super::json::{Raw, filled, instant, lazy, or_empty, scalar};
use super::issue::{IssueReader, says_copy};
use super::rank;
use crate::board::facts::{Act, ChangeFact, ItemFact, Ref, Text};
use crate::source::File;

/// How many histories Jira Cloud embeds at most: a log of exactly that many is taken for a cut one.
const EMBEDDED: [usize; 2] = [40, 100];

/// What the Flagged field is called in changelogs.
const FLAGGED: &[&str] = &["Flagged", "Markiert", "Marcado", "Marqué", "Contrassegnato", "Помечено", "フラグ付き"];

/// What the Sprint field is called in changelogs, by the language of the site.
const SPRINT: &[&str] = &["Sprint", "Спринт", "スプリント", "冲刺", "스프린트", "ספרינט"];

#[derive(Deserialize)]
pub(super) struct Changelog<'a> {
    #[serde(default)]
    total: Option<u64>,
    #[serde(borrow, default)]
    histories: Vec<History<'a>>,
}

impl Changelog<'_> {
    /// Whether older histories exist than the log holds.
    pub(super) fn is_truncated(&self) -> bool {
        let here = self.histories.len();
        match self.total {
            Some(total) => usize::try_from(total).unwrap_or(usize::MAX) > here,
            None => EMBEDDED.contains(&here),
        }
    }
}

#[derive(Deserialize)]
struct History<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    author: Option<Raw<'a>>,
    #[serde(borrow, default)]
    created: Option<Raw<'a>>,
    #[serde(borrow, default)]
    items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    #[serde(borrow, default)]
    field: Option<Raw<'a>>,
    #[serde(borrow, default)]
    fieldtype: Option<Raw<'a>>,
    #[serde(borrow, default)]
    field_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    from: Option<Raw<'a>>,
    #[serde(borrow, default)]
    from_string: Option<Raw<'a>>,
    #[serde(borrow, default)]
    to: Option<Raw<'a>>,
    #[serde(borrow, default)]
    to_string: Option<Raw<'a>>,
}

/// Adds the changes in `log` to `item`.
pub(super) fn read<'a>(reader: &mut IssueReader<'a>, log: Changelog<'a>, item: &mut ItemFact<'a>) {
    item.changes.reserve(log.histories.len());
    for history in log.histories {
        let Some(at) = instant(history.created) else { continue };
        let by = history.author.and_then(|raw| reader.person(raw));
        let id = or_empty(history.id);
        let logs_work = history.items.iter().any(|item| matches!(&*or_empty(item.field), "WorklogId" | "timespent"));
        for (part, entry) in (0..).zip(&history.items) {
            let Some(act) = entry.act(reader.file, logs_work) else { continue };
            let proof = entry.to_string.or(entry.from_string).or(entry.to).or(entry.field);
            let mark = reader.file.mark_with_key(proof.map_or("", |raw| raw.get())).up(1);
            item.changes.push(ChangeFact { id: id.clone(), part, at, by: by.clone(), act, mark });
        }
    }
}

impl<'a> Item<'a> {
    /// What the item says was done; nothing for what Jira notes on its own account.
    fn act(&self, file: &File, logs_work: bool) -> Option<Act<'a>> {
        let name = or_empty(self.field);
        let id = filled(self.field_id);
        let custom = scalar(self.fieldtype).is_some_and(|kind| kind == "custom");
        let text = |raw| or_empty(raw);
        let state = |id, name| Ref { id: or_empty(id), name: or_empty(name) };
        if custom {
            let three = [scalar(self.from), scalar(self.from_string), scalar(self.to)];
            let to = scalar(self.to_string);
            if rank::is_rank(&name, custom, three.each_ref().map(Option::as_ref), to.as_ref()) {
                return Some(Act::Ranked { direction: rank::direction(&text(self.to_string)), state: None });
            }
            return Some(match &*name {
                name if SPRINT.contains(&name) => Act::Sprints { from: ids(self.from), to: ids(self.to) },
                name if FLAGGED.contains(&name) => Act::Flagged { set: !text(self.to_string).is_empty() },
                "Epic Link" => Act::Parented,
                "Epic Child" => Act::Other,
                _ => {
                    let id = id.unwrap_or_default();
                    Act::Field { id, name, from: lazy(self.from_string), to: lazy(self.to_string) }
                }
            });
        }
        let before = || lazy(self.from_string);
        let after = || lazy(self.to_string);
        Some(match &*name {
            "status" => Act::Moved { from: state(self.from, self.from_string), to: state(self.to, self.to_string) },
            "assignee" => Act::Assigned {
                from: filled(self.from),
                from_mark: self.from_string.map(|raw| file.mark_with_key(raw.get()).up(1)),
                to: filled(self.to),
            },
            "reporter" => Act::Reported { from: filled(self.from), to: filled(self.to) },
            "priority" => Act::Prioritised { from: text(self.from_string), to: text(self.to_string) },
            "description" => Act::Described { from: before(), to: after() },
            "summary" => Act::Retitled { from: before().unwrap_or(Text::EMPTY), to: after().unwrap_or(Text::EMPTY) },
            "issuetype" => Act::Rekinded { from: text(self.from_string), to: text(self.to_string) },
            "resolution" => Act::Resolved { to: text(self.to_string) },
            "labels" => Act::Labelled { from: words(self.from_string), to: words(self.to_string) },
            "timespent" | "WorklogId" | "WorklogTimeSpent" => Act::TimeLogged,
            "timeestimate" if logs_work => Act::TimeLogged,
            "timeestimate" | "timeoriginalestimate" => Act::TimeEstimated {
                original: name == "timeoriginalestimate",
                from: text(self.from),
                to: text(self.to),
            },
            "Parent" | "IssueParentAssociation" | "Parent Issue" => Act::Parented,
            "Link" => Act::Linked { copy: says_copy(&text(self.to_string)) },
            // Written by administrators and integrations in bulk; nobody decided anything about the item.
            "Workflow" | "RemoteIssueLink" | "Key" | "project" => return None,
            _ => Act::Other,
        })
    }
}

/// A list of sprint ids, `225, 229`.
fn ids(raw: Option<Raw<'_>>) -> Vec<Cow<'_, str>> {
    split(or_empty(raw), ',')
}

/// Labels, separated by spaces.
fn words(raw: Option<Raw<'_>>) -> Vec<Cow<'_, str>> {
    split(or_empty(raw), ' ')
}

fn split(text: Cow<'_, str>, at: char) -> Vec<Cow<'_, str>> {
    let parts = |text: &str| text.split(at).map(str::trim).filter(|part| !part.is_empty()).count();
    if parts(&text) == 0 {
        return Vec::new();
    }
    match text {
        Cow::Borrowed(text) => {
            text.split(at).map(str::trim).filter(|part| !part.is_empty()).map(Cow::Borrowed).collect()
        }
        Cow::Owned(text) => text
            .split(at)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| Cow::Owned(part.to_owned()))
            .collect(),
    }
}
