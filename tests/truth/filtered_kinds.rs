//! Kinds of changes that a filter left out: unseen people may have made them.

use serde_json::{Value, json};

use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, ranked, sprint, sprints, status, user};
use crate::support::{Folder, Run, boardlint_in};

/// A day of February 2026, and the hour.
fn at(day: u32, hour: u32) -> String {
    format!("2026-02-{day:02}T{hour:02}:00:00.000+0000")
}

/// An issue without its changelog.
fn bare(key: &str, fields: Value) -> Value {
    let mut issue = jira::issue(key, fields, Vec::new());
    drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog")));
    issue
}

/// The result of `check` for issues and their histories, without the changes of the `left_out` fields.
fn run(charter: &str, issues: &[(Value, Vec<Value>)], left_out: &[&str]) -> Run {
    let asked = |history: &&Value| !left_out.contains(&history["items"][0]["field"].as_str().expect("a field"));
    let log = |(issue, histories): &(Value, Vec<Value>)| json!({"issueId": issue["id"], "changeHistories": histories.iter().filter(asked).collect::<Vec<_>>()});
    let logs: Vec<_> = issues.iter().map(log).collect();
    let mut page: Value =
        serde_json::from_str(&jira::page(issues.iter().map(|(issue, _)| issue.clone()).collect())).expect("JSON");
    page["names"][CRITERIA] = json!("Acceptance criteria");
    let folder = Folder::of(charter, page.to_string());
    folder.write("bulk.json", json!({"issueChangeLogs": logs, "nextPageToken": null}).to_string());
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never", "--today", "2026-02-20"])
}

const CRITERIA: &str = "customfield_10040";

fn change(field: &str, id: &str, from: &str, to: &str) -> Value {
    let sort = if id.starts_with("customfield") { "custom" } else { "jira" };
    json!({"field": field, "fieldtype": sort, "fieldId": id, "from": null, "fromString": from, "to": null, "toString": to})
}

fn described(to: &str) -> Value {
    change("description", "description", "A guest pays.", to)
}

/// A change that assigns the issue to Li.
fn took() -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
        "to": "712020:Li", "toString": "Li"})
}

/// Twelve stories of the sprint in February, each with a description. Li took them on its first day.
fn stories(fields: &Value, more: impl Fn(u32) -> Vec<Value>) -> Vec<(Value, Vec<Value>)> {
    let story = |number: u32| {
        let usual = json!({"description": "A guest pays.", "assignee": user("Li"), "updated": at(18, 9),
            "customfield_10016": 3, "priority": {"name": "Medium"},
            "status": if number < 5 { status("Done", "done") } else { status("Backlog", "new") },
            "customfield_10020": [sprint(1, "closed", BEGIN, END, Some(END))]});
        let sized = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null,
            "fromString": null, "to": null, "toString": "3"});
        let mut histories = vec![
            history(100 * number + 1, "Li", "2026-01-30T09:00:00.000+0000", sprints("", "1")),
            history(100 * number + 2, "Li", "2026-01-30T10:00:00.000+0000", took()),
            history(100 * number + 3, "Li", "2026-01-30T11:00:00.000+0000", sized),
            history(100 * number + 4, "Li", &at(3, 9), moved("Backlog", "In Progress")),
            history(
                100 * number + 5,
                "Sam",
                &at(9, 9),
                moved("In Progress", if number < 5 { "Done" } else { "Backlog" }),
            ),
        ];
        histories.extend(more(number));
        (bare(&format!("CRUMB-{}", 10 + number), jira::laid_over(usual, fields.clone())), histories)
    };
    // One story waits, so that not all were in a sprint.
    let waits = (bare("CRUMB-9", json!({})), Vec::new());
    (1..=12).map(story).chain([waits]).collect()
}

/// What the Product Owner did: she edited a description on each day of the sprint, and dragged one story.
fn edits(number: u32) -> Vec<Value> {
    let day = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13].get(number as usize);
    let edit = day.map(|day| history(100 * number + 6, "Maria", &at(*day, 15), described("A guest pays by card.")));
    let drag = (number == 1).then(|| history(100 * number + 7, "Maria", "2026-01-29T09:00:00.000+0000", ranked()));
    edit.into_iter().chain(drag).collect()
}

#[test]
fn an_absence_is_not_known_where_what_somebody_did_may_have_been_left_out() {
    let stories = stories(&json!({}), edits);
    let whole = run(CHARTER, &stories, &[]);
    assert!(!whole.fires("po-absent") && whole.gap("po-absent").is_none(), "{}", whole.out);
    let filtered = run(CHARTER, &stories, &["description"]);
    assert!(!filtered.fires("po-absent"), "{}", filtered.out);
    let gap = filtered.gap("po-absent").expect("a gap");
    assert!(gap.missing == "history" && gap.message.contains("who changed descriptions"), "{gap:?}");
}

