//! What is known about an issue if Jira omits the oldest entries of its history.

use serde_json::{Value, json};

use crate::support::jira::{CHARTER, history, issue, moved, page, ranked, sprint, sprints, status, user};
use crate::support::{Run, check};

/// A time on a day of February 2026, in the form of the history.
fn at(day: u32, time: &str) -> String {
    format!("2026-02-{day:02}T{time}.000+0000")
}

/// The same issue, with `missing` older entries that are not in the export.
fn cut(mut issue: Value, missing: usize) -> Value {
    let known = issue["changelog"]["histories"].as_array().map_or(0, Vec::len);
    issue["changelog"]["total"] = json!(known + missing);
    issue
}

/// The comment field, with a comment by Sam.
fn remark(at: &str) -> Value {
    json!({"comments": [{"id": "7", "author": user("Sam"), "created": at, "body": "x"}], "total": 1})
}

#[test]
fn a_comment_does_not_say_what_led_the_oldest_rank_that_is_left() {
    let rule = "backlog-reordered-by-non-po";
    let run = |missing: usize, comment: Value| {
        let drag = history(2, "Omar", &at(16, "14:03:00"), ranked());
        let fields = json!({"comment": comment, "updated": at(16, "14:03:00")});
        check(CHARTER, &page(vec![cut(issue("CRUMB-1", fields, vec![drag]), missing)]), &[])
    };
    let said = || remark(&at(13, "10:05:00"));
    for comment in [json!({"comments": []}), said()] {
        let run = run(4, comment);
        assert!(!run.fires(rule), "a change of its sprint may have led it: {}", run.out);
        let gap = run.gap(rule).expect("a part is missing").message;
        assert!(gap.contains("CRUMB-1 from 2026-02-16 14:03"), "{gap}");
    }
    assert!(run(0, said()).fires(rule), "nothing led it");
}

#[test]
fn a_comment_does_not_say_since_when_an_item_was_blocked() {
    let rule = "impediment-cleared-late";
    let charter = CHARTER.replace("done = ", "impediments = [\"Blocked\"]\ndone = ");
    let run = |comment: Value, missing: usize| {
        let cleared = history(3, "Omar", &at(25, "10:00:00"), moved("Blocked", "In Progress"));
        let fields = json!({"comment": comment, "status": status("In Progress", "indeterminate"),
            "updated": at(25, "10:00:00")});
        check(&charter, &page(vec![cut(issue("CRUMB-1", fields, vec![cleared]), missing)]), &[])
    };
    for comment in [json!({"comments": []}), remark(&at(2, "09:00:00"))] {
        let cut = run(comment, 4);
        assert!(
            !cut.fires(rule) && cut.gap(rule).is_some_and(|gap| gap.partial || gap.missing == "history"),
            "{}",
            cut.out
        );
    }
    assert!(run(remark(&at(2, "09:00:00")), 0).fires(rule), "it was created there");
}

/// Fifteen stories that were ranked in February, and the issue `beside`. Sam, who is Scrum Master, ranked the
/// first ones; Maria, who owns the order, ranked the others.
fn ranked_by(sam: u32, beside: Value) -> Run {
    let drag = |number: u32| {
        let by = if number <= sam { "Sam" } else { "Maria" };
        let ranked = history(number, by, &at(10 + number / 3, &format!("10:{:02}:00", 3 * number)), ranked());
        issue(&format!("CRUMB-{number}"), json!({"updated": at(10 + number / 3, "12:00:00")}), vec![ranked])
    };
    let issues = (1..=15).map(drag).chain([beside]).collect();
    check(CHARTER, &page(issues), &["--today", "2026-02-20"])
}

/// A story whose known history begins at `known`; `missing` older entries are omitted.
fn labelled_since(known: &str, missing: usize) -> Value {
    let label = json!({"field": "labels", "fieldtype": "jira", "fieldId": "labels", "from": "", "fromString": "",
        "to": "", "toString": "oven"});
    cut(issue("CRUMB-16", json!({"updated": known}), vec![history(90, "Omar", known, label)]), missing)
}

#[test]
fn of_a_time_in_which_a_history_begins_a_share_is_known_as_far_as_what_is_missing_cannot_change_it() {
    let rule = "sm-acts-as-proxy-po";
    let (inside, before) = (at(17, "09:00:00"), "2026-01-20T09:00:00.000+0000");
    let whole = ranked_by(8, labelled_since(&inside, 0));
    assert!(whole.fires(rule), "{}", whole.out);
    let cut = ranked_by(8, labelled_since(&inside, 14));
    assert!(!cut.fires(rule), "Maria may have ranked it before: {}", cut.out);
    assert!(cut.gap(rule).is_some_and(|gap| gap.missing == "history" && !gap.partial), "{}", cut.out);
    let earlier = ranked_by(8, labelled_since(before, 14));
    assert!(earlier.fires(rule), "what is missing was done before the time that is looked at: {}", earlier.out);
    let few = ranked_by(12, labelled_since(&inside, 1));
    let told = few.findings_of(rule)[0]["message"].as_str().expect("a message").to_owned();
    assert!(told.contains("12 of at least 15") || told.contains("at least 12 of at least 15"), "{told}");
}

