//! Both sides of the boundaries that rules share, on tiny boards in the shape of a real export.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, check};

/// The findings of `rule` on a board: subject and level of each.
fn told(rule: &str, charter: &str, export: &str, today: &str) -> Vec<(String, String)> {
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    let export = folder.write("board.json", export);
    let args = ["check", &export, "--format", "jsonl", "--fail-on", "never", "--select", rule, "--today", today];
    let run = boardlint(&args);
    assert_eq!(run.status, 0, "{}", run.err);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let subject = |finding: &Value| text(&finding["item"]).or_else(|| text(&finding["sprint"])).unwrap_or_default();
    run.findings().iter().map(|finding| (subject(finding), text(&finding["level"]).unwrap_or_default())).collect()
}

/// Sprints of two weeks from 5 January 2026 on; the last one is running.
fn fortnights(count: u32) -> Vec<Value> {
    let starts = ["2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16", "2026-03-02"];
    let at = |number: u32| format!("{}T09:00:00.000Z", starts[number as usize]);
    (0..count)
        .map(|number| {
            let completed = (number + 1 < count).then(|| at(number + 1));
            let state = if completed.is_some() { "closed" } else { "active" };
            jira::sprint(number + 1, state, &at(number), &at(number + 1), completed.as_deref())
        })
        .collect()
}

fn story(number: usize, sprint: &Value, points: f64, done: Option<&str>) -> Value {
    let histories = done.map(|at| jira::history(90, "Lee", at, jira::moved("Backlog", "Done")));
    let status = if done.is_some() { "Done" } else { "Backlog" };
    let key = if done.is_some() { "done" } else { "new" };
    jira::issue(
        &format!("APP-{number}"),
        json!({"customfield_10020": [sprint], "customfield_10016": points,
               "status": jira::status(status, key)}),
        histories.into_iter().collect(),
    )
}

#[test]
fn fifty_points_against_thirty_are_an_error_and_thirty_two_are_nothing() {
    let sprints = fortnights(4);
    let board = |points| {
        let done = ["2026-01-16T16:00:00.000+0000", "2026-01-30T16:00:00.000+0000", "2026-02-13T16:00:00.000+0000"];
        let before = done.iter().enumerate().map(|(place, at)| story(place + 1, &sprints[place], 30.0, Some(at)));
        let mut issues: Vec<Value> = before.collect();
        issues.push(story(4, &sprints[3], points, None));
        told("sprint-overcommitted", CHARTER, &jira::page(issues), "2026-02-18")
    };
    assert_eq!(board(50.0), [("Sprint 4".to_owned(), "error".to_owned())]);
    assert_eq!(board(32.0), []);
}

#[test]
fn sixty_nine_of_a_hundred_is_under_delivered_and_seventy_and_seventy_one_are_not() {
    let sprints = fortnights(3);
    let board = |done: f64| {
        let at = ["2026-01-16T16:00:00.000+0000", "2026-01-30T16:00:00.000+0000"];
        let issues = (0..2).flat_map(|place| {
            let finished = story(place * 2 + 1, &sprints[place], done, Some(at[place]));
            [finished, story(place * 2 + 2, &sprints[place], 100.0 - done, None)]
        });
        told("sprint-underdelivered", CHARTER, &jira::page(issues.collect()), "2026-02-18")
    };
    assert_eq!(board(69.0), [("Sprint 2".to_owned(), "warn".to_owned())], "one finding, on the latest");
    assert_eq!(board(70.0), []);
    assert_eq!(board(71.0), []);
}

#[test]
fn five_working_days_go_over_a_weekend_and_a_holiday() {
    let flag = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "",
                      "to": "[1]", "toString": "Impediment"});
    let status = jira::status("In Progress", "indeterminate");
    // The Thursday before Easter 2026; Easter Monday is the 6th.
    let flagged = jira::history(1, "Lee", "2026-04-02T09:00:00.000+0000", flag);
    let export = jira::page(vec![jira::issue("APP-1", json!({"status": status}), vec![flagged])]);
    let rules = "\n[rules]\nimpediment-unresolved = { when = { item.days-since.blocked = { at-least = 5 } } }\n";
    let easter = format!("holidays = [2026-04-06]\n{CHARTER}{rules}");
    let plain = format!("{CHARTER}{rules}");
    let fires = |charter: &str, today| !told("impediment-unresolved", charter, &export, today).is_empty();
    assert!(!fires(&easter, "2026-04-09"), "Friday, Tuesday, Wednesday and Thursday");
    assert!(fires(&easter, "2026-04-10"));
    assert!(!fires(&plain, "2026-04-08"), "the same without the holiday: Friday, Monday, Tuesday and Wednesday");
    assert!(fires(&plain, "2026-04-09"));
}

