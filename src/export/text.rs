//! The text of a file: its byte order mark, and where it stops to be UTF-8.

/// How many bytes of a byte order mark stand at the beginning of `bytes`.
pub(super) fn bom_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

/// `bytes` without a byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    &bytes[bom_length(bytes)..]
}

/// The first `limit` bytes as text, as far as they are UTF-8: a character cut in half at the end is left out.
pub(super) fn beginning(bytes: &[u8], limit: usize) -> &str {
    let bytes = bytes.get(..limit).unwrap_or(bytes);
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}
