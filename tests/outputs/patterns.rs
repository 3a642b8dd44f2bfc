//! One act is not reported several times: a pattern, and the single acts that it covers.

use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint};

/// Twelve ranks by the Scrum Master, two hours apart; one by a developer in the middle, and one of the Scrum
/// Master long before.
fn board() -> String {
    let ranked = |number: u32, by: &str, at: &str| {
        jira::issue(&format!("APP-{number}"), json!({}), vec![jira::history(number, by, at, jira::ranked())])
    };
    let mut issues: Vec<_> =
        (1..=12).map(|number| ranked(number, "Sam", &format!("2026-02-{number:02}T09:00:00.000+0000"))).collect();
    issues.push(ranked(13, "Lee", "2026-02-06T12:00:00.000+0000"));
    issues.push(ranked(14, "Sam", "2026-01-05T09:00:00.000+0000"));
    jira::page(issues)
}

fn check(args: &[&str], charter: &str) -> Run {
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{CHARTER}{charter}"));
    let export = folder.write("board.json", board());
    boardlint(&[&["check", export.as_str()], args].concat())
}

fn headlines(run: &Run) -> Vec<&str> {
    let is_headline = |line: &&str| ["error[", "warn[", "info["].iter().any(|start| line.starts_with(start));
    run.out.lines().filter(is_headline).map(|line| line.split(']').next().unwrap_or_default()).collect()
}

const PATTERN: &str = "error[sm-acts-as-proxy-po";
const SINGLE: &str = "error[backlog-reordered-by-non-po";

#[test]
fn the_pattern_comes_first_and_tells_what_it_is_made_of() {
    let run = check(&[], "");
    // The developer's act and the one in January belong to no pattern.
    assert_eq!(headlines(&run), [PATTERN, SINGLE]);
    let told = "made of 12 of backlog-reordered-by-non-po (--max-per-rule 0 shows each)";
    assert!(run.out.contains(told), "{}", run.out);
    assert!(run.out.contains("Lee ranked APP-13") && run.out.contains("Sam ranked APP-14"), "{}", run.out);
    assert!(run.last_line().starts_with("15 errors"), "folded is not gone: {}", run.last_line());
    assert_eq!(run.status, 1);
}

#[test]
fn everything_can_be_shown_with_the_pattern_still_first() {
    let run = check(&["--max-per-rule", "0"], "");
    assert_eq!(headlines(&run), [PATTERN, SINGLE]);
    let singles = run.out.lines().filter(|line| line.contains(" ranked APP-")).count();
    assert_eq!(singles, 14, "{}", run.out);
    assert!(!run.out.contains("made of"));
}

#[test]
fn formats_for_machines_keep_every_finding_in_its_place() {
    for format in ["short", "jsonl"] {
        let run = check(&["--format", format], "");
        assert_eq!(run.out.matches("backlog-reordered-by-non-po").count(), 14, "{format}");
    }
    let run = check(&["--format", "jsonl"], "");
    let pattern =
        run.findings().into_iter().find(|finding| finding["rule"] == "sm-acts-as-proxy-po").expect("it fires");
    assert_eq!(pattern["related"].as_array().map(Vec::len), Some(12), "it relates to the acts");
    assert!(pattern.get("acts").is_none());
}

#[test]
fn an_act_that_weighs_more_than_the_pattern_stands_for_itself() {
    let run = check(&[], "[rules]\nsm-acts-as-proxy-po = \"warn\"\n");
    assert_eq!(headlines(&run), [SINGLE, "warn[sm-acts-as-proxy-po"]);
    assert!(run.out.contains("… and 9 more of backlog-reordered-by-non-po"), "as many as are shown of any rule");
    assert!(!run.out.contains("made of"));
}
