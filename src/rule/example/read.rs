//! Parses `[[example]]` blocks.

use jiff::{SignedDuration, Timestamp};

use super::given::{Example, Expected, GivenAction, GivenChange, GivenItem, Holder, Lack};
use super::keys::{CHANGE, HOLDER, ITEM, is_action};
use super::time::{self, FIRST_DAY, morning};
use super::values::{LENGTHS, count, keys, numbered, texts};
use super::{layers, sprints};
use crate::board::facts::{Direction, Tool};
use crate::charter::{Level, Profile, Role, Stage};
use crate::source::toml::{Data, Reader, Table, Value};
use crate::word::Word;

/// Parses the examples in the rule file `root`.
pub(in crate::rule) fn parse(read: &mut Reader<'_>, root: &Table) -> Vec<Example> {
    let mut examples = Vec::new();
    for value in layers::examples(read, root) {
        let known = read.found.len();
        examples.extend(example(read, &value));
        // A mistake in a layer recurs in every example built on it: report it once.
        let new = read.found.split_off(known);
        for wrong in new {
            if !read.found.contains(&wrong) {
                read.found.push(wrong);
            }
        }
    }
    examples
}

/// Parses one example, or one variant of an example.
fn example(read: &mut Reader<'_>, value: &Value) -> Option<Example> {
    let mut example = Example::new(value.span.clone());
    let (mut level, mut changes) = (None, Vec::new());
    // Sprints are read first, so that their items come first.
    let (sprints, others): (Vec<_>, Vec<_>) = read.table(value)?.iter().partition(|(key, _)| key.name == "sprints");
    for (key, value) in sprints.into_iter().chain(others) {
        match key.name.as_str() {
            "name" => {
                example.span = value.span.clone();
                read.string(value)?.clone_into(&mut example.name);
            }
            "sprints" => sprints::read(read, value, &mut example),
            "items" => {
                let items = read.list(value).unwrap_or_default();
                for (place, value) in items.iter().enumerate() {
                    let written = value.as_table().and_then(|table| table.iter().find(|(key, _)| key.name == "key"));
                    let keys = written.map(|(_, value)| keys(read, value)).unwrap_or_default();
                    let Some(item) = item(read, value, place) else { continue };
                    match keys.len() {
                        0 | 1 => example.put(copies(item)),
                        _ => example.put(keys.into_iter().map(|key| GivenItem { key, ..item.clone() }).collect()),
                    }
                }
            }
            "changes" => changes = read.list(value).unwrap_or_default().to_vec(),
            "fires" => example.fires = expected(read, value),
            "level" => level = read.word_of::<Level>(value, "level"),
            "findings" => example.findings = count(read, value),
            "profile" => example.profile = read.word_of::<Profile>(value, "profile").unwrap_or(example.profile),
            "inconclusive" => example.inconclusive = read.bool(value).unwrap_or_default(),
            "tool" => example.tool = read.word_of::<Tool>(value, "tool").unwrap_or(example.tool),
            "roles" => example.roles = roles(read, value),
            "without" => {
                let entries = value.as_list().unwrap_or(std::slice::from_ref(value));
                let lack = |value: &Value| read.word_of::<Lack>(value, "evidence that an example can be without");
                example.without = entries.iter().filter_map(lack).collect();
            }
            "holidays" => {
                let days = read.list(value).unwrap_or_default();
                example.holidays = days.iter().filter_map(|day| read.date(day)).collect();
            }
            "extra" => example.extra = statuses(read, value),
            "today" => example.today = time::read(read, value, None),
            _ => {}
        }
    }
    example.changes = changes_in_order(read, &changes);
    for expected in &mut example.fires {
        expected.level = expected.level.or(level);
    }
    if example.name.is_empty() {
        read.error(value.span.start..value.span.start + 1, "this example has no name", "say what happens in it");
    }
    Some(example)
}

