//! The text of an export, without a byte order mark and, for JSON, without comments before it.

use crate::source::{Diagnostic, File, bom_length, utf8};

/// The text of `file` without a byte order mark. `what` is the name of the file in messages.
///
/// # Errors
/// The text is not UTF-8.
pub(super) fn whole<'a>(file: &'a File, what: &str) -> Result<&'a str, Diagnostic> {
    let refuse = |refusal: Diagnostic| refusal.note("save it again as UTF-8, or export it again");
    utf8(file, bom_length(file.bytes()), what).map_err(refuse)
}

/// The bytes of the text of `file` without a byte order mark. `what` is the name of the file in messages.
///
/// # Errors
/// The bytes are not UTF-8.
pub(super) fn whole_bytes<'a>(file: &'a File, what: &str) -> Result<&'a [u8], Diagnostic> {
    if !file.is_utf8() {
        whole(file, what)?;
    }
    Ok(&file.bytes()[bom_length(file.bytes())..])
}

/// The JSON in `bytes`, without a byte order mark and the comment lines that viewers add when they save. For
/// anything but JSON, only the byte order mark is removed.
pub(super) fn json_body(bytes: &[u8]) -> &[u8] {
    let whole = &bytes[bom_length(bytes)..];
    let mut rest = whole.trim_ascii_start();
    loop {
        let end = match rest {
            [b'/', b'/', ..] | [b'#', ..] => memchr::memchr(b'\n', rest),
            [b'/', b'*', ..] => memchr::memmem::find(rest, b"*/").map(|end| end + 1),
            _ => break,
        };
        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default().trim_ascii_start();
    }
    if matches!(rest.first(), Some(b'{' | b'[')) { rest } else { whole }
}

/// The first `limit` bytes as text, as far as they are UTF-8. A character that is cut at the end is left out.
pub(super) fn beginning(bytes: &[u8], limit: usize) -> &str {
    let bytes = bytes.get(..limit).unwrap_or(bytes);
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_before_json_are_no_part_of_it() {
        assert_eq!(json_body(b"\xEF\xBB\xBF// 2024\r\n// https://x\n\n{\"a\": 1} // b"), b"{\"a\": 1} // b");
        assert_eq!(json_body(b"/* saved\n by a viewer */ [1]"), b"[1]");
        assert_eq!(json_body(b"# a,b\n1,2\n"), b"# a,b\n1,2\n");
        assert_eq!(json_body(b"// only a comment"), b"// only a comment");
    }

    #[test]
    fn the_beginning_ends_before_half_a_character() {
        assert_eq!(beginning("aä".as_bytes(), 2), "a");
        assert_eq!(beginning(b"ab", 9), "ab");
    }
}
