//! The committed schemas are what the program prints, and they accept what the program accepts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use boardlint::charter::{Place, Presence, keys, keys_in};
use jsonschema::Validator;
use serde_json::Value;

use crate::support::{Folder, boardlint};

fn schema(name: &str) -> Validator {
    let text = std::fs::read_to_string(format!("schemas/{name}.json")).expect("a schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a valid schema")
}

/// TOML as an editor sees it: dates are text.
fn toml(path: &Path) -> Value {
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(yes) => yes.into(),
            toml::Value::Datetime(time) => time.to_string().into(),
            toml::Value::Array(list) => list.into_iter().map(plain).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        }
    }
    let text = std::fs::read_to_string(path).expect("a file");
    plain(toml::Value::Table(text.parse().expect(&text)))
}

fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let files =
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry").into_path());
    files.filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

fn wrong(schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schemas_in_the_repository_are_those_of_the_program() {
    for name in ["charter", "rule", "findings"] {
        let run = boardlint(&["schema", name]);
        let committed = std::fs::read_to_string(format!("schemas/{name}.json")).expect("a schema");
        assert!(run.out == committed, "write it anew: cargo run -q -- schema {name} > schemas/{name}.json");
    }
}

#[test]
fn every_charter_that_the_program_takes_the_schema_takes() {
    let schema = schema("charter");
    let charters = files("fixtures", "boardlint.toml");
    assert!(charters.len() >= 7);
    for path in charters {
        assert_eq!(wrong(&schema, &toml(&path)), [""; 0], "{}", path.display());
    }
}

/// Charters made of the examples in the table of keys. Keys that exclude each other, and people with two
/// roles, are put into separate charters.
fn charters_of_examples() -> Vec<String> {
    let (mut top, mut sections) = (String::new(), BTreeMap::<String, Vec<String>>::new());
    let mut apart = Vec::new();
    let entry = |place| keys_in(place).into_iter().map(|key| key.example).collect::<Vec<_>>().join(", ");
    for key in keys() {
        match key.place {
            Place::Top if key.example.starts_with('[') => {}
            Place::Top => top += &format!("{}\n", key.example),
            Place::Section(_) if key.presence == Presence::AtMostOne => apart.push(key),
            Place::Section(_) => sections.entry(key.place.title()).or_default().push(key.example),
            Place::Term | Place::Setting => {}
        }
    }
    let table = |(header, lines): (&String, &Vec<String>)| format!("{header}\n{}\n", lines.join("\n"));
    let mut charters = vec![top + &sections.iter().map(table).collect::<String>()];
    for key in apart {
        let header = key.place.title();
        charters.push(format!("{header}\n{}\n{}\n", sections[&header].join("\n"), key.example));
    }
    charters.push(format!("[roles]\nscrum-master = {{ {} }}\n", entry(Place::Term)));
    charters.push(format!("[rules]\nsprint-overcommitted = {{ {} }}\n", entry(Place::Setting)));
    charters
}

#[test]
fn the_example_of_every_key_of_a_charter_is_taken_by_the_program_and_by_the_schema() {
    let schema = schema("charter");
    let folder = Folder::new();
    folder.write("org.toml", "");
    for charter in charters_of_examples() {
        let path = folder.write("team/boardlint.toml", &charter);
        let run = boardlint(&["charter", &path]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{charter}");
        assert_eq!(wrong(&schema, &toml(Path::new(&path))), [""; 0], "{charter}");
    }
}

#[test]
fn every_section_and_every_key_says_what_it_means() {
    let keys = keys();
    assert!(keys.len() > 60, "{}", keys.len());
    for (place, key) in keys.iter().enumerate() {
        assert!(key.meaning.ends_with('.') && key.meaning.len() > 8, "{}: {}", key.path(), key.meaning);
        let empty = keys.get(place + 1).is_none_or(|next| next.place == Place::Top);
        assert!(!(key.example.starts_with('[') && empty), "a section without keys: {}", key.example);
    }
}

#[test]
fn mistakes_in_the_shape_of_a_charter_are_mistakes_to_an_editor() {
    let schema = schema("charter");
    // Mistakes that only a board or the program can detect, not a schema: names, rules, overlaps, files.
    let shape = [
        "board-as-value",
        "date-order-unknown",
        "fail-on-off",
        "field-unknown",
        "holidays-without-brackets",
        "ignore-of-everything",
        "ignore-without-reason",
        "key-above-its-section",
        "key-below-a-section",
        "key-below-rules",
        "key-below-sprints",
        "key-misspelt",
        "key-of-another-section",
        "kind-unknown",
        "level-unknown",
        "profile-unknown",
        "project-above-its-section",
        "project-as-list",
        "project-misspelt",
        "role-as-number",
        "role-date-in-quotes",
        "role-key-unknown",
        "role-unknown",
        "role-without-who",
        "rule-key-unknown",
        "section-as-value",
        "section-inside-a-section",
        "sprint-key-misspelt",
        "sprint-with-list-and-label",
        "sprint-with-lists",
        "sprint-without-end",
        "sprints-single-brackets",
        "stage-canceled",
        "stage-unknown",
        "threshold-as-text",
        "threshold-of-nothing",
    ];
    for name in shape {
        let path = format!("tests/charter/mistakes/{name}.toml");
        assert!(!schema.is_valid(&toml(Path::new(&path))), "{path}");
    }
}

#[test]
fn every_rule_that_the_program_takes_the_schema_takes() {
    let schema = schema("rule");
    let rules: Vec<_> = files("rules", ".toml").into_iter().chain(files("fixtures/own-rules", ".toml")).collect();
    assert!(rules.len() > 40);
    for path in rules {
        assert_eq!(wrong(&schema, &toml(&path)), [""; 0], "{}", path.display());
    }
}

#[test]
fn a_rule_that_asks_what_it_cannot_is_a_mistake_to_an_editor() {
    let schema = schema("rule");
    let mut rule = toml(Path::new("rules/self-management/work-assigned-by-po.toml"));
    assert!(schema.is_valid(&rule));
    rule["when"]["sprint"] = serde_json::json!({ "comitted": { "above": 3 } });
    assert!(!schema.is_valid(&rule));
}

#[test]
fn every_line_and_every_document_of_findings_fits() {
    let schema = schema("findings");
    for board in ["jira-cloud", "jira-dc", "jira-csv", "jira-backup", "trello", "by-the-book/jira-cloud"] {
        for args in [&[][..], &["--pseudonyms"]] {
            let folder = format!("fixtures/bakery/{board}");
            let run = boardlint(&[&["check", &folder, "--format", "jsonl"], args].concat());
            for object in run.objects() {
                assert_eq!(wrong(&schema, &object), [""; 0], "{object}");
            }
            let run = boardlint(&[&["check", &folder, "--format", "json"], args].concat());
            let document = serde_json::from_str(&run.out).expect("JSON");
            assert_eq!(wrong(&schema, &document), [""; 0], "{board}");
        }
    }
    let run = boardlint(&["check", "README.md", "--format", "jsonl"]);
    let objects = run.objects();
    assert!(objects.iter().any(|object| object["type"] == "unreadable"), "{}", run.out);
    for object in objects {
        assert_eq!(wrong(&schema, &object), [""; 0], "{object}");
    }
}
