//! Sprints in the report: the text above their bars.

use serde_json::{Value, json};

use super::{page, page_of, section};
use crate::support::{Folder, boardlint, fixture, jira};

/// The bakery's Trello board with `sprints` instead of its own.
fn with_sprints(sprints: &str) -> (Folder, String) {
    let charter = fixture("trello/boardlint.toml");
    let own = charter.find("[[sprints]]").expect("sprints");
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{}{sprints}", &charter[..own]));
    let board = folder.write("board.json", fixture("trello/board.json"));
    (folder, board)
}

const SAID: &str = "No list and no label of the board tells which cards were in ";

#[test]
fn a_page_says_what_counts_as_committed_where_days_alone_tell_of_a_sprint() {
    let days = "\n[[sprints]]\nname = \"March\"\nstart = 2026-03-02\nend = 2026-03-13\n";
    let (_folder, board) = with_sprints(days);
    for ending in ["md", "html", "xhtml"] {
        let page = page(&board, ending, &[]);
        let at = page.find(&format!("{SAID}March: ")).unwrap_or_else(|| panic!("{ending}: {page}"));
        let bars = page.rfind("Promised and delivered").expect("a section");
        assert!(bars < at, "it stands with the bars");
        assert!(
            page[at..].contains("Say which list or label holds the cards of a sprint"),
            "whoever runs it can mend it"
        );
    }
    let run = boardlint(&["check", &board, "--format", "short", "--fail-on", "never"]);
    assert!(run.err.contains("no list or label tells which cards are in `March`"), "{}", run.err);
    // Work that was begun while the sprint ran may have belonged to it.
    let run = boardlint(&["check", &board, "--format", "jsonl", "--fail-on", "never"]);
    assert!(!run.fires("started-outside-sprint"), "{}", run.out);
}

#[test]
fn sprints_known_by_their_days_alone_are_not_praised_for_what_they_brought() {
    let sprints = |list: &str| {
        let days = [("2026-01-19", "2026-01-30"), ("2026-02-02", "2026-02-13")];
        let sprint = |(place, (start, end)): (usize, &(&str, &str))| {
            format!("\n[[sprints]]\nname = \"Two weeks {place}\"\n{list}start = {start}\nend = {end}\n")
        };
        days.iter().enumerate().map(sprint).collect::<String>()
    };
    let said = "brought everything they had committed to";
    let (_folder, board) = with_sprints(&sprints("list = \"In Progress\"\n"));
    assert!(page(&board, "md", &[]).contains(said), "a list tells what was in them");
    let (_folder, board) = with_sprints(&sprints(""));
    let page = page(&board, "md", &[]);
    assert!(!page.contains(said));
    let decided = section(&page, "Who decided what");
    assert!(
        decided.contains("No list or label tells which cards were in a sprint"),
        "whoever changed a scope: {decided}"
    );
}

#[test]
fn nothing_is_said_of_sprints_that_a_list_or_a_label_holds() {
    let listed = "\n[[sprints]]\nname = \"March\"\nlist = \"Oven 3\"\nstart = 2026-03-02\nend = 2026-03-13\n";
    let (_folder, board) = with_sprints(listed);
    assert!(!page(&board, "md", &[]).contains(SAID));
    let own = page("fixtures/bakery/trello", "md", &[]);
    assert!(!section(&own, "Promised and delivered").contains(SAID), "{own}");
    assert!(!page("fixtures/bakery/jira-cloud", "md", &[]).contains(SAID), "Jira knows");
}

/// Two closed sprints of five stories each. The story `late` is added to the second three days after its
/// start.
fn two_sprints(late: Option<serde_json::Value>) -> String {
    let dates = [("2026-01-05", "2026-01-16"), ("2026-01-19", "2026-01-30")];
    let sprint = |number: usize| {
        let (start, end) = dates[number - 1];
        let at = |day: &str| format!("{day}T09:00:00.000Z");
        jira::sprint(u32::try_from(number).expect("small"), "closed", &at(start), &at(end), Some(&at(end)))
    };
    let story = |place: usize, number: usize, at: &str, points: serde_json::Value| {
        let plan =
            jira::history(u32::try_from(place).expect("small"), "Li", at, jira::sprints("", &number.to_string()));
        let fields = json!({"customfield_10016": points, "customfield_10020": [sprint(number)]});
        jira::issue(&format!("APP-{place}"), fields, vec![plan])
    };
    let planned = (1..=10).map(|place| {
        let number = 1 + (place - 1) / 5;
        story(place, number, &format!("{}T08:00:00.000+0000", dates[number - 1].0), json!(3))
    });
    let late = late.map(|points| story(11, 2, "2026-01-22T09:00:00.000+0000", points));
    let last = jira::history(90, "Maria", "2026-02-05T09:00:00.000+0000", jira::ranked());
    let done = jira::issue("APP-12", json!({"status": jira::status("Done", "done")}), vec![last]);
    jira::page(planned.chain(late).chain([done]).collect())
}

#[test]
fn of_a_part_of_a_board_nothing_is_said_to_have_begun_too_early() {
    let mut board: Value = serde_json::from_str(&two_sprints(None)).expect("JSON");
    let issues = board["issues"].as_array_mut().expect("issues");
    issues.retain(|issue| issue["key"] != "APP-12");
    board["total"] = issues.len().into();
    let page = page_of(&board.to_string(), "md");
    // The second sprint begins an hour after the last change.
    let scope = section(&page, "Who decided what").lines().find(|line| line.contains("sprint’s scope")).expect(&page);
    assert!(scope.contains("| Nothing in the export is done although sprints are over"), "{scope}");
    assert_eq!(
        section(&page, "Promised and delivered").lines().last(),
        Some("Of 1 sprint the export does not show what was committed: it seems to hold a part of the board."),
    );
    assert!(!page.contains("within the known history"), "{page}");
}

#[test]
fn sprints_that_kept_their_scope_are_praised_and_no_others() {
    let nothing = "- Nothing came into any of the 2 finished sprints, or left it, after its planning.";
    let page = |late| super::page_of(&two_sprints(late), "md");
    assert!(page(None).contains(nothing), "{}", page(None));
    for late in [json!(null), json!(5)] {
        let page = page(Some(late));
        assert!(!page.contains("after its planning") && !page.contains("came in or left later"), "{page}");
    }
}
