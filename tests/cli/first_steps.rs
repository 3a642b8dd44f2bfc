//! The closing lines of a run without roles: who did what, and what to type next.

use serde_json::json;

use crate::support::{Folder, boardlint, jira};

#[test]
fn nobody_is_sent_to_a_table_that_has_no_rows() {
    let exports = [
        ("Jira.csv", "Clave de incidencia,ID de la incidencia,Resumen,Estado\nPAN-1,1,Hornear,Hecho\n".to_owned()),
        (
            "board.json",
            json!({"id": "65dc5310b0a7d0c400500001", "name": "Horno", "lists": [{"id": "1", "name": "Hecho"}],
                   "members": [{"id": "5f5e1000c0ffee0000000001", "username": "ana", "fullName": "Ana"}],
                   "cards": [{"id": "65e19910b0a7d0c400500006", "shortLink": "Horno001", "name": "Pan", "idList": "1"}]})
            .to_string(),
        ),
    ];
    for (name, export) in exports {
        let folder = Folder::new();
        folder.write(name, export);
        let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
        assert!(!run.out.contains("as in the table") && !run.out.contains("Who did what"), "{name}: {}", run.out);
        if run.out.contains("Nobody is named yet") {
            assert!(
                run.out.contains("does not say who did what") && run.out.contains("It shows more when"),
                "{}",
                run.out
            );
        }
    }
}

#[test]
fn of_several_boards_one_with_acts_is_shown() {
    let folder = Folder::new();
    folder.write("a/Jira.csv", "Issue key,Issue id,Summary,Status,Assignee,Assignee Id\nAAA-1,1,A,Done,Ana,712020:1\n");
    folder.write("b/search.json", jira::page(vec![jira::issue("BBB-1", json!({}), vec![jira::drag("Sam")])]));
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
    assert!(run.out.contains("Who did what on BBB:\n\n") && run.out.contains("as in the table"), "{}", run.out);
}

#[test]
fn a_first_name_is_enough_where_it_fits_one_person() {
    let board = |people: &[&str]| {
        let issue =
            |(number, who): (usize, &&str)| jira::issue(&format!("APP-{number}"), json!({}), vec![jira::drag(who)]);
        jira::page(people.iter().enumerate().map(issue).collect())
    };
    let folder = Folder::new();
    let check = |people: &[&str], po: &str| {
        let export = folder.write("search.json", board(people));
        boardlint(&["check", &export, "--format", "jsonl", "--fail-on", "never", "--po", po])
    };
    let rule = "backlog-reordered-by-non-po";
    for (people, po, others) in [
        (["Greta Lindqvist", "Sam Lee"], "Greta Lindqvist", 1),
        (["Greta Lindqvist", "Sam Lee"], "greta", 1),
        (["Lindqvist, Greta", "Lee, Sam"], "Greta", 1),
        // A full name has priority over a first name.
        (["Sam", "Sam Lee"], "Sam", 1),
    ] {
        let run = check(&people, po);
        assert_eq!((run.status, run.findings_of(rule).len()), (0, others), "{po}: {}", run.err);
    }
    let run = check(&["Sam Lee", "Sam Ash"], "Sam");
    assert!(run.status == 2 && run.err.contains("`Sam` fits 2 people"), "{}", run.err);
    assert!(run.err.contains("Sam Lee") && run.err.contains("Sam Ash"), "{}", run.err);
    // The last name of one person is not the first name of another.
    let run = check(&["Greta Lindqvist", "Sam Lee"], "Lindqvist");
    assert!(run.status == 2 && run.err.contains("nobody on this board is called `Lindqvist`"), "{}", run.err);
}

#[test]
fn what_is_typed_is_no_mistake_of_a_charter() {
    let board = |key: &str| jira::page(vec![jira::issue(key, json!({}), vec![jira::drag("Sam")])]);
    let folder = Folder::new();
    folder.write("search.json", board("APP-1"));
    let charter = "[roles]\nproduct-owner = [\"Maria\"]\n";
    for with_charter in [false, true] {
        if with_charter {
            folder.write("boardlint.toml", charter);
        }
        let report = folder.path().join("retro.md");
        let report = report.to_str().expect("a plain path");
        let run = boardlint(&["report", &folder.text(), "-o", report, "--po", "Nemo"]);
        assert_eq!(run.status, 2, "{}", run.err);
        let written = std::fs::read_to_string(report).unwrap_or_default();
        let told = run.out + &run.err + &written;
        assert!(told.contains("nobody on this board is called `Nemo`"), "{told}");
        assert!(!told.contains("charter has mistakes"), "{told}");
    }
}

#[test]
fn a_board_of_many_projects_is_called_by_all_of_them_or_says_how_many_it_leaves_out() {
    let name = |count: usize| {
        let issues = (10..10 + count).map(|number| jira::issue(&format!("P{number}-1"), json!({}), vec![]));
        let folder = Folder::new();
        folder.write("search.json", jira::page(issues.collect()));
        let run = boardlint(&["inspect", &folder.text()]);
        run.out.lines().find(|line| line.starts_with("The board ")).unwrap_or_default().to_owned()
    };
    assert_eq!(name(6), "The board P10, P11, P12, P13, P14, P15 (Jira)");
    assert_eq!(name(13), "The board P10, P11, P12, P13, P14, P15, P16, P17 and 5 more (Jira)");
}

#[test]
fn whoever_did_nothing_is_named_as_well() {
    let folder = Folder::new();
    let fields = json!({"assignee": jira::account("712020:9", "Ines Vale")});
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", fields, vec![jira::drag("Sam")])]));
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
    assert!(run.out.contains("On the board, too, without any of these: Ines Vale."), "{}", run.out);
    let inspected = boardlint(&["inspect", &folder.text()]);
    assert!(inspected.out.contains("did nothing that is recorded: Ines Vale"), "{}", inspected.out);
}

#[test]
fn somebody_whom_the_board_does_not_know_is_named_all_the_same() {
    let folder = Folder::new();
    folder.write("boardlint.toml", "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Maria\"]\n");
    folder.write(
        "board.csv",
        "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Last Activity Date,List ID,List Name,Board ID,Board Name,\
         Archived\n695e0000aaaaaaaaaaaaaaaa,Oven,https://trello.com/c/abc,,,Li,,2026-01-29T09:00:00.000Z,5e0be1000000000000000010,Done,\
         5e0be1000000000000000000,Bakery,false\n",
    );
    let run = boardlint(&["check", &folder.text(), "--format", "human", "--color", "never"]);
    let told = format!("{}{}", run.out, run.err);
    assert!(!told.contains("Nobody is named yet"), "{told}");
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
    let gap = run.gap("po-is-also-sm").expect("a gap");
    assert_eq!(gap.message, "nobody whom boardlint.toml names as Product Owner is known on this board");
    assert!(gap.hint.contains("fetch the actions") && !gap.hint.contains("under [roles]"), "{gap:?}");
}
