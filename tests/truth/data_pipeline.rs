//! The tables of Jira Data Center's data pipeline: the date since which they have data, precision in minutes,
//! and missing columns.

use serde_json::json;

use crate::support::{Folder, Gap, Run, boardlint};

const CHARTER: &str = r#"
[roles]
product-owner = ["Maria Moor"]
scrum-master = ["Sam Sand"]
developers = ["Li Lake", "Nina Nook"]

[workflow]
backlog = ["Backlog"]
ready = ["Ready"]
doing = ["In Progress"]
done = ["Done"]

[kinds]
retro-action = ["from-the-retro"]
"#;

const USERS: &str = "user_id,instance_url,user_name,user_fullname,user_email\n\
    1,https://jira.loom.example,maria,Maria Moor,\n2,https://jira.loom.example,li,Li Lake,\n\
    3,https://jira.loom.example,nina,Nina Nook,\n4,https://jira.loom.example,sam,Sam Sand,\n";

/// A sprint that began on 2 February.
const SPRINTS: &str = "id,instance_url,name,state,goal,start_date,end_date,completed_date\n\
    7,https://jira.loom.example,Sprint 7,ACTIVE,Warm shawls,2026-02-02T09:00Z,2026-02-13T17:00Z,\n";

/// The columns of the issues.
const COLUMNS: [&str; 16] = [
    "id",
    "instance_url",
    "url",
    "key",
    "project_key",
    "issue_type",
    "summary",
    "description",
    "creator_id",
    "reporter_id",
    "assignee_id",
    "status",
    "status_category",
    "created_date",
    "updated_date",
    "labels",
];

