//! Outputs checked with validators and readers of others: lxml and junitparser, Microsoft's validator of
//! SARIF, sarif-tools, and the schemas of GitHub and GitLab for pipelines.

mod pipelines;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use super::machine_formats::told;
use super::pipelines::pipelines;
use super::sarif::{log_of, logs, results};
use crate::support::{Folder, validators};

/// What Python reports about a file: lxml checks it with the schema, junitparser reads it.
const READ_JUNIT: &str = r#"
import json, sys
from lxml import etree
import junitparser
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
assert not schema.validate(etree.fromstring(b"<testsuites><testsuite/></testsuites>")), "it can say no"
for path in sys.argv[2:]:
    document = etree.parse(path)
    wrong = [str(error) for error in schema.error_log] if not schema.validate(document) else []
    cases = []
    for suite in junitparser.JUnitXml.fromfile(path):
        assert suite.tests == len(list(suite)), path
        for case in suite:
            kinds = [type(result).__name__.lower() for result in case.result]
            texts = [(result.message or "") + "\n" + (result.text or "") for result in case.result]
            cases.append([case.classname, case.name, kinds[0] if kinds else "passed", "\n".join(texts)])
    print(json.dumps([wrong, cases]))
"#;

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn a_reader_of_junit_sees_each_rule_passed_failed_or_skipped() {
    let tools = validators();
    let folder = Folder::new();
    let paths: Vec<_> = told()
        .iter()
        .enumerate()
        .map(|(place, told)| folder.write(&format!("{place}.xml"), told.text("junit")))
        .collect();
    let run = Command::new(tools.join("venv/bin/python"))
        .args(["-c", READ_JUNIT, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outputs/schemas/junit-10.xsd")])
        .args(&paths)
        .output()
        .expect("Python starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let read = String::from_utf8(run.stdout).expect("UTF-8");
    for (told, line) in told().iter().zip(read.lines()) {
        let (wrong, cases): (Vec<String>, Vec<[String; 4]>) = serde_json::from_str(line).expect(line);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", told.board.name);
        let fired: BTreeSet<_> = told.objects("finding").iter().map(|it| it["rule"].to_string()).collect();
        // A rule whose findings are not shown has failed all the same.
        let is_hidden = |case: &[String; 4]| case[3].contains("left out by --min-level");
        let name = |case: &[String; 4]| json!(case[1]).to_string();
        let failed = || cases.iter().filter(|case| case[2] == "failure");
        let shown: BTreeSet<_> =
            failed().filter(|case| !is_hidden(case) || fired.contains(&name(case))).map(name).collect();
        assert_eq!(shown, fired, "{}", told.board.name);
        assert_eq!(failed().any(is_hidden), told.board.name.ends_with("errors alone"), "{}", told.board.name);
        let silent = told.objects("inconclusive");
        for skipped in cases.iter().filter(|case| case[2] == "skipped") {
            let tells = |it: &Value| skipped[3].contains(it["hint"].as_str().unwrap_or("?"));
            let why = silent.iter().any(|it| it["rule"] == skipped[1].as_str() && it["partial"] == false && tells(it));
            assert!(why, "{}: {skipped:?}", told.board.name);
        }
        assert_eq!(cases.iter().filter(|case| case[2] == "error").count(), told.objects("unreadable").len());
    }
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn microsofts_validator_has_nothing_against_any_log() {
    let tools = validators();
    let folder = Folder::new();
    let names: Vec<_> = logs()
        .iter()
        .enumerate()
        .map(|(place, (_, log))| {
            let name = format!("{place}.sarif");
            folder.write(&name, log.to_string());
            name
        })
        .collect();
    folder.write("wrong.sarif", r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"ruleIndex":7,"message":{"text":"x"}}]}]}"#);
    let run = Command::new(tools.join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"))
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .current_dir(folder.path())
        .arg("validate")
        .args(&names)
        .arg("wrong.sarif")
        .args(["--output", "said.json", "--log", "ForceOverwrite"])
        .output()
        .expect("the validator starts");
    let said = std::fs::read(folder.path().join("said.json"));
    let said = said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stdout)));
    let said: Value = serde_json::from_slice(&said).expect("JSON");
    let mut objections: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for result in results(&said) {
        let at = &result["locations"][0]["physicalLocation"];
        let file = at["artifactLocation"]["uri"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        objections.entry(file.to_owned()).or_default().insert(result["ruleId"].as_str().unwrap_or_default().to_owned());
    }
    assert!(objections.remove("wrong.sarif").is_some_and(|rules| rules.len() > 1), "it can say no");
    for (place, name) in names.iter().enumerate() {
        let rules = objections.remove(name).unwrap_or_default();
        assert_eq!(rules, BTreeSet::new(), "{}", logs()[place].0.name);
    }
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn a_reader_of_sarif_counts_what_was_found() {
    let tools = validators();
    let (board, log) = log_of("Jira Cloud");
    let folder = Folder::new();
    let path = folder.write("board.sarif", log.to_string());
    let sarif = |args: &[&str]| {
        let run = Command::new(tools.join("venv/bin/sarif"))
            .current_dir(folder.path())
            .args(args)
            .output()
            .expect("it starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).expect("UTF-8")
    };
    let summary = sarif(&["summary", &path]);
    for line in ["error: 11", "warning: 3", "note: 1", " - story-written-by-sm Tomasz Wrona wrote CRUST-15;"] {
        assert!(summary.contains(line), "{}: {summary}", board.name);
    }
    sarif(&["html", "-o", "board.html", &path]);
    let page = folder.read("board.html");
    assert!(page.contains("sprint-overcommitted"));
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn the_pipelines_fit_the_schemas_of_their_services() {
    let tools = validators();
    let folder = Folder::new();
    let pipelines = pipelines();
    assert_eq!(pipelines.len(), 2);
    for (schema, pipeline) in ["vendor.github-workflows", "vendor.gitlab-ci"].iter().zip(&pipelines) {
        let fits = |text: &str| {
            let path = folder.write("pipeline.yml", text);
            let mut command = Command::new(tools.join("venv/bin/check-jsonschema"));
            let run = command.args(["--builtin-schema", schema, &path]).output().expect("it starts");
            (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
        };
        let (fit, said) = fits(pipeline);
        assert!(fit, "{schema}: {said}");
        assert!(!fits(&pipeline.replace("jobs:", "job:").replace("artifacts:", "artefacts: [")).0, "it can say no");
    }
}
