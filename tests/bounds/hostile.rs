//! Input that hostile users may have typed, or that is in an unusual order.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint_in};

fn check(folder: &Folder) -> Run {
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl"])
}

/// The id of a board. Fingerprints of findings about the whole board are made of the same parts.
fn board_id(issues: Vec<Value>) -> Value {
    let folder = Folder::of(CHARTER, jira::page(issues));
    check(&folder).objects().into_iter().find(|it| it["type"] == "board").expect("a board")["board_id"].clone()
}

#[test]
fn a_value_that_nobody_asks_for_may_be_nested_as_deep_as_it_likes() {
    let mut issue = jira::issue("APP-1", json!({}), vec![jira::drag("Sam")]);
    issue["extra"] = json!("@");
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let folder = Folder::of(CHARTER, jira::page(vec![issue]).replace("\"@\"", &nested));
    let run = check(&folder);
    assert!(run.fires("backlog-reordered-by-non-po"), "{}", run.err);
}

#[test]
fn nesting_that_never_ends_is_told_and_the_rest_is_judged() {
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    folder.write("endless.json", format!("{{\"issues\":[{{\"fields\":{}", "{\"a\":[".repeat(50_000)));
    let run = check(&folder);
    assert_eq!(run.status, 3);
    assert!(run.fires("backlog-reordered-by-non-po"));
    assert!(run.objects().iter().any(|it| it["type"] == "unreadable" && it["location"]["path"] == "endless.json"));
}

#[test]
fn a_charter_nested_without_end_is_told_at_its_place() {
    let folder = Folder::of("a = [", jira::page(vec![jira::issue("APP-1", json!({}), vec![])]));
    folder.write("boardlint.toml", format!("a = {}{}", "[".repeat(50_000), "]".repeat(50_000)));
    let run = check(&folder);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("boardlint.toml:1:"), "{}", run.err);
}

#[test]
fn a_drafted_charter_holds_no_command_of_a_ci_job() {
    let name = "##[error]forged";
    let fields = json!({
        "status": jira::status(name, "indeterminate"), "creator": jira::user(name), "labels": [name],
        "issuetype": {"name": name, "subtask": false},
        "customfield_10020": [jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-01-16T09:00:00.000Z", None)],
    });
    let mut issue = jira::issue("APP-1", fields, vec![jira::drag(name)]);
    issue["fields"]["customfield_10020"][0]["name"] = json!(name);
    let folder = Folder::new();
    folder.write("board.json", jira::page(vec![issue]));
    let run = boardlint_in(folder.path(), &["init", ".", "-o", "-"]);
    assert!(run.out.contains("[workflow]"), "{}", run.err);
    assert!(!run.out.contains("##[") && !run.err.contains("##["), "{}", run.out);
}

#[test]
fn a_board_is_the_same_whichever_issue_stands_first() {
    let issue = |key: &str, site: &str| {
        let mut issue = jira::issue(key, json!({}), vec![]);
        issue["self"] = json!(format!("https://{site}/rest/api/2/issue/{key}"));
        issue
    };
    let (one, other) = (issue("APP-1", "a.example"), issue("APP-2", "b.example"));
    let forth = board_id(vec![one.clone(), other.clone()]);
    assert!(forth.is_string(), "{forth}");
    assert_eq!(forth, board_id(vec![other, one]));
}

#[test]
fn of_two_records_of_a_sprint_the_one_that_says_more_holds_wherever_it_stands() {
    let start = "2026-01-05T09:00:00.000Z";
    let issue = |key: &str, sprint: Value| jira::issue(key, json!({ "customfield_10020": [sprint] }), vec![]);
    let end = "2026-01-16T09:00:00.000Z";
    let closed = issue("APP-1", jira::sprint(1, "closed", start, end, Some(end)));
    let active = issue("APP-2", jira::sprint(1, "active", start, end, None));
    let sprints = |issues: Vec<Value>| {
        let folder = Folder::of(CHARTER, jira::page(issues));
        let run = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
        let told: Value = serde_json::from_str(&run.out).expect("JSON");
        told["boards"][0]["sprints"].to_string()
    };
    let forth = sprints(vec![closed.clone(), active.clone()]);
    assert!(forth.contains("closed"), "{forth}");
    assert_eq!(forth, sprints(vec![active, closed]));
}

#[test]
fn of_two_records_of_a_status_the_one_that_says_more_holds_wherever_it_stands() {
    let known = |category: Option<&str>, name: &str| {
        let mut status = jira::status(name, category.unwrap_or_default());
        status["id"] = json!("7");
        if category.is_none() {
            status.as_object_mut().expect("an object").remove("statusCategory");
        }
        status
    };
    let statuses = |one: &Value, other: &Value| {
        let page = |key: &str, status: &Value| jira::page(vec![jira::issue(key, json!({ "status": status }), vec![])]);
        let folder = Folder::new();
        folder.write("a.json", page("APP-1", one));
        folder.write("b.json", page("APP-2", other));
        let run = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
        let told: Value = serde_json::from_str(&run.out).expect("JSON");
        let state = told["boards"][0]["workflow"][0].clone();
        (state["name"].clone(), state["stage"].clone())
    };
    let (more, less) = (known(Some("done"), "Shipped"), known(None, "Out"));
    assert_eq!(statuses(&more, &less), (json!("Shipped"), json!("done")));
    assert_eq!(statuses(&less, &more), (json!("Shipped"), json!("done")));
    // If two files contain the same amount of information, the choice between them is deterministic.
    let other = known(Some("done"), "Gone");
    assert_eq!(statuses(&more, &other), statuses(&other, &more));
}

#[test]
fn what_is_nested_without_end_is_named_by_a_short_pointer() {
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), vec![])]));
    folder.write("endless.json", format!("{{\"issues\":[{{\"fields\":{}", "{\"a\":[".repeat(50_000)));
    let run = check(&folder);
    let told = run.objects().into_iter().find(|it| it["type"] == "unreadable").expect("a file that was not read");
    assert!(told.to_string().len() < 1000, "{told}");
}

