//! The retro report in a browser: on a screen, on a phone, in dark mode, and by the rules of accessibility.
//!
//! Needs Chromium (`BOARDLINT_CHROMIUM`), node, and in `BOARDLINT_BROWSER_MODULES` the packages of
//! `tests/outputs/browser/package.json`; `.ci/run` installs them.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{Folder, boardlint, jira, named_by};

/// A board that tries to break out of the page; nobody has a role.
fn hostile() -> String {
    let title = format!("<script>alert(1)</script> \u{202e} \u{1b}[31m {}", "W".repeat(5000));
    let history = jira::drag("Sam");
    let sprint = jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-03-01T09:00:00.000Z", None);
    let fields = json!({"summary": title, "customfield_10020": [sprint]});
    jira::page(vec![jira::issue("APP-1", fields, vec![history])])
}

/// A board with hundreds of findings.
fn full_board() -> String {
    let issues = (1..=300).map(|number| {
        let at = format!(
            "2026-{:02}-{:02}T{:02}:{:02}:00.000+0000",
            1 + number / 140,
            1 + number / 6 % 28,
            number % 12 + 8,
            number % 60
        );
        let history = jira::history(number, ["Sam", "Lee", "Ana"][number as usize % 3], &at, jira::ranked());
        let title = ["Pay by card", "Rückerstattungsbenachrichtigungskonfigurationsseite", "Show the queue & the door"];
        jira::issue(&format!("APP-{number}"), json!({"summary": title[number as usize % 3]}), vec![history])
    });
    jira::page(issues.collect())
}

#[test]
#[ignore = "needs BOARDLINT_CHROMIUM, BOARDLINT_BROWSER_MODULES and node"]
fn a_browser_finds_nothing_wrong_with_a_report() {
    let (browser, modules) = (named_by("BOARDLINT_CHROMIUM"), named_by("BOARDLINT_BROWSER_MODULES"));
    let folder = Folder::new();
    let hostile = folder.write("hostile/board.json", hostile());
    let full = folder.write("full/board.json", full_board());
    folder.write("full/boardlint.toml", jira::CHARTER);
    let boards = [
        ("jira-cloud", "fixtures/bakery/jira-cloud"),
        ("trello", "fixtures/bakery/trello"),
        ("csv", "fixtures/bakery/jira-csv"),
        ("several", "fixtures/bakery"),
        ("hostile", &hostile),
        ("full", &full),
    ];
    let pages = boards.map(|(name, board)| {
        let page = folder.path().join(format!("{name}.html"));
        let run = boardlint(&["report", board, "-o", page.to_str().expect("a plain path")]);
        assert_eq!(run.status, 0, "{board}: {}", run.err);
        page
    });
    // The pages of many boards, and their index.
    let many = folder.path().join("many");
    let run = boardlint(&["report", "fixtures/bakery", &full, "--per-board", many.to_str().expect("a plain path")]);
    assert_eq!(run.status, 0, "{}", run.err);
    let pages: Vec<_> = pages.into_iter().chain([many.join("index.html"), many.join("crust.html")]).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/browser/open.mjs");
    let opened = Command::new("node").arg(script).arg(modules).arg(browser).args(&pages).output().expect("node runs");
    let said = String::from_utf8_lossy(&opened.stdout);
    let trouble = String::from_utf8_lossy(&opened.stderr);
    assert!(opened.status.success() && said.ends_with("opened 8 pages\n"), "{said}{trouble}");
    let cards = said.lines().find_map(|line| line.strip_suffix(" cards stand whole on paper"));
    assert!(cards.and_then(|count| count.parse::<usize>().ok()).is_some_and(|count| count > 30), "{said}");
    let sheets: Vec<_> = said.lines().filter_map(sheets).collect();
    assert_eq!(sheets.len(), 8, "{said}");
    for (page, printed, least) in sheets {
        // If a card does not fit on the rest of a sheet, that rest stays empty; no sheet is empty.
        assert!(printed > 0 && printed <= least + least / 4 + 1, "{page}: {said}");
        // A team of eight and four months of work: a realistic size for a retrospective.
        assert!(page != "jira-cloud.html" || (6..=12).contains(&printed), "{said}");
    }
}

/// The page in a line such as `full.html is printed on 3 of at least 2 sheets`, and its numbers.
fn sheets(line: &str) -> Option<(&str, usize, usize)> {
    let (page, counts) = line.strip_suffix(" sheets")?.split_once(" is printed on ")?;
    let (printed, least) = counts.split_once(" of at least ")?;
    Some((page, printed.parse().ok()?, least.parse().ok()?))
}
