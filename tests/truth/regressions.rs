//! Mistakes that were made once, each named after what it did.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::trello::unsigned_action;
use crate::support::{Folder, Run, boardlint, boardlint_in, check, fixture};

fn blocked_charter() -> String {
    CHARTER.replace("[workflow]", "[workflow]\nimpediments = [\"Blocked\"]")
}

#[test]
fn the_day_an_item_got_blocked_is_not_invented_where_its_history_is_cut() {
    let blocked = json!({"status": jira::status("Blocked", "indeterminate")});
    let late = jira::history(9, "Lee", "2026-03-30T09:00:00.000+0000", jira::ranked());
    let mut cut = jira::issue("APP-1", blocked.clone(), vec![late.clone()]);
    cut["changelog"]["total"] = json!(150);
    let run = check(&blocked_charter(), &jira::page(vec![cut]), &[]);
    assert!(!run.fires("impediment-unresolved"), "{}", run.out);
    let whole = check(&blocked_charter(), &jira::page(vec![jira::issue("APP-1", blocked, vec![late])]), &[]);
    assert!(whole.fires("impediment-unresolved"), "with the whole history the day is known");
}

const MARIA: &str = "5e0be1000000000000000001";
const SAM: &str = "5e0be1000000000000000002";

fn trello(card: Value, list: Value, actions: Vec<Value>) -> String {
    // `actions` first, as `jq -S` writes it.
    json!({"actions": actions, "cards": [card], "id": "5e0be1000000000000000000", "lists": [list],
           "members": [{"id": MARIA, "username": "maria", "fullName": "Maria"},
                       {"id": SAM, "username": "sam", "fullName": "Sam"}], "name": "Bakery"})
    .to_string()
}

fn card(closed: bool) -> Value {
    json!({"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Oven", "closed": closed,
           "idList": "5e0be1000000000000000010", "idMembers": null, "labels": null})
}

fn created() -> Value {
    let list = json!({"id": "5e0be1000000000000000010", "name": "Blocked"});
    let data = json!({"card": {"id": "695e0000aaaaaaaaaaaaaaaa"}, "list": list});
    unsigned_action("695e0001aaaaaaaaaaaaaaaa", &json!(MARIA), "2026-01-07T06:22:24.000Z", "createCard", data)
}

#[test]
fn an_archived_card_or_list_is_in_nobodys_way() {
    let list = |closed: bool| json!({"id": "5e0be1000000000000000010", "name": "Blocked", "closed": closed});
    let judged = |card: Value, list: Value| {
        let run = check(&blocked_charter(), &trello(card, list, vec![created()]), &["--today", "2026-03-01"]);
        assert!(run.out.contains("\"items\":1"), "{}", run.out);
        run.fires("impediment-unresolved")
    };
    assert!(judged(card(false), list(false)));
    assert!(!judged(card(true), list(false)));
    assert!(!judged(card(false), list(true)));
}

#[test]
fn whoever_moves_the_due_day_of_a_card_has_it_in_their_hands() {
    let list = json!({"id": "5e0be1000000000000000010", "name": "Doing", "closed": false});
    let judged = |changed: Option<Value>| {
        let mut begun = created();
        begun["data"]["list"]["name"] = json!("Doing");
        let later = changed.map(|old| {
            let data = json!({"old": old, "card": {"id": "695e0000aaaaaaaaaaaaaaaa", "dueComplete": true}});
            unsigned_action("698e0000aaaaaaaaaaaaaaaa", &json!(SAM), "2026-02-12T12:16:10.000Z", "updateCard", data)
        });
        let data = json!({"board": {"id": "5e0be1000000000000000000"}});
        let (id, at) = ("5e0be1000000000000000000", "2020-01-02T22:56:00.000Z");
        let made = unsigned_action(id, &json!(MARIA), at, "createBoard", data);
        let actions = later.into_iter().chain([begun, made]).collect();
        let charter = CHARTER.replace("In Progress", "Doing");
        let run = check(&charter, &trello(card(false), list.clone(), actions), &["--today", "2026-02-20"]);
        run.fires("abandoned-in-progress")
    };
    assert!(judged(None));
    assert!(!judged(Some(json!({"dueComplete": false}))), "ticked off");
    assert!(!judged(Some(json!({"due": "2026-02-10T09:00:00.000Z"}))), "put off");
    assert!(judged(Some(json!({"pos": 16384}))), "dragged, which is no touch");
}

