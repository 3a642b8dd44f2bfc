//! Who wrote a story, if the export does not contain who requested it or what it was split from.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint_in, check};

/// A table with one story that the Scrum Master typed in; `columns` and `cells` are added.
fn typed_in(columns: &str, cells: &str) -> Run {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write(
        "Jira.csv",
        format!(
            "Summary,Issue key,Issue id,Issue Type,Status,Creator,Created{columns}\n\
             Roll,APP-1,1,Story,Backlog,Maria,2026-03-02 09:00{}\nBun,APP-2,2,Story,Backlog,Sam,2026-03-02 10:00{cells}\n",
            ",".repeat(columns.matches(',').count())
        ),
    );
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"])
}

#[test]
fn a_story_whose_reporter_the_export_leaves_out_may_be_the_product_owners() {
    let rule = "story-written-by-sm";
    let level = |run: &Run| run.findings_of(rule).first().map(|finding| finding["level"].clone());
    let issue = |reporter: Option<Value>| {
        let mut issue = jira::issue("CRUMB-1", json!({"creator": jira::user("Sam")}), Vec::new());
        let fields = issue["fields"].as_object_mut().expect("fields");
        match reporter {
            Some(reporter) => drop(fields.insert("reporter".to_owned(), reporter)),
            None => drop(fields.remove("reporter")),
        }
        let other = jira::issue("CRUMB-2", json!({}), Vec::new());
        level(&check(CHARTER, &jira::page(vec![issue, other]), &[]))
    };
    assert_eq!(issue(Some(jira::user("Maria"))), Some(json!("info")));
    assert_eq!(issue(Some(jira::user("Sam"))), Some(json!("error")));
    assert_eq!(issue(Some(Value::Null)), Some(json!("error")), "nobody asked for it");
    assert_eq!(issue(None), Some(json!("info")));
    let table = |columns: &str, cells: &str| level(&typed_in(columns, cells));
    assert_eq!(table(",Reporter", ",Maria"), Some(json!("info")));
    assert_eq!(table(",Reporter", ",Sam"), Some(json!("error")));
    assert_eq!(table(",Reporter", ",Former user"), Some(json!("info")), "somebody who is not known");
    // People choose the columns of a table. A table without reporters is judged by creators.
    assert_eq!(table("", ""), Some(json!("error")));
    let backup = |reporter: &str| {
        let issue = |id: u32, creator: &str, reporter: &str| {
            format!(
                "<Issue id=\"{id}\" key=\"APP-{id}\" project=\"1\" {reporter} creator=\"{creator}\" type=\"5\" summary=\"x\" \
                 status=\"1\" created=\"2026-03-02 09:00:00.0\"/>"
            )
        };
        let text = format!(
            "<?xml version=\"1.0\"?>\n<entity-engine-xml date=\"1772600000000\">\n<Project id=\"1\" key=\"APP\" name=\"App\"/>\
             <Status id=\"1\" name=\"Backlog\" statuscategory=\"2\"/><IssueType id=\"5\" name=\"Story\"/>\n{}{}\n\
             </entity-engine-xml>",
            issue(1, "Sam", reporter),
            issue(2, "Maria", "reporter=\"Maria\"")
        );
        level(&check(CHARTER, &text, &[]))
    };
    assert_eq!(backup("reporter=\"Sam\""), Some(json!("error")));
    assert_eq!(backup(""), Some(json!("info")));
}

#[test]
fn a_split_in_a_language_that_is_not_known_accuses_nobody() {
    let rule = "story-written-by-sm";
    assert!(typed_in(",Reporter", ",Sam").fires(rule));
    assert!(!typed_in(",Reporter,Inward issue link (Issue split)", ",Sam,APP-1").fires(rule));
    let run = typed_in(",Reporter,Eingehende Vorgangsverknüpfung (Issue split)", ",Sam,APP-1");
    assert!(!run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.message.contains("language")), "{}", run.out);
}

fn story_by_sam(key: &str, at: &str, more: Value) -> Value {
    let fields = json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam"), "created": at});
    jira::issue(key, jira::laid_over(fields, more), vec![])
}

#[test]
fn two_stories_under_an_epic_that_was_not_exported_may_be_a_split() {
    let parent = json!({"parent": {"id": "7", "key": "APP-7"}});
    let stories = vec![
        story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", parent.clone()),
        story_by_sam("APP-9", "2026-02-02T09:03:00.000+0000", parent),
    ];
    assert!(!check(CHARTER, &jira::page(stories), &[]).fires("story-written-by-sm"));
    let alone = vec![story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", json!({}))];
    assert!(check(CHARTER, &jira::page(alone), &[]).fires("story-written-by-sm"));
}

#[test]
fn a_clone_is_a_clone_in_any_language() {
    let links = json!({"issuelinks": [{"type": {"name": "Cloners", "inward": "wird geklont von", "outward": "klont"},
                                       "outwardIssue": {"key": "APP-1"}}]});
    let story = story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", links);
    assert!(!check(CHARTER, &jira::page(vec![story]), &[]).fires("story-written-by-sm"));
}

#[test]
fn issues_without_a_type_are_no_stories_and_no_pass_either() {
    let mut issue = story_by_sam("APP-8", "2026-02-02T09:00:00.000+0000", json!({}));
    issue["fields"].as_object_mut().expect("fields").remove("issuetype");
    let run = check(CHARTER, &jira::page(vec![issue]), &["--select", "story-written-by-sm"]);
    assert!(run.findings().is_empty());
    assert!(
        run.objects().iter().any(|object| object["type"] == "inconclusive" && object["partial"] == false),
        "{}",
        run.out
    );
}

#[test]
fn an_issue_is_one_whichever_of_its_keys_stands_first() {
    let issue = story_by_sam("APP-1", "2026-02-02T09:00:00.000+0000", json!({}));
    let part = |key: &str| format!("\"{key}\": {}", issue[key]);
    let parts = ["fields", "key", "id", "changelog"].map(part);
    for turn in 0..parts.len() {
        let mut turned = parts.clone();
        turned.rotate_left(turn);
        let text = format!("{{{}}}", turned.join(", "));
        for text in [format!("[{text}]"), text] {
            let run = check(CHARTER, &text, &[]);
            assert!(run.fires("story-written-by-sm"), "{text}: {}", run.err);
        }
    }
}

#[test]
fn an_author_of_whom_a_script_left_the_name_alone_is_that_person() {
    let dragged = |author: Value| {
        let mut drag = jira::drag("Sam");
        drag["author"] = author;
        let known = jira::issue("CRUMB-2", json!({"assignee": jira::user("Sam")}), Vec::new());
        let run = check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", json!({}), vec![drag]), known]), &[]);
        (run.findings_of("backlog-reordered-by-non-po").len(), run.summary()["people"].as_u64())
    };
    for author in [jira::user("Sam"), json!("Sam"), json!({"displayName": "Sam"})] {
        assert_eq!(dragged(author.clone()), (1, Some(2)), "{author}");
    }
    for author in [json!(null), json!(""), json!("None"), json!("****"), json!("Former user")] {
        assert_eq!(dragged(author.clone()), (0, Some(2)), "{author}");
    }
}
