//! The shared definitions at their boundaries, on tiny boards in the shape of a real export.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint_in, check};

fn ranked_at(at: &str) -> String {
    jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::history(1, "Pia", at, jira::ranked())])])
}

#[test]
fn a_replacement_product_owner_orders_the_backlog_on_the_first_and_the_last_day() {
    let charter = r#"
timezone = "Europe/Berlin"
[roles]
product-owner = [
  { who = "Maria", until = 2026-02-15 },
  { who = "Pia", since = 2026-02-16, until = 2026-02-20 },
  { who = "Maria", since = 2026-02-21 },
]
"#;
    // Midnight in Berlin is 23:00 UTC in winter.
    for (at, fires) in [
        ("2026-02-15T22:59:59.999+0000", true),
        ("2026-02-15T23:00:00.000+0000", false),
        ("2026-02-20T22:59:59.999+0000", false),
        ("2026-02-20T23:00:00.000+0000", true),
    ] {
        let run = check(charter, &ranked_at(at), &[]);
        assert_eq!(run.fires("backlog-reordered-by-non-po"), fires, "{at}: {}", run.out);
    }
}

#[test]
fn in_a_gap_of_the_charter_nobody_is_accused() {
    let charter = "[roles]\nproduct-owner = [{ who = \"Maria\", until = 2026-01-31 }]\n";
    let run = check(charter, &ranked_at("2026-02-10T09:00:00.000+0000"), &[]);
    assert_eq!(run.findings().len(), 1, "only that no Scrum Master is named: {:?}", run.subjects());
    let told =
        run.objects().into_iter().find(|object| object["rule"] == "backlog-reordered-by-non-po").expect("inconclusive");
    assert_eq!((&told["type"], &told["missing"]), (&json!("inconclusive"), &json!("roles")));
}

/// A sprint with ten committed stories and one story that is added at `at`.
fn scope(at: &str) -> String {
    let sprint = jira::sprint(
        1,
        "closed",
        "2026-02-02T09:00:00.000Z",
        "2026-02-13T17:00:00.000Z",
        Some("2026-02-13T17:00:00.000Z"),
    );
    let mut issues: Vec<_> = (1..=4)
        .map(|number| jira::issue(&format!("APP-{number}"), json!({"customfield_10020": [sprint]}), vec![]))
        .collect();
    let late = jira::history(9, "Lee", at, jira::sprints("", "1"));
    issues.push(jira::issue("APP-5", json!({"customfield_10020": [sprint]}), vec![late]));
    issues.push(jira::issue("APP-6", json!({"status": jira::status("Done", "done")}), vec![]));
    jira::page(issues)
}

#[test]
fn planning_lasts_24_hours_to_the_second() {
    let told = |at| check(CHARTER, &scope(at), &[]).fires("scope-changed-mid-sprint");
    assert!(!told("2026-02-03T09:00:00.000+0000"), "24 h after the start is still planning");
    assert!(told("2026-02-03T09:00:01.000+0000"));
}

#[test]
fn a_story_is_created_in_a_sprint_that_the_same_hand_puts_it_into_within_ten_seconds() {
    let start = ("2026-02-02T09:00:00.000Z", "2026-02-13T17:00:00.000Z");
    let sprint = jira::sprint(1, "active", start.0, start.1, None);
    let of_finding = |by: &str, second: &str| {
        let planned = jira::history(1, by, &format!("2026-02-04T09:00:{second}+0000"), jira::sprints("", "1"));
        let fields = json!({"creator": jira::user("Sam"), "created": "2026-02-04T09:00:00.000+0000",
                            "customfield_10020": [sprint]});
        let run = check(CHARTER, &jira::page(vec![jira::issue("APP-1", fields, vec![planned])]), &[]);
        let findings = run.findings_of("story-written-by-sm");
        assert_eq!(findings.len(), 1, "{}", run.out);
        findings[0]["sprint"].clone()
    };
    assert_eq!(of_finding("Sam", "10.000"), "Sprint 1");
    assert_eq!(of_finding("Sam", "10.900"), json!(null));
    assert_eq!(of_finding("Maria", "05.000"), json!(null));
}