/// Statuses of the stage doing, `"Test"`, or of other stages, `{ UAT = "acceptance" }`.
fn statuses(read: &mut Reader<'_>, value: &Value) -> Vec<(String, Stage)> {
    let Data::Table(table) = &value.data else {
        return texts(read, value).into_iter().map(|name| (name, Stage::Doing)).collect();
    };
    let mut statuses = Vec::new();
    for (key, value) in table {
        statuses.extend(read.word_of::<Stage>(value, "stage of work").map(|stage| (key.name.clone(), stage)));
    }
    statuses
}

/// The expected findings: `"APP-1"`, `["APP-1", "APP-2"]`, or by level, `{ warn = "APP-1" }`.
fn expected(read: &mut Reader<'_>, value: &Value) -> Vec<Expected> {
    let Data::Table(levels) = &value.data else {
        return keys(read, value).into_iter().map(|subject| Expected { subject, level: None }).collect();
    };
    let mut found = Vec::new();
    for (key, value) in levels {
        let level = Level::parse(&key.name);
        if level.is_none() {
            read.unknown_key(key, "fires", Level::WORDS);
        }
        found.extend(keys(read, value).into_iter().map(|subject| Expected { subject, level }));
    }
    found
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
        for (key, value) in HOLDER.read(read, entry).unwrap_or_default() {
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

fn item(read: &mut Reader<'_>, value: &Value, place: usize) -> Option<GivenItem> {
    let mut item = GivenItem { key: layers::key_of(value, place), ..GivenItem::default() };
    for (key, value) in ITEM.read(read, value)? {
        let mut text = || read.string(value).map(str::to_owned);
        match key.name.as_str() {
            "key" => {}
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
                    None => Some("x".repeat(read.whole(value, LENGTHS)?)),
                }
            }
            "checklist" => item.checklist = u32::try_from(count(read, value)?).unwrap_or(0),
            "criteria" => item.criteria = text(),
            "due" => item.due = read.date(value),
            "updated" => item.updated = time::read(read, value, None),
            "repeat" => item.repeat = count(read, value)?,
            "at" => item.at = time::read(read, value, None),
            "done" => item.done = time::read(read, value, None),
            "estimate" => item.estimate = read.number(value).map(|points| points.to_string()),
            "labels" => item.labels = texts(read, value),
            "priority" => item.priority = text(),
            "links" => item.links = texts(read, value),
            "copied" => match value.as_text() {
                Some(original) => (item.copied, item.original) = (true, Some(original.to_owned())),
                None => item.copied = read.bool(value)?,
            },
            _ => {}
        }
    }
    Some(item)
}

/// The item as often as requested, with numbered keys.
fn copies(item: GivenItem) -> Vec<GivenItem> {
    match item.repeat {
        0 => vec![item],
        count => (1..=count).map(|copy| GivenItem { key: numbered(&item.key, copy), ..item.clone() }).collect(),
    }
}

/// Values of the previous change, which are the defaults of the next one.
#[derive(Default)]
struct Before {
    at: Option<Timestamp>,
    by: Option<String>,
    items: Vec<String>,
}

fn changes_in_order(read: &mut Reader<'_>, list: &[Value]) -> Vec<GivenChange> {
    let mut before = Before::default();
    let mut changes: Vec<_> =
        list.iter().flat_map(|value| change(read, value, &mut before).unwrap_or_default()).collect();
    // Changes are sorted by time, in whatever order they are written.
    changes.sort_by_key(|change| change.at);
    changes
}

