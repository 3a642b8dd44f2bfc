//! Evidence that a history is complete, and that kinds of changes, a batch of issues or a period are missing
//! in it.

use serde_json::{Value, json};

use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, sprint, sprints, status, user};
use crate::support::{Folder, Run, boardlint, boardlint_in, check};

const GIVEN: &str = "work-assigned-by-po";

/// A day of 2026, in the form of the history.
fn at(month: u32, day: u32) -> String {
    format!("2026-{month:02}-{day:02}T09:00:00.000+0000")
}

/// The result of `check` for an export with further files beside it.
fn beside(export: &str, files: &[(&str, Value)]) -> Run {
    let folder = Folder::of(CHARTER, export);
    for (name, content) in files {
        folder.write(name, content.to_string());
    }
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"])
}

/// An issue without its changelog, created on 1 January; `more` are additional fields.
fn bare(key: &str, more: Value) -> Value {
    let mut issue = jira::issue(key, more, Vec::new());
    drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog")));
    issue
}

fn taken(by: &str) -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
        "to": format!("712020:{by}"), "toString": by})
}

/// The answer of `changelog/bulkfetch`: the histories of each issue, by its id.
fn bulk(logs: &[(&Value, &[Value])]) -> Value {
    let log = |(issue, histories): &(&Value, &[Value])| json!({"issueId": issue["id"], "changeHistories": histories});
    json!({"issueChangeLogs": logs.iter().map(log).collect::<Vec<_>>(), "nextPageToken": null})
}

#[test]
fn an_issue_that_was_changed_and_is_in_no_answer_has_a_history_that_is_not_here() {
    let updated = |key: &str, more: Value| {
        let fields = json!({"assignee": user("Li"), "updated": at(2, 3)});
        bare(key, jira::laid_over(fields, more))
    };
    let (one, other) = (updated("CRUMB-1", json!({})), updated("CRUMB-2", json!({})));
    let of_one = [history(1, "Li", &at(2, 3), taken("Li")), history(2, "Li", &at(2, 3), jira::ranked())];
    let of_other = [history(3, "Li", &at(2, 3), taken("Li"))];
    let run = |issue: &Value, logs: &[(&Value, &[Value])]| {
        beside(&jira::page(vec![one.clone(), issue.clone()]), &[("bulk.json", bulk(logs))])
    };
    let whole = run(&other, &[(&one, &of_one), (&other, &of_other)]);
    assert!(!whole.fires(GIVEN) && whole.gap(GIVEN).is_none(), "{}", whole.out);
    let batch = run(&other, &[(&one, &of_one)]);
    assert!(!batch.fires(GIVEN), "who gave CRUMB-2 to Li is not here: {}", batch.out);
    assert!(batch.gap(GIVEN).is_some_and(|gap| gap.message.contains("CRUMB-2")), "{}", batch.out);
    // It was not changed since its creation, except for a comment.
    let remark = json!({"comments": [{"id": "7", "author": user("Li"), "created": at(2, 3), "body": "x"}], "total": 1});
    for unchanged in [updated("CRUMB-2", json!({"updated": at(1, 1)})), updated("CRUMB-2", json!({"comment": remark}))]
    {
        let run = run(&unchanged, &[(&one, &of_one)]);
        assert_eq!(run.findings_of(GIVEN)[0]["item"], "CRUMB-2", "{}", run.out);
        assert!(run.gap(GIVEN).is_none(), "{}", run.out);
        // If the answer lacks another history, it may also lack the history of this issue.
        let all = vec![one.clone(), unchanged, updated("CRUMB-3", json!({}))];
        let run = beside(&jira::page(all), &[("bulk.json", bulk(&[(&one, &of_one)]))]);
        assert!(!run.fires(GIVEN) && run.gap(GIVEN).is_some(), "{}", run.out);
    }
}

#[test]
fn an_empty_page_of_a_changelog_proves_that_there_is_none_where_nothing_was_changed() {
    let page = |key: &str| {
        let link = format!("https://bakery.example/rest/api/2/issue/{key}/changelog?startAt=0");
        json!({"self": link, "startAt": 0, "maxResults": 100, "total": 0, "isLast": true, "values": []})
    };
    let known = jira::issue("CRUMB-1", json!({}), vec![history(1, "Li", &at(2, 3), jira::ranked())]);
    let run = |updated: String| {
        let other = bare("CRUMB-2", json!({"assignee": user("Li"), "updated": updated}));
        beside(&jira::page(vec![known.clone(), other]), &[("CRUMB-2.json", page("CRUMB-2"))])
    };
    let untouched = run(at(1, 1));
    assert!(untouched.fires(GIVEN) && untouched.gap(GIVEN).is_none(), "{}", untouched.out);
    let changed = run(at(2, 3));
    assert!(!changed.fires(GIVEN) && changed.gap(GIVEN).is_some(), "{}", changed.out);
}

