//! What an export leaves out is unknown, not absent.

use serde_json::{Value, json};

use crate::support::jira::{self, BEGIN, CHARTER, END, history, moved, sprint, sprints, status};
use crate::support::{Folder, Run, boardlint_in, check};

fn board(folder: &Folder, more: &[&str]) -> Run {
    boardlint_in(folder.path(), &[&["check", ".", "--format", "jsonl", "--fail-on", "never"], more].concat())
}

/// A story that was added to a sprint before it began.
fn planned(key: &str, fields: Value, more: Vec<Value>) -> Value {
    let all = json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let all = jira::laid_over(all, fields);
    let mut histories = vec![history(1, "Maria", "2026-01-30T09:00:00.000+0000", sprints("", "1"))];
    histories.extend(more);
    jira::issue(key, all, histories)
}

#[test]
fn an_export_without_descriptions_accuses_nobody_of_an_empty_one() {
    let rule = "unready-item-committed";
    let later = history(9, "Li", "2026-02-10T09:00:00.000+0000", moved("Backlog", "In Progress"));
    let story = |mut fields: Value| {
        fields["status"] = status("In Progress", "indeterminate");
        jira::page(vec![planned("CRUMB-1", fields, vec![later.clone()])])
    };
    let without = check(CHARTER, &story(json!({})), &[]);
    assert!(!without.fires(rule) && without.gap(rule).is_some_and(|gap| gap.message.contains("descriptions")));
    assert!(check(CHARTER, &story(json!({"description": null})), &[]).fires(rule), "this one is known to be empty");
}

#[test]
fn comments_in_one_file_of_several_say_nothing_of_the_others() {
    let charter = CHARTER.replace("done = ", "acceptance = [\"UAT\"]\ndone = ");
    let waiting = history(5, "Li", "2026-02-03T09:00:00.000+0000", moved("In Progress", "UAT"));
    let stands = |comments: Value| {
        let mut issue = planned("CRUMB-1", json!({"status": status("UAT", "indeterminate")}), vec![waiting.clone()]);
        let fields = issue["fields"].as_object_mut().expect("fields");
        match comments {
            Value::Null => drop(fields.remove("comment")),
            comments => drop(fields.insert("comment".to_owned(), comments)),
        }
        jira::page(vec![issue])
    };
    let other = jira::page(vec![planned("CRUMB-2", json!({}), Vec::new())]);
    let known = Folder::of(&charter, stands(json!({"comments": [], "total": 0})));
    known.write("other.json", &other);
    assert!(board(&known, &["--today", "2026-02-13"]).fires("acceptance-stalled"));
    let unknown = Folder::of(&charter, stands(Value::Null));
    unknown.write("other.json", &other);
    let run = board(&unknown, &["--today", "2026-02-13"]);
    for rule in ["acceptance-stalled", "po-absent"] {
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{rule}");
    }
}

/// A story that was done on 5 February, with a resolution that says it was abandoned.
fn given_up(resolution: Value) -> Value {
    let done = history(5, "Li", "2026-02-05T09:00:00.000+0000", moved("Backlog", "Done"));
    let fields = json!({"status": status("Done", "done"), "resolution": resolution,
        "customfield_10020": [sprint(1, "closed", BEGIN, END, Some(END))]});
    let mut story = planned("CRUMB-1", fields, vec![done]);
    story["fields"]["updated"] = json!("2026-02-14T09:00:00.000+0000");
    story
}

#[test]
fn a_resolution_that_no_history_dates_came_with_the_closing() {
    let folder = Folder::of(CHARTER, jira::page(vec![given_up(json!({"name": "Wird nicht erledigt"}))]));
    let inspected = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
    let inspected: Value = serde_json::from_str(&inspected.out).expect("JSON");
    let sprint = &inspected["boards"][0]["sprints"][0];
    let figures = ["committed", "done", "delivered", "cancelled", "carried-over"].map(|figure| sprint[figure].as_f64());
    assert_eq!(figures, [Some(1.0), Some(0.0), Some(0.0), Some(1.0), Some(0.0)], "{sprint}");
}

