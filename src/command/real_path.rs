//! Where files really lie: two paths that lead to one file are known by it.

use std::io;
use std::path::{Path, PathBuf};

use foldhash::HashMap;

/// The path of a file from the root on and without links, the same for every path that leads to the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RealPath(PathBuf);

impl RealPath {
    /// That of the file that `path` leads to, or will once it is there.
    pub(super) fn of(path: &Path) -> Self {
        path.canonicalize().map_or_else(|_| Self::in_folder(&known_folder(folder_of(path)), path), Self)
    }

    /// That of the file at `path`, which lies in `folder`.
    fn in_folder(folder: &Path, path: &Path) -> Self {
        Self(path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name)))
    }
}

/// Finds the real paths of many files: a folder with thousands of them is asked once where it lies.
#[derive(Default)]
pub(super) struct RealPaths {
    folders: HashMap<PathBuf, PathBuf>,
}

impl RealPaths {
    /// That of the file at `path`, which was found in its folder by the name that it has there and is no link.
    pub(super) fn of_found(&mut self, path: &Path) -> RealPath {
        let folder = folder_of(path);
        if !self.folders.contains_key(folder) {
            self.folders.insert(folder.to_owned(), known_folder(folder));
        }
        RealPath::in_folder(self.folders.get(folder).map_or(folder, PathBuf::as_path), path)
    }
}

/// The folder that the file at `path` lies in. One that is a name alone lies where one stands.
pub(super) fn folder_of(path: &Path) -> &Path {
    named(path.parent().unwrap_or(Path::new("")))
}

/// The path of `folder` from the root on and without links.
///
/// # Errors
/// It is not there.
pub(super) fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    named(folder).canonicalize()
}

/// The path of `folder` from the root on and without links, as far as it is known: a host of WebAssembly tells nobody where folders lie.
fn known_folder(folder: &Path) -> PathBuf {
    real_folder(folder).unwrap_or_else(|_| folder.to_owned())
}

/// `folder`; of no name, the one where one stands.
fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
