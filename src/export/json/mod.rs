//! JSON scalars and texts, read leniently.
//!
//! People typed the texts of an export. A lone surrogate in one comment must not make the whole file
//! unreadable. So free text is cut out raw and decoded here, with a replacement character for what cannot be
//! decoded.

mod deserializer;
mod parser;
mod raw;
mod shape;

use std::borrow::Cow;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::damage::cut_off;
use super::text::json_body;
use super::time;
use crate::board::facts::Text;
use crate::source::lane::first_of;
use crate::source::{Diagnostic, File, Mark};

pub(super) use parser::{Batch, Error, Parser};
pub(super) use raw::Raw;
pub(super) use shape::Shape;

/// Maximum depth of nested lists, such as pages in a list of pages. No server uses more than two.
pub(super) const NESTED: u8 = 4;

/// The diagnostic for `raw`, which is nested in more lists than are read.
pub(super) fn too_deep(file: &File, raw: Raw<'_>) -> Diagnostic {
    let mark = file.mark(raw.get());
    let damage = format!("more than {NESTED} lists lie in one another here: what lies deeper was left out");
    let damage = Diagnostic::error(damage).at(Mark::new(mark.file, mark.start..mark.start + 1), "");
    damage.note("take the records out of the lists around them")
}

/// Reads a JSON value.
pub(super) fn from_str<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    T::deserialize(&mut Parser::new(text))
}

/// The JSON in `file`; `what` is its name in messages.
///
/// # Errors
/// The file is not UTF-8.
pub(super) fn body<'a>(file: &'a File, what: &str) -> Result<&'a str, Diagnostic> {
    let bytes = json_body(file.bytes());
    simdutf8::compat::from_utf8(bytes).map_err(|error| match malformed(file, what) {
        Some(found) => found,
        None => {
            let at = file.bytes().len() - bytes.len() + error.valid_up_to();
            let found = damaged(file, what, at, "this is no UTF-8".to_owned());
            found.note("another program saved it in another encoding: export the board again, or save it as UTF-8")
        }
    })
}

/// Passes each JSON document in `file` to `each`; `what` is the name of the file in messages.
///
/// # Errors
/// The file is damaged.
pub(super) fn documents<'a>(file: &'a File, what: &str, mut each: impl FnMut(Raw<'a>)) -> Result<(), Diagnostic> {
    let mut parser = Parser::new(body(file, what)?);
    while !parser.is_at_end() {
        each(Raw::deserialize(&mut parser).map_err(|error| syntax_error(file, &parser, &error, what))?);
    }
    Ok(())
}