#[test]
fn a_status_of_the_same_name_and_a_move_between_projects_are_no_decisions() {
    let rule = "status-moved-by-po";
    let charter = CHARTER.replace("[\"In Progress\"]", "[\"In Progress\", \"Review\"]");
    let story = |items: Vec<Value>| {
        let mut history = history(7, "Maria", "2026-02-05T09:00:00.000+0000", json!({}));
        history["items"] = json!(items);
        check(
            &charter,
            &jira::page(vec![jira::issue(
                "CRUMB-1",
                json!({"status": status("Review", "indeterminate")}),
                vec![history],
            )]),
            &[],
        )
    };
    let change = |field: &str, from: &str, to: &str| json!({"field": field, "fieldtype": "jira", "from": null, "fromString": from, "to": null, "toString": to});
    assert!(story(vec![moved("In Progress", "Review")]).fires(rule));
    let mut renumbered = moved("Review", "Review");
    renumbered["from"] = json!("10044");
    assert!(!story(vec![renumbered]).fires(rule), "the workflow has another status of that name now");
    let key = change("Key", "OLD-4", "CRUMB-1");
    assert!(!story(vec![change("project", "Old", "Crumb"), key, moved("In Progress", "Review")]).fires(rule));
}

#[test]
fn those_whose_data_were_erased_are_nobody_known() {
    let rule = "backlog-reordered-by-non-po";
    for name in ["user-3fa1c", "Usuário anônimo", "Anonymer Benutzer"] {
        let mut drag = jira::drag("Li");
        drag["author"] = json!({"name": "jirauser10412", "key": "JIRAUSER10412", "displayName": name, "active": false});
        let run = check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", json!({}), vec![drag])]), &[]);
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{name}");
    }
    let named =
        check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", json!({}), vec![jira::drag("user-friendly")])]), &[]);
    assert!(named.fires(rule));
}

#[test]
fn nobody_is_a_placeholder_in_a_table_or_a_backup_either() {
    let folder = Folder::new();
    folder.write(
        "Jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Assignee,Reporter,Creator,Created\n\
         Roll,APP-1,1,Story,To Do,Lee,Former user,Former user,2026-03-02 09:00\n\
         Bun,APP-2,2,Story,To Do,,user-3fa2b,jirauser10100,2026-03-02 10:00\n",
    );
    let run = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).expect("JSON");
    let names: Vec<_> = told["people"].as_array().into_iter().flatten().map(|person| &person["name"]).collect();
    assert_eq!(names, ["Lee"], "{}", run.out);
    let backup = Folder::new();
    backup.write(
        "entities.xml",
        "<?xml version=\"1.0\"?>\n<entity-engine-xml date=\"1772600000000\">\n\
         <Project id=\"1\" key=\"APP\" name=\"App\"/><Status id=\"1\" name=\"To Do\" statuscategory=\"2\"/><IssueType id=\"5\" name=\"Story\"/>\n\
         <ApplicationUser id=\"1\" userKey=\"JIRAUSER10100\" lowerUserName=\"jirauser10100\"/>\n\
         <ApplicationUser id=\"2\" userKey=\"lee\" lowerUserName=\"lee.moss\"/><User id=\"2\" userName=\"lee.moss\" lowerUserName=\"lee.moss\" displayName=\"Lee\"/>\n\
         <Issue id=\"9\" key=\"APP-1\" number=\"1\" project=\"1\" reporter=\"lee\" creator=\"JIRAUSER10100\" type=\"5\" summary=\"Roll\" status=\"1\" created=\"2026-03-02 09:00:00.0\" updated=\"2026-03-02 09:00:00.0\"/>\n\
         </entity-engine-xml>",
    );
    let run = boardlint_in(backup.path(), &["inspect", ".", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).expect("JSON");
    let names: Vec<_> = told["people"].as_array().into_iter().flatten().map(|person| &person["name"]).collect();
    assert_eq!(names, ["Lee"], "{}", run.out);
}

#[test]
fn dates_of_a_sprint_that_cannot_be_meant_move_no_figure() {
    let closed = |end: &str, completed: &str| {
        let fields = json!({"customfield_10020": [sprint(1, "closed", BEGIN, end, Some(completed))]});
        let later = history(9, "Li", "2026-02-20T09:00:00.000+0000", moved("Backlog", "In Progress"));
        check(CHARTER, &jira::page(vec![planned("CRUMB-1", fields, vec![later])]), &[])
    };
    for (end, completed, told) in [
        ("2062-02-13T17:00:00.000Z", END, "ends more than a year after it starts"),
        (END, "2099-02-13T17:00:00.000Z", "was completed more than a year after everything else"),
        ("2026-01-13T17:00:00.000Z", END, "ends before it starts"),
    ] {
        let run = closed(end, completed);
        assert!(run.err.contains(told) && !run.fires("sprint-cadence-broken"), "{told}: {}", run.err);
    }
    assert!(!closed(END, END).err.contains("correct the date"));
}