#[test]
fn the_product_owner_may_have_been_at_an_item_by_what_was_left_out() {
    let rule = "stakeholder-bypasses-po";
    let charter = CHARTER.replace("\n[workflow]", "stakeholders = [\"Vik\"]\n\n[workflow]");
    let fields = json!({"creator": user("Vik"), "created": at(4, 9), "updated": at(18, 9), "description": "A guest pays.",
        "customfield_10020": [sprint(1, "closed", BEGIN, END, Some(END))]});
    let put = |by: &[Value]| {
        let mut issues = stories(&json!({}), edits);
        let histories = [&[history(9001, "Vik", &at(4, 10), sprints("", "1"))], by].concat();
        issues.push((bare("CRUMB-90", fields.clone()), histories));
        issues
    };
    let seen = [history(9002, "Maria", &at(4, 12), described("A guest pays in cash."))];
    assert!(run(&charter, &put(&[]), &[]).fires(rule), "she was not at it");
    let whole = run(&charter, &put(&seen), &[]);
    assert!(!whole.fires(rule), "she was: {}", whole.out);
    let filtered = run(&charter, &put(&seen), &["description"]);
    assert!(!filtered.fires(rule) && filtered.gap(rule).is_some(), "{}", filtered.out);
}

#[test]
fn a_share_of_decisions_is_not_known_where_those_of_one_sort_were_left_out() {
    let rule = "sm-acts-as-proxy-po";
    let urgent = |number: u32| {
        let more = change("Priority", "priority", "Medium", "High");
        vec![
            history(100 * number + 8, "Sam", &at(2 + number, 16), more),
            history(100 * number + 9, "Maria", "2026-01-20T17:00:00.000+0000", ranked()),
            history(100 * number + 10, "Maria", &at(15, number), ranked()),
            history(100 * number + 11, "Maria", &at(16, number), ranked()),
            history(100 * number + 12, "Li", &at(3, 10), described("A guest pays by card.")),
        ]
    };
    let issues = stories(&json!({"created": "2026-01-10T09:00:00.000+0000"}), urgent);
    let whole = run(CHARTER, &issues, &[]);
    assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{}", whole.out);
    let filtered = run(CHARTER, &issues, &["Rank"]);
    assert!(!filtered.fires(rule), "{}", filtered.out);
    assert_eq!(filtered.gap(rule).expect("a gap").missing, "ranks");
}

#[test]
fn criteria_with_a_field_of_their_own_need_no_changes_of_descriptions() {
    let rule = "acceptance-criteria-edited-by-sm";
    let charter = format!("{CHARTER}\n[fields]\nacceptance-criteria = \"Acceptance criteria\"\n");
    let (before, after) = ("The guest sees a sum before paying.", "Whoever pays gets a printed receipt at once.");
    let rewritten = |number: u32| {
        let edit = change("Acceptance criteria", CRITERIA, before, after);
        if number == 1 { vec![history(120, "Sam", &at(5, 9), edit)] } else { Vec::new() }
    };
    let run = run(&charter, &stories(&json!({CRITERIA: after}), rewritten), &[]);
    assert!(run.fires(rule), "{}", run.out);
    assert!(run.gap(rule).is_none_or(|gap| gap.partial), "{}", run.out);
}

#[test]
fn of_more_developers_than_are_seen_each_has_less_in_progress() {
    let rule = "too-much-in-progress";
    // Six items are in progress from the second day on; Li began one after the other.
    let judged = |others: &[&str], left_out: &[&str]| {
        let mut issues = stories(&json!({}), edits);
        let begun = json!({"status": status("In Progress", "indeterminate"), "updated": at(12, 9),
            "customfield_10020": [sprint(1, "closed", BEGIN, END, Some(END))]});
        issues.extend((50..56).map(|number| {
            let histories = vec![
                history(100 * number, "Li", "2026-01-30T09:00:00.000+0000", sprints("", "1")),
                history(100 * number + 1, "Li", &at(3, number - 40), moved("Backlog", "In Progress")),
                history(100 * number + 2, "Li", &at(12, number - 40), change("timespent", "timespent", "0", "3600")),
            ];
            (bare(&format!("CRUMB-{number}"), begun.clone()), histories)
        }));
        let log = |(id, by): (u32, &&str)| history(id, by, &at(4, 12), change("timespent", "timespent", "0", "60"));
        issues[0].1.extend((9000..).zip(others).map(log));
        run(CHARTER, &issues, left_out)
    };
    let few = ["Ada", "Bo"];
    assert!(judged(&few, &[]).fires(rule), "{}", judged(&few, &[]).out);
    let run = judged(&few, &["description"]);
    assert!(!run.fires(rule), "{}", run.out);
    assert!(run.gap(rule).is_some_and(|gap| gap.message.contains("who changed descriptions")), "{}", run.out);
    let many = ["Ada", "Bo", "Cy", "Di"];
    for left_out in [&[] as &[&str], &["description"]] {
        let run = judged(&many, left_out);
        assert!(!run.fires(rule) && run.gap(rule).is_none(), "{}", run.out);
    }
}

