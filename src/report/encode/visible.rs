//! Text in which control characters and the like are shown as codes: what most encoders begin with.

use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::{COMMAND, is_unsafe};

/// Text on one line, in which everything that would change what the reader sees is shown as a code: the ground on which the
/// encoders of the targets stand. Whatever is printed in a CI job is looked through for commands, so none is in it.
pub(super) fn visible(text: &str) -> String {
    let out = shown(text);
    if out.contains(COMMAND) { out.replace(COMMAND, "## [") } else { out }
}

fn shown(text: &str) -> String {
    let masked = mask(text);
    if masked.chars().all(|c| !is_unsafe(c)) {
        return masked.into_owned();
    }
    let mut out = String::with_capacity(masked.len() + 16);
    for c in masked.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            // Of no width and of no harm once gone.
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
