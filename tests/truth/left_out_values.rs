//! History entries without the value before, the value after, or the type of the field: these are unknown,
//! not empty.

use serde_json::{Value, json};

use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, sprint, sprints, status};
use crate::support::{Run, check};

const CRITERIA: &str =
    "Given a full oven, when the baker opens it, then the rolls are brown and a bell has rung for a minute.";

/// The result of `check` for a story whose history contains `edits` in this order.
fn judged(by: &str, edits: &[Value]) -> Run {
    let days = 3_u32..;
    let histories = days
        .zip(edits)
        .map(|(day, edit)| history(day, by, &format!("2026-02-{day:02}T09:00:00.000+0000"), edit.clone()));
    let criteria = json!({"customfield_10040": CRITERIA, "updated": "2026-02-04T09:00:00.000+0000"});
    let page = jira::page(vec![jira::issue("CRUMB-1", criteria, histories.collect())]);
    check(CHARTER, &page, &[])
}

/// A change of the acceptance criteria.
fn criteria(from: Value, to: &str) -> Value {
    json!({"field": "Acceptance criteria", "fieldtype": "custom", "fieldId": "customfield_10040", "from": null,
        "fromString": from, "to": null, "toString": to})
}

fn without(mut entry: Value, keys: &[&str]) -> Value {
    let object = entry.as_object_mut().expect("an entry");
    keys.iter().for_each(|key| drop(object.remove(*key)));
    entry
}

/// Without keys whose value is null, as some tools write it.
fn without_nulls(mut entry: Value) -> Value {
    entry.as_object_mut().expect("an entry").retain(|_, value| !value.is_null());
    entry
}

fn given(to: Value, name: &str) -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "from": null, "fromString": null, "to": to, "toString": name})
}

#[test]
fn half_of_an_edit_does_not_tell_how_much_was_rewritten() {
    let rule = "acceptance-criteria-edited-by-sm";
    let word = criteria(json!(CRITERIA.replace("a bell", "the bell")), CRITERIA);
    let run = judged("Sam", std::slice::from_ref(&word));
    assert!(!run.fires(rule) && run.gap(rule).is_none(), "a word is no rewriting: {}", run.out);
    let rest = criteria(json!("The rolls are brown."), "The rolls are brown");
    for half in ["fromString", "toString"] {
        let half = without(word.clone(), &[half]);
        for edits in [vec![half.clone()], vec![half.clone(), rest.clone()], vec![without_nulls(half)]] {
            let run = judged("Sam", &edits);
            assert!(!run.fires(rule) && run.gap(rule).is_some(), "{edits:?}: {}", run.out);
        }
    }
    let all = [criteria(json!("Rolls."), CRITERIA), criteria(Value::Null, "Rolls.")];
    assert!(judged("Sam", &all).fires(rule));
    let run = judged("Sam", &all.map(without_nulls));
    assert!(run.fires(rule), "without any `null` what is left out is nothing: {}", run.out);
}

#[test]
fn somebody_without_an_id_is_somebody_by_name() {
    let rule = "work-assigned-by-po";
    let whole = given(json!("712020:Li"), "Li");
    for entry in [whole.clone(), given(Value::Null, "Li"), without(whole.clone(), &["to"])] {
        let run = judged("Maria", std::slice::from_ref(&entry));
        let told = run.findings_of(rule);
        assert!(told.len() == 1 && told[0]["message"].as_str().is_some_and(|said| said.contains("to Li;")), "{entry}");
    }
    let run = judged("Maria", &[without(whole, &["to", "toString"])]);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "{}", run.out);
}

#[test]
fn what_sort_of_field_it_is_its_id_or_its_name_tells() {
    let sized = json!({"field": "Story Points", "fieldtype": "custom", "from": null, "fromString": null, "to": null,
        "toString": "5"});
    let raised = json!({"field": "priority", "fieldtype": "jira", "from": "3", "fromString": "Medium", "to": "2",
        "toString": "High"});
    let mut named = jira::ranked();
    named["field"] = json!("Reihung");
    for (rule, by, entry) in [
        ("backlog-reordered-by-non-po", "Sam", jira::ranked()),
        ("backlog-reordered-by-non-po", "Sam", named),
        ("estimated-by-non-developer", "Maria", sized),
        ("priority-changed-by-non-po", "Sam", raised),
        ("work-assigned-by-po", "Maria", given(json!("712020:Li"), "Li")),
    ] {
        for entry in [without(entry.clone(), &["fieldtype"]), entry] {
            assert!(judged(by, std::slice::from_ref(&entry)).fires(rule), "{rule}: {entry}");
        }
    }
}

#[test]
fn half_of_an_entry_about_sprints_may_have_put_the_item_back() {
    let rule = "started-outside-sprint";
    let running = json!([sprint(1, "active", BEGIN, END, None)]);
    let judged = |present: &Value, back: Option<Value>| {
        let at = |day: u32| format!("2026-02-{day:02}T09:00:00.000+0000");
        let mut all = vec![
            history(1, "Maria", &at(1), sprints("1", "")),
            history(4, "Maria", &at(1), given(json!("712020:Li"), "Li")),
            history(3, "Li", &at(4), moved("Backlog", "In Progress")),
        ];
        all.extend(back.map(|entry| history(2, "Maria", &at(3), entry)));
        let begun =
            json!({"customfield_10020": present, "status": status("In Progress", "indeterminate"), "updated": at(4)});
        let other = jira::issue("CRUMB-2", json!({"customfield_10020": running}), Vec::new());
        let page = jira::page(vec![jira::issue("CRUMB-1", begun, all), other]);
        check(CHARTER, &page, &["--today", "2026-02-06"])
    };
    let outside = judged(&json!([]), None);
    assert!(outside.fires(rule), "{}", outside.out);
    let inside = judged(&running, Some(sprints("", "1")));
    assert!(!inside.fires(rule) && inside.gap(rule).is_none(), "{}", inside.out);
    let half = judged(&running, Some(without(sprints("", "1"), &["from", "fromString"])));
    assert!(!half.fires(rule) && half.gap(rule).is_some(), "{}", half.out);
}
