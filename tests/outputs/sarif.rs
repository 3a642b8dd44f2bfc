//! SARIF: checked with the official schema, Microsoft's validator and a reader of others, and compared with
//! the files it refers to.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::machine_formats::told;
use crate::support::boards::{Board, titled};
use crate::support::packed::zipped;
use crate::support::{Folder, boardlint_in};

/// Every board with its log.
pub fn logs() -> &'static [(&'static Board, Value)] {
    static LOGS: OnceLock<Vec<(&Board, Value)>> = OnceLock::new();
    LOGS.get_or_init(|| {
        let log = |text: &str| serde_json::from_str(text).expect("JSON");
        told().iter().map(|told| (&told.board, log(told.text("sarif")))).collect()
    })
}

pub fn log_of(name: &str) -> &'static (&'static Board, Value) {
    logs().iter().find(|(board, _)| board.name == name).expect(name)
}

pub fn results(log: &Value) -> Vec<Value> {
    log["runs"][0]["results"].as_array().expect("results").clone()
}

/// Every object below `value` that has `key`.
fn with<'v>(value: &'v Value, key: &str, out: &mut Vec<&'v Value>) {
    if value.get(key).is_some() {
        out.push(value);
    }
    match value {
        Value::Object(object) => object.values().for_each(|inner| with(inner, key, out)),
        Value::Array(list) => list.iter().for_each(|inner| with(inner, key, out)),
        _ => {}
    }
}

#[test]
fn every_log_fits_the_official_schema() {
    let schema = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outputs/schemas/sarif-2.1.0.json"))
        .expect("a schema");
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    for (board, log) in logs() {
        let wrong: Vec<_> =
            schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", board.name);
    }
    assert!(!schema.is_valid(&json!({ "version": "2.1.0", "runs": [{ "tool": {} }] })), "it can say no");
}

/// The bytes of the artifact at `place`, unpacked if it is in a package.
fn bytes_of(board: &Board, log: &Value, place: &Value) -> Vec<u8> {
    let here = board.folder.as_ref().map_or(Path::new(env!("CARGO_MANIFEST_DIR")), Folder::path);
    let artifact = &log["runs"][0]["artifacts"][usize::try_from(place.as_u64().expect("a place")).expect("small")];
    let uri = artifact["location"]["uri"].as_str().expect("a uri");
    let path = uri.replace("%20", " ");
    assert!(!path.contains('%'), "{path}");
    match artifact.get("parentIndex") {
        None => std::fs::read(here.join(&path)).expect(&path),
        Some(parent) => {
            let zip = std::io::Cursor::new(bytes_of(board, log, parent));
            let mut zip = zip::ZipArchive::new(zip).expect("a zip");
            let mut bytes = Vec::new();
            std::io::copy(&mut zip.by_name(&path).expect(&path), &mut bytes).expect("an entry");
            bytes
        }
    }
}

fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        bytes => String::from_utf8(bytes.to_vec()).expect("UTF-8").trim_start_matches('\u{feff}').to_owned(),
    }
}

