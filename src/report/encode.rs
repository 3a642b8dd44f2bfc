//! The only way to an output: text that strangers typed is made harmless here, once for each target.
//!
//! E-mail addresses lose what stands before the @, and long runs that look like tokens or hashes are cut, in every
//! target: an export may hold them in titles, names and comments.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Hexadecimal digits in a row that make a hash.
const HASH: usize = 32;
/// Characters in a row, of mixed kinds, that make a token.
const TOKEN: usize = 40;

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

/// Controls of both sets, line and paragraph separators, bidirectional controls, and characters of no width.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Cuts the local part of e-mail addresses, hashes and tokens.
pub fn mask(text: &str) -> Cow<'_, str> {
    let addresses = mask_addresses(text);
    match mask_secrets(&addresses) {
        Some(cut) => Cow::Owned(cut),
        None => addresses,
    }
}

fn mask_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        let local = before.chars().rev().take_while(|c| is_local(*c)).map(char::len_utf8).sum::<usize>();
        let (kept, local) = before.split_at(before.len() - local);
        out.push_str(kept);
        out.push_str(if local.is_empty() { "" } else { "…" });
        out.push('@');
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Characters of an address before its @, in any script.
fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'')
}

fn mask_secrets(text: &str) -> Option<String> {
    let is_run = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if text.len() < HASH {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0;
    let mut start = 0;
    while start < text.len() {
        let run: usize = text[start..].chars().take_while(|c| is_run(*c)).map(char::len_utf8).sum();
        if run == 0 {
            start += text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let part = &text[start..start + run];
        if is_secret(part) {
            out.push_str(&text[copied..start]);
            out.push('…');
            copied = start + run;
        }
        start += run;
    }
    (copied > 0).then(|| out + &text[copied..])
}

fn is_secret(run: &str) -> bool {
    let hash = run.len() >= HASH && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has = |test: fn(&u8) -> bool| run.bytes().any(|byte| test(&byte));
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    hash || (run.len() >= TOKEN && mixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_keep_only_their_domain() {
        assert_eq!(mask("write to maria.gomez+x@example.com or @ana"), "write to …@example.com or @ana");
        assert_eq!(mask("josé@example.com"), "…@example.com");
    }

    #[test]
    fn hashes_and_tokens_are_cut_and_ids_are_not() {
        assert_eq!(mask("h d41d8cd98f00b204e9800998ecf8427e."), "h ….");
        assert_eq!(mask("ATATT3xFfGF0T4JVjdm1bqxQzLwV9n8k2Hc7YpR5sE"), "…");
        let ids = "712020:00000002-7c1e-4a5b-9d3f-000000003dde 6942a9505f6e7d8c000003e8";
        assert_eq!(mask(ids), ids);
    }

    #[test]
    fn a_terminal_sees_no_escape_and_no_override() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\\u{1b}[31mb\\u{202e}c d\\u{9b}");
    }

    proptest! {
        #[test]
        fn nothing_raw_reaches_a_terminal(text in any::<String>()) {
            prop_assert!(terminal(&text).chars().all(|c| !is_unsafe(c)));
        }

        #[test]
        fn a_json_document_stays_the_same_value(text in any::<String>()) {
            let document = serde_json::to_string(&text).unwrap_or_default();
            let encoded = json_document(&document);
            prop_assert!(encoded.chars().all(|c| !is_unsafe(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&encoded).ok(), Some(text));
        }
    }
}
