//! A search may request only some fields: a field that is missing in all issues is unknown unless the history
//! contains it.

use serde_json::{Value, json};

use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, sprint, sprints, status};
use crate::support::{Gap, check};

/// A day of 2026, in the form of the history.
fn at(month: u32, day: u32) -> String {
    format!("2026-{month:02}-{day:02}T09:00:00.000+0000")
}

/// A page of `issues` whose search did not request the fields in `left_out`.
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

/// Asserts that none of `rules` has a finding with all fields, and that each is inconclusive without `field`,
/// with `missing` as the reason.
fn is_unknown_without(field: &str, rules: &[&str], missing: &str, charter: &str, issues: &[Value], more: &[&str]) {
    let whole = check(charter, &page(issues, &[]), more);
    let part = check(charter, &page(issues, &[field]), more);
    for rule in rules {
        assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{rule} with {field}: {}", whole.out);
        let told = part.gap(rule).map(|gap| gap.missing);
        assert!(!part.fires(rule) && told.as_deref() == Some(missing), "{rule} without {field}: {}", part.out);
    }
}

/// A change of the field with this id and name.
fn changed(id: &str, name: &str, from: Value, to: &str) -> Value {
    json!({"field": name, "fieldtype": if id.starts_with("custom") { "custom" } else { "jira" }, "fieldId": id,
        "from": null, "fromString": from, "to": null, "toString": to})
}

fn assigned(to: &str) -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
        "to": format!("712020:{to}"), "toString": to})
}

/// A link that says the issue was cloned from `key`.
fn cloned_from(key: &str) -> Value {
    let kind = json!({"name": "Cloners", "inward": "is cloned by", "outward": "clones"});
    json!([{"type": kind, "outwardIssue": {"key": key}}])
}

#[test]
fn an_item_created_by_nobody_knows_whom_may_be_a_trace_of_the_product_owner() {
    let running = json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let works = [3, 6, 10, 12].map(|day| history(day, "Li", &at(2, day), jira::ranked()));
    let mut issues = vec![jira::issue("CRUMB-1", running, works.to_vec())];
    let wrote = |day: u32| jira::issue(&format!("CRUMB-{day}"), json!({"created": at(2, day)}), Vec::new());
    issues.extend([2, 4, 6, 9, 11, 13].map(wrote));
    is_unknown_without("creator", &["po-absent"], "creators", CHARTER, &issues, &["--today", "2026-02-13"]);
}

