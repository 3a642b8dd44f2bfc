//! Timestamps in exports.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Smallest number that is read as milliseconds since 1970. As seconds it is three thousand years ahead; as
/// milliseconds it is 1973, before any export.
const LEAST_MILLISECONDS: i64 = 100_000_000_000;

/// Parses ISO 8601, with or without a colon in the offset, or milliseconds or seconds since 1970.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    if let Some(instant) = fixed(text.as_bytes()) {
        return Some(instant);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let number = text.parse::<i64>().ok()?;
    let is_seconds = (0..LEAST_MILLISECONDS).contains(&number);
    if is_seconds { Timestamp::from_second(number).ok() } else { Timestamp::from_millisecond(number).ok() }
}

/// Parses the two forms of all timestamps in the histories of Jira and Trello: `2017-10-10T15:03:30.928-0400`
/// and `2017-10-10T19:03:30.928Z`. They are read by position for speed: a big export has a million of them.
fn fixed(text: &[u8]) -> Option<Timestamp> {
    let (shown, offset) = text.split_first_chunk::<CIVIL>().filter(|(shown, _)| shown[10] == b'T')?;
    let offset = match offset {
        b"Z" => Offset::UTC,
        [sign @ (b'+' | b'-'), hours_and_minutes @ ..] => {
            let four: &[u8; 4] = hours_and_minutes.try_into().ok()?;
            let seconds = digits::<2>(four, 0)? * 3600 + digits::<2>(four, 2)? * 60;
            Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()?
        }
        _ => return None,
    };
    offset.to_timestamp(civil(shown)?).ok()
}

/// Bytes of a date and time with milliseconds.
const CIVIL: usize = 23;

/// Parses a date and time such as `2017-10-10T15:03:30.928`, with any byte between the two. `None` for other
/// forms.
pub(super) fn civil(text: &[u8]) -> Option<DateTime> {
    let text: &[u8; CIVIL] = text.try_into().ok()?;
    let shape = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':'), (19, b'.')];
    if shape.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let small = |from: usize| digits::<2>(text, from).and_then(|number| i8::try_from(number).ok());
    let year = i16::try_from(digits::<4>(text, 0)?).ok()?;
    let nanoseconds = digits::<3>(text, 20)? * 1_000_000;
    DateTime::new(year, small(5)?, small(8)?, small(11)?, small(14)?, small(17)?, nanoseconds).ok()
}

/// The `N` bytes of `text` from `at` on as a number, if all are digits.
#[inline]
fn digits<const N: usize>(text: &[u8], at: usize) -> Option<i32> {
    let (mut number, mut are_digits) = (0, true);
    for byte in text.get(at..at + N)? {
        let digit = byte.wrapping_sub(b'0');
        are_digits &= digit < 10;
        number = number * 10 + i32::from(digit);
    }
    are_digits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_an_export_writes_an_instant_is_the_same_instant() {
        let expected = Some("2017-10-10T19:03:30.928Z".parse::<Timestamp>().expect("an instant"));
        for text in [
            "2017-10-10T15:03:30.928-0400",
            "2017-10-10T19:03:30.928Z",
            "2017-10-10T15:03:30.928-04:00",
            "1507662210928",
        ] {
            assert_eq!(instant(text), expected, "{text}");
        }
        let whole = instant("2017-04-13T08:00:29Z");
        assert_eq!((instant("1492070429"), instant("1492070429000")), (whole, whole), "seconds, milliseconds");
        assert_eq!(
            instant("1969-12-31T22:00:00.250-0100"),
            Some("1969-12-31T23:00:00.250Z".parse().expect("an instant"))
        );
        assert_eq!(instant("2017-13-10T15:03:30.928-0400"), None);
        assert_eq!(instant("yesterday"), None);
    }
}