/// The text of a JSON string; numbers and booleans as written; `None` for `null`.
pub(super) fn scalar(raw: Option<Raw<'_>>) -> Option<Cow<'_, str>> {
    let text = raw?.get();
    match text.as_bytes().first()? {
        b'"' => Some(decode(text)),
        b'n' | b'{' | b'[' => None,
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Like [`scalar`], but returns an empty text instead of `None`.
pub(super) fn or_empty(raw: Option<Raw<'_>>) -> Cow<'_, str> {
    scalar(raw).unwrap_or_default()
}

/// Like [`scalar`], but returns `None` for blank text.
pub(super) fn filled(raw: Option<Raw<'_>>) -> Option<Cow<'_, str>> {
    scalar(raw).filter(|text| !text.trim_start().is_empty())
}

/// Deserializes `null` to the default, for a list or a flag.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(json: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(json).map(Option::unwrap_or_default)
}

/// A scalar that is decoded on demand; `None` for `null` and `""`.
pub(super) fn lazy(raw: Option<Raw<'_>>) -> Option<Text<'_>> {
    lazy_by(raw, scalar_text)
}

/// Like [`lazy`], with another decoder.
pub(super) fn lazy_by(raw: Option<Raw<'_>>, decode: fn(&str) -> Cow<'_, str>) -> Option<Text<'_>> {
    raw.map(Raw::get).filter(|text| !matches!(*text, "null" | "\"\"")).map(|text| Text::new(text, decode))
}

/// Parses an instant of any export: ISO 8601 with or without a colon in the offset, or milliseconds or
/// seconds since 1970.
pub(super) fn instant(raw: Option<Raw<'_>>) -> Option<Timestamp> {
    time::instant(&scalar(raw)?)
}

/// Advice for a damaged file.
const AGAIN: &str = "export the board again";

/// The message of a JSON error without its line: the mark has the place.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The diagnostic for `file`, which `parser` could not read completely. `what` is the name of the file in
/// messages.
pub(super) fn syntax_error(file: &File, parser: &Parser<'_>, error: &Error, what: &str) -> Diagnostic {
    let at = file.bytes().len() - json_body(file.bytes()).len() + parser.at();
    malformed(file, what).unwrap_or_else(|| damaged(file, what, at, error.to_string()).note(AGAIN))
}

/// The error that serde_json finds in `file`: it is the most exact about reason and place.
pub(super) fn malformed(file: &File, what: &str) -> Option<Diagnostic> {
    let bytes = json_body(file.bytes());
    let documents = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    let error = documents.filter_map(Result::err).next()?;
    let end = file.bytes().len();
    if error.is_eof() {
        return Some(cut_off(file, what).note("export the board again and check that the file arrives whole"));
    }
    // Lines and columns are relative to the JSON. A byte order mark and comments may precede it.
    let before = &file.bytes()[..end - bytes.len()];
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let aside = if error.line() <= 1 { before.iter().rev().take_while(|byte| **byte != b'\n').count() } else { 0 };
    let offset = file.offset(error.line().max(1) + lines, error.column() + aside);
    Some(damaged(file, what, offset, reason(&error)).note(AGAIN))
}

fn damaged(file: &File, what: &str, offset: usize, reason: String) -> Diagnostic {
    let end = file.bytes().len();
    let offset = offset.min(end);
    let mark = Mark::new(file.id(), offset..(offset + 1).min(end));
    Diagnostic::error(format!("this {what} is damaged")).at(mark, reason)
}

/// The text of a JSON string; other scalars as written.
pub(super) fn scalar_text(value: &str) -> Cow<'_, str> {
    if value.starts_with('"') { decode(value) } else { Cow::Borrowed(value) }
}

/// Decodes a JSON string literal, including its quotes. An invalid escape loses only its backslash. A lone
/// surrogate becomes U+FFFD.
fn decode(literal: &str) -> Cow<'_, str> {
    let inner = inside(literal);
    match first_of([b'\\'], inner.as_bytes(), 0) {
        None => Cow::Borrowed(inner),
        Some(first) => Cow::Owned(unescape(inner, first)),
    }
}

/// The text between the quotes of a JSON string literal.
fn inside(literal: &str) -> &str {
    literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default()
}

/// Decodes the contents of a string whose first backslash is at `first`.
fn unescape(inner: &str, first: usize) -> String {
    let mut out = String::with_capacity(inner.len());
    // Everything before `from` is decoded.
    let (mut from, mut next) = (0, Some(first));
    while let Some(at) = next {
        out.push_str(&inner[from..at]);
        from = at + 2;
        match inner.as_bytes().get(at + 1) {
            // Fast path for the most frequent line end.
            Some(b'r') if inner.as_bytes()[from..].starts_with(b"\\n") => {
                out.push_str("\r\n");
                from += 2;
            }
            Some(b'n') => out.push('\n'),
            Some(b'r') => out.push('\r'),
            Some(b't') => out.push('\t'),
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{c}'),
            Some(b'u') => {
                let (unit, behind) = code_unit(&inner[from..]);
                let mut rest = behind;
                let pair = behind.strip_prefix("\\u").map(code_unit).filter(|_| (0xD800..0xDC00).contains(&unit));
                match pair.map(|(low, behind)| (char::decode_utf16([unit, low]).next(), behind)) {
                    Some((Some(Ok(letter)), behind)) => {
                        out.push(letter);
                        rest = behind;
                    }
                    _ => out.push(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
                from = inner.len() - rest.len();
            }
            // The second backslash must not begin another escape.
            Some(b'\\') => out.push('\\'),
            _ => from = at + 1,
        }
        next = first_of([b'\\'], inner.as_bytes(), from);
    }
    out.push_str(&inner[from..]);
    out
}

/// The four hexadecimal digits at the beginning of `text` as a UTF-16 code unit, and the text after them.
fn code_unit(text: &str) -> (u16, &str) {
    if let Some(Some(digits)) = text.as_bytes().first_chunk::<4>().map(four_digits) {
        return (digits, &text[4..]);
    }
    let end = text.char_indices().nth(4).map_or(text.len(), |(end, _)| end);
    let (digits, rest) = text.split_at(end);
    (u16::from_str_radix(digits, 16).unwrap_or(0xFFFD), rest)
}

/// The value of four hexadecimal digits.
fn four_digits(digits: &[u8; 4]) -> Option<u16> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from(*digit).to_digit(16).and_then(|digit| u16::try_from(digit).ok())?;
        Some(number << 4 | digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_surrogate_costs_one_character_and_not_the_file() {
        assert_eq!(
            decode(r#""\ude00\ud83dx \ud83d\n\ud83d\u0041\ud83d""#),
            "\u{FFFD}\u{FFFD}x \u{FFFD}\n\u{FFFD}A\u{FFFD}"
        );
        assert_eq!(decode(r#""\u12""#), "\u{12}");
        assert_eq!(decode(r#""a\ud83d b\nc\u00e4""#), "a\u{FFFD} b\ncä");
        assert_eq!(decode(r#""\ud83d\ude00""#), "\u{1F600}");
    }

    #[test]
    fn ends_of_lines_are_read_however_they_are_written() {
        assert_eq!(decode(r#""a\r\nb\rc\n\r\n\r\\n\r""#), "a\r\nb\rc\n\r\n\r\\n\r");
    }

    proptest::proptest! {
        #[test]
        fn what_serde_json_reads_is_read_alike(text in ".*") {
            let literal = serde_json::to_string(&text).expect("JSON");
            proptest::prop_assert_eq!(decode(&literal), text.as_str());
            // With every character escaped.
            let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let literal = format!("\"{units}\"");
            proptest::prop_assert_eq!(decode(&literal), text);
        }
    }
}
