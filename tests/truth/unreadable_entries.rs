//! Histories with unreadable entries, and issues without dates: what they hide is unknown, not absent.

use serde_json::{Value, json};

use crate::support::check;
use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, sprint, sprints, status};

#[test]
fn what_an_entry_that_cannot_be_read_changed_is_not_known() {
    let taken = json!({"field": "assignee", "fieldtype": "jira", "from": null, "fromString": null, "to": "712020:Li", "toString": "Li"});
    let board = |spoil: fn(&mut Value)| {
        let at = |second: u32| format!("2026-02-02T09:00:0{second}.000+0000");
        let mut planned = history(2, "Li", &at(5), sprints("", "1"));
        let mut took = history(1, "Li", &at(0), taken.clone());
        spoil(&mut took);
        spoil(&mut planned);
        let fields =
            json!({"assignee": jira::user("Li"), "customfield_10020": [sprint(1, "future", BEGIN, END, None)]});
        // The first rank has no known change beside it, whatever is missing.
        let ranked = |id: u32, second: u32| history(id, "Li", &at(second), jira::ranked());
        let all = vec![ranked(3, 1), took, planned, ranked(4, 6)];
        check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", fields, all)]), &[])
    };
    let rules = ["work-assigned-by-po", "backlog-reordered-by-non-po"];
    let whole = board(|_| {});
    assert!(!whole.fires(rules[0]) && whole.gap(rules[0]).is_none(), "{}", whole.out);
    for spoil in [
        |history: &mut Value| history["created"] = json!("2026-02-02 09:00:00"),
        |history: &mut Value| drop(history.as_object_mut().and_then(|history| history.remove("items"))),
        |history: &mut Value| history["items"] = Value::Null,
        |history: &mut Value| drop(history["items"][0].as_object_mut().and_then(|item| item.remove("field"))),
    ] {
        let run = board(spoil);
        for rule in rules {
            assert!(!run.fires(rule) && run.gap(rule).is_some(), "{rule}: {}", run.out);
        }
        let unread: Vec<_> = run.objects().into_iter().filter(|line| line["type"] == "unreadable").collect();
        assert!(!unread.is_empty(), "{}", run.out);
    }
}

#[test]
fn a_backup_whose_edits_cannot_be_read_or_are_not_there_accuses_nobody() {
    let board = |edits: &str, updated: &str| {
        let backup = format!(
            "<?xml version=\"1.0\"?>\n<entity-engine-xml date=\"1772600000000\">\n\
             <Project id=\"1\" key=\"APP\" name=\"App\"/><Status id=\"1\" name=\"Backlog\" statuscategory=\"2\"/>\
             <IssueType id=\"5\" name=\"Story\"/>\n\
             <Issue id=\"9\" key=\"APP-1\" project=\"1\" reporter=\"Maria\" creator=\"Maria\" assignee=\"li\" type=\"5\" \
             summary=\"Roll\" status=\"1\" created=\"2026-03-02 09:00:00.0\" updated=\"{updated}\"/>\n{edits}\
             <Action id=\"1\" issue=\"9\" author=\"Sam\" type=\"comment\" body=\"x\" created=\"2026-03-02 10:00:00.0\"/>\
             </entity-engine-xml>"
        );
        check(CHARTER, &backup, &[])
    };
    let (rule, later) = ("work-assigned-by-po", "2026-03-02 11:00:00.0");
    let taken = "<ChangeGroup id=\"1\" issue=\"9\" author=\"li\" created=\"2026-03-02 11:00:00.0\"/>\n\
        <ChangeItem id=\"1\" group=\"1\" fieldtype=\"jira\" field=\"assignee\" newvalue=\"li\" newstring=\"Li\"/>\n";
    let run = board(taken, later);
    assert!(!run.fires(rule) && run.gap(rule).is_none(), "{}", run.out);
    let group = taken.lines().next().expect("a group");
    for (edits, updated) in [(&*taken.replace("11:00:00.0", "11h"), later), (group, later), ("", later)] {
        let run = board(edits, updated);
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{edits}: {}", run.out);
    }
    let run = board("", "2026-03-02 10:00:00.0");
    assert!(run.fires(rule), "nothing but the comment came after the creation: {}", run.out);
}

