//! Who wrote a story, where the export leaves out who asked for it or what it was split from.

use serde_json::{Value, json};

use crate::omissions::partial;
use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint_in, check};

/// A table of one story that the Scrum Master typed in, with these columns beside it.
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
    // People choose the columns of a table, and whoever has no use for reporters goes by creators.
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
    assert!(!run.fires(rule) && partial(&run, rule).is_some_and(|why| why.contains("language")), "{}", run.out);
}