#[test]
fn an_item_whose_sprint_is_left_out_is_not_in_the_backlog() {
    let running = json!({"created": at(2, 3), "customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let planned = history(1, "Maria", &at(1, 30), sprints("", "1"));
    let rule = "backlog-reordered-by-non-po";
    let ranked = |key: &str, fields: &Value, before: &[Value]| {
        let drag = history(2, "Li", &at(2, 4), jira::ranked());
        jira::issue(key, fields.clone(), [before, &[drag]].concat())
    };
    let issues = [ranked("CRUMB-1", &running, &[]), ranked("CRUMB-2", &running, std::slice::from_ref(&planned))];
    is_unknown_without("customfield_10020", &[rule], "sprints", CHARTER, &issues, &[]);
    // The complete history shows that this one left the sprint.
    let left = history(3, "Maria", &at(2, 3), sprints("1", ""));
    let out = ranked("CRUMB-3", &json!({"customfield_10020": null}), &[planned, left]);
    assert!(check(CHARTER, &page(&[out], &["customfield_10020"]), &[]).fires(rule));
}

#[test]
fn a_sub_task_whose_item_is_left_out_may_be_one_of_the_running_sprint() {
    let running = json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let part = |number: u32| {
        let kind = json!({"name": "Sub-task", "subtask": true});
        let fields = json!({"created": at(2, 4), "issuetype": kind, "parent": {"key": "CRUMB-1"}});
        jira::issue(&format!("CRUMB-{number}"), fields, Vec::new())
    };
    let mut issues = vec![jira::issue("CRUMB-1", running, Vec::new())];
    issues.extend((2..=4).map(part));
    let rule = "work-decomposed-by-po";
    assert!(check(CHARTER, &page(&issues, &[]), &[]).fires(rule));
    let run = check(CHARTER, &page(&issues, &["parent"]), &[]);
    let why = run.gap(rule).expect("a gap").message;
    assert!(!run.fires(rule) && why.contains("others are part of"), "{}", run.out);
}

#[test]
fn an_item_may_be_a_copy_where_links_and_histories_are_left_out() {
    let copy = |key: &str, by: &str, fields: Value, histories: Vec<Value>| {
        let all = json!({"created": at(2, 3), "creator": jira::user(by), "reporter": jira::user(by),
            "issuelinks": cloned_from("CRUMB-1")});
        let all = jira::laid_over(all, fields);
        jira::issue(key, all, histories)
    };
    let rule = "story-written-by-sm";
    let original = jira::issue("CRUMB-1", json!({}), Vec::new());
    let mut issues = [original.clone(), copy("CRUMB-2", "Sam", json!({}), Vec::new())];
    for issue in &mut issues {
        drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog")));
    }
    is_unknown_without("issuelinks", &[rule], "history", CHARTER, &issues, &[]);
    // The complete history of a cloned issue would contain an entry about it.
    let whole = [original.clone(), copy("CRUMB-3", "Sam", json!({}), Vec::new())];
    assert!(check(CHARTER, &page(&whole, &["issuelinks"]), &[]).fires(rule));
    // An issue of another type without links says nothing about the others.
    let mut own = copy("CRUMB-4", "Sam", json!({}), Vec::new());
    drop(own["fields"].as_object_mut().and_then(|fields| fields.remove("issuelinks")));
    assert!(check(CHARTER, &page(&[original, own], &[]), &[]).fires(rule));
}

#[test]
fn links_and_labels_that_cannot_be_read_are_not_known() {
    let rule = "story-written-by-sm";
    let unread = |field: &str, value: Value| {
        let own = json!({"created": at(2, 3), "creator": jira::user("Sam"), "reporter": jira::user("Sam")});
        let mut issues = ["CRUMB-1", "CRUMB-2"].map(|key| jira::issue(key, own.clone(), Vec::new()));
        issues[1]["fields"][field] = value;
        issues.iter_mut().for_each(|issue| drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog"))));
        let run = check(&format!("{CHARTER}\n[kinds]\nretro-action = [\"kitchen\"]\n"), &page(&issues, &[]), &[]);
        assert!(run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.partial), "{field}: {}", run.out);
    };
    unread("labels", json!({"first": "kitchen"}));
    unread("issuelinks", json!([cloned_from("CRUMB-3")[0], {"type": "is cloned by"}, "CRUMB-4"]));
}

#[test]
fn an_item_may_be_that_of_whoever_moved_it_where_assignees_are_left_out() {
    let own = |key: &str, who: &str, change: Value| {
        let fields = json!({"assignee": jira::user(who), "creator": jira::user("Li"), "reporter": jira::user("Li"),
            "status": status("In Progress", "indeterminate")});
        jira::issue(key, fields, vec![history(1, who, &at(2, 3), change)])
    };
    let moved = moved("Backlog", "In Progress");
    let mut hours = changed("timeoriginalestimate", "timeoriginalestimate", Value::Null, "7200");
    hours["to"] = json!("7200");
    let issues =
        [own("CRUMB-1", "Sam", moved.clone()), own("CRUMB-2", "Maria", moved.clone()), own("CRUMB-3", "Sam", hours)];
    let rules = ["status-moved-by-sm", "status-moved-by-po", "hours-tracked-by-non-developer"];
    is_unknown_without("assignee", &rules, "history", CHARTER, &issues, &[]);
    // The history shows who had this one.
    let taken = [history(1, "Li", &at(2, 2), assigned("Li")), history(2, "Sam", &at(2, 3), moved)];
    let fields = json!({"assignee": jira::user("Li"), "status": status("In Progress", "indeterminate")});
    let others = jira::issue("CRUMB-4", fields, taken.to_vec());
    assert!(check(CHARTER, &page(&[others], &["assignee"]), &[]).fires("status-moved-by-sm"));
}

#[test]
fn who_was_given_work_at_its_creation_and_who_finished_it_is_not_known_without_assignees() {
    let done = |number: u32, who: &str| {
        let fields = json!({"assignee": jira::user(who), "status": status("Done", "done"), "created": at(2, 2)});
        // Not all on one day, because that would look like a change of the workflow.
        let steps = [(number + 2, "Backlog", "In Progress"), (number + 10, "In Progress", "Done")]
            .map(|(day, from, to)| history(day, "Li", &at(2, day), moved(from, to)));
        jira::issue(&format!("CRUMB-{number}"), fields, steps.to_vec())
    };
    let task = json!({"creator": jira::user("Sam"), "issuetype": {"name": "Task", "subtask": false}});
    let mut issues: Vec<_> = (1..=6).map(|number| done(number, if number < 3 { "Li" } else { "Sam" })).collect();
    issues.push(jira::issue("CRUMB-9", task, Vec::new()));
    for rule in ["work-assigned-by-po", "sm-is-primary-developer"] {
        assert!(check(CHARTER, &page(&issues, &[]), &[]).fires(rule), "{rule}");
        let run = check(CHARTER, &page(&issues, &["assignee"]), &[]);
        let why = run.gap(rule).expect("a gap").message;
        assert!(!run.fires(rule) && why.contains("who works on the items"), "{rule}: {}", run.out);
    }
}

#[test]
fn an_item_may_have_an_estimate_or_criteria_where_their_field_is_left_out() {
    let charter = format!("{CHARTER}\n[fields]\nacceptance-criteria = \"Acceptance criteria\"\n");
    let story = |key: &str, fields: Value, more: &[Value]| {
        let all = json!({"customfield_10016": 3, "description": "Short.", "customfield_10040": "A guest can pay",
            "customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
        let all = jira::laid_over(all, fields);
        jira::issue(key, all, [&[history(1, "Maria", &at(1, 30), sprints("", "1"))], more].concat())
    };
    let estimate = |to: &str| changed("customfield_10016", "Story Points", Value::Null, to);
    let issues =
        [story("CRUMB-1", json!({}), &[]), story("CRUMB-2", json!({}), &[history(2, "Li", &at(1, 28), estimate("3"))])];
    let (rule, today) = ("unready-item-committed", ["--today", "2026-02-10"]);
    is_unknown_without("customfield_10016", &[rule], "estimates", &charter, &issues, &today);
    is_unknown_without("customfield_10040", &[rule], "history", &charter, &issues, &today);
    // Its criteria are certainly missing; its estimate is not mentioned.
    let bare = story("CRUMB-3", json!({"customfield_10040": null}), &[]);
    let run = check(&charter, &page(&[issues[1].clone(), bare], &["customfield_10016"]), &today);
    let found = run.findings_of(rule);
    let told = found.first().and_then(|finding| finding["message"].as_str()).unwrap_or_default();
    assert!(told.contains("without acceptance criteria") && !told.contains("estimate"), "{}", run.out);
}

#[test]
fn what_is_ready_may_be_more_where_estimates_are_left_out() {
    let charter = format!("{CHARTER}\n[fields]\nacceptance-criteria = \"Acceptance criteria\"\n");
    let ready = |number: u32| {
        let fields = json!({"customfield_10016": 3, "customfield_10040": "A guest can pay"});
        let change = changed("customfield_10016", "Story Points", Value::Null, "3");
        let told = (number < 3).then(|| history(1, "Li", &at(1, 28), change));
        jira::issue(&format!("CRUMB-{number}"), fields, told.into_iter().collect())
    };
    let issues: Vec<_> = (1..=5).map(ready).collect();
    is_unknown_without("customfield_10016", &["too-few-ready-items"], "estimates", &charter, &issues, &[]);
}

#[test]
fn an_item_may_be_blocked_where_labels_are_left_out() {
    let fields = json!({"labels": ["blocked"], "status": status("In Progress", "indeterminate")});
    let started = history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"));
    let stands = jira::issue("CRUMB-1", fields, vec![started.clone()]);
    let (rule, today) = ("abandoned-in-progress", ["--today", "2026-03-10"]);
    is_unknown_without("labels", &[rule], "history", CHARTER, std::slice::from_ref(&stands), &today);
    // The history shows that this one lost the label.
    let freed = history(2, "Li", &at(2, 4), changed("labels", "labels", json!("blocked"), ""));
    let fields = json!({"labels": [], "status": status("In Progress", "indeterminate"), "updated": at(2, 4)});
    let free = jira::issue("CRUMB-2", fields, vec![started, freed]);
    assert!(check(CHARTER, &page(&[free], &["labels"]), &today).fires(rule));
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
    assert_eq!(run.gap(rule).map(|gap| gap.missing).as_deref(), Some("comments"), "{}", run.out);
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
        assert!(run.gap("impediment-unresolved").is_some(), "{}", run.out);
    }
    for none in [Value::Null, json!([])] {
        assert!(check(CHARTER, &page(&stands(none), &[]), &today).fires(rule));
    }
}

#[test]
fn comments_that_were_cut_are_told_as_such() {
    let blocked = |key: &str, total: u32| {
        let fields = json!({"status": status("In Progress", "indeterminate"), "updated": at(3, 9),
            "comment": {"comments": [], "total": total}});
        let started = history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"));
        let flag = history(2, "Li", &at(2, 3), changed("customfield_10021", "Flagged", Value::Null, "Impediment"));
        // Makes Sam known on the board, so that there is a Scrum Master.
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
        let Gap { missing, message: why, .. } = run.gap(rule).expect("a gap");
        assert!(missing == "comments" && why.contains("only some of the comments"), "{rule}: {}", run.out);
    }
    for unread in [json!({"comments": null, "total": 3}), json!({"comments": "x"})] {
        let mut issues = blocked("CRUMB-2", 0);
        issues[0]["fields"]["comment"] = unread;
        let run = check(CHARTER, &page(&issues, &[]), &today);
        let gap = run.gap("impediment-without-sm");
        assert!(gap.is_some_and(|gap| gap.missing == "comments") && !run.fires("impediment-without-sm"), "{}", run.out);
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
    assert!(!run.fires(rule) && run.gap(rule).is_none(), "{}", run.out);
    // A later change of the issue, which is not in the export, may have been activity on it.
    let run = judged(4);
    assert!(!run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.missing == "format"), "{}", run.out);
}

/// An issue of this type that Sam writes, re-prioritises and drags.
fn of_type(key: &str, kind: &str, fields: Value) -> Value {
    let criteria = changed("customfield_10040", "Acceptance criteria", json!("A guest can pay"), "Nobody can pay");
    let priority = changed("priority", "priority", json!("Low"), "High");
    let acts = [(1, criteria), (2, priority), (3, jira::ranked())];
    let acts = acts.map(|(number, act)| history(number, "Sam", &at(2, number + 3), act));
    let all = json!({"issuetype": {"name": kind, "subtask": false}, "customfield_10040": "Nobody can pay"});
    let all = jira::laid_over(all, fields);
    jira::issue(key, all, acts.to_vec())
}

#[test]
fn an_issue_may_be_of_any_kind_where_types_are_left_out() {
    let running = json!([sprint(1, "active", BEGIN, END, None)]);
    // Maria adds tasks to the running sprint. They belong to an epic but are not sub-tasks of it.
    let task = |number: u32| {
        let fields = json!({"issuetype": {"name": "Task", "subtask": false}, "parent": {"key": "CRUMB-9"},
            "created": at(2, 3), "customfield_10020": running});
        jira::issue(&format!("CRUMB-{number}"), fields, Vec::new())
    };
    let epic = jira::issue("CRUMB-9", json!({"issuetype": {"name": "Epic", "subtask": false}}), Vec::new());
    let issues = [of_type("CRUMB-1", "Task", json!({})), task(2), task(3), task(4), epic];
    let rules = ["priority-changed-by-non-po", "acceptance-criteria-edited-by-sm", "work-decomposed-by-po"];
    is_unknown_without("issuetype", &rules, "mapping", CHARTER, &issues, &["--today", "2026-02-10"]);
    // Four stories that Maria wrote may be impediments, which are the Scrum Master's task.
    let charter = format!("{CHARTER}\n[kinds]\nimpediment = [\"Impediment\"]\n");
    let stories =
        [2, 3, 4, 5].map(|day| jira::issue(&format!("CRUMB-{day}"), json!({"created": at(2, day)}), Vec::new()));
    let told = |left_out: &[&str]| {
        let mut issues = stories.to_vec();
        issues.push(of_type("CRUMB-1", "Story", json!({})));
        check(&charter, &page(&issues, left_out), &["--today", "2026-02-10"]).gap("po-does-sm-work")
    };
    assert_eq!(told(&[]), None);
    assert_eq!(told(&["issuetype"]).map(|gap| gap.missing).as_deref(), Some("mapping"));
}

/// Issues that were done in four closed sprints, thirteen in each and ten in the last. The first two of each
/// are bugs that count as technical debt.
fn finished_in_sprints() -> Vec<Value> {
    let days = [
        ("2026-01-05", "2026-01-16"),
        ("2026-01-19", "2026-01-30"),
        ("2026-02-02", "2026-02-13"),
        ("2026-02-16", "2026-02-27"),
    ];
    let mut issues = Vec::new();
    for (place, (start, end)) in days.into_iter().enumerate() {
        let number = u32::try_from(place + 1).expect("a number");
        let own = |at: &str, time: &str| format!("{at}T{time}");
        let (begin, close) = (own(start, "09:00:00.000Z"), own(end, "17:00:00.000Z"));
        for of_sprint in 0..if place == 3 { 10 } else { 13 } {
            let bug = of_sprint < 2;
            let fields = json!({
                "issuetype": {"name": if bug { "Bug" } else { "Story" }, "subtask": false}, "labels": if bug { json!(["debt"]) } else { json!([]) },
                "status": status("Done", "done"), "customfield_10020": [sprint(number, "closed", &begin, &close, Some(&close))],
            });
            let time = |hour: u32| own(start, &format!("{hour}:{:02}:00.000+0000", of_sprint * 4));
            let steps = [
                history(1, "Maria", &own(start, "07:00:00.000+0000"), sprints("", &number.to_string())),
                history(2, "Li", &time(10), moved("Backlog", "In Progress")),
                history(3, "Li", &time(15), moved("In Progress", "Done")),
            ];
            issues.push(jira::issue(&format!("CRUMB-{}", issues.len() + 1), fields, steps.to_vec()));
        }
    }
    issues
}

#[test]
fn what_was_finished_may_be_bugs_where_types_are_left_out_and_debt_where_labels_are() {
    let charter = format!("{CHARTER}\n[kinds]\ntechnical-debt = [\"debt\"]\n");
    let mut issues = finished_in_sprints();
    let today = ["--today", "2026-03-02"];
    let open = |number: u32| jira::issue(&format!("CRUMB-{number}"), json!({"labels": ["debt"]}), Vec::new());
    issues.extend((101..=105).map(open));
    is_unknown_without("issuetype", &["bugs-crowd-out-stories"], "mapping", &charter, &issues, &today);
    is_unknown_without("labels", &["no-technical-debt-work"], "history", &charter, &issues, &today);
}

#[test]
fn an_item_may_be_a_meeting_where_titles_are_left_out() {
    let new = |number: u32| jira::issue(&format!("CRUMB-{number}"), json!({"created": at(2, number)}), Vec::new());
    let issues: Vec<_> = (1..=20).map(new).collect();
    is_unknown_without("summary", &["ceremony-bloat"], "history", CHARTER, &issues, &["--today", "2026-02-20"]);
}

#[test]
fn what_is_dragged_to_and_fro_may_wait_where_statuses_are_left_out() {
    let drag = |day: u32| {
        let mut rank = jira::ranked();
        rank["toString"] = json!(if day.is_multiple_of(2) { "Ranked higher" } else { "Ranked lower" });
        history(day, if day.is_multiple_of(2) { "Li" } else { "Maria" }, &at(2, day), rank)
    };
    let fields = json!({"status": status("In Progress", "indeterminate")});
    let issues = [jira::issue("CRUMB-1", fields, [3, 4, 5, 6].map(drag).to_vec())];
    is_unknown_without("status", &["priority-tug-of-war"], "history", CHARTER, &issues, &["--today", "2026-02-20"]);
}

#[test]
fn an_item_may_be_blocked_or_at_work_where_statuses_are_left_out() {
    let rules = ["impediment-unresolved", "impediment-without-sm", "work-item-ages", "abandoned-in-progress"];
    let to_done = [("Backlog", "In Progress", 3), ("In Progress", "Done", 4)];
    let to_done = to_done.map(|(from, to, day)| history(day, "Sam", &at(2, day), moved(from, to)));
    let done = jira::issue("CRUMB-2", json!({"status": status("Done", "done")}), to_done.to_vec());
    let issues = |status: Value, histories: Vec<Value>| {
        [jira::issue("CRUMB-1", json!({"created": at(2, 3), "status": status}), histories), done.clone()]
    };
    let today = ["--today", "2026-03-10"];
    let unmoved = issues(status("Backlog", "new"), Vec::new());
    is_unknown_without("status", &rules, "history", CHARTER, &unmoved, &today);
    let told = check(CHARTER, &page(&unmoved, &["status"]), &today).gap("abandoned-in-progress");
    assert!(told.is_some_and(|gap| gap.message.contains("leaves out the status")));
    let started = vec![history(1, "Li", &at(2, 3), moved("Backlog", "In Progress"))];
    let started = check(CHARTER, &page(&issues(status("In Progress", "indeterminate"), started), &["status"]), &today);
    assert!(started.fires("abandoned-in-progress") && started.gap("abandoned-in-progress").is_none());
}

#[test]
fn what_stands_outside_of_sprints_where_nothing_says_what_it_means_may_be_done() {
    let rule = "backlog-reordered-by-non-po";
    let board = |stands: Value| {
        let running = json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
        let dragged = jira::issue("CRUMB-1", json!({"status": stands}), vec![jira::drag("Li")]);
        let issues = [dragged, jira::issue("CRUMB-2", running, Vec::new())];
        check(CHARTER, &page(&issues, &[]), &["--today", "2026-02-10"])
    };
    assert!(board(status("Qwx", "new")).fires(rule));
    let run = board(json!({"id": "7", "name": "Qwx"}));
    assert!(!run.fires(rule), "{}", run.out);
    assert_eq!(run.gap(rule).map(|gap| gap.missing).as_deref(), Some("mapping"), "{}", run.out);
}

#[test]
fn statuses_without_a_name_and_an_id_are_not_one_of_them() {
    let rule = "backlog-reordered-by-non-po";
    let of = |category: &str| json!({"statusCategory": {"key": category}});
    let issues = |category: &str| {
        let dragged = |key: &str| jira::issue(key, json!({"status": of("new")}), vec![jira::drag("Li")]);
        vec![dragged("CRUMB-1"), jira::issue("CRUMB-2", json!({"status": of(category)}), Vec::new())]
    };
    for category in ["new", "done"] {
        let run = check(CHARTER, &page(&issues(category), &[]), &["--today", "2026-02-10"]);
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{category}: {}", run.out);
    }
}

/// A page that was made of a list of issues, without the names of fields.
fn without_names(page: &str) -> String {
    let mut page: Value = serde_json::from_str(page).expect("JSON");
    drop(page.as_object_mut().and_then(|page| page.remove("names")));
    page.to_string()
}

/// A change of an estimate as Jira Server writes it, without the id of the field.
fn estimated(to: &str) -> Value {
    json!({"field": "Story Points", "fieldtype": "custom", "from": null, "fromString": null, "to": null, "toString": to})
}

#[test]
fn a_field_that_the_charter_gives_by_its_id_needs_no_name() {
    let charter = format!("{CHARTER}\n[fields]\nstory-points = \"customfield_10016\"\n");
    let judged = |number: f64, more: &[&str]| {
        let fields = json!({"customfield_10016": number});
        let estimates = [(1, "3"), (2, "5")].map(|(day, to)| history(day, "Maria", &at(2, day + 2), estimated(to)));
        let issues = [jira::issue("CRUMB-1", fields, estimates.to_vec())];
        check(&charter, &without_names(&page(&issues, &[])), more)
    };
    let run = judged(5.0, &[]);
    assert!(run.fires("estimated-by-non-developer") && !run.err.contains("knows no field"), "{}{}", run.out, run.err);
    let other = judged(8.0, &[]);
    assert!(!other.fires("estimated-by-non-developer"), "the changes are those of another field: {}", other.out);
    assert!(!other.err.contains("knows no field"), "{}", other.err);
}

#[test]
fn what_a_part_without_its_whole_lacks_is_no_mapping() {
    let flagged = changed("customfield_10021", "Flagged", Value::Null, "Impediment");
    let fields = json!({"issuetype": {"name": "Sub-task", "subtask": true}, "parent": {"key": "CRUMB-99"},
        "customfield_10021": [{"value": "Impediment"}], "updated": at(2, 3)});
    let part = jira::issue("CRUMB-1", fields, vec![history(1, "Li", &at(2, 3), flagged)]);
    let rule = "impediment-unresolved";
    let run = check(CHARTER, &page(&[part], &[]), &["--today", "2026-03-30"]);
    let gap = run.gap(rule).expect("the rule is not judged").message;
    assert!(!run.fires(rule) && gap.contains("items that others are part of"), "{gap}");
}
