//! Reading `[[example]]` blocks.

use jiff::SignedDuration;

use super::super::keys::{self, WITHOUT};
use super::given::{Example, GivenAction, GivenChange, GivenItem, GivenSprint, Holder};
use crate::charter::{Level, Profile, Role, Word};
use crate::source::tree::{Data, Reader, Value};

/// Reads one `[[example]]`.
pub(in crate::rule) fn parse(read: &mut Reader<'_>, value: &Value) -> Option<Example> {
    let mut example = Example {
        name: String::new(),
        span: value.span.clone(),
        fires: Vec::new(),
        level: None,
        findings: None,
        inconclusive: false,
        profile: Profile::Strict,
        trello: false,
        items: Vec::new(),
        sprints: Vec::new(),
        changes: Vec::new(),
        roles: Vec::new(),
        without: Vec::new(),
        holidays: Vec::new(),
        extra: Vec::new(),
        today: None,
    };
    for (key, value) in keys::EXAMPLE.read(read, value)? {
        match key.name.as_str() {
            "name" => {
                example.span = value.span.clone();
                read.string(value)?.clone_into(&mut example.name);
            }
            "given" => given(read, value, &mut example),
            "changes" => {
                let list = read.list(value).unwrap_or_default();
                example.changes = list.iter().filter_map(|value| change(read, value)).collect();
            }
            "fires" => example.fires = texts(read, value),
            "level" => example.level = read.string(value).and_then(Level::parse),
            "findings" => example.findings = read.number(value).map(number),
            "profile" => example.profile = read.string(value).and_then(Profile::parse).unwrap_or(Profile::Strict),
            "inconclusive" => example.inconclusive = read.bool(value)?,
            "tool" => example.trello = read.string(value)? == "trello",
            "roles" => example.roles = roles(read, value),
            "without" => {
                for (name, span) in read.strings(value) {
                    if !WITHOUT.contains(&name.as_str()) {
                        read.error(span, format!("an example cannot be without `{name}`"), WITHOUT.join(", "));
                    }
                    example.without.push(name);
                }
            }
            "holidays" => {
                let days = read.list(value).unwrap_or_default();
                example.holidays = days.iter().filter_map(|day| read.date(day)).collect();
            }
            "extra" => example.extra = texts(read, value),
            "today" => example.today = read.instant(value),
            _ => {}
        }
    }
    if example.name.is_empty() {
        read.error(value.span.start..value.span.start + 1, "this example has no name", "say what happens in it");
    }
    Some(example)
}

fn texts(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    read.strings(value).into_iter().map(|(text, _)| text).collect()
}

fn roles(read: &mut Reader<'_>, value: &Value) -> Vec<(Role, Vec<Holder>)> {
    let mut roles = Vec::new();
    for (key, value) in read.table(value).into_iter().flatten() {
        match Role::parse(&key.name) {
            Some(role) => roles.push((role, holders(read, value))),
            None => {
                read.unknown_key(key, "roles", Role::WORDS);
            }
        }
    }
    roles
}

/// `"ana"`, or `{ who = "ana", since = 2026-03-02, until = 2026-03-13 }`.
fn holders(read: &mut Reader<'_>, value: &Value) -> Vec<Holder> {
    let mut holders = Vec::new();
    for entry in read.list(value).unwrap_or_default() {
        if let Some(who) = entry.as_text() {
            holders.push(Holder { who: who.to_owned(), since: None, until: None });
            continue;
        }
        let (mut who, mut since, mut until) = (None, None, None);
        for (key, value) in keys::HOLDER.read(read, entry).unwrap_or_default() {
            match key.name.as_str() {
                "who" => who = read.string(value).map(str::to_owned),
                "since" => since = read.date(value),
                "until" => until = read.date(value),
                _ => {}
            }
        }
        holders.extend(who.map(|who| Holder { who, since, until }));
    }
    holders
}

fn given(read: &mut Reader<'_>, value: &Value, example: &mut Example) {
    for (key, value) in keys::GIVEN.read(read, value).unwrap_or_default() {
        let list = read.list(value).unwrap_or_default();
        match key.name.as_str() {
            "items" => {
                let items = list.iter().filter_map(|value| item(read, value));
                example.items = items.flat_map(copies).collect();
            }
            "sprints" => example.sprints = list.iter().filter_map(|value| sprint(read, value)).collect(),
            _ => {}
        }
    }
}

