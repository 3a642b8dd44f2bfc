use std::borrow::Cow;
use std::fmt::Write as _;

use super::{is_unsafe, mask};

/// Text for a JSON string, before serde_json quotes it.
pub fn json(text: &str) -> Cow<'_, str> {
    mask(text)
}

/// A whole JSON document: what a terminal could take for a command is escaped. Such characters stand only inside strings,
/// so this changes nothing for a parser.
pub fn json_document(document: &str) -> Cow<'_, str> {
    if document.chars().all(|c| c == '\n' || !is_unsafe(c)) {
        return Cow::Borrowed(document);
    }
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
        fn a_json_document_stays_the_same_value(text in any::<String>()) {
            let document = serde_json::to_string(&text).unwrap_or_default();
            let encoded = json_document(&document);
            prop_assert!(encoded.chars().all(|c| !is_unsafe(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&encoded).ok(), Some(text));
        }
    }
}
