//! Reads files as bytes, and shows paths and errors as users know them.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::memory;
use crate::source::Bytes;

/// Minimum size for mapping a file that nobody can truncate meanwhile; copying a smaller file is as fast.
const MAP_LEASED_FROM: u64 = 1 << 20;
/// Minimum size for mapping a file in any case, because a second copy would hardly fit into memory. If
/// somebody truncates it meanwhile, the process ends.
const MAP_FROM: u64 = 1 << 30;
/// Maximum number of bytes that are read from standard input or a pipe, which may never end.
const STREAMED: u64 = 4 << 30;
/// Whether files can be mapped: WebAssembly cannot map them.
const CAN_MAP: bool = !cfg!(target_family = "wasm");

/// The bytes of the file at `path`. The file is mapped if that pays off and nobody can truncate it, or if it
/// is too large to copy.
///
/// # Errors
/// If the operating system cannot open, read or map it; if it is a device, a socket, or a pipe that possibly
/// nobody writes to.
pub fn read(path: &Path) -> io::Result<Bytes> {
    // Checked before opening, because opening a pipe blocks until somebody writes to it.
    if let Some(other) = no_file(path, &fs::metadata(path)?) {
        return Err(io::Error::other(other));
    }
    let mut file = fs::File::open(path)?;
    let data = file.metadata()?;
    if CAN_MAP && data.is_file() && data.len() >= MAP_LEASED_FROM && (memory::lease(&file) || data.len() >= MAP_FROM) {
        return memory::map(file).map(Bytes::from);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or_default() + 1);
    if data.is_file() && (1..=STREAMED).contains(&data.len()) {
        // One allocation is enough for a file of known size. [`limited`] reads in growing pieces.
        file.read_to_end(&mut bytes)?;
    } else {
        limited(file, &mut bytes)?;
    }
    Ok(bytes.into())
}

/// Reads `stream` to its end; an error if it is longer than [`STREAMED`].
fn limited(stream: impl io::Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    stream.take(STREAMED + 1).read_to_end(bytes)?;
    if bytes.len() as u64 > STREAMED {
        return Err(io::Error::other(format!("it is longer than {} MB", STREAMED >> 20)));
    }
    Ok(())
}

/// All of standard input.
pub(super) fn standard_input() -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    limited(io::stdin().lock(), &mut bytes)?;
    Ok(bytes.into())
}

/// Goes to the caller's working directory. A host of the WebAssembly System Interface passes it only in PWD.
#[cfg(target_os = "wasi")]
pub(super) fn enter_current_folder() {
    if let Some(folder) = std::env::var_os("PWD") {
        let _ = std::env::set_current_dir(folder);
    }
}

/// The message of the operating system, without the error number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Why a folder cannot be walked, without the error number.
pub(super) fn reason_of_walk(error: &walkdir::Error) -> String {
    // The message of walkdir repeats the path, which the caller writes already.
    error.io_error().map_or_else(|| error.to_string(), reason)
}

/// A path as users know it: as given, with forward slashes.
pub(super) fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

/// What is at `path`, if it is not a file that can be read to its end. A pipe that the shell has opened can
/// be read (`<(gunzip -c board.json.gz)`), because a process writes to it.
#[cfg(unix)]
fn no_file(path: &Path, data: &fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    let kind = data.file_type();
    let is_opened = || ["/dev/fd", "/proc", "/dev/stdin"].iter().any(|open| path.starts_with(open));
    if kind.is_char_device() || kind.is_block_device() {
        Some("it is a device, not a file")
    } else if kind.is_socket() {
        Some("it is a socket, not a file")
    } else if kind.is_fifo() && !is_opened() {
        Some("it is a pipe: let it be standard input, `boardlint check - < PIPE`")
    } else {
        None
    }
}

#[cfg(not(unix))]
fn no_file(_: &Path, _: &fs::Metadata) -> Option<&'static str> {
    None
}
