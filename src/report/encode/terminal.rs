//! Terminals, and the logs of CI jobs.

use super::visible::visible;

/// Text for a terminal: one line, without control characters, bidirectional overrides or anything else that
/// changes what the reader sees. Terminal output is often the log of a CI job, so it contains no workflow
/// command of GitHub either: `::` at the beginning of a line, `##[` anywhere.
pub fn terminal(text: &str) -> String {
    let mut out = visible(text);
    let start = out.len() - out.trim_start().len();
    if out[start..].starts_with("::") {
        out.insert(start + 1, ' ');
    }
    out
}

/// Text for a terminal that keeps its line breaks.
pub fn terminal_lines(text: &str) -> String {
    text.split('\n').map(terminal).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_terminal_sees_no_escape_and_no_override() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\\u{1b}[31mb\\u{202e}c d\\u{9b}");
    }

    #[test]
    fn a_log_sees_no_command() {
        assert_eq!(terminal(" ::error::no"), " : :error::no");
        assert_eq!(terminal("a #\u{200b}##[add-path]x ##[x"), "a ### [add-path]x ## [x");
        assert_eq!(terminal("std::mem and [##]"), "std::mem and [##]");
    }

    proptest! {
        #[test]
        fn nothing_raw_reaches_a_terminal(text in r"[:#\[ \n\u{200b}a]{0,12}|\PC{0,24}|[\x00-\x1f\u{7f}-\u{9f}\u{2028}-\u{202e}:#\[]{0,24}") {
            for encoded in [terminal(&text), terminal_lines(&text)] {
                prop_assert!(encoded.chars().all(|c| c == '\n' || !is_unsafe(c)));
                prop_assert!(encoded.split('\n').all(|line| !line.trim_start().starts_with("::") && !line.contains("##[")));
            }
        }

        #[test]
        fn nothing_raw_of_any_text_reaches_a_terminal(text in any::<String>()) {
            prop_assert!(terminal(&text).chars().all(|c| !is_unsafe(c)));
        }
    }
}
