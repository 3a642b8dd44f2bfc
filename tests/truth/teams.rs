//! Several teams in one folder, each with its own charter, and one shared file.

use serde_json::{Value, json};

use crate::support::jira::{history, issue, moved, page, ranked, status, user};
use crate::support::{Folder, Run, boardlint, boardlint_in, fixture};

const ORG: &str = r#"
timezone = "Europe/Berlin"
holidays = [2026-04-06]
profile  = "strict"
fail-on  = "error"

[roles]
apps = ["Automation for Jira"]

[workflow]
backlog = ["Backlog"]
doing   = ["In Progress", "Testing"]
done    = ["Done", "Shipped"]

[kinds]
story = ["Story", "User Story"]

[rules]
backlog-reordered-by-non-po = "warn"
workflow-bloat = "off"
"#;

/// A board on which `who` ranks a story.
fn board(key: &str, who: &str) -> String {
    let id = key.bytes().map(u32::from).sum::<u32>();
    let ranks = vec![history(id, who, "2026-02-02T09:00:00.000+0000", ranked())];
    let moves = vec![history(id + 1, who, "2026-02-03T09:00:00.000+0000", moved("Backlog", "In Progress"))];
    let working = status("In Progress", "indeterminate");
    let items = vec![
        issue(&format!("{key}-1"), json!({}), ranks),
        issue(&format!("{key}-2"), json!({"status": working, "reporter": user("Sam")}), moves),
    ];
    page(items)
}

fn three_teams() -> Folder {
    let folder = Folder::new();
    folder.write("org.toml", ORG);
    let roles = "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\n";
    // The first team uses the shared levels, the second sets stricter ones, and the third shares nothing.
    folder.write("ante/boardlint.toml", format!("extends = \"../org.toml\"\n{roles}"));
    folder.write("ante/board.json", board("ANTE", "Li"));
    let own = "[rules]\nbacklog-reordered-by-non-po = \"error\"\n";
    folder.write("bake/boardlint.toml", format!("extends = \"../org.toml\"\n{roles}{own}"));
    folder.write("bake/board.json", board("BAKE", "Li"));
    folder.write("cake/boardlint.toml", roles);
    folder.write("cake/board.json", board("CAKE", "Maria"));
    folder
}

fn levels(run: &Run) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of_order = |finding: &Value| finding["rule"] == "backlog-reordered-by-non-po";
    let findings = run.findings().into_iter().filter(of_order);
    findings.map(|it| (text(&it["board"]), text(&it["item"]), text(&it["level"]))).collect()
}

#[test]
fn each_team_is_judged_by_its_own_charter_and_what_it_shares() {
    let folder = three_teams();
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
    let told = |board: &str, item: &str, level: &str| (board.to_owned(), item.to_owned(), level.to_owned());
    assert_eq!(levels(&run), [told("ANTE", "ANTE-1", "warn"), told("BAKE", "BAKE-1", "error")], "{}", run.err);
    assert_eq!(run.status, 1, "one team fails by its own level");
    assert!(!run.err.contains("warn:"), "what the others use is no mistake of this one: {}", run.err);
}

#[test]
fn the_run_tells_how_each_team_fares() {
    let folder = three_teams();
    let run = boardlint_in(folder.path(), &["check", ".", "--select", "backlog-reordered-by-non-po"]);
    let by_board = run.out.split("By board\n").nth(1).expect(&run.out);
    let told: Vec<_> = by_board.lines().take(3).map(str::trim).collect();
    assert_eq!(
        told,
        [
            "ANTE (ante/boardlint.toml): 1 warn; 1 of 1 rules judged",
            "BAKE (bake/boardlint.toml): 1 error; 1 of 1 rules judged",
            "CAKE (cake/boardlint.toml): nothing found; 1 of 1 rules judged",
        ]
    );
}

