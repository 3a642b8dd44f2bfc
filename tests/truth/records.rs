//! What one entry of a history did, and how several acts in it are counted.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Run, check};

fn assigned(from: &str, to: &str) -> Value {
    let id = |name: &str| (!name.is_empty()).then(|| format!("712020:{name}"));
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": id(from), "fromString": from, "to": id(to),
           "toString": to})
}

/// An issue, and others that Lee, Omar and Sam reported and took themselves.
fn worked_on(fields: Value, histories: Vec<Value>) -> String {
    let own = |(place, name): (usize, &str)| {
        let fields = json!({"creator": jira::user(name), "reporter": jira::user(name), "assignee": jira::user(name),
                            "issuetype": {"name": "Bug", "subtask": false}});
        jira::issue(&format!("APP-{}", place + 2), fields, vec![])
    };
    let others = ["Lee", "Omar", "Sam"].into_iter().enumerate().map(own);
    jira::page([jira::issue("APP-1", fields, histories)].into_iter().chain(others).collect())
}

#[test]
fn what_one_act_did_is_judged_by_how_the_item_stood_before_it_in_any_order() {
    let act = |id: u32, by: &str, items: &[Value]| {
        let mut history = jira::history(id, by, &format!("2026-01-{:02}T09:00:00.000+0000", 11 + id), json!({}));
        history["items"] = json!(items);
        history
    };
    let both = |items: [Value; 2], judge: &dyn Fn(&[Value]) -> bool| {
        let [first, second] = items;
        [judge(&[first.clone(), second.clone()]), judge(&[second, first])]
    };
    let handed_on = |items: &[Value]| {
        let histories = vec![act(2, "Sam", items), act(1, "Sam", &[assigned("", "Sam")])];
        let fields = json!({"status": jira::status("In Progress", "indeterminate"), "assignee": jira::user("Lee")});
        check(CHARTER, &worked_on(fields, histories), &[]).fires("status-moved-by-sm")
    };
    assert_eq!(both([jira::moved("Backlog", "In Progress"), assigned("Sam", "Lee")], &handed_on), [false; 2]);
    let named = |items: &[Value]| {
        let histories = vec![act(2, "Maria", items), act(1, "Lee", &[jira::moved("Backlog", "In Progress")])];
        let status =
            if items.len() > 1 { jira::status("Done", "done") } else { jira::status("In Progress", "indeterminate") };
        let fields = json!({"status": status, "assignee": jira::user("Lee")});
        check(CHARTER, &worked_on(fields, histories), &[]).fires("work-assigned-by-po")
    };
    assert_eq!(
        both([jira::moved("In Progress", "Done"), assigned("", "Lee")], &named),
        [false; 2],
        "a record of who did it"
    );
    assert!(named(&[assigned("", "Lee")]));
}

#[test]
fn work_goes_back_to_whoever_was_its_reporter_that_day() {
    let reported = |from: &str, to: &str| {
        json!({"field": "reporter", "fieldtype": "jira", "fieldId": "reporter", "from": format!("712020:{from}"),
               "fromString": from, "to": format!("712020:{to}"), "toString": to})
    };
    let judged = |target: &str| {
        let histories = vec![
            jira::history(2, "Maria", "2026-01-16T09:00:00.000+0000", reported("Lee", "Omar")),
            jira::history(1, "Maria", "2026-01-12T09:00:00.000+0000", assigned("", target)),
        ];
        let fields = json!({"reporter": jira::user("Omar"), "assignee": jira::user(target)});
        check(CHARTER, &worked_on(fields, histories), &[]).fires("work-assigned-by-po")
    };
    assert!(!judged("Lee"), "the reporter of that day");
    assert!(judged("Omar"), "the reporter of later days");
}

