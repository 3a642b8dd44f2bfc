//! The one place with `unsafe`: mapping a file into memory.
//!
//! An export of hundreds of megabytes is read once from front to back and then quoted in a few places. A mapping lets
//! the operating system keep those pages and drop them under pressure, and it lets every fact borrow from the file.

use std::fs;
use std::io;

use memmap2::Mmap;

/// Maps `file`. The bytes stay valid as long as the value lives.
#[expect(unsafe_code, reason = "a mapping is the only way to borrow from a file without copying it")]
pub(super) fn map(file: &fs::File) -> io::Result<Mmap> {
    // SAFETY: the mapping is read-only and private to this process's view, and boardlint never writes to an input.
    // Somebody who cuts the file short while it is read ends the process; `files` maps only what is too large to copy.
    unsafe { Mmap::map(file) }
}
