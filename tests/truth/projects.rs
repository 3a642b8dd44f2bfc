//! One project of an export that holds several.

use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint_in, check};

/// Three projects on one page, in each of which Sam reorders the backlog once.
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
