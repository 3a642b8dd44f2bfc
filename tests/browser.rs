//! The retro report as a browser sees it: on a screen, on a phone, in the dark, and by the rules of accessibility.
//!
//! Needs Chromium (`BOARDLINT_CHROMIUM`, else where systems put it), node, and in `BOARDLINT_BROWSER_MODULES` (else
//! `target/browser`) what `tests/browser/package.json` names. Where one of them is missing the test is skipped and says so.
#![allow(clippy::expect_used, clippy::print_stderr, unreachable_pub, reason = "a test that cannot go on says so")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use support::{Folder, boardlint, jira};

/// Where systems put the browser.
const BROWSERS: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/// Browser and node modules, or nothing, saying what is missing.
fn tools() -> Option<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let browser = match std::env::var_os("BOARDLINT_CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)),
        None => BROWSERS.iter().map(PathBuf::from).find(|path| path.exists()),
    };
    let modules =
        std::env::var_os("BOARDLINT_BROWSER_MODULES").map_or_else(|| root.join("target/browser"), PathBuf::from);
    let has = |name: &str| modules.join("node_modules").join(name).is_dir();
    let node = Command::new("node").arg("--version").output().is_ok();
    match (browser, has("playwright-core") && has("axe-core"), node) {
        (Some(browser), true, true) => Some((browser, modules)),
        (None, ..) => skip("no Chromium was found: BOARDLINT_CHROMIUM names none"),
        (_, false, _) => skip(&format!("playwright-core and axe-core are not in {}", modules.display())),
        (_, _, false) => skip("node was not found"),
    }
}

fn skip<T>(why: &str) -> Option<T> {
    eprintln!("skipped: {why}");
    None
}

/// A board that tries to break out of the page, without anybody in a role.
fn hostile() -> String {
    let title = format!("<script>alert(1)</script> \u{202e} \u{1b}[31m {}", "W".repeat(5000));
    let history = jira::history(1, "Sam", "2026-02-02T09:00:00.000+0000", jira::ranked());
    let sprint = jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-03-01T09:00:00.000Z", None);
    let fields = json!({"summary": title, "customfield_10020": [sprint]});
    jira::page(vec![jira::issue("APP-1", fields, vec![history])])
}

#[test]
fn a_browser_finds_nothing_wrong_with_a_report() {
    let Some((browser, modules)) = tools() else { return };
    let folder = Folder::new();
    let hostile = folder.write("hostile/board.json", hostile());
    let boards = [
        ("jira-cloud", "fixtures/bakery/jira-cloud"),
        ("trello", "fixtures/bakery/trello"),
        ("csv", "fixtures/bakery/jira-csv"),
        ("several", "fixtures/bakery"),
        ("hostile", &hostile),
    ];
    let pages = boards.map(|(name, board)| {
        let page = folder.path().join(format!("{name}.html"));
        let run = boardlint(&["report", board, "-o", page.to_str().expect("a plain path")]);
        assert_eq!(run.status, 0, "{board}: {}", run.err);
        page
    });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/open.mjs");
    let opened = Command::new("node").arg(script).arg(modules).arg(browser).args(&pages).output().expect("node runs");
    let said = String::from_utf8_lossy(&opened.stdout);
    let trouble = String::from_utf8_lossy(&opened.stderr);
    assert!(opened.status.success() && said.ends_with("opened 5 pages\n"), "{said}{trouble}");
}
