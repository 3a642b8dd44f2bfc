//! If names are hidden, no output contains them.

use std::collections::BTreeSet;

use boardlint::report::FORMATS;
use regex::Regex;
use serde_json::Value;

use crate::support::{Folder, boardlint, fixture};

/// All names of the members of a fixture's team: names, user names, keys, account ids, e-mail addresses. They
/// are collected from the exports, whatever their format.
fn members(folder: &str) -> BTreeSet<String> {
    let user = Regex::new(r"<(?:User|ApplicationUser) [^>]*>").expect("a pattern");
    let keys = "userName|lowerUserName|userKey|emailAddress|displayName|lowerDisplayName|firstName|lastName";
    let value = Regex::new(&format!("(?:{keys})=\"([^\"]+)\"")).expect("a pattern");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).expect(folder) {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("text");
        match path.extension().and_then(|end| end.to_str()) {
            Some("json") => people_in(&serde_json::from_str(&text).expect("JSON"), &mut names),
            Some("xml") => {
                for found in user.find_iter(&text) {
                    names.extend(value.captures_iter(found.as_str()).map(|found| found[1].to_owned()));
                }
            }
            _ => {}
        }
    }
    // A part of a name is also a name. The app, Oven Bell, is an exception: the team uses these words in the
    // names of its sprints.
    let parts: Vec<_> = names
        .iter()
        .filter(|name| name.contains(' '))
        .flat_map(|name| name.split(' ').filter(|part| part.chars().count() > 3).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    names.extend(parts);
    names.retain(|name| name.chars().count() > 2 && !["oven", "bell"].contains(&name.to_lowercase().as_str()));
    names
}

fn people_in(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let is_person = object.contains_key("displayName") || object.contains_key("fullName");
            if is_person {
                let keys = ["accountId", "displayName", "name", "key", "emailAddress", "fullName", "username", "id"];
                let texts = keys.iter().filter_map(|key| object.get(*key)?.as_str());
                names.extend(texts.map(str::to_owned));
            }
            object.values().for_each(|inner| people_in(inner, names));
        }
        Value::Array(list) => list.iter().for_each(|inner| people_in(inner, names)),
        _ => {}
    }
}

/// `text` without links and titles, which are shown unchanged.
fn without_links_and_titles(text: &str, titles: &BTreeSet<String>) -> String {
    let mut text = Regex::new(r#"https?://[^\s"<>)]+"#).expect("a pattern").replace_all(text, "").into_owned();
    for title in titles {
        text = text.replace(title, "");
    }
    text.to_lowercase()
}

const TEAMS: &[&str] = &["jira-cloud", "jira-dc", "jira-backup", "trello"];

/// The outputs for `folder` in `formats`, each with its name.
fn told(folder: &str, formats: &[&'static str], more: &[&str]) -> Vec<(&'static str, String)> {
    let target = Folder::new();
    let path = |format: &str| target.path().join(format);
    let outputs: Vec<_> = formats.iter().map(|format| format!("{format}={}", path(format).display())).collect();
    let mut args = vec!["check", folder, "--statistics", "--show-ignored", "--max-per-rule", "0"];
    args.extend(outputs.iter().flat_map(|output| ["--format", output]));
    args.extend(more);
    let run = boardlint(&args);
    let read = |format: &str| std::fs::read_to_string(path(format)).unwrap_or_else(|_| panic!("{format}: {}", run.err));
    formats.iter().map(|format| (*format, read(format))).collect()
}

#[test]
fn nobody_is_named_in_any_format() {
    let nobody = Folder::new();
    let charter = nobody.write("boardlint.toml", "");
    let every: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    // The formats that are meant to be passed around hide names by default.
    let by_default: Vec<_> = FORMATS.iter().filter(|format| format.pseudonymous).map(|format| format.name).collect();
    assert!(by_default.contains(&"markdown"));
    for team in TEAMS {
        let folder = format!("fixtures/bakery/{team}");
        let members = members(&folder);
        assert!(members.len() > 15, "{team}: {members:?}");
        let found = boardlint(&["check", &folder, "--format", "jsonl"]).findings();
        let titles: BTreeSet<_> = found.iter().filter_map(|it| it["title"].as_str().map(str::to_owned)).collect();
        let outputs = [
            told(&folder, &every, &["--pseudonyms"]),
            told(&folder, &by_default, &[]),
            // If nobody has a role, a run would show who did what.
            told(&folder, &every, &["--pseudonyms", "--charter", &charter]),
        ];
        for (format, text) in outputs.iter().flatten() {
            let told = without_links_and_titles(text, &titles);
            let named: Vec<_> = members.iter().filter(|name| word(&told, &name.to_lowercase())).collect();
            assert!(named.is_empty(), "{team}, {format}: {named:?}");
        }
    }
}

/// Whether `text` contains `name` as a whole word.
fn word(text: &str, name: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next()))
}