/// An issue: number, creator, assignee, status, and time of creation.
type Issue = (u32, u32, &'static str, &'static str, &'static str);

/// A row of a history: issue, author, time, field, and the values before and after, each with id and name.
type Entry = (u32, u32, &'static str, &'static str, [&'static str; 4]);

/// The table of `issues` without the columns `left_out`.
fn table(issues: &[Issue], left_out: &[&str]) -> String {
    table_after(issues, &[], left_out)
}

/// The same, after the changes in `entries`.
fn table_after(issues: &[Issue], entries: &[Entry], left_out: &[&str]) -> String {
    let kept = || COLUMNS.iter().enumerate().filter(|(_, column)| !left_out.contains(column));
    let line = |cells: &[String]| kept().map(|(place, _)| cells[place].clone()).collect::<Vec<_>>().join(",") + "\n";
    let header = line(&COLUMNS.map(str::to_owned));
    let row = |(number, creator, assignee, status, created): &Issue| {
        let category = if *status == "Backlog" { "To Do" } else { status };
        line(&[
            number.to_string(),
            "https://jira.loom.example".to_owned(),
            format!("https://jira.loom.example/browse/LO-{number}"),
            format!("LO-{number}"),
            "LO".to_owned(),
            "Story".to_owned(),
            format!("Weave {number}"),
            "A text of more than forty characters about weaving.".to_owned(),
            creator.to_string(),
            creator.to_string(),
            (*assignee).to_owned(),
            (*status).to_owned(),
            category.to_owned(),
            (*created).to_owned(),
            if entries.iter().any(|entry| entry.0 == *number) { "2026-02-20T09:00Z" } else { created }.to_owned(),
            "[]".to_owned(),
        ])
    };
    header + &issues.iter().map(row).collect::<String>()
}

/// The table of a history.
fn history(entries: &[Entry]) -> String {
    let row = |(number, (issue, by, at, field, values)): (usize, &Entry)| {
        let kind = if ["Rank", "Sprint", "Story Points"].contains(field) { "custom" } else { "jira" };
        format!("{issue},{number},{by},KEY{by},{at},{field},{kind},{}\n", values.join(","))
    };
    let rows: String = (1..).zip(entries).map(row).collect();
    "issue_id,changelog_id,author_id,author_key,created_date,field,field_type,from,from_string,to,to_string\n"
        .to_owned()
        + &rows
}

/// The result for `files` and the users.
fn check(files: &[(&str, String)]) -> Run {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("users.csv", USERS);
    for (name, text) in files {
        folder.write(name, text);
    }
    boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--max-per-rule", "0"])
}

/// The result for these issues with their history.
fn judged(issues: &[Issue], entries: &[Entry]) -> Run {
    check(&[("issues.csv", table_after(issues, entries, &[])), ("issue_history.csv", history(entries))])
}

const ISSUES: [Issue; 2] =
    [(1, 1, "2", "In Progress", "2024-11-04T09:00Z"), (2, 1, "2", "Backlog", "2026-02-01T09:00Z")];
const TAKEN: Entry = (1, 2, "2024-11-05T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"]);
const LATER: [Entry; 2] = [
    (2, 2, "2026-02-02T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"]),
    (1, 2, "2026-02-03T09:00Z", "status", ["1", "Backlog", "3", "In Progress"]),
];

#[test]
fn a_pipeline_that_begins_at_a_date_knows_nothing_of_what_was_before() {
    let whole = judged(&ISSUES, &[&[TAKEN], &LATER[..]].concat());
    assert!(!whole.fires("work-assigned-by-po") && !whole.out.contains("last changed before"), "{}", whole.out);
    // The history no longer shows that Li took the issue, but Maria must not be blamed for assigning it.
    let part = judged(&ISSUES, &LATER);
    assert!(!part.fires("work-assigned-by-po"), "{}", part.out);
    assert!(part.gap("work-assigned-by-po").is_some(), "{}", part.out);
    // The history of an issue that was created after that date is complete.
    let run = judged(&[ISSUES[0], ISSUES[1], (3, 1, "2", "Backlog", "2026-02-03T10:00Z")], &LATER);
    let items: Vec<_> = run.findings_of("work-assigned-by-po").iter().map(|finding| finding["item"].clone()).collect();
    assert_eq!(items, ["LO-3"], "{}", run.out);
}

#[test]
fn a_pipeline_that_begins_at_a_date_lacks_the_issues_that_were_left_alone_since() {
    let rule = "too-few-ready-items";
    let issues = [ISSUES[0], ISSUES[1], (3, 1, "", "Ready", "2025-02-01T09:00Z")];
    let later = [&LATER[..], &[(3, 1, "2026-02-02T10:00Z", "summary", ["", "Weave", "", "Weave 3"])]].concat();
    let whole = judged(&issues, &[&[TAKEN], &later[..]].concat());
    assert!(whole.fires(rule), "{}", whole.out);
    let part = judged(&issues, &later);
    let Gap { missing, message, .. } = part.gap(rule).expect("a gap");
    assert!(!part.fires(rule) && missing == "history", "{}", part.out);
    assert_eq!(message, "nothing in the export was last changed before 2026-02-02: what was done by then is not here");
}

#[test]
fn a_pipeline_is_whole_where_nothing_had_been_begun_before_its_oldest_row() {
    let waiting = [(1, 1, "2", "In Progress", "2024-11-04T09:00Z"), (2, 1, "", "Backlog", "2025-02-01T09:00Z")];
    let named = (2, 1, "2026-02-02T10:00Z", "summary", ["", "Weave", "", "Weave 2"]);
    let taken = [(1, 2, "2026-02-02T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"]), LATER[1], named];
    assert!(!judged(&waiting, &taken).out.contains("last changed before"));
    let begun = |place: usize, issue: Issue| {
        let mut issues = waiting;
        issues[place] = issue;
        judged(&issues, &taken).out.contains("last changed before")
    };
    assert!(begun(1, (2, 1, "3", "Backlog", "2025-02-01T09:00Z")), "somebody works on it");
    assert!(begun(1, (2, 1, "", "Done", "2025-02-01T09:00Z")), "it is done, and no row tells since when");
    assert!(!begun(1, (2, 1, "3", "Done", "2026-02-02T09:00Z")), "it was created since");
    let sprint = (2, 2, "2026-02-04T09:00Z", "Sprint", ["7", "Sprint 7", "", ""]);
    assert!(
        judged(&waiting, &[taken[0], taken[1], named, sprint]).out.contains("last changed before"),
        "it was in a sprint"
    );
}

#[test]
fn a_pipeline_without_a_row_of_history_does_not_tell_since_when() {
    let run = check(&[("issues.csv", table(&ISSUES, &[])), ("issue_history.csv", history(&[]))]);
    assert!(!run.fires("work-assigned-by-po"), "{}", run.out);
    let gap = run.gap("work-assigned-by-po").expect("a gap");
    assert_eq!(gap.missing, "history");
}

