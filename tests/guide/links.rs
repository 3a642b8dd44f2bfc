//! Every link in the project's own pages leads to an existing file, and every anchor to a heading of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Folders and files of Markdown that people read on the project's site.
const PLACES: [&str; 6] = [".", "docs", "rules", "fixtures", "contrib", ".github"];

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = PLACES.iter().filter_map(|place| std::fs::read_dir(root.join(place)).ok()).flatten();
    let mut pages: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS)
}

/// The anchors of a page's headings, made as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let (mut anchors, mut seen) = (Vec::new(), HashMap::<String, usize>::new());
    let mut heading: Option<String> = None;
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let title = heading.take().unwrap_or_default().to_lowercase().replace(' ', "-");
                let anchor: String =
                    title.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_')).collect();
                let before = seen.entry(anchor.clone()).or_default();
                anchors.push(if *before == 0 { anchor } else { format!("{anchor}-{before}") });
                *before += 1;
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    anchors
}

fn links(text: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    events(text).filter_map(target).collect()
}

#[test]
fn every_file_that_is_named_in_the_map_of_the_source_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/how-it-works.md")).expect("the map");
    let named = |event| match event {
        Event::Code(code) if code.contains('/') && !code.contains([' ', '*', '<']) => Some(code.into_string()),
        _ => None,
    };
    let all: Vec<_> = events(&text).filter_map(named).collect();
    // CATEGORY is a placeholder.
    let is_there = |path: &&String| root.join(path).exists() || path.contains("CATEGORY");
    let missing: Vec<_> = all.iter().filter(|path| !is_there(path)).collect();
    assert!(all.len() > 30 && missing.is_empty(), "{missing:?} of {}", all.len());
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let folder = page.parent().expect("a folder");
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() { page.clone() } else { folder.join(path) };
            if !target.exists() {
                wrong.push(format!("{}: {link}: there is no such file", page.display()));
            } else if let Some(anchor) = anchor {
                let text = std::fs::read_to_string(&target).expect("a page");
                if !anchors(&text).iter().any(|known| known == anchor) {
                    wrong.push(format!("{}: {link}: there is no such heading", page.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn anchors_are_made_as_readers_see_them() {
    let text = "# The charter, `boardlint.toml`\n\n## Why?\n\n## Why?\n\n## Über uns_1 – a b\n";
    assert_eq!(anchors(text), ["the-charter-boardlinttoml", "why", "why-1", "über-uns_1--a-b"]);
}
