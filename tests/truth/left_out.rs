//! A search may be asked for some fields only: what it leaves out of all issues is unknown, unless the history tells.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, moved, status};
use crate::support::{Run, check};

/// A day of 2026 as the history writes it.
fn at(month: u32, day: u32) -> String {
    format!("2026-{month:02}-{day:02}T09:00:00.000+0000")
}

/// A page of `issues`, without `left_out` among the fields that it was asked for.
fn page(issues: &[Value], left_out: &[&str]) -> String {
    let mut page: Value = serde_json::from_str(&jira::page(issues.to_vec())).expect("JSON");
    page["names"]["customfield_10021"] = json!("Flagged");
    page["names"]["customfield_10040"] = json!("Acceptance criteria");
    for field in left_out {
        drop(page["names"].as_object_mut().and_then(|names| names.remove(*field)));
        for issue in page["issues"].as_array_mut().expect("issues") {
            drop(issue["fields"].as_object_mut().and_then(|fields| fields.remove(*field)));
        }
    }
    page.to_string()
}

/// What `rule` is not judged for: what is missing, and the message.
fn gap(run: &Run, rule: &str) -> Option<(String, String)> {
    let gap = run.inconclusive().into_iter().find(|gap| gap["rule"] == rule)?;
    Some((gap["missing"].as_str()?.to_owned(), gap["message"].as_str()?.to_owned()))
}

/// A field that the history of an issue changes, by its id and name.
fn changed(id: &str, name: &str, from: Value, to: &str) -> Value {
    json!({"field": name, "fieldtype": if id.starts_with("custom") { "custom" } else { "jira" }, "fieldId": id,
        "from": null, "fromString": from, "to": null, "toString": to})
}

#[test]
fn nobody_knows_when_an_item_was_spoken_about_without_comments_and_the_last_change() {
    let old = |number: u32| {
        let said = json!([{"author": jira::user("Li"), "created": at(7, 10), "body": "well"}]);
        let fields = json!({"updated": at(7, 10), "comment": {"comments": said, "total": 1}});
        jira::issue(&format!("CRUMB-{number}"), fields, Vec::new())
    };
    let issues: Vec<_> = (1..=20).map(old).collect();
    let (rule, today) = ("stale-backlog", ["--today", "2026-08-01"]);
    assert!(!check(CHARTER, &page(&issues, &[]), &today).fires(rule));
    let run = check(CHARTER, &page(&issues, &["comment", "updated"]), &today);
    assert!(!run.fires(rule), "{}", run.out);
    assert_eq!(gap(&run, rule).map(|(missing, _)| missing).as_deref(), Some("comments"), "{}", run.out);
}

#[test]
fn comments_that_were_cut_are_told_as_such() {
    let blocked = |key: &str, total: u32| {
        let fields = json!({"status": status("In Progress", "indeterminate"), "updated": at(3, 9),
            "comment": {"comments": [], "total": total}});
        let started = history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"));
        let flag = history(2, "Li", &at(2, 3), changed("customfield_10021", "Flagged", Value::Null, "Impediment"));
        // Somebody is known to be Scrum Master.
        let other = json!({"creator": jira::user("Sam"), "issuetype": {"name": "Task", "subtask": false}});
        [jira::issue(key, fields, vec![started, flag]), jira::issue("CRUMB-9", other, Vec::new())]
    };
    let mut free = blocked("CRUMB-1", 3);
    free[0]["changelog"]["histories"].as_array_mut().expect("histories").truncate(1);
    free[0]["changelog"]["total"] = json!(1);
    let today = ["--today", "2026-03-10"];
    for (rule, issues) in [("abandoned-in-progress", free), ("impediment-without-sm", blocked("CRUMB-2", 3))] {
        let run = check(CHARTER, &page(&issues, &[]), &today);
        assert!(!run.fires(rule), "{}", run.out);
        let (missing, why) = gap(&run, rule).expect("a gap");
        assert!(missing == "comments" && why.contains("only some of the comments"), "{rule}: {}", run.out);
    }
    assert!(check(CHARTER, &page(&blocked("CRUMB-3", 0), &[]), &today).fires("impediment-without-sm"));
}

#[test]
fn a_touch_that_is_known_stays_one_whatever_came_after_it() {
    let rule = "abandoned-in-progress";
    let judged = |said: u32| {
        let comment = json!([{"author": jira::user("Li"), "created": at(3, said), "body": "well"}]);
        let fields = json!({"status": status("In Progress", "indeterminate"), "updated": at(3, 25),
            "comment": {"comments": comment, "total": 1}});
        let started = history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"));
        check(CHARTER, &page(&[jira::issue("CRUMB-1", fields, vec![started])], &[]), &["--today", "2026-03-27"])
    };
    let run = judged(24);
    assert!(!run.fires(rule) && gap(&run, rule).is_none(), "{}", run.out);
    // What was changed later may have been a touch.
    let run = judged(4);
    assert!(!run.fires(rule) && gap(&run, rule).is_some_and(|(missing, _)| missing == "format"), "{}", run.out);
}

#[test]
fn the_field_of_flags_says_what_is_blocked_now() {
    let (rule, today) = ("abandoned-in-progress", ["--today", "2026-03-10"]);
    let stands = |flag: Value| {
        let fields = json!({"customfield_10021": flag, "status": status("In Progress", "indeterminate")});
        let started = history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"));
        [jira::issue("CRUMB-1", fields, vec![started])]
    };
    let set = stands(json!([{"id": "10019", "value": "Impediment"}]));
    let own = stands(json!([{"id": "10019", "value": "Waits for somebody"}]));
    let unnamed = jira::page(set.to_vec());
    for page in [page(&set, &[]), unnamed, page(&own, &[])] {
        let run = check(CHARTER, &page, &today);
        assert!(!run.fires(rule), "{}", run.out);
        assert!(gap(&run, "impediment-unresolved").is_some(), "{}", run.out);
    }
    for none in [Value::Null, json!([])] {
        assert!(check(CHARTER, &page(&stands(none), &[]), &today).fires(rule));
    }
}
