//! The texts of rules: short, kind, with sources, and with examples from both tools.

use std::path::PathBuf;

use toml::{Table, Value};

/// Words that judge people or call for punishment. A finding is about an act, and a team reads it together.
const BLAME: &[&str] = &[
    "abuse",
    "blame",
    "careless",
    "culprit",
    "cheat",
    "disobey",
    "fault",
    "forbidden",
    "guilty",
    "ignorant",
    "illegal",
    "incompetent",
    "lazy",
    "meddle",
    "misbehave",
    "misconduct",
    "negligent",
    "offence",
    "offend",
    "punish",
    "sabotage",
    "shame",
    "stupid",
    "trespass",
    "unprofessional",
    "violate",
    "violation",
];

/// Maximum number of words of each text: texts in a list of findings must be shorter than texts that are read
/// once.
const LONGEST: &[(&str, usize)] =
    &[("summary", 25), ("message", 60), ("why", 60), ("instead", 60), ("ask", 30), ("fine", 40)];

struct Rule {
    name: String,
    texts: Vec<(&'static str, String)>,
    page: Table,
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_str).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn tables<'t>(page: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    page.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn rules() -> Vec<Rule> {
    let files =
        |folder: PathBuf| std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let folders = files(PathBuf::from("rules")).filter(|path| path.is_dir());
    let mut rules: Vec<Rule> = folders
        .flat_map(files)
        .map(|path| {
            let page: Table = std::fs::read_to_string(&path).expect("a rule").parse().expect("TOML");
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let advice = page["advice"].as_table().expect("advice");
            let report = page["report"].as_table().expect("a report");
            let mut texts = vec![("summary", text(&page, "summary")), ("message", text(report, "message"))];
            texts.extend(tables(&page, "case").map(|case| ("message", text(case, "message"))));
            texts.extend(["why", "instead", "ask", "fine"].map(|key| (key, text(advice, key))));
            let texts = texts.into_iter().filter_map(|(key, text)| Some((key, text?))).collect();
            Rule { name, texts, page }
        })
        .collect();
    rules.sort_by(|one, two| one.name.cmp(&two.name));
    assert_eq!(rules.len(), 60);
    rules
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[test]
fn no_text_is_long_and_all_advice_of_a_rule_together_has_at_most_120_words() {
    for rule in rules() {
        for (key, text) in &rule.texts {
            let longest = LONGEST.iter().find(|(name, _)| name == key).map_or(0, |(_, longest)| *longest);
            assert!(words(text) <= longest, "{}: {key} has {} words: {text}", rule.name, words(text));
        }
        let advice = rule.texts.iter().filter(|(key, _)| !matches!(*key, "summary" | "message"));
        let all: usize = advice.map(|(_, text)| words(text)).sum();
        assert!(all <= 120, "{}: {all} words of advice", rule.name);
    }
}

#[test]
fn every_rule_says_why_what_instead_when_it_is_no_problem_and_asks_a_question() {
    for rule in rules() {
        for key in ["summary", "message", "why", "instead", "ask", "fine"] {
            assert!(rule.texts.iter().any(|(name, _)| *name == key), "{}: no {key}", rule.name);
        }
        for (key, text) in &rule.texts {
            let ends = match *key {
                "ask" => text.ends_with('?'),
                "why" | "instead" | "fine" => text.ends_with(['.', '?']),
                _ => !text.ends_with('.'),
            };
            assert!(ends, "{}: {key}: {text}", rule.name);
        }
    }
}

#[test]
fn every_rule_names_the_section_it_comes_from() {
    for rule in rules() {
        let sources = rule.page["advice"]["source"].as_array().expect("sources");
        assert!(!sources.is_empty(), "{}", rule.name);
        for source in sources {
            let source = source.as_str().expect("text");
            assert!(source.contains(": "), "{}: {source} names no section", rule.name);
        }
    }
}

/// In a report that is passed around, the holder of a role is called by the role.
#[test]
fn no_message_says_a_role_twice_where_roles_stand_for_names() {
    for rule in rules() {
        for (_, message) in rule.texts.iter().filter(|(key, _)| *key == "message") {
            for (placeholder, role) in
                [("{role.product-owner}", "Product Owner"), ("{role.scrum-master}", "Scrum Master")]
            {
                assert!(message.replace(placeholder, role).matches(role).count() < 2, "{}: {message}", rule.name);
            }
        }
    }
}

#[test]
fn no_text_blames_anybody() {
    for rule in rules() {
        for (key, text) in &rule.texts {
            let lower = text.to_lowercase();
            let found = lower.split(|c: char| !c.is_alphabetic()).find(|word| BLAME.contains(word));
            assert_eq!(found, None, "{}: {key}: {text}", rule.name);
        }
    }
}

#[test]
fn every_rule_fires_in_an_example_of_either_tool_that_records_what_it_asks_for() {
    // Trello has no record of priorities and hours, so the examples of these two must say so.
    let unknown = ["priority-changed-by-non-po", "hours-tracked-by-non-developer"];
    for rule in rules() {
        for tool in ["jira", "trello"] {
            let tool_of = |tables: &[&Table]| {
                let named = tables.iter().find_map(|table| table.get("tool"));
                named.map_or("jira", |tool| tool.as_str().expect("a tool")).to_owned()
            };
            let some = |fires: &Value| fires.as_array().is_none_or(|list| !list.is_empty());
            let fires = |example: &Table| example.get("fires").is_some_and(some);
            let silent =
                |example: &Table| example.get("inconclusive").is_some_and(|silent| silent.as_bool() == Some(true));
            let wanted: &dyn Fn(&Table) -> bool =
                if tool == "trello" && unknown.contains(&rule.name.as_str()) { &silent } else { &fires };
            // An example has the tool that the file gives for all. A part under `but` has the tool of its
            // example.
            let given = rule.page.get("given").and_then(Value::as_table).cloned().unwrap_or_default();
            let found = tables(&rule.page, "example").any(|example| {
                let own = tool_of(&[example, &given]) == tool && wanted(example);
                own || tables(example, "but").any(|row| tool_of(&[row, example, &given]) == tool && wanted(row))
            });
            assert!(found, "{}: no example on {tool}", rule.name);
        }
    }
}
