//! Charters that are anonymised together with the exports that they govern.

use super::{anonymised, texts, told, verdicts};
use crate::support::{Folder, boardlint_in};

#[test]
fn what_a_charter_says_of_rules_is_replaced_like_what_it_is_about() {
    let folder = Folder::fixture("jira-cloud");
    let page = std::fs::read_to_string(folder.path().join("search.json")).expect("a page");
    folder.write("search.json", page.replace("\"labels\": []", "\"labels\": [\"Zwiebelturm\", \"acme-corp\"]"));
    let charter = std::fs::read_to_string(folder.path().join("boardlint.toml")).expect("a charter");
    let rules = r#"
[rules]
po-absent = "off"
work-assigned-by-po = { level = "warn", when = { item.labels = ["Zwiebelturm"] } }

[rules.workflow-bypassed]
level = "error"
when = { change.kind = ["moved"], item.labels = ["acme-corp"], item.days-without = { role = "product-owner", above = 1 } }
"#;
    folder.write("boardlint.toml", charter + rules);
    let done = anonymised(&[&folder.text()]);
    let text = texts(done.path());
    assert!(!text.contains("Zwiebelturm") && !text.contains("acme"), "{text}");
    for kept in ["po-absent = \"off\"", "[\"moved\"]", "role = \"product-owner\"", "level = \"error\""] {
        assert!(text.contains(kept), "{kept}");
    }
    assert_eq!(verdicts(&folder.text()), verdicts(&done.text()));
}

#[test]
fn a_file_that_charters_extend_goes_with_them() {
    let folder = Folder::new();
    for team in ["ann", "bob"] {
        folder.write(&format!("{team}/app.json"), told().to_string());
        folder
            .write(&format!("{team}/boardlint.toml"), "extends = \"../acme.toml\"\n[roles]\nscrum-master = \"Sam\"\n");
    }
    folder.write("acme.toml", "[roles]\nproduct-owner = \"Maria\"\n");
    let done = anonymised(&[&folder.text()]);
    assert!(!texts(done.path()).contains("acme"));
    assert_eq!(verdicts(&folder.text()), verdicts(&done.text()));
    let alone = boardlint_in(folder.path(), &["anonymise", "ann", "-o", "out"]);
    assert_eq!(alone.status, 2);
    assert!(
        alone.err.contains("acme.toml: a charter extends it, and it is in no folder that is named"),
        "{}",
        alone.err
    );
}

#[test]
fn whoever_is_named_in_a_charter_alone_is_replaced_wherever_that_is() {
    let folder = Folder::new();
    folder.write("app.json", told().to_string());
    folder.write(
        "boardlint.toml",
        "[roles]\nstakeholders = [\"Ines Quuxberg\", \"omar.quuxdad\"]\nmanagers = [\"Quuxmann\"]\ndevelopers = [\n  \"quuxer\",\n  \
         [\"quuxen\"]\n]\n\n[aliases]\nquuxia = [\"quux@old.example\", \"quux77x\"]\n  [workflow]\ndoing = [\"Quuxing\"]\n\n\
         [rules.po-absent]\nlevel = \"off\"\n",
    );
    let charter = texts(anonymised(&[&folder.text()]).path());
    assert!(!charter.to_lowercase().contains("quux"), "{charter}");
    for kept in ["[aliases]", "[workflow]", "[rules.po-absent]", "level = \"off\"", "managers = [\""] {
        assert!(charter.contains(kept), "{kept}: {charter}");
    }
}
