//! Empty changelogs: of issues that nobody changed, and in exports without histories.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, moved, status, user};
use crate::support::{Folder, Run, boardlint, check};

const RULE: &str = "work-assigned-by-po";

/// An issue with this changelog that Maria created and that is assigned to Li; `fields` are added.
fn given(key: &str, fields: Value, log: Value) -> Value {
    let mut issue = jira::issue(key, jira::laid_over(json!({"assignee": user("Li")}), fields), Vec::new());
    issue["changelog"] = log;
    issue
}

/// A changelog in the form that Jira's automation sends.
fn sent() -> Value {
    json!({"startAt": 0, "maxResults": 0, "total": 0, "histories": null})
}

fn empty() -> Value {
    json!({"startAt": 0, "maxResults": 0, "total": 0, "histories": []})
}

/// Whether the rule reports that the history is missing.
fn lacks_history(run: &Run) -> bool {
    !run.fires(RULE) && run.gap(RULE).is_some_and(|gap| gap.missing == "history")
}

#[test]
fn a_log_that_lists_nothing_is_none() {
    let of = |log: Value| check(CHARTER, &jira::page(vec![given("CRUMB-1", json!({}), log)]), &[]);
    assert!(of(empty()).fires(RULE), "an issue that nobody changed is known from its beginning");
    assert!(of(json!([])).fires(RULE));
    for log in [sent(), json!({}), json!({"total": 0}), Value::Null] {
        assert!(lacks_history(&of(log.clone())), "{log}");
    }
}

#[test]
fn an_empty_log_of_an_issue_that_was_moved_or_resolved_proves_nothing() {
    let later = "2026-01-08T09:00:00.000+0000";
    let other = || {
        let begun = history(1, "Li", later, moved("Backlog", "In Progress"));
        let fields = json!({"status": status("In Progress", "indeterminate"), "updated": later});
        jira::issue("CRUMB-9", fields, vec![begun])
    };
    let of = |fields: Value| {
        check(CHARTER, &jira::page(vec![given("CRUMB-1", fields, empty()), other()]), &["--select", RULE])
    };
    assert!(of(json!({})).fires(RULE));
    assert!(!of(json!({"updated": later})).fires(RULE), "Li may have taken it");
    let edited = json!({"comments": [{"id": "7", "author": user("Li"), "created": "2026-01-02T09:00:00.000+0000", "updated": later}], "total": 1});
    assert!(of(json!({"updated": later, "comment": edited})).fires(RULE), "a comment that is edited leaves no entry");
    let deleted =
        check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", json!({"updated": later}), vec![]), other()]), &[]);
    assert!(deleted.gap(RULE).is_none(), "nor does one that is deleted: {}", deleted.out);
    let without_dates = json!({"updated": null, "resolution": {"name": "Done"}, "status": status("Done", "done")});
    assert!(!of(without_dates).fires(RULE));
    // The update time is that of the last comment, so it does not show an earlier move.
    let said = json!({"comments": [{"id": "7", "author": user("Li"), "created": later}], "total": 1});
    let talked_of = |more: Value| of(jira::laid_over(json!({"updated": later, "comment": said}), more));
    assert!(talked_of(json!({})).fires(RULE));
    for date in ["resolutiondate", "statuscategorychangedate"] {
        let mut more = json!({});
        more[date] = json!("2026-01-05T09:00:00.000+0000");
        assert!(!talked_of(more.clone()).fires(RULE), "{more}");
        more[date] = json!("2026-01-01T09:00:00.000+0000");
        assert!(talked_of(more.clone()).fires(RULE), "{more}");
    }
}

#[test]
fn a_later_date_proves_that_entries_are_missing_where_no_log_has_one() {
    let later = "2026-01-08T09:00:00.000+0000";
    let mut issue = given("CRUMB-1", json!({"updated": later}), empty());
    issue["fields"].as_object_mut().expect("fields").remove("comment");
    let ranked = jira::issue("CRUMB-2", json!({}), vec![jira::drag("Maria")]);
    let run = |issues: Vec<Value>| check(CHARTER, &jira::page(issues), &["--select", RULE]);
    assert!(run(vec![issue.clone(), ranked]).fires(RULE), "this export holds entries");
    assert!(lacks_history(&run(vec![issue])));
}

#[test]
fn where_no_log_has_an_entry_and_one_should_the_others_prove_nothing() {
    let later = json!({"status": status("Done", "done"), "updated": "2026-01-08T09:00:00.000+0000"});
    let files = [given("CRUMB-1", json!({}), empty()), given("CRUMB-2", later, empty())];
    assert!(lacks_history(&check(CHARTER, &jira::page(files.to_vec()), &[])));
    let folder = Folder::of(CHARTER, files[0].to_string());
    let both = || boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    assert!(both().fires(RULE));
    folder.write("other.json", files[1].to_string());
    assert!(lacks_history(&both()));
}

#[test]
fn empty_logs_of_many_issues_prove_no_more() {
    let issue = |fields: Value| {
        let mut issue = given("CRUMB-1", fields, Value::Null);
        issue.as_object_mut().expect("an issue").remove("changelog");
        issue
    };
    let of = |issue: Value| {
        let logs = json!({"issueChangeLogs": [{"issueId": issue["id"], "changeHistories": []}]});
        let folder = Folder::of(CHARTER, jira::page(vec![issue]));
        folder.write("changelogs.json", logs.to_string());
        boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--select", RULE])
    };
    assert!(lacks_history(&of(issue(json!({"updated": "2026-01-08T09:00:00.000+0000"})))));
}