/// One entry of the list of changes: everything done at that instant.
fn change(read: &mut Reader<'_>, value: &Value, before: &mut Before) -> Option<Vec<GivenChange>> {
    let mut at = before.at.map_or(morning(FIRST_DAY), |at| at + SignedDuration::from_hours(1));
    let (mut by, mut items, mut actions) = (before.by.take(), std::mem::take(&mut before.items), Vec::new());
    let (mut repeat, mut every) = (1, SignedDuration::from_secs(1));
    let (mut with_log, mut under) = (false, None);
    let written = CHANGE.read(read, value)?;
    for (key, value) in &written {
        match key.name.as_str() {
            "at" => at = time::read(read, value, before.at).unwrap_or(at),
            "by" => by = read.string(value).map(str::to_owned),
            "item" => items = keys(read, value),
            "repeat" => repeat = count(read, value).unwrap_or(repeat),
            "every" => {
                let seconds = read.whole(value, LENGTHS).and_then(|seconds| i64::try_from(seconds).ok());
                every = seconds.map_or(every, SignedDuration::from_secs);
            }
            "under" => under = read.string(value).map(str::to_owned),
            "with-time-log" => with_log = read.bool(value).unwrap_or_default(),
            name => actions.extend(given_action(read, name, value)),
        }
    }
    if items.is_empty() {
        items.push("APP-1".to_owned());
    }
    let says = |wanted: fn(&str) -> bool| written.iter().any(|(key, _)| wanted(&key.name));
    if by.is_none() && !says(|key| key == "by") {
        read.error(value.span.clone(), "this change does not say who made it", "add `by = \"…\"`");
    }
    if !says(is_action) {
        let label = "add what was done, as `moved = \"Done\"` or `commented = true`";
        read.error(value.span.clone(), "this change does not say what was done", label);
    }
    (before.at, before.by, before.items) = (Some(at), by.clone(), items.clone());
    let by = by?;
    let of_item = |item: String| {
        let (by, under) = (by.clone(), under.clone());
        let one = move |action: &GivenAction| GivenChange {
            at,
            by: by.clone(),
            item: item.clone(),
            action: action.clone(),
            repeat,
            every,
            with_log,
            under: under.clone(),
        };
        actions.iter().map(one).collect::<Vec<_>>()
    };
    Some(items.into_iter().flat_map(of_item).collect())
}

fn given_action(read: &mut Reader<'_>, name: &str, value: &Value) -> Option<GivenAction> {
    let mut text = || read.string(value).map(str::to_owned);
    Some(match name {
        "created" => GivenAction::Created(text()?),
        "ranked" => GivenAction::Ranked(read.word_of::<Direction>(value, "direction")?),
        "prioritised" => GivenAction::Prioritised(text()?),
        "rekinded" => GivenAction::Rekinded(text()?),
        "assigned" => GivenAction::Assigned(text()?),
        "assigned-by-copy" => GivenAction::AssignedByCopy(text()?),
        "moved" => GivenAction::Moved(text()?),
        "planned" => GivenAction::Planned(text()?),
        "unplanned" => GivenAction::Unplanned(text()?),
        "unassigned" => done(read, value, GivenAction::Unassigned)?,
        "labelled" => GivenAction::Labelled(text()?),
        "unlabelled" => GivenAction::Unlabelled(text()?),
        "flagged" => done(read, value, GivenAction::Flagged(true))?,
        "unflagged" => done(read, value, GivenAction::Flagged(false))?,
        "described" => GivenAction::Described(match value.data {
            Data::Bool(true) => "Said in other words".to_owned(),
            _ => text()?,
        }),
        "retitled" => GivenAction::Retitled(text()?),
        "criteria" => GivenAction::Criteria(text()?),
        "resolved" => GivenAction::Resolved(text()?),
        "archived" => GivenAction::Archived(read.bool(value)?),
        "commented" => done(read, value, GivenAction::Commented)?,
        "time-logged" => done(read, value, GivenAction::Logged)?,
        "time-estimated" => GivenAction::TimeEstimated(match value.data {
            Data::Bool(false) => String::new(),
            _ => (read.number(value)? * 3600.0).to_string(),
        }),
        "checklist" => GivenAction::Checklist(text()?),
        "estimated" => GivenAction::Estimated(match value.data {
            Data::Bool(false) => None,
            _ => Some(read.number(value)?),
        }),
        _ => return None,
    })
}

/// `action`, for a key whose only valid value is `true`.
fn done(read: &mut Reader<'_>, value: &Value, action: GivenAction) -> Option<GivenAction> {
    let is_done = read.bool(value)?;
    if !is_done {
        read.error(value.span.clone(), "what was not done is left out", "expected `true`");
    }
    is_done.then_some(action)
}
