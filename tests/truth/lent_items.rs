//! If an item was lent to another team, or belonged to it before, that team's sprints do not become sprints
//! of this board.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, moved, sprint, sprints, status, user};
use crate::support::{Run, check};

/// A sprint of another board, without a goal and without finished work, which was closed two weeks late.
fn elsewhere(id: u32) -> Value {
    let mut foreign =
        sprint(id, "closed", "2026-02-02T09:00:00.000Z", "2026-02-13T17:00:00.000Z", Some("2026-02-27T17:00:00.000Z"));
    foreign["boardId"] = json!(55);
    foreign
}

/// The result for thirty stories in a sprint of this board, of which `lent` were in the other board's sprints
/// before.
fn run(lent: usize) -> Run {
    let own = sprint(1, "active", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None);
    let story = |number: usize| {
        let mut own = own.clone();
        own["goal"] = json!("Bread before noon");
        let (mut all, mut before) = (Vec::new(), "");
        let mut changes = Vec::new();
        if number <= lent {
            all = vec![elsewhere(8), elsewhere(9)];
            changes.push(history(1, "Li", "2026-01-30T09:00:00.000+0000", sprints("", "8, 9")));
            before = "8, 9";
        }
        all.push(own);
        let ids = if before.is_empty() { "1".to_owned() } else { format!("{before}, 1") };
        changes.push(history(2, "Li", "2026-03-02T08:00:00.000+0000", sprints(before, &ids)));
        changes.push(history(3, "Omar", "2026-03-04T08:00:00.000+0000", moved("Backlog", "In Progress")));
        let said =
            json!({"id": "1", "author": user("Maria"), "created": "2026-03-04T10:00:00.000+0000", "body": "Lovely"});
        let fields = json!({
            "customfield_10020": all, "status": status("In Progress", "indeterminate"),
            "comment": {"comments": [said], "total": 1},
            "description": "As a guest I want to see in one line what I ordered and when it will be there.",
        });
        jira::issue(&format!("APP-{number}"), fields, changes)
    };
    check(CHARTER, &jira::page((1..=30).map(story).collect()), &["--today", "2026-03-05"])
}

/// The rules with findings about the other board's sprints.
fn on_others(run: &Run) -> Vec<String> {
    let other = |(_, subject): &(String, String)| subject.ends_with(" 8") || subject.ends_with(" 9");
    run.subjects().into_iter().filter(other).map(|(rule, _)| rule).collect()
}

#[test]
fn the_sprints_of_the_team_that_an_item_was_lent_to_are_not_judged() {
    assert_eq!(on_others(&run(3)), [""; 0], "{}", run(3).out);
    let shared = on_others(&run(6));
    assert!(shared.iter().any(|rule| rule == "sprint-without-goal"), "six items are part of its work: {shared:?}");
}

#[test]
fn what_was_in_a_running_sprint_of_another_team_was_not_started_outside_of_sprints() {
    let mut foreign = elsewhere(8);
    (foreign["state"], foreign["completeDate"]) = (json!("active"), json!(null));
    let begun = |number: usize, own: Value, first: Vec<Value>| {
        let begins = history(9, "Li", "2026-02-05T09:00:00.000+0000", moved("Backlog", "In Progress"));
        let fields = json!({"customfield_10020": own, "status": status("In Progress", "indeterminate")});
        jira::issue(&format!("APP-{number}"), fields, [first, vec![begins]].concat())
    };
    // A board that no longer uses sprints, with one item in a sprint of another board. An old sprint of its
    // own shows the id of this board.
    let old =
        sprint(1, "closed", "2025-11-03T09:00:00.000Z", "2025-11-14T17:00:00.000Z", Some("2025-11-14T17:00:00.000Z"));
    let planned = |ids: &str| history(1, "Li", "2025-11-03T08:00:00.000+0000", sprints("", ids));
    let mut all: Vec<Value> = (1..=12).map(|number| begun(number, json!([old]), vec![planned("1")])).collect();
    all.push(begun(13, json!([foreign]), vec![history(1, "Li", "2026-02-02T08:00:00.000+0000", sprints("", "8"))]));
    let run = check(CHARTER, &jira::page(all), &["--today", "2026-02-06"]);
    assert!(!run.fires("started-outside-sprint"), "{}", run.out);
}
