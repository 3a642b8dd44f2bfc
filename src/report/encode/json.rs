//! JSON strings and documents.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::{COMMAND, holds_command, split_unsafe};

/// Text for a JSON string, before serde_json quotes it.
pub fn json(text: &str) -> Cow<'_, str> {
    mask(text)
}

/// A whole JSON document. Everything that a terminal or the runner of a CI job could take for a command is
/// escaped. It occurs only inside strings, so parsers read the same values.
pub fn json_document(document: &str) -> Cow<'_, str> {
    if holds_command(document) {
        let document = document.replace(COMMAND, "##\\u005b");
        let encoded = escaped(&document).unwrap_or(document);
        return Cow::Owned(encoded);
    }
    escaped(document).map_or(Cow::Borrowed(document), Cow::Owned)
}

/// A document with all unsafe characters except its line breaks escaped; `None` if there are none.
fn escaped(document: &str) -> Option<String> {
    let mut found = split_unsafe(document, true);
    found?;
    let mut out = String::with_capacity(document.len() + 16);
    let mut rest = document;
    while let Some((before, c, after)) = found {
        out.push_str(before);
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
        rest = after;
        found = split_unsafe(rest, true);
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_json_document_stays_the_same_value(text in r"[#\[a\\]{0,9}|\PC{0,24}|[\x00-\x1f\u{7f}-\u{9f}\u{202e}]{0,9}") {
            let document = serde_json::to_string(&text).expect("JSON");
            let encoded = json_document(&document);
            prop_assert!(encoded.chars().all(|c| !is_unsafe(c)) && !encoded.contains(COMMAND));
            prop_assert_eq!(serde_json::from_str::<String>(&encoded).ok(), Some(text));
        }
    }
}