#[test]
fn the_test_itself_finds_names() {
    let members = members("fixtures/bakery/jira-cloud");
    for known in ["Greta Lindqvist", "Lindqvist", "712020:9f27b8e4-31c6-47aa-b0d9-5c8e6f124b03"] {
        assert!(members.contains(known), "{known}: {members:?}");
    }
    let told = boardlint(&["check", "fixtures/bakery/jira-cloud", "--format", "short"]).out.to_lowercase();
    assert!(members.iter().any(|name| word(&told, &name.to_lowercase())));
}

#[test]
fn a_board_a_sprint_and_a_list_called_after_people_name_nobody() {
    let board = fixture("trello/board.json");
    let charter = fixture("trello/boardlint.toml");
    let folder = Folder::new();
    let board = board
        .replace("Golden Crust ordering app", "Kenji Mori and aishabello")
        .replace("Oven 2", "Sprint Diego Fuentes");
    folder.write("board.json", board);
    // A person who is only in the charter, and a mistake in the charter whose diagnostic contains names of
    // the board.
    let charter = charter
        .replace("Oven 2", "Sprint Diego Fuentes")
        .replace("scrum-master = [", "managers = [\"Otto Unknown\"]\nscrum-master = [");
    folder.write("boardlint.toml", charter);
    let every: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    for window in [&[][..], &["--sprint", "Sprint Diego Fuentes"]] {
        for (format, text) in told(&folder.text(), &every, &[&["--pseudonyms"], window].concat()) {
            for name in ["kenji mori", "aishabello", "diego fuentes", "otto unknown"] {
                assert!(!text.to_lowercase().contains(name), "{format}: {name}");
            }
        }
    }
}

#[test]
fn remarks_on_the_charter_name_nobody_either() {
    let folder = "fixtures/bakery/jira-csv";
    let named = boardlint(&["check", folder, "--quiet"]);
    let hidden = boardlint(&["check", folder, "--quiet", "--pseudonyms"]);
    assert!(
        named.err.contains("Kenji Mori") && named.err.contains("warn: nobody on this board is called"),
        "{}",
        named.err
    );
    let members = ["greta", "kenji", "aisha", "lena", "diego", "tomasz", "ruben", "ines"];
    let told: Vec<_> = members.iter().filter(|name| hidden.err.to_lowercase().contains(**name)).collect();
    assert!(told.is_empty(), "{told:?}: {}", hidden.err);
    let report = |options: &[&str]| boardlint(&[&["report", folder, "-o", "-", "--format", "text"], options].concat());
    assert!(report(&[]).err.contains("Kenji Mori"), "the team itself reads names");
    for options in [&["--private"][..], &["--pseudonyms", "letters"]] {
        let said = report(options).err;
        let told: Vec<_> = members.iter().filter(|name| said.to_lowercase().contains(**name)).collect();
        assert!(told.is_empty() && said.contains("nobody on this board is called"), "{told:?}: {said}");
    }
    let pages = Folder::new();
    let said = boardlint(&["report", folder, "--per-board", &pages.text(), "--private"]).err;
    assert!(said.contains("nobody on this board is called") && !said.contains("Kenji"), "{said}");
}

