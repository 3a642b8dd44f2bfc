//! Drafts for people who hold a role and also develop, and for bots that are not marked as apps.

use serde_json::{Value, json};

use crate::support::jira::{history, issue, moved, page, status, user};
use crate::support::{Folder, boardlint, fixture};

/// Six stories for each of `builders`, which they take, move and finish. A bot labels each of them.
fn export(builders: &[&str]) -> String {
    let taken = |who: &str| {
        json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
            "to": format!("712020:{who}"), "toString": who})
    };
    let labelled = json!({"field": "labels", "fieldtype": "jira", "fieldId": "labels", "from": null, "fromString": "",
        "to": null, "toString": "mail"});
    let story = |number: usize| -> Value {
        let who = builders[number % builders.len()];
        let on = |day: usize, hour: u32, by: &str, item: Value| {
            let at = format!("2026-02-{:02}T{hour:02}:{:02}:00.000+0000", day + number % 20, number % 60);
            history(u32::try_from(number * 10 + day).expect("small"), by, &at, item)
        };
        let histories = vec![
            on(1, 8, "Intake Bot", labelled.clone()),
            on(2, 9, who, taken(who)),
            on(3, 10, who, moved("Backlog", "In Progress")),
            on(5, 11, who, moved("In Progress", "Done")),
        ];
        let fields = json!({"assignee": user(who), "status": status("Done", "done"), "labels": ["mail"]});
        issue(&format!("KILN-{number}"), fields, histories)
    };
    page((1..=builders.len() * 6).map(story).collect())
}

/// The output of `init` for an export whose Product Owner and Scrum Master are named, and the drafted
/// charter.
fn drafted(export: &str) -> (String, String) {
    let folder = Folder::new();
    folder.write("board.json", export);
    let run = boardlint(&["init", &folder.text(), "--po", "Maria", "--sm", "Sam"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let charter = folder.read("boardlint.toml");
    (run.out.split_whitespace().collect::<Vec<_>>().join(" "), charter)
}

#[test]
fn a_product_owner_who_takes_work_like_a_developer_is_asked_after() {
    let with_sam = |builders: &[&str]| {
        let mut export: Value = serde_json::from_str(&export(builders)).expect("JSON");
        export["issues"][0]["fields"]["reporter"] = user("Sam");
        drafted(&export.to_string())
    };
    let (said, charter) = with_sam(&["Maria", "Li", "Ana", "Omar"]);
    let asked = "whether Maria builds, too, and may: 6 of 24 finished items, 6 of 24 items taken to work on; then list all developers under \
                 [roles], Maria among them";
    assert!(said.contains(asked), "{said}");
    let maria = charter.lines().find(|line| line.contains("\"Maria\", ")).expect("she is proposed");
    assert!(maria.trim().starts_with('#'), "and it is for the team to say: {charter}");
    let (said, charter) = with_sam(&["Li", "Ana", "Omar"]);
    assert!(!said.contains("builds, too"), "{said}");
    assert!(!charter.contains("\"Maria\", "), "{charter}");
}

#[test]
fn who_is_called_a_bot_and_does_none_of_the_work_is_an_app_and_no_stakeholder() {
    let mut export: Value = serde_json::from_str(&export(&["Li", "Ana", "Omar"])).expect("JSON");
    export["issues"][0]["fields"]["reporter"] = user("Sam");
    let (_, charter) = drafted(&export.to_string());
    let apps = charter.lines().find(|line| line.starts_with("apps = ")).expect(&charter);
    assert!(apps.contains("Intake Bot"), "{apps}");
    assert!(!charter.contains("stakeholders = [\"Intake Bot\"]"), "{charter}");
}

#[test]
fn nobody_is_likely_a_stakeholder_while_the_scrum_master_is_not_known() {
    let board = export(&["Li", "Ana", "Omar"]).replace("Intake Bot", "Zoe");
    let mut board: Value = serde_json::from_str(&board).expect("JSON");
    board["issues"][0]["fields"]["reporter"] = user("Sam");
    let is_stakeholder = |known: &[&str]| {
        let folder = Folder::new();
        folder.write("board.json", board.to_string());
        let run = boardlint(&[&["init", &folder.text(), "--po", "Maria"], known].concat());
        assert_eq!(run.status, 0, "{}", run.err);
        let charter = folder.read("boardlint.toml");
        charter.lines().any(|line| line.starts_with("stakeholders") && line.contains("Zoe"))
    };
    assert!(!is_stakeholder(&[]), "Zoe, who does none of the work, may be the Scrum Master");
    assert!(is_stakeholder(&["--sm", "Sam"]));
}

#[test]
fn who_stood_in_for_a_product_owner_who_is_given_is_written_and_accused_of_nothing() {
    for export in ["jira-cloud/search.json", "trello/board.json"] {
        let folder = Folder::new();
        folder.write("board.json", fixture(export));
        let run = boardlint(&["init", &folder.text(), "--po", "Greta Lindqvist", "--sm", "Tomasz Wrona"]);
        assert_eq!(run.status, 0, "{}", run.err);
        let charter = folder.read("boardlint.toml");
        let entry = "{ who = \"Ruben Castell\", since = 2026-02-02, until = 2026-02-06 }";
        assert!(charter.lines().any(|line| line.trim_start().starts_with(entry)), "{export}: {charter}");
        let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("whether Ruben Castell was Product Owner from 2026-02-02 to 2026-02-06"), "{said}");
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
        assert!(!run.fires("po-absent"), "{export}");
        for finding in run.findings_of("backlog-reordered-by-non-po") {
            assert_ne!(finding["actor"]["name"], "Ruben Castell", "{export}: {finding}");
        }
    }
}
