//! Files as bytes, under the names that people know them by.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::memory;
use crate::source::Bytes;

/// Files from this size on are mapped where nobody can cut them short: smaller ones are copied as fast.
const MAP_LEASED_FROM: u64 = 1 << 20;
/// Files from this size on are mapped in any case: they can hardly be held a second time. One that is cut short meanwhile ends
/// the process.
const MAP_FROM: u64 = 1 << 30;
/// No more than so many bytes are taken from standard input or a pipe, which may never end.
const STREAMED: u64 = 4 << 30;
/// Whether files can be mapped: WebAssembly has no such thing.
const CAN_MAP: bool = !cfg!(target_family = "wasm");

/// The bytes of the file at `path`: mapped where that is worth it and nobody can cut the file short, or where it is too large to be
/// copied.
///
/// # Errors
/// What the operating system says when it cannot be opened, read or mapped; that it is a device, a socket, or a pipe into
/// which nobody may ever write.
pub fn read(path: &Path) -> io::Result<Bytes> {
    // Before it is opened: that alone would wait for a pipe to be written into.
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
        // In one piece: what is limited is read in pieces that grow.
        file.read_to_end(&mut bytes)?;
    } else {
        limited(file, &mut bytes)?;
    }
    Ok(bytes.into())
}

/// Reads all of `stream`, unless it is longer than anything that fits into memory.
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

/// Goes to the folder in which the caller stands. A host of the WebAssembly System Interface says it in PWD alone.
#[cfg(target_os = "wasi")]
pub(super) fn enter_current_folder() {
    if let Some(folder) = std::env::var_os("PWD") {
        let _ = std::env::set_current_dir(folder);
    }
}

/// What the operating system says, in words alone.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Why a folder cannot be walked, in words alone.
pub(super) fn reason_of_walk(error: &walkdir::Error) -> String {
    // Its own words name the path again, which its user has said already.
    error.io_error().map_or_else(|| error.to_string(), reason)
}

/// A path as people know it: as they gave it, with forward slashes.
pub(super) fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

/// What it is that lies at `path`, where it is no file that can be read to its end. A pipe that the shell has opened can be
/// (`<(gunzip -c board.json.gz)`): somebody is writing into it.
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
