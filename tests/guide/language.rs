//! The language of rules: the parts that its page shows can be loaded, and the rules of the cookbook are
//! tested.

use std::path::Path;

use snapbox::{assert_data_eq, file};

use super::page::Page;
use super::support::{Folder, boardlint};

/// What a rule needs besides the part that the page shows.
const REST: &[(&str, &str)] = &[
    ("summary ", "summary = \"Shown\"\nlevel = \"info\"\nconfidence = \"low\"\n"),
    ("[report]", "[report]\nmessage = \"shown\"\n"),
    ("[advice]", "[advice]\nwhy = \"a\"\ninstead = \"b\"\nask = \"c\"\nsource = [\"d: e\"]\n"),
];

#[test]
fn every_piece_of_a_rule_on_the_page_loads_and_whole_rules_pass_their_examples() {
    let page = Page::read(Path::new("docs/rules-language.md"));
    let pieces: Vec<&str> =
        page.blocks.iter().filter(|block| block.language == "toml").map(|block| page.of(block)).collect();
    assert!(pieces.len() > 10);
    for piece in pieces {
        let judge = piece.lines().next().and_then(|line| line.strip_prefix("# ")).expect("what is judged");
        let folder = Folder::new();
        if let Some(judge) = judge.strip_suffix(", complete") {
            assert!(piece.contains(judge.trim_end()) || piece.contains("judge      = "), "{piece}");
            folder.write("shown.toml", piece);
            let run = boardlint(&["test-rules", &folder.text()]);
            assert!(run.out.ends_with(" 0 noisy, 0 missing, 0 idle\n"), "{piece}\n{}{}", run.out, run.err);
            continue;
        }
        let missing = |(key, _): &&(&str, &str)| !piece.contains(key);
        let mut rest = REST.iter().filter(missing).map(|(_, text)| *text);
        let head = rest.next().filter(|text| text.starts_with("summary")).unwrap_or_default();
        let tail: String = rest.collect();
        folder.write("shown.toml", format!("{head}{judge}\n{piece}\n{tail}"));
        let run = boardlint(&["rules", "--rules", &folder.text(), "--select", "shown"]);
        assert_eq!(run.status, 0, "{piece}\n{}", run.err);
    }
}

#[test]
fn the_cookbook_shows_twenty_rules_as_they_are_tested() {
    let run = boardlint(&["test-rules", "fixtures/own-rules"]);
    assert!(run.status == 0 && run.out.ends_with(" 0 noisy, 0 missing, 0 idle\n"), "{}{}", run.out, run.err);
    let folder = std::fs::read_dir("fixtures/own-rules/cookbook").expect("the cookbook");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 20);
    let mut page = "<!-- Made of fixtures/own-rules/cookbook; a test with SNAPSHOTS=overwrite writes it anew. -->\n\n\
        # The cookbook\n\n\
        *For a team that looks for a rule of its own: twenty that others asked for, each a file to copy and to change.*\n\n\
        Each stands here without its examples; its file, which the tests run, has them. Copy one into a folder of your own, \
        change the words, and run `boardlint test-rules` on the folder. [The language of rules](rules-language.md) says what \
        each construct means.\n"
        .to_owned();
    for path in paths {
        let rule = std::fs::read_to_string(&path).expect("a rule");
        let summary = rule.lines().next().and_then(|line| line.split('"').nth(1)).expect("a summary");
        let (shown, _) = rule.split_once("\n[advice]").expect("advice");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        page.push_str(&format!(
            "\n## {summary}\n\n[`{name}`](../fixtures/own-rules/cookbook/{name})\n\n```toml\n{shown}```\n"
        ));
    }
    assert_data_eq!(page, file!["../../docs/cookbook.md"].raw());
}
