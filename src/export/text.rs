//! Reading scalars leniently.
//!
//! An export is what strangers typed. A lone surrogate in somebody's comment must not lose the file, so free text is
//! cut out raw and decoded here, with a replacement character where there is nothing to decode.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::value::RawValue;

use crate::board::facts::{Text, decode};

/// A JSON value as it stands in the file.
pub(super) type Raw<'a> = &'a RawValue;

/// The text of a JSON string; numbers and other scalars as they are written; `null` is nothing.
pub(super) fn scalar(raw: Option<Raw<'_>>) -> Option<Cow<'_, str>> {
    let text = raw?.get();
    match text.as_bytes().first()? {
        b'"' => Some(decode(text)),
        b'n' | b'{' | b'[' => None,
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Like [`scalar`], with nothing as empty text.
pub(super) fn or_empty(raw: Option<Raw<'_>>) -> Cow<'_, str> {
    scalar(raw).unwrap_or_default()
}

/// Like [`scalar`], with empty text as nothing.
pub(super) fn filled(raw: Option<Raw<'_>>) -> Option<Cow<'_, str>> {
    scalar(raw).filter(|text| !text.trim().is_empty())
}

/// A text to be decoded later; `null` and `""` are nothing.
pub(super) fn lazy(raw: Option<Raw<'_>>) -> Option<Text<'_>> {
    raw.map(RawValue::get).filter(|text| !matches!(*text, "null" | "\"\"")).map(Text::Json)
}

/// An instant as any of the exports writes it: ISO 8601 with or without a colon in the offset, or milliseconds since
/// 1970.
pub(super) fn instant(raw: Option<Raw<'_>>) -> Option<Timestamp> {
    let text = scalar(raw)?;
    parse_instant(&text)
}

pub(super) fn parse_instant(text: &str) -> Option<Timestamp> {
    if let Some(instant) = fixed(text.as_bytes()) {
        return Some(instant);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    text.parse::<i64>().ok().and_then(|millis| Timestamp::from_millisecond(millis).ok())
}

/// The one shape in which Jira writes every instant of a changelog, `2017-10-10T15:03:30.928-0400`: read by position,
/// because a big export holds a million of them.
fn fixed(text: &[u8]) -> Option<Timestamp> {
    let digits = |from: usize, to: usize| {
        text.get(from..to)?
            .iter()
            .try_fold(0_i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
    };
    let shape = text.len() == 28 && text[4] == b'-' && text[7] == b'-' && text[10] == b'T' && text[19] == b'.';
    if !shape {
        return None;
    }
    let small = |from, to| digits(from, to).and_then(|number| i8::try_from(number).ok());
    let year = i16::try_from(digits(0, 4)?).ok()?;
    let civil = DateTime::new(
        year,
        small(5, 7)?,
        small(8, 10)?,
        small(11, 13)?,
        small(14, 16)?,
        small(17, 19)?,
        digits(20, 23)? * 1_000_000,
    )
    .ok()?;
    let sign = match text[23] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let offset = i64::from(sign * (digits(24, 26)? * 3600 + digits(26, 28)? * 60));
    let utc = jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()?;
    Timestamp::from_nanosecond(utc.as_nanosecond() - i128::from(offset) * 1_000_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_an_export_writes_an_instant_is_the_same_instant() {
        let expected = "2017-10-10T19:03:30.928Z".parse::<Timestamp>().ok();
        for text in ["2017-10-10T15:03:30.928-0400", "2017-10-10T15:03:30.928-04:00", "1507662210928"] {
            assert_eq!(parse_instant(text), expected, "{text}");
        }
        assert_eq!(parse_instant("2017-13-10T15:03:30.928-0400"), None);
        assert_eq!(parse_instant("yesterday"), None);
    }
}
