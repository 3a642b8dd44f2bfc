//! Commands on real exports.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::anonymise::{Common, anonymised, left, texts, verdicts};
use crate::support::{Folder, boardlint, real_exports};

/// Every file, and every folder of files that belong together.
fn exports(folder: &Path) -> Vec<PathBuf> {
    let together = ["backup", "jirametrics", "jira-backup"];
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() && !together.contains(&name.as_str()) { exports(&path) } else { vec![path] }
        })
        .collect()
}

/// A copy of the export with a charter that names the two most active people as Product Owner and Scrum
/// Master, if there are two.
fn with_roles(export: &Path) -> Folder {
    let folder = Folder::new();
    let copy = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        folder.write(name, std::fs::read(path).expect("an export"));
    };
    if export.is_dir() {
        let files = std::fs::read_dir(export).expect("a folder").map(|entry| entry.expect("an entry").path());
        files.filter(|path| path.is_file()).for_each(|path| copy(&path));
    } else {
        copy(export);
    }
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_default();
    let people = document["people"].as_array().cloned().unwrap_or_default();
    if let [first, second, ..] = people.as_slice() {
        folder.write(
            "boardlint.toml",
            format!("[roles]\nproduct-owner = {}\nscrum-master = {}\n", first["name"], second["name"]),
        );
    }
    folder
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn every_rule_says_of_an_anonymous_export_what_it_said_of_the_real_one() {
    let real = real_exports();
    let exports = exports(&real);
    assert!(exports.len() > 15, "{exports:?}");
    let mut findings = 0;
    for export in exports {
        let before = with_roles(&export);
        let said = verdicts(&before.text());
        findings += said.iter().filter(|line| line.contains("20")).count();
        assert_eq!(said, verdicts(&anonymised(&[&before.text()]).text()), "{}", export.display());
    }
    assert!(findings > 50, "{findings}");
}

#[test]
#[ignore = "needs the labelled boards beside BOARDLINT_EXPORTS"]
fn every_rule_says_of_an_anonymous_labelled_board_what_it_said_before() {
    let real = real_exports();
    let labelled = real.parent().expect("a folder").join("labelled");
    let Ok(scenarios) = std::fs::read_dir(&labelled) else { return };
    for board in scenarios.flat_map(|scenario| std::fs::read_dir(scenario.expect("an entry").path())).flatten() {
        let board = board.expect("an entry").path();
        if board.join("boardlint.toml").exists() {
            let path = board.to_str().expect("a plain path");
            assert_eq!(verdicts(path), verdicts(&anonymised(&[path]).text()), "{path}");
        }
    }
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn nothing_of_anybody_is_left_of_real_exports_and_labelled_boards() {
    let real = real_exports();
    let beside = |name: &str| real.parent().expect("a folder").join(name);
    let common = Common::read();
    let mut count = 0;
    let folders = [real.clone(), beside("labelled"), beside("labelled-next")];
    for path in folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| documents(folder)) {
        let Ok(document) = serde_json::from_slice::<Value>(&std::fs::read(&path).expect("an export")) else { continue };
        let text = texts(anonymised(&[path.to_str().expect("a plain path")]).path());
        let (here, found) = left(&document, &serde_json::from_str(&text).expect("JSON"), &common);
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
        count += here;
    }
    assert!(count > 10_000, "{count}");
}

/// All JSON files below a folder.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    entries.flat_map(|path| if path.is_dir() { documents(&path) } else { vec![path] }).filter(is_json).collect()
}
