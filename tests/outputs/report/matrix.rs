//! Who decided what: the matrix compared with the exports and with the rules.

use serde_json::{Value, json};

use super::{page, page_of, table};
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, trello};

/// A decision, with its numbers for Product Owner, Scrum Master, developers and others.
fn counted(row: &[String]) -> (&str, [usize; 4]) {
    let title = row[0].split(" (").next().unwrap_or_default();
    let count = |cell: &String| {
        // If there are few decisions, the cell contains their number instead of a share.
        let few = || cell.trim_start_matches('*').split_once(" of ").map(|(number, _)| number);
        let number = cell.split('(').nth(1).and_then(|rest| rest.split(')').next()).or_else(few);
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (title, [1, 2, 3, 4].map(|column| row.get(column).map_or(0, count)))
}

#[test]
fn the_matrix_counts_who_really_did_it() {
    // Counted by hand in the changelogs of the export. Greta made 12 drags, and Ruben 2 in the week in which
    // he replaced her. Most of the 24 other drags follow a move or a sprint change; one is of an app, one of
    // a finished story.
    let jira = page("fixtures/bakery/jira-cloud", "md", &[]);
    let jira = table(&jira, "Who decided what");
    let expected = [
        ("Order the backlog", [14, 3, 1, 0]),
        // One change of a developer is excluded: it concerns a story of their own, one hour old. The Scrum
        // Master typed in one story for Greta.
        ("Set priority", [0, 1, 1, 0]),
        ("Write stories", [26, 1, 1, 1]),
        ("Write criteria", [2, 0, 0, 0]),
        ("Accept work", [17, 0, 0, 0]),
        ("Estimate", [1, 0, 25, 0]),
        ("Take work oneself", [1, 1, 20, 0]),
        ("Give work to others", [2, 1, 0, 0]),
        // Moving work that one has taken is no decision about others.
        ("Move work not one’s own", [1, 0, 0, 0]),
        ("Change a sprint’s scope", [0, 0, 3, 1]),
        ("Clear impediments", [0, 1, 1, 0]),
        ("Act on the retro", [0, 0, 0, 0]),
    ];
    assert_eq!(jira.iter().map(|row| counted(row)).collect::<Vec<_>>(), expected);
}

#[test]
fn every_history_of_one_story_gives_one_matrix() {
    let matrix = |board: &str| table(&page(board, "md", &[]), "Who decided what");
    let cloud = matrix("fixtures/bakery/jira-cloud");
    assert_eq!(matrix("fixtures/bakery/jira-dc"), cloud);
    assert_eq!(matrix("fixtures/bakery/jira-backup"), cloud);
    // Trello has the same drags, scope changes and cleared impediments, but no priorities and no criteria.
    let trello = matrix("fixtures/bakery/trello");
    for row in [0, 4, 9, 10] {
        assert_eq!(counted(&trello[row]), counted(&cloud[row]));
    }
}

/// Number of items for which a rule reports an act by an actor with `role`, or without it. Hints and excused
/// acts do not count.
fn told(findings: &[Value], rule: &str, role: Option<&str>) -> usize {
    let by = |finding: &&Value| {
        let roles = finding["actor"]["roles"].as_array();
        role.is_none_or(|role| roles.is_some_and(|roles| roles.iter().any(|held| held == role)))
    };
    let of_rule = |finding: &&Value| finding["rule"] == rule && finding["level"] != "info";
    let items = |finding: &Value| finding["count"].as_u64().and_then(|count| usize::try_from(count).ok());
    findings.iter().filter(of_rule).filter(by).filter_map(items).sum()
}

#[test]
fn the_matrix_shows_as_somebody_elses_what_the_rules_tell_and_nothing_else() {
    let boards = ["jira-cloud", "jira-dc", "jira-backup", "trello", "jira-csv", "by-the-book/jira-cloud"];
    let windows: [&[&str]; 4] =
        [&[], &["--sprint", "current"], &["--sprint", "last-closed"], &["--since", "2026-03-20"]];
    for (board, window) in boards.iter().flat_map(|board| windows.map(|window| (*board, window))) {
        let folder = format!("fixtures/bakery/{board}");
        let run = boardlint(&[&["check", &folder, "--format", "json"], window].concat());
        // A table has no sprints, and the last sprint of the team by the book is over.
        if run.status == 2 {
            assert!(
                run.err.contains("was running on") || run.err.contains("to have been over"),
                "{board}: {}",
                run.err
            );
            continue;
        }
        let findings =
            serde_json::from_str::<Value>(&run.out).expect("JSON")["findings"].as_array().expect("findings").clone();
        let rows = table(&page(&folder, "md", window), "Who decided what");
        let row = |title: &str| rows.iter().map(|row| counted(row)).find(|(row, _)| *row == title).expect(title).1;
        let (po, sm) = (Some("product-owner"), Some("scrum-master"));
        let [_, by_sm, by_developers, by_others] = row("Order the backlog");
        let order = told(&findings, "backlog-reordered-by-non-po", None);
        assert_eq!(by_sm + by_developers + by_others, order, "{board} {window:?}: order");
        let [_, by_sm, by_developers, by_others] = row("Set priority");
        let priority = told(&findings, "priority-changed-by-non-po", None);
        assert_eq!(by_sm + by_developers + by_others, priority, "{board} {window:?}: priority");
        assert_eq!(row("Write stories")[1], told(&findings, "story-written-by-sm", sm), "{board} {window:?}: stories");
        let criteria = told(&findings, "acceptance-criteria-edited-by-sm", sm);
        assert_eq!(row("Write criteria")[1], criteria, "{board} {window:?}: criteria");
        let [by_po, by_sm, _, by_others] = row("Estimate");
        let estimates = told(&findings, "estimated-by-non-developer", None);
        assert_eq!(by_po + by_sm + by_others, estimates, "{board} {window:?}: estimates");
        let [by_po, by_sm, ..] = row("Give work to others");
        assert_eq!(by_po, told(&findings, "work-assigned-by-po", po), "{board} {window:?}: giving");
        assert_eq!(by_sm, told(&findings, "work-assigned-by-sm", sm), "{board} {window:?}: giving");
        let [by_po, by_sm, ..] = row("Move work not one’s own");
        assert_eq!(by_po, told(&findings, "status-moved-by-po", po), "{board} {window:?}: status");
        assert_eq!(by_sm, told(&findings, "status-moved-by-sm", sm), "{board} {window:?}: status");
    }
}

#[test]
fn what_cannot_be_told_apart_is_left_out_and_nothing_is_claimed_of_the_rest() {
    // Nine drags in the backlog, and nine in a list without a known stage.
    let list = |id: &str, name: &str| json!({"id": id, "name": name, "closed": false, "pos": 1});
    let member = json!({"id": "m1", "fullName": "Maria", "username": "maria"});
    let action = |number: usize, kind: &str, data: Value| {
        let at = format!("2026-02-02T09:{number:02}:00.000Z");
        trello::action(&format!("{number:024x}"), &member, &at, kind, data)
    };
    let mut actions = Vec::new();
    for (card, list) in [("c1", json!({"id": "l1", "name": "Backlog"})), ("c2", json!({"id": "l2", "name": "Odds"}))] {
        let card = json!({"id": card, "shortLink": card, "name": card});
        let start = actions.len();
        actions.push(action(start, "createCard", json!({"card": card, "list": list})));
        for number in 1..10 {
            let moved = json!({"id": card["id"], "shortLink": card["shortLink"], "name": card["name"], "pos": number});
            let data = json!({"card": moved, "list": list, "old": {"pos": number + 9}});
            actions.push(action(start + number, "updateCard", data));
        }
    }
    actions.reverse();
    let card = |id: &str, list: &str| {
        json!({"id": id, "shortLink": id, "name": id, "idList": list, "idBoard": "b", "closed": false, "pos": 1,
        "idMembers": [], "labels": [], "desc": "", "idShort": 1, "url": "https://trello.com/c/x", "dateLastActivity": "2026-02-03T09:00:00.000Z"})
    };
    let board = json!({"id": "b", "name": "Board", "url": "https://trello.com/b/x", "closed": false, "lists": [list("l1", "Backlog"), list("l2", "Odds")],
        "cards": [card("c1", "l1"), card("c2", "l2")], "members": [member, {"id": "m2", "fullName": "Sam", "username": "sam"}], "actions": actions, "labels": [], "checklists": []});
    let folder = Folder::new();
    let path = folder.write("board.json", board.to_string());
    let page = page(&path, "md", &["--po", "Maria", "--sm", "Sam"]);
    let rows = table(&page, "Who decided what");
    assert_eq!(rows[0][0], "Order the backlog (9 changes, 9 left out)", "{page}");
    assert!(
        page.contains("Left out is what nobody can tell to be such a decision, or whose: not every status or list"),
        "{page}"
    );
    assert!(!page.contains("changes to the order of the backlog"), "half of it is no ground for praise: {page}");
    assert!(rows[10][1].starts_with("Nothing on this board is known to be an impediment"), "{:?}", rows[10]);
}

#[test]
fn a_decision_without_evidence_says_what_is_missing() {
    let trello = table(&page("fixtures/bakery/trello", "md", &[]), "Who decided what");
    assert_eq!(trello[1][..2], ["Set priority", "Trello keeps no record of priorities"]);
    let csv = table(&page("fixtures/bakery/jira-csv", "md", &[]), "Who decided what");
    assert_eq!(csv[0][1], "The export holds no changes, only how things stand");
    assert!(csv[2][0].starts_with("Write stories (29"), "who wrote a story is in the table: {:?}", csv[2]);
    let clean =
        table(&page_of(&jira::page(vec![jira::issue("APP-1", json!({}), Vec::new())]), "md"), "Who decided what");
    assert_eq!(clean[0][1], "none in this period");
}

#[test]
fn without_roles_there_is_no_matrix_and_no_praise() {
    let folder = Folder::new();
    let histories =
        (0..9).map(|n| jira::history(n, "Maria", &format!("2026-02-0{}T09:00:00.000+0000", n + 1), jira::ranked()));
    let export = jira::page(vec![jira::issue("APP-1", json!({}), histories.collect())]);
    let page = page(&folder.write("board.json", export), "md", &[]);
    assert!(page.contains("Nobody is named as Product Owner or Scrum Master"));
    assert!(!page.contains("| Decision |") && !page.contains("Product Owner’s."), "{page}");
}

/// A history of `by` on this day of March.
fn on(day: u32, by: &str, items: &[Value]) -> Value {
    let mut history = jira::history(day, by, &format!("2026-03-{day:02}T09:00:00.000+0000"), Value::Null);
    history["items"] = items.into();
    history
}

#[test]
fn moves_of_ones_own_work_count_for_no_role() {
    let assigned = |who: &str| {
        json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
        "to": format!("712020:{who}"), "toString": who})
    };
    let mut issues = Vec::new();
    for (number, (owner, mover)) in
        [("Dana", "Dana"), ("Sam", "Sam"), ("Maria", "Maria"), ("Dana", "Sam"), ("Dana", "Dirk")]
            .into_iter()
            .enumerate()
    {
        let fields = json!({"assignee": jira::user(owner), "status": jira::status("In Progress", "indeterminate")});
        let histories = vec![on(2, owner, &[assigned(owner)]), on(3, mover, &[jira::moved("Backlog", "In Progress")])];
        issues.push(jira::issue(&format!("KILN-{number}"), fields, histories));
    }
    let page = page_of(&jira::page(issues), "md");
    let rows = table(&page, "Who decided what");
    let row = rows.iter().find(|row| row[0].starts_with("Move work not one’s own")).expect("a row");
    assert_eq!(counted(row).1, [0, 1, 1, 0], "{row:?}");
}

