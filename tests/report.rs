//! The retro report: what it counts, whom it names, how it stands up to a hostile board, and how a browser sees it.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::jira::{self, CHARTER};
use support::{Folder, boardlint};

/// The page about `board`, in the format of `ending`.
fn page(board: &str, ending: &str, more: &[&str]) -> String {
    let folder = Folder::new();
    let path = folder.path().join(format!("retro.{ending}"));
    let run = boardlint(&[&["report", board, "-o", path.to_str().expect("a plain path")], more].concat());
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    std::fs::read_to_string(path).expect("a page")
}

/// The page about an export of ours.
fn page_of(export: &str, ending: &str) -> String {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    page(&folder.write("board.json", export), ending, &[])
}

/// The rows of the table under `heading` in a page of Markdown, cell by cell.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let after = page.split(&format!("## {heading}\n")).nth(1).expect(heading);
    let rows = after.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    rows.skip(2).map(cells).collect()
}

/// A decision, and by Product Owner, Scrum Master, developers and others the number in brackets.
fn counted(row: &[String]) -> (&str, [usize; 4]) {
    let title = row[0].split(" (").next().unwrap_or_default();
    let count = |cell: &String| {
        let number = cell.split('(').nth(1).and_then(|rest| rest.split(')').next());
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (title, [1, 2, 3, 4].map(|column| row.get(column).map_or(0, count)))
}

#[test]
fn the_matrix_counts_who_really_did_it() {
    // Counted by hand in the export's own changelogs. Greta's 12 drags and Ruben's 2 in the week he stood in; of 24
    // other drags most follow a move or a sprint change, one is an app's, one of a finished story.
    let jira = page("fixtures/bakery/jira-cloud", "md", &[]);
    let jira = table(&jira, "Who decided what");
    let expected = [
        ("Order the backlog", [14, 3, 1, 0]),
        // One developer's change is of a story of their own, an hour old; one story the Scrum Master typed in for Greta.
        ("Set priority", [0, 1, 1, 0]),
        ("Write stories", [26, 1, 1, 1]),
        ("Write criteria", [2, 0, 0, 0]),
        ("Accept work", [17, 0, 0, 0]),
        ("Estimate", [1, 0, 25, 0]),
        ("Take work oneself", [1, 1, 20, 0]),
        ("Give work to others", [2, 1, 0, 0]),
        ("Move work along", [1, 0, 39, 0]),
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
    // Trello has the same drags, scope and cleared impediments; it keeps no priorities and no criteria.
    let trello = matrix("fixtures/bakery/trello");
    for row in [0, 4, 9, 10] {
        assert_eq!(counted(&trello[row]), counted(&cloud[row]));
    }
}

/// How many items a rule tells of as somebody's act, by whether the actor holds `role`; hints and what is excused are none.
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
        // A table knows no sprints, and the last sprint by the book is over.
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
        let [by_po, by_sm, ..] = row("Move work along");
        assert_eq!(by_po, told(&findings, "status-moved-by-po", po), "{board} {window:?}: status");
        assert_eq!(by_sm, told(&findings, "status-moved-by-sm", sm), "{board} {window:?}: status");
    }
}