#[test]
fn an_item_whose_flag_becomes_a_status_is_blocked_without_a_break() {
    let flagged = |from: &str, to: &str| {
        let id = |value: &str| if value.is_empty() { "" } else { "[10019]" };
        json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": id(from), "fromString": from,
               "to": id(to), "toString": to})
    };
    let act = |id: u32, at: &str, items: &[Value]| {
        let mut history = jira::history(id, "Lee", &format!("2026-03-{at}:00.000+0000"), json!({}));
        history["items"] = json!(items);
        history
    };
    let charter = CHARTER.replace("[workflow]", "[workflow]\nimpediments = [\"Blocked\"]");
    let told = |acts: Vec<Value>| {
        let blocked = json!({"status": jira::status("Blocked", "indeterminate")});
        let run = check(&charter, &worked_on(blocked, acts), &["--today", "2026-03-12"]);
        run.findings_of("impediment-unresolved")
            .iter()
            .map(|finding| finding["message"].to_string())
            .collect::<String>()
    };
    let (set, cleared, moved) =
        (flagged("", "Impediment"), flagged("Impediment", ""), jira::moved("In Progress", "Blocked"));
    let begun = || act(1, "01T09:00", &[jira::moved("Backlog", "In Progress")]);
    let flag = || act(2, "03T12:00", std::slice::from_ref(&set));
    let one_after_the_other = vec![
        act(4, "10T12:01", std::slice::from_ref(&cleared)),
        act(3, "10T12:00", std::slice::from_ref(&moved)),
        flag(),
        begun(),
    ];
    assert!(told(one_after_the_other.clone()).contains("7 working days"), "{}", told(one_after_the_other));
    let at_once = vec![act(3, "10T12:00", &[cleared.clone(), moved.clone()]), flag(), begun()];
    assert!(told(at_once.clone()).contains("7 working days"), "{}", told(at_once));
    let with_a_break = vec![act(4, "10T12:00", &[moved]), act(3, "09T12:00", &[cleared]), flag(), begun()];
    assert!(!told(with_a_break).contains("7 working days"));
}

#[test]
fn a_value_in_another_spelling_is_no_change() {
    let judged = |field: Value| {
        let histories = vec![jira::history(1, "Sam", "2026-01-12T09:00:00.000+0000", field)];
        let fields = json!({"customfield_10016": 5.0, "priority": {"id": "10003", "name": "Major"}});
        let run = check(CHARTER, &worked_on(fields, histories), &[]);
        ["estimated-by-non-developer", "priority-changed-by-non-po"].into_iter().any(|rule| run.fires(rule))
    };
    let points = |from: &str, to: &str| {
        json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null, "fromString": from,
               "to": null, "toString": to})
    };
    for (from, to) in [("5", "5.0"), ("5.0", "5"), ("5,0", "5.0"), ("5", "5")] {
        assert!(!judged(points(from, to)), "{from} to {to}");
    }
    for (from, to) in [("5", "5.5"), ("", "5"), ("0", "5")] {
        assert!(judged(points(from, to)), "{from} to {to}");
    }
    let priority = |from: [&str; 2], to: [&str; 2]| {
        json!({"field": "priority", "fieldtype": "jira", "fieldId": "priority", "from": from[0], "fromString": from[1],
               "to": to[0], "toString": to[1]})
    };
    assert!(!judged(priority(["3", "Major"], ["10003", "Major"])), "of another scheme");
    assert!(judged(priority(["4", "Minor"], ["10003", "Major"])));
}

#[test]
fn labels_that_an_item_has_or_lacks_although_no_record_says_so_came_and_went_at_an_unknown_time() {
    let labelled = |id: u32, at: &str, from: &str, to: &str| {
        let change = json!({"field": "labels", "fieldtype": "jira", "fieldId": "labels", "from": null, "fromString": from,
            "to": null, "toString": to});
        jira::history(id, "Lee", &format!("2026-03-{at}:00.000+0000"), change)
    };
    let judged = |now: Value, records: Vec<Value>| {
        let begun = jira::history(1, "Lee", "2026-03-02T09:00:00.000+0000", jira::moved("Backlog", "In Progress"));
        let fields = json!({"status": jira::status("In Progress", "indeterminate"), "labels": now,
            "updated": "2026-03-05T09:00:00.000+0000"});
        let histories = [begun].into_iter().chain(records).collect();
        check(CHARTER, &worked_on(fields, histories), &["--today", "2026-03-24"])
    };
    let told = |run: &Run, rule: &str| (run.fires(rule), run.gap(rule).is_some());
    let (unresolved, late, abandoned) = ("impediment-unresolved", "impediment-cleared-late", "abandoned-in-progress");
    let renamed = || vec![labelled(2, "05T09:00", "", "oven")];
    let run = judged(json!(["oven", "Blocked"]), renamed());
    assert_eq!(told(&run, unresolved), (false, true), "since when is not known: {}", run.out);
    assert!(!run.fires(abandoned), "it is blocked: {}", run.out);
    assert!(judged(json!(["oven"]), renamed()).fires(abandoned));
    let set = || vec![labelled(2, "03T09:00", "oven", "oven Blocked")];
    assert!(judged(json!(["oven", "Blocked"]), set()).fires(unresolved));
    let run = judged(json!(["oven"]), set());
    assert_eq!(told(&run, unresolved), (false, false), "nothing is in its way: {}", run.out);
    assert!(!run.fires(late), "it may have been gone as soon as it came: {}", run.out);
}
