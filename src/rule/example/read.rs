//! Reading `[[example]]` blocks.

use jiff::SignedDuration;

use super::super::keys::{ACTS, CHANGE, EXAMPLE, ITEM, SPRINT, WITHOUT};
use super::{Example, GivenAct, GivenChange, GivenItem, GivenSprint, Holder};
use crate::charter::{Level, Profile, Role, Word};
use crate::source::tree::{Data, Reader, Value};

/// Reads one `[[example]]`.
pub(in crate::rule) fn parse(read: &mut Reader<'_>, value: &Value) -> Option<Example> {
    let table = read.table(value)?;
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
    for (key, value) in table {
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
                let days = read.list(value).map(<[Value]>::to_vec).unwrap_or_default();
                example.holidays = days.iter().filter_map(|day| read.date(day)).collect();
            }
            "extra" => example.extra = texts(read, value),
            "today" => example.today = read.instant(value),
            _ => read.unknown_key(key, "an example", EXAMPLE),
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
    for (key, value) in read.table(value).cloned().unwrap_or_default() {
        match Role::parse(&key.name) {
            Some(role) => roles.push((role, holders(read, &value))),
            None => {
                let known: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
                read.unknown_key(&key, "roles", &known);
            }
        }
    }
    roles
}

/// `"ana"`, or `{ who = "ana", since = 2026-03-02, until = 2026-03-13 }`.
fn holders(read: &mut Reader<'_>, value: &Value) -> Vec<Holder> {
    let mut holders = Vec::new();
    for entry in read.list(value).map(<[Value]>::to_vec).unwrap_or_default() {
        if let Some(who) = entry.as_text() {
            holders.push(Holder { who: who.to_owned(), since: None, until: None });
            continue;
        }
        let (mut who, mut since, mut until) = (None, None, None);
        for (key, value) in read.table(&entry).cloned().unwrap_or_default() {
            match key.name.as_str() {
                "who" => who = read.string(&value).map(str::to_owned),
                "since" => since = read.date(&value),
                "until" => until = read.date(&value),
                _ => read.unknown_key(&key, "a role", &["who", "since", "until"]),
            }
        }
        holders.extend(who.map(|who| Holder { who, since, until }));
    }
    holders
}

fn given(read: &mut Reader<'_>, value: &Value, example: &mut Example) {
    for (key, value) in read.table(value).cloned().unwrap_or_default() {
        let list = read.list(&value).map(<[Value]>::to_vec).unwrap_or_default();
        match key.name.as_str() {
            "items" => {
                let items = list.iter().filter_map(|value| item(read, value));
                example.items = items.flat_map(copies).collect();
            }
            "sprints" => example.sprints = list.iter().filter_map(|value| sprint(read, value)).collect(),
            _ => read.unknown_key(&key, "given", &["items", "sprints"]),
        }
    }
}

fn item(read: &mut Reader<'_>, value: &Value) -> Option<GivenItem> {
    let mut item = GivenItem::default();
    for (key, value) in read.table(value)? {
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
            _ => read.unknown_key(key, "a given item", ITEM),
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
    for (key, entry) in read.table(value)? {
        match key.name.as_str() {
            "name" => name = read.string(entry).map(str::to_owned),
            "start" => start = read.instant(entry),
            "end" => end = read.instant(entry),
            "completed" => completed = read.instant(entry),
            "goal" => goal = read.string(entry).map(str::to_owned),
            _ => read.unknown_key(key, "a given sprint", SPRINT),
        }
    }
    if name.is_none() || start.is_none() {
        read.error(value.span.clone(), "a given sprint needs name and start", "");
    }
    Some(GivenSprint { name: name?, start: start?, end, completed, goal })
}

fn change(read: &mut Reader<'_>, value: &Value) -> Option<GivenChange> {
    let (mut at, mut by, mut item, mut act) = (None, None, None, None);
    let (mut repeat, mut every) = (1, SignedDuration::from_secs(1));
    let mut with_log = false;
    for (key, value) in read.table(value)? {
        match key.name.as_str() {
            "at" => at = read.instant(value),
            "by" => by = read.string(value).map(str::to_owned),
            "item" => item = read.string(value).map(str::to_owned),
            "repeat" => repeat = number(read.number(value)?),
            "every" => every = SignedDuration::from_secs(i64::try_from(number(read.number(value)?)).unwrap_or(1)),
            "with-time-log" => with_log = read.bool(value)?,
            name if ACTS.contains(&name) => act = given_act(read, name, value),
            _ => {
                let mut known = ACTS.to_vec();
                known.extend(CHANGE);
                read.unknown_key(key, "a change", &known);
            }
        }
    }
    if at.is_none() || by.is_none() || item.is_none() || act.is_none() {
        read.error(value.span.clone(), "a change needs at, by, item and what was done", "something is missing here");
    }
    Some(GivenChange { at: at?, by: by?, item: item?, act: act?, repeat, every, with_log })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to small counts")]
fn number(number: f64) -> usize {
    number.clamp(0.0, 100_000.0) as usize
}

fn given_act(read: &mut Reader<'_>, name: &str, value: &Value) -> Option<GivenAct> {
    let mut text = || read.string(value).map(str::to_owned);
    Some(match name {
        "created" => GivenAct::Created(text()?),
        "ranked" => GivenAct::Ranked(text()?),
        "prioritised" => GivenAct::Prioritised(text()?),
        "rekinded" => GivenAct::Rekinded(text()?),
        "assigned" => GivenAct::Assigned(text()?),
        "assigned-by-copy" => GivenAct::AssignedByCopy(text()?),
        "moved" => GivenAct::Moved(text()?),
        "planned" => GivenAct::Planned(text()?),
        "unplanned" => GivenAct::Unplanned(text()?),
        "unassigned" => GivenAct::Unassigned,
        "flagged" => GivenAct::Flagged(true),
        "unflagged" => GivenAct::Flagged(false),
        "described" => GivenAct::Described(match value.data {
            Data::Bool(_) => "Said in other words".to_owned(),
            _ => text()?,
        }),
        "retitled" => GivenAct::Retitled(text()?),
        "criteria" => GivenAct::Criteria(text()?),
        "resolved" => GivenAct::Resolved(text()?),
        "archived" => GivenAct::Archived(!matches!(value.data, Data::Bool(false))),
        "commented" => GivenAct::Commented,
        "time-logged" => GivenAct::Logged,
        "time-estimated" => GivenAct::TimeEstimated(match value.data {
            Data::Bool(false) => String::new(),
            _ => (read.number(value)? * 3600.0).to_string(),
        }),
        "checklist" => GivenAct::Checklist(text()?),
        "closed" => GivenAct::Closed,
        _ => match value.data {
            Data::Bool(false) => GivenAct::Estimated(None),
            _ => GivenAct::Estimated(Some(read.number(value)?)),
        },
    })
}