#[test]
fn acts_that_may_be_creations_have_no_share_where_it_is_not_known_when_items_were_created() {
    let rule = "po-does-sm-work";
    let flag = |number: u32, by: &str| {
        let set = history(number, by, &at(10, &format!("10:{:02}:00", 3 * number)), flagged(true));
        issue(&format!("CRUMB-{number}"), json!({"updated": at(10, "12:00:00")}), vec![set])
    };
    let issues = || vec![flag(1, "Maria"), flag(2, "Maria"), flag(3, "Maria"), flag(4, "Sam")];
    let whole = check(CHARTER, &page(issues()), &[]);
    assert!(whole.fires(rule), "{}", whole.out);
    let mut undated = issues();
    undated[3]["fields"].as_object_mut().expect("fields").remove("created");
    let run = check(CHARTER, &page(undated), &[]);
    assert!(!run.fires(rule), "{}", run.out);
    assert!(run.gap(rule).is_some_and(|gap| gap.message.contains("when they were created")), "{}", run.out);
}

/// A change of the flag.
fn flagged(set: bool) -> Value {
    let (from, to) = if set { ("", "Impediment") } else { ("Impediment", "") };
    json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": from, "fromString": from,
        "to": to, "toString": to})
}

#[test]
fn a_flag_that_no_record_sets_was_there_while_a_label_came_and_went() {
    let rule = "impediment-cleared-late";
    let labels = |from: &str, to: &str| {
        json!({"field": "labels", "fieldtype": "jira", "fieldId": "labels", "from": "", "fromString": from,
            "to": "", "toString": to})
    };
    let run_of = |flag: Value, first: Vec<Value>, missing: usize, updated: u32| {
        let label = [
            history(5, "Omar", &at(9, "10:30:00"), labels("", "blocked")),
            history(6, "Omar", &at(17, "10:30:00"), labels("blocked", "")),
        ];
        let fields = json!({"status": status("In Progress", "indeterminate"), "customfield_10021": flag,
            "updated": at(updated, "10:30:00")});
        let issue = cut(issue("CRUMB-1", fields, first.into_iter().chain(label).collect()), missing);
        let mut page: Value = serde_json::from_str(&page(vec![issue])).expect("JSON");
        page["names"]["customfield_10021"] = json!("Flagged");
        check(CHARTER, &page.to_string(), &[])
    };
    let run = |flag: Value, first: Vec<Value>, missing: usize| run_of(flag, first, missing, 17);
    let set = || json!([{"id": "1", "value": "Impediment"}]);
    let begun = || history(1, "Omar", &at(2, "09:00:00"), moved("Backlog", "In Progress"));
    assert!(run(Value::Null, vec![begun()], 0).fires(rule), "{}", run(Value::Null, vec![begun()], 0).out);
    for (first, missing) in [(vec![begun()], 0), (vec![begun()], 4), (Vec::new(), 4)] {
        let run = run(set(), first, missing);
        assert!(!run.fires(rule), "it is flagged still: {}", run.out);
    }
    let lowered = vec![history(1, "Omar", &at(2, "09:00:00"), flagged(false))];
    assert!(run(Value::Null, lowered, 4).fires(rule), "the flag was gone before");
    assert!(
        run_of(set(), vec![begun()], 0, 18).fires(rule),
        "it was set after the label was gone, by no record that is here"
    );
}

#[test]
fn a_flag_that_the_file_lacks_was_taken_away_by_what_is_missing() {
    let run = |missing: usize, now: &str| {
        let begun = history(1, "Omar", &at(3, "09:00:00"), moved("Backlog", "In Progress"));
        let set = history(2, "Omar", &at(4, "09:00:00"), flagged(true));
        let fields =
            json!({"status": status(now, "indeterminate"), "customfield_10021": null, "updated": at(26, "09:00:00")});
        check(
            CHARTER,
            &page(vec![cut(issue("CRUMB-1", fields, vec![begun, set]), missing)]),
            &["--today", "2026-02-27"],
        )
    };
    let rule = "impediment-unresolved";
    assert!(
        run(0, "In Progress").fires(rule),
        "this export holds no flags, and all of the history: {}",
        run(0, "In Progress").out
    );
    assert!(!run(3, "In Progress").fires(rule), "three entries are missing");
    assert!(!run(0, "Review").fires(rule), "it was moved by no record that is here");
}

