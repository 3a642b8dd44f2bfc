//! The numbers of a finding: `inspect` shows the same ones, the numbers of its related records add up to
//! them, and each has a unit.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, check, fixture};

/// Rules about sprints, with conditions so strict that each has a finding in the fixture.
const STRICT: &str = r#"
[rules]
sprint-overcommitted = { when = { sprint.commitment-ratio = { above = 0 } } }
sprint-underdelivered = { when = { sprint.share.delivered = { below = 2 } } }
scope-changed-mid-sprint = { when = { sprint.share.changed = { at-least = 0 } } }
carry-over-high = { when = { sprint.share.carried-over = { at-least = 0 } } }
reestimated-mid-sprint = { when = { sprint.share.reestimated = { at-least = 0 } } }
po-absent = { when = { sprint.silence.product-owner = { at-least = 1 } } }
"#;

#[test]
fn inspect_shows_of_each_sprint_what_the_findings_about_it_carry() {
    for (board, export) in [("jira-cloud", "search.json"), ("trello", "board.json")] {
        let folder = Folder::new();
        let kept = |name: &str| fixture(&format!("{board}/{name}"));
        folder.write("boardlint.toml", kept("boardlint.toml") + STRICT);
        let export = folder.write(export, kept(export));
        let run = boardlint(&["check", &export, "--format", "jsonl", "--fail-on", "never"]);
        let inspected = boardlint(&["inspect", &export, "--format", "json"]).out;
        let inspected: Value = serde_json::from_str(&inspected).expect("JSON");
        let sprints = inspected["sprints"].as_array().expect("sprints");
        let mut told = Vec::new();
        for finding in
            run.findings().iter().filter(|finding| finding["sprint"].is_string() && finding["item"].is_null())
        {
            let sprint = sprints.iter().find(|sprint| sprint["name"] == finding["sprint"]).expect("the sprint");
            let rule = finding["rule"].as_str().expect("a rule");
            for (name, value) in finding["facts"].as_object().expect("facts") {
                assert_eq!(&sprint[name], value, "{board}, {rule} on {}: {name}", finding["sprint"]);
            }
            told.push(rule.to_owned());
        }
        for rule in STRICT.lines().filter_map(|line| Some(line.split_once(" = ")?.0)) {
            assert!(told.iter().any(|one| one == rule), "{board}: {rule} says nothing: {}", run.err);
        }
    }
}

const HOUR: f64 = 3600.0;

/// Four fortnights of a team that estimates in hours. It finishes ten hours in each, and takes on forty in
/// the last. One of its two items was estimated lower afterwards.
fn in_hours() -> String {
    in_hours_until(&json!("2026-03-02T09:00:00.000Z"), Vec::new())
}

/// The same, with `end` as the planned end of the last sprint, and with additional issues.
fn in_hours_until(end: &Value, more: Vec<Value>) -> String {
    let starts = ["2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16", "2026-03-02"];
    let at = |number: usize| format!("{}T09:00:00.000Z", starts[number]);
    let mut sprints: Vec<Value> = (0..4)
        .map(|number| {
            let over = at(number + 1);
            let (state, completed) = if number < 3 { ("closed", Some(over.as_str())) } else { ("active", None) };
            jira::sprint(u32::try_from(number + 1).expect("small"), state, &at(number), &over, completed)
        })
        .collect();
    sprints[3]["endDate"] = end.clone();
    let issue = |key: &str, sprint: &Value, hours: f64, histories: Vec<Value>| {
        let done = histories.iter().any(|history| history["items"][0]["toString"] == "Done");
        let (name, category) = if done { ("Done", "done") } else { ("Backlog", "new") };
        let fields = json!({"customfield_10020": [sprint], "timeoriginalestimate": hours * HOUR,
                            "status": jira::status(name, category)});
        jira::issue(key, fields, histories)
    };
    let mut issues: Vec<Value> = (0..3)
        .map(|number| {
            let at = format!("{}T16:00:00.000+0000", ["2026-01-15", "2026-01-29", "2026-02-12"][number]);
            let id = u32::try_from(number + 1).expect("small");
            issue(
                &format!("APP-{id}"),
                &sprints[number],
                10.0,
                vec![jira::history(id, "Lee", &at, jira::moved("Backlog", "Done"))],
            )
        })
        .collect();
    let smaller = json!({"field": "timeoriginalestimate", "fieldtype": "jira", "fieldId": "timeoriginalestimate",
                         "from": "108000", "fromString": "108000", "to": "36000", "toString": "36000"});
    let smaller = jira::history(9, "Lee", "2026-02-20T09:00:00.000+0000", smaller);
    issues.push(issue("APP-8", &sprints[3], 10.0, vec![smaller]));
    issues.push(issue("APP-9", &sprints[3], 10.0, vec![]));
    issues.extend(more);
    jira::page(issues)
}

#[test]
fn what_was_committed_is_told_in_the_sprints_unit_and_adds_up() {
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{CHARTER}\n[fields]\nstory-points = \"timeoriginalestimate\"\n"));
    let export = folder.write("board.json", in_hours());
    let args = ["check", &export, "--format", "jsonl", "--fail-on", "never", "--select", "sprint-overcommitted"];
    let run = boardlint(&args);
    let findings = run.findings();
    let finding = findings.first().unwrap_or_else(|| panic!("{}{}", run.out, run.err));
    assert_eq!((&finding["facts"]["committed"], &finding["facts"]["unit"]), (&json!(40), &json!("hours")));
    let told: Vec<_> = finding["related"].as_array().expect("related").iter().map(|one| &one["message"]).collect();
    assert_eq!(told, ["committed, 30 hours", "committed, 10 hours"]);
}