#[test]
fn sprints_of_a_history_that_keeps_their_names_alone_are_joined_by_name() {
    let named = |from: &str, to: &str| {
        let text = |name: &str| if name.is_empty() { Value::Null } else { json!(name) };
        json!({"field": "Sprint", "fieldtype": "custom", "from": null, "fromString": text(from), "to": null, "toString": text(to)})
    };
    let fields = json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
    let story = |key: &str, by: &str, at: &str| {
        jira::issue(key, fields.clone(), vec![history(1, by, at, named("", "Sprint 1"))])
    };
    let early = (1..=5).map(|number| story(&format!("CRUMB-{number}"), "Maria", "2026-01-30T09:00:00.000+0000"));
    let late = story("CRUMB-9", "Li", "2026-02-05T09:00:00.000+0000");
    let run = check(CHARTER, &jira::page(early.chain([late]).collect()), &[]);
    assert_eq!(run.findings_of("scope-changed-mid-sprint").len(), 1, "{:?}", run.subjects());
    assert_eq!(run.summary()["sprints"], 1);
}

#[test]
fn what_was_cancelled_is_no_retro_action_that_was_done() {
    let charter = CHARTER.to_owned() + "cancelled = [\"Nope\"]\n[kinds]\nretro-action = [\"Action\"]\n";
    let action = |number: u32, at: &str, closed: Option<(&str, &str)>| {
        let state = closed.map_or(status("Backlog", "new"), |(name, _)| status(name, "done"));
        let fields = json!({"issuetype": {"name": "Action"}, "created": at, "updated": at, "status": state,
            "resolution": closed.map(|(_, resolution)| json!({"name": resolution}))});
        let moves =
            closed.map(|(name, _)| history(number, "Li", "2026-02-05T09:00:00.000+0000", moved("Backlog", name)));
        jira::issue(&format!("CRUMB-{number}"), fields, moves.into_iter().collect())
    };
    for (name, resolution, fires) in [("Nope", "Done", true), ("Done", "Descartado", true), ("Done", "Done", false)] {
        let old = "2026-01-05T09:00:00.000+0000";
        let closed = (1..=3).map(|number| action(number, old, Some((name, resolution))));
        let open = (4..=5).map(|number| action(number, old, None));
        let new = action(6, "2026-03-20T09:00:00.000+0000", None);
        let run = check(&charter, &jira::page(closed.chain(open).chain([new]).collect()), &[]);
        assert_eq!(run.fires("retro-actions-stalled"), fires, "{name}, {resolution}: {:?}", run.subjects());
    }
}

#[test]
fn the_request_for_a_cloud_behind_a_domain_of_its_own_is_that_of_cloud() {
    let request = |id: &str| {
        let creator = jira::account(id, "Maria");
        let mut issue = jira::issue("CRUMB-1", json!({"creator": creator, "reporter": creator}), Vec::new());
        issue.as_object_mut().expect("an issue").remove("changelog");
        let folder = Folder::of(CHARTER, jira::page(vec![issue]));
        boardlint_in(folder.path(), &["check", "."]).out
    };
    let cloud = request("557058:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    assert!(cloud.contains("\"$JIRA_URL/rest/api/3/search/jql\"") && !cloud.contains("Bearer"), "{cloud}");
    assert!(request("maria").contains("\"$JIRA_URL/rest/api/2/search\""));
}

#[test]
fn a_rule_about_creators_was_not_judged_because_other_items_are_no_stories() {
    let issue = |key: &str, kind: &str| {
        let fields = json!({"creator": null, "issuetype": {"name": kind, "subtask": false}});
        jira::issue(
            key,
            fields,
            vec![history(1, "Sam", "2026-02-03T09:00:00.000+0000", moved("Backlog", "In Progress"))],
        )
    };
    let run = check(CHARTER, &jira::page(vec![issue("CRUMB-1", "Story"), issue("CRUMB-2", "Bug")]), &[]);
    let gap = run.gap("story-written-by-sm").expect("a gap");
    assert_eq!((gap.partial, &*gap.missing), (false, "creators"), "{gap:?}");
}

