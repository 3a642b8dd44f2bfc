//! Tables of a board that other tools make, read as these tools export them.

use std::process::Command;

use crate::support::validators;

/// Makes the bakery's tables as the data pipelines document theirs, and runs the recipes on them with DuckDB.
#[test]
#[ignore = "needs BOARDLINT_VALIDATORS"]
fn the_bakery_gives_the_same_findings_out_of_the_tables_of_each_pipeline() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/pipelines/main.py");
    let python = validators().join("venv/bin/python");
    let run = Command::new(python).args([script, env!("CARGO_BIN_EXE_boardlint")]).output().expect("Python starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let said = String::from_utf8(run.stdout).expect("UTF-8");
    let pipelines: Vec<_> = said.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    assert_eq!(pipelines, ["airbyte", "fivetran", "devlake-raw", "devlake", "data-center"]);
}