/// The table of `issues`; those with the time `created` get another time of their last change.
fn changed_later(issues: &[Issue], created: &str, updated: &str) -> String {
    table(issues, &[]).replace(&format!("{created},{created},"), &format!("{created},{updated},"))
}

#[test]
fn an_issue_that_was_changed_and_has_no_row_lacks_its_history() {
    let rule = "work-assigned-by-po";
    let created = "2026-02-02T09:00Z";
    let issues = [(1, 1, "2", "In Progress", created), (2, 1, "", "Backlog", "2026-02-01T09:00Z")];
    let run = |updated| {
        let row = (2, 1, "2026-02-01T10:00Z", "summary", ["", "Weave", "", "Weave 2"]);
        let files = [("issues.csv", changed_later(&issues, created, updated)), ("issue_history.csv", history(&[row]))];
        check(&files)
    };
    assert!(run(created).fires(rule), "nothing was done to it: {}", run(created).out);
    let later = run("2026-02-10T09:00Z");
    assert!(!later.fires(rule) && later.gap(rule).is_some(), "Li may have taken it: {}", later.out);
}

#[test]
fn an_issue_that_was_changed_before_the_oldest_row_has_no_history_since() {
    let created = "2024-11-04T09:00Z";
    let issues = [(1, 1, "", "Backlog", created), (2, 1, "", "Backlog", "2026-02-01T09:00Z")];
    let row = (2, 1, "2026-02-01T10:00Z", "summary", ["", "Weave", "", "Weave 2"]);
    let issues = changed_later(&issues, created, "2025-01-10T09:00Z");
    let run = check(&[("issues.csv", issues), ("issue_history.csv", history(&[row]))]);
    assert!(!run.out.contains("LO-1 not at all"), "{}", run.out);
}

#[test]
fn rows_that_were_lost_may_be_of_any_issue() {
    let rule = "work-assigned-by-po";
    let created = "2026-02-02T09:00Z";
    let issues = [(1, 1, "2", "Backlog", created), (2, 1, "2", "Backlog", "2026-02-01T09:00Z")];
    let rows = [
        (1, 2, "2026-02-02T10:00Z", "summary", ["", "Weave", "", "Weave 1"]),
        (1, 2, "2026-02-03T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"]),
        (2, 2, "2026-02-03T10:00Z", "assignee", ["", "", "KEY2", "Li Lake"]),
    ];
    let whole = history(&rows);
    let cut = whole[..whole.len() - 100].to_owned();
    for (text, is_whole) in [(whole.clone(), true), (cut, false), (whole.replace("Weave 1", "\"Weave 1"), false)] {
        let run = check(&[("issues.csv", table(&issues, &[])), ("issue_history.csv", text)]);
        assert!(!run.fires(rule) && run.gap(rule).is_none() == is_whole, "{}", run.out);
    }
}

#[test]
fn of_texts_that_were_cut_it_is_not_known_how_much_was_rewritten() {
    let rule = "story-rewritten-mid-sprint";
    let sentence = |number: usize| format!("Thread {number} goes over and under the next one in the row.\\n");
    let text = |numbers: std::ops::Range<usize>| numbers.map(sentence).collect::<String>();
    let of = |length: usize, text: String| {
        let mut end = 0;
        let mut count = 0;
        while count < length && end < text.len() {
            end += if text[end..].starts_with("\\n") { 2 } else { 1 };
            count += 1;
        }
        text[..end].to_owned()
    };
    let run = |from: String, to: String| {
        let issues = [(1, 1, "2", "In Progress", "2026-01-05T09:00Z"), (2, 1, "", "Backlog", "2026-01-06T09:00Z")];
        let values = format!(",{from},,{to}");
        let rows = [
            (1, 1, "2026-01-30T09:00Z", "Sprint", ["", "", "7", "Sprint 7"]),
            (1, 2, "2026-02-03T09:00Z", "status", ["1", "Backlog", "3", "In Progress"]),
            (1, 1, "2026-02-05T09:00Z", "description", ["", "BEFORE", "", "AFTER"]),
        ];
        check(&[
            ("issues.csv", table(&issues, &[])),
            ("issue_history.csv", history(&rows).replace(",BEFORE,,AFTER", &values)),
            ("sprints.csv", SPRINTS.to_owned()),
        ])
    };
    let other = text(0..20).replace("goes over and under the next one in the row", "is dyed with madder from abroad");
    let short = run(text(0..20), other);
    assert!(short.fires(rule), "{}", short.out);
    let cut = |text| of(2000, text);
    let on_top = run(cut(text(0..60)), cut(text(60..75) + &text(0..60)));
    let behind = run(cut(text(0..60)), cut(text(0..50) + &text(60..90)));
    for run in [on_top, behind] {
        assert!(!run.fires(rule), "{}", run.out);
        let gap = run.gap(rule).expect("a gap");
        assert!(gap.message.contains("after 2000 characters"), "{}", gap.message);
    }
}

