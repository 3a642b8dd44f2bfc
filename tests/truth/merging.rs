//! Several files form one board: nothing is lost, nothing counts twice, and what is still missing is
//! reported.

mod action_pages;

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::packed::{gzipped, zipped};
use crate::support::{Folder, Gap, Run, boardlint, boardlint_with_input};

const RANK: &str = "backlog-reordered-by-non-po";

fn check(folder: &Folder, more: &[&str]) -> Run {
    boardlint(&[&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--select", RANK], more].concat())
}

fn board() -> Folder {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder
}

/// A drag of APP-1 by the Scrum Master in February; `id` determines the day.
fn drag(id: u32) -> Value {
    jira::history(id, "Sam", &format!("2026-02-{:02}T09:00:00.000+0000", id + 1), jira::ranked())
}

/// APP-1 with only these newest histories of twenty.
fn cut(newest: std::ops::Range<u32>) -> String {
    let mut issue = jira::issue("APP-1", json!({}), newest.map(drag).collect());
    issue["changelog"]["total"] = json!(20);
    jira::page(vec![issue])
}

/// One page of the changelog of an issue, oldest first.
fn page(link: Option<&str>, ids: std::ops::Range<u32>, last: bool) -> String {
    let values: Vec<_> = ids.clone().map(drag).collect();
    let mut page = json!({"startAt": ids.start, "maxResults": 10, "total": 20, "isLast": last, "values": values});
    if let Some(link) = link {
        page["self"] = json!(link);
    }
    page.to_string()
}

#[test]
fn changelog_pages_complete_an_issue_by_its_key_its_number_or_their_name() {
    let alone = board();
    alone.write("search.json", cut(15..20).replace("bakery.example", "bakery.atlassian.net"));
    let run = check(&alone, &[]);
    let Gap { missing, partial, hint, .. } = run.gap(RANK).expect("the rest is missing");
    assert_eq!(
        (run.findings().len(), missing.as_str(), partial),
        (4, "history", true),
        "the oldest may have come with a move"
    );
    assert!(
        hint.contains(
            "https://bakery.atlassian.net/rest/api/3/issue/APP-1/changelog?startAt=0&maxResults=100\" -o APP-1-0.json"
        ),
        "{hint}"
    );

    let by_key = Some("https://bakery.atlassian.net/rest/api/3/issue/APP-1/changelog?startAt=0");
    let by_number = Some("https://bakery.atlassian.net/rest/api/3/issue/151/changelog?startAt=0");
    for (link, name) in [(by_key, "one.json"), (by_number, "one.json"), (None, "APP-1.json"), (None, "log_151_0.json")]
    {
        let folder = board();
        folder.write("search.json", cut(15..20).replace("bakery.example", "bakery.atlassian.net"));
        folder.write(name, page(link, 0..10, false));
        let run = check(&folder, &[]);
        assert_eq!(run.findings().len(), 14, "{name}: the first behind the gap may have come with a move: {}", run.err);
        let Gap { hint, .. } = run.gap(RANK).expect("entries 10 to 14 are nowhere");
        assert!(hint.contains("/issue/APP-1/changelog?startAt=10&maxResults=100\" -o APP-1-10.json"), "{hint}");
        folder.write(&format!("more/{name}"), page(link, 10..20, true));
        let run = check(&folder, &[]);
        assert_eq!((run.findings().len(), run.gap(RANK)), (20, None), "{name}");
    }
}

#[test]
fn behind_a_gap_in_a_history_an_issue_is_where_something_says_that_it_is() {
    let future = json!([jira::sprint(1, "future", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None)]);
    // The sprint is known from another issue.
    let planned_too = jira::issue("APP-2", json!({"customfield_10020": future}), Vec::new());
    // Three entries from an older export, and the newest of nine entries. The first of these may belong to
    // the missing ones.
    let findings = |oldest: Value, newest: Value, sprint_now: Value| {
        let folder = board();
        let fields = |updated: &str| json!({"updated": format!("2026-02-{updated}T09:00:00.000+0000")});
        folder
            .write("older.json", jira::page(vec![jira::issue("APP-1", fields("03"), vec![drag(0), drag(1), oldest])]));
        let now = jira::laid_over(fields("09"), json!({"customfield_10020": sprint_now}));
        let mut issue = jira::issue("APP-1", now, vec![drag(6), drag(7), newest]);
        issue["changelog"]["total"] = json!(9);
        folder.write("newer.json", jira::page(vec![issue, planned_too.clone()]));
        let run = check(&folder, &[]);
        assert!(run.gap(RANK).is_some_and(|gap| gap.partial), "{}", run.out);
        run.findings()
            .iter()
            .map(|finding| finding["at"].as_str().expect("a time")[8..10].to_owned())
            .collect::<Vec<_>>()
    };
    let at = |id: u32, item: Value| jira::history(id, "Sam", &format!("2026-02-{:02}T09:00:00.000+0000", id + 1), item);
    let begun = |from: &str, to: &str| at(8, jira::moved(from, to));
    assert_eq!(findings(drag(2), drag(8), Value::Null), ["01", "02", "03", "08", "09"]);
    assert_eq!(findings(drag(2), begun("Backlog", "In Progress"), Value::Null), ["01", "02", "03", "08"]);
    let back = || at(2, jira::moved("In Progress", "Backlog"));
    assert_eq!(findings(back(), begun("Backlog", "In Progress"), Value::Null), ["08"]);
    assert_eq!(findings(back(), begun("In Progress", "Done"), Value::Null), [""; 0], "it was at work by then");
    let planned = || at(2, jira::sprints("", "1"));
    assert_eq!(findings(planned(), drag(8), future.clone()), ["01", "02", "08", "09"]);
    assert_eq!(findings(planned(), at(8, jira::sprints("1", "")), Value::Null), ["01", "02", "08"]);
    assert_eq!(findings(planned(), drag(8), Value::Null), ["01", "02"], "when it left the sprint is not known");
}

#[test]
fn a_bulk_of_changelogs_tells_times_in_milliseconds_and_issues_by_number() {
    let folder = board();
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![])]));
    let mut history = drag(3);
    history["created"] = json!(1_770_195_600_000_i64);
    let whole = (5..8).map(drag).chain([history.clone()]).collect::<Vec<_>>();
    let bulk = json!({"issueChangeLogs": [{"issueId": "151", "changeHistories": [history]}], "nextPageToken": null});
    folder.write("bulk.json", bulk.to_string());
    let run = check(&folder, &[]);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    assert_eq!(run.findings()[0]["at"], "2026-02-04T09:00:00Z");
    let folder = board();
    let mut issue = jira::issue("APP-1", json!({}), (5..8).map(drag).collect());
    issue["changelog"]["total"] = json!(4);
    folder.write("search.json", jira::page(vec![issue]));
    assert!(check(&folder, &[]).gap(RANK).is_some());
    folder.write("bulk.json", json!({"issueChangeLogs": [{"issueId": "151", "changeHistories": whole}]}).to_string());
    assert_eq!(check(&folder, &[]).gap(RANK), None, "a bulk without a next page is all there is");
}

