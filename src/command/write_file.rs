//! Writing files: outputs, charters and baselines alike. A file is there whole or not at all.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::files::{display, reason};
use super::real_path::{RealPath, folder_of, real_folder};

/// Writes `bytes` to the file at `path`.
///
/// # Errors
/// Those of [`written`].
pub(super) fn whole(path: &Path, bytes: &[u8], kept: &[RealPath]) -> io::Result<()> {
    written(path, kept, |out| out.write_all(bytes))
}

/// The same, for who says no more than that something cannot be written: the error names the file.
///
/// # Errors
/// Those of [`written`].
pub(super) fn whole_or_named(path: &Path, bytes: &[u8], kept: &[RealPath]) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {}", display(path), reason(&error)));
    whole(path, bytes, kept).map_err(named)
}

/// Writes what `write` writes to the file at `path`, to a new file beside it first and then in its place: whoever reads it meanwhile, a
/// full disk or the end of this process find the old file or the new one. What is no plain file (a pipe, a device) is written
/// into, for it must stay what it is.
///
/// # Errors
/// What the operating system says; that the file is one of `kept`, which nothing is written over; that it is a link out of its
/// folder, or one that leads nowhere.
pub(super) fn written(
    path: &Path,
    kept: &[RealPath],
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    // What a process has open already (`/dev/stdout`) is written into, whatever it is.
    if ["/dev", "/proc"].iter().any(|open| path.starts_with(open)) {
        return write(&mut fs::OpenOptions::new().write(true).open(path)?);
    }
    let path = target(path)?;
    if leads_through_nothing(&path) {
        return Err(io::Error::other("a folder before a `..` in it is not there: name the file without it"));
    }
    if path.exists() && kept.contains(&RealPath::of(&path)) {
        return Err(io::Error::other("boardlint read this file, and does not write over what it reads"));
    }
    let there = match fs::metadata(&path) {
        Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder: name a file in it")),
        Ok(there) if !there.is_file() => return write(&mut fs::OpenOptions::new().write(true).open(&path)?),
        // What may be written is not known to WebAssembly, which calls every file one that may not.
        Ok(there) if !cfg!(target_family = "wasm") && there.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(there) => Some(there.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if path.file_name().is_none() {
        return Err(io::Error::other("it names no file"));
    }
    let folder = folder_of(&path);
    fs::create_dir_all(folder)?;
    replace(&path, folder, there, write)
}

/// Puts a new file in the place of `path`, with the permissions of the one that was there.
#[cfg(not(target_family = "wasm"))]
fn replace(
    path: &Path,
    folder: &Path,
    there: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".boardlint-").suffix(".partial");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Its name cannot be known beforehand, so nobody can have put a link there.
    let mut partial = builder.tempfile_in(folder).map_err(plain)?;
    if let Some(permissions) = there {
        partial.as_file().set_permissions(permissions)?;
    }
    write(partial.as_file_mut())?;
    partial.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

/// The same where there are neither permissions nor other processes.
#[cfg(target_family = "wasm")]
fn replace(
    path: &Path,
    folder: &Path,
    _: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    let partial = folder.join(".boardlint-0.partial");
    let written = fs::File::create(&partial).and_then(|mut file| write(&mut file));
    let written = written.and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

/// What the operating system said, without the path that it is wrapped in: that of a file nobody asked for.
#[cfg(not(target_family = "wasm"))]
fn plain(error: io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| io::Error::from(error.kind()), io::Error::from_raw_os_error)
}

/// Whether `path` leads into a folder that is not there and out of it again: what file it means is known only once that is made.
fn leads_through_nothing(path: &Path) -> bool {
    path.ancestors().any(|part| part.components().next_back() == Some(Component::ParentDir) && !part.exists())
}

/// The file that `path` means: behind a link the one that it leads to, in the link's own folder or below.
fn target(path: &Path) -> io::Result<PathBuf> {
    if !path.is_symlink() {
        return Ok(path.to_owned());
    }
    let Ok(behind) = path.canonicalize() else {
        return Err(io::Error::other("it is a link that leads nowhere: take it away, or name another file"));
    };
    let folder = real_folder(folder_of(path))?;
    if behind.is_file() && !behind.starts_with(folder) {
        return Err(io::Error::other("it is a link to a file in another folder: name that file, if it is meant"));
    }
    Ok(behind)
}
