//! Sprints whose dates or contents are not in the file.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, moved, sprint, status};
use crate::support::{Folder, Run, boardlint, boardlint_in, check};

#[test]
fn a_sprint_that_is_active_without_dates_and_board_is_active() {
    let fields = json!({"customfield_10020": [{"id": 7, "name": "Dough 7", "state": "active"}]});
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("CRUMB-1", fields, Vec::new())]));
    let inspected = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
    let inspected: Value = serde_json::from_str(&inspected.out).expect("JSON");
    assert_eq!(inspected["boards"][0]["items"]["phases"]["active-sprint"], 1, "{}", inspected["boards"][0]["sprints"]);
}

/// Whether Li's drag of a story is judged, and if not, why. The Sprint field contains `value`; the file
/// `beside` is added to the search.
fn dragged(value: &Value, beside: Option<Value>) -> (bool, Option<String>) {
    let fields = json!({"customfield_10020": value, "updated": "2026-03-20T09:00:00.000+0000"});
    let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", fields, vec![jira::drag("Li")])]));
    if let Some(list) = beside {
        folder.write("sprints.json", list.to_string());
    }
    let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"]);
    let rule = "backlog-reordered-by-non-po";
    (run.fires(rule), run.gap(rule).map(|gap| gap.message))
}

#[test]
fn a_sprint_field_whose_values_are_not_understood_leaves_no_item_in_the_backlog() {
    let unexplained = "the export names sprints and does not say of all of them when they ran";
    for value in [
        json!([{"id": 9, "name": "Dough"}]),
        json!({"id": 9, "name": "Dough"}),
        json!(["Dough"]),
        json!("Dough"),
        json!([9]),
        json!("9"),
        json!([{"value": "Dough"}]),
    ] {
        let (fires, why) = dragged(&value, None);
        assert!(!fires && why.as_deref().is_some_and(|why| why.contains(unexplained)), "{value}: {why:?}");
    }
    let written_by_scripts =
        [json!("None"), json!("N/A"), json!("-"), json!(false), json!(0), json!([""]), json!([null])];
    for value in [json!(null), json!([]), json!("")].into_iter().chain(written_by_scripts) {
        assert_eq!(dragged(&value, None), (true, None), "{value}");
    }
    for (value, sprints) in [(json!(["Dough"]), "Dough"), (json!(["Dough 3, Team A", null]), "Dough 3, Team A\n")] {
        let fields = json!({"customfield_10020": value});
        let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", fields, Vec::new())]));
        let page = boardlint_in(folder.path(), &["inspect", "."]);
        let told = format!("sprints of which only the name is known: {sprints}");
        assert!(page.out.contains(&told), "{}", page.out);
    }
}

#[test]
fn a_list_of_sprints_explains_those_that_issues_name_by_id_or_name_alone() {
    let list = |start: &str| {
        let sprint = json!({"id": 9, "self": "https://bakery.example/rest/agile/1.0/sprint/9", "name": "Dough, rye",
                            "state": "active", "startDate": start, "originBoardId": 1});
        Some(json!({"maxResults": 50, "startAt": 0, "isLast": true, "values": [sprint]}))
    };
    let by_id = [json!([{"id": 9, "name": "Dough, rye"}]), json!([9])];
    for value in [json!("Dough, rye"), json!(["Dough, rye"]), json!([{"name": "Dough, rye"}])].into_iter().chain(by_id)
    {
        assert_eq!(dragged(&value, list("2026-02-01T09:00:00.000Z")), (false, None), "running: {value}");
        let written_by_a_script = list("2026-02-01T09:00:00.000Z").map(|list| json!({"sprints": list["values"]}));
        assert_eq!(dragged(&value, written_by_a_script), (false, None), "running: {value}");
        assert_eq!(dragged(&value, list("2026-02-03T09:00:00.000Z")), (true, None), "not begun: {value}");
    }
}

#[test]
fn a_sprint_of_which_nobody_knows_when_it_began_may_have_run() {
    let sprint = |state: &str, completed: Value| json!([{"id": 9, "name": "Dough", "state": state, "boardId": 1, "startDate": null, "completeDate": completed}]);
    for state in ["active", "closed"] {
        let (fires, why) = dragged(&sprint(state, json!(null)), None);
        assert!(!fires && why.is_some_and(|why| why.contains("does not say of all of them when they ran")), "{state}");
    }
    assert_eq!(dragged(&sprint("future", json!(null)), None), (true, None));
    let over = sprint("closed", json!("2026-02-01T09:00:00.000Z"));
    assert_eq!(dragged(&over, None), (true, None), "it was over before");
    let later = sprint("closed", json!("2026-02-03T09:00:00.000Z"));
    assert!(!dragged(&later, None).0, "it was closed after");
}

