//! Runs that could judge nothing: each format says so, and none leaves a successful report.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint_in};

/// The charter and export of a run, further arguments, the exit status, and a word of the reason.
struct Failed {
    charter: &'static str,
    export: String,
    args: &'static [&'static str],
    status: i32,
    why: &'static str,
}

fn board() -> String {
    jira::page(vec![jira::issue("OVEN-7", json!({}), vec![jira::drag("Sam")])])
}

fn failed_runs() -> Vec<Failed> {
    let of = |charter, args, status, why| Failed { charter, export: board(), args, status, why };
    vec![
        of("[roles]\nscrum-mister = \"Sam\"\n", &[], 2, "scrum-mister"),
        of("[roles\n", &[], 2, "boardlint.toml"),
        of("extends = \"../nowhere.toml\"\n", &[], 2, "nowhere.toml"),
        of(CHARTER, &["--sprint", "Sprint 99"], 2, "Sprint 99"),
        of(CHARTER, &["--since", "2031-01-01"], 2, "2031"),
        of(CHARTER, &["--po", "Zacharias"], 2, "Zacharias"),
        of(CHARTER, &["--select", "no-such-rule"], 2, "no-such-rule"),
        of(CHARTER, &["--rules", "own"], 2, "own"),
        of(CHARTER, &["--baseline", "no-such-baseline.json"], 2, "no-such-baseline"),
        of(CHARTER, &["--charter", "no-such-charter.toml"], 2, "no-such-charter"),
        Failed { export: "[1, 2".to_owned(), ..of(CHARTER, &[], 3, "board.json") },
        Failed { export: "{\"hello\": 1}".to_owned(), ..of(CHARTER, &[], 3, "board.json") },
    ]
}