#[test]
fn a_changelog_that_belongs_to_nothing_is_no_board_and_changes_none() {
    let folder = board();
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag(1)])]));
    folder.write("APP-9.json", page(None, 0..10, false));
    let run = check(&folder, &[]);
    assert_eq!((run.findings().len(), run.status), (1, 0));
    let alone = board();
    alone.write("APP-9.json", page(None, 0..10, false));
    assert_eq!(check(&alone, &[]).status, 3);
}

#[test]
fn an_older_and_a_newer_export_are_one_board_whose_newest_state_holds() {
    let folder = board();
    let at = |day: u32, status: &str| {
        json!({"updated": format!("2026-02-{day}T09:00:00.000+0000"),
        "status": jira::status(status, "new")})
    };
    folder.write("older.json", jira::page(vec![jira::issue("APP-1", at(10, "Backlog"), (0..4).map(drag).collect())]));
    folder.write("newer.json", jira::page(vec![jira::issue("APP-1", at(20, "Done"), (2..6).map(drag).collect())]));
    let run = check(&folder, &[]);
    let summary = run.summary();
    assert_eq!((&summary["items"], &summary["changes"], &summary["files"]), (&json!(1), &json!(7), &json!(2)));
}

#[test]
fn issues_of_two_sites_are_two_whatever_their_numbers() {
    let folder = board();
    folder.write("one.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag(1)])]));
    let other = jira::page(vec![jira::issue("OPS-1", json!({}), vec![drag(2)])]).replace("bakery", "brewery");
    folder.write("two.json", other);
    assert_eq!(check(&folder, &[]).findings().len(), 2);
}

#[test]
fn a_table_beside_a_search_adds_issues_and_repeats_no_remark() {
    let folder = board();
    let comment =
        json!({"comments": [{"id": "7", "author": jira::user("Maria"), "created": "2026-02-05T10:20:30.400+0000"}]});
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({"comment": comment}), vec![drag(1)])]));
    folder.write(
        "Jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Creator,Creator Id,Created,Updated,Comment\n\
         One,APP-1,151,Story,Backlog,Maria,712020:Maria,01/Jan/26 9:00 AM,01/Jan/26 9:00 AM,05/Feb/26 10:20 AM;712020:Maria;so it is\n\
         Two,APP-2,152,Story,Backlog,Maria,712020:Maria,01/Jan/26 9:00 AM,01/Jan/26 9:00 AM,\n",
    );
    let run = check(&folder, &[]);
    let summary = run.summary();
    // Two creations, one drag, one comment.
    assert_eq!(
        (&summary["items"], &summary["changes"], run.findings().len()),
        (&json!(2), &json!(4), 1),
        "{}",
        run.out
    );
    let Gap { missing, partial, .. } = run.gap(RANK).expect("APP-2 has no history");
    assert_eq!((missing.as_str(), partial), ("history", true));
}

