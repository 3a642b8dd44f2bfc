//! Where rules come from: the ones shipped inside the binary, and folders of a team's own.

use std::path::Path;

use include_dir::{Dir, include_dir};
use rustc_hash::FxHashMap;
use walkdir::WalkDir;

use super::definition::Definition;
use super::parse;
use crate::source::{Diagnostic, FileId, Mark, Sources};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Rules, or everything that is wrong with them.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules that could be read, by category and name.
    pub rules: Vec<Definition>,
    /// What is wrong; any of it makes the run fail: a broken rule is never skipped.
    pub found: Vec<Diagnostic>,
}

/// A rule file that lies among the sources.
#[derive(Debug)]
pub struct RuleFile {
    /// The file.
    pub file: FileId,
    /// The rule's name.
    pub name: String,
    /// The rule's category.
    pub category: String,
}

/// Loads the shipped rules, if they are wanted, and those in `folders`, adding their texts to `sources`.
pub fn load(sources: &mut Sources, shipped: bool, folders: &[impl AsRef<Path>]) -> Loaded {
    let mut found = Vec::new();
    let mut files = if shipped { self::shipped(sources) } else { Vec::new() };
    for folder in folders {
        own(sources, folder.as_ref(), &mut files, &mut found);
    }
    let mut loaded = read(sources, files);
    loaded.found.splice(0..0, found);
    loaded
}

/// The shipped rules, whose texts are added to `sources`.
pub fn shipped(sources: &mut Sources) -> Vec<RuleFile> {
    let mut files = Vec::new();
    collect(&SHIPPED, sources, &mut files);
    files
}

/// Reads rule files. Two of one name are an error.
pub fn read(sources: &Sources, files: Vec<RuleFile>) -> Loaded {
    let mut loaded = Loaded::default();
    let mut seen: FxHashMap<String, FileId> = FxHashMap::default();
    for RuleFile { file, name, category } in files {
        if let Some(first) = seen.insert(name.clone(), file) {
            let start = |file| Mark::new(file, 0..first_line(sources, file));
            let twice = Diagnostic::error(format!("two rules are called `{name}`"))
                .at(start(file), "this one")
                .at(start(first), "and this one");
            loaded.found.push(twice.note("a rule's name is that of its file: rename one of them"));
            continue;
        }
        match parse::parse(sources.get(file), &name, &category) {
            Ok(rule) => loaded.rules.push(rule),
            Err(found) => loaded.found.extend(found),
        }
    }
    loaded
        .rules
        .sort_by(|a, b| (weight(&a.category), &a.category, &a.name).cmp(&(weight(&b.category), &b.category, &b.name)));
    loaded
}

/// The order in which categories are shown: what is decided, how it is done, who serves, then the numbers.
const CATEGORIES: &[(&str, &str)] = &[
    ("product-ownership", "who decides what is built"),
    ("self-management", "who decides how it is done"),
    ("scrum-mastery", "who serves the process"),
    ("sprint", "what the team takes on"),
    ("backlog", "what is waiting"),
    ("process", "how much of it there is"),
    ("charter", "whether the roles themselves are clear"),
];

/// The place of a category among all.
pub(crate) fn weight(category: &str) -> usize {
    CATEGORIES.iter().position(|(known, _)| *known == category).unwrap_or(CATEGORIES.len())
}

/// What a category is about; nothing for a team's own.
pub(crate) fn about_category(category: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|(known, _)| *known == category).map(|(_, about)| *about)
}

fn first_line(sources: &Sources, file: FileId) -> usize {
    sources.get(file).bytes().iter().position(|byte| *byte == b'\n').unwrap_or(0)
}

fn collect(folder: &Dir<'static>, sources: &mut Sources, files: &mut Vec<RuleFile>) {
    for file in folder.files() {
        if let Some((name, category)) = named(file.path()) {
            let file = sources.add(format!("rules/{}", file.path().display()), file.contents());
            files.push(RuleFile { file, name, category });
        }
    }
    for inner in folder.dirs() {
        collect(inner, sources, files);
    }
}

/// The name and the category that a rule file's path gives it.
fn named(path: &Path) -> Option<(String, String)> {
    if path.extension()? != "toml" {
        return None;
    }
    let category = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or("own");
    Some((path.file_stem()?.to_str()?.to_owned(), category.to_owned()))
}

/// The rule files in a folder of a team's own.
fn own(sources: &mut Sources, folder: &Path, files: &mut Vec<RuleFile>, found: &mut Vec<Diagnostic>) {
    let before = files.len();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.push(Diagnostic::error(format!("the rules in {} cannot be read: {error}", folder.display())));
                continue;
            }
        };
        let Some((name, mut category)) = named(entry.path()) else { continue };
        if entry.path().parent() == Some(folder) {
            "own".clone_into(&mut category);
        }
        match sources.load(entry.path()) {
            Ok(file) => files.push(RuleFile { file, name, category }),
            Err(error) => found.push(Diagnostic::error(error.to_string())),
        }
    }
    if files.len() == before && found.is_empty() {
        let nothing = Diagnostic::error(format!("there is no rule in {}", folder.display()));
        found.push(nothing.note("a rule is a file NAME.toml; the README shows how to write one"));
    }
}
