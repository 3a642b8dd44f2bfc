//! Writes files: outputs, charters and baselines. A file is written completely or not at all.

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

/// The same, with the file name in the error, for callers that do not name the file.
///
/// # Errors
/// Those of [`written`].
pub(super) fn whole_or_named(path: &Path, bytes: &[u8], kept: &[RealPath]) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {}", display(path), reason(&error)));
    whole(path, bytes, kept).map_err(named)
}

/// Writes the output of `write` to a new file beside `path` and then moves it to `path`. So a reader, a full
/// disk or the end of this process never leaves a partly written file. A pipe or a device is written to
/// directly, because it must not be replaced.
///
/// # Errors
/// If the operating system reports an error; if the file is one of `kept`, which must not be overwritten; if
/// it is a broken link or a link out of its folder.
pub(super) fn written(
    path: &Path,
    kept: &[RealPath],
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    // A stream that a process has open already (`/dev/stdout`) is written to directly.
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
        // WebAssembly does not know permissions and reports every file as read-only.
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

/// Puts a new file in the place of `path`, with the permissions of the old one.
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
    // Its name is random, so that nobody can have put a link there.
    let mut partial = builder.tempfile_in(folder).map_err(plain)?;
    if let Some(permissions) = there {
        partial.as_file().set_permissions(permissions)?;
    }
    write(partial.as_file_mut())?;
    partial.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

/// The same, without permissions and other processes.
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

/// The error of the operating system, without the path of the temporary file, which the user does not know.
#[cfg(not(target_family = "wasm"))]
fn plain(error: io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| io::Error::from(error.kind()), io::Error::from_raw_os_error)
}

/// Whether `path` goes into a missing folder and out of it again (`missing/../file`). Its file is known only
/// once that folder exists.
fn leads_through_nothing(path: &Path) -> bool {
    path.ancestors().any(|part| part.components().next_back() == Some(Component::ParentDir) && !part.exists())
}

/// The file that `path` means. A link must lead to a file in its own folder or below.
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
