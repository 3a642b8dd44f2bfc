//! The library call with bytes only, without files.

use std::collections::BTreeSet;
use std::path::Path;

use boardlint::lint::{Export, Inputs, LeftOut, Linted, Options, lint, lint_in_parts, read};
use boardlint::report::{Display, Format, Names, Run};

use crate::support;

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// Inputs with these exports, and with charters beside them.
fn inputs(exports: &[&str], charters: &[&str]) -> Inputs {
    let mut inputs = Inputs::new([]);
    inputs.add_exports(exports.iter().map(|path| Export::new(*path, bytes(path))).collect());
    for path in charters {
        inputs.add_charter(*path, bytes(path));
    }
    inputs
}

fn fingerprints(linted: &Linted<'_>) -> BTreeSet<String> {
    linted.findings.iter().map(|finding| finding.fingerprint.to_string()).collect()
}

const CLOUD: [&str; 2] = ["fixtures/bakery/jira-cloud/search.json", "fixtures/bakery/jira-cloud/boardlint.toml"];
const TRELLO: [&str; 2] = ["fixtures/bakery/trello/board.json", "fixtures/bakery/trello/boardlint.toml"];

#[test]
fn the_library_finds_what_the_command_line_finds() {
    for [export, charter] in [CLOUD, TRELLO] {
        let inputs = inputs(&[export], &[charter]);
        let linted = lint(&inputs, &Options::default()).expect("nothing is wrong");
        let names = Names::real();
        let run = Run::new(&inputs, &linted, &names, Display::default());
        let lines = Format::find("jsonl").expect("a format").bytes(&run).expect("memory takes everything");
        let binary = support::boardlint(&["check", export, "--format", "jsonl"]);
        // Without a clock, the run has no time.
        let lines = String::from_utf8(lines).expect("text");
        let (first, rest) = lines.split_once('\n').expect("a line for the run");
        let (binary_first, binary_rest) = binary.out.split_once('\n').expect("a line for the run");
        assert!(
            first.contains(r#""time":null,"#) && !binary_first.contains(r#""time":null,"#),
            "{first}\n{binary_first}"
        );
        assert_eq!(rest, binary_rest, "{export}");
        assert_eq!(linted.fails, binary.status == 1);
    }
}

#[test]
fn a_board_that_was_let_go_of_knows_its_sprints_and_nothing_of_what_was_in_them() {
    // An export without a charter above it is judged after those with one.
    let mut inputs = inputs(&[CLOUD[0]], &[CLOUD[1]]);
    inputs.add_exports(vec![Export::new("other/board.json", bytes(TRELLO[0]))]);
    let linted = lint_in_parts(&inputs, &Options::default(), &|| {}, |_| false, |_| {}).expect("nothing is wrong");
    let board = &linted.boards[0].board;
    assert_eq!((board.items.len(), board.sprints.len()), (0, 4));
    for sprint in &board.sprints {
        assert!(board.figures(sprint.index).is_none() && board.velocity_before(sprint.index).is_none());
        assert!(board.delivery(sprint.index).is_none() && board.cadence(sprint.index).days.is_none());
        assert!(board.load(sprint).is_none());
    }
}

#[test]
fn a_charter_governs_its_folder_and_what_lies_below() {
    let inputs = inputs(&[CLOUD[0], TRELLO[0]], &[CLOUD[1]]);
    let linted = lint(&inputs, &Options::default()).expect("nothing is wrong");
    let governed: Vec<bool> = linted.boards.iter().map(|board| board.charter.file.is_some()).collect();
    assert_eq!(governed, [true, false]);

    // The copy in a subfolder belongs to the same board.
    let mut inputs = Inputs::new([]);
    let below = Export::new("bakery/older/search.json", bytes(CLOUD[0]));
    inputs.add_exports(vec![Export::new("bakery/search.json", bytes(CLOUD[0])), below]);
    inputs.add_charter("bakery/boardlint.toml", bytes(CLOUD[1]));
    let linted = lint(&inputs, &Options::default()).expect("nothing is wrong");
    assert_eq!((linted.boards.len(), linted.files.len()), (1, 2));
}

#[test]
fn boards_can_be_had_one_after_the_other() {
    let inputs = inputs(&[CLOUD[0], TRELLO[0]], &[CLOUD[1], TRELLO[1]]);
    let options = Options::default();
    let together = fingerprints(&lint(&inputs, &options).expect("nothing is wrong"));
    let exports = read(&inputs, &options, &|| {}).expect("nothing is wrong");
    let apart = exports.into_boards().flat_map(|outcome| outcome.findings);
    assert_eq!(apart.map(|finding| finding.fingerprint.to_string()).collect::<BTreeSet<_>>(), together);
    assert!(!together.is_empty());
}

#[test]
fn a_base_that_was_not_handed_in_costs_its_own_boards_alone() {
    let mut inputs = inputs(&[CLOUD[0], TRELLO[0]], &[TRELLO[1]]);
    let charter = inputs.add_charter(CLOUD[1], "extends = \"../org.toml\"\n");
    assert_eq!(inputs.extends(charter).as_deref(), Some("../org.toml"));
    let outcomes = read(&inputs, &Options::default(), &|| {}).expect("nothing is wrong").into_boards();
    let left_out: Vec<bool> = outcomes.map(|outcome| matches!(outcome.left_out, Some(LeftOut::Mistakes))).collect();
    assert_eq!(left_out, [false, true]);

    inputs.add_base(charter, Ok(("fixtures/bakery/org.toml".to_owned(), bytes(CLOUD[1]).into())));
    let linted = lint(&inputs, &Options::default()).expect("nothing is wrong");
    assert_eq!((linted.boards.len(), linted.left_out.len()), (2, 0), "{:?}", linted.diagnostics);
}

#[test]
fn a_baseline_and_the_day_are_handed_in() {
    let mut inputs = inputs(&[CLOUD[0]], &[CLOUD[1]]);
    let options = Options::default();
    let all = lint(&inputs, &options).expect("nothing is wrong");
    let known = &all.findings[0];
    let baseline = format!(
        "{{\"schema\": \"boardlint-baseline-1\", \"findings\": [{{\"rule\": \"{}\", \"fingerprint\": \"{}\"}}]}}",
        known.rule, known.fingerprint
    );
    let (count, first) = (all.findings.len(), known.fingerprint);
    inputs.add_baseline(None, "baseline.json", baseline).expect("a baseline");
    let linted = lint(&inputs, &options).expect("nothing is wrong");
    assert_eq!((linted.findings.len(), linted.baselined[0].fingerprint), (count - 1, first));
    assert!(inputs.add_baseline(None, "other.json", "{}").is_err());
}

#[test]
fn what_is_wrong_with_the_options_is_returned() {
    let day = |text: &str| Some(text.parse().expect("a day"));
    let options = Options { since: day("2026-03-02"), until: day("2026-02-02"), ..Options::default() };
    let wrong = lint(&Inputs::new([]), &options).expect_err("a window that ends before it begins");
    assert_eq!(wrong.len(), 1);
    let linted = Inputs::new([]);
    let linted = lint(&linted, &Options::default()).expect("nothing is wrong");
    assert!(linted.no_export.is_some_and(|nothing| nothing.starts_with("no export found")));
}
