//! Strings in TOML.

use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::is_unsafe;

/// A quoted TOML string that is parsed as `text`. Characters that change what a reader sees are escaped.
/// `None` if the text contains an e-mail address or a token: masked, it would be another text.
pub fn toml(text: &str) -> Option<String> {
    (mask(text) == text).then(|| toml_unmasked(text))
}

/// A quoted TOML string that is parsed as `text`, for a file of the user's own: e-mail addresses and tokens
/// stay.
pub fn toml_unmasked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => {
                let _ = match u32::from(c) {
                    code @ ..=0xffff => write!(out, "\\u{code:04X}"),
                    code => write!(out, "\\U{code:08X}"),
                };
            }
            // The runner of a CI job would read it as a command.
            '[' if out.ends_with("##") => out.push_str("\\u005B"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_toml_string_reads_back_and_holds_nothing_raw(text in prop_oneof![any::<String>(), "[#\\[a ]{0,12}"]) {
            let quoted = toml_unmasked(&text);
            prop_assert!(quoted.chars().all(|c| !is_unsafe(c)));
            prop_assert!(!quoted.contains("##["));
            let read = quoted.parse::<::toml::Value>().ok();
            prop_assert_eq!(read.as_ref().and_then(|value| value.as_str()), Some(text.as_str()));
            prop_assert!(toml(&text).is_none_or(|masked| masked == quoted));
        }
    }
}