#[test]
fn a_sprint_of_which_nobody_knows_when_it_began_is_named_beside_others() {
    let dated =
        sprint(1, "closed", "2026-01-19T09:00:00.000Z", "2026-01-30T17:00:00.000Z", Some("2026-01-30T17:00:00.000Z"));
    let undated = json!({"id": 2, "name": "Sprint 2", "state": "active", "boardId": 1, "goal": ""});
    let described = json!({"field": "description", "fieldtype": "jira", "fieldId": "description", "from": null,
        "fromString": "As a guest I want rye bread", "to": null, "toString": "All of these words are new"});
    let at = |day: u32| format!("2026-02-{day:02}T09:00:00.000+0000");
    let histories =
        vec![history(1, "Li", &at(3), moved("Backlog", "In Progress")), history(2, "Maria", &at(5), described)];
    let at_work = json!({"customfield_10020": [undated], "description": "All of these words are new", "status": status("In Progress", "indeterminate")});
    let started = vec![history(3, "Li", &at(4), moved("Backlog", "In Progress"))];
    let outside = json!({"description": "", "status": status("In Progress", "indeterminate")});
    let issues = vec![
        jira::issue("CRUMB-1", json!({"customfield_10020": [dated], "description": ""}), Vec::new()),
        jira::issue("CRUMB-2", at_work, histories),
        jira::issue("CRUMB-3", outside, started),
    ];
    let run = check(CHARTER, &jira::page(issues), &["--today", "2026-02-10"]);
    let said = |rule: &str| run.gap(rule).map(|gap| gap.message);
    let unexplained = "the export names sprints and does not say of all of them when they ran";
    for rule in ["scope-changed-mid-sprint", "sprint-without-goal", "sprint-cadence-broken"] {
        let named = format!("1 sprint left out: {unexplained} (Sprint 2)");
        assert_eq!(said(rule), Some(named), "{rule}");
    }
    let unready = said("unready-item-committed").unwrap_or_default();
    assert!(unready.contains(unexplained) && unready.contains("CRUMB-2"), "{unready}");
    for rule in ["story-rewritten-mid-sprint", "started-outside-sprint"] {
        assert!(!run.fires(rule) && said(rule).is_some_and(|why| why.contains(unexplained)), "{rule}: {}", run.out);
    }
}

#[test]
fn of_sprints_without_dates_nobody_knows_whether_three_are_over() {
    let charter = CHARTER.replace("[workflow]", "[workflow]\nretrospective = [\"Retro actions\"]");
    let table = |sprint: &str| {
        let rows =
            (1..=2).map(|number| format!("Story {number},APP-{number},Story,Done,2026-0{number}-02 09:00,{sprint}\n"));
        format!("Summary,Issue key,Issue Type,Status,Created,Sprint\n{}", rows.collect::<String>())
    };
    let judged = |sprint: &str| {
        let folder = Folder::new();
        folder.write("boardlint.toml", &charter);
        let export = folder.write("Jira.csv", table(sprint));
        boardlint(&["check", &export, "--format", "jsonl", "--fail-on", "never", "--today", "2026-03-21"])
    };
    let told = |run: &Run| run.objects().into_iter().find(|object| object["rule"] == "retro-actions-stalled");
    let dated = told(&judged("")).expect("told");
    assert_eq!(dated["type"], "finding", "on a board without sprints, fortnights stand for them");
    let undated = told(&judged("Sprint 5")).expect("told");
    assert_eq!((&undated["type"], &undated["missing"]), (&json!("inconclusive"), &json!("sprints")));
}

/// Whether a finding about the cadence of the last of these sprints is reported, and if not, why. A sprint is
/// given by its start, planned end and completion.
fn cadence(sprints: &[[&str; 3]]) -> (bool, Option<String>) {
    let issues = sprints.iter().zip(1..).map(|([start, end, completed], id)| {
        let sprint = sprint(id, "closed", start, end, Some(completed));
        jira::issue(&format!("CRUMB-{id}"), json!({"customfield_10020": [sprint]}), Vec::new())
    });
    let run = check(CHARTER, &jira::page(issues.collect()), &["--today", "2026-05-20"]);
    let rule = "sprint-cadence-broken";
    let of_last =
        |finding: &Value| finding["message"].as_str().is_some_and(|message| message.contains("was planned for"));
    (run.findings_of(rule).iter().any(of_last), run.gap(rule).map(|gap| gap.message))
}

#[test]
fn a_planned_length_that_the_completions_deny_is_none() {
    let long = ["2026-03-02T09:00:00.000Z", "2026-05-08T17:00:00.000Z", "2026-05-08T17:00:00.000Z"];
    assert_eq!(cadence(&[long]), (true, None));
    // It was completed about two months before its planned end, which must be a mistake.
    let closed_early = [long[0], long[1], "2026-03-13T17:00:00.000Z"];
    assert_eq!(cadence(&[closed_early]), (false, None));
    let before = |completed: &'static str| ["2026-02-02T09:00:00.000Z", completed, completed];
    assert_eq!(cadence(&[before("2026-03-01T17:00:00.000Z"), long]), (true, None));
    // Another sprint of the board ran at the same time.
    let (is_told, why) = cadence(&[before("2026-04-24T17:00:00.000Z"), long]);
    assert!(is_told && why.is_some_and(|why| why.contains("(Sprint 2)")), "of the first alone");
}

