//! The page about the rules is up to date.

use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::support::boardlint;

#[test]
fn the_page_of_the_rules_says_what_the_rules_say() {
    let listed: Value = serde_json::from_str(&boardlint(&["rules", "--format", "json"]).out).expect("JSON");
    let rules = listed["rules"].as_array().expect("rules");
    let mut page = format!(
        "<!-- Made of what `boardlint explain` says; a test with SNAPSHOTS=overwrite writes it anew. -->\n\n\
         # The rules\n\n\
         *For whoever wants to know what is judged, why it matters, what to try instead and what to ask.*\n\n\
         These are all {} rules. `boardlint explain RULE` shows the conditions, the examples and the sources of one, and \
         [the index](../rules/README.md) leads to their files. The level is that of the profile `strict`, which takes the \
         articles behind the rules at their word; `scrum-guide` claims only what the Scrum Guide of 2020 supports. How to \
         set a level or a threshold stands in [the charter](charter.md).\n",
        rules.len()
    );
    let mut category = "";
    for rule in rules {
        let name = rule["rule"].as_str().expect("a name");
        let of = rule["category"].as_str().expect("a category");
        if of != category {
            category = of;
            page.push_str(&format!("\n## {of}\n"));
        }
        page.push_str(&section(name));
    }
    assert_data_eq!(page, file!["../../docs/rules.md"].raw());
}

/// What a team needs to know about a rule: its page without conditions, examples and sources.
fn section(name: &str) -> String {
    let page = boardlint(&["explain", name, "--format", "markdown"]).out;
    let (page, _) = page.split_once("\n## It fires when").expect("conditions");
    let lines = page.lines().filter(|line| !line.starts_with("- Category: "));
    let mut section = String::from("\n");
    for line in lines {
        match (line.strip_prefix("# "), line.strip_prefix("## ")) {
            (Some(name), _) => section.push_str(&format!("### {name}\n")),
            (None, Some(title)) => section.push_str(&format!("**{title}.** ")),
            (None, None) => section.push_str(&format!("{line}\n")),
        }
    }
    // A title is on the same line as its text.
    section.replace(".** \n", ".** ")
}
