//! The period of a report: what its numbers, its last line and its timeline count.

use serde_json::json;

use super::{page, table};
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint};

#[test]
fn the_last_line_counts_what_the_page_shows() {
    let folder = Folder::new();
    let to = folder.path().join("retro.md");
    let report = |more: &[&str]| {
        let args = ["report", "fixtures/bakery/jira-cloud", "-o", to.to_str().expect("a plain path")];
        let run = boardlint(&[&args, more].concat());
        (run.last_line().to_owned(), std::fs::read_to_string(&to).expect("a page"))
    };
    let (last, _) = report(&[]);
    assert!(last.contains(" in 32 items, 290 changes by 9 people; "), "all of it: {last}");
    let (last, page) = report(&["--since", "2026-03-20"]);
    let number = |label: &str| {
        let before = page.split(&format!("** {label}")).next().expect(label);
        before.rsplit("**").next().expect("a number").to_owned()
    };
    let part = format!(
        " in {} of 32 items, {} of 290 changes by {} of 9 people; ",
        number("items"),
        number("changes"),
        number("people")
    );
    assert!(last.contains(&part), "{part} is on the page: {last}");
}

#[test]
fn what_began_before_the_period_of_a_page_stands_in_one_row_before_it() {
    // A story that has been in work since January, in a report about March.
    let moved = jira::history(1, "Li", "2026-01-07T09:00:00.000+0000", jira::moved("Backlog", "In Progress"));
    let drag = jira::history(2, "Sam", "2026-03-17T09:00:00.000+0000", jira::ranked());
    let doing = json!({"status": jira::status("In Progress", "indeterminate")});
    let export = jira::page(vec![
        jira::issue("APP-1", doing, vec![moved]),
        jira::issue("APP-2", json!({}), vec![drag]),
        jira::issue("APP-3", json!({"created": "2026-03-20T09:00:00.000+0000"}), Vec::new()),
    ]);
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{CHARTER}\n[rules]\nabandoned-in-progress = \"off\"\n"));
    let board = folder.write("board.json", export);
    let rows = table(&page(&board, "md", &[]), "When it happened");
    assert!(rows[0][0].starts_with("5 Jan 2026"), "the page is about all of it: {rows:?}");
    let page = page(&board, "md", &["--since", "2026-03-16"]);
    assert!(page.contains("16 Mar 2026 to 20 Mar 2026"), "{page}");
    let rows: Vec<String> = table(&page, "When it happened").iter().map(|row| row.join(" ")).collect();
    assert!(rows.iter().any(|row| row == "16 Mar 2026 1 0 0"), "{rows:?}");
    assert!(rows.iter().all(|row| !row.contains("Jan") && !row.contains("Feb")), "{rows:?}");
    assert_eq!(rows[0], "Earlier before 16 Mar 2026 0 1 0", "{page}");
}