fn item(read: &mut Reader<'_>, value: &Value) -> Option<GivenItem> {
    let mut item = GivenItem::default();
    for (key, value) in keys::ITEM.read(read, value)? {
        let mut text = || read.string(value).map(str::to_owned);
        match key.name.as_str() {
            "key" => item.key = text()?,
            "kind" => item.kind = text(),
            "status" => item.status = text(),
            "by" => item.by = text(),
            "reporter" => item.reporter = text(),
            "assignee" => item.assignee = text(),
            "sprint" => item.sprint = text(),
            "parent" => item.parent = text(),
            "title" => item.title = text(),
            "description" => {
                item.description = match value.as_text() {
                    Some(text) => Some(text.to_owned()),
                    None => Some("x".repeat(number(read.number(value)?))),
                }
            }
            "checklist" => item.checklist = u32::try_from(number(read.number(value)?)).unwrap_or(0),
            "criteria" => item.criteria = text(),
            "updated" => item.updated = read.instant(value),
            "repeat" => item.repeat = number(read.number(value)?),
            "at" => item.at = read.instant(value),
            "done" => item.done = read.instant(value),
            "estimate" => item.estimate = read.number(value).map(|points| points.to_string()),
            "labels" => item.labels = texts(read, value),
            "copied" => match value.as_text() {
                Some(original) => (item.copied, item.original) = (true, Some(original.to_owned())),
                None => item.copied = read.bool(value)?,
            },
            _ => {}
        }
    }
    Some(item)
}

/// As many items as are asked for, numbered.
fn copies(item: GivenItem) -> Vec<GivenItem> {
    match item.repeat {
        0 => vec![item],
        count => (1..=count).map(|copy| GivenItem { key: format!("{}-{copy}", item.key), ..item.clone() }).collect(),
    }
}

fn sprint(read: &mut Reader<'_>, value: &Value) -> Option<GivenSprint> {
    let (mut name, mut start, mut end, mut completed, mut goal) = (None, None, None, None, None);
    for (key, entry) in keys::SPRINT.read(read, value)? {
        match key.name.as_str() {
            "name" => name = read.string(entry).map(str::to_owned),
            "start" => start = read.instant(entry),
            "end" => end = read.instant(entry),
            "completed" => completed = read.instant(entry),
            "goal" => goal = read.string(entry).map(str::to_owned),
            _ => {}
        }
    }
    if name.is_none() || start.is_none() {
        read.error(value.span.clone(), "a given sprint needs name and start", "");
    }
    Some(GivenSprint { name: name?, start: start?, end, completed, goal })
}

fn change(read: &mut Reader<'_>, value: &Value) -> Option<GivenChange> {
    let (mut at, mut by, mut item, mut action) = (None, None, None, None);
    let (mut repeat, mut every) = (1, SignedDuration::from_secs(1));
    let mut with_log = false;
    for (key, value) in keys::CHANGE.read(read, value)? {
        match key.name.as_str() {
            "at" => at = read.instant(value),
            "by" => by = read.string(value).map(str::to_owned),
            "item" => item = read.string(value).map(str::to_owned),
            "repeat" => repeat = number(read.number(value)?),
            "every" => every = SignedDuration::from_secs(i64::try_from(number(read.number(value)?)).unwrap_or(1)),
            "with-time-log" => with_log = read.bool(value)?,
            name => action = given_action(read, name, value),
        }
    }
    if at.is_none() || by.is_none() || item.is_none() || action.is_none() {
        read.error(value.span.clone(), "a change needs at, by, item and what was done", "something is missing here");
    }
    Some(GivenChange { at: at?, by: by?, item: item?, action: action?, repeat, every, with_log })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to small counts")]
fn number(number: f64) -> usize {
    number.clamp(0.0, 100_000.0) as usize
}

fn given_action(read: &mut Reader<'_>, name: &str, value: &Value) -> Option<GivenAction> {
    let mut text = || read.string(value).map(str::to_owned);
    Some(match name {
        "created" => GivenAction::Created(text()?),
        "ranked" => GivenAction::Ranked(text()?),
        "prioritised" => GivenAction::Prioritised(text()?),
        "rekinded" => GivenAction::Rekinded(text()?),
        "assigned" => GivenAction::Assigned(text()?),
        "assigned-by-copy" => GivenAction::AssignedByCopy(text()?),
        "moved" => GivenAction::Moved(text()?),
        "planned" => GivenAction::Planned(text()?),
        "unplanned" => GivenAction::Unplanned(text()?),
        "unassigned" => GivenAction::Unassigned,
        "flagged" => GivenAction::Flagged(true),
        "unflagged" => GivenAction::Flagged(false),
        "described" => GivenAction::Described(match value.data {
            Data::Bool(_) => "Said in other words".to_owned(),
            _ => text()?,
        }),
        "retitled" => GivenAction::Retitled(text()?),
        "criteria" => GivenAction::Criteria(text()?),
        "resolved" => GivenAction::Resolved(text()?),
        "archived" => GivenAction::Archived(!matches!(value.data, Data::Bool(false))),
        "commented" => GivenAction::Commented,
        "time-logged" => GivenAction::Logged,
        "time-estimated" => GivenAction::TimeEstimated(match value.data {
            Data::Bool(false) => String::new(),
            _ => (read.number(value)? * 3600.0).to_string(),
        }),
        "checklist" => GivenAction::Checklist(text()?),
        "closed" => GivenAction::Closed,
        _ => match value.data {
            Data::Bool(false) => GivenAction::Estimated(None),
            _ => GivenAction::Estimated(Some(read.number(value)?)),
        },
    })
}
