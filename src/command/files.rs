//! Files as bytes, under the names that people know them by.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::map;
use crate::source::Bytes;

/// Files below this size are read: a mapping costs a system call and a page for each. Larger ones are mapped, so that
/// thousands of pages of one board take no more memory than the facts in them.
const MAP_FROM: u64 = 16 << 10;
/// Whether files can be mapped: WebAssembly has no such thing.
const CAN_MAP: bool = !cfg!(target_family = "wasm");

/// The bytes of the file at `path`, mapped where it is large.
///
/// # Errors
/// What the operating system says when it cannot be opened, read or mapped; that it is a device.
pub fn read(path: &Path) -> io::Result<Bytes> {
    read_file(path, true)
}

/// The same; small or not, it is mapped only if it `may` be.
pub(super) fn read_file(path: &Path, may: bool) -> io::Result<Bytes> {
    let file = fs::File::open(path)?;
    let data = file.metadata()?;
    if is_device(&data) {
        return Err(io::Error::other("it is a device, not a file"));
    }
    if may && CAN_MAP && data.is_file() && data.len() >= MAP_FROM {
        return map::map(&file).map(Bytes::from);
    }
    fs::read(path).map(Bytes::from)
}

/// All of standard input.
pub(super) fn standard_input() -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
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

/// A path as people know it: as they gave it, with forward slashes.
pub(super) fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

/// Whether reading would never end. A pipe is fine: somebody is writing into it.
#[cfg(unix)]
fn is_device(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    data.file_type().is_char_device() || data.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &fs::Metadata) -> bool {
    false
}
