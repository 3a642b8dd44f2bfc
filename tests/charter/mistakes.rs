//! Every kind of mistake in a charter with its diagnostic, which people who do not program must understand.
//!
//! Each `mistakes/NAME.toml` is a charter, and `mistakes/NAME.txt` is the output of `boardlint check` for it.

use std::path::Path;

use serde_json::{Value, json};
use snapbox::{Assert, Data};

use crate::support::jira::{account, drag, history, issue, moved, page, sprint, status};
use crate::support::{Folder, boardlint_in, fixture};

/// A board with three issues, two people with the same name, and one sprint.
fn board() -> String {
    let twin = |id: &str| account(id, "Alex Kim");
    let running = sprint(1, "active", "2026-02-01T09:00:00.000Z", "2026-02-14T09:00:00.000Z", None);
    let first = issue("APP-1", json!({}), vec![drag("Sam")]);
    let moves = vec![
        history(2, "Sam", "2026-02-03T09:00:00.000+0000", moved("Backlog", "In Progress")),
        history(3, "Sam", "2026-02-04T09:00:00.000+0000", moved("In Progress", "Done")),
    ];
    let fields: Value = json!({"creator": twin("712020:1"), "status": status("Done", "done"), "assignee": twin("712020:1"),
                               "customfield_10016": 3, "customfield_10020": [running]});
    page(vec![first, issue("APP-2", fields, moves), issue("APP-3", json!({"creator": twin("712020:2")}), vec![])])
}

fn said(charter: &Path) -> String {
    let folder = Folder::new();
    let bytes = std::fs::read(charter).expect("a charter");
    let trello = bytes.starts_with(b"# board: trello");
    folder.write("boardlint.toml", bytes);
    folder.write("board.json", if trello { fixture("trello/board.json") } else { board() });
    let run =
        boardlint_in(folder.path(), &["check", "board.json", "--quiet", "--format", "short", "--today", "2026-03-31"]);
    assert!([0, 1, 2].contains(&run.status), "{}: {}", charter.display(), run.status);
    format!("{}exit status {}\n", run.err, run.status)
}

#[test]
fn every_mistake_is_told_in_words_that_help() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charter/mistakes"));
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut charters: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    charters.sort();
    assert!(charters.len() >= 30, "{}", charters.len());
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|mode| mode == "overwrite");
    let assert = Assert::new().action_env("SNAPSHOTS");
    for charter in charters {
        let golden = charter.with_extension("txt");
        if overwrite && !golden.exists() {
            std::fs::write(&golden, "").expect("a golden file");
        }
        assert.eq(said(&charter), Data::read_from(&golden, None).raw());
    }
}

#[test]
fn a_mistake_is_an_error_or_a_warning_and_never_passed_over() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charter/mistakes"));
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "txt") {
            let told = std::fs::read_to_string(&path).expect("a golden file");
            let severe = told.starts_with("error: ") && told.ends_with("exit status 2\n");
            assert!(severe || told.starts_with("warn: "), "{}: {told}", path.display());
            assert!(told.contains(".toml:"), "it shows the place: {}", path.display());
        }
    }
}
