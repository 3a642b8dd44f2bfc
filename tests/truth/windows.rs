//! A run over a period: `--since`, `--until`, `--sprint`.

use serde_json::{Value, json};

use crate::support::jira::{CHARTER, history, issue, moved, page, ranked, sprint, sprints, status, user};
use crate::support::{Folder, Run, boardlint, boardlint_in, fixture};

const BAKERY: &str = "fixtures/bakery/jira-cloud";

fn check(paths: &[&str], args: &[&str]) -> Run {
    boardlint(&[&["check"], paths, &["--format", "jsonl"], args].concat())
}

/// Rule, item or sprint, and time of every finding.
fn told(run: &Run) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let subject =
        |finding: &Value| if finding["item"].is_null() { text(&finding["sprint"]) } else { text(&finding["item"]) };
    run.findings().iter().map(|it| (text(&it["rule"]), subject(it), text(&it["at"]))).collect()
}

#[test]
fn a_sprint_is_told_of_alone() {
    let run = check(&[BAKERY], &["--sprint", "oven 2"]);
    let told = told(&run);
    let rules: Vec<_> = told.iter().map(|(rule, subject, _)| (rule.as_str(), subject.as_str())).collect();
    assert_eq!(
        rules,
        [
            ("scope-changed-mid-sprint", "Oven 2"),
            ("backlog-reordered-by-non-po", "CRUST-12"),
            ("estimated-by-non-developer", "CRUST-18"),
        ]
    );
    assert_eq!(run.status, 1);
}

#[test]
fn the_window_is_a_choice_among_what_the_whole_run_tells_of_changes() {
    let changes = ["--select", "product-ownership", "--select", "self-management", "--ignore", "po-absent"];
    let run = |args: &[&str]| told(&check(&[BAKERY], &[&changes[..], args].concat()));
    let inside = |(_, _, at): &(String, String, String)| ("2026-01-28".."2026-02-17").contains(&&at[..10]);
    let whole: Vec<_> = run(&[]).into_iter().filter(inside).collect();
    assert_eq!(run(&["--since", "2026-01-28", "--until", "2026-02-16"]), whole);
    assert_eq!(whole.len(), 3);
}

#[test]
fn a_sprint_that_ran_in_the_window_is_judged_and_no_other() {
    let of = |since: &str, until: &str| {
        told(&check(&[BAKERY], &["--since", since, "--until", until, "--select", "scope-changed-mid-sprint"])).len()
    };
    assert_eq!(
        (of("2026-02-10", "2026-02-16"), of("2026-02-14", "2026-03-26"), of("2026-01-01", "2026-01-23")),
        (1, 0, 0)
    );
}

#[test]
fn the_first_and_the_last_day_count() {
    let of_day = |since: &str, until: &str| {
        told(&check(&[BAKERY], &["--since", since, "--until", until, "--select", "backlog-reordered-by-non-po"])).len()
    };
    assert_eq!(of_day("2026-01-15", "2026-01-15"), 1);
    assert_eq!((of_day("2026-01-16", "2026-01-27"), of_day("2026-01-14", "2026-01-14")), (0, 0));
}

#[test]
fn a_sprint_of_whole_days_is_over_on_the_day_after_its_last() {
    let since = |day: &str| {
        let run = check(&["fixtures/bakery/trello"], &["--since", day, "--select", "scope-changed-mid-sprint"]);
        told(&run).len()
    };
    assert_eq!((since("2026-02-13"), since("2026-02-14")), (1, 0));
}

#[test]
fn the_running_sprint_and_the_last_one_are_found_by_what_they_are() {
    let by_name = |name: &str| told(&check(&[BAKERY], &["--sprint", name]));
    assert_eq!(by_name("last-closed"), by_name("Oven 3"));
    assert_eq!(by_name("current"), by_name("Oven 4"));
}

#[test]
fn the_last_sprint_is_one_that_counts() {
    let (start, end) = ("2026-02-02T09:00:00.000Z", "2026-02-13T17:00:00.000Z");
    let held = |key: &str, id: u32, board: u32| {
        let mut sprint = sprint(id, "closed", start, end, Some(end));
        sprint["boardId"] = json!(board);
        issue(key, json!({"customfield_10020": [sprint]}), Vec::new())
    };
    let later = ("2026-02-16T09:00:00.000Z", "2026-02-20T17:00:00.000Z");
    let empty = sprint(9, "closed", later.0, later.1, Some(later.1));
    let mut lent = held("CRUMB-99", 8, 2);
    lent["fields"]["customfield_10020"][0]["completeDate"] = json!(later.1);
    let issues: Vec<Value> = (1..=10).map(|number| held(&format!("CRUMB-{number}"), 1, 1)).collect();
    let folder = Folder::of(CHARTER, page([issues, vec![lent]].concat()));
    folder.write("sprints.json", json!({"maxResults": 50, "isLast": true, "values": [empty]}).to_string());
    let days = ["--today", "2026-03-02", "--sprint", "last-closed"];
    let run = boardlint(&[&["check", &folder.text(), "--fail-on", "never"], &days[..]].concat());
    assert!(run.out.contains("judged: Sprint 1 of"), "{}", run.out);
}

