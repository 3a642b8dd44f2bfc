//! Text that must not get into an output unchanged.

/// The beginning of a command to the runner of a GitHub job, at any place of a line.
pub(super) const COMMAND: &str = "##[";

/// Whether `text` contains the beginning of a command to the runner of a GitHub job.
pub(super) fn holds_command(text: &str) -> bool {
    memchr::memchr(b'#', text.as_bytes()).is_some() && text.contains(COMMAND)
}

/// Control characters (C0 and C1), line and paragraph separators, bidirectional controls, and characters
/// without width.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The first unsafe character of `text`, with the text before and after it; `None` if all characters are
/// safe. Line breaks are safe if the output made them itself (`own`).
pub(super) fn split_unsafe(text: &str, own: bool) -> Option<(&str, char, &str)> {
    let safe = |byte: u8| matches!(byte, b' '..=b'~') || (own && byte == b'\n');
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        // Most text is ASCII, so a block of bytes is checked at a time.
        while bytes.get(at).is_some_and(|byte| safe(*byte)) {
            match bytes.get(at..at + BLOCK) {
                Some(block) if block.iter().fold(true, |all, byte| all & safe(*byte)) => at += BLOCK,
                _ => at += 1,
            }
        }
        let c = text.get(at..)?.chars().next()?;
        let end = at + c.len_utf8();
        if is_unsafe(c) && !(own && c == '\n') {
            return Some((&text[..at], c, &text[end..]));
        }
        at = end;
    }
}

/// Number of bytes that are checked together.
const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_unsafe_character_is_found_wherever_it_stands(text in "[ -~\n]{0,80}(\\PC|[\u{1b}\u{200b}\n]|[ -~]{30,40}){0,4}", own: bool) {
            let at = text.char_indices().find(|(_, c)| is_unsafe(*c) && !(own && *c == '\n'));
            let found = split_unsafe(&text, own).map(|(before, c, after)| {
                (before.len() + c.len_utf8() + after.len(), (before.len(), c))
            });
            prop_assert_eq!(found, at.map(|at| (text.len(), at)));
        }
    }
}
