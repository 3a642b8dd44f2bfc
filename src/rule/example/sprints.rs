//! The sprints of an example: `{ closed = [30, "20 of 50"], running = 40 }`, or a list of sprints with dates.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::given::{Example, GivenItem, GivenSprint, SprintClock};
use super::keys::{SPRINT, SPRINTS};
use super::time::{self, FIRST_DAY, morning};
use super::values::{COUNTS, MOST, count, numbered};
use crate::source::toml::{Data, Reader, Value, whole};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Reads the sprints of `example`. If they are only counted, their items are generated and the clock is set.
pub(super) fn read(read: &mut Reader<'_>, value: &Value, example: &mut Example) {
    match &value.data {
        Data::Table(_) => counted(read, value, example),
        _ => {
            for value in read.list(value).unwrap_or_default() {
                let sprint = dated(read, value, &example.sprints);
                example.sprints.extend(sprint);
            }
        }
    }
}

/// A sprint with dates, after those `before` it.
fn dated(read: &mut Reader<'_>, value: &Value, before: &[GivenSprint]) -> Option<GivenSprint> {
    let last_end = before.last().and_then(|last| last.completed.or(last.end));
    let mut name = format!("Sprint {}", before.len() + 1);
    let (mut start, mut end, mut completed, mut goal) = (last_end.unwrap_or(morning(FIRST_DAY)), None, None, None);
    let (mut open, mut in_time) = (false, false);
    for (key, entry) in SPRINT.read(read, value)? {
        match (key.name.as_str(), &entry.data) {
            ("name", _) => read.string(entry)?.clone_into(&mut name),
            ("start", _) => start = time::read(read, entry, None)?,
            ("end", Data::Bool(planned)) => open = !planned,
            ("end", _) => end = time::read(read, entry, None),
            ("completed", Data::Bool(yes)) => in_time = *yes,
            ("completed", _) => completed = time::read(read, entry, None),
            ("goal", _) => goal = read.string(entry).map(str::to_owned),
            _ => {}
        }
    }
    if !open {
        end = end.or(completed).or_else(|| Some(start + DAY * 14));
    }
    completed = completed.or(end.filter(|_| in_time));
    Some(GivenSprint { name, start, end, completed, goal })
}

/// How much was in a sprint, and how much of it was done.
#[derive(Clone, Debug)]
struct Amount {
    done: f64,
    of: Option<f64>,
    points: bool,
    /// Who did it, if given.
    by: Option<String>,
}

fn counted(read: &mut Reader<'_>, value: &Value, example: &mut Example) {
    let (mut closed, mut running) = (Vec::new(), None);
    for (key, value) in SPRINTS.read(read, value).unwrap_or_default() {
        match (key.name.as_str(), &value.data) {
            ("closed", Data::Number(_)) => closed = vec![Vec::new(); count(read, value).unwrap_or(0)],
            ("closed", _) => {
                closed.extend(read.list(value).unwrap_or_default().iter().map(|value| amounts(read, value)));
            }
            ("running", Data::Bool(yes)) => running = yes.then(Vec::new),
            // The content of a running sprint is not done yet.
            ("running", _) => {
                running = Some(amounts(read, value).into_iter().map(still_open).collect());
            }
            _ => {}
        }
    }
    let runs = running.is_some();
    let last_closed = closed.len();
    for (place, amounts) in closed.into_iter().chain(running).enumerate() {
        let start = example.sprints.last().and_then(|last| last.end).unwrap_or(morning(FIRST_DAY));
        let end = start + DAY * 14;
        let name = format!("Sprint {}", place + 1);
        let friday = start + DAY * 11 + SignedDuration::from_hours(7);
        let mut items: Vec<_> = amounts.iter().flat_map(|amount| items(amount, &name)).collect();
        name_items(&mut items, place + 1);
        // Two minutes apart: many items finished by one person at once would count as a workflow migration.
        example.items.extend(items.into_iter().enumerate().map(|(item, (done, given))| GivenItem {
            done: done.then(|| friday + SignedDuration::from_mins(2) * i32::try_from(item).unwrap_or(0)),
            ..given
        }));
        let completed = Some(end).filter(|_| place < last_closed);
        example.sprints.push(GivenSprint { name, start, end: Some(end), completed, goal: None });
    }
    example.clock = example.sprints.last().map(|last| {
        let (at, moved_from) = match last.completed {
            Some(completed) if !runs => (completed + DAY, completed),
            _ => (last.start + DAY * 2, last.start),
        };
        SprintClock { at: midnight(at), moved_from }
    });
}

