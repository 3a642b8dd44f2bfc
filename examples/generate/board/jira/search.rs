//! The board as one page of Jira's search, newest issue first, in the format of Cloud or of Data Center.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::item::Item;
use super::super::plan::Plan;
use super::super::records::{id_of, local, number, present, write_list};
use super::{CRITERIA, CUSTOM, Jira, category, id, rank};

/// Numbers of empty custom fields: a real issue has many of them.
const EMPTY: std::ops::Range<i64> = 10_050..10_110;

/// Writes the whole export.
pub(crate) fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let jira = Jira::new(plan);
    let total = plan.issues;
    write!(out, r#"{{"expand":"schema,names","startAt":0,"maxResults":{total},"total":{total},"issues":"#)?;
    write_list(out, (1..=total).rev().map(|number| jira.issue(&Item::live(plan, number))))?;
    write!(out, r#","names":{},"schema":{}}}"#, names(), schema())
}

impl Jira<'_> {
    fn issue(&self, item: &Item<'_>) -> String {
        let (number, base, id) = (item.number, self.plan.base(), id(item.number));
        let fields = self.fields(item);
        let changelog = page("histories", &self.histories(item));
        format!(
            "{{\"expand\":\"operations,changelog\",\"id\":\"{id}\",\"self\":\"{base}/rest/api/2/issue/{id}\",\
             \"key\":\"APP-{number}\",\"fields\":{fields},\"changelog\":{changelog}}}"
        )
    }

    fn fields(&self, item: &Item<'_>) -> Value {
        let (first, last) = (&item.steps[0], &item.steps[item.steps.len() - 1]);
        let done = item.steps.iter().find(|step| step.to == "Done");
        let sprints: Vec<_> = item.sprints.iter().map(|sprint| self.sprint(item, *sprint)).collect();
        let link = present(item.now("Link")).map(|key| link(item.number, key));
        let mut fields = json!({
            "summary": item.now("summary"),
            "description": present(item.now("description")),
            "issuetype": self.named("issuetype", item.now("kind")),
            "workratio": -1,
            "project": {"id": "10000", "key": "APP", "name": "Shop app", "simplified": false},
            "status": self.named("status", item.now("status")),
            "priority": self.named("priority", item.now("priority")),
            "resolution": done.map(|_| self.named("resolution", "Done")),
            "resolutiondate": done.map(|step| local(step.at)),
            "created": local(first.at),
            "updated": local(last.at),
            "creator": self.people[first.by],
            "reporter": self.people[first.by],
            "assignee": present(item.now("assignee")).map(|_| &self.people[item.developer]),
            "labels": Vec::from_iter(item.now("labels").split_whitespace()),
            "issuelinks": Vec::from_iter(link),
            "customfield_10016": item.now("Story Points").parse::<f64>().ok(),
            "customfield_10019": rank(item),
            "customfield_10020": (!sprints.is_empty()).then_some(sprints),
            "customfield_10021": present(item.now("Flagged")).map(|flag| [json!({"value": flag})]),
            "customfield_10040": (item.now("kind") == "Story").then_some(CRITERIA),
            "comment": page("comments", &self.comments(item)),
            "worklog": page("worklogs", &[]),
            "watches": {"watchCount": 1, "isWatching": false},
            "attachment": [],
            "components": [],
            "fixVersions": [],
            "subtasks": [],
            "versions": [],
            "timeoriginalestimate": null,
            "timeestimate": null,
            "timespent": null,
            "duedate": null,
            "environment": null,
        });
        let (id, key, name) = category(item.now("status"));
        fields["status"]["statusCategory"] = json!({"id": id, "key": key, "name": name});
        for field in EMPTY {
            fields[format!("customfield_{field}")] = Value::Null;
        }
        fields
    }

    /// A status, a priority or another object with id, name and icon.
    fn named(&self, kind: &str, name: &str) -> Value {
        let (id, base) = (id_of(name), self.plan.base());
        json!({
            "self": format!("{base}/rest/api/2/{kind}/{id}"),
            "id": id,
            "name": name,
            "description": "",
            "iconUrl": format!("{base}/images/icons/{kind}/{id}.svg"),
        })
    }
}

fn names() -> Value {
    CUSTOM.iter().map(|[id, name, ..]| (*id, *name)).collect()
}

fn schema() -> Value {
    let schema = CUSTOM
        .iter()
        .map(|[id, _, kind, custom]| (*id, json!({"type": kind, "custom": custom, "customId": number(&id[12..])})));
    schema.collect()
}

fn page(name: &str, values: &[Value]) -> Value {
    json!({"startAt": 0, "maxResults": values.len(), "total": values.len(), name: values})
}

fn link(id: i64, key: &str) -> Value {
    json!({
        "id": id.to_string(),
        "outwardIssue": {"key": key},
        "type": {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
    })
}
