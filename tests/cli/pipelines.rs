//! `init --ci`: which charter its pipeline takes, what it judges, and what it never writes over.

use serde_json::json;

use crate::support::{Folder, boardlint_in, fixture};

/// A repository with an export, and what `init export --ci SERVICE` made of it.
fn repository(board: &str, file: &str) -> Folder {
    let folder = Folder::new();
    folder.write(&format!("export/{file}"), fixture(&format!("{board}/{file}")));
    folder
}

fn text(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).expect(path)
}

/// The arguments after `boardlint check EXPORT` in a pipeline.
fn check_of(pipeline: &str) -> Vec<&str> {
    let (_, check) = pipeline.split_once("boardlint check ").expect("it checks");
    let (line, _) = check.split_once("--format").expect("outputs");
    line.split_whitespace().skip(1).collect()
}

#[test]
fn a_charter_beside_the_export_is_taken_over() {
    let folder = repository("jira-cloud", "search.json");
    let charter = fixture("jira-cloud/boardlint.toml");
    folder.write("export/boardlint.toml", &charter);
    let run = boardlint_in(folder.path(), &["init", "export", "--ci", "github"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("Copied export/boardlint.toml to boardlint.toml"), "{}", run.out);
    assert_eq!(text(&folder, "boardlint.toml"), charter);
}

#[test]
fn a_second_service_needs_no_force_and_force_leaves_the_charter_alone() {
    let folder = repository("jira-cloud", "search.json");
    assert_eq!(boardlint_in(folder.path(), &["init", "export", "--ci", "github"]).status, 0);
    let charter = "[roles]\nproduct-owner = [\"Greta Lindqvist\"]\n";
    folder.write("boardlint.toml", charter);
    let run = boardlint_in(folder.path(), &["init", "export", "--ci", "gitlab"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    folder.write(".boardlint/gitlab-ci.yml", "changed by hand\n");
    let run = boardlint_in(folder.path(), &["init", "export", "--ci", "gitlab"]);
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("gitlab-ci.yml is there already"), "{}", run.err);
    let run = boardlint_in(folder.path(), &["init", "export", "--ci", "gitlab", "--force"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert_eq!(text(&folder, "boardlint.toml"), charter);
    assert!(text(&folder, ".boardlint/gitlab-ci.yml").contains("boardlint check"));
}

/// A Trello board on which nothing looks like a sprint.
fn without_sprints() -> String {
    let id = "65dc5310b0a7d0c400500001";
    json!({"id": id, "name": "Horno", "shortLink": "Horno", "lists": [{"id": "1", "name": "Doing"}],
           "members": [{"id": "5f5e1000c0ffee0000000001", "username": "ana", "fullName": "Ana Ruiz"}],
           "cards": [{"id": "65e19910b0a7d0c400500006", "shortLink": "Horno001", "name": "Pan", "idList": "1"}],
           "actions": [{"id": "65dc5310b0a7d0c400500002", "type": "createBoard", "date": "2024-02-26T09:00:00.000Z",
                        "idMemberCreator": "5f5e1000c0ffee0000000001", "data": {"board": {"id": id}}}]})
    .to_string()
}

#[test]
fn a_pipeline_judges_what_the_board_has() {
    let boards = [
        ("search.json", fixture("jira-cloud/search.json"), "last-closed"),
        // Its lists are named like sprints.
        ("board.json", fixture("trello/board.json"), "last-closed"),
        ("board.json", without_sprints(), "14d"),
    ];
    for (file, export, wanted) in boards {
        for (service, path) in [("github", ".github/workflows/boardlint.yml"), ("gitlab", ".boardlint/gitlab-ci.yml")] {
            let folder = Folder::new();
            folder.write(&format!("export/{file}"), &export);
            let run = boardlint_in(folder.path(), &["init", "export", "--ci", service]);
            assert_eq!(run.status, 0, "{}{}", run.out, run.err);
            let pipeline = text(&folder, path);
            assert!(!pipeline.contains("{{WINDOW") && !pipeline.contains("{{WHAT"), "{pipeline}");
            let arguments = check_of(&pipeline);
            assert!(arguments.contains(&wanted), "{arguments:?}");
            let checked = boardlint_in(folder.path(), &[&["check", "export"], arguments.as_slice()].concat());
            assert!(checked.status < 2, "{arguments:?}: {}{}", checked.out, checked.err);
        }
    }
}

#[test]
fn sprints_in_the_charter_are_sprints_of_the_pipeline() {
    let folder = repository("trello", "board.json");
    folder.write("export/boardlint.toml", fixture("trello/boardlint.toml"));
    let run = boardlint_in(folder.path(), &["init", "export", "--ci", "github"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    let pipeline = text(&folder, ".github/workflows/boardlint.yml");
    assert!(pipeline.contains("--sprint last-closed"), "{pipeline}");
}