/// The files of a run in every format for machines, by format name.
fn outputs(run: &Failed) -> impl Fn(&str) -> String {
    let folder = Folder::new();
    folder.write("boardlint.toml", run.charter);
    folder.write("own/broken.toml", "level = 7\n");
    folder.write("board.json", run.export.as_str());
    let formats = ["sarif", "junit", "gitlab", "github", "json", "jsonl", "markdown", "html"];
    let mut args = vec!["check".to_owned(), "board.json".to_owned()];
    args.extend(run.args.iter().map(|arg| (*arg).to_owned()));
    for format in formats {
        // The file of an earlier run must be replaced.
        folder.write(format, "green");
        args.extend(["--format".to_owned(), format!("{format}={format}")]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ended = boardlint_in(folder.path(), &args);
    assert_eq!(ended.status, run.status, "{:?}: {}", run.args, ended.err);
    move |format| folder.read(format)
}

#[test]
fn a_run_that_could_judge_nothing_says_so_in_every_format() {
    for run in failed_runs() {
        let (text, why) = (outputs(&run), run.why);
        let parsed = |format: &str| serde_json::from_str::<Value>(&text(format)).expect(why);
        let sarif = parsed("sarif");
        let invocation = &sarif["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false, "{why}");
        let notifications = invocation["toolExecutionNotifications"].as_array().expect("a list");
        let told = notifications.iter().any(|it| it["level"] == "error" && it.to_string().contains(why));
        assert!(told, "{why}: {notifications:?}");
        let junit = text("junit");
        assert!(junit.contains("<error ") && junit.contains(why) && !junit.contains("errors=\"0\" skipped"), "{junit}");
        let gitlab = parsed("gitlab");
        let entries = gitlab.as_array().expect("a list");
        assert!(entries.iter().any(|it| it["severity"] == "blocker" && it.to_string().contains(why)), "{gitlab}");
        let github = text("github");
        assert!(github.lines().any(|line| line.starts_with("::error") && line.contains(why)), "{github}");
        let json = parsed("json");
        assert_eq!((&json["summary"]["items"], &json["findings"]), (&json!(0), &json!([])), "{why}");
        assert!(json["unreadable"].to_string().contains(why), "{why}: {json}");
        assert!(text("jsonl").lines().any(|line| line.contains("\"unreadable\"") && line.contains(why)), "{why}");
        let markdown = text("markdown");
        assert!(markdown.contains("Nothing could be judged") && !markdown.contains("no board that"), "{markdown}");
        assert!(text("html").contains("No board could be judged"), "{why}");
    }
}

#[test]
fn rules_that_all_lack_their_evidence_are_no_green_report() {
    // A table has no history, so it does not say who reordered the backlog.
    let export = "Summary,Issue key,Issue Type,Status,Created\nBread,OVEN-1,Story,Backlog,2026-01-05 09:00\n";
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("board.csv", export);
    let select = ["check", "board.csv", "--select", "backlog-reordered-by-non-po", "--format"];
    let of = |format: &str| boardlint_in(folder.path(), &[&select[..], &[format]].concat());
    assert!(of("sarif").out.contains("\"executionSuccessful\": false"), "{}", of("sarif").out);
    assert!(of("junit").out.contains("<error "), "{}", of("junit").out);
    assert_eq!(serde_json::from_str::<Value>(&of("gitlab").out).expect("JSON").as_array().map(Vec::len), Some(1));
    assert!(of("human").out.contains("nothing could be judged in 1 item"), "{}", of("human").out);
}

#[test]
fn a_run_that_asks_no_rule_is_no_green_report() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("board.json", board());
    let select = ["check", "board.json", "--select", "po-absent", "--ignore", "po-absent", "--format"];
    let of = |format: &str| boardlint_in(folder.path(), &[&select[..], &[format]].concat());
    assert!(of("sarif").out.contains("\"executionSuccessful\": false"), "{}", of("sarif").out);
    assert!(of("junit").out.contains("<error "), "{}", of("junit").out);
    let gitlab = of("gitlab").out;
    assert!(gitlab.contains("no rule was asked, for the options and the charter leave none"), "{gitlab}");
    let human = of("human").out;
    let told = "nothing could be judged (the options and the charter leave no rule) in 1 item";
    assert!(human.contains(told), "{human}");
    let markdown = of("markdown").out;
    assert!(!markdown.contains("othing found"), "{markdown}");
}

#[test]
fn a_slip_on_the_command_line_is_no_mistake_of_a_charter() {
    let folder = Folder::new();
    folder.write("board.json", board());
    let run = boardlint_in(folder.path(), &["check", "board.json", "--po", "Zacharias"]);
    assert!(run.out.contains("nobody on this board is called `Zacharias`"), "{}", run.out);
    assert!(!run.out.contains("its charter has mistakes"), "there is no charter: {}", run.out);
    assert!(!run.out.contains("rules ("), "nor anything to say of each rule: {}", run.out);
    folder.write("boardlint.toml", "[roles]\nproduct-ovner = \"Maria\"\n");
    let run = boardlint_in(folder.path(), &["check", "board.json"]);
    assert!(run.out.contains("its charter has mistakes"), "{}", run.out);
}

#[test]
fn one_board_that_could_not_be_judged_fails_the_report_of_all() {
    let folder = Folder::new();
    folder.write("a/boardlint.toml", CHARTER);
    folder.write("a/board.json", board());
    folder.write("b/boardlint.toml", "[roles]\nproduct-ovner = \"Maria\"\n");
    folder.write("b/board.json", board().replace("OVEN", "MILL"));
    let run = boardlint_in(folder.path(), &["check", ".", "--format", "sarif"]);
    assert_eq!(run.status, 2, "{}", run.err);
    let sarif: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert!(!sarif["runs"][0]["results"].as_array().expect("a list").is_empty(), "the other board is judged");
}

#[test]
fn times_are_those_of_the_team() {
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("timezone = \"Asia/Kathmandu\"\n{CHARTER}"));
    folder.write("board.json", board());
    for format in ["human", "markdown"] {
        let run = boardlint_in(folder.path(), &["check", "board.json", "--format", format]);
        assert!(run.out.contains("2026-02-02 14:45"), "09:00 in UTC: {}", run.out);
        assert!(!run.out.contains("09:00 UTC"), "{}", run.out);
    }
}