#[test]
fn what_cannot_be_told_apart_is_left_out_and_nothing_is_claimed_of_the_rest() {
    // Nine drags in the backlog, and nine where no list says what it means.
    let list = |id: &str, name: &str| json!({"id": id, "name": name, "closed": false, "pos": 1});
    let member = json!({"id": "m1", "fullName": "Maria", "username": "maria"});
    let action = |number: usize, kind: &str, data: Value| {
        json!({"id": format!("{number:024x}"), "type": kind, "date": format!("2026-02-02T09:{number:02}:00.000Z"),
            "idMemberCreator": "m1", "memberCreator": member, "data": data})
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
    assert!(page.contains("Left out is what nobody can say whose decision it was: not every status or list"), "{page}");
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

#[test]
fn what_goes_well_is_said_with_its_numbers() {
    let page = page("fixtures/bakery/jira-cloud", "md", &[]);
    let well = page.split("## What goes well\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    for claim in [
        "- All 17 times work was accepted, it was the Product Owner who did.",
        "- All 4 sprints have a goal.",
        "- 25 of 26 estimates were given by developers.",
        "- 32 of the 43 rules that could be judged found nothing.",
    ] {
        assert!(well.contains(claim), "{claim}\n{well}");
    }
}

#[test]
fn the_timeline_and_the_sprints_are_those_of_the_story() {
    let page = page("fixtures/bakery/jira-cloud", "md", &[]);
    let findings: Vec<String> = table(&page, "When it happened").iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        findings,
        [
            "Oven 1 5 – 23 Jan 2026 2 0 0",
            "Oven 2 26 Jan – 13 Feb 2026 3 0 0",
            "Oven 3 16 Feb – 6 Mar 2026 3 3 0",
            "Oven 4 9 – 27 Mar 2026 3 0 1"
        ]
    );
    let sprints: Vec<String> = table(&page, "Promised and delivered").iter().map(|row| row[1..].join(" ")).collect();
    assert_eq!(sprints, ["32 0 0 29 –", "29 8 5 32 –", "29 0 0 29 –", "50 2 0 13 30"]);
}

#[test]
fn a_pattern_comes_before_the_acts_it_is_made_of() {
    let histories = (0..12).map(|n| {
        let at = format!("2026-02-{:02}T09:00:00.000+0000", n + 1);
        jira::history(n, if n % 2 == 0 { "Sam" } else { "Maria" }, &at, jira::ranked())
    });
    let page = page_of(&jira::page(vec![jira::issue("APP-1", json!({}), histories.collect())]), "md");
    let topics =
        page.split("## Worth talking about\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("topics");
    assert!(topics.trim().starts_with("1. **The Scrum Master makes many of the decisions"), "{topics}");
    assert!(!topics.contains("The backlog was reordered"), "it is part of the pattern: {topics}");
    assert!(
        page.contains("**Made of:** 6 × The backlog was reordered by someone other than the Product Owner"),
        "{page}"
    );
}

/// What stands under a heading of a page of Markdown.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    page.split(&format!("## {heading}\n")).nth(1).and_then(|rest| rest.split("\n## ").next()).expect(heading)
}

#[test]
fn a_report_on_a_sprint_is_about_that_sprint() {
    let page = page("fixtures/bakery/jira-cloud", "md", &["--sprint", "last-closed"]);
    assert!(page.starts_with("# Retro report: Oven 3 of CRUST\n\n16 Feb 2026 to 6 Mar 2026 · "), "{page}");
    assert!(page.contains("· **1** sprint ·") && !page.contains("**226** changes"), "{page}");
    assert!(!section(&page, "What goes well").contains("sprints"), "one sprint is no row of them");
    assert_eq!(table(&page, "When it happened").len(), 1);
    assert_eq!(table(&page, "Promised and delivered").len(), 1);
    let of_2_april = page_html_column("current");
    assert!(of_2_april.contains("1 person") && !of_2_april.contains("2 people"), "Ruben stood in during February only");
}

/// The head of the matrix in a report on a sprint.
fn page_html_column(sprint: &str) -> String {
    let page = page("fixtures/bakery/jira-cloud", "html", &["--sprint", sprint]);
    let head = page.split("<table class=\"discs\">").nth(1).and_then(|rest| rest.split("Scrum Master").next());
    head.expect("a matrix").to_owned()
}

#[test]
fn what_the_baseline_knows_is_not_called_nothing() {
    let folder = Folder::new();
    for name in ["search.json", "boardlint.toml"] {
        let text = std::fs::read_to_string(format!("fixtures/bakery/jira-cloud/{name}")).expect("a file");
        folder.write(name, text);
    }
    let at = folder.path().to_str().expect("a plain path").to_owned();
    assert_eq!(boardlint(&["baseline", &at]).status, 0);
    let path = folder.path().join("retro.html");
    let asked = format!("html={}", path.display());
    let run = boardlint(&["check", &at, "--format", "markdown", "--format", &asked]);
    let page = std::fs::read_to_string(path).expect("a page");
    assert!(run.out.contains("**Nothing new**: 15 in the baseline."), "{}", run.out);
    assert!(page.contains("Nothing new: 15 known from the baseline.") && page.contains("new findings"), "{}", run.out);
    assert!(!page.contains("Nothing was found"));
}

#[test]
fn a_hint_is_no_topic() {
    let page = page("fixtures/bakery/jira-cloud", "md", &["--since", "2026-03-20"]);
    let talk = section(&page, "Worth talking about");
    assert!(!talk.contains("A story was written by the Scrum Master"), "it was typed in for its reporter: {talk}");
    assert!(section(&page, "Cards for the wall").contains("A story was written by the Scrum Master"));
}

#[test]
fn a_topic_tells_of_whoever_did_most_and_how_much_there_is() {
    let page = page("fixtures/bakery", "md", &[]);
    let talk = section(&page, "Worth talking about");
    assert!(talk.contains("(CRUST (") && talk.contains(" findings"), "{talk}");
    let page = self::page("fixtures/bakery/jira-cloud", "md", &[]);
    let first = section(&page, "Worth talking about").lines().nth(2).expect("a message").trim();
    assert!(
        first.starts_with("Scrum Master ranked CRUST-12 and 2 more items"),
        "three drags weigh more than one: {first}"
    );
}

#[test]
fn what_was_found_while_no_sprint_ran_stands_in_no_sprint() {
    let board = std::fs::read_to_string("fixtures/bakery/trello/board.json").expect("an export");
    let charter = std::fs::read_to_string("fixtures/bakery/trello/boardlint.toml").expect("a charter");
    let first = charter.find("[[sprints]]").expect("sprints");
    let after = charter[first + 2..].find("[[sprints]]").map(|at| first + 2 + at).expect("several sprints");
    let rest =
        charter[after..].split("\n[").find(|part| !part.starts_with("[sprints]") && !part.starts_with("[[sprints]]"));
    let folder = Folder::new();
    let rest = rest.map_or_else(String::new, |part| format!("\n[{part}"));
    folder.write("boardlint.toml", format!("{}{rest}", &charter[..after]));
    let page = page(&folder.write("board.json", board), "md", &[]);
    let rows = table(&page, "When it happened");
    assert!(rows[0][0].starts_with("Oven 1") && rows.iter().any(|row| row[0].starts_with("After Oven 1")), "{rows:?}");
}

#[test]
fn check_writes_the_same_page() {
    let folder = Folder::new();
    let path = folder.path().join("retro.html");
    let asked = format!("html={}", path.display());
    let run = boardlint(&["check", "fixtures/bakery/jira-cloud", "--format", "short", "--format", &asked]);
    assert_eq!(run.status, 1, "findings fail a check");
    assert_eq!(std::fs::read_to_string(path).expect("a page"), page("fixtures/bakery/jira-cloud", "html", &[]));
}

#[test]
fn a_report_fails_for_no_finding_but_for_what_cannot_be_read_or_written() {
    let folder = Folder::new();
    let good = folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), Vec::new())]));
    let html = folder.path().join("retro.html");
    let to = html.to_str().expect("a plain path");
    let run = boardlint(&["report", "fixtures/bakery/jira-cloud", "-o", to]);
    assert_eq!((run.status, run.out.lines().next()), (0, Some(format!("wrote {to}").as_str())));
    assert!(run.last_line().ends_with("43 of 46 rules judged"), "{}", run.out);
    let broken = folder.write("broken.json", "{\"issues\": [");
    assert_eq!(boardlint(&["report", &good, &broken, "-o", to]).status, 3);
    assert!(std::fs::read_to_string(&html).expect("a page").contains("1 file could not be read"));
    for wrong in ["retro.pdf", "retro", "nowhere/retro.html"] {
        let run = boardlint(&["report", &good, "-o", folder.path().join(wrong).to_str().expect("a plain path")]);
        assert_eq!(run.status, 2, "{wrong}: {}", run.err);
    }
    let run = boardlint(&["report", &good, "-o", "retro.pdf"]);
    assert!(run.err.contains(".html or .md"), "{}", run.err);
}