#[test]
fn a_status_in_which_categories_lie_in_one_another_without_end_costs_nothing_else() {
    let known = jira::issue("APP-1", json!({}), vec![jira::drag("Sam")]);
    let other = jira::issue("APP-2", json!({"status": "@"}), vec![]);
    let nested = format!("{}{{}}{}", "{\"name\":\"Deep\",\"statusCategory\":".repeat(5000), "}".repeat(5000));
    let charter = CHARTER.replace("doing = [", "doing = [\"Deep\", ");
    assert_ne!(charter, CHARTER);
    let folder = Folder::of(&charter, jira::page(vec![known, other]).replace("\"@\"", &nested));
    let run = check(&folder);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.fires("backlog-reordered-by-non-po"), "{}", run.err);
    assert!(!run.err.contains("`Deep`"), "it is a status of the board: {}", run.err);
}

#[test]
fn no_more_findings_are_shown_than_the_limit_lets_through_and_all_are_counted() {
    let issue = |number: u32| {
        let drag =
            jira::history(number, "Sam", &format!("2026-01-{:02}T09:00:00.000+0000", number + 4), jira::ranked());
        jira::issue(&format!("APP-{number}"), json!({}), vec![drag])
    };
    let folder = Folder::of(CHARTER, jira::page((1..=5).map(issue).collect()));
    let limited = [
        "check",
        ".",
        "--max-findings",
        "2",
        "--format",
        "jsonl",
        "--format",
        "sarif=a.sarif",
        "--format",
        "html=a.html",
    ];
    let run = boardlint_in(folder.path(), &limited);
    assert_eq!(run.status, 1);
    let findings = |run: &Run| run.objects().into_iter().filter(|it| it["type"] == "finding").collect::<Vec<_>>();
    let all = findings(&check(&folder));
    assert!(all.len() > 2, "{all:?}");
    let errors: Vec<_> = all.iter().filter(|finding| finding["level"] == "error").take(2).cloned().collect();
    assert_eq!(findings(&run), errors);
    let sentence = format!("2 of {} findings are shown", all.len());
    for (place, text) in
        [("stderr", run.err.clone()), ("SARIF", folder.read("a.sarif")), ("the page", folder.read("a.html"))]
    {
        assert!(text.contains(&sentence) && text.contains("--max-findings"), "{place}: {text}");
    }
    let summary = run.objects().pop().expect("a summary");
    let counted = ["errors", "warnings", "infos"].iter().filter_map(|level| summary[*level].as_u64()).sum::<u64>();
    assert_eq!(counted, all.len() as u64);
}

#[test]
fn a_table_of_a_million_columns_is_told_with_the_limit_and_the_rest_is_judged() {
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    let columns = 1_000_000;
    let header = format!("Summary,Issue key,Issue id{}", ",Comment".repeat(columns));
    folder.write("Jira.csv", format!("{header}\na,APP-2,2{}\n", ",".repeat(columns)));
    let run = check(&folder);
    assert_eq!(run.status, 3);
    assert!(run.fires("backlog-reordered-by-non-po"));
    let told = run.objects().into_iter().find(|it| it["type"] == "unreadable").expect("a file that was not read");
    let message = told["message"].as_str().expect("a sentence");
    assert!(message.contains("1000003 columns") && message.contains("100000"), "{message}");
}

#[test]
fn lists_that_lie_in_one_another_without_end_are_told_and_the_rest_is_judged() {
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    folder.write("pages.json", format!("{}{}", "{\"isLast\":true,\"values\":[".repeat(50_000), "]}".repeat(50_000)));
    let lists = format!(
        "[{{\"id\":1,\"name\":\"S\",\"state\":\"future\",\"self\":\"https://x.example/1\"}},{}]",
        "[".repeat(50_000) + &"]".repeat(50_000)
    );
    folder.write("lists.json", lists);
    let run = check(&folder);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.fires("backlog-reordered-by-non-po"));
    for name in ["pages.json", "lists.json"] {
        let told = |it: &&Value| it["type"] == "unreadable" && it["location"]["path"] == name;
        let objects = run.objects();
        let told = objects.iter().find(told).unwrap_or_else(|| panic!("{name}: {}", run.err));
        assert!(told["message"].as_str().is_some_and(|message| message.contains("left out")), "{told}");
    }
}

#[test]
fn of_many_rows_that_cannot_be_read_a_hundred_are_told_and_all_counted() {
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    let header = "id,instance_url,key,project_key,issue_type,created_date,updated_date";
    let rows = "7,https://x.example,APP-7,APP,Story,soon,later\n".repeat(150);
    folder.write("issues.csv", format!("{header}\n{rows}"));
    let run = check(&folder);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.fires("backlog-reordered-by-non-po"));
    let told: Vec<_> = run.objects().into_iter().filter(|it| it["type"] == "unreadable").collect();
    assert_eq!(told.len(), 101);
    let last = told.last().and_then(|it| it["message"].as_str()).expect("a sentence");
    assert!(last.starts_with("200 more records"), "{last}");
}

#[test]
fn numbers_of_issues_that_no_project_reaches_are_no_overflow() {
    let key = |project: &str| format!("{project}-{}", u64::MAX);
    let issues = ["A", "B"].map(|project| jira::issue(&key(project), json!({}), Vec::new()));
    let run = check(&Folder::of(CHARTER, jira::page(issues.to_vec())));
    assert!(run.status < 2, "{}", run.err);
}
