//! Shows control characters and the like as codes. Most encoders begin with it.

use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::{COMMAND, holds_command, split_unsafe};

/// Text on one line; everything that would change what the reader sees is shown as a code. The encoders of
/// the targets build on it. A CI runner searches all output for commands, so commands are broken here.
pub(super) fn visible(text: &str) -> String {
    let out = shown(text);
    if holds_command(&out) { out.replace(COMMAND, "## [") } else { out }
}

fn shown(text: &str) -> String {
    let masked = mask(text);
    let mut found = split_unsafe(&masked, false);
    if found.is_none() {
        return masked.into_owned();
    }
    let mut out = String::with_capacity(masked.len() + 16);
    let mut rest = &*masked;
    while let Some((before, c, after)) = found {
        out.push_str(before);
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            // Characters without width, which can be dropped.
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            c => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
        }
        rest = after;
        found = split_unsafe(rest, false);
    }
    out.push_str(rest);
    out
}