fn story_by_sam(key: &str, at: &str, more: Value) -> Value {
    let mut fields = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam"), "created": at});
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        fields[name] = value;
    }
    jira::issue(key, fields, vec![])
}

#[test]
fn two_stories_under_an_epic_that_was_not_exported_may_be_a_split() {
    let parent = json!({"parent": {"id": "7", "key": "APP-7"}});
    let stories = vec![
        story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", parent.clone()),
        story_by_sam("APP-9", "2026-02-02T09:03:00.000+0000", parent),
    ];
    assert!(!check(CHARTER, &jira::page(stories), &[]).fires("story-written-by-sm"));
    let alone = vec![story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", json!({}))];
    assert!(check(CHARTER, &jira::page(alone), &[]).fires("story-written-by-sm"));
}

#[test]
fn a_clone_is_a_clone_in_any_language() {
    let links = json!({"issuelinks": [{"type": {"name": "Cloners", "inward": "wird geklont von", "outward": "klont"},
                                       "outwardIssue": {"key": "APP-1"}}]});
    let story = story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", links);
    assert!(!check(CHARTER, &jira::page(vec![story]), &[]).fires("story-written-by-sm"));
}

#[test]
fn hours_logged_by_the_same_act_excuse_wherever_they_stand_in_it() {
    let points = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null,
                        "fromString": null, "to": null, "toString": "5"});
    let log = json!({"field": "timespent", "fieldtype": "jira", "from": null, "fromString": null, "to": "3600", "toString": "3600"});
    let act = |items: Value| {
        let mut history = jira::history(1, "Maria", "2026-02-02T09:00:00.000+0000", json!({}));
        history["items"] = items;
        check(CHARTER, &jira::page(vec![jira::issue("APP-1", json!({}), vec![history])]), &[])
            .fires("estimated-by-non-developer")
    };
    assert!(act(json!([points])));
    assert!(!act(json!([points, log])));
    assert!(!act(json!([log, points])));
}

#[test]
fn a_name_that_is_one_persons_login_and_anothers_key_is_ambiguous() {
    let person =
        |login: &str, key: &str, name: &str| json!({"name": login, "key": key, "displayName": name, "active": true});
    let issues = vec![
        jira::issue("APP-1", json!({"creator": person("ana", "ana2", "Ana One")}), vec![]),
        jira::issue("APP-2", json!({"creator": person("other", "ana", "Other")}), vec![]),
    ];
    let run = check("[roles]\nproduct-owner = [\"ana\"]\n", &jira::page(issues), &[]);
    assert!(run.status == 2 && run.err.contains("`ana` fits 2 people"), "{}", run.err);
}

#[test]
fn twenty_two_against_fifty_five_in_three_sprints_is_1_2_and_no_more() {
    let sprint = |id: u32, state: &str, day: u32, name: &str| {
        let noon = |day: u32| {
            if day > 31 {
                format!("2026-02-{:02}T09:00:00.000Z", day - 31)
            } else {
                format!("2026-01-{day:02}T09:00:00.000Z")
            }
        };
        let completed = (state == "closed").then(|| noon(day_end(id)));
        let mut sprint = jira::sprint(id, state, &noon(day), &noon(day_end(id)), completed.as_deref());
        sprint["name"] = json!(name);
        sprint
    };
    // Sprints with a theme in their names follow one another all the same.
    let sprints = [
        sprint(1, "closed", 5, "Sprint 1: Login"),
        sprint(2, "closed", 12, "Sprint 2: Cart"),
        sprint(3, "closed", 19, "Sprint 3"),
        sprint(4, "active", 26, "Sprint 4: Search"),
    ];
    let board = |points: f64| {
        let mut issues: Vec<Value> = [18.0, 18.0, 19.0]
            .iter()
            .zip(&sprints)
            .enumerate()
            .map(|(index, (points, sprint))| {
                let at = format!("2026-01-{:02}T12:00:00.000+0000", 6 + 7 * index);
                let done = jira::history(100, "Lee", &at, jira::moved("Backlog", "Done"));
                let status = jira::status("Done", "done");
                jira::issue(
                    &format!("APP-{index}"),
                    json!({"customfield_10016": points, "customfield_10020": [sprint], "status": status}),
                    vec![done],
                )
            })
            .collect();
        let late = jira::history(9, "Lee", "2026-01-28T12:00:00.000+0000", jira::ranked());
        issues.push(jira::issue(
            "APP-9",
            json!({"customfield_10016": points, "customfield_10020": [sprints[3]]}),
            vec![late],
        ));
        check(CHARTER, &jira::page(issues), &[]).fires("sprint-overcommitted")
    };
    assert!(!board(22.0));
    assert!(board(22.1));
}