#[test]
fn titles_can_be_left_out() {
    for ending in ["html", "md"] {
        assert!(page("fixtures/bakery/jira-cloud", ending, &[]).contains("Buy a gift basket"));
        assert!(!page("fixtures/bakery/jira-cloud", ending, &["--no-titles"]).contains("Buy a gift basket"));
    }
}

/// Everything an export calls people: names, user names, keys, ids and addresses.
fn calls(value: &Value, found: &mut BTreeSet<String>) {
    const CALLS: [&str; 8] =
        ["displayName", "accountId", "emailAddress", "fullName", "username", "name", "key", "idMemberCreator"];
    match value {
        Value::Object(fields) => {
            let person =
                ["displayName", "accountId", "fullName", "emailAddress"].iter().any(|key| fields.contains_key(*key));
            let named = CALLS.iter().filter(|_| person).filter_map(|key| fields.get(*key)?.as_str());
            found.extend(named.map(str::to_owned));
            fields.values().for_each(|value| calls(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| calls(value, found)),
        _ => {}
    }
}

#[test]
fn a_default_report_names_nobody() {
    let people = [
        "Greta",
        "Lindqvist",
        "Ruben",
        "Castell",
        "Tomasz",
        "Wrona",
        "Aisha",
        "Bello",
        "Kenji",
        "Mori",
        "Lena",
        "Hartog",
    ];
    let people = people.into_iter().chain(["Diego", "Fuentes", "Ines", "Achterberg", "JIRAUSER", "example.com"]);
    let people: Vec<String> = people.map(str::to_owned).collect();
    let boards = [
        ("jira-cloud", "search.json"),
        ("jira-dc", "search.json"),
        ("trello", "board.json"),
        ("jira-backup", ""),
        ("jira-csv", ""),
        ("by-the-book/jira-cloud", "search.json"),
    ];
    for (board, file) in boards {
        let folder = format!("fixtures/bakery/{board}");
        let mut called: BTreeSet<String> = people.iter().cloned().collect();
        if !file.is_empty() {
            let text = std::fs::read_to_string(format!("{folder}/{file}")).expect("an export");
            let before = called.len();
            calls(&serde_json::from_str(&text).expect("JSON"), &mut called);
            assert!(called.len() > before + 8, "{board}: {called:?}");
        }
        for ending in ["html", "md"] {
            // Links and titles aside: they are what a team finds its items by.
            let mut page = page(&folder, ending, &["--no-titles"]);
            let links: Vec<String> = match ending {
                "html" => page
                    .split("href=\"http")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned)
                    .collect(),
                _ => {
                    page.split("](http").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
                }
            };
            // A hint may quote a request to the tool, whose address is no person's.
            links.iter().for_each(|link| page = page.replace(link, ""));
            let words: String = page.replace("bakery.example.com", "").to_lowercase();
            for name in called.iter().filter(|name| name.len() > 3) {
                assert!(!says(&words, &name.to_lowercase()), "{board}: {name} in the {ending} page");
            }
        }
    }
}

/// Whether `text` holds `name` as a word of its own.
fn says(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

#[test]
fn a_sprint_and_a_board_named_after_somebody_name_nobody_either() {
    let mut sprint = jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-03-01T09:00:00.000Z", None);
    sprint["name"] = json!("The sprint of Samantha Leeuwen");
    let history = jira::history(1, "Samantha Leeuwen", "2026-02-02T09:00:00.000+0000", jira::ranked());
    let issue = jira::issue("APP-1", json!({"customfield_10020": [sprint]}), vec![history]);
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("\"Sam\"", "\"Samantha Leeuwen\""));
    let export = folder.write("board.json", jira::page(vec![issue]));
    for ending in ["html", "md"] {
        let page = page(&export, ending, &[]);
        assert!(!page.contains("Samantha") && page.contains("The sprint of Scrum Master"), "{page}");
    }
}

#[test]
fn boards_of_one_name_are_told_apart() {
    let page = page("fixtures/bakery", "md", &[]);
    let timeline =
        page.split("## When it happened\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("times");
    let found: Vec<usize> = timeline
        .split("### CRUST (")
        .skip(1)
        .map(|board| {
            let rows = board
                .lines()
                .take_while(|line| !line.starts_with("###"))
                .filter(|line| line.starts_with("| ") && !line.contains("Errors"));
            let counts = |row: &str| row.split('|').filter_map(|cell| cell.trim().parse::<usize>().ok()).sum::<usize>();
            rows.map(counts).sum()
        })
        .collect();
    // By the book, backup, Cloud, the two tables, Data Center.
    assert_eq!(found, [0, 15, 15, 2, 2, 15], "{timeline}");
    assert!(page.contains("Buy a gift basket CRUST ("), "an item says on which board it is");
}

#[test]
fn people_are_named_where_that_is_asked_for() {
    let page = page("fixtures/bakery/jira-cloud", "html", &["--names"]);
    assert!(!page.contains("Developer C"));
    assert!(page.contains("Kenji Mori (developer)") && page.contains("Tomasz Wrona (Scrum Master)"));
    assert!(!page.contains("greta@"), "never an address");
}

/// A title that tries everything.
fn hostile_title() -> String {
    let start = "<script>alert(1)</script> ::error:: =HYPERLINK(\"http://e\") \u{1b}[31m \u{202e} | `x` *y* </style> {{ 7*7 }} ";
    start.to_owned() + &"long ".repeat(1000)
}

#[test]
fn a_hostile_title_is_harmless_and_legible() {
    let title = hostile_title();
    let fields = json!({"summary": title, "labels": [title]});
    let mut issue =
        jira::issue("APP-1", fields, vec![jira::history(1, "Sam", "2026-02-02T09:00:00.000+0000", jira::ranked())]);
    issue["self"] = json!("javascript:alert(1)//rest/api/2/issue/APP-1");
    let export = jira::page(vec![issue]);
    for ending in ["html", "md"] {
        let page = page_of(&export, ending);
        assert!(!page.contains("<script") && !page.contains("javascript:"), "{ending}");
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()) && !page.contains('\u{202e}'), "{ending}");
        assert!(page.contains("alert(1)"), "it can still be read: {ending}");
        assert!(page.len() < 60_000, "and is cut: {} bytes of {ending}", page.len());
    }
}

