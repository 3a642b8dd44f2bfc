//! The only module with `unsafe`: it maps files into memory instead of copying them, and lets the allocator
//! return memory early.
//!
//! An export of hundreds of megabytes is read once from start to end, and later only a few places are quoted.
//! With a mapping, the operating system can drop its pages when memory is short, and every fact can borrow
//! from the file.
//!
//! If somebody truncates a mapped file, the process ends. On Linux a lease prevents that: a process that
//! opens the file for writing has to wait until it was read, but at most for `lease-break-time`, which is 45
//! seconds. There is no lease on a file that is open for writing, that belongs to another user, or that is on
//! some file systems; other operating systems have no leases. Then the file is copied. A file that is too
//! large for a copy in memory is mapped all the same, without protection.

#![expect(
    unsafe_code,
    reason = "a mapping is the only way to borrow from a file without copying it, and the allocator is C"
)]

use std::fs;
use std::io;

use memmap2::Mmap;

/// Makes the allocator return free memory to the system at once. Otherwise it keeps it for a while for later
/// allocations, and the parsed data of a file would occupy memory beside the model that was built from it.
/// Must be called before other threads exist.
pub(super) fn give_back_at_once() {
    // SAFETY: the call sets a number that the allocator reads; no other thread runs at that time.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 0) }
}

/// The value of `mi_option_purge_delay` in mimalloc.h, which the crate does not export.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// A mapped file. The lease ends when this is dropped.
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
    // SAFETY: borrowers rely on bytes that do not change. boardlint itself never writes to an input. A lease
    // keeps other processes from writing for as long as the system makes them wait. Without a lease, or after
    // the system has broken it, nothing does: then overwritten bytes change what was read, and truncating the
    // file ends the process. `files` accepts that for files that are too large to copy, and the guide says
    // so.
    let map = unsafe { Mmap::map(&file)? };
    Ok(Mapped { map, _file: file })
}

/// Requests that nobody may write to `file` until it is closed. Returns whether that was granted.
#[cfg(target_os = "linux")]
pub(super) fn lease(file: &fs::File) -> bool {
    use std::os::fd::AsRawFd as _;
    /// From the kernel's fcntl.h; libc does not define it.
    const F_SETSIG: libc::c_int = 10;
    let descriptor = file.as_raw_fd();
    // SAFETY: both calls take an open descriptor and a number. A signal is sent if another process waits.
    // SIGURG is ignored by default.
    unsafe {
        libc::fcntl(descriptor, F_SETSIG, libc::SIGURG) == 0
            && libc::fcntl(descriptor, libc::F_SETLEASE, libc::F_RDLCK) == 0
    }
}

/// Other systems have no leases.
#[cfg(not(target_os = "linux"))]
pub(super) fn lease(_: &fs::File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_how_long_free_memory_is_kept() {
        // SAFETY: the call reads a number that nothing in the tests sets.
        let milliseconds = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(milliseconds, 10, "mimalloc.h names another number");
    }
}
