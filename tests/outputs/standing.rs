//! Findings in a baseline, and findings with the same identity, in the formats that distinguish results by
//! it.

use boardlint::charter::Level;
use boardlint::finding::{Confidence, Finding, Fingerprint, Phrase};
use boardlint::lint::Summary;
use boardlint::report::{Display, Format, Names, Run};
use boardlint::source::{Mark, Sources};
use serde_json::{Value, json};

fn finding(mark: Mark, about: &str) -> Finding {
    Finding {
        rule: "a-rule".to_owned(),
        category: "sprint".to_owned(),
        level: Level::Warn,
        confidence: Confidence::High,
        message: Phrase::text(format!("something about {about}")),
        board: "APP".to_owned(),
        board_id: None,
        item: None,
        actor: None,
        at: None,
        sprint: None,
        sprint_id: None,
        location: Some(mark),
        labels: Vec::new(),
        related: Vec::new(),
        pattern: Vec::new(),
        bulk: Vec::new(),
        count: 1,
        facts: Vec::new(),
        fingerprint: Fingerprint::new("a-rule", ["the same id"]),
        other_fingerprints: Vec::new(),
    }
}

/// The output of `format` for findings, some of them in the baseline.
fn written(format: &str, new: &[&str], known: &[&str]) -> Value {
    let mut sources = Sources::new();
    let file = sources.add("board.json", "{\"a\": 1}");
    let all = |names: &[&str]| -> Vec<_> { names.iter().map(|name| finding(Mark::new(file, 1..7), name)).collect() };
    let (findings, baselined) = (all(new), all(known));
    let run = Run {
        time: None,
        sources: &sources,
        boards: &[],
        findings: &findings,
        over_limit: None,
        beyond_limit: &[],
        ignored: &[],
        baselined: &baselined,
        inconclusive: &[],
        unreadable: &[],
        failures: &[],
        left_out: &[],
        summary: &Summary::default(),
        rules: &[],
        names: &Names::real(),
        here: None,
        first_steps: None,
        before: None,
        among: None,
        display: Display::default(),
    };
    let bytes = Format::find(format).expect(format).bytes(&run).expect("it is written");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[test]
fn what_the_baseline_knows_is_unchanged_and_suppressed() {
    let log = written("sarif", &["what is new"], &["what is known"]);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!((&results[0]["baselineState"], results[0].get("suppressions")), (&json!("new"), None));
    assert_eq!(results[1]["baselineState"], "unchanged");
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert_eq!(results[1]["suppressions"][0]["status"], "accepted");
}

#[test]
fn two_findings_never_share_the_identity_that_a_service_goes_by() {
    let issues = written("gitlab", &["one", "another", "a third"], &[]);
    let mut identities: Vec<_> =
        issues.as_array().expect("a list").iter().map(|it| it["fingerprint"].to_string()).collect();
    identities.dedup();
    assert_eq!(identities.len(), 3);
    assert_eq!(issues[0]["fingerprint"], json!(Fingerprint::new("a-rule", ["the same id"]).to_string()));
    let log = written("sarif", &["one", "another"], &["a third"]);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let hashes: Vec<_> =
        results.iter().map(|it| it["partialFingerprints"]["primaryLocationLineHash"].to_string()).collect();
    assert!(hashes[0].ends_with(":1\"") && hashes[1].ends_with(":2\"") && hashes[2].ends_with(":3\""), "{hashes:?}");
}
