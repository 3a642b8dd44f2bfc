//! Files that are not exports, or are broken, as they occur in practice. Each is refused with a sentence that
//! says what it is and one that says what to do. None of them prevents the good export beside it from being
//! read.

use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::packed::{gzipped, zipped};
use crate::support::{Folder, Run, boardlint};

/// A file that cannot be read, with the expected messages.
struct Refused {
    name: &'static str,
    bytes: Vec<u8>,
    /// Words of the sentence that says what it is; one of them is enough.
    is: &'static [&'static str],
    /// The same for the sentence that says what to do.
    advice: &'static [&'static str],
    /// Whether it is an export all the same; then a folder that contains it is not read completely.
    damaged: bool,
}

/// A file that is not an export.
fn other(name: &'static str, bytes: impl Into<Vec<u8>>, is: &'static [&str], advice: &'static [&str]) -> Refused {
    Refused { name, bytes: bytes.into(), is, advice, damaged: false }
}

/// An export that is broken.
fn damaged(name: &'static str, bytes: impl Into<Vec<u8>>, is: &'static [&str], advice: &'static [&str]) -> Refused {
    Refused { name, bytes: bytes.into(), is, advice, damaged: true }
}

fn refusals() -> Vec<Refused> {
    let cut = ["cut off", "ends in the middle"].as_slice();
    let again = ["again"].as_slice();
    let export = ["export", "Export"].as_slice();
    let log_in = ["log in", "token"].as_slice();
    vec![
        damaged("cut in a string", up_to("\"Ranked hi"), cut, again),
        damaged("cut in a number", up_to("\"customfield_10098\":35"), cut, again),
        damaged("cut after the first page", format!("{},{{\"startAt\":1,", good().replacen('{', "[{", 1)), cut, again),
        damaged("a byte that is no UTF-8 in an issue", spoiled("Ranked hi"), &["export is damaged"], again),
        damaged("a byte that is no UTF-8 beside the issues", spoiled("Story Points"), &["export is damaged"], again),
        damaged("JSON in Windows-1252", in_windows_1252(), &["export is damaged"], &["save it as UTF-8"]),
        damaged("a cut board of Trello", &TRELLO.as_bytes()[..TRELLO.len() / 2], cut, again),
        damaged("re-saved by a spreadsheet", RESAVED, &["spreadsheet", "re-saved"], export),
        damaged("a cut zip", &zipped(&[("search.json", &long())])[..900], &["zip"], again),
        damaged("a cut gzip", &gzipped(&long())[..900], &["gzip"], again),
        other("a login page of Jira", JIRA_LOGIN, &["login page"], log_in),
        other("a login page of Trello", TRELLO_LOGIN, &["login page"], log_in),
        other(
            "a PDF",
            *b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
            &["PDF"],
            export,
        ),
        other(
            "a picture",
            *b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06",
            &["picture", "image", "binary"],
            export,
        ),
        other("nothing", "", &["empty"], again),
        other("white space", " \r\n\t\n\n", &["empty", "white space"], again),
        other(
            "JSON of something else",
            r#"{"openapi":"3.0.1","info":{"title":"Shop"},"paths":{}}"#,
            &["openapi, info, paths"],
            export,
        ),
        other(
            "an export in the answer of an automation",
            format!(r#"[{{"json":{}}}]"#, good()),
            &["`.[].json`"],
            &["jq"],
        ),
        other(
            "an export in the answer of an assistant",
            json!({"content": [{"type": "text", "text": good()}]}).to_string(),
            &["`.content[].text | fromjson`"],
            &["jq"],
        ),
        other(
            "actions of Trello's in the answer of an automation",
            format!(r#"{{"result":[{ACTION}]}}"#),
            &["`.result`"],
            &["jq"],
        ),
        other("answers to several requests", format!(r#"[{{"200":[{ACTION}]}}]"#), &[r#"`.[]["200"]`"#], &["jq"]),
        other(
            "lists of Trello with their cards",
            r#"[{"id":"l1","name":"Ideas","idBoard":"b1","cards":[{"id":"c1","idBoard":"b1","idList":"l1"}]}]"#,
            &["lie inside it"],
            &["`jq '{lists: map(del(.cards)), cards: map(.cards[])}' FILE"],
        ),
        other(
            "a list of boards",
            format!("[{TRELLO},{TRELLO}]"),
            &["`nth(0; .[])`"],
            &["needs a file of its own: `jq 'nth(0; .[])' FILE"],
        ),
        other("issues by their keys", by_keys(["APP-1", "APP-2"]), &["`.[]`"], &["jq"]),
        other("issues by their numbers", by_keys(["0", "1"]), &["`.[]`"], &["jq"]),
        other("JSON inside a program", format!("var board = {TRELLO};"), &["inside a program"], &["bracket"]),
        other(
            "a game of cards",
            r#"{"name":"Deck","cards":[{"suit":"hearts"},{"suit":"spades"}]}"#,
            &["name, cards"],
            export,
        ),
        other(
            "titles of cards",
            r#"{"title":"Page","cards":["a","b"],"lists":null}"#,
            &["title, cards, lists"],
            export,
        ),
        other(
            "actions of a message",
            r#"{"type":"Card","actions":[{"type":"Open","url":"x"}]}"#,
            &["type, actions"],
            export,
        ),
        other("the lists of a filter", r#"{"lists":{"ads":[1]},"actions":{"copy":"c"}}"#, &["lists, actions"], export),
        damaged(
            "two boards in one file",
            format!("{TRELLO}\n{TRELLO}"),
            &["more in this file than one board"],
            &["of its own"],
        ),
        other("what Python writes for no number", format!(r#"{{"score":NaN,{}"#, &good()[1..]), &["damaged"], again),
        other(
            "a table below its title",
            "Report of March,,,,\n,,,,\nSummary,Issue key,Status,Created,Creator\nRye,LO-1,Done,2026-03-02 09:00,li\n",
            &["line 3"],
            again,
        ),
        other(
            "what a browser shows of an XML file",
            "This XML file does not appear to have any style information associated with it.\n<rss version=\"0.92\">\n",
            &["XML below a line"],
            &["not the view"],
        ),
        other(
            "a list of sprints that names the keys of issues",
            r#"{"version":3,"sprints":[{"id":"c1","name":"Loom","issues":["LO-1"]}]}"#,
            &["version, sprints"],
            export,
        ),
        other(
            "what a board of Jira shows of its issues",
            r#"{"rapidViewId":4,"issuesData":{"issues":[{"id":1,"key":"LO-1","statusName":"Done"}]}}"#,
            &["rapidViewId, issuesData"],
            export,
        ),
        other(
            "work items of Azure DevOps",
            r#"{"count":1,"value":[{"id":1,"rev":3,"fields":{"System.Title":"x","System.State":"New"},"url":"x"}]}"#,
            &["Azure DevOps"],
            export,
        ),
        other(
            "a list of such work items",
            r#"[{"id":1,"rev":3,"fields":{"System.Title":"x","System.State":"New"},"url":"x"}]"#,
            &["Azure DevOps"],
            export,
        ),
        other("a table of three columns", "id,at,data\nu,1631000000000,x\n", &["this is a table"], export),
        other("a table for Word", WORD, &["Word", "HTML", "web page"], export),
        other("a workbook", workbook(), &["Office", "Excel", "spreadsheet"], export),
        other("a zip of pictures", zipped(&[("a.png", "x"), ("b/notes.txt", "x")]), &["no export"], export),
    ]
}

/// The export, saved in Windows-1252.
fn in_windows_1252() -> Vec<u8> {
    let text = good().replace("Story APP-1", "Brötchen");
    text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect()
}

/// A search page with a story that was not ranked by the Product Owner.
fn good() -> String {
    let history = jira::drag("Sam");
    jira::page(vec![jira::issue("APP-1", json!({"customfield_10098": 350, "customfield_10099": null}), vec![history])])
}

/// Two issues, each under a key.
fn by_keys(keys: [&str; 2]) -> String {
    let [one, other] = keys.map(|key| json!(key).to_string());
    let issue = jira::issue("APP-1", json!({}), vec![]);
    format!("{{{one}:{issue},{other}:{issue}}}")
}

/// A good export with an invalid UTF-8 byte within `word`.
fn spoiled(word: &str) -> Vec<u8> {
    let mut bytes = good().into_bytes();
    let at = good().find(word).expect("the word");
    bytes.insert(at + 1, 0xFF);
    bytes
}

/// The beginning of the good export, up to and including `place`.
fn up_to(place: &str) -> String {
    let all = good();
    let end = all.find(place).expect("it is in the export") + place.len();
    all[..end].to_owned()
}

/// A longer export, which does not compress to a few bytes.
fn long() -> String {
    let issues =
        (1..200).map(|number| jira::issue(&format!("APP-{number}"), json!({"summary": number * 7919}), vec![]));
    jira::page(issues.collect())
}

fn workbook() -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>"#;
    zipped(&[("[Content_Types].xml", types), ("_rels/.rels", "<Relationships/>"), ("xl/workbook.xml", book)])
}

const ACTION: &str = r#"{"id":"5e0be1000000000000000002","idMemberCreator":"5e0be1000000000000000003","type":"createCard",
"date":"2026-02-02T09:00:00.000Z","data":{}}"#;
const TRELLO: &str = r#"{"id":"5e0be1000000000000000000","name":"Shop","lists":[{"id":"5e0be1000000000000000001","name":"Backlog"}],
"actions":[{"id":"5e0be1000000000000000002","type":"createCard","date":"2026-02-02T09:00:00.000Z","data":{}}],"cards":[]}"#;
const RESAVED: &str = "\"Summary,Issue key,Issue id,Issue Type,Status,Creator,Created\";;;;;;\r\n\
    \"Pay by card,APP-1,10001,Story,Done,Maria,12/Mar/26 9:45 AM\";;;;;;\r\n\
    \"Pay by phone,APP-2,10002,Story,Done,Maria,12/Mar/26 9:50 AM\";;;;;;\r\n";
const JIRA_LOGIN: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <title>Log in with Atlassian account</title>\n</head><body><div id=\"root\"></div>\n\
    <form action=\"/login?continue=https%3A%2F%2Fshop.atlassian.net\" method=\"post\"></form></body></html>";
const TRELLO_LOGIN: &str = "<!DOCTYPE html><html><head><title>Log in to Trello</title></head>\
    <body class=\"login-page\"><h1>Log in to continue to: Trello</h1></body></html>";
const WORD: &str = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\">\n\
    <head><title>Jira</title></head><body><table border=\"1\"><tr><th>Key</th><th>Summary</th></tr>\
    <tr><td>APP-1</td><td>Pay by card</td></tr></table></body></html>";

fn check(paths: &[&str], format: &str) -> Run {
    boardlint(&[&["check", "--fail-on", "never", "--format", format][..], paths].concat())
}

/// Whether the text contains one of `words`.
fn says(said: &str, words: &[&str]) -> bool {
    words.iter().any(|word| said.contains(word))
}

#[test]
fn a_named_file_is_refused_with_what_it_is_and_what_to_do() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    let mut wrong = Vec::new();
    for Refused { name, bytes, is, advice, .. } in refusals() {
        let run = check(&[&folder.write("file", bytes)], "human");
        let said = format!("{}{}", run.out, run.err);
        let advised = said.lines().any(|line| line.trim_start().starts_with("= ") && says(line, advice));
        if run.status != 3 || !says(&said, is) || !advised {
            wrong.push(format!("{name}: {} {said}", run.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn in_a_folder_the_good_export_is_judged_beside_anything() {
    let alone = Folder::new();
    alone.write("boardlint.toml", CHARTER);
    let good = alone.write("search.json", good());
    let expected = check(&[&good], "jsonl").subjects();
    assert_eq!(expected.len(), 1);
    let mut wrong = Vec::new();
    for Refused { name, bytes, is, damaged, .. } in refusals() {
        alone.write("beside", bytes);
        let run = check(&[&alone.text()], "jsonl");
        let unreadable: Vec<_> = run.objects().into_iter().filter(|object| object["type"] == "unreadable").collect();
        let told = unreadable.iter().any(|object| says(object["message"].as_str().unwrap_or_default(), is));
        let status = if damaged { 3 } else { 0 };
        if run.status != status || told != damaged || run.subjects() != expected {
            wrong.push(format!("{name}: {} {}{}", run.status, run.out, run.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_skipped_in_a_folder_is_counted() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("search.json", good());
    folder.write("readme.pdf", "%PDF-1.7");
    folder.write("login.html", JIRA_LOGIN);
    let run = check(&[&folder.text()], "human");
    let said = format!("{}{}", run.out, run.err);
    assert!(run.status == 0 && said.contains("2 files"), "{said}");
}

#[test]
fn what_the_one_file_of_a_folder_is_is_said_with_what_to_do() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    folder.write("answer.json", format!(r#"[{{"json":{}}}]"#, good()));
    let alone = check(&[&folder.text()], "human");
    let said = "(this JSON is no export, but one seems to lie inside it, at `.[].json`): take it out: `jq '.[].json'";
    assert!(alone.status == 3 && alone.err.contains(said), "{}{}", alone.out, alone.err);
    folder.write("login.html", JIRA_LOGIN);
    let several = check(&[&folder.text()], "human");
    assert!(several.status == 3 && several.err.contains("2 files are none"), "{}{}", several.out, several.err);
}

#[test]
fn utf_16_is_read() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER);
    // The encoding that Windows PowerShell uses for `>`.
    let units = format!("\u{feff}{}\r\n", good()).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let run = check(&[&folder.write("search.json", units)], "jsonl");
    assert_eq!((run.status, run.findings().len()), (0, 1), "{}", run.out);
}

#[test]
fn tables_that_tell_nothing_of_issues_but_their_keys_are_logs() {
    let hours = "Issue Key,Issue summary,Hours,Work date,Username\nOVEN-1,Bake,2,2026-01-05 10:00,li\nOVEN-2,Cool,3,2026-01-06 10:00,li\n";
    let steps = "Issue key,Test Step,Expected Result\nOVEN-1,Open it,It is open\n";
    for (table, what) in [(hours, "a log of hours"), (steps, "a log of test steps")] {
        let folder = Folder::new();
        let path = folder.write("export.csv", table);
        let run = boardlint(&["check", &path]);
        assert_eq!(run.status, 3);
        assert!(run.err.contains(what) || run.out.contains(what), "{}{}", run.out, run.err);
    }
}

#[test]
fn nobody_and_no_time_is_known_by_its_place_where_columns_have_known_names() {
    let folder = Folder::new();
    let rows = "OVEN-1,Bake more bread,Ada,2026-01-05 10:00,PASS\nOVEN-2,Bake less bread,Ada,2026-01-06 10:00,FAIL\n";
    let path = folder.write("export.csv", format!("Issue key,Summary,Tester,Executed on,Result\n{rows}"));
    let run = boardlint(&["inspect", &path, "--format", "json"]);
    let board: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let board = &board["boards"][0];
    assert_eq!((&board["items"]["count"], board["people"].as_array().map(Vec::len)), (&serde_json::json!(2), Some(0)));
    assert_eq!(board["changes"]["created"], 0);
}

#[test]
fn the_line_for_excel_above_a_table_is_no_row_of_it() {
    let folder = Folder::new();
    let path = folder.write("export.csv", "\u{feff}sep=;\r\nSummary;Issue key;Status\r\nBake;OVEN-1;To Do\r\n");
    let run = boardlint(&["check", &path, "--format", "json", "--fail-on", "never"]);
    assert!(run.status == 0 && run.out.contains("\"items\":1") || run.out.contains("\"items\": 1"), "{}", run.out);
}

#[test]
fn a_page_that_holds_none_of_what_was_found_is_no_search_that_found_nothing() {
    for (total, said) in [(0, "the search found no issues"), (53, "this page holds none of them")] {
        let page = format!(r#"{{"startAt":0,"maxResults":0,"total":{total},"issues":[]}}"#);
        let folder = Folder::of(CHARTER, page);
        let run = boardlint(&["check", &folder.text()]);
        assert!(run.status == 3 && run.err.contains(said), "{total}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_charter_an_address_and_a_pattern_are_told_as_what_they_are() {
    let folder = Folder::new();
    let charter = folder.write("boardlint.toml", format!("# Who is who.\n{CHARTER}"));
    for (path, words) in [
        (&*charter, ["a charter or a rule", "name the export"]),
        ("https://trello.com/b/abc", ["opens no address", "Export as JSON"]),
        ("export/*.json", ["No such file", "name the folder"]),
    ] {
        let run = boardlint(&["check", path]);
        let said = run.out.clone() + &run.err;
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.status == 3 && words.iter().all(|word| said.contains(word)), "{path}: {said}");
    }
}
