//! JUnit, GitLab, GitHub and Markdown, read as other programs read them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::support::boards::{Board, HOSTILE, boards, titled};
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, boardlint_in, fixture};

const FORMATS: &[&str] = &["junit", "gitlab", "github", "markdown", "jsonl", "sarif"];

/// The output for a board in each of the formats.
pub struct Told {
    pub board: Board,
    texts: Vec<String>,
}

impl Told {
    pub fn text(&self, format: &str) -> &str {
        let place = FORMATS.iter().position(|known| *known == format).expect(format);
        &self.texts[place]
    }

    /// The objects of this type in the output of `jsonl`.
    pub fn objects(&self, kind: &str) -> Vec<Value> {
        let objects = self.text("jsonl").lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
        objects.filter(|object| object["type"] == kind).collect()
    }
}

pub fn told() -> &'static [Told] {
    static TOLD: OnceLock<Vec<Told>> = OnceLock::new();
    TOLD.get_or_init(|| {
        let told = boards().into_iter().map(|board| (board.outputs(FORMATS), board));
        told.map(|(texts, board)| Told { board, texts }).collect()
    })
}

fn told_of(name: &str) -> &'static Told {
    told().iter().find(|told| told.board.name == name).expect(name)
}

#[test]
fn a_rule_that_was_not_asked_has_not_passed() {
    let told = told_of("one rule alone");
    assert_eq!(told.text("junit").matches("<testcase ").count(), 1, "{}", told.text("junit"));
    assert!(told.text("junit").contains("name=\"po-absent\""));
    let nothing = told_of("nothing to read").text("junit");
    assert_eq!((nothing.matches("<testcase ").count(), nothing.matches("<error ").count()), (1, 1), "{nothing}");
}

#[test]
fn a_rule_whose_findings_are_not_shown_has_fired() {
    let output = |format: &str, more: &[&str]| {
        boardlint(&[&["check", "fixtures/bakery/jira-cloud", "--format", format], more].concat()).out
    };
    let failed = |more: &[&str]| -> Vec<String> {
        let text = output("junit", more);
        let cases = text.split("<testcase name=\"").skip(1).filter(|case| case.contains("<failure "));
        cases.filter_map(|case| Some(case.split_once('"')?.0.to_owned())).collect()
    };
    let silent = |more: &[&str]| -> String {
        let text = output("html", more);
        let at = text.find(" rules that could be judged found nothing").expect(&text);
        text[..at].rsplit('>').next().unwrap_or_default().to_owned()
    };
    let (all, none) = (failed(&[]), silent(&[]));
    assert!(all.len() > 3, "{all:?}");
    for more in [&["--max-findings", "1"], &["--min-level", "error"]] {
        assert_eq!((failed(more), silent(more)), (all.clone(), none.clone()), "{more:?}");
    }
}

