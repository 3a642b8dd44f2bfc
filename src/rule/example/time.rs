//! Times in examples: `"2 March 9:00"`, `"+10s"` after the previous change, or a full timestamp.

use jiff::civil::{Date, DateTime, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::source::toml::{Data, Reader, Value};

/// The Monday on which examples begin by default.
pub(super) const FIRST_DAY: Date = date(2026, 3, 2);

/// Nine in the morning of `day`: the default time of day.
pub(super) fn morning(day: Date) -> Timestamp {
    instant(day.at(9, 0, 0, 0))
}

/// Parses `value` as an instant: a full timestamp, a date without a year and optionally a time, or an offset
/// from `before`.
pub(super) fn read(read: &mut Reader<'_>, value: &Value, before: Option<Timestamp>) -> Option<Timestamp> {
    let found = match &value.data {
        Data::Time(written) => written
            .parse()
            .ok()
            .or_else(|| written.parse().ok().map(instant))
            .or_else(|| Some(morning(written.parse().ok()?))),
        Data::Text(text) => match text.strip_prefix('+') {
            Some(offset) => before.and_then(|before| before.checked_add(length(offset)?).ok()),
            None => day_and_time(text),
        },
        _ => None,
    };
    if found.is_none() {
        let wanted = "write `\"2 March 9:00\"`, `2026-03-02T09:00:00Z` or, after another change, `\"+10s\"`";
        read.error(value.span.clone(), "this is no time", wanted);
    }
    found
}

/// `2 March`, `2 March 9:00`, `2 March 9:00:30`.
fn day_and_time(text: &str) -> Option<Timestamp> {
    let (day, clock) = match text.rsplit_once(' ').filter(|(_, clock)| clock.contains(':')) {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let day = Date::strptime("%Y %d %B", format!("{} {day}", FIRST_DAY.year())).ok()?;
    let clock = clock.map_or(Some(time(9, 0, 0, 0)), |clock| {
        let numbers: Option<Vec<i8>> = clock.split(':').map(|number| number.parse().ok()).collect();
        match numbers?.as_slice() {
            [hour, minute] => jiff::civil::Time::new(*hour, *minute, 0, 0).ok(),
            [hour, minute, second] => jiff::civil::Time::new(*hour, *minute, *second, 0).ok(),
            _ => None,
        }
    })?;
    Some(instant(day.to_datetime(clock)))
}

/// `10s`, `5m`, `24h`, `3d`.
fn length(text: &str) -> Option<SignedDuration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok()?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.checked_mul(seconds).map(SignedDuration::from_secs)
}

/// A local time in the time zone of all examples, UTC.
fn instant(time: DateTime) -> Timestamp {
    time.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or_default()
}