#[test]
fn a_sprint_without_a_state_that_may_have_begun_is_not_known_to_run_or_not() {
    let issues = [(1, 1, "", "Backlog", "2026-02-03T09:00Z"), (2, 1, "", "Backlog", "2026-02-04T09:00Z")];
    let rows = [
        (1, 4, "2026-02-04T10:00Z", "Sprint", ["", "", "7", "Sprint 7"]),
        (1, 4, "2026-02-05T10:00Z", "Rank", ["", "", "", "Ranked higher"]),
    ];
    let run = |sprints: &str| {
        let files = [("issues.csv", table(&issues, &[])), ("issue_history.csv", history(&rows))];
        check(&[&files[..], &[("sprints.csv", sprints.to_owned())]].concat())
    };
    let rule = "backlog-reordered-by-non-po";
    let with_dates = |begin: &str| {
        run(&format!(
            "id,instance_url,name,start_date,end_date\n7,https://jira.loom.example,Sprint 7,{begin},2026-03-13T17:00Z\n"
        ))
    };
    let begun = with_dates("2026-02-02T09:00Z");
    assert!(!begun.fires(rule) && begun.gap(rule).is_some(), "it may run: {}", begun.out);
    let ahead = with_dates("2026-03-02T09:00Z");
    assert!(ahead.fires(rule), "it is planned for March: {}", ahead.out);
}

#[test]
fn within_a_minute_nobody_can_tell_one_movement_from_two() {
    let ranked = |at| {
        let issues = [(1, 2, "", "Backlog", "2026-02-02T10:00Z")];
        let run = judged(&issues, &[(1, 2, at, "Rank", ["", "", "", "Ranked higher"])]);
        run.fires("backlog-reordered-by-non-po")
    };
    assert!(!ranked("2026-02-02T10:00Z") && !ranked("2026-02-02T10:01Z"), "it may be seconds after the creation");
    assert!(ranked("2026-02-02T10:02Z"), "it is more than a minute after the creation");
    assert!(ranked("2026-02-02T10:01:01Z"), "these times are not cut");
    let estimated = |at| {
        let issues = [(1, 1, "", "Backlog", "2026-02-02T10:00Z")];
        judged(&issues, &[(1, 1, at, "Story Points", ["", "", "", "5"])]).fires("estimated-by-non-developer")
    };
    assert!(!estimated("2026-02-02T10:01Z"));
    assert!(estimated("2026-02-02T10:02Z"));
}

/// The stories of a sprint that began on 2 February; they were written, estimated and planned before.
fn planned(left_out: &[&str], with_fields: bool) -> Run {
    let issues = [(1, 1, "", "Backlog", "2026-01-05T09:00Z"), (2, 1, "", "Backlog", "2026-01-06T09:00Z")];
    let entries = [
        (1, 2, "2026-01-07T09:00Z", "Story Points", ["", "3", "", "5"]),
        (1, 1, "2026-01-30T09:00Z", "Sprint", ["", "", "7", "Sprint 7"]),
        (2, 1, "2026-01-30T09:30Z", "Sprint", ["", "", "7", "Sprint 7"]),
    ];
    let fields = "issue_id,field_id,field_name,field_value\n\
        1,customfield_10016,Story Points,5\n2,customfield_10016,Story Points,5\n\
        1,customfield_10040,Acceptance criteria,Warm\n2,customfield_10040,Acceptance criteria,Soft\n";
    let mut files = vec![
        ("issues.csv", table_after(&issues, &entries, left_out)),
        ("issue_history.csv", history(&entries)),
        ("sprints.csv", SPRINTS.to_owned()),
    ];
    files.extend(with_fields.then(|| ("issue_fields.csv", fields.to_owned())));
    check(&files)
}

