//! The bodies of the fuzz targets. The targets of libFuzzer and the property tests on stable only call them.
//!
//! A body panics if an invariant is violated; nothing else is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use boardlint::lint::{Export, Inputs, Linted, Options, lint};
use boardlint::report::{Display, FORMATS, Format, Names, Run, encode};
use boardlint::rule::RuleText;

/// A target. Its name is that of its file in `fuzz_targets` and of its folder in `seeds`.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// The form of its inputs, for mutators.
    pub shape: Shape,
    /// Runs it.
    pub run: fn(&[u8]),
}

/// The structure of an input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A JSON document.
    Json,
    /// Lines of cells, elements or settings.
    Lines,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "jira_json", shape: Shape::Json, run: jira_json },
    Target { name: "jira_csv", shape: Shape::Lines, run: jira_csv },
    Target { name: "jira_xml", shape: Shape::Lines, run: jira_xml },
    Target { name: "trello", shape: Shape::Json, run: trello },
    Target { name: "tables", shape: Shape::Lines, run: tables },
    Target { name: "charter", shape: Shape::Lines, run: charter },
    Target { name: "rule", shape: Shape::Lines, run: rule },
    Target { name: "baseline", shape: Shape::Json, run: baseline },
    Target { name: "encoders", shape: Shape::Lines, run: encoders },
    Target { name: "file_order", shape: Shape::Json, run: file_order },
    Target { name: "page_splits", shape: Shape::Json, run: page_splits },
    Target { name: "threads", shape: Shape::Json, run: threads },
];

/// The charter for all exports, unless the input is a charter itself.
const CHARTER: &str = include_str!("charter.toml");
/// The export with which a charter, a rule or a baseline is tested.
const BOARD: &[u8] = include_bytes!("board.json");

/// Jira's JSON: search pages, single issues, changelog pages, lists.
pub fn jira_json(data: &[u8]) {
    judge(&[("board.json", data)]);
}

/// Jira's CSV.
pub fn jira_csv(data: &[u8]) {
    judge(&[("Jira.csv", data)]);
}

/// Jira's XML: the RSS of a search, and backups.
pub fn jira_xml(data: &[u8]) {
    judge(&[("entities.xml", data)]);
}

/// Trello's JSON.
pub fn trello(data: &[u8]) {
    judge(&[("trello.json", data)]);
}

/// Tables of other tools, and of data pipelines.
pub fn tables(data: &[u8]) {
    judge(&[("table.csv", data)]);
}

/// A charter.
pub fn charter(data: &[u8]) {
    with(&[("board.json", BOARD)], data, &[], None, |inputs, linted| drop(output(format_for(data), inputs, linted)));
}

/// A rule file.
pub fn rule(data: &[u8]) {
    let rule = RuleText { name: "own/rule.toml".to_owned(), path: "own/rule.toml".into(), text: data.to_vec().into() };
    with(&[("board.json", BOARD)], CHARTER.as_bytes(), &[rule], None, |inputs, linted| {
        drop(output(format_for(data), inputs, linted))
    });
}

/// A baseline.
pub fn baseline(data: &[u8]) {
    with(&[("board.json", BOARD)], CHARTER.as_bytes(), &[], Some(data), |inputs, linted| {
        drop(output(format_for(data), inputs, linted))
    });
}

/// A text for all encoders.
pub fn encoders(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let one_line =
        [encode::terminal(&text), encode::github_data(&text), encode::github_property(&text), encode::markdown(&text)];
    for encoded in &one_line {
        assert!(!encoded.contains(['\n', '\r', '\u{1b}', '\u{9b}', '\u{202e}']), "raw: {encoded:?}");
        assert!(!encoded.contains("##["), "a command: {encoded:?}");
    }
    let quoted = serde_json::to_string(&encode::json(&text)).expect("a text");
    let document = encode::json_document(&quoted);
    assert!(serde_json::from_str::<String>(&document).is_ok(), "no JSON: {document:?}");
    assert!(!document.contains(['\u{1b}', '\u{9b}', '\u{202e}']) && !document.contains("##["), "raw: {document:?}");
    if let Some(quoted) = encode::toml(&text) {
        assert!(!quoted.contains(['\n', '\u{1b}']) && !quoted.contains("##["), "raw: {quoted:?}");
    }
    let xml = encode::xml(&text);
    assert!(!xml.contains(['\n', '\u{0}', '\u{1b}', '\u{ffff}']) && !xml.contains("##["), "raw: {xml:?}");
    assert!(!encode::sarif_message(&text).contains("]("), "a link: {text:?}");
    let _ = (encode::uri_path(&text), encode::mask(&text), encode::terminal_lines(&text));
}

/// Parts of an export in two files. The findings must not depend on the order of the files.
pub fn file_order(data: &[u8]) {
    let Some([one, other]) = halves(data) else { return };
    let (forth, back) = ([("a.json", &*one), ("b.json", &*other)], [("b.json", &*other), ("a.json", &*one)]);
    assert_eq!(found(&forth), found(&back), "the order of the files matters");
}

/// Issues on one page or on two. The findings must be the same, unless the issues contradict one another
/// about a sprint: then the newer page counts, and on one page nothing is newer.
pub fn page_splits(data: &[u8]) {
    let Some([one, other]) = halves(data) else { return };
    if issues(data).is_some_and(|issues| contradicts_itself(&issues)) {
        return;
    }
    let Some(whole) = joined(data) else { return };
    assert_eq!(found(&[("a.json", &whole)]), found(&[("a.json", &one), ("b.json", &other)]), "the pages matter");
}

