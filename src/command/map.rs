//! The one place with `unsafe`: mapping a file into memory, so that it need not be copied.
//!
//! An export of hundreds of megabytes is read once from front to back and then quoted in a few places. A mapping lets
//! the operating system keep those pages and drop them under pressure, and it lets every fact borrow from the file.
//!
//! Somebody who cuts a file short while it is mapped ends the process. On Linux a lease keeps them from it: whoever opens
//! the file for writing waits until it was read (the system lets nobody wait for longer than its `lease-break-time`, 45
//! seconds). There is no lease on a file that somebody has open for writing, or of somebody else, or on some file systems:
//! then it is copied.

#![expect(unsafe_code, reason = "a mapping is the only way to borrow from a file without copying it")]

use std::fs;
use std::io;

use memmap2::Mmap;

/// A mapped file. The lease ends when it is dropped.
pub(super) struct Mapped {
    map: Mmap,
    _file: fs::File,
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        &self.map
    }
}

/// Maps `file`.
pub(super) fn map(file: fs::File) -> io::Result<Mapped> {
    // SAFETY: the mapping is read-only and private to this process's view, and boardlint never writes to an input. `files`
    // maps what is leased, and else only what is too large to copy.
    let map = unsafe { Mmap::map(&file)? };
    Ok(Mapped { map, _file: file })
}

/// Asks that nobody may write into `file` until it is closed. Whether that is so.
#[cfg(target_os = "linux")]
pub(super) fn lease(file: &fs::File) -> bool {
    use std::os::fd::AsRawFd as _;
    /// From the kernel's fcntl.h; libc leaves it out.
    const F_SETSIG: libc::c_int = 10;
    let descriptor = file.as_raw_fd();
    // SAFETY: both calls take an open descriptor and a number. That somebody waits is told by a signal: SIGURG is one that a
    // process ignores unless it asks for it.
    unsafe {
        libc::fcntl(descriptor, F_SETSIG, libc::SIGURG) == 0
            && libc::fcntl(descriptor, libc::F_SETLEASE, libc::F_RDLCK) == 0
    }
}

/// There are no leases elsewhere.
#[cfg(not(target_os = "linux"))]
pub(super) fn lease(_: &fs::File) -> bool {
    false
}
