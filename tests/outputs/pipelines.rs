//! The pipelines in the guide are valid for their services.

/// The complete pipelines among the YAML blocks of the page about CI: one for GitHub, one for GitLab.
pub fn pipelines() -> Vec<String> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ci.md")).expect("the page");
    let blocks = page.split("```yaml\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned());
    blocks.filter(|block| block.contains("runs-on:") || block.contains("image:")).collect()
}

#[test]
fn a_token_comes_from_the_environment_alone() {
    // What a remark calls by its name is not given.
    let pipelines = pipelines();
    assert_eq!(pipelines.len(), 2, "one for GitHub, one for GitLab");
    let lines = pipelines.iter().flat_map(|pipeline| pipeline.lines());
    for line in lines.filter(|line| !line.trim_start().starts_with('#')) {
        assert!(!line.contains("TOKEN") || line.contains("JIRA_TOKEN: ${{ secrets.JIRA_TOKEN }}"), "{line}");
    }
}