#[test]
fn the_nearer_file_wins_key_by_key() {
    let folder = three_teams();
    let run = boardlint_in(folder.path(), &["charter", "bake"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let line = |start: &str| run.out.lines().find(|line| line.trim().starts_with(start)).expect(start).to_owned();
    assert!(line("timezone").ends_with("org.toml:2"), "{}", run.out);
    assert!(line("workflow.doing").ends_with("org.toml:12"), "{}", run.out);
    assert!(line("roles.product-owner").ends_with("bake/boardlint.toml:3"), "{}", run.out);
    let rules: Vec<_> = run.out.lines().filter(|line| line.trim().starts_with("rules.")).collect();
    assert_eq!(rules.len(), 2, "{}", run.out);
    assert!(line("rules.backlog-reordered-by-non-po").ends_with("bake/boardlint.toml:6"), "{}", run.out);
    assert!(line("rules.workflow-bloat").ends_with("org.toml:20"), "{}", run.out);
}

#[test]
fn a_status_may_mean_something_else_to_one_team() {
    let folder = three_teams();
    folder.write("ante/boardlint.toml", "extends = \"../org.toml\"\n[workflow]\nacceptance = [\"Testing\"]\n");
    let run = boardlint_in(folder.path(), &["charter", "ante"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "the team's own word goes first");
}

#[test]
fn a_chain_of_charters_is_an_error_at_both_places() {
    let folder = three_teams();
    folder.write("org.toml", format!("extends = \"all.toml\"\n{ORG}"));
    folder.write("all.toml", "profile = \"strict\"\n");
    let run =
        boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--select", "backlog-reordered-by-non-po"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("two files are the most"), "{}", run.err);
    assert!(run.err.contains("org.toml:1:11") && run.err.contains("ante/boardlint.toml:1:11"), "{}", run.err);
    let summary = run.summary();
    assert_eq!(summary["items"], 2, "the team that shares nothing is judged all the same");
}

#[test]
fn a_shared_file_that_is_missing_is_told_where_it_is_asked_for() {
    let folder = three_teams();
    std::fs::remove_file(folder.path().join("org.toml")).expect("a file");
    let run = boardlint_in(folder.path(), &["check", ".", "--quiet"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("cannot be read: ./org.toml: No such file or directory"), "{}", run.err);
    assert!(run.err.contains("ante/boardlint.toml:1:11"), "{}", run.err);
    assert!(run.out.contains("1 of") || run.last_line().contains("2 items"), "{}", run.out);
}

#[test]
fn each_team_has_a_baseline_of_its_own() {
    let folder = three_teams();
    let run = boardlint_in(folder.path(), &["baseline", "."]);
    assert_eq!(run.status, 0, "{}", run.err);
    for team in ["ante", "bake", "cake"] {
        assert!(folder.path().join(team).join("boardlint-baseline.json").is_file(), "{team}: {}", run.out);
    }
    let run = boardlint_in(folder.path(), &["check", ".", "--format", "jsonl"]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{}", run.out);
}

#[test]
fn boards_of_one_name_are_told_apart_in_every_format() {
    let folder = Folder::new();
    for team in ["ante", "bake"] {
        folder.write(&format!("{team}/boardlint.toml"), "[roles]\nproduct-owner = [\"Maria\"]\n");
        folder.write(&format!("{team}/board.json"), board("APP", "Li"));
    }
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "backlog-reordered-by-non-po"]);
    let boards: Vec<_> = run.findings().iter().map(|it| it["board"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(boards, ["APP (ante)", "APP (bake)"]);
    let junit = boardlint(&["check", &folder.text(), "--format", "junit", "--select", "backlog-reordered-by-non-po"]);
    assert_eq!(junit.out.matches("<testsuite ").count(), 2, "{}", junit.out);
}

#[test]
fn a_board_without_the_sprint_that_was_asked_for_is_left_out_and_says_so() {
    let folder = Folder::new();
    for team in ["jira-cloud", "trello"] {
        for name in ["boardlint.toml", if team == "trello" { "board.json" } else { "search.json" }] {
            let text = fixture(&format!("{team}/{name}"));
            let renamed = if team == "trello" { text.replace("Oven 2", "Bake 2") } else { text };
            folder.write(&format!("{team}/{name}"), renamed);
        }
    }
    let run = |args: &[&str]| boardlint(&[&["check", &folder.text(), "--sprint", "Oven 2"], args].concat());
    let human = run(&["--fail-on", "never"]);
    assert_eq!(human.status, 0);
    assert!(human.err.contains("is called `Oven 2`") && human.err.contains("this board is left out"), "{}", human.err);
    for format in ["human", "short", "markdown", "html"] {
        let told = run(&["--fail-on", "never", "--format", format]);
        let said = told.out.to_lowercase();
        assert!(said.contains("left out") || said.contains("a board is not in this report"), "{format}");
    }
    assert_eq!(run(&["--fail-on", "never", "--fail-on-inconclusive"]).status, 1, "it could not look there");
}

#[test]
fn who_alone_is_given_a_role_by_the_shared_file_is_asked_for_on_the_board() {
    let folder = three_teams();
    let shared = |owner: &str| {
        folder.write("org.toml", format!("[roles]\nproduct-owner = {owner}\ndevelopers = [\"Li\", \"Zoe Far\"]\n"));
        folder.write("ante/boardlint.toml", "extends = \"../org.toml\"\n[roles]\nscrum-master = [\"Sam\"]\n");
        let check =
            |more: &[&str]| boardlint_in(folder.path(), &[&["check", "ante", "--fail-on", "never"], more].concat());
        (check(&[]), check(&["--strict-charter"]))
    };
    let unknown = "nobody on this board is called `Marla`";
    let (run, strict) = shared("[\"Marla\"]");
    assert!(run.status == 0 && run.err.contains(unknown) && run.err.contains("org.toml:2:18"), "{}", run.err);
    assert!(strict.status == 2 && strict.err.contains(unknown), "{}", strict.err);
    assert!(!run.err.contains("Zoe Far"), "a developer may be on another board: {}", run.err);
    let (run, strict) = shared("[\"Marla\", \"Maria\"]");
    assert_eq!((run.status, strict.status), (0, 0), "one of them is on another board: {}", strict.err);
    assert!(!run.err.contains(unknown), "{}", run.err);
}

#[test]
fn a_name_of_the_shared_file_that_fits_two_people_is_told() {
    let folder = three_teams();
    let namesakes = board("ANTE", "Maria").replace("\"Maria\"", "\"Maria Gomez\"");
    let second =
        namesakes.replace("ANTE-1", "ANTE-8").replace("ANTE-2", "ANTE-9").replace("712020:Maria", "712020:Silva");
    folder.write("ante/board.json", namesakes);
    folder
        .write("ante/more.json", second.replace("\"displayName\":\"Maria Gomez\"", "\"displayName\":\"Maria Silva\""));
    folder.write("org.toml", "[roles]\nproduct-owner = [\"Maria\"]\n");
    folder.write("ante/boardlint.toml", "extends = \"../org.toml\"\n[roles]\nscrum-master = [\"Sam\"]\n");
    let run = boardlint_in(folder.path(), &["check", "ante"]);
    assert!(run.status == 2 && run.err.contains("`Maria` fits 2 people on this board"), "{}", run.err);
}