#[test]
fn a_packed_export_is_the_export_in_it_also_on_standard_input() {
    let export = jira::page(vec![jira::issue("APP-1", json!({}), vec![drag(1)])]);
    let zip = zipped(&[("pages/search.json", &export)]);
    let gzip = gzipped(&export);
    for (packed, entry) in [(zip, "!pages/search.json"), (gzip, "")] {
        let folder = board();
        let path = folder.write("export.packed", &packed);
        let run = check(&folder, &[]);
        assert_eq!(run.findings()[0]["location"]["path"], format!("{path}{entry}"));
        let offset =
            usize::try_from(run.findings()[0]["location"]["offset"].as_u64().expect("an offset")).expect("small");
        assert!(export[offset..].starts_with("\"toString\":\"Ranked higher\""));
        let args = ["check", "-", "--format", "jsonl", "--po", "Maria", "--fail-on", "never", "--select", RANK];
        let run = boardlint_with_input(&args, &packed);
        assert_eq!(run.findings()[0]["location"]["path"], format!("-{entry}"), "{}", run.err);
    }
}

#[test]
fn a_search_of_which_pages_are_missing_is_judged_in_part() {
    let issues = || vec![jira::issue("APP-1", json!({}), vec![drag(1)])];
    let classic = jira::page(issues()).replace("\"total\":1,\"issues\"", "\"total\":9,\"issues\"");
    let classic = if classic.contains("\"total\":9") {
        classic
    } else {
        jira::page(issues()).replacen("\"total\":1", "\"total\":9", 2)
    };
    let page = |token: Value| json!({"issues": issues(), "nextPageToken": token}).to_string();
    for (files, whole) in [
        (vec![classic], false),
        (vec![page(json!("next"))], false),
        (vec![page(json!("next")), page(Value::Null)], true),
        (vec![format!("{}\n{}", page(json!("next")), page(Value::Null))], true),
        (vec![json!([json!({"issues": issues(), "isLast": false})]).to_string()], false),
    ] {
        let folder = board();
        for (number, file) in files.iter().enumerate() {
            folder.write(&format!("page-{number}.json"), file);
        }
        let run = check(&folder, &[]);
        assert_eq!((run.findings().len(), run.gap(RANK).is_none()), (1, whole), "{files:?}");
        assert!(whole || run.gap(RANK).is_some_and(|gap| gap.missing == "history" && gap.partial));
    }
}

