//! Exports contain text of strangers: it must not harm a terminal, a parser or the run.

use boardlint::report::FORMATS;
use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint};

const TITLE: &str = "<script>alert(1)</script> ::error::no ##[error]no =HYPERLINK(\"x\") \u{1b}[31mred \u{202e}txet maria.gomez@example.com \
                     d41d8cd98f00b204e9800998ecf8427e";

fn check(export: impl AsRef<[u8]>, format: &str) -> Run {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", export);
    boardlint(&["check", &export, "--format", format])
}

fn hostile() -> String {
    titled(TITLE)
}

fn titled(title: &str) -> String {
    let fields = json!({"summary": title});
    jira::page(vec![jira::issue("APP-1", fields, vec![jira::drag("Sam")])])
}

/// Formats for programs that contain a title in full.
const WHOLE: &[&str] = &["json", "jsonl", "csv", "sarif"];

/// Formats in which `<` begins a tag.
const MARKUP: &[&str] = &["junit", "markdown", "html"];

#[test]
fn a_hostile_title_is_harmless_and_legible_in_every_format() {
    let export = titled(&format!("{TITLE} {}", "long".repeat(1250)));
    for format in FORMATS.iter().map(|format| format.name) {
        let run = check(&export, format);
        assert_eq!(run.status, 1, "{format}");
        for text in [&run.out, &run.err] {
            let raw = |c: char| {
                c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
            };
            assert!(!text.contains(raw), "{format}: {:?}", text.chars().find(|c| raw(*c)));
            assert!(!text.contains("maria.gomez") && !text.contains("d41d8cd98f"), "{format}");
            // What the log of a GitHub job would read as a command.
            let commands = text.lines().filter(|line| line.trim_start().starts_with("::") || line.contains("##["));
            let forged: Vec<_> = commands.filter(|line| format != "github" || line.starts_with("::error::")).collect();
            assert!(forged.is_empty(), "{format}: {forged:?}");
        }
        let is_for_programs = WHOLE.contains(&format);
        if !is_for_programs {
            assert!(!run.out.contains(&"long".repeat(100)), "{format}: 5,000 characters are cut");
        }
        if MARKUP.contains(&format) {
            assert!(!run.out.contains("<script>alert"), "{format}");
        }
        if !["short", "gitlab"].contains(&format) {
            assert!(run.out.contains("alert(1)"), "{format}: {}", run.out);
        }
    }
}

#[test]
fn a_title_survives_json_but_for_what_is_masked() {
    let run = check(hostile(), "jsonl");
    let title = run.findings()[0]["title"].as_str().map(str::to_owned).unwrap_or_default();
    assert_eq!(title, TITLE.replace("maria.gomez", "…").replace("d41d8cd98f00b204e9800998ecf8427e", "…"));
}

#[test]
fn a_line_break_in_a_name_begins_no_line_of_an_output() {
    let forged = "\n::error::forged\n##[error]forged";
    let fields = json!({
        "summary": format!("Pay{forged}"),
        "issuetype": {"id": "10", "name": format!("Frobnication{forged}")},
        "status": {"name": format!("Waiting{forged}"), "id": "4", "statusCategory": {"key": "indeterminate"}},
    });
    let export = jira::page(vec![jira::issue("APP-1", fields, vec![jira::drag("Sam")])]);
    for format in FORMATS.iter().map(|format| format.name) {
        let run = check(&export, format);
        for line in run.out.lines().chain(run.err.lines()).map(str::trim_start) {
            assert!(!line.starts_with("::error::forged") && !line.contains("##["), "{format}: {line}");
        }
        // It occurs in JUnit all the same, in the reason why a rule could not judge it.
        assert!(format != "junit" || run.out.contains("Frobnication :"), "{}", run.out);
    }
}