#[test]
fn mistakes_in_a_charter_without_a_board_name_nobody_either() {
    let folder = Folder::fixture("jira-cloud");
    folder.write(
        "torn/boardlint.toml",
        "[roles]\ndevelopers = [\"Petronella Quist\"]\napps = [\"petronella quist\"]\nx = 1",
    );
    folder.write("torn/board.json", "{\"issues\": [{\"key\": \"APP-1\", \"fie");
    let pages = format!("{}/pages", folder.text());
    for args in [
        &["check", &folder.text()][..],
        &["report", &folder.text(), "-o", "-", "--format", "md"],
        &["report", &folder.text(), "--per-board", &pages],
    ] {
        let named = boardlint(args);
        assert!(named.status == 2 && named.err.contains("unknown key `x`"), "{}", named.err);
        let hidden = boardlint(&[args, &["--pseudonyms=roles"]].concat());
        assert!(hidden.err.contains("unknown key `x`"), "{}", hidden.err);
        assert!(!hidden.err.to_lowercase().contains("petronella"), "{}", hidden.err);
    }
}

#[test]
fn words_of_our_own_are_no_names() {
    let folder = Folder::new();
    let board = fixture("jira-cloud/search.json");
    folder
        .write("search.json", board.replace("\"Lena Hartog\"", "\"backlog\"").replace("\"Kenji Mori\"", "\"charter\""));
    let charter = fixture("jira-cloud/boardlint.toml");
    folder.write("boardlint.toml", charter.replace("Lena Hartog", "backlog").replace("Kenji Mori", "charter"));
    let run = boardlint(&[
        "check",
        &folder.text(),
        "--pseudonyms",
        "--format",
        "short",
        "--select",
        "backlog-reordered-by-non-po",
    ]);
    let line = run.out.lines().find(|line| line.contains("CRUST-11")).expect(&run.out);
    assert!(
        line.ends_with("ranked CRUST-11 higher; the charter gives the order of the backlog to the Product Owner"),
        "{line}"
    );
}

#[test]
fn what_stands_for_a_name_is_not_taken_for_another() {
    let folder = Folder::new();
    let charter = "[roles]\nproduct-owner = [\"gretalindqvist\"]\nscrum-master = [\"tomaszwrona\"]\n";
    let board = fixture("trello/board.json");
    // The board has the name of its Product Owner, and the Scrum Master is called "Product Owner".
    let called = board.replace("Golden Crust ordering app", "Greta Lindqvist").replace("Tomasz Wrona", "Product Owner");
    for (name, board) in [("one", called), ("two", board)] {
        folder.write(&format!("{name}/board.json"), board);
        folder.write(&format!("{name}/boardlint.toml"), charter);
    }
    let run = boardlint(&["check", &folder.text(), "--pseudonyms", "--format", "sarif", "--fail-on", "never"]);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    let told = log["runs"][0]["invocations"][0]["toolConfigurationNotifications"].as_array().expect("a list");
    let texts: Vec<_> = told.iter().filter_map(|it| it["message"]["text"].as_str()).collect();
    assert!(texts.iter().any(|text| text.starts_with("Product Owner: ")), "{texts:#?}");
    assert!(!texts.iter().any(|text| text.starts_with("Scrum Master: ")), "{texts:#?}");
}

#[test]
fn names_that_files_write_with_escapes_are_hidden_too() {
    let every: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    for (team, file, written) in [
        ("jira-cloud", "search.json", r#"Tomasz \"Tom\" \ud83d\ude00 Wrona"#),
        ("jira-backup", "entities.xml", "Tomasz &quot;Tom&quot; &#x1F600; Wrona"),
        ("jira-csv", "Jira.csv", "\"Tomasz \"\"Tom\"\" 😀 Wrona\""),
    ] {
        let folder = Folder::fixture(team);
        folder.write(file, fixture(&format!("{team}/{file}")).replace("Tomasz Wrona", written));
        let charter = fixture(&format!("{team}/boardlint.toml"));
        folder.write("boardlint.toml", charter.replace("Tomasz Wrona", r#"Tomasz \"Tom\" \U0001F600 Wrona"#));
        let named = boardlint(&["check", &folder.text(), "--max-per-rule", "0"]);
        assert!(named.out.contains("Tomasz \"Tom\" 😀 Wrona"), "{team}: {}{}", named.out, named.err);
        for (format, text) in told(&folder.text(), &every, &["--pseudonyms"]) {
            let line = text.lines().find(|line| line.contains("Wrona") || line.contains("Tomasz"));
            assert_eq!(line, None, "{team}, {format}");
        }
    }
}
