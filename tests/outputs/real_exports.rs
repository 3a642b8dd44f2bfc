//! The output of `inspect` for real exports.

use serde_json::{Value, json};

use super::inspect::{entry, inspected};
use crate::support::{Folder, real_exports};

/// The expected contents of a real export.
struct Expected {
    path: &'static str,
    items: u64,
    entries: u64,
    changes: &'static [(&'static [&'static str], u64)],
}

const SPRINTS: &[&str] = &["planned", "unplanned"];
const ASSIGNEE: &[&str] = &["assigned", "unassigned"];

const REAL: &[Expected] = &[
    Expected {
        path: "jira-json/grimoirelab-elk_patternfly_unwrapped.json",
        items: 10,
        entries: 182,
        changes: &[(&["ranked"], 55), (SPRINTS, 6), (ASSIGNEE, 7)],
    },
    Expected {
        path: "jira-json/devlake_merico_agile_issues_list.json",
        items: 33,
        entries: 522,
        changes: &[(&["ranked"], 6), (SPRINTS, 21), (ASSIGNEE, 41)],
    },
    Expected { path: "jira-xml/backup", items: 22, entries: 271, changes: &[(&["ranked"], 18), (SPRINTS, 14)] },
    Expected { path: "jira-xml/matteopelucco_jira_rss.xml", items: 86, entries: 0, changes: &[] },
    Expected { path: "jira-csv/bs-fse-2025-team9_Jira.csv", items: 130, entries: 0, changes: &[] },
    Expected { path: "jira-csv/diegocode81_Jira.csv", items: 136, entries: 0, changes: &[] },
    Expected { path: "trello-json/stonekw.json", items: 42, entries: 145, changes: &[] },
    Expected { path: "trello-json/fda-food-recalls.json", items: 69, entries: 392, changes: &[] },
    // One further card is a template.
    Expected { path: "trello-json/mlds6.json", items: 500, entries: 1000, changes: &[] },
    Expected { path: "trello-json/miyamae.json", items: 67, entries: 264, changes: &[] },
    // 59 further cards are separators.
    Expected { path: "trello-json/luna0069.json", items: 302, entries: 780, changes: &[] },
];

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn real_exports_hold_what_is_known_of_them() {
    let folder = real_exports();
    for expected in REAL {
        let path = folder.join(expected.path);
        let document = inspected(&[path.to_str().expect("a plain path")]);
        let sum = |key: &str| -> u64 {
            let files = document["files"].as_array().expect("files");
            files.iter().map(|file| file[key].as_u64().expect("a count")).sum()
        };
        assert_eq!((sum("items"), sum("changes")), (expected.items, expected.entries), "{}", expected.path);
        assert_eq!(document["items"]["count"], json!(expected.items), "{}", expected.path);
        for (kinds, count) in expected.changes {
            let found: u64 = kinds.iter().map(|kind| document["changes"][kind].as_u64().expect("a count")).sum();
            assert_eq!(found, *count, "{}: {kinds:?}", expected.path);
        }
    }
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_list_of_sprints_completes_the_issues_beside_it() {
    let exports = real_exports();
    let folder = Folder::new();
    for name in ["devlake_merico_agile_issues_list.json", "devlake_merico_sprints.json"] {
        folder.write(name, std::fs::read(exports.join("jira-json").join(name)).expect("an export"));
    }
    let document = inspected(&[&folder.text()]);
    assert_eq!(document["boards"].as_array().map(Vec::len), Some(1));
    let list: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("devlake_merico_sprints.json")).expect("a list"))
            .expect("JSON");
    let listed = list.as_array().or_else(|| list["values"].as_array()).expect("sprints");
    assert_eq!(listed.len(), 30);
    // The issues of those thirty were in three sprints, and in one of another board.
    let sprints = document["sprints"].as_array().expect("sprints");
    let ids: Vec<_> = sprints.iter().map(|sprint| sprint["id"].as_str().unwrap_or_default()).collect();
    assert_eq!(ids, ["7", "9", "17", "175"]);
    for id in ["7", "9", "17"] {
        assert_eq!(entry(&document, "sprints", "id", id)["state"], "closed", "{id}");
    }
    let apps: Vec<_> = document["people"].as_array().expect("people").iter().filter(|one| one["app"] == true).collect();
    assert!(!apps.is_empty() && apps.iter().all(|app| app["decisions"] == json!({})), "{apps:?}");
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_table_in_spanish_is_understood_by_its_names() {
    let folder = real_exports();
    let document = inspected(&[folder.join("jira-csv/diegocode81_Jira.csv").to_str().expect("a plain path")]);
    let points = document["fields"]["story-points"].as_array().expect("fields");
    assert!(!points.is_empty() && points.iter().all(|field| field["known"] == "name"), "{points:?}");
    assert_eq!(document["sprints"].as_array().map(Vec::len), Some(4));
    assert!(document["changes"]["commented"].as_u64() > Some(100), "{}", document["changes"]);
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_cut_history_is_evidence() {
    let folder = real_exports();
    let document = inspected(&[folder.join("trello-json/mlds6.json").to_str().expect("a plain path")]);
    let history = entry(&document, "evidence", "missing", "history");
    assert_eq!(history["since"], document["period"]["since"]);
    assert!(history["message"].as_str().is_some_and(|text| text.contains("1000")), "{history}");
    assert!(history["hint"].as_str().is_some_and(|text| text.contains("before=")), "{history}");
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn cards_that_nobody_is_known_to_have_written_are_evidence() {
    let folder = real_exports();
    let document = inspected(&[folder.join("trello-json/luna0069.json").to_str().expect("a plain path")]);
    let creators = entry(&document, "evidence", "missing", "creators");
    assert!(creators["message"].as_str().is_some_and(|text| text.contains("271 of 302 cards")), "{creators}");
}