#[test]
fn a_commitment_in_sprints_of_different_lengths_is_told_by_working_days() {
    let charter = format!("{CHARTER}\n[fields]\nstory-points = \"timeoriginalestimate\"\n");
    let rule = "sprint-overcommitted";
    let week = check(&charter, &in_hours_until(&json!("2026-02-20T17:00:00.000Z"), Vec::new()), &[]);
    let findings = week.findings();
    let finding = findings.iter().find(|finding| finding["rule"] == rule).expect("a finding");
    let message = finding["message"].as_str().unwrap_or_default();
    assert!(message.contains("took on 40 hours for 5 working days, 8 a day;"), "{message}");
    assert_eq!((&finding["facts"]["working-days"], &finding["facts"]["committed-a-day"]), (&json!(5), &json!(8)));
    let fortnight = check(&charter, &in_hours(), &[]);
    let same = fortnight.findings().iter().any(|finding| {
        let message = finding["message"].as_str().unwrap_or_default();
        finding["rule"] == rule && !message.contains("a day") && finding["facts"]["committed-a-day"].is_null()
    });
    assert!(same, "{}", fortnight.out);
}

#[test]
fn a_running_sprint_without_a_planned_end_has_no_length() {
    let charter = format!("{CHARTER}\n[fields]\nstory-points = \"timeoriginalestimate\"\n");
    let started = jira::history(4, "Lee", "2026-02-09T09:00:00.000+0000", jira::moved("Backlog", "In Progress"));
    let fields = json!({"status": jira::status("In Progress", "indeterminate")});
    let run = check(&charter, &in_hours_until(&Value::Null, vec![jira::issue("APP-7", fields, vec![started])]), &[]);
    assert!(!run.fires("sprint-overcommitted"), "{}", run.out);
    assert!(!run.fires("work-item-ages"), "nine working days are less than a fortnight: {}", run.out);
}

#[test]
fn what_was_not_ready_names_the_sprint_it_was_committed_to() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let sprint = jira::sprint(7, "active", "2026-01-05T09:00:00.000Z", "2026-01-19T09:00:00.000Z", None);
    let fields = json!({"customfield_10020": [sprint], "description": null});
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", fields, vec![])]));
    let run = boardlint(&["check", &export, "--format", "jsonl", "--fail-on", "never", "--today", "2026-01-14"]);
    let findings = run.findings();
    let finding = findings.iter().find(|finding| finding["rule"] == "unready-item-committed").expect("a finding");
    assert_eq!((&finding["item"], &finding["sprint"]), (&json!("APP-1"), &json!("Sprint 7")));
    assert_eq!(finding["at"], "2026-01-05T09:00:00Z");
}

#[test]
fn what_was_taken_up_again_in_a_sprint_is_finished_in_it_unless_an_earlier_one_had_finished_it() {
    let first = jira::sprint(
        1,
        "closed",
        "2026-01-05T09:00:00.000Z",
        "2026-01-16T17:00:00.000Z",
        Some("2026-01-16T17:00:00.000Z"),
    );
    let second = jira::sprint(2, "closed", jira::BEGIN, jira::END, Some(jira::END));
    let moved = |id: u32, day: &str, from: &str, to: &str| {
        jira::history(id, "Lee", &format!("{day}:00.000+0000"), jira::moved(from, to))
    };
    let done = |key: &str, sprints: Value, histories: Vec<Value>| {
        let fields = json!({"customfield_10020": sprints, "status": jira::status("Done", "done")});
        jira::issue(key, fields, histories)
    };
    let again = |first_done: &str, hour: u32| {
        vec![
            moved(1, first_done, "Backlog", "Done"),
            moved(2, &format!("2026-02-04T{hour}:00"), "Done", "In Progress"),
            moved(3, &format!("2026-02-05T{hour}:00"), "In Progress", "Done"),
        ]
    };
    let slipped = vec![
        moved(1, "2026-01-29T10:00", "Backlog", "Done"),
        moved(2, "2026-02-04T10:00", "Done", "In Progress"),
        moved(3, "2026-02-04T10:05", "In Progress", "Done"),
    ];
    let issues = vec![
        done("APP-1", json!([second]), vec![moved(1, "2026-02-05T10:00", "Backlog", "Done")]),
        done("APP-2", json!([second]), again("2026-01-29T10:00", 11)),
        done("APP-3", json!([first, second]), again("2026-01-14T10:00", 13)),
        done("APP-4", json!([second]), slipped),
        done("APP-5", json!([first]), vec![moved(1, "2026-01-14T10:00", "Backlog", "Done")]),
        // It was already done when it was in the first sprint, so nobody finished it there.
        done("APP-6", json!([first, second]), again("2026-01-02T10:00", 15)),
    ];
    let folder = Folder::of(CHARTER, jira::page(issues));
    let inspected = boardlint(&["inspect", &folder.text(), "--format", "json"]).out;
    let inspected: Value = serde_json::from_str(&inspected).expect("JSON");
    let finished = |place: usize| inspected["sprints"][place]["done-items"].clone();
    assert_eq!((finished(0), finished(1)), (json!(2), json!(3)), "APP-3 and APP-5, then APP-1, APP-2 and APP-6");
}