#[test]
fn what_is_created_and_planned_in_neighbouring_minutes_is_created_in_the_sprint() {
    let issues = [(1, 1, "", "Backlog", "2026-01-05T09:00Z"), (2, 4, "", "Backlog", "2026-02-04T09:00Z")];
    for (at, sprint) in [("2026-02-04T09:01Z", json!("Sprint 7")), ("2026-02-04T09:02Z", json!(null))] {
        let entries = [
            (1, 1, "2026-01-30T09:00Z", "Sprint", ["", "", "7", "Sprint 7"]),
            (2, 4, at, "Sprint", ["", "", "7", "Sprint 7"]),
        ];
        let run = check(&[
            ("issues.csv", table(&issues, &[])),
            ("issue_history.csv", history(&entries)),
            ("sprints.csv", SPRINTS.to_owned()),
        ]);
        let of_findings: Vec<_> =
            run.findings_of("story-written-by-sm").iter().map(|finding| finding["sprint"].clone()).collect();
        assert_eq!(of_findings, [sprint], "{at}: {}", run.out);
    }
}

#[test]
fn what_a_pipeline_has_no_table_or_no_column_for_is_unknown() {
    let rule = "unready-item-committed";
    let whole = planned(&[], true);
    assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{}", whole.out);
    for run in [planned(&[], false), planned(&["description"], true)] {
        assert!(!run.fires(rule), "{}", run.out);
    }
    let told = |run: &Run| run.gap(rule).expect("a gap").message;
    assert!(told(&planned(&[], false)).contains("the field of the estimates"), "{}", told(&planned(&[], false)));
    let run = planned(&["description"], false);
    assert!(told(&run).contains("made without their descriptions"), "{}", told(&run));
}

#[test]
fn without_the_labels_nobody_knows_what_was_resolved_in_retrospectives() {
    let rule = "retro-actions-stalled";
    let issues = [(1, 1, "", "Backlog", "2026-01-01T09:00Z"), (2, 1, "", "Backlog", "2026-02-19T09:00Z")];
    let row = (2, 1, "2026-02-20T09:00Z", "summary", ["", "Weave", "", "Weave 2"]);
    let run = |left_out| check(&[("issues.csv", table(&issues, left_out)), ("issue_history.csv", history(&[row]))]);
    assert!(run(&[]).fires(rule), "{}", run(&[]).out);
    let Gap { missing, message, .. } = run(&["labels"]).gap(rule).expect("a gap");
    assert_eq!((&*missing, &*message), ("history", "the export leaves out the labels of its items"));
}

#[test]
fn what_was_done_is_unknown_where_it_is_not_known_how_it_was_estimated() {
    let days = [
        ("2026-01-05T09:00Z", "2026-01-08T09:00Z", "2026-01-09T17:00Z"),
        ("2026-01-12T09:00Z", "2026-01-15T09:00Z", "2026-01-16T17:00Z"),
        ("2026-01-19T09:00Z", "2026-01-22T09:00Z", "2026-01-23T17:00Z"),
        ("2026-01-26T09:00Z", "2026-01-29T09:00Z", "2026-01-30T17:00Z"),
    ];
    let issues = [1, 2, 3, 4].map(|number| (number, 1, "", "Done", "2025-12-20T09:00Z"));
    let names = [["1", "Loom 1"], ["2", "Loom 2"], ["3", "Loom 3"], ["4", "Loom 4"]];
    let mut entries: Vec<Entry> = Vec::new();
    let mut sprints = "id,instance_url,name,state,goal,start_date,end_date,completed_date\n".to_owned();
    let mut fields = "issue_id,field_id,field_name,field_value\n".to_owned();
    for (issue, ((start, done, end), [id, name])) in (1..).zip(days.into_iter().zip(names)) {
        // The first was created with its estimate, so it has no entry for it.
        let estimated = (issue, 2, "2025-12-29T09:00Z", "Story Points", ["", "", "", "5"]);
        entries.extend((issue > 1).then_some(estimated));
        entries.push((issue, 2, "2026-01-02T09:00Z", "Sprint", ["", "", id, name]));
        entries.push((issue, 2, done, "status", ["1", "Backlog", "5", "Done"]));
        sprints += &format!("{id},https://jira.loom.example,{name},CLOSED,Warm,{start},{end},{end}\n");
        fields += &format!("{issue},customfield_10016,Story Points,5\n");
    }
    let files = [("issues.csv", table(&issues, &[])), ("history.csv", history(&entries)), ("sprints.csv", sprints)];
    let rule = "sprint-overcommitted";
    let whole = check(&[&files[..], &[("fields.csv", fields)]].concat());
    assert!(!whole.fires(rule), "{}", whole.out);
    // The first sprint did not finish zero points: its size is unknown.
    let run = check(&files);
    assert!(!run.fires(rule), "{}", run.out);
}

