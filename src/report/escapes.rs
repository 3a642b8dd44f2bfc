//! The text of a piece of a file of any format: escapes of JSON and TOML, references of XML and doubled
//! quotes of CSV are all resolved.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;

/// Maximum length of a reference in bytes: `&#x10ffff;` with some leading zeros.
const LONGEST_REFERENCE: usize = 16;

/// `text` with each escape replaced by its character. What is not an escape in any of the formats stays.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '&']) && !text.contains("\"\"") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&', '"']) {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (letter, length) = character(escape).unwrap_or((char::from(escape.as_bytes()[0]), 1));
        out.push(letter);
        rest = &escape[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of the escape at the beginning of `text`, and the length of the escape in bytes.
fn character(text: &str) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'"', b'"', ..] => Some(('"', 2)),
        [b'&', ..] => reference(text),
        [b'\\', kind, ..] => match kind {
            b'"' | b'\'' | b'\\' | b'/' => Some((char::from(*kind), 2)),
            b'b' => Some(('\u{8}', 2)),
            b'e' => Some(('\u{1b}', 2)),
            b'f' => Some(('\u{c}', 2)),
            b'n' => Some(('\n', 2)),
            b'r' => Some(('\r', 2)),
            b't' => Some(('\t', 2)),
            b'x' => Some((char::from_u32(hexadecimal(text, 2, 2)?)?, 4)),
            b'u' => utf_16(text),
            b'U' => Some((char::from_u32(hexadecimal(text, 2, 8)?)?, 10)),
            _ => None,
        },
        _ => None,
    }
}

/// The character of `\uXXXX`, or of a surrogate pair of two of them.
fn utf_16(text: &str) -> Option<(char, usize)> {
    let first = hexadecimal(text, 2, 4)?;
    if let Some(letter) = char::from_u32(first) {
        return Some((letter, 6));
    }
    let second = hexadecimal(text, 8, 4).filter(|_| text[6..].starts_with("\\u"))?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    Some((char::decode_utf16(pair).next()?.ok()?, 12))
}

/// The character of `&amp;`, `&#228;` or `&#xe4;`.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => resolve_predefined_entity(name)?.chars().next()?,
    };
    Some((letter, end + 1))
}

/// The hexadecimal number of `digits` digits from byte `at` on; `None` if one of them is not a digit.
fn hexadecimal(text: &str, at: usize, digits: usize) -> Option<u32> {
    u32::from_str_radix(text.get(at..at + digits)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_says_the_same() {
        for written in [
            r#"Zoë 😀 "Z" O'Neil"#,
            r#"Zo\u00eb \ud83d\ude00 \"Z\" O'Neil"#,
            r#"Zo\xeb \U0001F600 \"Z\" O\'Neil"#,
            "Zo&#235; &#x1F600; &quot;Z&quot; O&apos;Neil",
            r#"Zoë 😀 ""Z"" O'Neil"#,
        ] {
            assert_eq!(resolved(written), r#"Zoë 😀 "Z" O'Neil"#, "{written}");
        }
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in [r"C:\docs \", r"\u12", r"\ud83d x", "R&D; &; &#; &#xD800; & é", "\"a\"", r"\U00e9"] {
            assert_eq!(resolved(text), text);
        }
        assert_eq!(resolved(r"\\n"), r"\n");
    }
}
