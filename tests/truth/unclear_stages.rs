//! Statuses whose stage is uncertain: nobody is blamed because of them, and what is certain all the same is
//! judged.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{check, trello};

#[test]
fn a_status_whose_name_and_category_contradict_each_other_means_nothing_by_itself() {
    let run = |name: &str, category: &str, charter: &str| {
        let issue = jira::issue("APP-1", json!({"status": jira::status(name, category)}), vec![jira::drag("Li")]);
        let run = check(charter, &jira::page(vec![issue]), &[]);
        let rule = "backlog-reordered-by-non-po";
        (run.fires(rule), run.gap(rule).is_some())
    };
    let charter = &CHARTER[..CHARTER.find("[workflow]").expect("the stages")];
    for name in ["Development", "Acceptance", "Done"] {
        assert_eq!(run(name, "new", charter), (false, true), "{name}");
    }
    assert_eq!(run("Backlog", "indeterminate", charter), (false, true));
    // A category that agrees with the name, or says nothing, is no contradiction; a charter settles the
    // question.
    for name in ["Backlog", "Open", "Dough"] {
        assert_eq!(run(name, "new", charter), (true, false), "{name}");
    }
    assert_eq!(run("Backlog", "indeterminate", CHARTER), (true, false));
}

#[test]
fn what_the_product_owner_ranked_where_nobody_knows_what_waits_may_be_most_of_the_order() {
    let day = |nth: usize| format!("2026-02-{:02}T09:00:00.000+0000", nth + 1);
    let charter = &CHARTER[..CHARTER.find("[workflow]").expect("the stages")];
    let judged = |ranked: Value| {
        let priority = json!({"field": "priority", "fieldtype": "jira", "fieldId": "priority", "from": "3",
            "fromString": "Medium", "to": "2", "toString": "High"});
        let ranks = (1..=20).map(|nth| {
            let history = jira::history(1, "Maria", &day(nth), jira::ranked());
            jira::issue(&format!("APP-{nth}"), ranked.clone(), vec![history])
        });
        let priorities = (1..=12).map(|nth| {
            let history = jira::history(1, "Sam", &day(nth), priority.clone());
            jira::issue(&format!("APP-{}", nth + 20), json!({}), vec![history])
        });
        // If nothing is done, done issues may have been left out of the export.
        let done = jira::issue("APP-33", json!({"status": jira::status("Done", "done")}), Vec::new());
        let run = check(charter, &jira::page(ranks.chain(priorities).chain([done]).collect()), &[]);
        let rule = "sm-acts-as-proxy-po";
        (run.fires(rule), run.gap(rule).map(|gap| gap.missing))
    };
    let of_sprint = |sprint: Value| json!({"customfield_10020": [sprint]});
    let undated = json!({"id": 1, "name": "Sprint 1", "state": "closed", "boardId": 1});
    assert_eq!(judged(json!({})), (false, None), "12 of 32, and the Product Owner made 20");
    assert_eq!(judged(json!({"status": jira::status("Testing", "new")})), (false, Some("mapping".to_owned())));
    assert_eq!(judged(of_sprint(undated)), (false, Some("sprints".to_owned())));
    // Finished items and items that are not part of the product are no longer ordered, so the Scrum Master
    // made all of the order.
    assert_eq!(judged(json!({"status": jira::status("Done", "done")})), (true, None));
    let impediment = json!({"name": "Impediment", "subtask": false});
    let of_none = json!({"status": jira::status("Testing", "new"), "issuetype": impediment});
    assert_eq!(judged(of_none), (true, None));
}