fn day_end(sprint: u32) -> u32 {
    5 + 7 * sprint
}

#[test]
fn one_file_by_two_ways_is_one_board() {
    let folder = Folder::new();
    let page = jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]);
    let export = folder.write("board.json", page);
    let run = boardlint(&["check", &folder.text(), &export, "--po", "Maria", "--sm", "Sam", "--format", "jsonl"]);
    assert_eq!(run.subjects(), [("backlog-reordered-by-non-po".to_owned(), "APP-1".to_owned())]);
}

#[test]
fn an_export_without_items_is_none() {
    for export in
        [r#"{"startAt":0,"total":0,"issues":[]}"#, r#"{"id":"1","name":"x","cards":[],"lists":[],"actions":[]}"#]
    {
        let run = check(CHARTER, export, &[]);
        assert!(
            run.status == 3 && run.last_line().ends_with(&format!("0 of {} rules judged", crate::support::shipped())),
            "{export}: {}",
            run.last_line()
        );
    }
}

#[test]
fn a_charter_that_is_not_there_stops_the_run() {
    let run = check(CHARTER, &jira::page(vec![]), &["--charter", "no/such/boardlint.toml"]);
    assert!(run.status == 2 && run.err.contains("the charter cannot be read"), "{}", run.err);
}

#[test]
fn half_an_address_is_not_shown_where_a_title_is_cut() {
    let title = "Please answer the angry customer who wrote from maria.gomez.private@corp.example again";
    let fields = json!({"summary": title});
    let history = jira::drag("Sam");
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", fields, vec![history])]));
    let run = boardlint(&["check", &export]);
    assert!(run.out.contains("…@corp") && !run.out.contains("maria.gomez"), "{}", run.out);
}

#[test]
fn a_cut_changelog_is_told_even_where_nothing_else_is_missing() {
    let mut cut = jira::issue("APP-1", json!({}), vec![jira::drag("Maria")]);
    cut["changelog"]["total"] = json!(150);
    let run = check(CHARTER, &jira::page(vec![cut]), &["--select", "backlog-reordered-by-non-po"]);
    let told = run.inconclusive().into_iter().next().expect("a partial verdict");
    assert_eq!((&told["missing"], &told["partial"]), (&json!("history"), &json!(true)));
}

#[test]
fn issues_without_a_type_are_no_stories_and_no_pass_either() {
    let mut issue = story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", json!({}));
    issue["fields"].as_object_mut().expect("fields").remove("issuetype");
    let run = check(CHARTER, &jira::page(vec![issue]), &["--select", "story-written-by-sm"]);
    assert!(run.findings().is_empty());
    assert!(
        run.objects().iter().any(|object| object["type"] == "inconclusive" && object["partial"] == false),
        "{}",
        run.out
    );
}

#[test]
fn the_charter_beside_a_file_is_found_wherever_one_stands() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let drag = jira::drag("Sam");
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag])]));
    for path in ["search.json", "./search.json", "."] {
        let run = boardlint_in(folder.path(), &["check", path, "--format", "jsonl", "--fail-on", "never"]);
        assert!(run.fires("backlog-reordered-by-non-po"), "{path}: {}", run.out);
    }
}