#[test]
fn histories_that_were_asked_for_by_fields_leave_out_the_others() {
    let works = json!({"assignee": user("Li"), "status": status("In Progress", "indeterminate"), "updated": at(2, 4)});
    let issue = bare("CRUMB-1", works.clone());
    let begun = history(2, "Li", &at(2, 4), moved("Backlog", "In Progress"));
    let took = history(1, "Li", &at(2, 3), taken("Li"));
    let linked = json!({"field": "Link", "fieldtype": "jira", "from": null, "fromString": null, "to": "CRUMB-9",
        "toString": "This issue blocks CRUMB-9"});
    let linked = history(3, "Li", &at(2, 3), linked);
    let run =
        |histories: &[Value]| beside(&jira::page(vec![issue.clone()]), &[("bulk.json", bulk(&[(&issue, histories)]))]);
    let whole = run(&[took.clone(), begun.clone()]);
    assert!(!whole.fires(GIVEN) && whole.gap(GIVEN).is_none(), "{}", whole.out);
    let filtered = run(std::slice::from_ref(&begun));
    assert!(!filtered.fires(GIVEN), "{}", filtered.out);
    let why = filtered.gap(GIVEN).expect("a gap").message;
    assert!(why.contains("by fields, it seems: none of them tells who was given what"), "{why}: {}", filtered.out);
    // Links are not a field that can be requested, so this answer is complete. So is an export with
    // changelogs.
    assert!(run(&[linked, begun.clone()]).fires(GIVEN), "Li had it when Maria created it");
    let embedded = check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", works, vec![begun])]), &[]);
    assert!(embedded.fires(GIVEN) && embedded.gap(GIVEN).is_none(), "{}", embedded.out);
}

#[test]
fn what_stood_somewhere_before_a_hole_in_its_history_may_have_been_away() {
    let charter = CHARTER.replace("done = ", "acceptance = [\"UAT\"]\ndone = ");
    let (rule, stalled) = ("acceptance-late", "acceptance-stalled");
    let begun = history(1, "Li", &at(2, 2), moved("Backlog", "In Progress"));
    let shown = history(2, "Li", &at(2, 3), moved("In Progress", "UAT"));
    let back = history(3, "Maria", &at(2, 4), moved("UAT", "In Progress"));
    let again = history(4, "Li", &at(2, 23), moved("In Progress", "UAT"));
    let accepted = history(5, "Li", &at(2, 24), moved("UAT", "Done"));
    let run = |state: Value, updated: String, histories: &[&Value], total: usize, today: &str| {
        let histories: Vec<Value> = histories.iter().map(|history| (*history).clone()).collect();
        let mut issue = jira::issue("CRUMB-1", json!({"status": state, "updated": updated}), Vec::new());
        drop(issue.as_object_mut().and_then(|issue| issue.remove("changelog")));
        let folder = Folder::of(&charter, jira::page(vec![issue]));
        let rest: Vec<_> = histories.iter().skip(2).cloned().collect();
        let link = "https://bakery.example/rest/api/2/issue/CRUMB-1/changelog";
        let page = |start: usize, values: &[Value]| json!({"self": link, "startAt": start, "maxResults": 2, "total": total, "isLast": false, "values": values});
        folder.write("first.json", page(0, &histories[..2]).to_string());
        if !rest.is_empty() {
            folder.write("last.json", page(total - rest.len(), &rest).to_string());
        }
        let args = ["check", ".", "--format", "jsonl", "--fail-on", "never", "--today", today];
        boardlint_in(folder.path(), &args)
    };
    let done = || status("Done", "done");
    let whole = run(done(), at(2, 24), &[&begun, &shown, &back, &again, &accepted], 5, "2026-02-27");
    assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{}", whole.out);
    // Between the two pages it was moved back; after the first page it was accepted, at an unknown time.
    let torn = run(done(), at(2, 24), &[&begun, &shown, &accepted], 5, "2026-02-27");
    let ends = run(done(), at(2, 24), &[&begun, &shown], 5, "2026-02-27");
    for run in [torn, ends] {
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{}", run.out);
    }
    // Since its last change it has certainly been there.
    let waits = || status("UAT", "indeterminate");
    let open = run(waits(), at(2, 23), &[&begun, &shown], 4, "2026-02-25");
    assert!(!open.fires(stalled) && open.gap(stalled).is_some(), "{}", open.out);
    assert!(run(waits(), at(2, 23), &[&begun, &shown], 4, "2026-03-03").fires(stalled));
}