#[test]
fn what_was_left_out_is_named_and_counted_for_the_reason_that_is_told() {
    // Two sprints. Nothing happened in the last one after its first days, and it was closed late.
    let ends = [("2026-02-02", "2026-02-13"), ("2026-02-16", "2026-02-27")];
    let object = |id: u32| {
        let (start, end) = ends[id as usize - 1];
        let at = |day: &str, time: &str| format!("{day}T{time}.000Z");
        sprint(id, "closed", &at(start, "09:00:00"), &at(end, "17:00:00"), Some(&at(end, "17:00:00")))
    };
    let said = |day: &str, by: &str| json!({"author": jira::user(by), "created": format!("{day}T10:00:00.000+0000"), "body": "well"});
    let days = ["2026-02-03", "2026-02-05", "2026-02-09", "2026-02-12", "2026-02-16"];
    let comments: Vec<Value> = days.iter().flat_map(|day| [said(day, "Maria"), said(day, "Li")]).collect();
    let fields = json!({"customfield_10020": [object(1), object(2)], "comment": {"comments": comments, "total": 10}});
    let planned = history(1, "Maria", "2026-01-30T09:00:00.000+0000", sprints("", "1"));
    let carried = history(2, "Li", "2026-02-13T17:00:01.000+0000", sprints("1", "1, 2"));
    let run = check(
        CHARTER,
        &jira::page(vec![jira::issue("CRUMB-1", fields, vec![planned, carried])]),
        &["--today", "2026-02-27"],
    );
    let told = run.gap("po-absent").expect("a gap").message;
    assert!(told.starts_with("1 sprint left out: ") && told.ends_with("(Sprint 2)"), "{told}");
}

#[test]
fn a_stage_that_the_charter_names_in_vain_is_told_from_one_that_it_leaves_out() {
    let board = jira::page(vec![jira::issue("CRUMB-1", json!({}), vec![jira::drag("Maria")])]);
    let named = CHARTER.replace("doing = ", "ready = [\"Redy\"]\ndoing = ");
    let told = |charter: &str| check(charter, &board, &[]).gap("too-few-ready-items").expect("a gap").message;
    assert_eq!(told(CHARTER), "no status of this board is known to mean `ready`");
    assert_eq!(told(&named), "nothing ever was in a status that the charter gives as `ready`");
}

#[test]
fn what_ever_was_in_a_stage_that_the_charter_names_only_a_history_tells() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("doing = ", "acceptance = [\"UAT\"]\ndoing = "));
    folder.write(
        "Jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Creator,Created,Updated\n\
         Oven,APP-1,101,Story,Done,Maria,02/Feb/26 9:00 AM,05/Mar/26 9:00 AM\n",
    );
    let gap = board(&folder, &[]).gap("acceptance-stalled").expect("a gap");
    assert!(gap.missing == "history" && !gap.hint.contains("acceptance = "), "{gap:?}");
}

#[test]
fn what_is_cut_off_may_have_been_in_a_stage_that_the_charter_names() {
    let done = |number: usize| {
        let moved = history(1, "Li", "2026-02-02T09:00:00.000+0000", moved("Backlog", "Done"));
        let mut cut = jira::issue(&format!("CRUMB-{number}"), json!({"status": status("Done", "done")}), vec![moved]);
        cut["changelog"]["total"] = json!(9);
        cut
    };
    let run = check(CHARTER, &jira::page((1..=10).map(done).collect()), &[]);
    let gap = run.gap("skipped-the-flow").expect("a gap");
    assert_eq!((&*gap.missing, gap.partial), ("history", false), "{gap:?}");
}

#[test]
fn what_a_rule_never_judges_does_not_make_it_one_that_was_judged_in_part() {
    let (began, over) = ("2026-02-16T09:00:00.000Z", "2026-02-27T17:00:00.000Z");
    let cut = |number: usize| {
        let there = [sprint(1, "closed", BEGIN, END, Some(END))];
        let moved = history(1, "Li", "2026-02-12T09:00:00.000+0000", moved("In Progress", "Done"));
        let fields = json!({"customfield_10020": there, "status": status("Done", "done")});
        let mut cut = jira::issue(&format!("CRUMB-{number}"), fields, vec![moved]);
        cut["changelog"]["total"] = json!(9);
        cut
    };
    // A bug in the running sprint, and a story without a sprint.
    let planned = history(1, "Maria", "2026-02-13T18:00:00.000+0000", sprints("", "2"));
    let fields = json!({"customfield_10020": [sprint(2, "active", began, over, None)], "issuetype": {"name": "Bug"}});
    let bug = jira::issue("CRUMB-11", fields, vec![planned]);
    let idea =
        jira::issue("CRUMB-12", json!({}), vec![history(1, "Li", "2026-02-18T09:00:00.000+0000", jira::ranked())]);
    let items = (1..=6).map(cut).chain([bug, idea]).collect();
    let run = check(CHARTER, &jira::page(items), &["--today", "2026-02-20"]);
    for rule in ["done-in-a-burst", "testing-in-next-sprint", "unready-item-committed"] {
        let gap = run.gap(rule).expect(rule);
        assert_eq!((&*gap.missing, gap.partial), ("history", false), "{gap:?}");
    }
}