#[test]
fn what_counts_for_nobody_is_no_praise_for_anybody() {
    // Six stories of the Product Owner. In six others, the Product Owner and two more people correct a letter
    // of the criteria.
    let story = |number: u32, who: &str| {
        let fields = json!({"creator": jira::user(who), "reporter": jira::user(who)});
        jira::issue(&format!("KILN-{number}"), fields, Vec::new())
    };
    let own: Vec<Value> = (1..7).map(|number| story(number, "Maria")).collect();
    assert!(page_of(&jira::page(own.clone()), "md").contains("All 6 stories were written by the Product Owner."));
    // Three of them are clones made by others: they have no author, so the rest is not all.
    let clone = |number: u32, who: &str| {
        let mut issue = story(number, who);
        issue["fields"]["issuelinks"] = json!([{"id": number.to_string(), "type": {"name": "Cloners", "inward": "is cloned by",
            "outward": "clones"}, "outwardIssue": {"id": "1001", "key": "KILN-1"}}]);
        issue
    };
    let copies = [clone(7, "Dirk"), clone(8, "Sam"), clone(9, "Maria")];
    let page = page_of(&jira::page([own, copies.to_vec()].concat()), "md");
    assert!(!page.contains("stories were written by the Product Owner"), "6 of 9 are not enough, and not all: {page}");
    let rows = table(&page, "Who decided what");
    assert_eq!(counted(&rows[2]), ("Write stories", [6, 0, 0, 0]), "copies count for nobody: {:?}", rows[2]);
}

