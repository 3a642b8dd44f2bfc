//! A team starts with a baseline of its findings, and gets only new ones reported.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::jira::{CHARTER, history, issue, page, ranked, user};
use crate::support::{Folder, Run, boardlint, boardlint_in};

const FILE: &str = "boardlint-baseline.json";

fn baseline(folder: &Folder, args: &[&str]) -> Run {
    boardlint_in(folder.path(), &[&["baseline", "."], args].concat())
}

fn check(folder: &Folder, args: &[&str]) -> Run {
    boardlint_in(folder.path(), &[&["check", ".", "--format", "jsonl"], args].concat())
}

fn text(folder: &Folder) -> String {
    folder.read(FILE)
}

#[test]
fn what_was_there_is_counted_and_not_told() {
    let folder = Folder::fixture("jira-cloud");
    let before = check(&folder, &[]);
    let written = baseline(&folder, &[]);
    assert_eq!(written.out, format!("./{FILE}: 15 findings, 15 of them new; 0 no longer there\n"));
    let after = check(&folder, &[]);
    assert_eq!((before.status, before.findings().len()), (1, 15));
    assert_eq!((after.status, after.findings().len()), (0, 0));
    assert_eq!(after.summary()["baselined"], 15);
    let human = boardlint_in(folder.path(), &["check", ".", "--quiet"]);
    assert!(human.out.starts_with("nothing found, 15 in the baseline in 32 items"), "{}", human.out);
}

#[test]
fn the_file_is_sorted_says_little_and_names_nobody() {
    let folder = Folder::fixture("jira-cloud");
    baseline(&folder, &[]);
    let text = text(&folder);
    let lines: Vec<_> = text.lines().filter(|line| line.contains("fingerprint")).collect();
    let mut sorted = lines.clone();
    sorted.sort_by_key(|line| line.trim_end_matches(',').to_owned());
    assert_eq!((lines.len(), &lines), (15, &sorted), "a finding a line");
    for entry in serde_json::from_str::<Value>(&text).expect("JSON")["findings"].as_array().expect("a list") {
        let keys: Vec<_> = entry.as_object().expect("an object").keys().map(String::as_str).collect();
        assert!(keys.iter().all(|key| ["rule", "date", "item", "fingerprint", "others"].contains(key)), "{keys:?}");
    }
    for name in ["Greta", "Tomasz", "Kenji", "712020", "Print the packing list"] {
        assert!(!text.contains(name), "{name}");
    }
    baseline(&folder, &[]);
    assert_eq!(self::text(&folder), text, "written again it is the same");
}

#[test]
fn it_survives_a_fresh_export_of_the_same_board() {
    for board in ["jira-cloud", "trello", "jira-backup"] {
        let folder = Folder::fixture(board);
        baseline(&folder, &[]);
        // Another download: in one line, with another file name, and with renamed people.
        let later = Folder::new();
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            let text = std::fs::read_to_string(&path).expect("text");
            match name.as_str() {
                FILE | "boardlint.toml" | "activeobjects.xml" => drop(later.write(&name, text)),
                "entities.xml" => drop(later.write(&name, text.replace("Kenji Mori", "Kenji M."))),
                _ => {
                    let value: Value = serde_json::from_str(&text).expect("JSON");
                    let text = value.to_string().replace("\"Kenji Mori\"", "\"Kenji Mori-Smith\"");
                    drop(later.write("deep/in/a/folder/export.json", text));
                }
            }
        }
        // The charter uses his former name.
        let charter = later.path().join("boardlint.toml");
        let named = std::fs::read_to_string(&charter).expect("a charter");
        let renamed = if board == "jira-backup" { "Kenji M." } else { "Kenji Mori-Smith" };
        std::fs::write(&charter, named.replace("Kenji Mori", renamed)).expect("a charter");
        let run = check(&later, &[]);
        assert_eq!((run.status, run.findings().len()), (0, 0), "{board}: {}{}", run.out, run.err);
        assert!(run.summary()["baselined"].as_u64().is_some_and(|count| count > 5), "{board}");
    }
}