/// A board on which `who` did `change` on each of `count` items, minutes apart.
fn many(count: usize, who: &str, change: &Value) -> String {
    let issues = (0..count).map(|number| {
        let at = |minutes: usize| {
            let day = 1 + (minutes / 1440) % 28;
            format!(
                "2026-{:02}-{day:02}T{:02}:{:02}:00.000+0000",
                1 + minutes / 1440 / 28,
                minutes / 60 % 24,
                minutes % 60
            )
        };
        let title = format!("A story with a title of a usual length & some <markup>, number {number}");
        let history = jira::history(u32::try_from(number).expect("few"), who, &at(number * 3), change.clone());
        jira::issue(&format!("APP-{}", number + 1), json!({"summary": title}), vec![history])
    });
    jira::page(issues.collect())
}

/// How many findings about `what` a page lists, and of how many it says that it does not.
fn listed(page: &str, what: &str) -> (usize, usize) {
    let cards = page.split("Cards for the wall").last().expect("cards");
    let told = cards.split(" more not listed: this page stays small").next().filter(|told| told.len() < cards.len());
    let number = told.and_then(|told| told.rsplit(|c: char| !c.is_ascii_digit()).next());
    (cards.matches(what).count(), number.and_then(|number| number.parse().ok()).unwrap_or(0))
}

