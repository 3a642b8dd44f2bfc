//! The one place with `unsafe`: mapping a file into memory, so that it need not be copied, and giving back what is not needed.
//!
//! An export of hundreds of megabytes is read once from front to back and then quoted in a few places. A mapping lets
//! the operating system keep those pages and drop them under pressure, and it lets every fact borrow from the file.
//!
//! Somebody who cuts a file short while it is mapped ends the process. On Linux a lease keeps them from it: whoever opens
//! the file for writing waits until it was read (the system lets nobody wait for longer than its `lease-break-time`, 45
//! seconds). There is no lease on a file that somebody has open for writing, or of somebody else, or on some file systems,
//! and none at all on other systems. Then a file is copied, unless it is so large that it can hardly be held a second time:
//! such a file is mapped all the same, and nothing keeps others from it.

#![expect(
    unsafe_code,
    reason = "a mapping is the only way to borrow from a file without copying it, and the allocator is C"
)]

use std::fs;
use std::io;

use memmap2::Mmap;

/// Has the allocator give memory back to the system as soon as it is free. Otherwise it keeps it for some time in case that it is needed
/// again: what a file said would take its room until the end, beside the model that was built of it. To be called before there
/// are other threads.
pub(super) fn give_back_at_once() {
    // SAFETY: it sets a number that the allocator reads, and no other thread does meanwhile.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 0) }
}

/// The number of `mi_option_purge_delay` in mimalloc.h, which the crate leaves out.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

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
    // SAFETY: whoever borrows the bytes relies on it that they stay and do not change. boardlint itself never writes to an
    // input. Others are kept from it by a lease, for as long as the system lets them wait. Without a lease, and behind one that
    // the system has broken, nothing keeps them: bytes that are written anew change what was read, and a file that is cut short
    // ends the process. `files` takes that on for files that are too large to copy, and the guide tells it.
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
    // SAFETY: both calls take an open descriptor and a number. A signal says that somebody waits: SIGURG is one that a
    // process ignores unless it asks for it.
    unsafe {
        libc::fcntl(descriptor, F_SETSIG, libc::SIGURG) == 0
            && libc::fcntl(descriptor, libc::F_SETLEASE, libc::F_RDLCK) == 0
    }
}

/// On other systems there are no leases.
#[cfg(not(target_os = "linux"))]
pub(super) fn lease(_: &fs::File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_how_long_free_memory_is_kept() {
        // SAFETY: it reads a number that nothing in the tests sets.
        let milliseconds = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(milliseconds, 10, "mimalloc.h names another number");
    }
}