#[test]
fn a_drag_among_the_actions_of_a_retrospective_is_known_to_order_no_backlog() {
    let folder = Folder::new();
    for name in ["boardlint.toml", "board.json"] {
        let text = fixture(&format!("by-the-book/trello/{name}"));
        // Tomasz drags the newest action up, in the list it was written into.
        let dragged = r#""actions": [
  {"id": "69fe0500b0a7d0c4006fffff", "idMemberCreator": "5fb7b099c0ffee0000000003", "type": "updateCard",
   "date": "2026-05-08T16:10:00.000Z", "data": {"card": {"shortLink": "Crust052", "pos": 1.5, "id": "CARD"},
   "old": {"pos": 3604480}, "list": {"id": "LIST", "name": "Retro actions"}}},"#;
        let export: Value = serde_json::from_str(&text).unwrap_or_default();
        let id = |list: &str, key: &str, value: &str| {
            let found = export[list].as_array().into_iter().flatten().find(|one| one[key] == value);
            found.map(|one| one["id"].as_str().expect("an id").to_owned()).unwrap_or_default()
        };
        let dragged = dragged.replace("CARD", &id("cards", "shortLink", "Crust052"));
        let dragged = dragged.replace("LIST", &id("lists", "name", "Retro actions"));
        folder.write(name, text.replacen("\"actions\": [", &dragged, 1));
    }
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
    let told: Vec<_> = run.objects().into_iter().filter(|one| one["rule"] == "backlog-reordered-by-non-po").collect();
    assert!(run.out.contains("\"changes\":411") && told.is_empty(), "{told:?}\n{}", run.out);
}

#[test]
fn a_sprint_that_was_to_begin_and_that_nobody_started_is_not_asked_for_its_goal() {
    let begin = "2026-01-05T09:00:00.000Z";
    let asked = |state: &str| {
        let sprint = jira::sprint(1, state, begin, "2026-01-16T17:00:00.000Z", None);
        let late = jira::history(1, "Lee", "2026-01-12T09:00:00.000+0000", jira::ranked());
        let issue = jira::issue("APP-1", json!({"customfield_10020": [sprint]}), vec![late]);
        check(CHARTER, &jira::page(vec![issue]), &[]).fires("sprint-without-goal")
    };
    assert!(asked("active"));
    assert!(!asked("future"), "it has dates, and they are past");
}

#[test]
fn whoever_takes_an_item_and_begins_it_in_one_act_moves_an_item_of_their_own_in_any_order() {
    let sam = "712020:Sam";
    let taken = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                       "to": sam, "toString": "Sam"});
    let given = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                       "to": "712020:Lee", "toString": "Lee"});
    let moved = jira::moved("Backlog", "In Progress");
    let told = |items: Value| {
        let mut history = jira::history(1, "Sam", "2026-01-12T09:00:00.000+0000", json!({}));
        history["items"] = items;
        let status = jira::status("In Progress", "indeterminate");
        let issue = jira::issue("APP-1", json!({"status": status}), vec![history]);
        let lee = jira::issue("APP-2", json!({"assignee": jira::user("Lee")}), vec![]);
        check(CHARTER, &jira::page(vec![issue, lee]), &[]).fires("status-moved-by-sm")
    };
    assert!(!told(json!([taken, moved])));
    assert!(!told(json!([moved, taken])));
    assert!(told(json!([moved, given])), "what is given to somebody else is theirs");
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

#[test]
fn a_replacement_whom_the_board_does_not_know_may_have_been_silent() {
    let charter = |replaced: &str| CHARTER.replace("product-owner = [\"Maria\"]", replaced);
    let at = |day: u32| format!("2026-03-{day:02}T09:00:00.000+0000");
    let sprint = jira::sprint(1, "closed", &at(2), &at(13), Some(&at(13)));
    let moves = [(3, "Maria"), (5, "Lee"), (9, "Lee"), (12, "Lee")];
    let histories = (1..).zip(moves).map(|(id, (day, who))| jira::history(id, who, &at(day), jira::ranked())).collect();
    let export = jira::page(vec![jira::issue("APP-1", json!({"customfield_10020": [sprint]}), histories)]);
    let judged = |owners: &str| {
        let run = check(&charter(owners), &export, &["--today", "2026-03-20"]);
        let told = run.objects().into_iter().find(|object| object["rule"] == "po-absent");
        told.map(|told| (told["type"].clone(), told["missing"].clone()))
    };
    let known = judged("product-owner = [\"Maria\"]").expect("told");
    assert_eq!(known.0, "finding");
    let replaced = "product-owner = [{ who = \"Maria\", until = 2026-03-04 }, { who = \"Pia\", since = 2026-03-05 }]";
    assert_eq!(judged(replaced), Some((json!("inconclusive"), json!("roles"))));
    assert_eq!(judged("product-owner = [{ who = \"Maria\", until = 2026-03-04 }]"), None, "nobody's silence");
}

