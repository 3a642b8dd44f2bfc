//! A team's own rules: single files, or folders of them.

use std::path::{Path, PathBuf};

use foldhash::HashSet;
use walkdir::{DirEntry, WalkDir};

use super::excluded::is_never_walked;
use super::files::{display, read, reason, reason_of_walk};
use super::real_path::RealPath;
use crate::charter::FILE_NAME;
use crate::rule::{self, Loaded, RuleText, Shipped};
use crate::source::{Diagnostic, Sources};

/// Loads the requested shipped rules and the rules in `folders`, with all mistakes in them.
pub(super) fn load(sources: &mut Sources, shipped: Shipped, folders: &[PathBuf]) -> Loaded {
    let (own, mut found) = texts(folders);
    let mut loaded = rule::load(sources, shipped, own);
    found.append(&mut loaded.found);
    loaded.found = found;
    loaded
}

/// The rule files in `folders`, and errors for those that cannot be read.
pub(super) fn texts(folders: &[PathBuf]) -> (Vec<RuleText>, Vec<Diagnostic>) {
    let (mut texts, mut found) = (Vec::new(), Vec::new());
    // If folders are named twice or are nested, each rule is loaded once.
    let mut seen = HashSet::default();
    for folder in folders {
        in_folder(folder, &mut seen, &mut texts, &mut found);
    }
    (texts, found)
}

fn in_folder(folder: &Path, seen: &mut HashSet<RealPath>, texts: &mut Vec<RuleText>, found: &mut Vec<Diagnostic>) {
    let mut has_any = false;
    let is_walked =
        |entry: &DirEntry| entry.depth() == 0 || !is_never_walked(entry.file_name(), entry.file_type().is_dir());
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_walked) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (folder, reason) = (folder.display(), reason_of_walk(&error));
                found.push(Diagnostic::error(format!("the rules in {folder} cannot be read: {reason}")));
                has_any = true;
                continue;
            }
        };
        let path = entry.path();
        let is_charter = entry.depth() > 0 && entry.file_name() == FILE_NAME;
        if is_charter || path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        has_any = true;
        if !seen.insert(RealPath::of(path)) {
            continue;
        }
        match read(path) {
            Ok(text) => texts.push(RuleText {
                name: display(path),
                // The category of a rule is the folder of its file, also if the file itself was named.
                path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
                text,
            }),
            Err(error) => found.push(Diagnostic::error(format!("{}: {}", path.display(), reason(&error)))),
        }
    }
    if !has_any {
        let nothing = Diagnostic::error(format!("there is no rule in {}", folder.display()));
        found.push(
            nothing
                .note("a rule is a file NAME.toml: `boardlint rules new NAME --dir FOLDER` writes one to begin with"),
        );
    }
}
