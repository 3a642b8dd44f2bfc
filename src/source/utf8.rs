//! Files that must be UTF-8.

use super::{Diagnostic, File, Mark};

/// The text of `file` from the byte at `start` on. `what` is its name in messages.
///
/// # Errors
/// The text is not UTF-8.
pub(crate) fn utf8<'a>(file: &'a File, start: usize, what: &str) -> Result<&'a str, Diagnostic> {
    simdutf8::compat::from_utf8(file.bytes().get(start..).unwrap_or_default()).map_err(|error| {
        let at = start + error.valid_up_to();
        Diagnostic::error(format!("this {what} is not UTF-8 text"))
            .at(Mark::new(file.id(), at..at + 1), "the first byte that is not")
    })
}