#[test]
fn a_status_has_its_newest_name_and_the_category_that_any_file_tells() {
    let export = |day: u32, name: &str, category: Value| {
        let mut issue =
            jira::issue("APP-1", json!({"updated": format!("2026-02-{day}T09:00:00.000+0000")}), vec![drag(1)]);
        issue["fields"]["status"] = json!({"id": "7", "name": name, "statusCategory": category});
        jira::page(vec![issue])
    };
    let charter = CHARTER.replace("\"Backlog\"", "\"Zeta\"");
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    folder.write("older.json", export(10, "Alpha", json!({"key": "new"})));
    folder.write("newer.json", export(20, "Zeta", json!({"key": "new"})));
    assert_eq!(check(&folder, &[]).findings().len(), 1, "the charter speaks of the name that holds");
    let folder = Folder::new();
    folder.write("boardlint.toml", "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\n");
    folder.write("a.json", export(20, "Zeta", Value::Null));
    folder.write("b.json", export(10, "Zeta", json!({"key": "new"})));
    assert_eq!(check(&folder, &[]).findings().len(), 1, "a file without categories takes none away");
}

#[test]
fn a_hundred_of_nobody_knows_how_many_entries_close_no_history() {
    let folder = board();
    folder.write("older.json", jira::page(vec![jira::issue("APP-1", json!({}), (0..20).map(drag).collect())]));
    let mut cut = jira::issue("APP-1", json!({"updated": "2026-03-20T09:00:00.000+0000"}), vec![]);
    let at = |id: u32| {
        jira::history(id, "Sam", &format!("2026-03-01T{:02}:{:02}:00.000+0000", id / 60, id % 60), jira::ranked())
    };
    cut["changelog"] = json!({"histories": (100..200).map(at).collect::<Vec<_>>()});
    folder.write("newer.json", jira::page(vec![cut]));
    assert!(check(&folder, &[]).gap(RANK).is_some(), "there may be entries between the two");
}

#[test]
fn a_table_read_in_the_wrong_zone_moves_nothing_and_repeats_nothing() {
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("timezone = \"America/Los_Angeles\"\n{CHARTER}"));
    let said =
        |id: &str, by: &str| json!({"id": id, "author": jira::user(by), "created": "2026-02-05T10:20:30.400+0000"});
    let fields = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam"), "created": "2026-02-02T15:20:00.980+0000",
        "updated": "2026-02-05T10:20:30.400+0000", "comment": {"comments": [said("7", "Maria")]}});
    let real = |text: &str| {
        text.replace("712020:Sam", "712020:00000003-7c1e-4a5b-9d3f-000000005ccd")
            .replace("712020:Maria", "712020:00000001-7c1e-4a5b-9d3f-000000001eef")
    };
    folder.write("search.json", real(&jira::page(vec![jira::issue("APP-1", fields, vec![])])));
    folder.write(
        "Jira.csv",
        real("Summary,Issue key,Issue id,Issue Type,Status,Creator,Creator Id,Created,Updated,Comment,Comment\n\
         One,APP-1,151,Story,Backlog,Sam,712020:Sam,02/Feb/26 3:20 PM,05/Feb/26 10:20 AM,05/Feb/26 10:20 AM;712020:Maria;so it is,\
         05/Feb/26 10:20 AM;712020:Sam;indeed\n"),
    );
    let run = boardlint(&[
        "check",
        &folder.text(),
        "--format",
        "jsonl",
        "--select",
        "story-written-by-sm",
        "--fail-on",
        "never",
    ]);
    let summary = run.summary();
    assert_eq!(run.findings()[0]["at"], "2026-02-02T15:20:00.98Z");
    // The creation, Maria's comment (counted once), and Sam's comment, which only the table contains.
    assert_eq!(summary["changes"], 3, "{}", run.out);
}

#[test]
fn somebody_who_is_only_a_name_in_a_table_is_the_one_of_that_name() {
    let folder = board();
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag(1)])]));
    folder.write(
        "Jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Creator,Created,Updated\n\
         Two,APP-2,152,Story,Backlog,Sam,02/Feb/26 3:20 PM,05/Feb/26 10:20 AM\n",
    );
    let run = check(&folder, &[]);
    assert_eq!((run.findings().len(), run.status), (1, 0), "{}", run.err);
}

