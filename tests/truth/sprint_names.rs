//! The findings do not depend on how a team names its sprints.

use serde_json::Value;

use crate::support::{Folder, boardlint, fixture};

/// The findings if the four sprints of the bakery have these names. The original names are restored in them,
/// and places are omitted, because longer names move them.
fn found(names: [&str; 4]) -> Vec<String> {
    let export = |text: String| {
        (1..).zip(names).fold(text, |text, (number, name)| text.replace(&format!("Oven {number}"), name))
    };
    let folder = Folder::of(&fixture("jira-cloud/boardlint.toml"), export(fixture("jira-cloud/search.json")));
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    let told = |mut object: Value| {
        object["location"] = Value::Null;
        object["related"].as_array_mut().into_iter().flatten().for_each(|other| other["location"] = Value::Null);
        (1..).zip(names).fold(object.to_string(), |text, (number, name)| text.replace(name, &format!("Oven {number}")))
    };
    run.findings().into_iter().chain(run.inconclusive()).map(told).collect()
}

#[test]
fn sprints_that_follow_one_another_are_judged_alike_whatever_they_are_called() {
    let numbered = found(["Oven 1", "Oven 2", "Oven 3", "Oven 4"]);
    assert!(numbered.iter().any(|told| told.contains("Oven 4 took on 50 points")), "{numbered:#?}");
    for names in [
        ["Apollo", "Gemini", "Mercury", "Vostok"],
        ["Sprint 1 2026", "Sprint 2 2026", "Sprint 3 2026", "Sprint 4 2026"],
        ["Sprint 5 Q4", "Sprint 6 Q4", "Sprint 1 Q1", "Sprint 2 Q1"],
        ["Iteration (5 Jan)", "Iteration (19 Jan)", "Iteration (2 Feb)", "Iteration (16 Feb)"],
        ["PI 7.5", "PI 7.6", "PI 8.1", "PI 8.2"],
        ["Oven 1", "Before the fair", "Oven 3", "Oven 4"],
    ] {
        assert_eq!(found(names), numbered, "{names:?}");
    }
}

#[test]
fn a_sprint_without_a_name_is_called_by_its_id() {
    let whole = fixture("jira-cloud/search.json");
    let export = whole.replace("\"name\": \"Oven 3\"", "\"name\": \"\"");
    assert_ne!(export, whole);
    let folder = Folder::of(&fixture("jira-cloud/boardlint.toml"), export);
    let page = boardlint(&["inspect", &folder.text()]);
    let rows = page.out.lines().filter(|line| line.trim_start().starts_with("43 ")).count();
    assert_eq!(rows, 2, "its dates, and what became of it: {}", page.out);
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--sprint", "43"]);
    let sprints: Vec<Value> = run.findings().into_iter().map(|finding| finding["sprint"].clone()).collect();
    assert!(sprints.contains(&Value::from("43")), "{sprints:?} {}", run.err);
}