#[test]
fn every_region_cuts_the_record_out_of_the_true_file() {
    let mut seen = 0;
    for (board, log) in logs() {
        let mut places = Vec::new();
        with(&log["runs"][0]["results"], "artifactLocation", &mut places);
        for place in places.iter().filter(|place| place["region"]["byteOffset"].is_u64()) {
            let bytes = bytes_of(board, log, &place["artifactLocation"]["index"]);
            let text = text_of(&bytes);
            let number = |name: &str| usize::try_from(place["region"][name].as_u64().expect(name)).expect("small");
            let (from, length) = (number("byteOffset"), number("byteLength"));
            let by_bytes = text_of(&if bytes.starts_with(&[0xFF, 0xFE]) {
                [&[0xFF, 0xFE], &bytes[from..from + length]].concat()
            } else {
                bytes[from..from + length].to_vec()
            });
            let by_characters: String = text.chars().skip(number("charOffset")).take(number("charLength")).collect();
            assert_eq!(by_characters, by_bytes, "{}: {place}", board.name);
            let line = text.split('\n').nth(number("startLine") - 1).expect("a line");
            if number("startLine") == number("endLine") {
                let (from, to) = (number("startColumn") - 1, number("endColumn") - 1);
                let by_columns: String = line.chars().skip(from).take(to - from).collect();
                assert_eq!(by_columns, by_bytes, "{}: {place}", board.name);
            }
            let quoted = place["region"]["snippet"]["text"].as_str().expect("a snippet");
            let masked = by_bytes.contains('@') || board.name.contains("by role");
            assert!(masked || quoted == by_bytes || quoted.ends_with('…'), "{quoted} for {by_bytes}");
            if let Some(context) = place["contextRegion"]["snippet"]["text"].as_str() {
                assert!(context.contains(quoted) && (masked || line.contains(by_bytes.as_str())), "{context}");
            }
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn artifacts_are_what_lies_on_disk() {
    use sha2::{Digest as _, Sha256};
    let mut packed = 0;
    for (board, log) in logs() {
        let artifacts = log["runs"][0]["artifacts"].as_array().expect("artifacts");
        for (place, artifact) in artifacts.iter().enumerate() {
            let bytes = bytes_of(board, log, &json!(place));
            let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(artifact["hashes"]["sha-256"], json!(hash), "{}: {artifact}", board.name);
            assert_eq!(artifact["length"], json!(bytes.len()), "{}", board.name);
            packed += usize::from(artifact.get("parentIndex").is_some());
        }
    }
    assert_eq!(packed, 1, "an entry of the zip");
}

#[test]
fn paths_are_relative_to_where_boardlint_runs() {
    let (board, log) = log_of("a zip");
    let artifacts = &log["runs"][0]["artifacts"];
    assert_eq!(artifacts[0]["location"], json!({ "uri": "back%20up.zip", "uriBaseId": "%SRCROOT%" }));
    assert_eq!(artifacts[1]["location"], json!({ "uri": "a%20folder/board.json" }));
    assert_eq!(artifacts[1]["parentIndex"], 0);
    let elsewhere = Folder::new();
    let here = board.folder.as_ref().expect("a folder").path().canonicalize().expect("a path");
    let run = boardlint_in(elsewhere.path(), &["check", &here.to_string_lossy(), "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    let uri = log["runs"][0]["artifacts"][0]["location"]["uri"].as_str().expect("a uri");
    assert_eq!(uri, format!("file://{}/back%20up.zip", here.display()));
}

#[test]
fn an_entry_of_a_package_leads_nobody_out_of_it() {
    let folder = Folder::new();
    let export = titled("x");
    let export = std::fs::read(export.path().join("board.json")).expect("an export");
    folder.write("a.zip", zipped(&[("../../etc/board.json", export)]));
    let run = boardlint_in(folder.path(), &["check", "a.zip", "--po", "Maria", "--sm", "Sam", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    assert!(!results(&log).is_empty() && !run.out.contains("../"), "{}", run.out);
}

#[test]
fn an_ignore_is_a_suppression_with_its_reason() {
    let (_, log) = log_of("something ignored");
    let ignored: Vec<_> = results(log).into_iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert!(!ignored.is_empty());
    for result in ignored {
        assert_eq!(result["ruleId"], "backlog-reordered-by-non-po");
        let suppression =
            json!([{ "kind": "external", "status": "accepted", "justification": "agreed | on <b>Monday</b>" }]);
        assert_eq!(result["suppressions"], suppression);
        assert_eq!(result.get("baselineState"), None, "there was no baseline");
    }
}

#[test]
fn a_result_refers_to_its_rule_and_tells_its_identity() {
    for (board, log) in logs() {
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        let mut identities = BTreeSet::new();
        for result in results(log) {
            let place = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
            assert_eq!(rules[place]["id"], result["ruleId"], "{}", board.name);
            assert!(result["locations"].as_array().is_some_and(|places| places.len() == 1), "{}: {result}", board.name);
            let identity = result["partialFingerprints"]["primaryLocationLineHash"].to_string();
            assert!(identities.insert(identity), "{}: {result}", board.name);
        }
        let hidden = board.name.contains("errors alone");
        assert!(!hidden || results(log).iter().all(|result| result["level"] == "error"));
    }
}

#[test]
fn what_was_not_judged_is_told_in_the_invocation() {
    let (_, log) = log_of("a CSV, of which little can be judged");
    let invocation = &log["runs"][0]["invocations"][0];
    let tool = invocation["toolExecutionNotifications"].as_array().expect("a list");
    let history = tool.iter().find(|told| told["properties"]["missing"] == "history").expect("history is missing");
    assert_eq!((&history["level"], &history["descriptor"]["id"]), (&json!("warning"), &json!("not-judged")));
    assert!(history["message"]["text"].as_str().is_some_and(|text| text.contains("→ export again with the history")));
    let setup = invocation["toolConfigurationNotifications"].as_array().expect("a list");
    assert!(setup.iter().any(|told| told["properties"]["missing"] == "mapping"));
    let (_, log) = log_of("a file that is cut off");
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let tool = invocation["toolExecutionNotifications"].as_array().expect("a list");
    let damaged = tool.iter().find(|told| told["descriptor"]["id"] == "unreadable").expect("a file cannot be read");
    assert_eq!(damaged["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "cut.json");
}
