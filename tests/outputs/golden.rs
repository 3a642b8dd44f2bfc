//! The fixture team: planted violations are found and near misses are not, in every format that people read.

use snapbox::{assert_data_eq, file};

use crate::support::{Run, boardlint};

fn short(board: &str) -> Run {
    boardlint(&["check", &format!("fixtures/bakery/{board}"), "--format", "short"])
}

#[test]
fn the_jira_board_shows_what_is_planted_and_nothing_else() {
    let run = short("jira-cloud");
    assert_data_eq!(run.out, file!["golden/bakery-jira-cloud.short.txt"].raw());
    assert_eq!(run.status, 1);
}

#[test]
fn the_trello_board_shows_what_is_planted_and_nothing_else() {
    let run = short("trello");
    assert_data_eq!(run.out, file!["golden/bakery-trello.short.txt"].raw());
    assert_eq!(run.status, 1);
}

/// Six sprints, and enough data that nearly every rule has something to judge.
#[test]
fn a_team_by_the_book_hears_nothing_in_either_profile() {
    // Trello has no record of hours and priorities; the profile scrum-guide turns five rules off.
    for (board, profile, judged) in [
        ("jira-cloud", "strict", "60 of 60"),
        ("jira-cloud", "scrum-guide", "55 of 55"),
        ("trello", "strict", "58 of 60"),
        ("trello", "scrum-guide", "53 of 55"),
    ] {
        let board = format!("fixtures/bakery/by-the-book/{board}");
        let run = boardlint(&["check", &board, "--profile", profile, "--fail-on", "info"]);
        assert_eq!((run.status, run.last_line().starts_with("nothing found")), (0, true), "{}", run.out);
        assert!(run.last_line().ends_with(&format!("{judged} rules judged")), "{}", run.last_line());
    }
}

/// A rule about an act, with two levels; one whose findings consist of several changes; two about sprints,
/// one of them judged in part; one that is not judged; and one for which Trello has no data.
const SHOWN: &[&str] = &[
    "story-written-by-sm",
    "backlog-reordered-by-non-po",
    "scope-changed-mid-sprint",
    "sprint-overcommitted",
    "no-technical-debt-work",
    "priority-changed-by-non-po",
];

fn shown(board: &str, rules: &[&str], format: &str) -> Run {
    let board = format!("fixtures/bakery/{board}");
    let selected = rules.iter().flat_map(|rule| ["--select", rule]);
    let args: Vec<&str> = ["check", board.as_str(), "--format", format].into_iter().chain(selected).collect();
    boardlint(&args)
}

#[test]
fn findings_quote_the_record_and_the_line_of_the_charter() {
    let run = shown("jira-cloud", &SHOWN[..5], "human");
    assert_data_eq!(run.out, file!["golden/bakery-jira-cloud.human.txt"].raw());
}

#[test]
fn the_trello_board_reads_well_too() {
    let run = shown("trello", &SHOWN[1..], "human");
    assert_data_eq!(run.out, file!["golden/bakery-trello.human.txt"].raw());
}

#[test]
fn the_job_summary_reads_well() {
    let run = shown("jira-cloud", &SHOWN[..5], "markdown");
    assert_data_eq!(run.out, file!["golden/bakery-jira-cloud.md"].raw());
}

#[test]
fn json_lines_hold_everything() {
    let run = shown("jira-cloud", &SHOWN[..5], "jsonl");
    assert_data_eq!(run.out, file!["golden/bakery-jira-cloud.jsonl"].raw());
    assert!(run.err.trim_end().ends_with("rules judged"), "{}", run.err);
}

/// A baseline identifies a finding by its fingerprint, so no fingerprint may change.
#[test]
fn every_finding_keeps_its_fingerprint() {
    let boards = ["jira-cloud", "trello"].map(|board| {
        let run = boardlint(&["check", &format!("fixtures/bakery/{board}"), "--format", "jsonl"]);
        let prints = run.findings().into_iter().map(|finding| finding["fingerprint"].as_str().map(str::to_owned));
        let lines = prints
            .zip(run.subjects())
            .map(|(print, (rule, subject))| format!("{} {board}: {rule} {subject}\n", print.expect("a fingerprint")));
        lines.collect::<String>()
    });
    assert_data_eq!(boards.concat(), file!["golden/bakery.fingerprints.txt"].raw());
}

#[test]
fn both_tools_tell_of_the_same_items() {
    // Trello has no priorities and no reporters; everything else is the same history.
    let only_jira = ["priority-changed-by-non-po"];
    let jira = boardlint(&["check", "fixtures/bakery/jira-cloud", "--format", "jsonl", "--min-level", "warn"]);
    let trello = boardlint(&["check", "fixtures/bakery/trello", "--format", "jsonl", "--min-level", "warn"]);
    let number =
        |subject: &str| subject.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0').to_owned();
    let told = |run: &Run| {
        let all = run.subjects().into_iter().filter(|(rule, _)| !only_jira.contains(&rule.as_str()));
        let mut all: Vec<_> = all.map(|(rule, subject)| (rule, number(&subject))).collect();
        all.sort();
        all
    };
    assert_eq!(told(&jira), told(&trello));
}

#[test]
fn every_place_is_what_a_slice_of_the_file_shows() {
    for board in ["jira-cloud", "jira-dc", "jira-backup", "jira-csv", "jira-csv-es", "trello"] {
        let run = boardlint(&["check", &format!("fixtures/bakery/{board}"), "--format", "jsonl"]);
        for finding in run.findings() {
            let location = &finding["location"];
            let path = location["path"].as_str().expect("a path");
            let bytes = std::fs::read(path).expect(path);
            let offset = usize::try_from(location["offset"].as_u64().expect("an offset")).expect("an offset");
            let length = usize::try_from(location["length"].as_u64().expect("a length")).expect("a length");
            let before = std::str::from_utf8(&bytes[..offset]).expect("UTF-8");
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert_eq!(
                (location["line"].as_u64(), location["column"].as_u64()),
                (Some(line as u64), Some(column as u64))
            );
            if path.ends_with(".json") {
                let document: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
                let pointer = location["pointer"].as_str().expect("a pointer");
                // Sprints of Data Center are texts in a list; all other records are objects.
                let record = document.pointer(pointer).expect(pointer);
                assert!(record.is_object() || pointer.contains("/customfield_"), "{pointer}");
                let span = std::str::from_utf8(&bytes[offset..offset + length]).expect("UTF-8");
                assert!(span.starts_with('"') || span.starts_with('{'), "{span}");
            }
        }
    }
}
