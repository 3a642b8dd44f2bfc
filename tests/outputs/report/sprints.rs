//! Sprints on the page: what is said above their bars.

use super::{page, section};
use crate::support::{Folder, boardlint, fixture};

/// The bakery's Trello board with `sprints` in place of its own.
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
    // What was begun while it ran may have been in it.
    let run = boardlint(&["check", &board, "--format", "jsonl", "--fail-on", "never"]);
    assert!(!run.fires("started-outside-sprint"), "{}", run.out);
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