#[test]
fn ten_thousand_findings_fit_on_a_small_page() {
    let page = page_of(&many(10_000, "Sam", &jira::ranked()), "html");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert_eq!(listed(&page, "ranked APP-"), (10_000, 0));
}

#[test]
fn what_a_page_has_no_room_for_is_counted() {
    // Statuses of such names make every message as long as it can be.
    let (from, to) = ("To be looked at & <b>told</b> ".repeat(9), "In Progress ".repeat(20));
    let folder = Folder::new();
    let doing = format!("doing = [\"In Progress\", {:?}]", to.trim());
    let backlog = format!("backlog = [\"Backlog\", {:?}]", from.trim());
    let charter = CHARTER.replace("doing = [\"In Progress\"]", &doing).replace("backlog = [\"Backlog\"]", &backlog);
    folder.write("boardlint.toml", charter);
    let export = many(10_000, "Maria", &jira::moved(from.trim(), to.trim()));
    let page = page(&folder.write("board.json", export), "html", &[]);
    let (shown, left) = listed(&page, "moved APP-");
    assert!(page.len() < 3_000_000 && left > 0, "{} bytes", page.len());
    assert_eq!(shown + left, 10_000);
}

#[test]
fn a_page_asks_for_nothing_from_anywhere() {
    let page = page("fixtures/bakery/jira-cloud", "html", &[]);
    for loads in
        ["<script", " src=", "url(http", "@import", "<iframe", "<img", "rel=\"stylesheet\"", " onload", " onclick"]
    {
        assert!(!page.to_lowercase().contains(loads), "{loads}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("<html lang=\"en\">"));
}
