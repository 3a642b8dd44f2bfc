//! What is known of an issue of which Jira left out the oldest entries of its history.

use serde_json::{Value, json};

use crate::support::check;
use crate::support::jira::{CHARTER, history, issue, moved, page, ranked, status, user};

/// A time of a day of February 2026 as the history writes it.
fn at(day: u32, time: &str) -> String {
    format!("2026-02-{day:02}T{time}.000+0000")
}

/// The same issue with so many older entries of its history that are not here.
fn cut(mut issue: Value, missing: usize) -> Value {
    let known = issue["changelog"]["histories"].as_array().map_or(0, Vec::len);
    issue["changelog"]["total"] = json!(known + missing);
    issue
}

/// The field that holds a remark of Sam's.
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
