//! One project of an export with several.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint_in, check};

/// Three projects on one page. In each of them, Sam reorders the backlog once.
fn export() -> String {
    let issue = |key: &str, id: u32| {
        let mut issue =
            jira::issue(key, json!({}), vec![jira::history(id, "Sam", "2026-02-02T09:00:00.000+0000", jira::ranked())]);
        issue["id"] = json!(id.to_string());
        issue
    };
    jira::page(vec![issue("OVEN-1", 101), issue("OVEN-2", 102), issue("TILL-1", 201), issue("VAN-7", 301)])
}

#[test]
fn the_charter_or_the_command_line_chooses_one() {
    let ranked = "backlog-reordered-by-non-po";
    assert_eq!(check(CHARTER, &export(), &[]).findings_of(ranked).len(), 1, "one operation on all of them");
    let chosen = check(&format!("{CHARTER}\n[board]\nproject = \"till\"\n"), &export(), &[]);
    assert_eq!(chosen.summary()["items"], 1, "{}", chosen.err);
    assert_eq!(chosen.findings_of(ranked)[0]["item"], "TILL-1");
    let typed = check(&format!("{CHARTER}\n[board]\nproject = \"TILL\"\n"), &export(), &["--project", "OVEN"]);
    assert_eq!(typed.summary()["items"], 2, "the option goes before the charter: {}", typed.err);
    assert_eq!(typed.findings_of(ranked)[0]["board"], "OVEN");
}

#[test]
fn one_that_is_not_there_is_an_error_with_what_may_be_meant() {
    let charter = check(&format!("{CHARTER}\n[board]\nproject = \"OVN\"\n"), &export(), &[]);
    assert_eq!(charter.status, 2);
    assert!(charter.err.contains("did you mean `OVEN`?") && charter.err.contains("chosen here"), "{}", charter.err);
    let typed = check(CHARTER, &export(), &["--project", "XYZ"]);
    assert_eq!(typed.status, 2);
    assert!(typed.err.contains("the projects are OVEN, TILL, VAN"), "{}", typed.err);
}

#[test]
fn several_are_told_and_pages_of_all_are_no_gap_in_one() {
    let folder = Folder::of(CHARTER, export());
    let page = boardlint_in(folder.path(), &["inspect", "."]).out;
    assert!(page.contains("OVEN (2), TILL (1), VAN (1); `--project KEY` keeps to one"), "{page}");
    let one = boardlint_in(folder.path(), &["inspect", ".", "--project", "VAN"]).out;
    assert!(!one.contains("--project KEY") && !one.contains("the search found"), "{one}");
}

#[test]
fn a_request_for_several_projects_has_their_keys_in_quotes() {
    let without_history: Value = serde_json::from_str(&export().replace("TILL-1", "AND-1")).expect("JSON");
    let issues = without_history["issues"].as_array().expect("issues").iter().map(|issue| {
        let mut issue = issue.clone();
        drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog")));
        issue
    });
    let run = check(CHARTER, &jira::page(issues.collect()), &[]);
    let hint = run.gap("backlog-reordered-by-non-po").expect("no history").hint;
    assert!(hint.contains("jql=project in (\"AND\", \"OVEN\", \"VAN\")"), "{hint}");
}

/// The history entry of a move from the project of issue `from` to another one, with a new priority.
fn arrival(from: &str, to: &str) -> Value {
    let field = |name: &str, from: &str, to: &str| json!({"field": name, "fieldtype": "jira", "from": null, "fromString": from, "to": null, "toString": to});
    json!({"id": "2", "author": jira::user("Sam"), "created": "2026-02-03T09:00:00.000+0000",
           "items": [field("project", "CAKE", "OVEN"), field("Key", from, to), field("priority", "Low", "High")]})
}

#[test]
fn what_was_done_in_a_project_that_is_not_here_was_decided_by_others() {
    let drag = |id: u32, at: &str| jira::history(id, "Sam", at, jira::ranked());
    let histories = |from: &str| vec![drag(1, "2026-02-02T09:00:00.000+0000"), arrival(from, "OVEN-1")];
    let run = |histories| {
        let other = jira::issue("OVEN-2", json!({}), vec![]);
        let export = jira::page(vec![jira::issue("OVEN-1", json!({}), histories), other]);
        check(CHARTER, &export, &["--select", "backlog-reordered-by-non-po,priority-changed-by-non-po"])
    };
    assert_eq!(run(histories("CAKE-7")).findings(), Vec::<Value>::new());
    // For a project that is in the export too, the charter always applies. Moving an issue to the project is
    // no decision of its own.
    assert_eq!(run(histories("OVEN-7")).findings().len(), 2);
    let mut later = histories("CAKE-7");
    later.push(drag(3, "2026-02-04T09:00:00.000+0000"));
    assert_eq!(run(later).findings_of("backlog-reordered-by-non-po").len(), 1);
}

#[test]
fn a_sprint_of_another_project_is_another_teams() {
    let moved =
        |id: u32| jira::history(id, "Dora", "2026-02-05T09:00:00.000+0000", jira::moved("Backlog", "In Progress"));
    let status = jira::status("In Progress", "indeterminate");
    let sprint = jira::sprint(1, "active", "2026-02-02T09:00:00.000+0000", "2026-02-16T09:00:00.000+0000", None);
    let started = |key: &str, id: u32| {
        let mut issue = jira::issue(key, json!({"status": status}), vec![moved(id)]);
        issue["id"] = json!(id.to_string());
        issue
    };
    let planned = jira::issue("OVEN-9", json!({"customfield_10020": [sprint]}), vec![]);
    let export = jira::page(vec![planned, started("OVEN-1", 101), started("TILL-1", 201)]);
    let run = check(CHARTER, &export, &["--select", "started-outside-sprint", "--today", "2026-02-10"]);
    let items: Vec<_> = run.findings().iter().map(|finding| finding["item"].clone()).collect();
    assert_eq!(items, ["OVEN-1"], "{}", run.out);
}

#[test]
fn of_boards_without_a_charter_those_of_other_projects_are_left_out() {
    let folder = Folder::new();
    let issue = |key: &str| jira::page(vec![jira::issue(key, json!({}), vec![jira::drag("Sam")])]);
    folder.write("one.json", issue("OVEN-1"));
    folder.write("two.json", issue("TILL-1"));
    let args =
        ["check", ".", "--po", "Maria", "--sm", "Sam", "--project", "TILL", "--format", "jsonl", "--fail-on", "never"];
    let run = boardlint_in(folder.path(), &args);
    assert_eq!((run.status, &run.summary()["items"]), (0, &json!(1)), "{}", run.err);
    assert!(run.err.contains("this board is left out"), "{}", run.err);
}