/// A story that was in sprint 1 and is added to sprint 2, started at once, this number of seconds after
/// sprint 1 was completed.
fn carried(seconds: u32) -> String {
    let one = jira::sprint(
        1,
        "closed",
        "2026-02-02T09:00:00.000Z",
        "2026-02-13T17:00:00.000Z",
        Some("2026-02-16T09:00:00.000Z"),
    );
    // Sprint 2 has been running since Friday, so an issue that is added on Monday changes its scope.
    let two = jira::sprint(2, "active", "2026-02-13T08:00:00.000Z", "2026-02-27T17:00:00.000Z", None);
    let mut issues: Vec<_> = (1..=4)
        .map(|number| jira::issue(&format!("APP-{number}"), json!({"customfield_10020": [two]}), vec![]))
        .collect();
    let at = format!("2026-02-16T09:{:02}:{:02}.000+0000", seconds / 60, seconds % 60);
    let history = jira::history(9, "Sam", &at, jira::sprints("1", "1, 2"));
    issues.push(jira::issue("APP-5", json!({"customfield_10020": [one, two]}), vec![history]));
    issues.push(jira::issue("APP-6", json!({"status": jira::status("Done", "done")}), vec![]));
    jira::page(issues)
}

#[test]
fn carry_over_begins_within_60_seconds_of_the_completion() {
    let told = |seconds| check(CHARTER, &carried(seconds), &[]).fires("scope-changed-mid-sprint");
    assert!(!told(0));
    assert!(!told(59));
    assert!(told(61));
}

#[test]
fn a_rank_is_a_companion_for_ten_seconds_after_a_sprint_change_and_never_before_it() {
    let future = jira::sprint(1, "future", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None);
    let board = |rank: &str| {
        let histories = vec![
            jira::history(5, "Lee", "2026-02-02T09:00:20.000+0000", jira::sprints("", "1")),
            jira::history(6, "Lee", rank, jira::ranked()),
        ];
        jira::page(vec![jira::issue("APP-1", json!({"customfield_10020": [future]}), histories)])
    };
    for (at, fires) in [
        ("2026-02-02T09:00:19.000+0000", true),
        ("2026-02-02T09:00:20.000+0000", false),
        ("2026-02-02T09:00:30.000+0000", false),
        ("2026-02-02T09:00:30.001+0000", true),
    ] {
        assert_eq!(check(CHARTER, &board(at), &[]).fires("backlog-reordered-by-non-po"), fires, "{at}");
    }
}

#[test]
fn ranks_are_one_operation_while_each_is_within_a_minute_of_the_one_before() {
    let issues = |times: &[&str]| {
        let issue = |(number, at): (u32, &&str)| {
            jira::issue(&format!("APP-{number}"), json!({}), vec![jira::history(number, "Sam", at, jira::ranked())])
        };
        jira::page((1..).zip(times).map(issue).collect())
    };
    let one = check(CHARTER, &issues(&["2026-02-02T09:00:00.000+0000", "2026-02-02T09:01:00.000+0000"]), &[]);
    assert_eq!((one.findings().len(), &one.findings()[0]["count"]), (1, &json!(2)));
    let two = check(CHARTER, &issues(&["2026-02-02T09:00:00.000+0000", "2026-02-02T09:01:00.001+0000"]), &[]);
    assert_eq!(two.findings().len(), 2);
}

#[test]
fn a_sprint_known_by_its_id_alone_is_no_ground_for_a_finding() {
    let histories = vec![
        jira::history(1, "Lee", "2026-02-02T09:00:00.000+0000", jira::sprints("", "77")),
        jira::history(2, "Sam", "2026-02-03T09:00:00.000+0000", jira::ranked()),
    ];
    let run = check(CHARTER, &jira::page(vec![jira::issue("APP-1", json!({}), histories)]), &[]);
    assert!(!run.fires("backlog-reordered-by-non-po"));
    let told =
        run.objects().into_iter().find(|object| object["rule"] == "backlog-reordered-by-non-po").expect("inconclusive");
    assert_eq!(told["missing"], "sprints");
}