#[test]
fn trello_has_the_sprints_of_its_charter() {
    let run = check(&["fixtures/bakery/trello"], &["--sprint", "last-closed"]);
    let told = told(&run);
    assert!(!told.is_empty());
    assert!(told.iter().all(|(_, _, at)| ("2026-02-16".."2026-03-07").contains(&&at[..10])), "{told:?}");
}

#[test]
fn a_sprint_that_is_not_there_is_an_error_that_names_those_that_are() {
    let run = check(&[BAKERY], &["--sprint", "Ofen 2"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("no sprint of CRUST that had begun by 2026-03-26 is called `Ofen 2`"), "{}", run.err);
    assert!(run.err.contains("did you mean `Oven 2`?"), "{}", run.err);
    let run = check(&["fixtures/bakery/jira-csv"], &["--sprint", "last-closed"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("[[sprints]]"), "it says how sprints are told: {}", run.err);
    let folder = Folder::new();
    let trello = folder.write("board.json", fixture("trello/board.json"));
    let run = check(&[&trello], &["--sprint", "last-closed"]);
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("[[sprints]]") && !run.err.contains("sprint list"),
        "Trello has no such list: {}",
        run.err
    );
}

#[test]
fn a_window_that_ends_before_it_begins_is_an_error() {
    let run = check(&[BAKERY], &["--since", "2026-03-01", "--until", "2026-02-01"]);
    assert_eq!((run.status, run.err.contains("ends before it begins")), (2, true), "{}", run.err);
}

/// A board whose first sprint is over; `later` adds later changes of its items.
fn board(later: bool) -> String {
    let closed =
        sprint(1, "closed", "2026-02-02T09:00:00.000Z", "2026-02-13T15:00:00.000Z", Some("2026-02-13T15:00:00.000Z"));
    let next = sprint(2, "active", "2026-02-16T09:00:00.000Z", "2026-02-27T15:00:00.000Z", None);
    let status = |name: &str, key: &str| json!({"id": name, "name": name, "statusCategory": {"key": key}});
    let planned = |id: u32, at: &str| history(id, "Maria", at, sprints("", "1"));
    let mut one =
        vec![planned(1, "2026-01-30T09:00:00.000+0000"), history(2, "Sam", "2026-02-05T09:00:00.000+0000", ranked())];
    let mut two = vec![
        planned(3, "2026-01-30T09:00:10.000+0000"),
        history(4, "Li", "2026-02-06T09:00:00.000+0000", moved("Backlog", "In Progress")),
        history(
            5,
            "Maria",
            "2026-02-09T09:00:00.000+0000",
            json!({"field": "assignee", "fieldtype": "jira",
            "fieldId": "assignee", "from": null, "fromString": null, "to": "712020:Li", "toString": "Li"}),
        ),
    ];
    let mut issues = vec![];
    let (mut sprint_of, mut state) = (vec![closed.clone()], status("In Progress", "indeterminate"));
    if later {
        one.push(history(6, "Sam", "2026-02-17T09:00:00.000+0000", ranked()));
        two.push(history(7, "Li", "2026-02-18T09:00:00.000+0000", moved("In Progress", "Done")));
        two.push(history(8, "Maria", "2026-02-13T15:00:20.000+0000", sprints("1", "1, 2")));
        sprint_of.push(next);
        state = status("Done", "done");
        issues.push(issue("APP-3", json!({"created": "2026-02-19T09:00:00.000+0000"}), vec![]));
    }
    let points = json!(3);
    issues.push(issue("APP-1", json!({"customfield_10020": [closed], "customfield_10016": points}), one));
    let fields = json!({"customfield_10020": sprint_of, "customfield_10016": points, "status": state,
                        "assignee": crate::support::jira::user("Li"), "updated": "2026-02-18T09:00:00.000+0000"});
    issues.push(issue("APP-2", fields, two));
    page(issues)
}

#[test]
fn what_is_said_of_a_closed_sprint_never_changes_afterwards() {
    let said = |later: bool| {
        let folder = Folder::new();
        folder.write("boardlint.toml", CHARTER);
        let export = folder.write("board.json", board(later));
        let run = check(&[&export], &["--sprint", "last-closed"]);
        let strip = |mut finding: Value| {
            finding["location"] = Value::Null;
            finding["related"].as_array_mut().into_iter().flatten().for_each(|it| it["location"] = Value::Null);
            finding
        };
        assert_eq!(run.status, 1, "{}{}", run.out, run.err);
        run.findings().into_iter().map(strip).collect::<Vec<_>>()
    };
    let (then, now) = (said(false), said(true));
    assert_eq!(then, now);
    let rules: Vec<_> = now.iter().map(|finding| finding["rule"].as_str().unwrap_or_default()).collect();
    assert!(rules.contains(&"work-assigned-by-po"), "{rules:?}");
}

#[test]
fn a_day_in_the_past_shows_the_board_as_it_was() {
    let items = |until: &[&str]| {
        let args = [&["inspect", BAKERY, "--format", "json"][..], until].concat();
        let run = boardlint(&args);
        serde_json::from_str::<Value>(&run.out).expect(&run.out)["items"]["count"].clone()
    };
    assert_eq!((items(&[]), items(&["--until", "2026-01-23"])), (json!(32), json!(19)));
}

/// The messages about missing items of an export that contains only a part of the board.
fn missing_items(run: &Run) -> Vec<String> {
    let told = run.inconclusive().into_iter().map(|gap| gap["message"].as_str().unwrap_or_default().to_owned());
    told.filter(|message| message.contains("is not here") || message.contains("are not here")).collect()
}

#[test]
fn what_is_younger_than_a_window_makes_no_part_of_a_whole_export() {
    for format in ["jira-cloud", "jira-dc", "jira-backup"] {
        let board = format!("fixtures/bakery/{format}");
        for window in [["--sprint", "last-closed"], ["--until", "2026-01-08"], ["--until", "2026-03-09"]] {
            let run = check(&[&board], &window);
            assert_eq!(missing_items(&run), Vec::<String>::new(), "{format} {window:?}");
        }
        let only = ["--select", "too-few-ready-items", "--sprint", "last-closed", "--fail-on-inconclusive"];
        assert_eq!(check(&[&board], &only).status, 0, "{format}");
    }
}

#[test]
fn a_backup_is_whole_whatever_its_items_have_in_common() {
    let folder = Folder::new();
    // Numbers that begin late: the older issues are missing in the result of the search.
    let later = |name: &str, key: &dyn Fn(usize) -> String| {
        let text = fixture(name);
        (1..=40).rev().fold(text, |text, number| text.replace(&key(number), &key(number + 100)))
    };
    folder.write("search.json", later("jira-cloud/search.json", &|number| format!("\"key\": \"CRUST-{number}\"")));
    folder.write(
        "entities.xml",
        later("jira-backup/entities.xml", &|number| format!("key=\"CRUST-{number}\" number=\"{number}\"")),
    );
    folder.write("activeobjects.xml", fixture("jira-backup/activeobjects.xml"));
    let part_of = |name: &str| missing_items(&boardlint_in(folder.path(), &["check", name, "--format", "jsonl"]));
    assert!(!part_of("search.json").is_empty(), "the search");
    assert_eq!(part_of("entities.xml"), Vec::<String>::new());
}

#[test]
fn comments_that_are_younger_than_a_window_are_no_comments_that_the_export_lacks() {
    let rule = "acceptance-stalled";
    let folder = |total: usize| {
        let waits = history(1, "Li", "2026-01-07T09:00:00.000+0000", moved("In Progress", "UAT"));
        let said =
            json!({"id": "1", "author": user("Maria"), "created": "2026-02-10T09:00:00.000+0000", "body": "Fine"});
        let fields = json!({"status": status("UAT", "indeterminate"), "updated": "2026-02-10T09:00:00.000+0000",
            "comment": {"comments": [said], "total": total}});
        let charter = CHARTER.replace("done = ", "acceptance = [\"UAT\"]\ndone = ");
        Folder::of(&charter, page(vec![issue("APP-1", fields, vec![waits])]))
    };
    let fires = |total: usize, day: &str| {
        let folder = folder(total);
        let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--until", day]);
        (run.fires(rule), run.gap(rule).is_some())
    };
    assert_eq!(fires(1, "2026-02-01"), (true, false), "the one comment that there is was made later");
    assert_eq!(fires(1, "2026-02-11"), (false, false), "she has just said something");
    assert_eq!(fires(2, "2026-02-01"), (false, true), "the other may be older");
}