#[test]
fn the_newest_file_tells_of_a_sprint_and_a_foreign_list_tells_nothing() {
    let export = |day: u32, name: &str| {
        let mut sprint = jira::sprint(5, "active", "2026-02-02T09:00:00.000Z", "2026-02-13T09:00:00.000Z", None);
        sprint["name"] = json!(name);
        let updated = format!("2026-02-{day}T09:00:00.000+0000");
        jira::page(vec![jira::issue("APP-1", json!({"updated": updated, "customfield_10020": [sprint]}), vec![])])
    };
    let folder = board();
    folder.write("a_new.json", export(20, "New"));
    folder.write("z_old.json", export(10, "Old"));
    let list = json!({"maxResults": 50, "startAt": 0, "isLast": true, "values": [{"id": 5, "self":
        "https://other.atlassian.net/rest/agile/1.0/sprint/5", "state": "closed", "name": "Alien", "originBoardId": 1,
        "startDate": "2020-02-02T09:00:00.000Z", "endDate": "2020-02-13T09:00:00.000Z"}]});
    folder.write("sprints.json", list.to_string());
    let seen = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let seen: Value = serde_json::from_str(&seen.out).expect("JSON");
    assert_eq!(seen["sprints"][0]["name"], "New");
    assert!(seen["files"].to_string().contains("was not used"));
}

#[test]
fn what_follows_a_page_in_its_file_is_read_or_told() {
    let one = jira::page(vec![jira::issue("APP-1", json!({}), vec![drag(1)])]);
    let two = jira::issue("APP-2", json!({}), vec![drag(2)]);
    let folder = board();
    folder.write("search.json", format!("{one}\n{two}\n"));
    assert_eq!(check(&folder, &[]).findings().len(), 2);
    let error = json!({"errorMessages": ["Rate limit exceeded"], "errors": {}});
    folder.write("search.json", format!("{one}\n{error}\n"));
    let run = check(&folder, &[]);
    assert_eq!((run.findings().len(), run.status), (1, 3));
    folder.write("search.json", one);
    folder.write("next.json", error.to_string());
    let run = check(&folder, &[]);
    assert!(run.status == 3 && run.out.contains("an error that Jira answered with"), "{}", run.out);
}

#[test]
fn an_issue_stands_where_its_newest_file_says_although_the_end_of_its_history_is_missing() {
    let begun = jira::history(1, "Li", "2026-01-06T09:00:00.000+0000", jira::moved("Backlog", "In Progress"));
    let fields = json!({"status": jira::status("Done", "done"), "updated": "2026-01-20T09:00:00.000+0000"});
    let mut issue = jira::issue("APP-1", fields, vec![begun.clone()]);
    let other = jira::issue("APP-2", json!({"created": "2026-02-20T09:00:00.000+0000"}), vec![]);
    let rules = ["abandoned-in-progress", "work-item-ages"];
    let told = |issue: &Value| {
        let run = crate::support::check(CHARTER, &jira::page(vec![issue.clone(), other.clone()]), &[]);
        (rules.map(|rule| run.fires(rule)), run)
    };
    let (fired, run) = told(&issue);
    assert_eq!(fired, [false; 2], "it is done, and nothing says since when: {:?}", run.findings());
    assert!(run.out.contains("APP-1 without what follows its first"), "{}", run.out);
    issue["fields"]["status"] = jira::status("In Progress", "indeterminate");
    assert_eq!(told(&issue).0, [true; 2], "one that still stands there is told of");
}

#[test]
fn one_file_by_two_ways_is_one_board() {
    let folder = Folder::new();
    let page = jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]);
    let export = folder.write("board.json", page);
    let run = boardlint(&["check", &folder.text(), &export, "--po", "Maria", "--sm", "Sam", "--format", "jsonl"]);
    assert_eq!(run.subjects(), [("backlog-reordered-by-non-po".to_owned(), "APP-1".to_owned())]);
}
