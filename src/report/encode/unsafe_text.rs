//! What must not reach an output as it is.

/// What begins a command to the runner of a GitHub job, wherever it stands in a line.
pub(super) const COMMAND: &str = "##[";

/// Controls of both sets, line and paragraph separators, bidirectional controls, and characters of no width.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