#[test]
fn a_fresh_export_keeps_its_fingerprints() {
    let print = |text: &str| check(CHARTER, text, &[]).findings()[0]["fingerprint"].clone();
    let one = ranked_at("2026-02-10T09:00:00.000+0000");
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&one).expect("JSON")).expect("JSON");
    assert_eq!(print(&one), print(&pretty.replace("\"Pia\"", "\"Pia Novak\"")));
}

#[test]
fn an_operation_counts_items_and_not_changes() {
    let rule = r#"
summary    = "Somebody ranked things in one go"
level      = "info"
confidence = "low"
judge      = "change"
[when]
change.kind = "ranked"
[group]
per    = ["actor"]
within = "60s"
[[case]]
name        = "three"
level       = "warn"
group.items = { at-least = 3 }
[report]
message = "{actor} ranked {group.items} items"
[advice]
why     = "To be counted."
instead = "Nothing."
ask     = "Why?"
source  = ["nobody"]
"#;
    let drag = |id: u32| jira::history(id, "Sam", &format!("2026-01-05T09:00:{id:02}.000+0000"), jira::ranked());
    let once = |number: u32| jira::issue(&format!("APP-{number}"), json!({}), vec![drag(number)]);
    let twice = jira::issue("APP-2", json!({}), vec![drag(2), drag(3)]);
    for (issues, level) in [(vec![once(1), once(2), once(3)], "warn"), (vec![once(1), twice], "info")] {
        let folder = Folder::of(CHARTER, jira::page(issues));
        folder.write("rules/own/in-one-go.toml", rule);
        let run = boardlint_in(folder.path(), &["check", ".", "--rules", "rules", "--format", "jsonl"]);
        let levels: Vec<_> = run.findings_of("in-one-go").iter().map(|finding| finding["level"].clone()).collect();
        assert_eq!(levels, [level], "{}{}", run.out, run.err);
    }
}

#[test]
fn whoever_renames_the_priorities_of_a_site_ranks_no_story() {
    let board = |count: u32, to: fn(u32) -> &'static str| {
        let one = |number: u32| {
            let change = json!({"field": "priority", "fieldtype": "jira", "fieldId": "priority", "from": "3",
                "fromString": "Medium", "to": "10003", "toString": to(number)});
            let at = format!("2026-02-02T06:{:02}:{:02}.000+0000", number / 60, number % 60);
            jira::issue(&format!("APP-{number}"), json!({}), vec![jira::history(number, "Site Admin", &at, change)])
        };
        jira::page((1..=count).map(one).collect())
    };
    let told = |export: String| check(CHARTER, &export, &[]).fires("priority-changed-by-non-po");
    assert!(!told(board(10, |_| "Média")), "each into one other");
    assert!(told(board(9, |_| "Média")), "nine may have been chosen");
    assert!(told(board(10, |number| if number == 4 { "Alta" } else { "Média" })), "one was told from the others");
}

#[test]
fn a_rank_beside_a_plan_of_which_nobody_knows_who_made_it_may_have_come_with_it() {
    let future = jira::sprint(1, "future", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None);
    let board = |known: bool| {
        let mut plan = jira::history(5, "Lee", "2026-02-02T09:00:20.000+0000", jira::sprints("", "1"));
        if !known {
            plan.as_object_mut().expect("an object").remove("author");
        }
        let rank = jira::history(6, "Sam", "2026-02-02T09:00:21.000+0000", jira::ranked());
        jira::page(vec![jira::issue("APP-1", json!({"customfield_10020": [future]}), vec![plan, rank])])
    };
    let told = |known| check(CHARTER, &board(known), &[]).fires("backlog-reordered-by-non-po");
    assert!(told(true) && !told(false));
}