#[test]
fn a_code_quality_report_is_what_gitlab_asks_for() {
    let schema = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outputs/schemas/gitlab-code-quality.json"));
    let schema: Value = serde_json::from_slice(&schema.expect("a schema")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    assert!(!schema.is_valid(&json!([{ "description": "x" }])), "it can say no");
    for told in told() {
        let report: Value = serde_json::from_str(told.text("gitlab")).expect("JSON");
        let wrong: Vec<_> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", told.board.name);
        let issues = report.as_array().expect("a list");
        assert_eq!(
            issues.len(),
            told.objects("finding").len() + told.objects("unreadable").len(),
            "{}",
            told.board.name
        );
        let identities: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
        assert_eq!(identities.len(), issues.len(), "{}: two findings share a fingerprint", told.board.name);
        for path in issues.iter().map(|issue| issue["location"]["path"].as_str().expect("a path")) {
            assert!(!path.starts_with('/'), "{}: {path}", told.board.name);
        }
    }
}

#[test]
fn a_fresh_export_keeps_the_fingerprints_that_gitlab_sees() {
    let identities = |text: &str| -> BTreeSet<String> {
        let issues: Vec<Value> = serde_json::from_str(text).expect("JSON");
        issues.iter().map(|issue| issue["fingerprint"].to_string()).collect()
    };
    let before = identities(told_of("Jira Cloud").text("gitlab"));
    let moved = Folder::new();
    for name in ["boardlint.toml", "search.json"] {
        moved.write(&format!("elsewhere/{name}"), fixture(&format!("jira-cloud/{name}")));
    }
    let run = boardlint_in(moved.path(), &["check", "elsewhere", "--format", "gitlab"]);
    assert_eq!(identities(&run.out), before);
}

/// The timestamp `number` times four minutes after the start of February.
fn at(number: u32) -> String {
    let minutes = number * 4;
    format!("2026-02-{:02}T{:02}:{:02}:00.000+0000", 1 + minutes / 1440, minutes / 60 % 24, minutes % 60)
}

/// The commands in a log, as GitHub's runner finds them: `::name properties::message` at the beginning of a
/// line, and `##[name]` anywhere.
fn commands(log: &str) -> Vec<(String, String)> {
    log.lines()
        .filter_map(|line| {
            assert!(!line.contains("##["), "{line}");
            let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
            let name = head.split(' ').next().unwrap_or_default();
            Some((name.to_owned(), format!("{head}::{message}")))
        })
        .collect()
}

#[test]
fn github_sees_the_commands_that_are_meant_and_no_other() {
    for told in told() {
        let commands = commands(told.text("github"));
        let count = |name: &str| commands.iter().filter(|(command, _)| command == name).count();
        let known = ["error", "warning", "notice", "group", "endgroup"];
        let others: Vec<_> = commands.iter().filter(|(name, _)| !known.contains(&name.as_str())).collect();
        assert!(others.is_empty(), "{}: {others:?}", told.board.name);
        assert!(count("error") <= 10 && count("warning") <= 10 && count("notice") <= 10, "{}", told.board.name);
        assert_eq!(count("group"), count("endgroup"), "{}", told.board.name);
        let findings = told.objects("finding").len();
        let in_log = told
            .text("github")
            .lines()
            .filter(|line| ["error[", "warn[", "info["].iter().any(|level| line.starts_with(level)));
        let annotated = count("error") + count("warning") + count("notice") - told.objects("unreadable").len();
        assert_eq!(annotated + in_log.count(), findings, "{}: nothing is lost", told.board.name);
        assert!(told.text("github").trim_end().ends_with("rules judged"), "{}", told.board.name);
        // The log breaks lines itself, so no line may be folded; a folded line is indented by four spaces.
        let goes_on = |line: &&str| line.strip_prefix("    ").is_some_and(|rest| !rest.starts_with(' '));
        assert_eq!(told.text("github").lines().find(goes_on), None, "{}", told.board.name);
    }
}

#[test]
fn the_rules_take_turns_for_the_ten_annotations() {
    let issues = (1..40).map(|number| {
        let fields = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam"), "created": at(number * 20)});
        let ranked = jira::history(number, "Sam", &at(number * 20 + 5), jira::ranked());
        jira::issue(&format!("APP-{number}"), fields, vec![ranked])
    });
    let issues = issues.chain([jira::issue("APP-99", json!({}), vec![])]);
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", jira::page(issues.collect()));
    let run = boardlint(&[
        "check",
        &export,
        "--format",
        "github",
        "--select",
        "story-written-by-sm",
        "--select",
        "backlog-reordered-by-non-po",
    ]);
    let errors: Vec<_> = commands(&run.out).into_iter().filter(|(name, _)| name == "error").collect();
    let rules: BTreeSet<_> =
        errors.iter().filter_map(|(_, text)| text.split("title=").nth(1)?.split("::").next()).collect();
    assert!(rules.len() > 1, "{rules:?}: {} {}", run.out, run.err);
}

/// The numbers of cells in the rows of all tables of a page, and everything that is neither text nor markup
/// of boardlint.
fn read_page(page: &str) -> (BTreeSet<usize>, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let (mut rows, mut cells, mut strange) = (BTreeSet::new(), 0, Vec::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                rows.insert(cells);
            }
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("https://") => {
                strange.push(dest_url.to_string())
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details><summary>", "</details>"].iter().any(|tag| html.starts_with(tag));
                if !ours || html.matches('<').count() > 3 {
                    strange.push(html.to_string());
                }
            }
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => strange.push(format!("{event:?}")),
            _ => {}
        }
    }
    (rows, strange)
}

#[test]
fn a_summary_is_tables_and_words_and_ends_with_the_last_line() {
    for told in told() {
        let page = told.text("markdown");
        let (rows, strange) = read_page(page);
        // With several boards, there is a table with three columns about each of them.
        assert!(rows.iter().all(|cells| [3, 5].contains(cells)), "{}: {rows:?}", told.board.name);
        assert_eq!(rows.contains(&3), told.board.name == "several boards");
        assert!(strange.is_empty(), "{}: {strange:?}", told.board.name);
        assert_eq!(page.matches("<details>").count(), page.matches("</details>").count(), "{}", told.board.name);
        assert!(page.trim_end().ends_with("rules judged"), "{}", told.board.name);
    }
}

#[test]
fn thousands_of_findings_still_fit_a_job_summary() {
    let title = format!("{HOSTILE} {}", "é".repeat(100));
    let issues = (1..3_001).map(|number| {
        let ranked = jira::history(number, &format!("D{}", number % 20), &at(number), jira::ranked());
        jira::issue(&format!("APP-{number}"), json!({ "summary": title }), vec![ranked])
    });
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let export = folder.write("board.json", jira::page(issues.collect()));
    let run = boardlint(&["check", &export, "--format", "markdown", "--select", "backlog-reordered-by-non-po"]);
    assert!(run.out.len() < 1 << 20, "{} bytes", run.out.len());
    assert!(run.out.contains("**3000 errors**"), "{}", &run.out[..200]);
    assert!(run.out.contains("findings more not shown, so that this page stays short enough."));
    let (rows, strange) = read_page(&run.out);
    assert!(rows == BTreeSet::from([5]) && strange.is_empty(), "{rows:?} {strange:?}");
}

#[test]
fn a_summary_names_people_only_if_it_is_asked_to() {
    let folder = titled("a plain title");
    let page =
        |more: &[&str]| boardlint_in(folder.path(), &[&["check", ".", "--format", "markdown"], more].concat()).out;
    assert!(!page(&[]).contains("Sam") && page(&[]).contains("| Scrum Master |"), "{}", page(&[]));
    assert!(page(&["--names"]).contains("| Sam |"));
}
