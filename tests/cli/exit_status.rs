//! What scripts depend on: the exit status, the last line, and which stream gets what.

use std::process::Stdio;

use boardlint::report::FORMATS;
use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, boardlint_in, boardlint_with_input, check, command};

fn board(histories: Vec<serde_json::Value>) -> String {
    jira::page(vec![jira::issue("APP-1", json!({}), histories)])
}

fn reordered() -> String {
    board(vec![jira::drag("Sam")])
}

fn clean() -> String {
    board(vec![jira::drag("Maria")])
}

fn checked(export: &str, more: &[&str]) -> crate::support::Run {
    let folder = Folder::of(CHARTER, export);
    let export = format!("{}/board.json", folder.text());
    boardlint(&[&["check", export.as_str()], more].concat())
}

#[test]
fn a_clean_board_ends_with_0() {
    assert_eq!(checked(&clean(), &[]).status, 0);
}

#[test]
fn a_finding_at_error_ends_with_1() {
    assert_eq!(checked(&reordered(), &[]).status, 1);
}

#[test]
fn fail_on_sets_where_a_run_fails() {
    assert_eq!(checked(&reordered(), &["--fail-on", "never"]).status, 0);
    assert_eq!(checked(&reordered(), &["--profile", "scrum-guide"]).status, 0, "a warning there");
    assert_eq!(checked(&reordered(), &["--profile", "scrum-guide", "--fail-on", "warn"]).status, 1);
}

#[test]
fn a_scrum_master_is_not_the_product_owner_who_is_not_on_the_board() {
    let folder = Folder::of(&CHARTER.replace("Maria", "Nora"), &{
        let sam = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam")});
        jira::page(vec![jira::issue("APP-1", sam, Vec::new())])
    });
    let export = format!("{}/board.json", folder.text());
    let run = boardlint(&["check", &export, "--select", "story-written-by-sm"]);
    assert_eq!(run.status, 1, "{}", run.out);
}

#[test]
fn the_status_does_not_depend_on_the_format_or_on_what_is_shown() {
    for format in FORMATS.iter().map(|format| format.name) {
        assert_eq!(checked(&reordered(), &["--format", format]).status, 1, "{format}");
    }
    let run = checked(&reordered(), &["--profile", "scrum-guide", "--min-level", "error", "--fail-on", "warn"]);
    assert_eq!(run.status, 1, "--min-level is display only");
}

#[test]
fn wrong_usage_ends_with_2() {
    for args in [&["check", "--format", "pdf"][..], &["check", "--no-such-flag"], &["explain", "no-such-rule"]] {
        assert_eq!(boardlint(args).status, 2, "{args:?}");
    }
    let run = checked(&clean(), &["--select", "backlog-reorderd-by-non-po"]);
    assert!(run.status == 2 && run.err.contains("did you mean `backlog-reordered-by-non-po`?"), "{}", run.err);
}

#[test]
fn a_charter_with_a_mistake_ends_with_2() {
    let folder = Folder::new();
    folder.write("boardlint.toml", "[roles]\nproduct-ovner = [\"Maria\"]\n");
    let export = folder.write("board.json", clean());
    let run = boardlint(&["check", &export]);
    assert!(run.status == 2 && run.err.contains("did you mean `product-owner`?"), "{}", run.err);
}

#[test]
fn a_charter_with_a_mistake_ends_with_2_where_its_export_cannot_be_read_too() {
    let folder = Folder::new();
    let charter = folder.write("a/boardlint.toml", "[kinds]\nstroy = \"Story\"\n");
    let export = folder.write("a/board.json", &clean()[..200]);
    let pages = format!("{}/pages", folder.text());
    let tells_both = |args: &[&str]| {
        let run = boardlint(args);
        let said = run.err + &run.out;
        let mistakes = said.matches("did you mean `story`?").count();
        assert!(run.status == 2 && mistakes == 1 && said.contains("in the middle"), "{args:?}: {said}");
    };
    tells_both(&["check", &export]);
    tells_both(&["check", &export, "--charter", &charter]);
    tells_both(&["report", &export, "-o", "-", "--format", "md"]);
    folder.write("b/boardlint.toml", CHARTER);
    folder.write("b/board.json", clean());
    tells_both(&["check", &folder.text()]);
    tells_both(&["report", &folder.text(), "--per-board", &pages]);
}

#[test]
fn a_charter_that_is_there_and_cannot_be_read_is_not_taken_for_none() {
    let folder = Folder::new();
    let export = folder.write("board.json", clean());
    std::fs::create_dir(folder.path().join("boardlint.toml")).expect("a folder");
    for path in [&export, &folder.text()] {
        let run = boardlint(&["check", path]);
        assert!(run.status == 2 && run.err.contains("the charter cannot be read"), "{}", run.err);
    }
    #[cfg(unix)]
    {
        std::fs::remove_dir(folder.path().join("boardlint.toml")).expect("it was there");
        std::os::unix::fs::symlink("nowhere", folder.path().join("boardlint.toml")).expect("a link");
        let run = boardlint(&["check", &export]);
        assert!(run.status == 2 && run.err.contains("the charter cannot be read"), "{}", run.err);
    }
}

