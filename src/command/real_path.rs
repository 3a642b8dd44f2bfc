//! Real paths of files, to detect that two paths lead to the same file.

use std::io;
use std::path::{Path, PathBuf};

use foldhash::HashMap;

/// The absolute path of a file without links. It is the same for every path that leads to the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RealPath(PathBuf);

impl RealPath {
    /// The real path of the file at `path`, which need not exist yet.
    pub(super) fn of(path: &Path) -> Self {
        path.canonicalize().map_or_else(|_| Self::in_folder(&known_folder(folder_of(path)), path), Self)
    }

    /// The real path of the file at `path` in `folder`.
    fn in_folder(folder: &Path, path: &Path) -> Self {
        Self(path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name)))
    }
}

/// Finds the real paths of many files. The path of a folder is resolved only once, even if it contains
/// thousands of files.
#[derive(Default)]
pub(super) struct RealPaths {
    folders: HashMap<PathBuf, PathBuf>,
}

impl RealPaths {
    /// The real path of the file at `path`. The file was found in its folder by its own name there and is not
    /// a link.
    pub(super) fn of_found(&mut self, path: &Path) -> RealPath {
        let folder = folder_of(path);
        if !self.folders.contains_key(folder) {
            self.folders.insert(folder.to_owned(), known_folder(folder));
        }
        RealPath::in_folder(self.folders.get(folder).map_or(folder, PathBuf::as_path), path)
    }
}

/// The folder of the file at `path`. For a mere file name, it is the current folder.
pub(super) fn folder_of(path: &Path) -> &Path {
    named(path.parent().unwrap_or(Path::new("")))
}

/// The absolute path of `folder` without links.
///
/// # Errors
/// If the folder does not exist.
pub(super) fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    named(folder).canonicalize()
}

/// The same, or `folder` itself if its real path is unknown: a host of WebAssembly reveals no real paths.
fn known_folder(folder: &Path) -> PathBuf {
    real_folder(folder).unwrap_or_else(|_| folder.to_owned())
}

/// `folder`, or the current folder if its name is empty.
fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