#[test]
fn what_was_given_up_was_neither_cleared_nor_accepted() {
    let resolved = |to: &str| {
        json!({"field": "resolution", "fieldtype": "jira", "fieldId": "resolution", "from": null, "fromString": null,
        "to": "1", "toString": to})
    };
    let issue = |number: u32, kind: &str, from: &str, to: &str| {
        let fields = json!({"issuetype": {"name": kind, "subtask": false}, "status": jira::status("Done", "done"),
            "resolution": {"name": to}});
        let histories = vec![on(4, "Sam", &[jira::moved(from, "Done"), resolved(to)])];
        jira::issue(&format!("KILN-{number}"), fields, histories)
    };
    let charter = CHARTER.replace("[workflow]", "[workflow]\nacceptance = [\"UAT\"]");
    let shown = |to: &str| {
        let folder = Folder::new();
        folder.write("boardlint.toml", &charter);
        let export = vec![issue(1, "Impediment", "Backlog", to), issue(2, "Story", "UAT", to)];
        let page = page(&folder.write("board.json", jira::page(export)), "md", &[]);
        let rows = table(&page, "Who decided what");
        let of = |title: &str| rows.iter().map(|row| counted(row)).find(|(row, _)| *row == title).expect(title).1;
        (of("Clear impediments")[1], of("Accept work")[1])
    };
    assert_eq!(shown("Done"), (1, 1));
    assert_eq!(shown("Won't Do"), (0, 0));
}

