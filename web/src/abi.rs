//! The one place with `unsafe`: memory handed from a WebAssembly host and back.
//!
//! The host asks for memory with `boardlint_alloc`, writes a request into it, and hands it over with `boardlint_call`, which
//! returns the answer: four bytes with its length, low byte first, and JSON in UTF-8. It gives answers back with
//! `boardlint_free`. A module has one session and one thread.
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

/// How many bytes say how long an answer is.
const PREFIX: usize = 4;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory for `length` bytes; null where there is none left.
#[unsafe(no_mangle)]
pub extern "C" fn boardlint_alloc(length: usize) -> *mut u8 {
    match Layout::array::<u8>(length.max(1)) {
        // SAFETY: the layout is not empty.
        Ok(layout) => unsafe { alloc(layout) },
        Err(_) => ptr::null_mut(),
    }
}

/// Takes back memory of `boardlint_alloc` or of an answer, whose length counts its prefix.
///
/// # Safety
/// `memory` and `length` are those of one such piece of memory, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn boardlint_free(memory: *mut u8, length: usize) {
    if let Ok(layout) = Layout::array::<u8>(length.max(1)) {
        // SAFETY: the caller says that it is memory of this size.
        unsafe { dealloc(memory, layout) }
    }
}

/// Answers a request in JSON. `attached` is the bytes of a file, or null; both pieces of memory are those of
/// `boardlint_alloc` and belong to this call from then on.
///
/// # Safety
/// Both are pieces of memory of `boardlint_alloc` with these lengths, filled, and nobody uses them any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn boardlint_call(
    request: *mut u8,
    length: usize,
    attached: *mut u8,
    attached_length: usize,
) -> *mut u8 {
    HOOK.call_once(|| panic::set_hook(Box::new(|info| *lock(&PANIC) = info.to_string())));
    // SAFETY: the caller says so.
    let (request, attached) = unsafe { (taken(request, length), taken(attached, attached_length)) };
    hand_over(&answer(&mut lock(&SESSION), &request, attached))
}

/// Why the last call ended without an answer, as an answer; its text is empty where memory ran out.
#[unsafe(no_mangle)]
pub extern "C" fn boardlint_panic() -> *mut u8 {
    hand_over(lock(&PANIC).as_bytes())
}

/// The bytes at `memory`; none where it is null.
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
    // SAFETY: so many bytes were just allocated.
    let out = unsafe { slice::from_raw_parts_mut(memory.cast::<std::mem::MaybeUninit<u8>>(), PREFIX + answer.len()) };
    let length = u32::try_from(answer.len()).unwrap_or(u32::MAX).to_le_bytes();
    for (to, from) in out.iter_mut().zip(length.iter().chain(answer)) {
        to.write(*from);
    }
    memory
}
