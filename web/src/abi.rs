//! The only module with `unsafe`: it exchanges memory with a WebAssembly host.
//!
//! The host allocates memory with `boardlint_alloc`, writes a request into it, and passes it to
//! `boardlint_call`. That returns the answer: four bytes with its length, in little-endian order, and JSON in
//! UTF-8. The host frees the answer with `boardlint_free`. A module has one session and one thread.
#![expect(unsafe_code, reason = "a host knows memory by its address alone")]

use std::alloc::{Layout, alloc, dealloc};
use std::panic;
use std::ptr;
use std::slice;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::{Session, answer};

static SESSION: Mutex<Session> = Mutex::new(Session::new());
static PANIC: Mutex<String> = Mutex::new(String::new());
static HOOK: Once = Once::new();

/// Number of bytes for the length of an answer.
const PREFIX: usize = 4;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Allocates `length` bytes; null if there is no memory left.
#[unsafe(no_mangle)]
pub extern "C" fn boardlint_alloc(length: usize) -> *mut u8 {
    match Layout::array::<u8>(length.max(1)) {
        // SAFETY: the layout is not empty.
        Ok(layout) => unsafe { alloc(layout) },
        Err(_) => ptr::null_mut(),
    }
}

/// Frees memory of `boardlint_alloc`, or an answer. The length of an answer includes its prefix.
///
/// # Safety
/// `memory` and `length` must belong to one such allocation, which is no longer used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn boardlint_free(memory: *mut u8, length: usize) {
    if let Ok(layout) = Layout::array::<u8>(length.max(1)) {
        // SAFETY: the caller says that it is memory of this size.
        unsafe { dealloc(memory, layout) }
    }
}

/// Answers a request in JSON. `attached` contains the bytes of a file, or is null. Both were allocated by
/// `boardlint_alloc`, and this call takes ownership of them.
///
/// # Safety
/// Both must be initialised allocations of `boardlint_alloc` with these lengths, which are no longer used
/// elsewhere.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn boardlint_call(
    request: *mut u8,
    length: usize,
    attached: *mut u8,
    attached_length: usize,
) -> *mut u8 {
    HOOK.call_once(|| panic::set_hook(Box::new(|info| *lock(&PANIC) = info.to_string())));
    // SAFETY: guaranteed by the caller.
    let (request, attached) = unsafe { (taken(request, length), taken(attached, attached_length)) };
    hand_over(&answer(&mut lock(&SESSION), &request, attached))
}

/// The reason why the last call ended without an answer, in the form of an answer; empty if there was no
/// memory left.
#[unsafe(no_mangle)]
pub extern "C" fn boardlint_panic() -> *mut u8 {
    hand_over(lock(&PANIC).as_bytes())
}

/// The bytes at `memory`; empty if it is null.
///
/// # Safety
/// As for [`boardlint_call`].
unsafe fn taken(memory: *mut u8, length: usize) -> Vec<u8> {
    if memory.is_null() {
        return Vec::new();
    }
    // SAFETY: `boardlint_alloc` allocates at least one byte, with the alignment of bytes, as a vector of this capacity does.
    let mut bytes = unsafe { Vec::from_raw_parts(memory, length, length.max(1)) };
    bytes.shrink_to_fit();
    bytes
}

fn hand_over(answer: &[u8]) -> *mut u8 {
    let memory = boardlint_alloc(PREFIX + answer.len());
    if memory.is_null() {
        return memory;
    }
    // SAFETY: this number of bytes was just allocated.
    let out = unsafe { slice::from_raw_parts_mut(memory.cast::<std::mem::MaybeUninit<u8>>(), PREFIX + answer.len()) };
    let length = u32::try_from(answer.len()).unwrap_or(u32::MAX).to_le_bytes();
    for (to, from) in out.iter_mut().zip(length.iter().chain(answer)) {
        to.write(*from);
    }
    memory
}
