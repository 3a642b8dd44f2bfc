//! What is skipped while walking folders: the patterns of `--exclude`, and folders that never contain
//! exports.

use std::ffi::OsStr;
use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::files::display;
use crate::source::Diagnostic;

/// Folders that are never walked: the output of builds and package managers.
const NEVER: &[&str] = &["target", "node_modules"];

/// The patterns of `--exclude`.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    set: GlobSet,
}

impl Excluded {
    /// # Errors
    /// If one of `patterns` is invalid.
    pub(super) fn new(patterns: &[String]) -> Result<Self, Diagnostic> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let path = pattern.trim_end_matches('/');
            let path = path.strip_prefix("./").unwrap_or(path);
            // As in a .gitignore, a name or a path matches at any depth.
            for pattern in [path.to_owned(), format!("**/{path}")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                set.add(glob.map_err(|error| mistake(path, &error))?);
            }
        }
        let set = set.build().map_err(|error| mistake(&patterns.join(", "), &error))?;
        Ok(Self { set })
    }

    /// Whether a pattern matches the file or folder at `path`.
    pub(super) fn fits(&self, path: &Path) -> bool {
        !self.set.is_empty() && self.set.is_match(display(path))
    }
}

fn mistake(pattern: &str, error: &globset::Error) -> Diagnostic {
    Diagnostic::error(format!("`{pattern}` is no pattern for --exclude: {}", error.kind()))
        .note("write a name (`old-*.json`) or a path (`exports/2024/**`); * stands for anything but a slash")
}

/// Whether an entry with this name is skipped while walking: hidden files, and folders of builds.
pub(super) fn is_never_walked(name: &OsStr, is_folder: bool) -> bool {
    let Some(name) = name.to_str() else { return false };
    let hidden = name.starts_with('.') && name.len() > 1;
    hidden || (is_folder && NEVER.contains(&name))
}