#[test]
fn what_may_follow_the_known_part_of_a_history_excuses() {
    let page = |values: Vec<Value>| {
        json!({"self": "https://bakery.example/rest/api/2/issue/APP-1/changelog?startAt=0", "startAt": 0, "maxResults": 1,
            "total": 9, "isLast": false, "values": values})
    };
    let judged = |fields: Value, known: Value| {
        let mut all =
            json!({"status": jira::status("In Progress", "indeterminate"), "updated": "2026-02-20T09:00:00.000+0000"});
        all.as_object_mut().expect("fields").extend(fields.as_object().cloned().unwrap_or_default());
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

#[test]
fn a_drag_that_a_server_writes_under_two_fields_is_one() {
    let drags = |days: std::ops::RangeInclusive<u32>| {
        let both = days.flat_map(|day| {
            let at = format!("2026-02-{day:02}T09:00:00.000+0000");
            let mut obsolete = jira::ranked();
            (obsolete["field"], obsolete["fieldId"]) = (json!("Rank (Obsolete)"), json!("customfield_10400"));
            [jira::history(2 * day, "Sam", &at, jira::ranked()), jira::history(2 * day + 1, "Sam", &at, obsolete)]
        });
        let folder = Folder::of(CHARTER, jira::page(vec![jira::issue("APP-1", json!({}), both.collect())]));
        let inspected = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
        let inspected: Value = serde_json::from_str(&inspected.out).expect("JSON");
        let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"]);
        (inspected["boards"][0]["changes"]["ranked"].clone(), run.fires("sm-acts-as-proxy-po"))
    };
    assert_eq!(drags(2..=10), (json!(9), false));
    assert_eq!(drags(2..=12), (json!(11), true));
}

#[test]
fn who_nobody_is_known_to_be_may_hold_the_other_role_too() {
    let judged = |owner: &str| {
        let folder = Folder::new();
        folder.write("boardlint.toml", format!("[roles]\nproduct-owner = \"{owner}\"\nscrum-master = \"Sam\"\n"));
        folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "po-is-also-sm"]);
        run.inconclusive().iter().map(|it| it["missing"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(judged("Samm"), ["\"roles\""]);
    assert_eq!(judged("Maria"), [""; 0]);
}

#[test]
fn a_day_of_work_that_somebody_typed_years_ahead_does_not_move_the_clock() {
    let newest = |logged: &str| {
        let rows = (1..=3).map(|number| {
            let day = if number == 3 { logged } else { "15/Mar/24" };
            format!(
                "Item {number},SHOP-{number},Story,Backlog,Maria,02/Feb/24 10:0{number} AM,did;{day} 10:00 AM;Li;3600\n"
            )
        });
        let header = "Summary,Issue key,Issue Type,Status,Creator,Created,Log Work\n";
        let folder = Folder::new();
        folder.write("export.csv", header.to_owned() + &rows.collect::<String>());
        let inspected = boardlint_in(folder.path(), &["inspect", "export.csv", "--format", "json"]);
        let record: Value = serde_json::from_str(&inspected.out).expect("JSON");
        (record["period"]["until"].to_string(), inspected.err)
    };
    let (clock, said) = newest("15/Mar/31");
    assert!(clock.contains("2024-03-15") && said.contains("more than a year after everything else"), "{clock} {said}");
    let (clock, said) = newest("20/Dec/24");
    assert!(clock.contains("2024-12-20") && !said.contains("after everything else"), "{clock} {said}");
}

#[test]
fn where_nothing_is_dated_no_day_of_a_role_is_outside_of_the_board() {
    let folder = Folder::new();
    folder.write(
        "boardlint.toml",
        "[roles]\nproduct-owner = [{ who = \"Maria\", since = 2024-01-01 }]\nscrum-master = \"Sam\"\n",
    );
    folder.write(
        "export.csv",
        "Summary,Issue key,Issue Type,Status,Creator\nOne,SHOP-1,Story,Open,Maria\nTwo,SHOP-2,Story,Open,Sam\n",
    );
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "role-not-mapped"]);
    assert!(!run.fires("role-not-mapped"), "{}", run.out);
}

#[test]
fn numbers_of_issues_that_no_project_reaches_are_no_overflow() {
    let key = |project: &str| format!("{project}-{}", u64::MAX);
    let issues = ["A", "B"].map(|project| jira::issue(&key(project), json!({}), Vec::new()));
    let run = check(CHARTER, &jira::page(issues.to_vec()), &[]);
    assert!(run.status < 2, "{}", run.err);
}
