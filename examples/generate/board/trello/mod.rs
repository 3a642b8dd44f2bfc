//! The board as Trello exports it, with all its actions.
//!
//! Trello itself exports only the newest 1000, but speed must be measured on more. Actions are sorted by
//! time, so all cards are simulated before the first is written.

mod action;

use std::cmp::Reverse;
use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::item::Item;
use super::life::KINDS;
use super::plan::Plan;
use super::records::{id_of, merged, number, present, utc, write_list};
use super::team;

const BOARD: &str = "5e0be1000000000000000000";
const LISTS: [&str; 7] = ["Product Backlog", "Ready", "In Progress", "Review", "Acceptance", "Blocked", "Done"];
/// Number of lists before those of the sprints.
const BEFORE_SPRINTS: usize = 2;

/// Writes the whole export.
pub(super) fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let trello = Trello { plan, people: team::people(plan) };
    let items: Vec<_> = (1..=plan.issues).map(|number| Item::live(plan, number)).collect();
    write!(out, r#"{{"id":"{BOARD}","name":"Shop app","desc":"","closed":false,"actions":"#)?;
    let steps = newest_first(&items);
    let made = steps.last().and_then(|(item, step)| Some(trello.made(item.steps.get(*step)?.at)));
    let actions = steps.into_iter().filter_map(|(item, step)| trello.action(item, step));
    write_list(out, actions.chain(made))?;
    write!(out, r#","cards":"#)?;
    write_list(out, items.iter().map(|item| trello.card(item)))?;
    // The rest are further members of the open object.
    write!(out, ",{}", &trello.rest().to_string()[1..])
}

/// All steps of all items, newest first.
fn newest_first<'i, 'p>(items: &'i [Item<'p>]) -> Vec<(&'i Item<'p>, usize)> {
    let steps_of = |item: &Item<'_>| 0..item.steps.len();
    let mut steps: Vec<_> = items.iter().flat_map(|item| steps_of(item).map(move |step| (item, step))).collect();
    steps.sort_by_key(|(item, step)| Reverse((item.steps[*step].at, item.number, *step)));
    steps
}

/// Time between the creation of the board and the first card, in seconds.
const BEFORE_CARDS: i64 = 60;

struct Trello<'a> {
    plan: &'a Plan,
    /// The records of all people.
    people: Vec<Value>,
}

impl Trello<'_> {
    fn card(&self, item: &Item<'_>) -> Value {
        let (last, label) = (&item.steps[item.steps.len() - 1], label(item.now("kind")));
        let puller = present(item.now("assignee")).map(|_| team::id(self.plan, item.developer));
        let rest = json!({
            "desc": item.now("description"),
            "closed": false,
            "idBoard": BOARD,
            "due": null,
            "idList": list(&last.card[1])["id"],
            "pos": position(item.now("Rank")),
            "idMembers": Vec::from_iter(puller),
            "idLabels": [label["id"]],
            "labels": [label],
            "dateLastActivity": utc(last.at),
            "dueComplete": false,
            "start": null,
            "idChecklists": [],
            "attachments": [],
            "customFieldItems": [],
            "subscribed": false,
            "badges": {"votes": 0, "comments": 0, "attachments": 0, "checkItems": 0},
            "cover": {"idAttachment": null, "color": null, "size": "normal"},
            "email": null,
            "shortUrl": format!("https://trello.com/c/c{:07}", item.number),
        });
        merged(card_named(item, &last.card[0]), rest)
    }

    /// The export besides actions and cards.
    fn rest(&self) -> Value {
        let member = |member: &Value| json!({"idMember": member["id"], "memberType": "normal"});
        json!({
            "lists": self.lists(),
            "labels": KINDS.map(label),
            "checklists": [],
            "memberships": self.people.iter().map(member).collect::<Vec<_>>(),
            "members": self.people,
            "customFields": [],
        })
    }

    /// The lists in the order of the board, with one for each sprint. Those of ended sprints are archived.
    fn lists(&self) -> Vec<Value> {
        let mut names = Vec::from(LISTS.map(str::to_owned));
        let sprints = (0..self.plan.sprints()).map(|sprint| self.plan.sprint(1, sprint).1);
        names.splice(BEFORE_SPRINTS..BEFORE_SPRINTS, sprints);
        let lists = names.iter().zip(1..).map(|(name, place)| {
            let closed = name.starts_with("Sprint") && place <= self.plan.sprints();
            json!({"id": list(name)["id"], "name": name, "closed": closed, "pos": place * 65_536})
        });
        lists.collect()
    }
}

/// A card as it is named in actions.
fn card_named(item: &Item<'_>, name: &str) -> Value {
    json!({
        "id": object_id(item.steps[0].at, 4, item.number),
        "name": name,
        "idShort": item.number,
        "shortLink": format!("c{:07}", item.number),
    })
}

fn list(name: &str) -> Value {
    let place = match name.strip_prefix("Sprint ") {
        Some(sprint) => 100 + number(sprint),
        None => (0..).zip(LISTS).find(|(_, list)| *list == name).map_or(0, |(place, _)| place),
    };
    json!({"id": format!("5e0be10000000001{place:08x}"), "name": name})
}

fn label(kind: &str) -> Value {
    json!({"id": format!("5e0be10000000002000{}", id_of(kind)), "name": kind, "color": "sky"})
}

/// Trello leaves gaps between the positions of cards.
fn position(rank: &str) -> i64 {
    number(rank) * 1024
}

/// An id of Trello consists of a time and a unique number.
fn object_id(at: Timestamp, kind: i64, number: i64) -> String {
    format!("{:08x}{kind:08x}{number:08x}", at.as_second())
}
