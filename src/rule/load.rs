//! Where rules come from: the ones shipped inside the binary, and folders of a team's own.

use std::path::{Path, PathBuf};

use foldhash::HashMap;
use include_dir::{Dir, include_dir};

use super::definition::Definition;
use super::parse;
use crate::source::{Bytes, Diagnostic, FileId, Mark, Sources};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Rules, or everything that is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The rules that could be read, by category and name.
    pub rules: Vec<Definition>,
    /// What is wrong; any of it makes the run fail: a broken rule is never skipped.
    pub found: Vec<Diagnostic>,
    /// The file of each name, broken or not.
    files: HashMap<String, FileId>,
}

/// How much is wanted of the rules inside the binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// Nothing.
    Nothing,
    /// What judges and explains: examples are most of a rule file and only run as tests.
    WithoutExamples,
    /// Everything.
    Whole,
}

/// A rule file of a team's own.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// What people know it as.
    pub name: String,
    /// Its path, which gives the rule its name and, by its last folder, its category:
    /// `agreements/started-before-ready.toml`. Other files than `.toml` are passed over.
    pub path: PathBuf,
    /// What it says.
    pub text: Bytes,
}

/// Loads the shipped rules, as far as they are wanted, and a team's `own`, adding their texts to `sources`.
pub fn load(sources: &mut Sources, shipped: Shipped, own: impl IntoIterator<Item = RuleText>) -> Loaded {
    let mut loaded = Loaded::default();
    let mut texts = Vec::new();
    if shipped != Shipped::Nothing {
        collect(&SHIPPED, shipped, &mut texts);
    }
    // Whoever runs examples wants to know of every mistake, in the shipped rules, too.
    loaded.read(sources, texts, shipped == Shipped::WithoutExamples);
    loaded.add(sources, own);
    loaded
}

impl Loaded {
    /// Adds rules of a team's own and their texts.
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

/// The order in which categories are shown: what is decided, how it is done, who serves, then the numbers.
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

/// The place of a category among all.
pub(crate) fn weight(category: &str) -> usize {
    CATEGORIES.iter().position(|(known, _)| *known == category).unwrap_or(CATEGORIES.len())
}

/// A category, and what it is about; of a team's own the name alone.
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

/// The part of a shipped rule's `text` that stands before its examples and what is given for them.
fn without_examples(text: &[u8]) -> &[u8] {
    let begins = ["\n[given", "\n[[example"].iter().filter_map(|header| memchr::memmem::find(text, header.as_bytes()));
    begins.min().map_or(text, |end| &text[..=end])
}

/// The name and the category that a rule file's path gives it.
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