fn still_open(amount: Amount) -> Amount {
    match amount.of {
        None => Amount { done: 0.0, of: Some(amount.done), ..amount },
        Some(_) => amount,
    }
}

/// One amount, or one or several per person.
fn amounts(read: &mut Reader<'_>, value: &Value) -> Vec<Amount> {
    let Data::Table(people) = &value.data else {
        return amount(read, value, None).into_iter().collect();
    };
    let mut found = Vec::new();
    for (person, value) in people {
        let several = value.as_list().unwrap_or(std::slice::from_ref(value));
        for value in several {
            let by = (person.name != "nobody").then(|| person.name.clone());
            found.extend(amount(read, value, by));
        }
    }
    found
}

/// `30`, `"20 of 50"`, `"5 items"`, `"3 of 5 items"`.
fn amount(read: &mut Reader<'_>, value: &Value, by: Option<String>) -> Option<Amount> {
    let (done, of, points) = match &value.data {
        Data::Number(number) => (Some(*number), None, true),
        Data::Text(text) => {
            let (text, points) = match text.strip_suffix(" items").or_else(|| text.strip_suffix(" item")) {
                Some(text) => (text, false),
                None => (text.strip_suffix(" points").unwrap_or(text), true),
            };
            match text.split_once(" of ") {
                Some((done, of)) => (done.parse().ok().filter(|_| of.parse::<f64>().is_ok()), of.parse().ok(), points),
                None => (text.parse().ok(), None, points),
            }
        }
        _ => (None, None, true),
    };
    let fits = |number: f64| if points { number.is_finite() } else { whole(number, COUNTS).is_some() };
    let done = done.filter(|done| *done >= 0.0 && fits(*done) && of.is_none_or(|of| fits(of) && *done <= of));
    if done.is_none() {
        let wanted =
            format!("write points such as `30` or `\"20 of 50\"`, or at most {MOST} items such as `\"3 of 5 items\"`");
        read.error(value.span.clone(), "this is not how much was done in a sprint", wanted);
    }
    Some(Amount { done: done?, of, points, by })
}

/// The items for an amount, each with whether it was done.
fn items(amount: &Amount, sprint: &str) -> Vec<(bool, GivenItem)> {
    let open = amount.of.map_or(0.0, |of| of - amount.done);
    let mut items = Vec::new();
    for (size, done) in [(amount.done, true), (open, false)] {
        let sprint = Some(sprint.to_owned());
        let item = GivenItem { sprint, assignee: amount.by.clone(), ..GivenItem::default() };
        if size > 0.0 && amount.points {
            items.push((done, GivenItem { estimate: Some(size.to_string()), ..item }));
        } else if size > 0.0 {
            items.extend(std::iter::repeat_n((done, item), whole(size, COUNTS).unwrap_or(0)));
        }
    }
    items
}

/// Sets the keys of a sprint's items. `DONE-1` was done in Sprint 1, `OPEN-1` was not; several are numbered.
fn name_items(items: &mut [(bool, GivenItem)], sprint: usize) {
    for (word, done) in [("DONE", true), ("OPEN", false)] {
        let key = format!("{word}-{sprint}");
        let own = items.iter_mut().filter(|(own, _)| *own == done).map(|(_, item)| item);
        match own.collect::<Vec<_>>().as_mut_slice() {
            [one] => one.key = key,
            several => (1..).zip(several).for_each(|(copy, item)| item.key = numbered(&key, copy)),
        }
    }
}

fn midnight(at: Timestamp) -> Timestamp {
    let day: Date = at.to_zoned(TimeZone::UTC).date();
    day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or(at)
}
