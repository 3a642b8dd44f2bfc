//! The changelog and the comments of an issue.

use serde_json::{Value, json};

use super::super::item::{Item, Step};
use super::super::records::{id_of, local, number, present};
use super::super::team::{self, PEOPLE};
use super::{CUSTOM, Jira};

impl Jira<'_> {
    /// The entries of the changelog: newest first on Cloud, oldest first on Data Center.
    pub(super) fn histories(&self, item: &Item<'_>) -> Vec<Value> {
        let mut histories: Vec<_> = changes(item).map(|(step, id)| self.history(item, step, id)).collect();
        if self.plan.cloud() {
            histories.reverse();
        }
        histories
    }

    pub(super) fn comments(&self, item: &Item<'_>) -> Vec<Value> {
        said(item).map(|(step, id)| self.comment(step, id)).collect()
    }

    fn comment(&self, step: &Step, id: i64) -> Value {
        let (at, by) = (local(step.at), &self.people[step.by]);
        json!({
            "id": id.to_string(),
            "author": by,
            "updateAuthor": by,
            "body": step.to,
            "created": at,
            "updated": at,
            "jsdPublic": true,
        })
    }

    fn history(&self, item: &Item<'_>, step: &Step, id: i64) -> Value {
        let items = self.items(item, step);
        json!({"id": id.to_string(), "author": self.people[step.by], "created": local(step.at), "items": items})
    }

    /// The changes in one entry of the history.
    pub(super) fn items(&self, item: &Item<'_>, step: &Step) -> Vec<Value> {
        let mut items = vec![self.change(item, step.field, [&step.from, &step.to])];
        if step.to == "Done" {
            items.push(self.change(item, "resolution", ["", "Done"]));
        }
        items
    }

    fn change(&self, item: &Item<'_>, field: &str, texts: [&str; 2]) -> Value {
        let [[from, from_string], [to, to_string]] = texts.map(|text| self.fact(item, field, text));
        let custom = CUSTOM.iter().find(|[_, name, ..]| *name == field);
        let mut change = json!({
            "field": field,
            "fieldtype": if custom.is_some() { "custom" } else { "jira" },
            "from": from,
            "fromString": from_string,
            "to": to,
            "toString": to_string,
        });
        // Data Center writes no field ids, and Cloud has none for links.
        if self.plan.cloud() && field != "Link" {
            change["fieldId"] = json!(custom.map_or(field, |[id, ..]| id));
        }
        if field == "Rank" {
            let higher = number(texts[1]) < number(texts[0]);
            change["toString"] = json!(if higher { "Ranked higher" } else { "Ranked lower" });
        }
        change
    }

    /// The value of a field in Jira's history: id and text.
    fn fact(&self, item: &Item<'_>, field: &str, text: &str) -> [Value; 2] {
        match field {
            "Rank" => [json!(""), json!("")],
            "Flagged" => [json!(present(text).map_or("", |_| "[10019]")), json!(text)],
            "labels" => [Value::Null, json!(text)],
            "Sprint" if self.plan.cloud() || !text.is_empty() => self.sprints(item, text),
            _ if text.is_empty() => [Value::Null, Value::Null],
            "assignee" => [json!(team::id(self.plan, item.developer)), json!(PEOPLE[item.developer][0])],
            "Link" => [json!(text), json!(format!("This issue blocks {text}"))],
            "status" | "priority" | "resolution" => [json!(id_of(text)), json!(text)],
            _ => [Value::Null, json!(text)],
        }
    }

    /// All sprints that an issue is or was in, in the form of the history.
    fn sprints(&self, item: &Item<'_>, places: &str) -> [Value; 2] {
        let board = self.plan.board_of(item.number);
        let sprints = places.split_whitespace().map(|place| self.plan.sprint(board, number(place)));
        let (ids, names): (Vec<_>, Vec<_>) = sprints.map(|(id, name)| (id.to_string(), name)).unzip();
        [json!(ids.join(", ")), json!(names.join(", "))]
    }
}

/// The changes after the creation, with the ids of the entries.
pub(super) fn changes<'i>(item: &'i Item<'_>) -> impl Iterator<Item = (&'i Step, i64)> {
    told(item).filter(|(step, _)| step.field != "comment")
}

/// The comments with their ids.
pub(super) fn said<'i>(item: &'i Item<'_>) -> impl Iterator<Item = (&'i Step, i64)> {
    told(item).filter(|(step, _)| step.field == "comment")
}

/// The steps after the creation, each with an id of its own.
fn told<'i>(item: &'i Item<'_>) -> impl Iterator<Item = (&'i Step, i64)> {
    item.steps.iter().zip(item.number * 100..).skip(1)
}