/// An export on one thread or on several. The output must be the same.
pub fn threads(data: &[u8]) {
    // Shared, because starting threads costs more than judging a small board.
    static POOLS: LazyLock<[rayon::ThreadPool; 2]> = LazyLock::new(|| {
        [1, 4].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"))
    });
    let on = |pool: &rayon::ThreadPool| pool.install(|| judged(&[("board.json", data)]).1);
    assert!(on(&POOLS[0]) == on(&POOLS[1]), "the number of threads matters");
}

fn judge(files: &[(&str, &[u8])]) {
    let (format, bytes) = judged(files);
    let text = String::from_utf8(bytes).expect("text");
    if matches!(format.name, "human" | "short" | "github" | "markdown") {
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\0']), "{}: raw", format.name);
    }
    match format.name {
        "json" | "sarif" | "gitlab" => {
            let parsed = serde_json::from_str::<serde::de::IgnoredAny>(&text);
            assert!(parsed.is_ok(), "{}: no JSON", format.name);
        }
        "jsonl" => {
            let broken = text.lines().find(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_err());
            assert_eq!(broken, None, "no JSON");
        }
        _ => {}
    }
}

/// The output for `files` in one of the formats.
fn judged(files: &[(&str, &[u8])]) -> (&'static Format, Vec<u8>) {
    let format = format_for(files[0].1);
    let mut bytes = Vec::new();
    with(files, CHARTER.as_bytes(), &[], None, |inputs, linted| bytes = output(format, inputs, linted));
    (format, bytes)
}

/// A format derived from the input: each input has one format, and all inputs together use all formats.
fn format_for(data: &[u8]) -> &'static Format {
    let sum = data.iter().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    &FORMATS[sum % FORMATS.len()]
}

/// Rule, subject and fingerprint of the findings.
fn found(files: &[(&str, &[u8])]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    with(files, CHARTER.as_bytes(), &[], None, |_, linted| {
        let subject = |finding: &boardlint::finding::Finding| {
            let item = finding.item.as_ref().map(|item| item.key.clone());
            format!("{} {item:?} {:?} {}", finding.rule, finding.at, finding.fingerprint)
        };
        found.extend(linted.findings.iter().map(subject));
    });
    found
}

fn with(
    files: &[(&str, &[u8])],
    charter: &[u8],
    own: &[RuleText],
    baseline: Option<&[u8]>,
    then: impl FnOnce(&Inputs, &Linted<'_>),
) {
    // Shared, because parsing the shipped rules costs more than judging a small board.
    static SHIPPED: LazyLock<Inputs> = LazyLock::new(|| Inputs::new([]));
    let mut inputs = SHIPPED.clone();
    inputs.add_rules(own.iter().cloned());
    inputs.add_exports(files.iter().map(|(name, bytes)| Export::new(*name, bytes.to_vec())).collect());
    inputs.add_charter("boardlint.toml", charter.to_vec());
    if let Some(baseline) = baseline {
        let _ = inputs.add_baseline(None, "boardlint-baseline.json", baseline.to_vec());
    }
    match lint(&inputs, &Options::default()) {
        Ok(linted) => then(&inputs, &linted),
        Err(mistakes) => then(&inputs, &Linted::failed(&inputs, mistakes)),
    }
}

fn output(format: &Format, inputs: &Inputs, linted: &Linted<'_>) -> Vec<u8> {
    let hidden = Names::pseudonyms(linted.all_boards(), linted.people_in_charters());
    let named = Names::real();
    let run = Run::new(inputs, linted, &named, Display::default());
    let names = if format.pseudonymous { &hidden } else { &named };
    format.bytes(&Run { names, ..run }).expect("memory takes everything")
}

/// The issues of a search page with several issues.
fn issues(data: &[u8]) -> Option<Vec<serde_json::Value>> {
    let mut page: serde_json::Value = serde_json::from_slice(data).ok()?;
    match page.get_mut("issues")?.take() {
        serde_json::Value::Array(issues) if issues.len() > 1 => Some(issues),
        _ => None,
    }
}

/// Whether two records in lists of issues, such as sprints, have the same id and different contents.
fn contradicts_itself(issues: &[serde_json::Value]) -> bool {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let fields = issues.iter().filter_map(|issue| issue.get("fields")?.as_object());
    let records = fields.flat_map(|fields| fields.values()).filter_map(serde_json::Value::as_array).flatten();
    let mut named = records.filter_map(|record| match record.as_str() {
        // From a server: `com.atlassian.greenhopper.service.sprint.Sprint@4b1d7e29[id=41,rapidViewId=6,…]`.
        Some(text) => {
            let (_, said) = text.split_once("[id=")?;
            Some((said.split(',').next()?.to_owned(), said.to_owned()))
        }
        None => Some((record.get("id")?.to_string(), record.to_string())),
    });
    named.any(|(id, said)| {
        known.insert(id.trim_matches('"').to_owned(), said.clone()).is_some_and(|other| other != said)
    })
}

fn page(issues: &[serde_json::Value]) -> Vec<u8> {
    serde_json::json!({ "issues": issues, "isLast": true }).to_string().into_bytes()
}

fn joined(data: &[u8]) -> Option<Vec<u8>> {
    Some(page(&issues(data)?))
}

fn halves(data: &[u8]) -> Option<[Vec<u8>; 2]> {
    let issues = issues(data)?;
    let (one, other) = issues.split_at(issues.len() / 2);
    Some([page(one), page(other)])
}
