//! The catalogue of rules: the list, the index, and a page for each rule.

use pulldown_cmark::{Event, Options, Parser};
use serde_json::Value;

use crate::support::{Folder, boardlint, command, fixture};

fn rules() -> Vec<Value> {
    let run = boardlint(&["rules", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(document["schema"], "boardlint-rules-1");
    assert_eq!(document["not-checked"].as_array().map(Vec::len), Some(5));
    document["rules"].as_array().expect("rules").clone()
}

fn names() -> Vec<String> {
    rules().iter().map(|rule| rule["rule"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn the_list_says_what_each_rule_needs_and_what_no_export_shows() {
    // Wide enough that no summary is folded.
    let wide = command().env("COLUMNS", "200").arg("rules").output().expect("the binary runs");
    let wide = String::from_utf8(wide.stdout).expect("UTF-8");
    let run = boardlint(&["rules"]);
    let lines: Vec<_> = wide.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).collect();
    assert_eq!(lines.len(), names().len());
    for rule in rules() {
        let line = lines.iter().find(|line| line.split_whitespace().next() == rule["rule"].as_str()).expect("a line");
        for key in ["level", "confidence", "summary"] {
            assert!(line.contains(rule[key].as_str().expect(key)), "{line}");
        }
    }
    assert!(
        run.out.contains("\nproduct-ownership: who decides what is built\n")
            || run.out.starts_with("product-ownership:")
    );
    let (_, end) = run.out.split_once("Not checked, because no export shows it:\n").expect("what is not checked");
    assert_eq!(end.lines().filter(|line| line.starts_with("- ")).count(), 5);
}

#[test]
fn a_rule_that_a_profile_switches_off_is_listed_as_off() {
    let run = boardlint(&["rules", "--profile", "scrum-guide", "--select", "story-written-by-sm"]);
    assert!(run.out.contains("story-written-by-sm  off"), "{}", run.out);
}

#[test]
fn the_index_of_the_rules_is_the_one_the_program_writes() {
    let written = boardlint(&["rules", "--format", "markdown"]).out;
    let kept = std::fs::read_to_string("rules/README.md").unwrap_or_default().replace("\r\n", "\n");
    assert!(
        kept == written,
        "rules/README.md is not what the rules say now; write it anew with:\n  \
         cargo run -q -- rules --format markdown > rules/README.md"
    );
    for rule in rules() {
        let path =
            format!("({}/{}.toml)", rule["category"].as_str().expect("text"), rule["rule"].as_str().expect("text"));
        assert!(written.contains(&path), "{path}");
    }
}

#[test]
fn a_count_is_explained_with_the_field_that_it_is_made_of() {
    let page = boardlint(&["explain", "work-item-ages"]).out;
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("count.usual-age is percentile 85 of item.cycle-time over the items in the known history"));
}

#[test]
fn every_rule_can_be_explained() {
    for name in names() {
        let run = boardlint(&["explain", &name]);
        assert_eq!(run.status, 0, "{name}");
        for part in [
            "  - Level: ",
            "  - Level in the profile scrum-guide: ",
            "  - Confidence: ",
            "  - Judges: ",
            "  - Needs: ",
            "Why\n",
            "Instead\n",
            "Ask in the retrospective\n",
            "It fires when",
            "Examples\n",
            "Sources\n",
            "To set it, in boardlint.toml\n",
        ] {
            assert!(run.out.contains(part), "{name}: {part}\n{}", run.out);
        }
    }
}

#[test]
fn every_rule_makes_a_page_of_markdown_without_html() {
    for name in names() {
        let run = boardlint(&["explain", &name, "--format", "markdown"]);
        assert!(run.status == 0 && run.out.starts_with(&format!("# {name}\n")), "{name}");
        let raw = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        assert!(!Parser::new_ext(&run.out, Options::all()).any(|event| raw(&event)), "{name}");
        assert!(run.out.contains("\n## Why\n") && run.out.contains("\n```toml\n[rules"), "{name}");
    }
}

#[test]
fn nothing_a_rule_says_becomes_markup() {
    let folder = Folder::new();
    let rule =
        std::fs::read_to_string("fixtures/own-rules/working-agreement/started-before-ready.toml").expect("a rule");
    let hostile = r"<b>*x*</b> | `y` [z](http://w.org) _v_";
    let rule = rule
        .replace("Work was started before it was ready", hostile)
        .replace("\"Our working agreement, January 2026: Ready\"", &format!("'- {hostile}', '```'"))
        .replace("\"Production is down.\"", &format!("'# {hostile}'"));
    folder.write("ours/hostile.toml", rule);
    let explained = boardlint(&["explain", "hostile", "--format", "markdown", "--rules", &folder.text()]);
    let listed = boardlint(&["rules", "--format", "markdown", "--select", "hostile", "--rules", &folder.text()]);
    for run in [explained, listed] {
        assert_eq!(run.status, 0, "{}", run.err);
        let shown: String = Parser::new_ext(&run.out, Options::all() - Options::ENABLE_SMART_PUNCTUATION)
            .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
            .collect();
        assert!(shown.contains(hostile), "{}\n{shown}", run.out);
    }
}

#[test]
fn the_settings_that_a_page_shows_can_be_pasted() {
    let folder = Folder::new();
    let original = fixture("jira-cloud/boardlint.toml");
    let bytes = fixture("jira-cloud/search.json");
    let export = folder.write("search.json", bytes);
    for name in names() {
        let page = boardlint(&["explain", &name]).out;
        let (_, snippet) = page.split_once("To set it, in boardlint.toml\n").expect("settings");
        folder.write("boardlint.toml", format!("{original}\n{snippet}"));
        let run = boardlint(&["check", &export, "--format", "short", "--select", &name]);
        assert!(run.status < 2 && !run.err.contains("error"), "{name}: {snippet}\n{}", run.err);
    }
}