#[test]
fn an_act_of_somebody_unknown_may_be_a_trace_of_the_product_owner() {
    let rule = "po-absent";
    let in_sprint = || json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let run = |author: Value| {
        let mut acts: Vec<_> = [3, 5, 6, 9, 10, 12].map(|day| history(day, "Li", &at(2, day), jira::ranked())).into();
        acts[2]["author"] = author;
        let issue = jira::issue("CRUMB-1", in_sprint(), acts);
        check(CHARTER, &jira::page(vec![issue]), &["--today", "2026-02-13"])
    };
    assert!(run(user("Li")).fires(rule), "{}", run(user("Li")).out);
    let unknown = run(Value::Null);
    assert!(!unknown.fires(rule) && unknown.gap(rule).is_some(), "{}", unknown.out);
}

#[test]
fn what_may_be_the_end_of_an_undated_sprint_is_no_certain_touch() {
    let rule = "abandoned-in-progress";
    let run = |dated: bool, second: &str| {
        let mut list = [
            sprint(1, "closed", BEGIN, END, Some(END)),
            sprint(2, "active", "2026-02-16T09:00:00.000Z", "2026-02-27T17:00:00.000Z", None),
        ];
        for sprint in list.iter_mut().filter(|_| !dated) {
            for date in ["startDate", "endDate", "completeDate", "state"] {
                drop(sprint.as_object_mut().and_then(|sprint| sprint.remove(date)));
            }
        }
        let fields = json!({"customfield_10020": list, "status": status("In Progress", "indeterminate"),
            "updated": "2026-02-13T17:00:10.000+0000", "assignee": user("Li")});
        let histories = vec![
            history(1, "Maria", &at(1, 30), sprints("", "1")),
            history(2, "Li", &at(2, 2), taken("Li")),
            history(3, "Li", &at(2, 3), moved("Backlog", "In Progress")),
            history(4, "Sam", second, sprints("1", "1, 2")),
        ];
        check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", fields, histories)]), &["--today", "2026-02-20"])
    };
    let closing = "2026-02-13T17:00:10.000+0000";
    assert!(run(true, closing).fires(rule), "{}", run(true, closing).out);
    let undated = run(false, closing);
    assert!(!undated.fires(rule) && undated.gap(rule).is_some(), "{}", undated.out);
}

#[test]
fn the_day_an_item_got_blocked_is_not_invented_where_its_history_is_cut() {
    let blocked = json!({"status": jira::status("Blocked", "indeterminate")});
    let late = jira::history(9, "Lee", "2026-03-30T09:00:00.000+0000", jira::ranked());
    let mut cut = jira::issue("APP-1", blocked.clone(), vec![late.clone()]);
    cut["changelog"]["total"] = json!(150);
    let charter = CHARTER.replace("[workflow]", "[workflow]\nimpediments = [\"Blocked\"]");
    let run = check(&charter, &jira::page(vec![cut]), &[]);
    assert!(!run.fires("impediment-unresolved"), "{}", run.out);
    let whole = check(&charter, &jira::page(vec![jira::issue("APP-1", blocked, vec![late])]), &[]);
    assert!(whole.fires("impediment-unresolved"), "with the whole history the day is known");
}

#[test]
fn a_cut_changelog_is_told_even_where_nothing_else_is_missing() {
    let mut cut = jira::issue("APP-1", json!({}), vec![jira::drag("Maria")]);
    cut["changelog"]["total"] = json!(150);
    let run = check(CHARTER, &jira::page(vec![cut]), &["--select", "backlog-reordered-by-non-po"]);
    let gap = run.gap("backlog-reordered-by-non-po").expect("a partial verdict");
    assert_eq!((&*gap.missing, gap.partial), ("history", true));
}

#[test]
fn what_may_follow_the_known_part_of_a_history_excuses() {
    let page = |values: Vec<Value>| {
        json!({"self": "https://bakery.example/rest/api/2/issue/APP-1/changelog?startAt=0", "startAt": 0, "maxResults": 1,
            "total": 9, "isLast": false, "values": values})
    };
    let judged = |fields: Value, known: Value| {
        let all =
            json!({"status": jira::status("In Progress", "indeterminate"), "updated": "2026-02-20T09:00:00.000+0000"});
        let all = jira::laid_over(all, fields);
        let mut issue = jira::issue("APP-1", all, vec![]);
        issue.as_object_mut().expect("an issue").remove("changelog");
        let folder = Folder::of(CHARTER, jira::page(vec![issue]));
        folder.write("APP-1-0.json", page(vec![known]).to_string());
        boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--today", "2026-02-20"])
    };
    let flagged = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "",
        "to": "[10019]", "toString": "Impediment"});
    let begun = jira::moved("Backlog", "In Progress");
    for (known, rules) in
        [(flagged, ["impediment-unresolved", "work-item-ages"]), (begun, ["abandoned-in-progress", "po-absent"])]
    {
        let run = judged(json!({}), jira::history(1, "Li", "2026-01-12T09:00:00.000+0000", known));
        assert!(run.out.contains("without what follows its first entry"), "{}", run.out);
        assert!(!run.fires(rules[0]) && (!run.fires(rules[1])), "{}", run.out);
    }
}