#[test]
fn the_oldest_record_of_an_issue_without_a_date_of_its_creation_may_be_part_of_it() {
    let rule = "backlog-reordered-by-non-po";
    let board = |created: Value, ranked_by: &str, later: &str| {
        let fields = json!({"created": created, "creator": jira::user("Li")});
        let at = |time: &str| format!("2026-02-02T{time}.000+0000");
        let burst = history(1, ranked_by, &at("09:00:01"), jira::ranked());
        let all = vec![burst, history(2, ranked_by, &at(later), jira::ranked())];
        check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", fields, all)]), &[])
    };
    let created = json!("2026-02-02T09:00:00.000+0000");
    assert!(!board(created.clone(), "Li", "09:00:05").fires(rule));
    assert!(board(created, "Omar", "09:00:05").fires(rule), "somebody else did not create it");
    for unknown in [Value::Null, json!("2026-02-02 09:00")] {
        for who in ["Li", "Omar"] {
            let run = board(unknown.clone(), who, "09:00:05");
            assert!(!run.fires(rule) && run.gap(rule).is_some(), "{unknown} {who}: {}", run.out);
        }
        assert!(board(unknown.clone(), "Li", "10:00:00").fires(rule), "a creation takes no hour");
        let run = board(unknown.clone(), "Li", "09:00:05");
        let unread: Vec<_> = run.objects().into_iter().filter(|line| line["type"] == "unreadable").collect();
        assert_eq!(unread.len(), usize::from(unknown.is_string()), "{}", run.out);
    }
}

#[test]
fn what_has_no_date_may_lie_in_any_window() {
    let rule = "retro-actions-stalled";
    let charter = format!("{CHARTER}\n[kinds]\nretro-action = [\"Retro\"]\n");
    let day = |month: u32, day: u32| format!("2026-{month:02}-{day:02}T09:00:00.000+0000");
    let closed = |id: u32, month: u32| sprint(id, "closed", &day(month, 2), &day(month, 13), Some(&day(month, 13)));
    let board = |created: Value| {
        let done = json!({"created": created, "issuetype": {"name": "Retro"}, "status": status("Done", "done")});
        let moved = history(5, "Li", &day(2, 5), moved("Backlog", "Done"));
        let sprints = json!([closed(1, 2), closed(2, 3), closed(3, 4)]);
        let story = jira::issue("CRUMB-1", json!({"customfield_10020": sprints}), Vec::new());
        check(&charter, &jira::page(vec![story, jira::issue("CRUMB-2", done, vec![moved])]), &["--today", "2026-05-01"])
    };
    assert!(board(json!(day(1, 5))).fires(rule), "{}", board(json!(day(1, 5))).out);
    assert!(!board(json!(day(3, 5))).fires(rule));
    let run = board(Value::Null);
    assert!(!run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.message.contains("when")), "{}", run.out);
}

#[test]
fn a_story_without_a_date_may_be_the_other_half_of_a_split() {
    let rule = "story-written-by-sm";
    let board = |second: Value| {
        let half = |key: &str, created: Value| {
            let fields = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam"), "created": created,
                "parent": {"key": "CRUMB-1"}});
            jira::issue(key, fields, Vec::new())
        };
        let parent = jira::issue("CRUMB-1", json!({}), Vec::new());
        let first = half("CRUMB-2", json!("2026-02-02T09:00:00.000+0000"));
        check(CHARTER, &jira::page(vec![parent, first, half("CRUMB-3", second)]), &[])
    };
    assert!(board(json!("2026-02-09T09:00:00.000+0000")).fires(rule));
    assert!(!board(json!("2026-02-02T09:01:00.000+0000")).fires(rule));
    let run = board(Value::Null);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "{}", run.out);
}