#[test]
fn what_a_rule_excuses_or_gives_as_a_hint_counts_for_no_role() {
    let row = |issues: Vec<Value>, title: &str| {
        let page = page_of(&jira::page(issues), "md");
        let rows = table(&page, "Who decided what");
        rows.iter().map(|row| counted(row)).find(|(row, _)| *row == title).expect(title).1
    };
    // Maria splits the points of a story that was cloned three minutes ago, and estimates one that was not.
    let points = |from: &str, to: &str| {
        json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null, "fromString": from,
        "to": null, "toString": to})
    };
    let clones = json!([{"id": "1", "type": {"name": "Cloners", "inward": "is cloned by", "outward": "clones"},
        "outwardIssue": {"id": "1001", "key": "KILN-1"}}]);
    let estimated = |key: &str| {
        let change = jira::history(1, "Maria", "2026-03-02T09:03:00.000+0000", points("8", "5"));
        jira::issue(key, json!({"customfield_10016": 5}), vec![change])
    };
    let clone = json!({"created": "2026-03-02T09:00:00.000+0000", "issuelinks": clones, "customfield_10016": 3});
    let issues = vec![estimated("KILN-1"), jira::issue("KILN-2", clone, Vec::new()), estimated("KILN-3")];
    assert_eq!(row(issues, "Estimate"), [1, 0, 0, 0]);
    // Sam types in twelve stories and ten tasks within a minute: this is an import, so others may have
    // written the stories.
    let typed_in = |number: u32| {
        let kind = if number <= 12 { "Story" } else { "Task" };
        let created = format!("2026-03-02T09:00:{number:02}.000+0000");
        let fields = json!({"issuetype": {"name": kind, "subtask": false}, "creator": jira::user("Sam"),
            "reporter": jira::user("Sam"), "created": created});
        jira::issue(&format!("KILN-{number}"), fields, Vec::new())
    };
    let beside = || [jira::issue("KILN-30", json!({}), Vec::new())].into_iter();
    assert_eq!(row(beside().chain((1..=22).map(typed_in)).collect(), "Write stories"), [1, 0, 0, 0]);
    assert_eq!(row(beside().chain((1..=12).map(typed_in)).collect(), "Write stories"), [1, 12, 0, 0]);
}

#[test]
fn a_scrum_master_who_develops_stands_in_the_matrix_as_the_rules_see_them() {
    // Seven stories by Sam, who is Scrum Master and developer, and four by Maria.
    let written = |number: u32, who: &str| {
        let created = format!("2026-03-02T09:{:02}:00.000+0000", number * 3);
        let fields = json!({"creator": jira::user(who), "reporter": jira::user(who), "created": created});
        jira::issue(&format!("KILN-{number}"), fields, Vec::new())
    };
    let issues = (1..=11).map(|number| written(number, if number > 4 { "Sam" } else { "Maria" }));
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("[workflow]", "developers = [\"Sam\", \"Li\"]\n[workflow]"));
    let board = folder.write("board.json", jira::page(issues.collect()));
    let run = boardlint(&["check", &board, "--format", "json", "--fail-on", "never"]);
    let findings =
        serde_json::from_str::<Value>(&run.out).expect("JSON")["findings"].as_array().expect("findings").clone();
    let page = page(&board, "md", &[]);
    let rows = table(&page, "Who decided what");
    let row = |title: &str| rows.iter().map(|row| counted(row)).find(|(row, _)| *row == title).expect(title).1;
    assert_eq!(told(&findings, "story-written-by-sm", None), 7, "{}", run.out);
    assert_eq!(row("Write stories"), [4, 7, 0, 0], "the matrix tells what the topic tells: {page}");
}