#[test]
fn no_export_ends_with_3() {
    let folder = Folder::new();
    folder.write("notes.txt", "hello");
    assert_eq!(boardlint(&["check", &folder.text()]).status, 3);
    assert_eq!(boardlint(&["check", "no/such/file.json"]).status, 3);
}

#[test]
fn a_bad_file_among_good_ones_hides_nothing_and_ends_with_3() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("a.json", reordered());
    let cut = reordered();
    folder.write("b.json", &cut[..cut.len() / 2]);
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
    assert_eq!(run.status, 3);
    assert_eq!(run.findings().len(), 1);
    let unreadable: Vec<_> = run.objects().into_iter().filter(|object| object["type"] == "unreadable").collect();
    assert_eq!(unreadable.len(), 1);
    assert_eq!(unreadable[0]["location"]["offset"], json!(cut.len() / 2));
}

#[test]
fn the_last_line_says_how_many_rules_were_judged() {
    for format in FORMATS {
        let run = checked(&reordered(), &["--format", format.name]);
        // If the output is for programs, the text for people goes to standard error.
        let said = if format.for_people { &run.out } else { &run.err };
        let last = said.trim_end().lines().last().unwrap_or_default();
        assert!(last.ends_with(&format!(" of {} rules judged", crate::support::shipped())), "{}: {last}", format.name);
    }
}

#[test]
fn without_a_charter_the_run_ends_with_what_to_type_next() {
    let folder = Folder::new();
    let export = folder.write("board.json", reordered());
    let run = boardlint(&["check", &export]);
    assert_eq!(run.status, 0);
    assert!(run.out.contains("--po \"NAME\" --sm \"NAME\"") && run.out.contains("Sam"), "{}", run.out);
}

#[test]
fn people_can_be_named_on_the_command_line() {
    let folder = Folder::new();
    let export = folder.write("board.json", reordered());
    let run = boardlint(&["check", &export, "--po", "maria", "--sm", "712020:Sam", "--format", "jsonl"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.subjects()[0].0, "backlog-reordered-by-non-po");
    let unknown = boardlint(&["check", &export, "--po", "Marya"]);
    assert!(unknown.status == 2 && unknown.err.contains("did you mean `Maria`?"), "{}", unknown.err);
}

#[test]
fn one_person_in_both_roles_on_the_command_line_has_no_location() {
    let folder = Folder::new();
    let export = folder.write("board.json", clean());
    let run = boardlint(&["check", &export, "--po", "Maria", "--sm", "Maria", "--format", "jsonl"]);
    let finding = &run.findings()[0];
    assert_eq!(
        (&finding["rule"], &finding["location"], &finding["item"]),
        (&json!("po-is-also-sm"), &json!(null), &json!(null))
    );
}

#[test]
fn standard_input_is_an_export_too() {
    let run = boardlint_with_input(
        &["check", "-", "--po", "Maria", "--sm", "Sam", "--format", "jsonl"],
        reordered().as_bytes(),
    );
    assert_eq!(run.findings()[0]["location"]["path"], "-");
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", reordered());
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = command();
        command.args(["check", &export]).args(args).envs(variables.iter().copied());
        command.output().expect("it runs").stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("FORCE_COLOR", "1")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("FORCE_COLOR", "1")]));
}

/// Runs `check` on `export` while nobody reads its standard output. If `errors` is set, standard error is not
/// read either.
fn with_closed_pipes(export: &str, more: &[&str], errors: bool) -> Option<i32> {
    let mut child = command();
    child.args(["check", export]).args(more).stdout(Stdio::piped());
    let mut child = child.stderr(if errors { Stdio::null() } else { Stdio::piped() }).spawn().expect("it starts");
    drop(child.stdout.take());
    drop(child.stderr.take());
    child.wait().expect("it ends").code()
}

#[test]
fn a_closed_pipe_ends_the_output_and_not_the_verdict() {
    let drags = |who: &str| {
        let issue = |number: u32| {
            let at = "2026-02-02T09:00:00.000+0000";
            jira::issue(&format!("APP-{number}"), json!({}), vec![jira::history(number, who, at, jira::ranked())])
        };
        jira::page((1..60).map(issue).collect())
    };
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{CHARTER}\n[[ignore]]\nrule = \"po-absent\"\nreason = \"idle\"\n"));
    let bad = folder.write("bad/board.json", drags("Sam"));
    let good = folder.write("good/board.json", drags("Maria"));
    let broken = folder.write("broken/board.json", "{\"issues\": [");
    let rule = ["--select", "backlog-reordered-by-non-po", "--max-per-rule", "0"];
    for format in FORMATS.iter().map(|format| format.name) {
        let file = folder.path().join(format!("{format}.out"));
        let to_file = format!("json={}", file.display());
        let more = [&rule[..], &["--format", format, "--format", &to_file]].concat();
        for (export, status) in [(&bad, 1), (&good, 0), (&broken, 3)] {
            for errors in [true, false] {
                let _ = std::fs::remove_file(&file);
                assert_eq!(with_closed_pipes(export, &more, errors), Some(status), "{format} {export} {errors}");
                let text = std::fs::read(&file).expect("the file is written all the same");
                assert!(serde_json::from_slice::<serde_json::Value>(&text).is_ok(), "and is whole");
            }
        }
    }
}

