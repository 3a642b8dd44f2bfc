//! Where rules come from: the binary, which contains the shipped ones, and a team's own folders.

use std::path::{Path, PathBuf};

use foldhash::HashMap;
use include_dir::{Dir, include_dir};

use super::definition::Definition;
use super::parse;
use crate::source::{Bytes, Diagnostic, FileId, Mark, Sources};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The loaded rules, and all errors in them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The rules that could be read, sorted by category and name.
    pub rules: Vec<Definition>,
    /// The errors. Any of them makes the run fail: a broken rule is never skipped.
    pub found: Vec<Diagnostic>,
    /// The file of each rule name, broken or not.
    files: HashMap<String, FileId>,
}

/// Which parts of the shipped rules are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// Nothing.
    Nothing,
    /// Everything except the examples. They are most of a rule file and are needed only by tests.
    WithoutExamples,
    /// Everything.
    Whole,
}

/// A rule file of a team's own.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// The name shown to people.
    pub name: String,
    /// Its path. The file name becomes the rule's name and the last folder its category:
    /// `agreements/started-before-ready.toml`. Files other than `.toml` are ignored.
    pub path: PathBuf,
    /// Its content.
    pub text: Bytes,
}

/// Loads the shipped rules, as selected, and a team's `own` rules. Adds their texts to `sources`.
pub fn load(sources: &mut Sources, shipped: Shipped, own: impl IntoIterator<Item = RuleText>) -> Loaded {
    let mut loaded = Loaded::default();
    let mut texts = Vec::new();
    if shipped != Shipped::Nothing {
        collect(&SHIPPED, shipped, &mut texts);
    }
    // Whoever loads the examples wants to see every mistake, also in shipped rules.
    loaded.read(sources, texts, shipped == Shipped::WithoutExamples);
    loaded.add(sources, own);
    loaded
}

impl Loaded {
    /// Adds a team's own rules and their texts.
    pub fn add(&mut self, sources: &mut Sources, own: impl IntoIterator<Item = RuleText>) {
        self.read(sources, own, false);
    }

    fn read(&mut self, sources: &mut Sources, texts: impl IntoIterator<Item = RuleText>, are_trusted: bool) {
        for RuleText { name, path, text } in texts {
            let Some((rule, category)) = named(&path) else { continue };
            let file = sources.add(name, text);
            if let Some(first) = self.files.insert(rule.clone(), file) {
                let start = |file| Mark::new(file, 0..first_line(sources, file));
                let twice = Diagnostic::error(format!("two rules are called `{rule}`"))
                    .at(start(file), "this one")
                    .at(start(first), "and this one");
                self.found.push(twice.note("a rule's name is that of its file: rename one of them"));
                continue;
            }
            match parse::parse(sources.get(file), &rule, &category, are_trusted) {
                Ok(rule) => self.rules.push(rule),
                Err(found) => self.found.extend(found),
            }
        }
        let place = |rule: &Definition| (weight(&rule.category), rule.category.clone(), rule.name.clone());
        self.rules.sort_by_cached_key(place);
    }
}

/// The categories in display order: what is decided, how it is done, who serves, then the numbers.
const CATEGORIES: &[(&str, &str)] = &[
    ("product-ownership", "who decides what is built"),
    ("self-management", "who decides how it is done"),
    ("scrum-mastery", "who serves the process"),
    ("sprint", "what the team takes on"),
    ("backlog", "what is waiting"),
    ("flow", "how the work moves"),
    ("process", "how much of it there is"),
    ("charter", "whether the roles themselves are clear"),
];

/// Position of a category in display order.
pub(crate) fn weight(category: &str) -> usize {
    CATEGORIES.iter().position(|(known, _)| *known == category).unwrap_or(CATEGORIES.len())
}

/// The heading of a category: its name and what it is about. A team's own category has only its name.
pub(crate) fn category_heading(category: &str) -> String {
    let known = CATEGORIES.iter().find(|(known, _)| *known == category);
    known.map_or_else(|| category.to_owned(), |(_, about)| format!("{category}: {about}"))
}

fn first_line(sources: &Sources, file: FileId) -> usize {
    sources.get(file).bytes().iter().position(|byte| *byte == b'\n').unwrap_or(0)
}

fn collect(folder: &'static Dir<'static>, shipped: Shipped, out: &mut Vec<RuleText>) {
    out.extend(folder.files().map(|file| RuleText {
        name: format!("rules/{}", file.path().display()),
        path: file.path().to_owned(),
        text: if shipped == Shipped::Whole { file.contents() } else { without_examples(file.contents()) }.into(),
    }));
    folder.dirs().for_each(|inner| collect(inner, shipped, out));
}

/// The part of a shipped rule's `text` before its `[given]` and example sections.
fn without_examples(text: &[u8]) -> &[u8] {
    let begins = ["\n[given", "\n[[example"].iter().filter_map(|header| memchr::memmem::find(text, header.as_bytes()));
    begins.min().map_or(text, |end| &text[..=end])
}

/// The name and category derived from a rule file's path.
fn named(path: &Path) -> Option<(String, String)> {
    if path.extension()? != "toml" {
        return None;
    }
    let category = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or("own");
    Some((path.file_stem()?.to_str()?.to_owned(), category.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_examples_stands_behind_the_first_example() {
        let definitions = |shipped| {
            let Loaded { mut rules, found, .. } = load(&mut Sources::new(), shipped, []);
            assert!(found.is_empty(), "{found:?}");
            rules.iter_mut().for_each(|rule| rule.examples.clear());
            format!("{rules:#?}")
        };
        assert_eq!(definitions(Shipped::WithoutExamples), definitions(Shipped::Whole));
    }
}
