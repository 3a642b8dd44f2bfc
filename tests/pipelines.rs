//! The pipelines in the README are what their services take.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod support;

use std::process::Command;

use support::{Folder, validators};

/// The blocks of YAML in the README.
fn pipelines() -> Vec<String> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("a README");
    let blocks = readme.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_pipelines_fit_the_schemas_of_their_services() {
    let Some(tools) = validators() else { return };
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

#[test]
fn a_token_comes_from_the_environment_alone() {
    for line in pipelines().iter().flat_map(|pipeline| pipeline.lines()) {
        assert!(!line.contains("TOKEN") || line.contains("JIRA_TOKEN: ${{ secrets.JIRA_TOKEN }}"), "{line}");
    }
}
