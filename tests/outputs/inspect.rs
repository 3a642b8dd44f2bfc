//! The output of `inspect`: a page for people, the same facts for scripts, and the missing evidence.

use serde_json::{Value, json};
use snapbox::{assert_data_eq, file};

use crate::support::{Folder, boardlint, boardlint_with_input, fixture, jira};

#[test]
fn a_jira_board_fits_a_page() {
    let run = boardlint(&["inspect", "fixtures/bakery/jira-cloud"]);
    assert_data_eq!(run.out, file!["golden/bakery-jira-cloud.inspect.txt"].raw());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
}

#[test]
fn a_trello_board_fits_a_page() {
    let run = boardlint(&["inspect", "fixtures/bakery/trello"]);
    assert_data_eq!(run.out, file!["golden/bakery-trello.inspect.txt"].raw());
}

#[test]
fn scripts_get_the_facts_of_a_jira_board() {
    assert_data_eq!(abridged("fixtures/bakery/jira-cloud"), file!["golden/bakery-jira-cloud.inspect.json"].raw());
}

#[test]
fn scripts_get_the_facts_of_a_trello_board() {
    assert_data_eq!(abridged("fixtures/bakery/trello"), file!["golden/bakery-trello.inspect.json"].raw());
}

/// The output for scripts about one board. It keeps only the first entry of each list, omits zero counts, and
/// omits what the board repeats from the whole.
fn abridged(path: &str) -> String {
    let run = boardlint(&["inspect", path, "--format", "json"]);
    let mut document: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(run.out, format!("{document:#}\n"));
    let whole = document.clone();
    let board = document["boards"][0].as_object_mut().expect("a board");
    board.retain(|key, value| *key == "files" || whole.get(key) != Some(value));
    shorten(&mut document);
    format!("{document:#}\n")
}

fn shorten(value: &mut Value) {
    match value {
        Value::Array(list) if list.len() > 1 => {
            let more = json!(format!("{} more", list.len() - 1));
            list.truncate(1);
            shorten(&mut list[0]);
            list.push(more);
        }
        Value::Array(list) => list.iter_mut().for_each(shorten),
        Value::Object(object) => {
            if object.values().all(Value::is_u64) {
                object.retain(|_, count| *count != json!(0));
            }
            object.values_mut().for_each(shorten);
        }
        _ => {}
    }
}

/// The JSON document for `paths`.
pub fn inspected(paths: &[&str]) -> Value {
    let run = boardlint(&[&["inspect", "--format", "json"], paths].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

pub fn entry<'v>(document: &'v Value, list: &str, key: &str, value: &str) -> &'v Value {
    let entries = document[list].as_array().expect(list);
    entries.iter().find(|entry| entry[key] == value).unwrap_or(&Value::Null)
}

#[test]
fn several_boards_are_counted_together_and_told_apart() {
    let document = inspected(&["fixtures/bakery/jira-cloud", "fixtures/bakery/trello"]);
    assert_eq!(document["items"]["count"], json!(63));
    let boards = document["boards"].as_array().expect("boards");
    let counts: Vec<_> = boards.iter().map(|board| (&board["tool"], &board["items"]["count"])).collect();
    assert_eq!(counts, [(&json!("jira"), &json!(32)), (&json!("trello"), &json!(31))]);
    let ranked = |of: &Value| of["changes"]["ranked"].as_u64().expect("a count");
    assert_eq!(ranked(&document), boards.iter().map(ranked).sum::<u64>());
    assert_eq!(document["fields"], boards[0]["fields"]);
    let first = entry(&document, "sprints", "name", "Oven 1");
    assert_eq!(
        (&first["board"], &first["goal"]),
        (&json!("CRUST"), &json!("A first customer orders a loaf and picks it up"))
    );
}

#[test]
fn how_a_meaning_is_known_is_told() {
    // Without its charter, the same board is understood only as far as the export says.
    let export = fixture("jira-cloud/search.json");
    let run = boardlint_with_input(&["inspect", "-", "--format", "json"], export.as_bytes());
    let document: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(document["fields"]["story-points"][0]["known"], "name");
    assert_eq!(entry(&document, "workflow", "name", "Done")["known"], "category");
    assert_eq!(entry(&document, "workflow", "name", "Ready")["known"], "name");
    assert_eq!(document["people"][0]["roles"], json!([]));
    let roles = entry(&document, "evidence", "missing", "roles");
    assert!(roles["rules"].as_array().is_some_and(|rules| rules.len() > 5), "{roles}");
    let charter = inspected(&["fixtures/bakery/jira-cloud"]);
    assert_eq!(charter["fields"]["story-points"][0]["known"], "charter");
    assert_eq!(entry(&charter, "people", "name", "Tomasz Wrona")["roles"], json!(["scrum-master"]));
    assert_eq!(entry(&charter, "people", "name", "Oven Bell")["app"], json!(true));
}

