use std::fmt::Write as _;

use super::{is_unsafe, mask};

/// Text for a terminal: one line, without control characters, bidirectional overrides or anything else that changes what
/// the reader sees.
pub fn terminal(text: &str) -> String {
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

/// Text for a terminal whose line breaks are ours to keep.
pub fn terminal_lines(text: &str) -> String {
    text.split('\n').map(terminal).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_terminal_sees_no_escape_and_no_override() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\\u{1b}[31mb\\u{202e}c d\\u{9b}");
    }

    proptest! {
        #[test]
        fn nothing_raw_reaches_a_terminal(text in any::<String>()) {
            prop_assert!(terminal(&text).chars().all(|c| !is_unsafe(c)));
        }
    }
}