#[test]
fn near_the_close_of_a_sprint_is_not_known_where_nothing_says_when_it_was_closed() {
    let rule = "status-moved-by-po";
    let judged = |day: u32, value: Value| {
        let histories = vec![
            history(1, "Li", "2026-01-09T15:00:00.000+0000", jira::sprints("", "1")),
            history(2, "Li", "2026-01-12T09:00:00.000+0000", moved("Backlog", "In Progress")),
        ];
        let member = jira::issue("CRUMB-1", json!({"customfield_10020": value}), histories);
        let moved =
            history(3, "Maria", &format!("2026-01-{day:02}T14:30:00.000+0000"), moved("Backlog", "In Progress"));
        let fields =
            json!({"status": status("In Progress", "indeterminate"), "updated": "2026-01-26T09:00:00.000+0000"});
        let issues = vec![member, jira::issue("CRUMB-2", fields, vec![moved])];
        let run = check(CHARTER, &jira::page(issues), &["--select", rule]);
        (run.fires(rule), run.out.contains("does not say of all of them when they ran"))
    };
    let closed = |at: &str| json!([sprint(1, "closed", "2026-01-12T09:00:00.000Z", at, Some(at))]);
    assert_eq!(judged(23, closed("2026-01-23T15:00:00.000Z")), (false, false), "half an hour before the close");
    assert_eq!(judged(22, closed("2026-01-23T15:00:00.000Z")), (true, false), "on the day before it");
    let named = json!([{"id": 1, "name": "Sprint 1"}]);
    assert_eq!(judged(23, named.clone()), (false, true), "it may have been closed then");
    assert_eq!(judged(8, named), (true, false), "nothing had been put into a sprint yet");
}

/// What is found and not judged of four sprints, in the second or third of which Sam ranked ten stories, where `running` is the last sprint
/// in their Sprint fields, or a list beside the search has the first three and the histories alone name the fourth.
fn proxied(drags_in: &str, running: Option<Value>) -> (bool, Option<String>) {
    let days = [("2026-01-05", "2026-01-16"), ("2026-01-19", "2026-01-30"), ("2026-02-02", "2026-02-13")];
    let closed = days.iter().zip(1..).map(|((start, end), id)| {
        let (start, end) = (format!("{start}T09:00:00.000Z"), format!("{end}T17:00:00.000Z"));
        sprint(id, "closed", &start, &end, Some(&end))
    });
    let closed: Vec<Value> = closed.collect();
    let history_of = |number: u32| {
        let at = format!("{drags_in}T10:{:02}:00.000+0000", number * 2);
        let planned = json!({"field": "Sprint", "fieldtype": "custom", "fieldId": "customfield_10020", "from": "",
                             "fromString": "", "to": "4", "toString": "Sprint 4"});
        vec![
            history(number, "Sam", &at, jira::ranked()),
            history(50 + number, "Li", "2026-02-16T08:00:00.000+0000", planned),
        ]
    };
    let mut issues: Vec<Value> = (10..20)
        .map(|number| {
            let field = running.iter().map(|running| ("customfield_10020".to_owned(), json!([running])));
            jira::issue(&format!("APP-{number}"), Value::Object(field.collect()), history_of(number))
        })
        .collect();
    for (sprint, key) in closed.iter().zip(["APP-1", "APP-2", "APP-3"]) {
        let at = sprint["startDate"].as_str().expect("a start").replace("09:00:00.000Z", "12:00:00.000+0000");
        let done = json!({"customfield_10020": [sprint], "status": status("Done", "done"), "updated": at});
        issues.push(jira::issue(key, done, vec![history(90, "Li", &at, moved("Backlog", "Done"))]));
    }
    let folder = Folder::of(CHARTER, jira::page(issues));
    let rule = "sm-acts-as-proxy-po";
    let options = ["check", ".", "--format", "jsonl", "--fail-on", "never", "--today", "2026-02-20", "--select", rule];
    let run = boardlint_in(folder.path(), &options);
    (run.fires(rule), run.gap(rule).map(|gap| gap.message))
}

#[test]
fn a_sprint_of_which_nobody_knows_when_it_ran_gives_its_place_among_the_last_ones_to_no_older_one() {
    let dated = sprint(4, "active", "2026-02-16T09:00:00.000Z", "2026-02-27T17:00:00.000Z", None);
    let undated = json!({"id": 4, "name": "Sprint 4", "state": "active", "boardId": 1, "goal": ""});
    for running in [dated, undated] {
        assert_eq!(proxied("2026-01-20", Some(running.clone())), (false, None), "before the last two: {running}");
        assert_eq!(proxied("2026-02-03", Some(running.clone())), (true, None), "in the last but one: {running}");
    }
    let (fires, why) = proxied("2026-01-20", None);
    let unexplained = "the export names sprints and does not say of all of them when they ran";
    assert!(!fires && why.as_deref().is_some_and(|why| why.contains(unexplained)), "{why:?}");
}
