//! Runs the real binary.
#![allow(dead_code, reason = "each test program uses its own part")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub mod boards;
pub mod jira;
pub mod packed;
pub mod pages;
pub mod trello;

/// The result of a run.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Why a run could not judge a rule, or judged it only in part.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap {
    pub missing: String,
    pub partial: bool,
    pub message: String,
    pub hint: String,
}

impl Run {
    /// The objects of `--format jsonl`.
    pub fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The findings of `--format jsonl`.
    pub fn findings(&self) -> Vec<Value> {
        self.objects().into_iter().filter(|object| object["type"] == "finding").collect()
    }

    /// Rule and item (or sprint) of each finding, in the order of the output.
    pub fn subjects(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let subject = |finding: &Value| text(&finding["item"]).or_else(|| text(&finding["sprint"])).unwrap_or_default();
        self.findings().iter().map(|finding| (text(&finding["rule"]).unwrap_or_default(), subject(finding))).collect()
    }

    /// The findings of one rule.
    pub fn findings_of(&self, rule: &str) -> Vec<Value> {
        self.findings().into_iter().filter(|finding| finding["rule"] == rule).collect()
    }

    pub fn fires(&self, rule: &str) -> bool {
        !self.findings_of(rule).is_empty()
    }

    /// The rules that were not judged, or only in part.
    pub fn inconclusive(&self) -> Vec<Value> {
        self.objects().into_iter().filter(|object| object["type"] == "inconclusive").collect()
    }

    /// The gap of `rule`, if it was not judged or only in part.
    pub fn gap(&self, rule: &str) -> Option<Gap> {
        let gap = self.inconclusive().into_iter().find(|gap| gap["rule"] == rule)?;
        let text = |key: &str| gap[key].as_str().expect(key).to_owned();
        let partial = gap["partial"].as_bool().expect("whether it is partial");
        Some(Gap { missing: text("missing"), partial, message: text("message"), hint: text("hint") })
    }

    /// The last object of `--format jsonl`.
    pub fn summary(&self) -> Value {
        self.objects().pop().expect("a summary")
    }

    /// The last line of the output.
    pub fn last_line(&self) -> &str {
        let said = if self.out.trim().is_empty() || self.out.starts_with('{') { &self.err } else { &self.out };
        said.trim_end().lines().last().unwrap_or_default()
    }
}

/// The binary, run in the repository, without colours and with a fixed environment.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardlint"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    // The time of the run is the same in every run.
    command.env("SOURCE_DATE_EPOCH", "1775001600");
    command
}

/// Runs the binary with `args`.
pub fn boardlint(args: &[&str]) -> Run {
    finish(command().args(args).output().expect("the binary runs"))
}

/// Runs the binary with `args` in `folder`.
pub fn boardlint_in(folder: &Path, args: &[&str]) -> Run {
    finish(command().current_dir(folder).args(args).output().expect("the binary runs"))
}

/// Runs the binary with `args` and `input` on standard input.
pub fn boardlint_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut child = command()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the binary ends");
    let _ = writer.join();
    finish(output)
}

fn finish(output: Output) -> Run {
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
    }
}

/// The output of `check` in JSON Lines for one export with a charter.
pub fn check(charter: &str, export: &str, more: &[&str]) -> Run {
    let folder = Folder::of(charter, export);
    let export = format!("{}/board.json", folder.text());
    boardlint(&[&["check", export.as_str(), "--format", "jsonl", "--fail-on", "never"], more].concat())
}

/// The text of a file in the fixtures.
pub fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/bakery/{path}", env!("CARGO_MANIFEST_DIR"))).expect(path)
}

/// Number of shipped rules, which are the files in `rules`.
pub fn shipped() -> usize {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).expect("a folder");
    let folders = folders.map(|folder| folder.expect("an entry").path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    files.filter(|file| file.as_ref().expect("an entry").path().extension().is_some_and(|end| end == "toml")).count()
}

/// The folder in an environment variable. A test that needs one is ignored by default; `.ci/run` sets the
/// variables and runs these tests.
pub fn named_by(variable: &str) -> PathBuf {
    let folder = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set"));
    std::path::absolute(folder).expect("an absolute path")
}

/// The folder with real exports.
pub fn real_exports() -> PathBuf {
    named_by("BOARDLINT_EXPORTS")
}

/// The folder with validators of others.
pub fn validators() -> PathBuf {
    named_by("BOARDLINT_VALIDATORS")
}

/// A temporary folder, which is removed at the end of the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with a charter and an export, `board.json`.
    pub fn of(charter: &str, export: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write("boardlint.toml", charter);
        folder.write("board.json", export);
        folder
    }

    /// A copy of the files of a board of the fixture team.
    pub fn fixture(board: &str) -> Self {
        Self::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bakery").join(board))
    }

    /// A copy of the files in `from`.
    pub fn copy(from: &Path) -> Self {
        let folder = Self::new();
        for path in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_file() {
                let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
                folder.write(name, std::fs::read(&path).expect("a file"));
            }
        }
        folder
    }

    /// Removes the file `name`.
    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.0.path().join(name)).expect(name);
    }

    /// The text of the file `name`.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).expect(name)
    }

    /// The names of its entries, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Writes `text` to `name` and returns its path.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a plain path").to_owned()
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn text(&self) -> String {
        self.0.path().to_str().expect("a plain path").to_owned()
    }
}
