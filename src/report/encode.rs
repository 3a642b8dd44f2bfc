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

/// A quoted TOML string that reads back as `text`; whatever changes what a reader sees is escaped. None for a text that
/// holds an e-mail address or a token: masked, it would be another text.
pub fn toml(text: &str) -> Option<String> {
    if mask(text) != text {
        return None;
    }
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
            c => out.push(c),
        }
    }
    out.push('"');
    Some(out)
}

/// Text for Markdown, wherever it stands in a line or a table: it shows as it is, and nothing in it is taken for markup,
/// for HTML, or for a link.
pub fn markdown(text: &str) -> String {
    let plain = terminal(text);
    let plain = plain.trim();
    let mut out = String::with_capacity(plain.len() + 16);
    for (place, c) in plain.char_indices() {
        let (before, rest) = plain.split_at(place);
        let escaped = match c {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '|' => "&#124;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '$' | '^' | '#' | '@' => "",
            // What makes a list, a heading, a line or a table at the beginning of a line.
            '+' | '-' | '=' | ':' if before.is_empty() => "",
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => "",
            // Addresses that become links by themselves.
            ':' if rest.starts_with("://") => "",
            '.' if before.to_ascii_lowercase().ends_with("www") => "",
            c => {
                out.push(c);
                continue;
            }
        };
        if escaped.is_empty() {
            out.extend(['\\', c]);
        }
        out.push_str(escaped);
    }
    out
}

/// Text for Markdown that is shown as code in a line.
pub fn markdown_code(text: &str) -> String {
    let plain = terminal(text);
    let plain = plain.trim();
    // A bar would end the cell of a table, even in code.
    if plain.is_empty() || plain.contains('|') {
        return markdown(text);
    }
    let fence = "`".repeat(longest_fence(plain) + 1);
    let pad = if plain.starts_with('`') || plain.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{plain}{pad}{fence}")
}

/// Lines for Markdown that are shown as a block of code.
pub fn markdown_block(text: &str, language: &str) -> String {
    let plain = terminal_lines(text.trim_end());
    let fence = "`".repeat((longest_fence(&plain) + 1).max(3));
    format!("{fence}{language}\n{plain}\n{fence}")
}

/// The target of a link in Markdown: a path beside the page.
pub fn markdown_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// How many backticks stand in a row at most.
fn longest_fence(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
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

    /// What a reader of Markdown sees of `page`, if it is words in paragraphs, items, headings and cells and nothing else.
    fn words_of(page: &str) -> Result<String, String> {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let mut words = String::new();
        for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::SoftBreak => words.push('\n'),
                Event::Start(
                    Tag::Paragraph
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(_) => {}
                other => return Err(format!("{other:?} in {page:?}")),
            }
        }
        Ok(words)
    }

    #[test]
    fn markdown_shows_what_was_written() {
        let hostile = "# <img src=x onerror=alert(1)> | *a* _b_ `c` [d](http://e) ![f](g) ~~h~~ www.i.org $j$ &amp; \\";
        assert_eq!(words_of(&markdown(hostile)).as_deref(), Ok(hostile));
        assert!(!markdown(hostile).contains(['<', '>', '|']));
        for start in
            ["- a", "+ a", "* a", "1. a", "12) a", "> a", "# a", "    a", "---", "===", "```", "~~~", ":--", "+++"]
        {
            assert_eq!(words_of(&markdown(start)).as_deref(), Ok(start.trim()));
            assert_eq!(words_of(&format!("title\n{}", markdown(start))).map(|_| ()), Ok(()), "after a line: {start}");
        }
        assert_eq!(markdown("maria.gomez@example.com"), "…\\@example.com");
        assert_eq!(markdown("a plain sentence, 1.5 times; that is all."), "a plain sentence, 1.5 times; that is all.");
    }

    #[test]
    fn code_in_markdown_ends_where_it_should() {
        assert_eq!(markdown_code("a-rule"), "`a-rule`");
        assert_eq!(markdown_code("a `b``"), "``` a `b`` ```");
        assert_eq!(markdown_code("a|b"), "a&#124;b");
        assert_eq!(markdown_block("x = 1\n```\n<b>", "toml"), "````toml\nx = 1\n```\n<b>\n````");
        assert_eq!(markdown_path("a b/c).toml"), "a%20b/c%29.toml");
    }

    proptest! {
        #[test]
        fn markdown_is_taken_for_words_everywhere(text in r"[ -~\n]{0,24}|\PC{0,24}") {
            let told = terminal(&text).trim().to_owned();
            let encoded = markdown(&text);
            for page in [encoded.clone(), format!("- {encoded}"), format!("# {encoded}"), format!("|\u{200a}|\n|--|\n| {encoded} |")] {
                let words = words_of(&page).map(|words| words.trim_start_matches('\u{200a}').trim().to_owned());
                prop_assert_eq!(words, Ok(told.clone()));
            }
        }

        #[test]
        fn nothing_raw_reaches_a_terminal(text in any::<String>()) {
            prop_assert!(terminal(&text).chars().all(|c| !is_unsafe(c)));
        }

        #[test]
        fn a_toml_string_reads_back_and_holds_nothing_raw(text in any::<String>()) {
            if let Some(quoted) = toml(&text) {
                prop_assert!(quoted.chars().all(|c| !is_unsafe(c)));
                let read = quoted.parse::<::toml::Value>().ok();
                prop_assert_eq!(read.as_ref().and_then(|value| value.as_str()), Some(text.as_str()));
            }
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