#[test]
fn an_ignore_needs_a_reason_and_is_counted() {
    let folder = Folder::new();
    let export = folder.write("board.json", reordered());
    let with = |ignore: &str| {
        folder.write("boardlint.toml", format!("{CHARTER}\n[[ignore]]\n{ignore}\n"));
        boardlint(&["check", &export, "--today", "2026-03-01"])
    };
    let agreed = with("rule = \"backlog-reordered-by-non-po\"\nitem = \"APP-1\"\nreason = \"agreed on Monday\"");
    assert!(agreed.status == 0 && agreed.last_line().contains("1 ignored"), "{}", agreed.out);
    let silent = with("rule = \"backlog-reordered-by-non-po\"");
    assert!(silent.status == 2 && silent.err.contains("gives no reason"), "{}", silent.err);
    let last_day = with("actor = \"Sam\"\nreason = \"a holiday\"\nexpires = 2026-03-01");
    assert_eq!(last_day.status, 0, "that day still counts");
    let over = with("actor = \"Sam\"\nreason = \"a holiday\"\nexpires = 2026-02-28");
    assert!(over.status == 1 && over.err.contains("counted until 2026-02-28"), "{}", over.err);
    let unused = with("item = \"APP-9\"\nreason = \"once\"");
    assert!(unused.status == 1 && unused.err.contains("matched nothing"), "{}", unused.err);
}

#[test]
fn a_path_that_is_not_there_is_named_by_every_command() {
    let folder = Folder::new();
    for command in [
        &["check", "export"][..],
        &["report", "export", "-o", "retro.html"],
        &["report", "export", "--per-board", "pages"],
        &["init", "export"],
        &["inspect", "export"],
        &["baseline", "export"],
        &["anonymise", "export", "-o", "shared.json"],
    ] {
        let run = boardlint_in(folder.path(), command);
        assert_eq!(run.status, 3, "{command:?}: {}{}", run.out, run.err);
        let said = format!("{}{}", run.out, run.err);
        assert!(said.contains("export: No such file or directory"), "{command:?}: {said}");
    }
}

#[test]
fn an_export_without_items_is_none() {
    for export in
        [r#"{"startAt":0,"total":0,"issues":[]}"#, r#"{"id":"1","name":"x","cards":[],"lists":[],"actions":[]}"#]
    {
        let run = check(CHARTER, export, &[]);
        assert!(
            run.status == 3 && run.last_line().ends_with(&format!("0 of {} rules judged", crate::support::shipped())),
            "{export}: {}",
            run.last_line()
        );
    }
}

#[test]
fn a_charter_that_is_not_there_stops_the_run() {
    let run = check(CHARTER, &jira::page(vec![]), &["--charter", "no/such/boardlint.toml"]);
    assert!(run.status == 2 && run.err.contains("the charter cannot be read"), "{}", run.err);
}

#[test]
fn the_charter_beside_a_file_is_found_wherever_one_stands() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let drag = jira::drag("Sam");
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag])]));
    for path in ["search.json", "./search.json", "."] {
        let run = boardlint_in(folder.path(), &["check", path, "--format", "jsonl", "--fail-on", "never"]);
        assert!(run.fires("backlog-reordered-by-non-po"), "{path}: {}", run.out);
    }
}

#[test]
fn a_charter_beside_the_folder_of_an_export_is_not_one_above_it() {
    let folder = Folder::new();
    folder.write("oven/boardlint.toml", CHARTER);
    folder.write("mill/board.json", reordered());
    let run = boardlint_in(&folder.path().join("oven"), &["check", "../mill", "--format", "short"]);
    assert!(run.status == 0 && !run.out.contains("backlog-reordered-by-non-po"), "{}", run.out);
    // One charter above both makes one board of them, however one gets there.
    folder.write("boardlint.toml", CHARTER);
    folder.write("rye/board.json", reordered().replace("APP-1", "APP-2"));
    let run = boardlint_in(&folder.path().join("rye"), &["check", ".", "../mill", "--format", "jsonl"]);
    let boards = run.objects().iter().filter(|line| line["type"] == "board").count();
    assert_eq!((run.status, boards), (1, 1), "{}", run.out);
}
