//! The names that a report shows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::page;
use crate::support::Folder;
use crate::support::jira::{self, CHARTER};

/// All names of people in an export: names, user names, keys, ids and e-mail addresses.
fn calls(value: &Value, found: &mut BTreeSet<String>) {
    const CALLS: [&str; 8] =
        ["displayName", "accountId", "emailAddress", "fullName", "username", "name", "key", "idMemberCreator"];
    match value {
        Value::Object(fields) => {
            let person =
                ["displayName", "accountId", "fullName", "emailAddress"].iter().any(|key| fields.contains_key(*key));
            let named = CALLS.iter().filter(|_| person).filter_map(|key| fields.get(*key)?.as_str());
            found.extend(named.map(str::to_owned));
            fields.values().for_each(|value| calls(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| calls(value, found)),
        _ => {}
    }
}

#[test]
fn a_default_report_names_nobody() {
    let people = [
        "Greta",
        "Lindqvist",
        "Ruben",
        "Castell",
        "Tomasz",
        "Wrona",
        "Aisha",
        "Bello",
        "Kenji",
        "Mori",
        "Lena",
        "Hartog",
    ];
    let people = people.into_iter().chain(["Diego", "Fuentes", "Ines", "Achterberg", "JIRAUSER", "example.com"]);
    let people: Vec<String> = people.map(str::to_owned).collect();
    let boards = [
        ("jira-cloud", "search.json"),
        ("jira-dc", "search.json"),
        ("trello", "board.json"),
        ("jira-backup", ""),
        ("jira-csv", ""),
        ("by-the-book/jira-cloud", "search.json"),
    ];
    for (board, file) in boards {
        let folder = format!("fixtures/bakery/{board}");
        let mut called: BTreeSet<String> = people.iter().cloned().collect();
        if !file.is_empty() {
            let text = std::fs::read_to_string(format!("{folder}/{file}")).expect("an export");
            let before = called.len();
            calls(&serde_json::from_str(&text).expect("JSON"), &mut called);
            assert!(called.len() > before + 8, "{board}: {called:?}");
        }
        for ending in ["html", "md"] {
            // Links and titles are excluded: a team needs them to find its items.
            let mut page = page(&folder, ending, &["--no-titles"]);
            let links: Vec<String> = match ending {
                "html" => page
                    .split("href=\"http")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned)
                    .collect(),
                _ => {
                    page.split("](http").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
                }
            };
            // A remedy may contain a request to the tool, whose address is not personal.
            links.iter().for_each(|link| page = page.replace(link, ""));
            let words: String = page.replace("bakery.example.com", "").to_lowercase();
            for name in called.iter().filter(|name| name.len() > 3) {
                assert!(!says(&words, &name.to_lowercase()), "{board}: {name} in the {ending} page");
            }
        }
    }
}

/// Whether `text` contains `name` as a whole word.
fn says(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

#[test]
fn a_sprint_and_a_board_named_after_somebody_name_nobody_either() {
    let mut sprint = jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-03-01T09:00:00.000Z", None);
    sprint["name"] = json!("The sprint of Samantha Leeuwen");
    let history = jira::history(1, "Samantha Leeuwen", "2026-02-02T09:00:00.000+0000", jira::ranked());
    let issue = jira::issue("APP-1", json!({"customfield_10020": [sprint]}), vec![history]);
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("\"Sam\"", "\"Samantha Leeuwen\""));
    let export = folder.write("board.json", jira::page(vec![issue]));
    for ending in ["html", "md"] {
        let page = page(&export, ending, &[]);
        assert!(!page.contains("Samantha") && page.contains("The sprint of Scrum Master"), "{page}");
    }
}

#[test]
fn people_are_named_where_that_is_asked_for() {
    let page = page("fixtures/bakery/jira-cloud", "html", &["--names"]);
    assert!(!page.contains("Developer C"));
    assert!(page.contains("Kenji Mori (developer)") && page.contains("Tomasz Wrona (Scrum Master)"));
    assert!(!page.contains("greta@"), "never an address");
}
