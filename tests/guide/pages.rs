//! What the guide must contain: a short first page, the audience of each page, and every command, option,
//! format and stage.

use std::path::Path;

use super::page::guide;
use super::support::boardlint;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

#[test]
fn the_first_page_is_short_and_leads_to_every_other() {
    let readme = text("README.md");
    assert!(readme.lines().count() <= 150, "{} lines", readme.lines().count());
    let whole: String = guide().into_iter().map(|page| page.text).collect();
    for page in guide() {
        let name = page.path.display().to_string();
        if let Some(name) = name.strip_prefix("docs/") {
            assert!(readme.contains(&format!("(docs/{name})")) || whole.contains(&format!("({name})")), "{name}");
        }
    }
}

#[test]
fn every_page_opens_with_whom_it_is_for() {
    for page in guide().iter().filter(|page| page.path.starts_with("docs")) {
        let mut lines = page.text.lines().filter(|line| !line.is_empty() && !line.starts_with("<!--"));
        let path = page.path.display();
        assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{path} begins with its title");
        assert!(lines.next().is_some_and(|line| line.starts_with("*For ")), "{path} says then whom it is for");
    }
}

#[test]
fn pictures_are_small() {
    let pictures = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).expect("docs");
    for picture in pictures.map(|entry| entry.expect("an entry")) {
        if picture.path().extension().is_some_and(|extension| extension == "png" || extension == "svg") {
            let size = picture.metadata().expect("a size").len();
            assert!(size < 150_000, "{}: {size} bytes", picture.path().display());
        }
    }
}

/// The long options in a command's help.
fn options(command: &str) -> Vec<String> {
    let help = boardlint(&[command, "--help"]).out;
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let options = lines.filter_map(|line| line.split([' ', ',', '[']).find(|word| word.starts_with("--")));
    options.filter(|option| !matches!(*option, "--help" | "--version")).map(str::to_owned).collect()
}

#[test]
fn every_option_is_in_the_guide() {
    let page = text("docs/options.md");
    for option in options("check") {
        assert!(page.contains(&option), "{option} of check");
    }
    let whole: String = guide().into_iter().map(|page| page.text).collect();
    for command in commands() {
        for option in options(&command) {
            assert!(whole.contains(&option), "{option} of {command}");
        }
    }
}

/// The commands in the help.
fn commands() -> Vec<String> {
    let help = boardlint(&["--help"]).out;
    let (_, list) = help.split_once("Commands:\n").expect("commands");
    let (list, _) = list.split_once("\n\n").expect("an end");
    let names = list.lines().filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_is_in_the_guide() {
    let page = text("docs/first-steps.md");
    let (_, table) = page.split_once("## All commands").expect("the table");
    for command in commands() {
        assert!(
            table.contains(&format!("boardlint {command}")) || table.contains(&format!("`{command}`")),
            "{command}"
        );
    }
}

#[test]
fn every_format_is_in_the_guide() {
    let page = text("docs/options.md");
    let help = boardlint(&["check", "--help"]).out;
    let (_, list) = help.split_once("repeatable (human").expect("the formats");
    let (list, _) = list.split_once(')').expect("an end");
    for format in list.split([',', ' ', '\n']).filter(|word| !word.is_empty()) {
        assert!(page.contains(&format!("| `{format}` |")), "{format}");
    }
}

#[test]
fn every_stage_of_the_source_is_on_the_map() {
    let page = text("docs/how-it-works.md");
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("src") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a plain name");
        if entry.path().is_dir() {
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
    }
}
