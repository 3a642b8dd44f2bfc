//! Texts that are not UTF-8: PowerShell writes UTF-16, old spreadsheets write Windows-1252.
//!
//! Such a text is decoded once when it is loaded. Marks are byte offsets in the decoded text.
//! [`Encoding::on_disk`] converts them to byte offsets in the file on disk.

use std::sync::OnceLock;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::parallel;

/// The byte order mark that some programs write in front of UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Distance between two known offsets, in bytes of the decoded text.
const STRIDE: usize = 4 * 1024;

/// Size of the pieces that are validated in parallel, in bytes.
const PIECE: usize = 1 << 20;

/// How the bytes on disk became the text in memory.
#[derive(Clone, Debug)]
pub(super) struct Encoding {
    /// The name for messages.
    pub(super) name: &'static str,
    /// Length of the byte order mark.
    mark: usize,
    units: Units,
    strides: OnceLock<Vec<usize>>,
}

/// The unit of a character on disk.
#[derive(Clone, Copy, Debug)]
enum Units {
    /// One byte.
    One,
    /// Two bytes or four.
    Utf16,
}

/// Length of the byte order mark at the beginning of `text`, which is UTF-8; 0 if there is none.
pub(crate) fn bom_length(text: &[u8]) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

/// The encoding of an export.
pub(super) enum Detected {
    /// UTF-8.
    Utf8,
    /// Another encoding: the text decoded to UTF-8, and the encoding.
    Other(Vec<u8>, Encoding),
    /// Seems to be JSON, which is UTF-8 or damaged, or is no text at all.
    Unknown,
}

impl Encoding {
    /// Detects the encoding of `bytes`.
    pub(super) fn detect(bytes: &[u8]) -> Detected {
        let utf_16 = |name, mark, encoding: &'static encoding_rs::Encoding| {
            let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
            Detected::Other(text.into_owned().into_bytes(), Self::new(name, mark, Units::Utf16))
        };
        match bytes {
            [0xFF, 0xFE, ..] => utf_16("UTF-16", 2, UTF_16LE),
            [0xFE, 0xFF, ..] => utf_16("UTF-16", 2, UTF_16BE),
            [b'{' | b'[' | b'<' | b'"', 0, _, 0, ..] => utf_16("UTF-16", 0, UTF_16LE),
            [0, b'{' | b'[' | b'<' | b'"', 0, _, ..] => utf_16("UTF-16", 0, UTF_16BE),
            _ if is_json(bytes) => Detected::Unknown,
            _ if is_utf8(bytes) => Detected::Utf8,
            _ if bytes.contains(&0) => Detected::Unknown,
            _ => {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                Detected::Other(text.into_owned().into_bytes(), Self::new("Windows-1252", 0, Units::One))
            }
        }
    }

    fn new(name: &'static str, mark: usize, units: Units) -> Self {
        Self { name, mark, units, strides: OnceLock::new() }
    }

    /// Returns the offset on disk of the character at `offset` of the decoded `text`.
    pub(super) fn on_disk(&self, text: &[u8], offset: usize) -> usize {
        let offset = offset.min(text.len());
        let strides = self.strides.get_or_init(|| {
            let lengths = text.chunks(STRIDE).map(|chunk| self.length(chunk));
            let sums = lengths.scan(0, |sum, length| Some(std::mem::replace(sum, *sum + length)));
            sums.collect()
        });
        // If the length of the text is a multiple of the stride, its end belongs to the last stride.
        let stride = (offset / STRIDE).min(strides.len().saturating_sub(1));
        let known = strides.get(stride).copied().unwrap_or_default();
        self.mark + known + self.length(&text[(stride * STRIDE).min(offset)..offset])
    }

    /// Number of bytes on disk of the characters that start in `text`.
    fn length(&self, text: &[u8]) -> usize {
        let characters = bytecount::num_chars(text);
        // A character of four bytes in UTF-8 takes four bytes in UTF-16, too.
        let long = || text.iter().filter(|byte| **byte >= 0xF0).count();
        match self.units {
            Units::One => characters,
            Units::Utf16 => 2 * (characters + long()),
        }
    }
}

/// Whether `bytes` look like JSON. JSON is UTF-8 by definition; otherwise it is damaged. An empty file counts
/// as JSON.
fn is_json(bytes: &[u8]) -> bool {
    matches!(bytes.iter().find(|byte| !byte.is_ascii_whitespace()), None | Some(b'{' | b'['))
}

/// Whether `bytes` are UTF-8. The pieces are validated in parallel.
fn is_utf8(bytes: &[u8]) -> bool {
    // A piece starts after the last bytes of a character that begins in the previous piece. There are at most
    // three.
    let begins = |piece: usize| {
        let start = bytes.len().min(piece * PIECE);
        let cut = bytes[start..].iter().take(4).position(|byte| !matches!(byte, 0x80..=0xBF));
        if piece == 0 { 0 } else { start + cut.unwrap_or(0) }
    };
    let is_text = |_, piece| simdutf8::basic::from_utf8(&bytes[begins(piece)..begins(piece + 1)]).is_ok();
    let are_text = parallel::map(0..bytes.len().div_ceil(PIECE), is_text);
    !are_text.contains(&false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The decoded text and its encoding, or `None` for UTF-8.
    fn decode(bytes: &[u8]) -> Option<(Vec<u8>, Encoding)> {
        match Encoding::detect(bytes) {
            Detected::Other(text, encoding) => Some((text, encoding)),
            Detected::Utf8 | Detected::Unknown => None,
        }
    }

    fn utf_16(text: &str) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_place_in_the_text_leads_back_to_the_bytes_on_disk() {
        let long = "ä😀".repeat(STRIDE);
        for text in ["{\"naïve\": \"😀 x\"}", long.as_str()] {
            let disk = utf_16(text);
            let (decoded, encoding) = decode(&disk).expect("it has a mark");
            assert_eq!(decoded, text.as_bytes());
            for (offset, _) in text.char_indices().step_by(997).chain([(text.len(), ' ')]) {
                let expected = 2 + 2 * text[..offset].encode_utf16().count();
                assert_eq!(encoding.on_disk(&decoded, offset), expected, "{offset}");
            }
        }
    }

    #[test]
    fn a_character_that_is_cut_by_a_piece_is_text() {
        for letter in ["ä", "€", "😀"] {
            for before in 0..4 {
                let mut text = "-".repeat(PIECE - before);
                text.push_str(&letter.repeat(PIECE / 2));
                assert!(is_utf8(text.as_bytes()), "{before} {letter}");
                let mut bytes = text.into_bytes();
                bytes[PIECE] = b'-';
                assert_eq!(is_utf8(&bytes), simdutf8::basic::from_utf8(&bytes).is_ok(), "{before} {letter}");
            }
        }
        assert!(is_utf8(b"") && !is_utf8(b"\x80"));
    }

    #[test]
    fn an_old_spreadsheet_is_text_and_a_picture_is_not() {
        let (decoded, encoding) = decode(b"Zusammenfassung;Schl\xFCssel").expect("it is text");
        assert_eq!(decoded, "Zusammenfassung;Schlüssel".as_bytes());
        assert_eq!(encoding.on_disk(&decoded, decoded.len()), 25);
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_none());
        assert!(decode("Schlüssel".as_bytes()).is_none());
    }
}