#[test]
fn since_when_something_is_in_the_way_may_stand_in_the_missing_part() {
    let run = |missing: usize| {
        let begun = history(1, "Omar", &at(9, "09:00:00"), moved("Backlog", "In Progress"));
        let fields = json!({"status": status("In Progress", "indeterminate"), "labels": ["Blocked"], "updated": at(9, "09:00:00")});
        check(CHARTER, &page(vec![cut(issue("CRUMB-1", fields, vec![begun]), missing)]), &["--today", "2026-02-27"])
    };
    let rule = "impediment-unresolved";
    assert!(run(0).fires(rule), "{}", run(0).out);
    let cut = run(4);
    assert!(!cut.fires(rule), "{}", cut.out);
    assert_eq!(cut.gap(rule).map(|gap| gap.missing), Some("history".to_owned()), "{}", cut.out);
}

#[test]
fn items_whose_history_begins_later_may_have_been_moved_by_a_change_of_the_workflow() {
    let rule = "status-moved-by-sm";
    let working = |key: &str, changes: Vec<Value>| {
        let fields = json!({"status": status("In Progress", "indeterminate"), "updated": at(16, "09:00:00")});
        issue(key, fields, changes)
    };
    let run = |missing: usize, begins: &str| {
        let renamed = (1..=5).map(|number| {
            let move_ = history(number, "Sam", &at(12, &format!("15:00:0{number}")), moved("Backlog", "In Progress"));
            working(&format!("CRUMB-{number}"), vec![move_])
        });
        let others = (6..=10).map(|number| {
            let known = history(number, "Omar", begins, ranked());
            cut(working(&format!("CRUMB-{number}"), vec![known]), missing)
        });
        // Another issue remains in the project that they came from.
        let all = renamed.chain(others).chain([issue("CRUMB-11", json!({}), Vec::new())]).collect();
        check(CHARTER, &page(all), &[])
    };
    assert!(run(0, &at(16, "09:00:00")).fires(rule), "{}", run(0, &at(16, "09:00:00")).out);
    assert!(!run(3, &at(16, "09:00:00")).fires(rule), "ten may have been moved: {}", run(3, &at(16, "09:00:00")).out);
    assert!(run(3, &at(11, "09:00:00")).fires(rule), "what was done to them that day is known");
}

#[test]
fn what_is_blocked_and_may_have_been_begun_before_its_known_history_is_not_known_to_wait() {
    let rule = "backlog-reordered-by-non-po";
    let charter = CHARTER.replace("done = ", "impediments = [\"Blocked\"]\ndone = ");
    let run = |missing: usize| {
        let next = sprint(2, "future", "2026-02-23T09:00:00.000Z", "2026-03-06T17:00:00.000Z", None);
        let histories = vec![
            history(2, "Lee", &at(10, "09:00:00"), sprints("", "2")),
            history(3, "Omar", &at(11, "12:00:00"), ranked()),
        ];
        let fields = json!({"status": status("Blocked", "indeterminate"), "customfield_10020": [next],
            "updated": at(11, "12:00:00")});
        check(&charter, &page(vec![cut(issue("CRUMB-1", fields, histories), missing)]), &["--today", "2026-02-12"])
    };
    assert!(run(0).fires(rule), "it was created there, and nobody has begun it: {}", run(0).out);
    assert!(!run(2).fires(rule), "it may have been at work: {}", run(2).out);
    assert_eq!(run(2).gap(rule).map(|gap| gap.missing), Some("history".to_owned()));
}

#[test]
fn what_stood_in_done_since_before_a_sprint_began_was_not_worked_on_in_it() {
    let rule = "never-ending-story";
    let run = |put_into_the_third: Option<&str>, label: &str| {
        let begins =
            [("closed", 12, Some("2026-01-23T15:00:00.000Z")), ("closed", 26, Some("2026-02-06T15:00:00.000Z"))];
        let over = begins.iter().zip(1..).map(|((state, day, completed), id)| {
            let end = completed.unwrap_or_default();
            sprint(id, state, &format!("2026-01-{day}T09:00:00.000Z"), end, *completed)
        });
        let third = sprint(3, "active", "2026-02-09T09:00:00.000Z", "2026-02-20T15:00:00.000Z", None);
        let labelled = json!({"field": "labels", "fieldtype": "jira", "fieldId": "labels", "from": null, "fromString": "",
            "to": null, "toString": "oven"});
        let put = put_into_the_third.map(|at| history(8, "Lee", at, sprints("1, 2", "1, 2, 3")));
        let histories = put.into_iter().chain([history(9, "Maria", label, labelled)]).collect();
        let fields = json!({"status": status("Done", "done"), "updated": label,
            "customfield_10020": over.chain([third]).collect::<Vec<_>>()});
        check(CHARTER, &page(vec![cut(issue("CRUMB-1", fields, histories), 4)]), &["--today", "2026-02-12"])
    };
    let known_before = run(Some(&at(8, "10:00:00")), &at(11, "10:00:00"));
    assert!(!known_before.fires(rule), "done before the third began, and never moved since: {}", known_before.out);
    let known_later = run(None, &at(11, "10:00:00"));
    assert!(known_later.fires(rule), "it may have been done while the third ran: {}", known_later.out);
}