#[test]
fn hours_logged_by_the_same_act_excuse_wherever_they_stand_in_it() {
    let points = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null,
                        "fromString": null, "to": null, "toString": "5"});
    let log = json!({"field": "timespent", "fieldtype": "jira", "from": null, "fromString": null, "to": "3600", "toString": "3600"});
    let act = |items: Value| {
        let mut history = jira::history(1, "Maria", "2026-02-02T09:00:00.000+0000", json!({}));
        history["items"] = items;
        check(CHARTER, &jira::page(vec![jira::issue("APP-1", json!({}), vec![history])]), &[])
            .fires("estimated-by-non-developer")
    };
    assert!(act(json!([points])));
    assert!(!act(json!([points, log])));
    assert!(!act(json!([log, points])));
}

#[test]
fn whoever_takes_an_item_and_begins_it_in_one_act_moves_an_item_of_their_own_in_any_order() {
    let sam = "712020:Sam";
    let taken = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                       "to": sam, "toString": "Sam"});
    let given = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                       "to": "712020:Lee", "toString": "Lee"});
    let moved = jira::moved("Backlog", "In Progress");
    let told = |items: Value| {
        let mut history = jira::history(1, "Sam", "2026-01-12T09:00:00.000+0000", json!({}));
        history["items"] = items;
        let status = jira::status("In Progress", "indeterminate");
        let issue = jira::issue("APP-1", json!({"status": status}), vec![history]);
        let lee = jira::issue("APP-2", json!({"assignee": jira::user("Lee")}), vec![]);
        check(CHARTER, &jira::page(vec![issue, lee]), &[]).fires("status-moved-by-sm")
    };
    assert!(!told(json!([taken, moved])));
    assert!(!told(json!([moved, taken])));
    assert!(told(json!([moved, given])), "what is given to somebody else is theirs");
}

#[test]
fn a_drag_that_a_server_writes_under_two_fields_is_one() {
    let drags = |days: std::ops::RangeInclusive<u32>| {
        let both = days.flat_map(|day| {
            let at = format!("2026-02-{day:02}T09:00:00.000+0000");
            let mut obsolete = jira::ranked();
            (obsolete["field"], obsolete["fieldId"]) = (json!("Rank (Obsolete)"), json!("customfield_10400"));
            [jira::history(2 * day, "Sam", &at, jira::ranked()), jira::history(2 * day + 1, "Sam", &at, obsolete)]
        });
        let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), both.collect())]));
        let inspected = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
        let inspected: Value = serde_json::from_str(&inspected.out).expect("JSON");
        let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"]);
        (inspected["boards"][0]["changes"]["ranked"].clone(), run.fires("sm-acts-as-proxy-po"))
    };
    assert_eq!(drags(2..=10), (json!(9), false));
    assert_eq!(drags(2..=12), (json!(11), true));
}

#[test]
fn a_sprint_that_was_to_begin_and_that_nobody_started_is_not_asked_for_its_goal() {
    let begin = "2026-01-05T09:00:00.000Z";
    let asked = |state: &str| {
        let sprint = jira::sprint(1, state, begin, "2026-01-16T17:00:00.000Z", None);
        let late = jira::history(1, "Lee", "2026-01-12T09:00:00.000+0000", jira::ranked());
        let issue = jira::issue("APP-1", json!({"customfield_10020": [sprint]}), vec![late]);
        let goal = |goal: &str| {
            format!("{CHARTER}[[sprints]]\nname = \"Sprint 1\"\nstart = 2026-01-05\nend = 2026-01-16\n{goal}")
        };
        let asked = |charter: &str| check(charter, &jira::page(vec![issue.clone()]), &[]).fires("sprint-without-goal");
        assert!(!asked(&goal("goal = \"Sell bread\"\n")), "it was written down elsewhere");
        assert_eq!(asked(CHARTER), asked(&goal("")));
        asked(CHARTER)
    };
    assert!(asked("active"));
    assert!(!asked("future"), "it has dates, and they are past");
}

