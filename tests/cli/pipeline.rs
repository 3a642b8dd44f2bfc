//! `init --ci`: what the pipeline judges, with which charter, and which files it overwrites.

use serde_json::json;

use crate::support::{Folder, Run, boardlint, boardlint_in, jira};

const GITHUB: &str = ".github/workflows/boardlint.yml";
const GITLAB: &str = ".boardlint/gitlab-ci.yml";

fn init(folder: &Folder, export: &str, more: &[&str]) -> Run {
    boardlint_in(folder.path(), &[&["init", export], more].concat())
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).expect(name)
}

#[test]
fn a_board_without_sprints_is_judged_by_the_last_two_weeks() {
    let folder = Folder::new();
    folder.write("export/search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    let run = init(&folder, "export", &["--ci", "github"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let pipeline = read(&folder, GITHUB);
    assert!(pipeline.contains("--since 14d") && !pipeline.contains("last-closed"), "{pipeline}");
    assert_eq!(boardlint(&["check", &folder.text(), "--since", "14d", "--fail-on", "never"]).status, 0);
}

#[test]
fn a_board_with_sprints_is_judged_by_the_last_one_closed() {
    for board in ["jira-cloud", "trello"] {
        let folder = Folder::new();
        let export = Folder::fixture(board);
        folder.write("boardlint.toml", read(&export, "boardlint.toml"));
        let run = init(&folder, &export.text(), &["--ci", "gitlab"]);
        assert_eq!(run.status, 0, "{}", run.err);
        let pipeline = read(&folder, GITLAB);
        assert!(pipeline.contains("--strict-charter --sprint last-closed"), "{board}: {pipeline}");
    }
}

#[test]
fn the_charter_beside_the_export_is_the_one_that_counts() {
    let folder = Folder::new();
    folder.write("export/search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    let charter = "[roles]\nproduct-owner = [\"Sam\"]\n";
    folder.write("export/boardlint.toml", charter);
    let run = init(&folder, "export", &["--ci", "github"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("judges by export/boardlint.toml"), "{}", run.out);
    assert!(read(&folder, GITHUB).contains("--charter export/boardlint.toml --strict-charter"));
    assert!(!folder.path().join("boardlint.toml").exists());
    assert_eq!(read(&folder, "export/boardlint.toml"), charter);
}

#[test]
fn both_services_take_the_same_script_and_force_leaves_the_charter_alone() {
    let folder = Folder::new();
    folder.write("export/search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    let charter = "[roles]\nproduct-owner = [\"Sam\"]\n";
    folder.write("boardlint.toml", charter);
    assert_eq!(init(&folder, "export", &["--ci", "github"]).status, 0);
    let second = init(&folder, "export", &["--ci", "gitlab"]);
    assert_eq!(second.status, 0, "{}", second.err);
    folder.write(GITLAB, "mine");
    let refused = init(&folder, "export", &["--ci", "gitlab"]);
    assert_eq!((refused.status, read(&folder, GITLAB).as_str()), (2, "mine"));
    assert_eq!(init(&folder, "export", &["--ci", "gitlab", "--force"]).status, 0);
    assert!(read(&folder, GITLAB).contains("boardlint check"));
    assert_eq!(read(&folder, "boardlint.toml"), charter);
}

#[test]
fn a_charter_whose_path_a_shell_would_take_apart_is_refused() {
    let folder = Folder::new();
    folder.write("my export/search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
    folder.write("my export/boardlint.toml", "[roles]\nproduct-owner = [\"Sam\"]\n");
    let run = init(&folder, "my export", &["--ci", "github"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("cannot stand in a pipeline"), "{}", run.err);
    let run = init(&folder, "my export", &["--ci", "github", "-o", "-"]);
    assert!(run.status == 2 && run.err.contains("reads its charter from a file"), "{}", run.err);
}