#[test]
fn what_cannot_be_read_is_shown_beside_what_can() {
    let folder = Folder::new();
    let whole = fixture("jira-cloud/search.json");
    folder.write("whole.json", &whole);
    folder.write("cut.json", &whole[..whole.len() / 2]);
    let page = boardlint(&["inspect", &folder.text()]);
    assert_eq!(page.status, 3);
    assert!(page.out.contains("ends in the middle") && page.out.contains("Items (32)"), "{}", page.out);
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let document: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((run.status, document["unreadable"].as_array().map(Vec::len)), (3, Some(1)));
}

#[test]
fn without_an_export_there_is_still_a_document() {
    let folder = Folder::new();
    folder.write("notes.txt", "hello");
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let document: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((run.status, &document["skipped"], &document["fields"]), (3, &json!(1), &Value::Null));
    assert!(run.err.contains("no export found"), "{}", run.err);
}

#[test]
fn a_mistake_in_the_charter_ends_with_2() {
    let folder = Folder::new();
    folder.write("boardlint.toml", "[roles]\nproduct-ovner = [\"Maria\"]\n");
    folder.write("search.json", fixture("jira-cloud/search.json"));
    let run = boardlint(&["inspect", &folder.text()]);
    assert!(run.status == 2 && run.err.contains("did you mean `product-owner`?"), "{}", run.err);
}

#[test]
fn no_address_and_no_escape_gets_out() {
    let folder = Folder::new();
    let text = fixture("jira-cloud/search.json");
    let text = text.replace("Kenji Mori", "kenji.mori@example.com").replace("\"Oven 2\"", "\"Oven \\u001b[31m2\"");
    let export = folder.write("search.json", text);
    for format in ["human", "json"] {
        let run = boardlint(&["inspect", &export, "--format", format]);
        assert!(!run.out.contains("kenji.mori@") && run.out.contains("…@example.com"), "{}", run.out);
        assert!(!run.out.contains('\u{1b}'), "{}", run.out);
    }
}

#[test]
fn times_are_shown_in_the_zone_of_the_charter() {
    let folder = Folder::new();
    // It is the evening of 31 January in New York.
    let drag = jira::history(1, "Sam", "2026-02-01T02:30:00.000+0000", jira::ranked());
    folder.write("search.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![drag])]));
    folder.write("boardlint.toml", format!("timezone = \"America/New_York\"\n{}", jira::CHARTER));
    for format in ["human", "markdown"] {
        let run = boardlint(&["check", &folder.text(), "--format", format, "--fail-on", "never"]);
        assert!(run.out.contains("2026-01-31 21:30 EST") && !run.out.contains("02:30"), "{}", run.out);
    }
    let run = boardlint(&["inspect", &folder.text()]);
    assert!(run.out.contains("to 2026-01-31, 30 days; times are in America/New_York"), "{}", run.out);
    folder.remove("boardlint.toml");
    let run = boardlint(&["init", &folder.text(), "-o", "-", "--timezone", "America/New_York"]);
    assert!(run.out.replace("\n# ", " ").contains("up to 2026-01-31."), "{}", run.out);
}

#[test]
fn a_goal_is_shown_without_the_blanks_around_it() {
    let folder = Folder::new();
    let mut sprint = jira::sprint(1, "active", jira::BEGIN, jira::END, None);
    sprint["goal"] = json!(" Orders can be paid\n");
    let mut blank = jira::sprint(2, "future", jira::BEGIN, jira::END, None);
    blank["goal"] = json!(" ");
    let issue = jira::issue("APP-1", json!({"customfield_10020": [sprint, blank]}), Vec::new());
    let path = folder.write("board.json", jira::page(vec![issue]));
    let page = boardlint(&["inspect", &path]).out;
    assert!(page.contains("\n    Sprint 1: Orders can be paid\n") && !page.contains("    Sprint 2:"), "{page}");
    let facts: Value = serde_json::from_str(&boardlint(&["inspect", &path, "--format", "json"]).out).expect("JSON");
    let goals: Vec<&Value> =
        facts["sprints"].as_array().expect("sprints").iter().map(|sprint| &sprint["goal"]).collect();
    assert_eq!(goals, [&json!("Orders can be paid"), &Value::Null]);
}