#[test]
fn a_table_of_issues_alone_does_not_tell_which_story_was_split_from_another() {
    let rule = "story-written-by-sm";
    let issues = [(1, 4, "", "Backlog", "2026-02-01T09:00Z"), (2, 1, "", "Backlog", "2026-02-01T10:00Z")];
    let alone = check(&[("issues.csv", table(&issues, &[]))]);
    assert!(!alone.fires(rule) && alone.gap(rule).is_some(), "{}", alone.out);
    // A complete history would contain the link.
    let row = (2, 1, "2026-02-02T09:00Z", "summary", ["", "Weave", "", "Weave 2"]);
    assert!(judged(&issues, &[row]).fires(rule));
    let split = (1, 4, "2026-02-01T09:00Z", "Link", ["", "", "LO-2", "This issue split from LO-2"]);
    let run = judged(&issues, &[row, split]);
    assert!(!run.fires(rule) && run.gap(rule).is_none(), "{}", run.out);
}

#[test]
fn somebody_who_did_nothing_is_known_by_the_name_beside_the_key() {
    let issues = [(1, 1, "3", "Backlog", "2026-02-01T09:00Z")];
    let given = |key, name| {
        let rows = [(1, 1, "2026-02-02T09:00Z", "assignee", ["", "", key, name])];
        let told = judged(&issues, &rows).findings_of("work-assigned-by-po");
        told.iter().map(|finding| finding["message"].as_str().unwrap_or_default().to_owned()).collect::<String>()
    };
    assert!(given("KEY3", "Nina Nook").starts_with("Maria Moor assigned LO-1 to Nina Nook;"));
    // Without a column of keys, only the name identifies the person.
    let taken = history(&[(1, 2, "2026-02-02T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"])]);
    let taken = taken.replace(",author_key", "").replace(",KEY2,2026", ",2026");
    let run = check(&[("issues.csv", table(&issues, &[])), ("issue_history.csv", taken)]);
    assert_eq!(run.summary()["people"], 4, "those of the table: {}", run.out);
}

/// The table without this column.
fn without(table: &str, column: &str) -> String {
    let place = table.lines().next().and_then(|header| header.split(',').position(|name| name == column));
    let rest = |line: &str| {
        let cells = line.split(',').enumerate().filter(|(at, _)| Some(*at) != place);
        cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",") + "\n"
    };
    table.lines().map(rest).collect()
}

#[test]
fn what_a_column_of_the_history_would_tell_is_unknown_without_it() {
    let issues = [(1, 1, "2", "Backlog", "2026-02-01T09:00Z")];
    let rows = [
        (1, 1, "2026-02-02T09:00Z", "assignee", ["", "", "KEY2", "Li Lake"]),
        (1, 4, "2026-02-03T09:00Z", "priority", ["3", "Medium", "2", "High"]),
        (1, 4, "2026-02-04T09:00Z", "Rank", ["", "", "", "Ranked higher"]),
    ];
    let run = |column: &str| {
        check(&[("issues.csv", table(&issues, &[])), ("issue_history.csv", without(&history(&rows), column))])
    };
    let (given, raised, ranked) = ("work-assigned-by-po", "priority-changed-by-non-po", "backlog-reordered-by-non-po");
    for column in ["none", "field_type", "from", "to"] {
        let run = run(column);
        for rule in [given, raised, ranked] {
            assert!(run.fires(rule) && run.gap(rule).is_none(), "{rule} without {column}: {}", run.out);
        }
    }
    for column in ["from_string", "to_string"] {
        let run = run(column);
        assert!(!run.fires(raised) && run.gap(raised).is_some(), "without {column}: {}", run.out);
    }
}
