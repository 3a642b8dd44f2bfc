//! The ways in which a report is written, and how much of people and items it shows.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::json;

use super::page;
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint};

const BAKERY: &str = "fixtures/bakery/jira-cloud";

/// What a report in `format` says on standard output.
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
    let first = "1. The priority of a story was changed by someone other than the Product Owner (talk first; 2 findings · 2 of 2";
    assert!(text.lines().nth(2).is_some_and(|line| line.starts_with(first)), "{text}");
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
        let letters = ["Developer A", "Developer B", "Stakeholder A", "Guest A"];
        assert!(!letters.iter().any(|name| page.contains(name)), "{ending}");
    }
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