#[test]
fn a_name_in_a_message_is_no_link_for_readers_of_sarif() {
    let link = "[Sign in](https://evil.example) [1](1)";
    let folder = Folder::of(&CHARTER.replace("Maria", link), jira::page(vec![]));
    let sprint = jira::sprint(1, "active", "2026-02-01T09:00:00.000Z", "2026-02-14T09:00:00.000Z", None);
    let fields = json!({"customfield_10020": [jira::laid_over(sprint, json!({"name": link}))], "creator": jira::account("712020:1", link)});
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", fields, vec![jira::drag("Sam")])]));
    let run = boardlint(&["check", &export, "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let (results, notifications) =
        (log.pointer("/runs/0/results"), log.pointer("/runs/0/invocations/0/toolConfigurationNotifications"));
    let messages: Vec<&str> = [results, notifications]
        .into_iter()
        .flatten()
        .flat_map(|list| list.as_array().expect("a list"))
        .filter_map(|entry| entry.pointer("/message/text")?.as_str())
        .collect();
    assert!(messages.iter().any(|text| text.contains("[Sign in] (https://evil.example)")), "{messages:?}");
    assert!(!messages.iter().any(|text| text.contains("](")), "{messages:?}");
}

#[test]
fn a_lone_surrogate_costs_one_character() {
    let export = hostile().replace("<script>", "\\ud83d");
    let run = check(export, "jsonl");
    assert!(run.findings()[0]["title"].as_str().is_some_and(|title| title.starts_with('\u{fffd}')));
}

#[test]
fn a_finding_in_one_line_of_five_megabytes_prints_a_short_excerpt() {
    let description = "Straße \u{1F600} ".repeat(400_000);
    let fields = json!({"description": description});
    let history = jira::drag("Sam");
    let export = jira::page(vec![jira::issue("APP-1", fields, vec![history])]);
    assert!(export.len() > 5_000_000 && !export.contains('\n'));
    let run = check(&export, "jsonl");
    let location = &run.findings()[0]["location"];
    let offset = usize::try_from(location["offset"].as_u64().expect("an offset")).expect("an offset");
    assert_eq!(&export[offset..offset + 26], "\"toString\":\"Ranked higher\"");
    assert_eq!(location["line"], 1);
    assert_eq!(location["column"].as_u64(), Some(export[..offset].chars().count() as u64 + 1));
    assert_eq!(location["pointer"], "/issues/0/changelog/histories/0/items/0");
    let human = check(&export, "human");
    let longest = human.out.lines().filter(|line| line.contains("Ranked higher")).map(str::len).max();
    assert!(longest.is_some_and(|length| length < 400), "{longest:?}");
}

#[test]
fn deep_nesting_is_no_crash() {
    let deep = format!(
        "{{\"issues\":[{{\"key\":\"A-1\",\"fields\":{{\"customfield_1\":{}{}}}}}]}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(check(deep, "short").status, 0);
    assert_eq!(check("[".repeat(100_000), "short").status, 3);
}

#[test]
fn what_is_no_export_is_refused_in_a_sentence() {
    for (bytes, said) in [
        (&b""[..], "this file is empty"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "this is a login page, not an export"),
        (b"<html><p>Not found</p></html>", "this is a web page, not an export"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is a binary file"),
        (b"\xff\xfe{\x00", "this JSON ends in the middle"),
        (b"{\"expand\":\"x\",\"widgets\":[]}", "it has the keys expand, widgets"),
        (b"just words", "this is no export that boardlint can read"),
    ] {
        let run = check(bytes, "human");
        assert!(run.status == 3 && run.out.contains(said), "{said}: {}", run.out);
    }
}

#[test]
fn what_a_rule_of_strangers_says_in_its_examples_is_harmless() {
    let folder = Folder::new();
    let rule = r#"
summary = "s"
level = "info"
confidence = "low"
judge = "item"
[when]
item.kind = "story"
[report]
message = "\u001b[31mred {item}"
[advice]
why = "w"
instead = "i"
ask = "a"
source = ["s"]
[[example]]
name = "\u001b]0;title\u0007"
items = [{}]
fires = "APP-1"
"#;
    folder.write("own.toml", rule);
    let run = boardlint(&["test-rules", &folder.text(), "--show"]);
    assert!(run.out.contains("APP-1"), "{}{}", run.out, run.err);
    for text in [&run.out, &run.err] {
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
}

#[test]
fn a_damaged_issue_does_not_hide_the_others() {
    let mut page: serde_json::Value = serde_json::from_str(&hostile()).expect("JSON");
    page["issues"].as_array_mut().expect("a list").push(json!({"id": "7", "fields": {}}));
    let run = check(page.to_string(), "jsonl");
    assert_eq!((run.status, run.findings().len()), (3, 1));
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_export() {
    let run = check(format!("\u{feff}{}", hostile()), "jsonl");
    assert_eq!(run.findings().len(), 1);
    assert_eq!(run.findings()[0]["location"]["pointer"], "/issues/0/changelog/histories/0/items/0");
}