#[test]
fn where_nobody_is_mapped_the_developers_are_not_counted() {
    let begun = |number: usize, who: &str| {
        let at = format!("2026-02-03T{:02}:00:00.000+0000", 8 + number);
        let moved = history(2, who, &at, moved("Backlog", "In Progress"));
        planned(&format!("CRUMB-{number}"), json!({"status": status("In Progress", "indeterminate")}), vec![moved])
    };
    let begun_by = |people: [&str; 6]| jira::page((1..).zip(people).map(|(number, who)| begun(number, who)).collect());
    let rule = "too-much-in-progress";
    let run = |charter: &str, people: [&str; 6]| check(charter, &begun_by(people), &["--today", "2026-02-11"]);
    let three = ["Li", "Omar", "Ana", "Li", "Omar", "Ana"];
    assert!(run(CHARTER, three).fires(rule));
    let unmapped = run("", three).gap(rule).expect("a gap");
    assert_eq!((&*unmapped.missing, unmapped.partial), ("roles", false), "{unmapped:?}");
    // Two are too few, whoever they are, so the rule is judged, as far as the items in the export show.
    let few = run("", ["Li", "Omar", "Li", "Omar", "Li", "Omar"]).gap(rule).expect("a gap");
    assert_eq!((&*few.missing, few.partial), ("history", true), "{few:?}");
}

#[test]
fn a_silence_is_not_known_where_the_part_of_a_history_that_is_missing_reaches_into_it() {
    let at = |day: u32| format!("2026-03-{day:02}T09:00:00.000+0000");
    let ranked = |id: u32, day: u32, who: &str| history(id, who, &at(day), jira::ranked());
    // Maria is active only on the first day of the sprint, Lee throughout it.
    let seen = vec![ranked(1, 2, "Maria"), ranked(2, 5, "Lee"), ranked(3, 9, "Lee"), ranked(4, 12, "Lee")];
    let sprint = sprint(1, "closed", &at(2), &at(13), Some(&at(13)));
    let whole = jira::issue("CRUMB-1", json!({"customfield_10020": [sprint]}), seen);
    let judged = |oldest: u32| {
        let mut cut = jira::issue("CRUMB-2", json!({}), vec![ranked(9, oldest, "Lee")]);
        cut["changelog"]["total"] = json!(3);
        check(CHARTER, &jira::page(vec![whole.clone(), cut]), &["--today", "2026-03-20"])
    };
    assert!(judged(2).fires("po-absent"), "what is missing was before the silence");
    let run = judged(12);
    assert!(!run.fires("po-absent"));
    assert!(run.gap("po-absent").is_some_and(|gap| gap.message.contains("oldest part")), "{}", run.out);
}

#[test]
fn sizes_in_words_are_no_estimates_that_anybody_could_sum_up() {
    let sized = |to: &str| {
        let change = json!({"field": "Size", "fieldtype": "custom", "fieldId": "customfield_10050", "from": null,
            "fromString": null, "to": null, "toString": to});
        jira::page(vec![planned(
            "CRUMB-1",
            json!({}),
            vec![history(7, "Maria", "2026-02-05T09:00:00.000+0000", change)],
        )])
    };
    let charter = format!("{CHARTER}\n[fields]\nstory-points = \"Size\"\n");
    let rule = "estimated-by-non-developer";
    assert!(check(&charter, &sized("5"), &[]).fires(rule));
    let run = check(&charter, &sized("M"), &[]);
    assert!(!run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.message.contains("in numbers")), "{}", run.out);
}

