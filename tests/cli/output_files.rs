//! Several outputs of one run: each is written completely or not at all, and a failing one does not affect
//! the others.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::packed::zipped;
use crate::support::{Folder, Run, boardlint, command};

/// A folder with a board on which one rule has a finding.
fn board() -> (Folder, String) {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let history = jira::drag("Sam");
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![history])]));
    (folder, export)
}

fn check(export: &str, formats: &[String]) -> Run {
    let mut args = vec!["check", export];
    for format in formats {
        args.extend(["--format", format]);
    }
    boardlint(&args)
}

#[test]
fn several_outputs_come_from_one_run() {
    let (folder, export) = board();
    let (json, lines) = (folder.path().join("out.json"), folder.path().join("out.jsonl"));
    let formats = ["short".to_owned(), format!("json={}", json.display()), format!("jsonl={}", lines.display())];
    let run = check(&export, &formats);
    assert!(run.status == 1 && run.out.contains("error[backlog-reordered-by-non-po]"));
    let document: Value = serde_json::from_slice(&std::fs::read(&json).expect("out.json")).expect("JSON");
    assert_eq!(document["findings"][0]["rule"], "backlog-reordered-by-non-po");
    assert_eq!(std::fs::read_to_string(&lines).expect("out.jsonl").lines().count(), 4 + inconclusive(&document));
    assert_eq!(folder.names(), ["board.json", "boardlint.toml", "out.json", "out.jsonl"]);
}

#[test]
fn a_hyphen_is_standard_output_there_too() {
    let (folder, export) = board();
    let run = check(&export, &["json=-".to_owned()]);
    assert_eq!((run.status, run.out.starts_with('{')), (1, true), "{}", run.err);
    assert_eq!(folder.names(), ["board.json", "boardlint.toml"]);
    let run = check(&export, &["json=-".to_owned(), "short".to_owned()]);
    assert!(run.status == 2 && run.err.contains("two formats cannot share standard output"), "{}", run.err);
}

fn inconclusive(document: &Value) -> usize {
    document["inconclusive"].as_array().expect("a list").len()
}

#[test]
fn an_output_that_cannot_be_written_costs_no_other() {
    let (folder, export) = board();
    let good = folder.path().join("good.json");
    std::fs::create_dir(folder.path().join("a-folder")).expect("a folder");
    for (bad, said) in [("board.json/out.json", "Not a directory"), ("a-folder", "it is a folder")] {
        let bad = folder.path().join(bad);
        let formats = [format!("json={}", bad.display()), format!("json={}", good.display()), "short".to_owned()];
        let run = check(&export, &formats);
        assert_eq!(run.status, 2, "{}", run.err);
        assert!(run.err.contains(&format!("cannot write {}: {said}", bad.display())), "{}", run.err);
        assert!(run.out.contains("backlog-reordered-by-non-po"), "{}", run.out);
        let document: Value = serde_json::from_slice(&std::fs::read(&good).expect("good.json")).expect("JSON");
        assert_eq!(document["summary"]["errors"], 1);
        std::fs::remove_file(&good).expect("it was there");
        assert_eq!(folder.names(), ["a-folder", "board.json", "boardlint.toml"], "nothing is left behind");
    }
}

#[test]
fn two_outputs_cannot_go_to_one_file() {
    let (folder, export) = board();
    let one = folder.path().join("out");
    let other = folder.path().join(".").join("out");
    let run = check(&export, &[format!("json={}", one.display()), format!("jsonl={}", other.display())]);
    assert!(run.status == 2 && run.err.contains("would both be written"), "{}", run.err);
    let run = check(&export, &["json".to_owned(), "short".to_owned()]);
    assert!(run.status == 2 && run.err.contains("cannot share standard output"), "{}", run.err);
    let run = check(&export, &["json=".to_owned()]);
    assert!(run.status == 2 && run.err.contains("names no file"), "{}", run.err);
    assert_eq!(folder.names(), ["board.json", "boardlint.toml"]);
}

#[test]
fn what_was_read_is_never_written_over() {
    let (folder, export) = board();
    let before = std::fs::read(&export).expect("the export");
    let run = check(&export, &[format!("json={export}")]);
    assert!(run.status == 2 && run.err.contains("does not write over what it reads"), "{}", run.err);
    assert_eq!(std::fs::read(&export).expect("the export"), before);
    let charter = folder.path().join("boardlint.toml");
    assert_eq!(check(&export, &[format!("json={}", charter.display())]).status, 2);
    assert_eq!(std::fs::read_to_string(charter).expect("the charter"), CHARTER);
}

#[test]
fn what_cannot_be_read_is_not_written_over_either() {
    let damaged = r#"{"issues":[{"key":"APP-1","fields":{"#;
    let folder = Folder::new();
    let file = folder.write("a!b.json", damaged);
    let package = folder.write("c!d.zip", zipped(&[("board.json", damaged.as_bytes())]));
    for input in [&file, &package] {
        let before = std::fs::read(input).expect("it was written");
        let run = check(&folder.path().display().to_string(), &[format!("json={input}")]);
        assert!(run.status == 2 && run.err.contains("does not write over what it reads"), "{input}: {}", run.err);
        assert_eq!(std::fs::read(input).expect("it is still there"), before);
    }
}

#[test]
fn an_older_output_is_replaced() {
    let (folder, export) = board();
    let target = folder.write("out.json", "an older run, and longer than what comes now ".repeat(2000));
    assert_eq!(check(&export, &[format!("json={target}")]).status, 1);
    let text = std::fs::read_to_string(&target).expect("out.json");
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_and_a_device_stay_what_they_are() {
    let (folder, export) = board();
    let real = folder.write("real.json", "");
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    assert_eq!(check(&export, &[format!("json={}", link.display()), "jsonl=/dev/null".to_owned()]).status, 1);
    assert!(link.is_symlink() && std::fs::read_to_string(&real).expect("real.json").starts_with('{'));
    assert!(!std::fs::metadata("/dev/null").expect("a device").is_file());
}

#[test]
fn a_reader_who_has_seen_enough_costs_no_file() {
    let (folder, export) = board();
    let target = folder.path().join("out.json");
    let mut child = command()
        .args(["check", &export, "--format", "jsonl", "--format", &format!("json={}", target.display())])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    child.wait().expect("it ends");
    assert!(target.is_file());
}

#[test]
fn where_everything_goes_to_files_the_last_line_is_said_all_the_same() {
    let (folder, export) = board();
    let file = |name: &str| format!("{name}={}", folder.path().join(name).display());
    let run = check(&export, &[file("sarif"), file("junit")]);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.trim_end().ends_with("rules judged"), "{}", run.err);
}
