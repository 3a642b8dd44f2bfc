//! The terminal: everything fits the width, each rule has one heading, and the run ends with a digest.

use serde_json::json;
use snapbox::{assert_data_eq, file};
use unicode_width::UnicodeWidthStr;

use crate::support::{Folder, boardlint_in, command, jira};

const BAKERY: &[&str] = &["check", "fixtures/bakery/jira-cloud"];

/// The output of the program in a terminal with this width.
fn in_columns(columns: &str, args: &[&str]) -> String {
    let output = command().env("COLUMNS", columns).args(args).output().expect("the binary runs");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

#[test]
fn the_narrow_terminal_reads_well() {
    assert_data_eq!(in_columns("80", BAKERY), file!["golden/terminal-80.txt"].raw());
}

#[test]
fn the_usual_terminal_reads_well() {
    assert_data_eq!(in_columns("100", BAKERY), file!["golden/terminal-100.txt"].raw());
}

#[test]
fn the_wide_terminal_reads_well() {
    assert_data_eq!(in_columns("200", BAKERY), file!["golden/terminal-200.txt"].raw());
}

/// The same colours are used on dark and on light backgrounds.
#[test]
fn colours_tell_levels_places_and_links_apart() {
    let coloured = in_columns("100", &[BAKERY, &["--color", "always", "--select", "work-assigned-by-po"]].concat());
    assert_data_eq!(coloured, file!["golden/terminal-colours.txt"].raw());
}

/// A line that is too wide is allowed if it contains one unbreakable word after its indentation, or a
/// command, which must be copied as a whole.
fn is_broken_well(line: &str, columns: usize) -> bool {
    let is_command = line.trim_start().starts_with("curl ");
    is_command
        || line.width() <= columns
        || line.split_whitespace().map(UnicodeWidthStr::width).max() > Some(columns / 3)
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    for columns in [80, 100, 200] {
        for args in [
            &["check", "fixtures/bakery/jira-cloud", "--max-per-rule", "0"][..],
            &["check", "fixtures/bakery/trello", "--pseudonyms"],
            &["check", "fixtures/bakery", "--statistics"],
            &["check", "fixtures/bakery/jira-csv", "--po", "Greta Lindqvist"],
            &["inspect", "fixtures/bakery/jira-cloud"],
            &["inspect", "fixtures/bakery/trello"],
            &["charter", "fixtures/bakery/jira-cloud"],
            &["explain", "po-absent"],
            &["vocabulary"],
            &["rules"],
            &["init", "fixtures/bakery/trello", "-o", "-"],
        ] {
            // The draft itself is a file, so its width does not depend on the terminal.
            if args[0] == "init" {
                continue;
            }
            let text = in_columns(&columns.to_string(), args);
            let wide: Vec<&str> = text.lines().filter(|line| !is_broken_well(line, columns)).collect();
            assert!(wide.is_empty(), "{args:?} in {columns} columns:\n{}", wide.join("\n"));
        }
    }
}

/// A board of `count` stories that the Scrum Master drags one after the other.
fn dragged(count: u32) -> Folder {
    let story = |number: u32| {
        let at = format!("2026-02-{:02}T{:02}:00:00.000+0000", 1 + number / 10, 8 + number % 10);
        jira::issue(&format!("APP-{number}"), json!({}), vec![jira::history(number, "Sam", &at, jira::ranked())])
    };
    Folder::of(jira::CHARTER, jira::page((1..=count).map(story).collect()))
}

#[test]
fn each_rule_is_headed_once_and_sixty_findings_are_a_page_and_no_book() {
    let folder = dragged(60);
    let check = ["check", ".", "--max-per-rule", "0"];
    let one = boardlint_in(folder.path(), &[&check[..], &["--select", "backlog-reordered-by-non-po"]].concat()).out;
    for lead in ["error[backlog-reordered-by-non-po]", "  why ", "  instead ", "  ask ", "  charter "] {
        assert_eq!(one.lines().filter(|line| line.starts_with(lead)).count(), 1, "{lead}: {one}");
    }
    let text = boardlint_in(folder.path(), &check).out;
    // A third of the 1166 lines that were needed when each finding was written separately.
    assert!(
        text.contains("60  backlog-reordered-by-non-po") && text.lines().count() <= 388,
        "{}",
        text.lines().count()
    );
}

#[test]
fn an_excerpt_of_an_endless_line_is_short_and_its_label_says_when_and_where() {
    let folder = dragged(3);
    for columns in ["80", "100", "200"] {
        let text = in_columns(columns, &["check", &folder.text(), "--select", "backlog-reordered-by-non-po"]);
        let excerpts: Vec<&str> = text.lines().filter(|line| line.contains("│ … ")).collect();
        assert!(excerpts.len() == 3 && excerpts.iter().all(|line| line.width() < 120), "{text}");
        assert!(text.contains("2026-02-01 09:00 UTC, https://bakery.example/browse/APP-1"), "{text}");
    }
}

#[test]
fn what_is_not_shown_is_counted_and_the_digest_counts_everything() {
    let text = in_columns("100", &["check", &dragged(9).text(), "--select", "backlog-reordered-by-non-po"]);
    assert!(text.contains("… and 4 more of backlog-reordered-by-non-po (--max-per-rule 0 shows all)"), "{text}");
    let digest = text.lines().skip_while(|line| *line != "Found").nth(1).unwrap_or_default();
    assert!(digest.starts_with("  error  9  backlog-reordered-by-non-po  APP-1 and 8 more  https://"), "{digest}");
}

#[test]
fn half_an_address_is_not_shown_where_a_title_is_cut() {
    let title = "Please answer the angry customer who wrote from maria.gomez.private@corp.example again";
    let fields = json!({"summary": title});
    let history = jira::drag("Sam");
    let folder = Folder::of(jira::CHARTER, jira::page(vec![jira::issue("APP-1", fields, vec![history])]));
    let run = boardlint_in(folder.path(), &["check", "board.json"]);
    assert!(run.out.contains("…@corp") && !run.out.contains("maria.gomez"), "{}", run.out);
}