/// Twelve stories with their changelogs. Each was created by Maria, ranked by Sam, taken by Li together with
/// its first move, and resolved with the last move. `fields` gives additional fields by number. Only changes
/// of fields that are `kept` remain; if `emptied`, entries without changes remain too.
fn embedded(fields: impl Fn(u32) -> Value, kept: impl Fn(&str) -> bool, emptied: bool) -> Run {
    let entry = |id: u32, by: &str, at: String, items: &[Value]| {
        let items: Vec<_> = items.iter().filter(|item| kept(item["field"].as_str().expect("a field"))).collect();
        (emptied || !items.is_empty())
            .then(|| json!({"id": id.to_string(), "author": user(by), "created": at, "items": items}))
    };
    let story = |number: u32| {
        let usual = json!({"status": status("Done", "done"), "assignee": user("Li"), "resolution": {"name": "Done"},
            "created": format!("2026-01-{:02}T09:00:00.000+0000", 10 + number), "updated": at(3, 9)});
        let begun = [took(), moved("Backlog", "In Progress")];
        let ended = [change("resolution", "resolution", "", "Done"), moved("In Progress", "Done")];
        let histories = [
            entry(100 * number + 1, "Sam", at(1, 9), &[ranked()]),
            entry(100 * number + 2, "Li", at(2, 9), &begun),
            entry(100 * number + 3, "Li", at(3, 9), &ended),
        ];
        let fields = jira::laid_over(usual, fields(number));
        jira::issue(&format!("CRUMB-{number}"), fields, histories.into_iter().flatten().collect())
    };
    // One issue waits, so that not everything is done.
    let waits = jira::issue("CRUMB-90", json!({}), Vec::new());
    let folder = Folder::of(CHARTER, jira::page((1..=12).map(story).chain([waits]).collect()));
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never", "--today", "2026-02-20"])
}

#[test]
fn changelogs_that_a_script_cut_to_some_fields_are_not_whole() {
    let [given, dragged] = ["work-assigned-by-po", "backlog-reordered-by-non-po"];
    let none = |_| json!({});
    let whole = embedded(none, |_| true, false);
    assert!(!whole.fires(given) && whole.gap(given).is_none() && whole.fires(dragged), "{}", whole.out);
    // Jira writes a resolution together with the move to done, and writes no entry without a change.
    for emptied in [false, true] {
        let moves = embedded(none, |field| field == "status", emptied);
        assert!(!moves.fires(given) && !moves.fires(dragged), "{}", moves.out);
        let gaps = [given, dragged].map(|rule| moves.gap(rule).expect("a gap"));
        assert_eq!(gaps.map(|gap| gap.partial), [false, false], "{emptied}: {}", moves.out);
        assert!(
            moves.out.contains("filtered by fields, it seems: none of them tells who was given what"),
            "{}",
            moves.out
        );
    }
    // Some sites show no resolutions; but on no board do all issues have their estimates and assignees from
    // the start.
    let sized = |number: u32| json!({"resolution": null, "customfield_10016": number});
    let moves = embedded(sized, |field| field == "status", false);
    assert!(!moves.fires(given) && moves.gap(given).is_some_and(|gap| !gap.partial), "{}", moves.out);
    // An issue that was in two sprints must have been added to the second.
    let sprints = json!([sprint(1, "closed", BEGIN, END, Some(END)), sprint(2, "active", END, END, None)]);
    let unplanned = embedded(|_| json!({"customfield_10020": sprints}), |_| true, false);
    assert!(!unplanned.fires(dragged) && unplanned.gap(dragged).is_some(), "{}", unplanned.out);
}

#[test]
fn a_board_where_work_is_given_out_when_it_is_created_is_judged() {
    let given = "work-assigned-by-po";
    let unassigned = |field: &str| field != "assignee";
    let judged = |run: &Run| run.fires(given) && run.gap(given).is_none();
    let alone = embedded(|_| json!({}), unassigned, false);
    assert!(judged(&alone), "{}", alone.out);
    // All were created in one sitting, each with its estimate.
    let sized = |number: u32| json!({"created": "2026-01-10T09:00:00.000+0000", "customfield_10016": number});
    let prepared = embedded(sized, unassigned, false);
    assert!(judged(&prepared), "{}", prepared.out);
    // They were created day by day, each with its estimate; drags and resolutions show that nothing was left
    // out.
    let dispatched = embedded(|number| json!({"customfield_10016": number}), unassigned, false);
    assert!(judged(&dispatched), "{}", dispatched.out);
}
