//! The retro report: what it counts, which names it shows, and how it handles hostile text; and its view in a
//! browser.

mod hostile;
mod matrix;
mod names;
mod order;
mod period;
mod sprints;
mod written;

use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, fixture};

/// The page about `board`, in the format with this extension.
fn page(board: &str, ending: &str, more: &[&str]) -> String {
    let folder = Folder::new();
    let path = folder.path().join(format!("retro.{ending}"));
    let run = boardlint(&[&["report", board, "-o", path.to_str().expect("a plain path")], more].concat());
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    std::fs::read_to_string(path).expect("a page")
}

/// The page about one of our own exports.
fn page_of(export: &str, ending: &str) -> String {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    page(&folder.write("board.json", export), ending, &[])
}

/// The rows and cells of the table under `heading` in a Markdown page.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let after = page.split(&format!("## {heading}\n")).nth(1).expect(heading);
    let rows = after.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    rows.skip(2).map(cells).collect()
}

#[test]
fn what_goes_well_is_said_with_its_numbers() {
    let page = page("fixtures/bakery/jira-cloud", "md", &[]);
    let well = page.split("## What goes well\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    for claim in [
        "- 18 items were finished, and nothing that was done was taken up again.",
        "- The Product Owner accepted the work all 17 times.",
        "- All 17 times work was put up for acceptance, it had an answer within 3 working days.",
        "- All 4 sprints have a goal.",
        "- 25 of 26 estimates were given by developers.",
        "- 46 of the 57 rules that could be judged found nothing.",
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
    assert!(
        topics.trim().starts_with("1. **Many of the Product Owner's decisions are made by the Scrum Master"),
        "{topics}"
    );
    assert!(!topics.contains("The backlog was reordered"), "it is part of the pattern: {topics}");
    assert!(
        page.contains("**Made of:** 6 × The backlog was reordered by someone other than the Product Owner"),
        "{page}"
    );
}

/// The text under a heading of a Markdown page.
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

/// The header of the matrix in a report about a sprint.
fn page_html_column(sprint: &str) -> String {
    let page = page("fixtures/bakery/jira-cloud", "html", &["--sprint", sprint]);
    let head = page.split("<table class=\"discs\">").nth(1).and_then(|rest| rest.split("Scrum Master").next());
    head.expect("a matrix").to_owned()
}

#[test]
fn what_the_baseline_knows_is_not_called_nothing() {
    let folder = Folder::fixture("jira-cloud");
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
    let page = self::page("fixtures/bakery/jira-cloud", "md", &["--select", "backlog-reordered-by-non-po"]);
    let first = section(&page, "Worth talking about").lines().nth(2).expect("a message").trim();
    assert!(
        first.starts_with("The Scrum Master ranked CRUST-12 and 2 more items"),
        "three drags weigh more than one: {first}"
    );
}

#[test]
fn what_was_found_while_no_sprint_ran_stands_in_no_sprint() {
    let board = fixture("trello/board.json");
    let charter = fixture("trello/boardlint.toml");
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
    assert!(run.last_line().ends_with("57 of 60 rules judged"), "{}", run.out);
    let broken = folder.write("broken.json", "{\"issues\": [");
    assert_eq!(boardlint(&["report", &good, &broken, "-o", to]).status, 3);
    assert!(std::fs::read_to_string(&html).expect("a page").contains("1 file could not be read"));
    for wrong in ["retro.pdf", "retro", "board.json/retro.html"] {
        let run = boardlint(&["report", &good, "-o", folder.path().join(wrong).to_str().expect("a plain path")]);
        assert_eq!(run.status, 2, "{wrong}: {}", run.err);
    }
    let run = boardlint(&["report", &good, "-o", "retro.pdf"]);
    assert!(run.err.contains(".html, .md, .txt or .xhtml"), "{}", run.err);
}

#[test]
fn titles_can_be_left_out() {
    for ending in ["html", "md"] {
        assert!(page("fixtures/bakery/jira-cloud", ending, &[]).contains("Buy a gift basket"));
        assert!(!page("fixtures/bakery/jira-cloud", ending, &["--no-titles"]).contains("Buy a gift basket"));
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
