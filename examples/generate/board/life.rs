//! The usual steps of an item from its creation until it is done, and occasional mistakes.

use super::item::Item;
use super::team::{APP, BOSS, DEV, PEER, PO, SM};

pub(super) const STATUSES: [&str; 6] = ["Backlog", "To Do", "In Progress", "Review", "Acceptance", "Done"];
pub(super) const PRIORITIES: [&str; 3] = ["High", "Medium", "Low"];
pub(super) const KINDS: [&str; 3] = ["Story", "Bug", "Task"];
const LABELS: [&str; 4] = ["ui", "legal", "speed", "größe"];

/// A field, by its name in Jira's history; `comment` for comments.
pub(super) type Field = &'static str;
/// Computes the new value of a field.
pub(super) type Change = fn(&mut Item<'_>) -> String;

/// The probability of a step in percent, the minutes before it (from, below), the person, the field, and its
/// new value. A step without a change leaves no record.
pub(super) type Stage = (i64, i64, i64, usize, Field, Change);

/// Maximum probability of a slip, that is, of a step by the wrong role.
pub(super) const SLIP: i64 = 3;

/// If a step with a probability above this is not taken, the item stops there.
pub(super) const EXPECTED: i64 = 90;

pub(super) const LIFE: [Stage; 34] = [
    (55, 5, 120, PO, "description", |i| i.now("description").to_owned() + &i.rng.text(2)),
    (60, 30, 900, PO, "Rank", |i| i.ranked(&[-3000, -800, -90, 400])),
    (40, 30, 900, PO, "Rank", |i| i.ranked(&[-3000, -800, -90, 400])),
    (2, 30, 200, PEER, "Rank", |i| i.ranked(&[-70])), // a slip: the order is the Product Owner's
    (20, 10, 600, PO, "priority", |i| i.rng.pick(&PRIORITIES).into()),
    (3, 10, 600, SM, "priority", |_| "High".into()), // a slip: so is what comes first
    (8, 10, 300, PO, "summary", |i| i.rng.title()),
    (14, 5, 200, PO, "Link", |i| format!("APP-{}", i.number.max(2) - 1)),
    (35, 5, 200, APP, "labels", labelled),
    (10, 5, 200, APP, "labels", labelled),
    (20, 5, 400, BOSS, "comment", |i| i.rng.text(1)),
    (2, 5, 300, PO, "Story Points", |_| "13".into()), // a slip: developers size the work
    (94, 600, 2400, DEV, "Story Points", |i| i.rng.pick(&["1", "2", "3", "5", "8"]).into()),
    (10, 5, 300, PEER, "Story Points", |i| i.rng.pick(&["2", "3", "5"]).into()),
    (100, 1, 60, DEV, "status", |_| "To Do".into()),
    (98, 0, 1, PEER, "Sprint", enter),
    (2, 45, 1500, PO, "assignee", |i| i.developer.to_string()), // a slip: developers pull work
    (2, 45, 1500, SM, "assignee", |i| i.developer.to_string()), // and here again
    (5, 45, 1500, PEER, "assignee", |i| i.developer.to_string()),
    (100, 45, 2400, DEV, "assignee", |i| i.developer.to_string()),
    (100, 1, 4, DEV, "status", |_| "In Progress".into()),
    (2, 5, 600, PO, "description", |i| i.rng.text(4)), // a slip: the work has begun
    (6, 5, 200, DEV, "Flagged", |_| "Impediment".into()),
    (30, 20, 200, SM, "comment", |i| i.rng.text(1)),
    (100, 30, 400, SM, "Flagged", |_| String::new()),
    (5, 1500, 6000, DEV, "comment", |i| i.rng.text(2)), // stuck, and carried over
    (2, 60, 900, PO, "status", |_| "Review".into()),    // a slip: developers move their work
    (100, 60, 900, DEV, "status", |_| "Review".into()),
    (12, 20, 300, PEER, "status", |_| "In Progress".into()),
    (100, 60, 400, DEV, "status", |_| "Review".into()),
    (100, 30, 300, PEER, "status", |_| "Acceptance".into()),
    (30, 10, 200, PO, "comment", |i| i.rng.text(1)),
    (100, 30, 600, PO, "status", |_| "Done".into()),
    (20, 5, 90, APP, "comment", |i| i.rng.text(1)),
];

/// Puts an item into its planned sprint, or into the next one.
pub(super) fn enter(item: &mut Item<'_>) -> String {
    let sprint = item.sprints.last().map_or(item.home, |sprint| sprint + 1);
    item.sprints.push(sprint);
    format!("{} {sprint}", item.now("Sprint"))
}

/// Adds a label to an item, unless it has it.
fn labelled(item: &mut Item<'_>) -> String {
    let (labels, label) = (item.now("labels").to_owned(), item.rng.pick(&LABELS));
    if labels.contains(label) { labels } else { format!("{labels} {label}").trim().to_owned() }
}
