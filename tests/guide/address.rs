//! The address of the project is defined in one place, the manifest. All other places must agree with it.

use std::path::Path;

use regex::Regex;
use snapbox::{Assert, Data};

use super::page::guide;
use super::support::boardlint;

const ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");

/// The page with all addresses of the project replaced by that of the manifest: in links, actions and
/// GitHub's command line.
fn at_its_address(text: &str) -> String {
    let name = ADDRESS.strip_prefix("https://github.com/").unwrap_or(ADDRESS);
    let places = [
        (r"https://github\.com/[\w-]+/boardlint\b", ADDRESS.to_owned()),
        (r"\b[\w-]+/boardlint@", format!("{name}@")),
        (r"--repo [\w-]+/boardlint\b", format!("--repo {name}")),
    ];
    places.into_iter().fold(text.to_owned(), |text, (pattern, address)| {
        Regex::new(pattern).expect("a pattern").replace_all(&text, address.as_str()).into_owned()
    })
}

#[test]
fn every_page_has_the_address_of_the_manifest() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut said = 0;
    for page in guide() {
        let kept = Data::read_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&page.path), None).raw();
        let mended = at_its_address(&page.text);
        said += mended.matches("/boardlint@").count();
        assert.eq(Data::text(mended).raw(), kept);
    }
    assert!(said > 0, "the guide shows how the action is named");
}

#[test]
fn another_address_is_found_wherever_it_stands() {
    let text = "see https://github.com/somebody/boardlint, `uses: somebody/boardlint@1`, `gh --repo somebody/boardlint`; \
                checkout/boardlint.toml and target/boardlint stay";
    let mended = at_its_address(text);
    assert!(!mended.contains("somebody"), "{mended}");
    assert!(mended.ends_with("checkout/boardlint.toml and target/boardlint stay"), "{mended}");
}

#[test]
fn the_home_of_the_project_is_the_same_address_everywhere() {
    assert!(env!("CARGO_PKG_HOMEPAGE").starts_with(ADDRESS));
    let log = boardlint(&["check", "fixtures/bakery/jira-cloud", "--format", "sarif"]).out;
    assert!(log.contains(env!("CARGO_PKG_HOMEPAGE")), "the log of SARIF says where the tool is from");
    // The scripts that build and publish fill these in from the manifest.
    for path in [
        "npm/package.json",
        "pyproject.toml",
        "action.yml",
        "templates/boardlint.yml",
        ".pre-commit-hooks.yaml",
        "contrib/dist",
    ] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path);
        assert!(!text.contains(ADDRESS), "{path} has the address, which is another place to change");
    }
}