#[test]
fn what_is_not_done_by_its_name_nor_by_its_category_was_taken_up_again() {
    let run = |name: &str, category: &str| {
        let item = json!({"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "Done", "fromString": "Done",
            "to": name, "toString": name});
        let done = json!({"status": jira::status("Done", "done")});
        let moved = |at: &str, item: Value| jira::history(1, "Li", at, item);
        let there = json!({"status": jira::status(name, category)});
        let issues = vec![
            jira::issue("APP-1", done, vec![]),
            jira::issue(
                "APP-2",
                there,
                vec![
                    moved("2026-02-02T09:00:00.000+0000", jira::moved("Backlog", "Done")),
                    moved("2026-02-04T09:00:00.000+0000", item),
                ],
            ),
        ];
        let charter = &CHARTER[..CHARTER.find("[workflow]").expect("the stages")];
        let run = check(charter, &jira::page(issues), &[]);
        let rule = "done-reopened";
        (run.fires(rule), run.gap(rule).is_some())
    };
    for (name, category) in [("Backlog", "indeterminate"), ("Testing", "new"), ("In Progress", "indeterminate")] {
        assert_eq!(run(name, category), (true, false), "{name}");
    }
    for (name, category) in [("Done", "indeterminate"), ("Finished", "new")] {
        assert!(!run(name, category).0, "{name}");
    }
}

/// Whether a developer's drag of a card in the second of these Trello lists is judged, and if not, why.
fn dragged_on_trello(lists: &[&str], charter: &str) -> (bool, Option<String>) {
    let id = |place: usize| format!("5e0be10000000000000000{place:02x}");
    let members = [trello::member(&id(1), "Maria"), trello::member(&id(2), "Sam"), trello::member(&id(3), "Li")];
    let lists: Vec<Value> =
        lists.iter().enumerate().map(|(place, name)| json!({"id": id(place + 16), "name": name})).collect();
    let card = json!({"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Roll", "closed": false,
        "idList": lists[1]["id"], "idMembers": [], "labels": [], "badges": {"comments": 0}});
    let act = |nth: u32, by: usize, kind: &str, data: Value| {
        let at = format!("2026-01-{:02}T09:00:00.000Z", nth + 7);
        trello::action(&format!("695e000{nth}aaaaaaaaaaaaaaaa"), &members[by], &at, kind, data)
    };
    let short = trello::short(&card);
    let mut ranked = short.clone();
    ranked["pos"] = json!(8.0);
    let actions = [
        act(3, 2, "updateCard", json!({"card": ranked, "list": lists[1], "old": {"pos": 16.0}})),
        act(2, 0, "updateCard", trello::moved(&short, &lists[0], &lists[1])),
        act(1, 0, "createCard", json!({"card": short, "list": lists[0]})),
        act(0, 0, "createBoard", json!({"board": {"id": id(0)}})),
    ];
    let board =
        json!({"id": id(0), "name": "Bakery", "lists": lists, "cards": [card], "members": members, "actions": actions});
    let run = check(charter, &board.to_string(), &["--today", "2026-01-12"]);
    let rule = "backlog-reordered-by-non-po";
    (run.fires(rule), run.gap(rule).map(|gap| gap.missing))
}

#[test]
fn a_list_of_work_to_do_beside_a_backlog_may_be_the_sprints_own() {
    let charter = &CHARTER[..CHARTER.find("[workflow]").expect("the stages")];
    let unclear = (false, Some("mapping".to_owned()));
    for [backlog, own] in
        [["Product Backlog", "Sprint Backlog"], ["Backlog", "To Do"], ["Produktbacklog", "Zu erledigen"]]
    {
        assert_eq!(dragged_on_trello(&[backlog, own, "Doing", "Done"], charter), unclear, "{own}");
        let said = format!("{charter}\n[workflow]\nready = [\"{own}\"]\n");
        assert_eq!(dragged_on_trello(&[backlog, own, "Doing", "Done"], &said), (true, None), "{own}");
    }
    // Without a backlog, the order of the to-do list is the only order.
    for waits in ["Ideas", "Inbox"] {
        assert_eq!(dragged_on_trello(&[waits, "To Do", "Doing", "Done"], charter), (true, None), "{waits}");
    }
}