#[test]
fn a_word_of_the_product_owner_may_be_among_the_comments_that_were_cut() {
    let charter =
        format!("{CHARTER}\n").replace("[workflow]", "stakeholders = [\"Carl\"]\ndevelopers = [\"Li\"]\n[workflow]");
    let told = |total: usize| {
        let fields = json!({"creator": jira::user("Carl"), "reporter": jira::user("Carl"),
            "created": "2026-02-05T09:00:00.000+0000", "comment": {"comments": [], "total": total},
            "customfield_10020": [sprint(1, "active", BEGIN, END, None)]});
        let wish = jira::issue("CRUMB-2", fields, vec![]);
        let last =
            planned("CRUMB-1", json!({}), vec![history(9, "Li", "2026-02-10T09:00:00.000+0000", jira::ranked())]);
        check(&charter, &jira::page(vec![wish, last]), &[])
    };
    let rule = "stakeholder-bypasses-po";
    assert!(told(0).fires(rule), "{}", told(0).out);
    assert!(!told(1).fires(rule) && told(1).gap(rule).is_some(), "{}", told(1).out);
}

#[test]
fn what_an_export_without_statuses_holds_may_be_done() {
    let rule = "retro-actions-stalled";
    let charter = format!("{CHARTER}\n[kinds]\nretro-action = [\"Improvement\"]\n");
    let kind = json!({"name": "Improvement", "subtask": false});
    let mut action = jira::issue("CRUMB-1", json!({ "issuetype": kind }), vec![jira::drag("Maria")]);
    let second = sprint(2, "active", "2026-02-16T09:00:00.000Z", "2026-02-27T17:00:00.000Z", None);
    let stories = [
        planned("CRUMB-2", json!({}), Vec::new()),
        jira::issue("CRUMB-3", json!({"customfield_10020": [second]}), Vec::new()),
    ];
    let judged = |action: &Value| {
        let issues = std::iter::once(action.clone()).chain(stories.clone()).collect();
        check(&charter, &jira::page(issues), &["--today", "2026-03-20"])
    };
    assert!(judged(&action).fires(rule));
    drop(action["fields"].as_object_mut().expect("fields").remove("status"));
    let run = judged(&action);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "{}", run.out);
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
fn whether_a_sprint_is_counted_in_points_is_not_known_where_they_are_left_out() {
    let later = history(9, "Maria", "2026-02-10T09:00:00.000+0000", sprints("", "1"));
    let late =
        jira::issue("CRUMB-9", json!({"customfield_10020": [sprint(1, "active", BEGIN, END, None)]}), vec![later]);
    let stories = ["CRUMB-1", "CRUMB-2"].map(|key| planned(key, json!({}), Vec::new()));
    let page = jira::page(stories.into_iter().chain([late]).collect());
    let page = page.replace("\"customfield_10016\":\"Story Points\",", "");
    let pointed = format!("{CHARTER}\n[fields]\nstory-points = \"Story Points\"\n");
    let (rule, why) = ("scope-changed-mid-sprint", "leaves out the field of the estimates");
    let without = check(&pointed, &page, &[]);
    assert!(!without.fires(rule) && without.gap(rule).is_some_and(|gap| gap.message.contains(why)), "{}", without.out);
    let counted = check(CHARTER, &page, &[]);
    assert!(counted.fires(rule), "nothing says that there are points: {}", counted.out);
}

#[test]
fn an_issue_without_a_history_was_in_the_sprints_that_it_names_whatever_is_known_of_others() {
    let rule = "never-ending-story";
    let three = [("2026-01-05", "2026-01-16"), ("2026-01-19", "2026-01-30"), ("2026-02-02", "2026-02-13")];
    let day = |day: &str| format!("{day}T09:00:00.000Z");
    let closed = |(number, (begin, end)): (u32, &(&str, &str))| {
        sprint(number, "closed", &day(begin), &day(end), Some(&day(end)))
    };
    let there: Vec<Value> = (1..).zip(&three).map(closed).collect();
    let fields = json!({"customfield_10020": there, "status": status("Done", "done"),
        "updated": "2026-02-12T09:00:00.000+0000"});
    let mut long = jira::issue("CRUMB-1", fields, Vec::new());
    drop(long.as_object_mut().and_then(|issue| issue.remove("changelog")));
    let mut other = planned("CRUMB-2", json!({}), Vec::new());
    assert!(check(CHARTER, &jira::page(vec![long.clone(), other.clone()]), &[]).fires(rule));
    drop(other.as_object_mut().and_then(|issue| issue.remove("changelog")));
    assert!(check(CHARTER, &jira::page(vec![long, other]), &[]).fires(rule));
}
