//! The forms of a report, and how much they show of people and items.

use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;
use serde_json::{Value, json};

use super::{page, section};
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint};

const BAKERY: &str = "fixtures/bakery/jira-cloud";

/// The report in `format` on standard output.
fn said(board: &str, format: &str, more: &[&str]) -> String {
    let run = boardlint(&[&["report", board, "--format", format, "-o", "-"], more].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    run.out
}

/// A board whose title tries to break out of every format.
fn hostile() -> (Folder, String) {
    let title = "</td><script>alert(1)</script> & ]]> \u{1b}[31m \u{ffff} @here <!channel> {macro} \u{202e}";
    let issue = jira::issue("APP-1", json!({"summary": title}), vec![jira::drag("Sam")]);
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", jira::page(vec![issue]));
    (folder, export)
}

#[test]
fn confluence_gets_well_formed_xhtml() {
    let (_folder, hostile) = hostile();
    for board in [BAKERY, "fixtures/bakery/trello", "fixtures/bakery/jira-csv", "fixtures/bakery", &hostile] {
        let page = said(board, "confluence", &[]);
        let document = format!("<page xmlns:ac=\"ac\">{page}</page>");
        let mut reader = Reader::from_str(&document);
        let mut elements = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{board}: {error}")) {
                Event::Start(element) => {
                    let name = element.name().as_ref().to_owned();
                    assert_ne!(name, "script", "{board}");
                    elements += 1;
                }
                Event::GeneralRef(name) => {
                    let known = quick_xml::escape::resolve_predefined_entity(&name).is_some() || name.starts_with('#');
                    assert!(known, "{board}: Confluence knows no {name:?}");
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(elements > 50, "{board}: {elements}");
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{board}");
    }
}

#[test]
fn a_chat_gets_twelve_lines_at_most_that_call_nobody() {
    let (_folder, hostile) = hostile();
    for board in [BAKERY, "fixtures/bakery/trello", "fixtures/bakery", &hostile] {
        let text = said(board, "text", &[]);
        assert!((3..=12).contains(&text.lines().count()), "{text}");
        assert!(!text.contains('@') && !text.contains("<!"), "{text}");
    }
    let text = said(BAKERY, "text", &[]);
    let first =
        "1. Something has been in an item's way for more than three working days (talk first; 1 finding · still so)";
    assert!(text.lines().nth(2) == Some(first), "{text}");
}

#[test]
fn a_private_report_shows_neither_titles_nor_links_nor_days() {
    for ending in ["md", "html"] {
        let open = page(BAKERY, ending, &[]);
        assert!(
            open.contains("Buy a gift basket")
                && open.contains("https://bakery")
                && open.contains("28 Jan 2026, 15:30")
        );
        let page = page(BAKERY, ending, &["--private"]);
        assert!(!page.contains("Buy a gift basket") && !page.contains("https://bakery"), "{ending}");
        assert!(page.contains("week of 26 Jan 2026") && !page.contains("15:30"), "{ending}");
        assert!(!page.contains("CRUST-") && page.contains("The Scrum Master ranked item "), "{ending}");
        assert!(!page.contains("For whoever runs boardlint"), "{ending}");
        let letters = ["Developer A", "Developer B", "Stakeholder A", "Guest A"];
        assert!(!letters.iter().any(|name| page.contains(name)), "{ending}");
    }
}

#[test]
fn a_private_report_shows_neither_reasons_of_ignores_nor_paths() {
    let folder = Folder::fixture("jira-cloud");
    let charter = std::fs::read_to_string(folder.path().join("boardlint.toml")).expect("a charter");
    let ignore = "[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\nreason = \"Ottilie has a sick child\"\n";
    folder.write("boardlint.toml", charter + ignore);
    folder.write("ottilie/Ottilie.json", "{\"issues\": [");
    for format in ["md", "html", "confluence"] {
        let said =
            |more: &[&str]| boardlint(&[&["report", &folder.text(), "--format", format, "-o", "-"], more].concat()).out;
        let (open, private) = (said(&[]), said(&["--private"]));
        assert!(open.contains("Ottilie has a sick child") && open.contains("Ottilie.json"), "{format}: {open}");
        assert!(!private.contains("Ottilie") && private.contains("not shown"), "{format}");
        assert!(private.contains("1 file could not be read and is not in this report."), "{format}: {private}");
    }
}

/// A board on which the Product Owner does nothing for a sprint, and the Scrum Master enters estimates in one
/// sitting. One history, with a single entry, claims that it has `total` entries.
fn full_of_days(total: usize) -> (Folder, String) {
    let sprint = jira::sprint(
        1,
        "closed",
        "2026-02-02T08:00:00.000Z",
        "2026-02-13T16:00:00.000Z",
        Some("2026-02-13T16:00:00.000Z"),
    );
    let mut issues: Vec<Value> = (1..=12)
        .map(|number: u32| {
            let at = |day: u32, minute: u32| format!("2026-02-{day:02}T09:{minute:02}:00.000+0000");
            let points = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null,
                "fromString": null, "to": null, "toString": "3"});
            let histories = vec![
                jira::history(number, "Li", "2026-01-30T09:00:00.000+0000", jira::sprints("", "1")),
                jira::history(20 + number, "Li", &at(number + 1, 0), jira::moved("Backlog", "In Progress")),
                jira::history(40 + number, "Sam", &at(18, number), points),
            ];
            let fields = json!({"customfield_10016": 3, "customfield_10020": [sprint], "status": jira::status("In Progress", "indeterminate")});
            jira::issue(&format!("APP-{number}"), fields, histories)
        })
        .collect();
    let mut last = jira::issue("APP-13", json!({"status": jira::status("Done", "done")}), vec![jira::drag("Sam")]);
    last["changelog"]["total"] = json!(total);
    issues.push(last);
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{CHARTER}impediments = [\"Blocked\"]\n"));
    let board = folder.write("board.json", jira::page(issues));
    (folder, board)
}

