//! Instants as exports write them.

use jiff::Timestamp;
use jiff::civil::DateTime;

/// ISO 8601 with or without a colon in the offset, or milliseconds since 1970.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
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
    Timestamp::new(utc.as_second() - offset, utc.subsec_nanosecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_an_export_writes_an_instant_is_the_same_instant() {
        let expected = "2017-10-10T19:03:30.928Z".parse::<Timestamp>().ok();
        for text in ["2017-10-10T15:03:30.928-0400", "2017-10-10T15:03:30.928-04:00", "1507662210928"] {
            assert_eq!(instant(text), expected, "{text}");
        }
        assert_eq!(instant("1969-12-31T22:00:00.250-0100"), "1969-12-31T23:00:00.250Z".parse().ok());
        assert_eq!(instant("2017-13-10T15:03:30.928-0400"), None);
        assert_eq!(instant("yesterday"), None);
    }
}