#[test]
fn what_is_gone_is_pruned_and_nothing_is_added() {
    let folder = Folder::fixture("jira-cloud");
    baseline(&folder, &[]);
    let charter = folder.path().join("boardlint.toml");
    let text = std::fs::read_to_string(&charter).expect("a charter");
    // Kenji becomes Product Owner, so his drag is no longer a finding. Another rule gets findings.
    let text = text.replace("developers = [", "managers = [\"greta@example.com\"]\ndevelopers = [");
    let at = text.find("product-owner = [\n").expect("the role") + "product-owner = [\n".len();
    let text = format!("{}  \"Kenji Mori\",\n{}", &text[..at], &text[at..]);
    std::fs::write(&charter, text).expect("a charter");
    let pruned = baseline(&folder, &["--prune"]);
    assert_eq!(pruned.status, 0, "{}", pruned.err);
    assert!(pruned.out.contains("0 of them new;") && !pruned.out.contains("; 0 no longer"), "{}", pruned.out);
    let now = check(&folder, &[]);
    let rules: Vec<_> = now.findings().iter().map(|it| it["rule"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(rules.contains(&"po-is-also-manager".to_owned()), "what is new is told: {rules:?}");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_baseline() {
    let folder = Folder::fixture("jira-cloud");
    baseline(&folder, &[]);
    let saved = text(&folder);
    folder.write(FILE, format!("\u{feff}{saved}"));
    let run = check(&folder, &[]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{}", run.err);
    assert_eq!(baseline(&folder, &["--prune"]).status, 0);
    folder.write(FILE, "\u{feff}{\"schema\": \"boardlint-baseline-1\", \"findings\": [{\"rule\": 7}]}");
    let broken = check(&folder, &[]);
    assert!(broken.err.contains("boardlint-baseline.json:1:58"), "{}", broken.err);
}

#[test]
fn what_a_run_does_not_look_at_stays_in_the_baseline() {
    let folder = Folder::fixture("jira-cloud");
    baseline(&folder, &[]);
    let whole = text(&folder);
    for args in [&["--select", "sprint"][..], &["--sprint", "Oven 2"], &["--select", "sprint", "--prune"]] {
        let run = baseline(&folder, args);
        assert_eq!((run.status, text(&folder)), (0, whole.clone()), "{args:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_baseline_goes_to_standard_output_where_that_is_asked_for() {
    let folder = Folder::fixture("jira-cloud");
    let run = baseline(&folder, &["-o", "-"]);
    assert!(run.status == 0 && !folder.path().join("-").exists(), "{}", run.err);
    baseline(&folder, &[]);
    assert_eq!(run.out, text(&folder));
}

#[test]
fn a_baseline_that_was_asked_for_must_be_there_and_be_one() {
    let folder = Folder::fixture("jira-cloud");
    let run = check(&folder, &["--baseline", "nowhere.json"]);
    assert_eq!((run.status, run.findings().len(), run.summary()["items"].as_u64()), (2, 0, Some(0)));
    assert!(run.err.contains("there is no baseline nowhere.json"), "{}", run.err);
    assert!(run.err.contains("write it: `boardlint baseline -o nowhere.json`"), "{}", run.err);
    for (text, told) in [
        ("{\"schema\": \"boardlint-baseline-2\", \"findings\": [], \"more\": 1}", "another version of boardlint"),
        ("{\"findings\": []}", "does not say that its schema is boardlint-baseline-1"),
        ("{\"schema\": \"boardlint-baseline-1\", \"findings\": [{\"rule\": 7}]}", "boardlint-baseline.json:1:58"),
        ("[]", "does not say that its schema is boardlint-baseline-1"),
        ("[\"boardlint-baseline-1\", []]", "does not say that its schema is boardlint-baseline-1"),
        ("not JSON", "this is no baseline of boardlint"),
    ] {
        folder.write(FILE, text);
        let run = check(&folder, &[]);
        assert_eq!((run.status, run.err.contains(told)), (2, true), "{text}: {}", run.err);
    }
    assert_eq!(baseline(&folder, &["--prune"]).status, 2, "only a whole one can be pruned");
    assert_eq!(baseline(&folder, &[]).status, 0, "a broken one is written anew");
}

#[test]
fn without_a_charter_it_is_said_where_to_write() {
    let folder = Folder::new();
    let export = folder.write("board.json", page(vec![issue("APP-1", json!({}), vec![])]));
    let run = boardlint(&["baseline", &export, "--po", "Maria"]);
    assert_eq!((run.status, run.err.contains("-o FILE")), (2, true), "{}", run.err);
    let file = folder.path().join("own.json");
    let run = boardlint(&["baseline", &export, "--po", "Maria", "-o", &file.to_string_lossy()]);
    assert_eq!((run.status, file.is_file()), (0, true), "{}", run.err);
}

#[test]
fn nothing_is_written_from_an_export_that_cannot_be_read() {
    let folder = Folder::fixture("jira-cloud");
    folder.write("torn.json", "{\"issues\": [{\"key\": \"CRUST-99\", \"fie");
    let run = baseline(&folder, &[]);
    assert_eq!((run.status, Path::new(&folder.text()).join(FILE).exists()), (3, false), "{}", run.err);
    assert!(run.err.contains("no baseline was written"), "{}", run.err);
}

/// Two findings with the same identity: the same issue id and history id on two sites under one charter.
#[test]
fn findings_of_the_same_identity_are_kept_apart_whatever_the_order_of_files() {
    let site = |site: &str, at: &str| {
        page(vec![issue("APP-1", json!({}), vec![history(1, "Li", at, ranked())])]).replace("bakery.example", site)
    };
    let (one, other) =
        (site("one.example", "2026-02-02T09:00:00.000+0000"), site("two.example", "2026-02-03T09:00:00.000+0000"));
    let fingerprints = |first: &str, second: &str| {
        let folder = Folder::new();
        folder.write("boardlint.toml", CHARTER);
        folder.write("a.json", first);
        folder.write("b.json", second);
        let run = check(&folder, &["--select", "backlog-reordered-by-non-po"]);
        run.findings().iter().map(|it| (it["at"].clone(), it["fingerprint"].clone())).collect::<Vec<_>>()
    };
    let told = fingerprints(&one, &other);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_ne!(told[0].1, told[1].1);
    assert_eq!(told, fingerprints(&other, &one));
}

/// Stories that Sam, the Scrum Master, wrote at intervals of ten seconds.
fn written_by_sam(numbers: &[u32]) -> String {
    let story = |number: &u32| {
        let created = format!("2026-02-02T09:00:{}0.000+0000", number % 6);
        let fields = json!({"creator": user("Sam"), "reporter": user("Sam"), "created": created});
        issue(&format!("APP-{number}"), fields, Vec::new())
    };
    page(numbers.iter().map(story).collect())
}

#[test]
fn a_finding_of_several_items_is_known_when_its_first_is_gone() {
    let folder = Folder::of(CHARTER, written_by_sam(&[1, 2, 3]));
    let select = ["--select", "story-written-by-sm"];
    let now = |numbers: &[u32]| {
        folder.write("board.json", written_by_sam(numbers));
        let run = check(&folder, &select);
        (run.findings().len(), run.summary()["baselined"].as_u64())
    };
    assert_eq!(now(&[1, 2, 3]), (1, Some(0)));
    let written = baseline(&folder, &select);
    assert!(written.out.contains(": 1 finding, 1 of them new;"), "{}", written.out);
    for left in [&[2, 3][..], &[3], &[1, 3]] {
        assert_eq!(now(left), (0, Some(1)), "{left:?}");
    }
    assert_eq!(now(&[4, 5]), (1, Some(0)), "of none of these it tells");
    now(&[2, 3]);
    for more in [&["--prune"][..], &[]] {
        let again = baseline(&folder, &[&select, more].concat());
        assert!(again.out.ends_with(": 1 finding, 0 of them new; 0 no longer there\n"), "{more:?}: {}", again.out);
    }
    assert_eq!(now(&[2, 3]), (0, Some(1)));
}
