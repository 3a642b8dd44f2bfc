//! Tiny Jira boards in the format of Jira Cloud, for tests of definitions at their boundaries.

use serde_json::{Value, json};

/// The start of the sprints of most tests.
pub const BEGIN: &str = "2026-02-02T09:00:00.000Z";
/// Their end.
pub const END: &str = "2026-02-13T17:00:00.000Z";

/// A user object.
pub fn user(name: &str) -> Value {
    account(&format!("712020:{name}"), name)
}

/// A user object whose id does not come from the name.
pub fn account(id: &str, name: &str) -> Value {
    json!({"accountId": id, "displayName": name, "active": true, "accountType": "atlassian"})
}

/// One history with one change.
pub fn history(id: u32, by: &str, at: &str, item: Value) -> Value {
    json!({"id": id.to_string(), "author": user(by), "created": at, "items": [item]})
}

/// `Ranked higher`, as the only change of its history.
pub fn ranked() -> Value {
    json!({"field": "Rank", "fieldtype": "custom", "fieldId": "customfield_10019", "from": "", "fromString": "", "to": "",
           "toString": "Ranked higher"})
}

/// A history in which `by` ranks an issue.
pub fn drag(by: &str) -> Value {
    history(1, by, "2026-02-02T09:00:00.000+0000", ranked())
}

/// A status object of a category: `new`, `indeterminate` or `done`.
pub fn status(name: &str, category: &str) -> Value {
    json!({"id": name, "name": name, "statusCategory": {"key": category}})
}

/// A change of the Sprint field.
pub fn sprints(from: &str, to: &str) -> Value {
    json!({"field": "Sprint", "fieldtype": "custom", "fieldId": "customfield_10020", "from": from, "fromString": from,
           "to": to, "toString": to})
}

/// A move from one status to another.
pub fn moved(from: &str, to: &str) -> Value {
    json!({"field": "status", "fieldtype": "jira", "fieldId": "status", "from": from, "fromString": from, "to": to, "toString": to})
}

/// A sprint object.
pub fn sprint(id: u32, state: &str, start: &str, end: &str, completed: Option<&str>) -> Value {
    json!({"id": id, "name": format!("Sprint {id}"), "state": state, "boardId": 1, "goal": "", "startDate": start,
           "endDate": end, "completeDate": completed})
}

/// `fields`, with `others` added or replacing them.
pub fn laid_over(mut fields: Value, others: Value) -> Value {
    let Value::Object(others) = others else { panic!("no fields: {others}") };
    fields.as_object_mut().expect("fields").extend(others);
    fields
}

/// An issue; `fields` replaces or completes the usual ones.
pub fn issue(key: &str, fields: Value, histories: Vec<Value>) -> Value {
    let usual = json!({
        "summary": format!("Story {key}"), "issuetype": {"name": "Story", "subtask": false},
        "status": status("Backlog", "new"),
        "created": "2026-01-01T09:00:00.000+0000", "updated": "2026-01-01T09:00:00.000+0000",
        "creator": user("Maria"), "reporter": user("Maria"), "assignee": null, "labels": [],
        "issuelinks": [],
        "comment": {"comments": []},
    });
    let all = laid_over(usual, fields);
    let total = histories.len();
    json!({"id": format!("1{}", key.len()) + key.rsplit('-').next().unwrap_or("0"), "key": key,
           "self": format!("https://bakery.example/rest/api/2/issue/{key}"), "fields": all,
           "changelog": {"startAt": 0, "maxResults": total, "total": total, "histories": histories}})
}

/// A search page.
pub fn page(issues: Vec<Value>) -> String {
    let total = issues.len();
    let page = json!({"startAt": 0, "maxResults": total, "total": total, "issues": issues,
        "names": {"customfield_10016": "Story Points", "customfield_10019": "Rank", "customfield_10020": "Sprint"}});
    page.to_string()
}

/// A charter in which Maria is Product Owner and Sam Scrum Master.
pub const CHARTER: &str = r#"
[roles]
product-owner = ["Maria"]
scrum-master = ["Sam"]

[workflow]
backlog = ["Backlog"]
doing = ["In Progress"]
done = ["Done"]
"#;