#[test]
fn a_private_report_says_in_which_week_something_was_and_not_on_which_day() {
    let ((_whole, whole), (_cut, cut)) = (full_of_days(1), full_of_days(9));
    let open = said(&whole, "md", &[]);
    assert!(open.contains("for 10 working days (2 Feb 2026 to 13 Feb 2026): nothing created"), "{open}");
    assert!(open.contains("in one sitting, begun 18 Feb 2026, 09:01"), "{open}");
    let open = said(&cut, "md", &[]);
    assert!(open.contains("APP-13 from 2026-02-02 09:00 UTC on"), "{open}");
    let iso = Regex::new("20[0-9]{2}-[0-9]{2}-[0-9]{2}").expect("a pattern");
    for format in ["md", "html", "confluence", "text"] {
        for board in [&whole, &cut] {
            let page = said(board, format, &["--private"]);
            assert!(!iso.is_match(&page) && !page.contains("another item"), "{format}: {page}");
        }
    }
    let page = said(&whole, "md", &["--private"]);
    let day = Regex::new(r"(week of )?\b[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2}").expect("a pattern");
    for line in section(&page, "Cards for the wall").lines().filter(|line| line.starts_with("| ")) {
        assert!(day.find_iter(line).all(|found| found.as_str().starts_with("week of ")), "{line}");
    }
    assert!(page.contains("(the week of 2 Feb 2026 to the week of 9 Feb 2026): nothing created"), "{page}");
    assert!(page.contains("in one sitting, begun the week of 16 Feb 2026"), "{page}");
    let page = said(&cut, "md", &["--private"]);
    assert!(page.contains(" from the week of 2 Feb 2026 on"), "{page}");
}

#[test]
fn a_private_report_gives_an_item_one_number_wherever_it_stands() {
    for board in [BAKERY, "fixtures/bakery/trello", "fixtures/bakery"] {
        for format in ["md", "confluence", "text", "html"] {
            let page = said(board, format, &["--private"]);
            // HTML character references, in a report or in its style, are not items.
            let page = page.replace("&#", "");
            let named =
                page.lines().find(|line| line.contains("CRUST-") || line.contains("card #") || line.contains("curl "));
            assert_eq!(named, None, "{board} {format}");
        }
    }
    let page = said(BAKERY, "md", &["--private"]);
    let row = page.lines().find(|line| line.contains("The Scrum Master ranked item ")).expect("a row");
    let number = row.split("ranked item ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a number");
    assert!(row.contains(&format!("| item {number} |")), "{row}");
    // An ignored finding also has an item, and the reason of the ignore may name items.
    let folder = Folder::new();
    let ignore = "[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\nitem = \"APP-1\"\nreason = \"as agreed on APP-1 and APP-2\"\n";
    folder.write("boardlint.toml", format!("{CHARTER}{ignore}"));
    let issues = [1, 2].map(|number| jira::issue(&format!("APP-{number}"), json!({}), vec![jira::drag("Sam")]));
    let page = said(&folder.write("board.json", jira::page(issues.to_vec())), "md", &["--private"]);
    assert!(page.contains("ranked item ") && !page.contains("APP-") && !page.contains("as agreed"), "{page}");
}

#[test]
fn among_few_a_letter_would_be_a_name() {
    let page = |more: &[&str]| page(BAKERY, "md", more);
    assert!(page(&[]).contains("| A developer ranked CRUST-11 higher") && !page(&[]).contains("Developer A"));
    let letters = page(&["--pseudonyms", "letters"]);
    assert!(letters.contains("| Developer C ranked CRUST-11 higher"), "{letters}");
    assert_eq!(page(&["--pseudonyms", "roles"]), page(&[]));
}

#[test]
fn a_role_is_spoken_of_with_its_article() {
    let histories = (0..12).map(|n| {
        let at = format!("2026-02-{:02}T09:00:00.000+0000", n + 1);
        jira::history(n, if n % 2 == 0 { "Sam" } else { "Maria" }, &at, jira::ranked())
    });
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let board = jira::page(vec![jira::issue("APP-1", json!({}), histories.collect())]);
    let page = page(&folder.write("board.json", board), "md", &[]);
    assert!(page.contains("were made by the Scrum Master and"), "{page}");
    assert!(!page.contains("by Scrum Master"), "{page}");
}
