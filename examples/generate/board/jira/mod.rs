//! The board in four formats of Jira; the common parts.

mod backup;
mod entities;
mod history;
mod objects;
mod search;
mod sprint;
mod table;
mod xml;

use serde_json::Value;

use super::item::Item;
use super::plan::Plan;
use super::team;

pub(super) use backup::write as backup;
pub(super) use search::write as search;
pub(super) use table::write as table;

/// Custom fields: id, name, type and where the type comes from.
const CUSTOM: [[&str; 4]; 5] = [
    ["customfield_10016", "Story Points", "number", "com.atlassian.jira.plugin.system.customfieldtypes:float"],
    ["customfield_10019", "Rank", "any", "com.pyxis.greenhopper.jira:gh-lexo-rank"],
    ["customfield_10020", "Sprint", "array", "com.pyxis.greenhopper.jira:gh-sprint"],
    ["customfield_10021", "Flagged", "array", "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"],
    [
        "customfield_10040",
        "Acceptance criteria",
        "string",
        "com.atlassian.jira.plugin.system.customfieldtypes:textarea",
    ],
];
const CRITERIA: &str = "- Given a signed-in customer\r\n- Then only their own are listed";

struct Jira<'a> {
    plan: &'a Plan,
    /// The records of all people.
    people: Vec<Value>,
}

impl<'a> Jira<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self { plan, people: team::people(plan) }
    }
}

/// The internal id of an issue.
fn id(issue: i64) -> i64 {
    10_000 + issue
}

/// The rank of an issue as sortable text.
fn rank(item: &Item<'_>) -> String {
    format!("0|i{:0>6}:", item.now("Rank"))
}

/// Id, key and name of the category of a status.
fn category(status: &str) -> (i64, &'static str, &'static str) {
    match status {
        "Backlog" | "To Do" => (2, "new", "To Do"),
        "Done" => (3, "done", "Done"),
        _ => (4, "indeterminate", "In Progress"),
    }
}