#[test]
fn a_status_that_was_renamed_is_called_by_its_newest_name_in_any_order() {
    let step = |id: u32, day: u32, from: [&str; 2], to: [&str; 2]| {
        let item = json!({"field": "status", "fieldtype": "jira", "fieldId": "status", "from": from[0],
            "fromString": from[1], "to": to[0], "toString": to[1]});
        jira::history(id, "Maria", &format!("2026-02-{day:02}T09:00:00.000+0000"), item)
    };
    let steps = [
        step(1, 3, ["Backlog", "Backlog"], ["3", "In Development"]),
        step(2, 5, ["3", "In Development"], ["Backlog", "Backlog"]),
        step(3, 10, ["Backlog", "Backlog"], ["3", "In Progress"]),
        step(4, 12, ["3", "In Progress"], ["Done", "Done"]),
    ];
    let done = json!({"status": jira::status("Done", "done")});
    let issue = |key: &str, steps: &[Value]| jira::issue(key, done.clone(), steps.to_vec());
    let judged = |issues: Vec<Value>| {
        let run = check(CHARTER, &jira::page(issues), &[]);
        assert!(!run.err.contains("no item ever was"), "{}", run.err);
        run.findings_of("status-moved-by-po").iter().map(|found| found["message"].to_string()).collect::<Vec<_>>()
    };
    let oldest_first = judged(vec![issue("APP-1", &steps[..2]), issue("APP-2", &steps)]);
    let backwards: Vec<Value> = steps.iter().rev().cloned().collect();
    let newest_first = judged(vec![issue("APP-2", &backwards), issue("APP-1", &backwards[2..])]);
    assert_eq!(oldest_first, newest_first);
    assert!(!oldest_first.is_empty());
}

#[test]
fn what_is_done_and_was_not_changed_since_a_sprint_began_was_not_worked_on_in_it() {
    let folder = Folder::new();
    let sprint = |number: u32, start: &str, end: &str| {
        format!("[[sprints]]\nname = \"Sprint {number}\"\nstart = 2026-{start}\nend = 2026-{end}\n")
    };
    let sprints = [sprint(1, "02-09", "02-20"), sprint(2, "02-23", "03-06"), sprint(3, "03-09", "03-20")].concat();
    folder.write("boardlint.toml", format!("{CHARTER}{sprints}"));
    let row = |number: u32, status: &str, updated: &str| {
        let sprints = "Sprint 1,Sprint 2,Sprint 3";
        format!("Pay,APP-{number},{number},Story,{status},2026-02-02 09:00,2026-{updated} 09:00,{sprints}\n")
    };
    let rows = [row(1, "Done", "03-04"), row(2, "Done", "03-10"), row(3, "In Progress", "03-04")].concat();
    let head = "Summary,Issue key,Issue id,Issue Type,Status,Created,Updated,Sprint,Sprint,Sprint\n";
    let open = "Pay later,APP-4,4,Story,Backlog,2026-02-02 09:00,2026-03-20 09:00,,,\n";
    folder.write("Jira.csv", [head, &rows, open].concat());
    let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"]);
    let long: Vec<_> = run.findings_of("never-ending-story").iter().map(|found| found["item"].clone()).collect();
    assert_eq!(long, ["APP-2", "APP-3"], "{}", run.out);
}

#[test]
fn dates_of_a_few_items_that_no_tracker_lives_to_see_do_not_set_the_clock() {
    let last_day = |late: usize| {
        let issues = (1..=6).map(|number| {
            let year = if number <= late { 2099 } else { 2026 };
            jira::issue(
                &format!("APP-{number}"),
                json!({"updated": format!("{year}-03-0{number}T09:00:00.000+0000")}),
                vec![],
            )
        });
        let folder = Folder::new();
        folder.write("board.json", jira::page(issues.collect()));
        let run = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
        let said: Value = serde_json::from_str(&run.out).expect("inspect writes JSON");
        said["boards"][0]["period"]["until"].as_str().unwrap_or_default()[..10].to_owned()
    };
    assert_eq!([last_day(0), last_day(1), last_day(2)], ["2026-03-06"; 3]);
    assert_eq!(last_day(3), "2099-03-03", "half of them are not a few");
}
