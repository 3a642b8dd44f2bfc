//! Masking of e-mail addresses, hashes and tokens, before any other encoding.

use std::borrow::Cow;

/// Hexadecimal digits in a row that make a hash.
const HASH: usize = 32;
/// Characters in a row, of mixed kinds, that make a token.
const TOKEN: usize = 40;

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
    let is_run = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let mut out = String::new();
    let mut copied = 0;
    // Where a run may begin.
    let mut start = 0;
    while let Some(first) = text.as_bytes().get(start..start + HASH) {
        // Seen from the end, a few bytes tell that none is long enough.
        if let Some(last) = first.iter().rposition(|byte| !is_run(byte)) {
            start += last + 1;
            continue;
        }
        let run = HASH + text.as_bytes()[start + HASH..].iter().take_while(|byte| is_run(byte)).count();
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

    #[test]
    fn addresses_keep_only_their_domain() {
        assert_eq!(mask("write to maria.gomez+x@example.com or @ana"), "write to …@example.com or @ana");
        assert_eq!(mask("josé@example.com"), "…@example.com");
    }

    #[test]
    fn hashes_and_tokens_are_cut_and_ids_are_not() {
        assert_eq!(mask("h d41d8cd98f00b204e9800998ecf8427e."), "h ….");
        assert_eq!(mask("ATATT3xFfGF0T4JVjdm1bqxQzLwV9n8k2Hc7YpR5sE"), "…");
        assert_eq!(mask("é d41d8cd98f00b204e9800998ecf8427eé 0123456789abcdef0123456789abcdef"), "é …é …");
        assert_eq!(mask("d41d8cd98f00b204e9800998ecf8427"), "d41d8cd98f00b204e9800998ecf8427", "31 digits are no hash");
        let ids = "712020:00000002-7c1e-4a5b-9d3f-000000003dde 6942a9505f6e7d8c000003e8";
        assert_eq!(mask(ids), ids);
    }
}