#[test]
fn a_replacement_product_owner_is_asked_for_what_they_rewrote_on_the_first_and_the_last_day() {
    let charter = r#"
timezone = "Europe/Berlin"
[roles]
product-owner = [
  { who = "Maria", until = 2026-01-06 },
  { who = "Pia", since = 2026-01-07, until = 2026-01-09 },
  { who = "Maria", since = 2026-01-10 },
]
[workflow]
backlog = ["Backlog"]
doing = ["In Progress"]
done = ["Done"]
"#;
    let sprint = &fortnights(1)[0];
    let rewritten = |at: &str| {
        let edit = json!({"field": "description", "fieldtype": "jira", "fieldId": "description", "from": null,
                          "fromString": "The old words", "to": null, "toString": "Something else"});
        let status = jira::status("In Progress", "indeterminate");
        let fields = json!({"customfield_10020": [sprint], "status": status, "description": "Something else"});
        let issue = jira::issue("APP-1", fields, vec![jira::history(1, "Pia", at, edit)]);
        !told("story-rewritten-mid-sprint", charter, &jira::page(vec![issue]), "2026-01-14").is_empty()
    };
    // Midnight in Berlin is 23:00 UTC in winter.
    assert!(!rewritten("2026-01-06T22:59:59.999+0000"));
    assert!(rewritten("2026-01-06T23:00:00.000+0000"), "the first day");
    assert!(rewritten("2026-01-09T22:59:59.999+0000"), "the last day");
    assert!(!rewritten("2026-01-09T23:00:00.000+0000"));
}

#[test]
fn what_comes_in_24_hours_after_the_start_is_committed_and_a_second_later_it_is_not() {
    let sprints = fortnights(1);
    let unready = |at: &str| {
        let added = jira::history(1, "Lee", at, jira::sprints("", "1"));
        let issue = jira::issue("APP-1", json!({"customfield_10020": [sprints[0]], "description": null}), vec![added]);
        !told("unready-item-committed", CHARTER, &jira::page(vec![issue]), "2026-01-14").is_empty()
    };
    assert!(unready("2026-01-06T09:00:00.000+0000"));
    assert!(!unready("2026-01-06T09:00:01.000+0000"));
}

#[test]
fn carry_over_begins_within_a_minute_of_the_completion() {
    let over = jira::sprint(
        1,
        "closed",
        "2026-01-05T09:00:00.000Z",
        "2026-01-19T09:00:00.000Z",
        Some("2026-01-19T09:00:00.000Z"),
    );
    // The next sprint is already running when the last one is completed.
    let next = jira::sprint(2, "active", "2026-01-16T09:00:00.000Z", "2026-01-30T09:00:00.000Z", None);
    let charter = CHARTER.replace("[workflow]", "stakeholders = [\"Kim\"]\n[workflow]");
    let pushed = |at: &str| {
        let carried = jira::history(1, "Kim", at, jira::sprints("1", "1, 2"));
        let issue = jira::issue("APP-1", json!({"customfield_10020": [over, next]}), vec![carried]);
        !told("stakeholder-bypasses-po", &charter, &jira::page(vec![issue]), "2026-01-28").is_empty()
    };
    assert!(!pushed("2026-01-19T09:00:59.000+0000"), "59 seconds: whoever closed the sprint decided nothing");
    assert!(!pushed("2026-01-19T09:01:00.000+0000"), "a minute");
    assert!(pushed("2026-01-19T09:01:01.000+0000"), "61 seconds: a decision");
}

#[test]
fn twenty_two_against_fifty_five_in_three_sprints_is_1_2_and_no_more() {
    let sprint = |id: u32, state: &str, day: u32, name: &str| {
        let noon = |day: u32| {
            if day > 31 {
                format!("2026-02-{:02}T09:00:00.000Z", day - 31)
            } else {
                format!("2026-01-{day:02}T09:00:00.000Z")
            }
        };
        let completed = (state == "closed").then(|| noon(day_end(id)));
        let mut sprint = jira::sprint(id, state, &noon(day), &noon(day_end(id)), completed.as_deref());
        sprint["name"] = json!(name);
        sprint
    };
    // Sprints with a theme in their names are still recognised as a sequence.
    let sprints = [
        sprint(1, "closed", 5, "Sprint 1: Login"),
        sprint(2, "closed", 12, "Sprint 2: Cart"),
        sprint(3, "closed", 19, "Sprint 3"),
        sprint(4, "active", 26, "Sprint 4: Search"),
    ];
    let board = |points: f64| {
        let mut issues: Vec<Value> = [18.0, 18.0, 19.0]
            .iter()
            .zip(&sprints)
            .enumerate()
            .map(|(index, (points, sprint))| {
                let at = format!("2026-01-{:02}T12:00:00.000+0000", 6 + 7 * index);
                let done = jira::history(100, "Lee", &at, jira::moved("Backlog", "Done"));
                let status = jira::status("Done", "done");
                jira::issue(
                    &format!("APP-{index}"),
                    json!({"customfield_10016": points, "customfield_10020": [sprint], "status": status}),
                    vec![done],
                )
            })
            .collect();
        let late = jira::history(9, "Lee", "2026-01-28T12:00:00.000+0000", jira::ranked());
        issues.push(jira::issue(
            "APP-9",
            json!({"customfield_10016": points, "customfield_10020": [sprints[3]]}),
            vec![late],
        ));
        check(CHARTER, &jira::page(issues), &[]).fires("sprint-overcommitted")
    };
    assert!(!board(22.0));
    assert!(board(22.1));
}

fn day_end(sprint: u32) -> u32 {
    5 + 7 * sprint
}
