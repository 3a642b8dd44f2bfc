//! JSON strings and documents.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::{COMMAND, is_unsafe};

/// Text for a JSON string, before serde_json quotes it.
pub fn json(text: &str) -> Cow<'_, str> {
    mask(text)
}

/// A whole JSON document: what a terminal or the runner of a CI job could take for a command is escaped. It stands only
/// inside strings, so this changes nothing for a parser.
pub fn json_document(document: &str) -> Cow<'_, str> {
    if !document.contains(COMMAND) && document.chars().all(|c| c == '\n' || !is_unsafe(c)) {
        return Cow::Borrowed(document);
    }
    let document = document.replace(COMMAND, "##\\u005b");
    let mut out = String::with_capacity(document.len() + 16);
    for c in document.chars() {
        if c != '\n' && is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_json_document_stays_the_same_value(text in r"[#\[a\\]{0,9}|\PC{0,24}|[\x00-\x1f\u{7f}-\u{9f}\u{202e}]{0,9}") {
            let document = serde_json::to_string(&text).unwrap_or_default();
            let encoded = json_document(&document);
            prop_assert!(encoded.chars().all(|c| !is_unsafe(c)) && !encoded.contains(COMMAND));
            prop_assert_eq!(serde_json::from_str::<String>(&encoded).ok(), Some(text));
        }
    }
}
