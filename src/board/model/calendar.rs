//! The working days of a team and its time zone.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Seconds in a day without a daylight-saving change.
pub(crate) const DAY_SECONDS: i64 = 24 * 3600;

/// The team's days: its time zone and the days on which nobody works.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    holidays: Vec<Date>,
}

impl Calendar {
    /// The calendar of a charter.
    pub fn new(zone: TimeZone, mut holidays: Vec<Date>) -> Self {
        holidays.retain(|day| !Self::is_weekend(*day));
        holidays.sort_unstable();
        holidays.dedup();
        Self { zone, holidays }
    }

    /// The local day of `at`.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The local day and time of `at`, as people write it.
    pub fn local(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// The local time of day, to the minute.
    pub fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// The local hour of the day, 0 to 23.
    pub fn hour(&self, at: Timestamp) -> u8 {
        at.to_zoned(self.zone.clone()).hour().unsigned_abs()
    }

    /// The zone in which days are meant, by its name.
    pub fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }

    /// The first instant of `day`.
    pub fn start_of(&self, day: Date) -> Timestamp {
        day.to_zoned(self.zone.clone()).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
    }

    /// Noon of `day`.
    pub fn noon_of(&self, day: Date) -> Timestamp {
        after(self.start_of(day), 12 * 3600)
    }

    /// The first instant after `day`.
    pub fn end_of(&self, day: Date) -> Timestamp {
        day.tomorrow().map_or(Timestamp::MAX, |next| self.start_of(next))
    }

    /// The last day of something that ended at `end`: the day before, if `end` is the first instant of a day.
    pub fn last_day(&self, end: Timestamp) -> Date {
        self.day(end.checked_sub(SignedDuration::from_millis(1)).unwrap_or(end))
    }

    /// Whether `day` is a Saturday or a Sunday.
    pub fn is_weekend(day: Date) -> bool {
        matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// Whether people work on `day`: Monday to Friday, no holiday.
    pub fn works(&self, day: Date) -> bool {
        !Self::is_weekend(day) && self.holidays.binary_search(&day).is_err()
    }

    /// Working days that began after `from` and up to `to`: from a Friday noon to the next Monday it is one.
    pub fn working_days(&self, from: Timestamp, to: Timestamp) -> u32 {
        self.working_days_between(self.day(from), self.day(to))
    }

    /// Working days after `first` and up to `last`.
    fn working_days_between(&self, first: Date, last: Date) -> u32 {
        if last <= first {
            return 0;
        }
        // Computed without iterating over the days: a date that somebody typed may be thousands of years
        // away.
        let holidays_until = |day: Date| self.holidays.partition_point(|holiday| *holiday <= day);
        let holidays = holidays_until(last) - holidays_until(first);
        weekdays_until(last).abs_diff(weekdays_until(first)).saturating_sub(u32::try_from(holidays).unwrap_or(u32::MAX))
    }

    /// Working days in the days from `from` up to, not including, the day of `to`; at least one.
    pub fn length(&self, from: Timestamp, to: Timestamp) -> u32 {
        let first = u32::from(self.works(self.day(from)));
        (first + self.working_days_between(self.day(from), self.last_day(to))).max(1)
    }
}

/// The instant `seconds` before `at`.
pub(crate) fn before(at: Timestamp, seconds: i64) -> Timestamp {
    after(at, -seconds)
}

/// The instant `seconds` after `at`, limited to the range of [`Timestamp`].
pub(crate) fn after(at: Timestamp, seconds: i64) -> Timestamp {
    let shifted = at.saturating_add(SignedDuration::from_secs(seconds));
    shifted.unwrap_or(at)
}

/// Number of days from Monday to Friday up to and including `day`, counted from a Monday in the past.
fn weekdays_until(day: Date) -> i32 {
    let days = Date::constant(1, 1, 1).until(day).map_or(0, |span| span.get_days());
    let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7));
    weeks * 5 + (rest + 1).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn weekends_and_holidays_are_no_working_days() {
        let calendar = Calendar::new(TimeZone::UTC, vec![date(2026, 4, 6)]);
        let friday = at("2026-04-03T12:00:00Z");
        assert_eq!(calendar.working_days(friday, at("2026-04-06T12:00:00Z")), 0, "Easter Monday");
        assert_eq!(calendar.working_days(friday, at("2026-04-07T00:00:00Z")), 1);
        assert_eq!(calendar.working_days(friday, at("2026-04-10T23:00:00Z")), 4);
    }

    #[test]
    fn a_day_begins_where_the_team_is() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let calendar = Calendar::new(berlin, Vec::new());
        assert_eq!(calendar.day(at("2026-03-01T23:30:00Z")), date(2026, 3, 2));
        assert_eq!(calendar.end_of(date(2026, 3, 1)), at("2026-03-01T23:00:00Z"));
    }

    #[test]
    fn a_sprint_of_two_weeks_has_ten_working_days() {
        let calendar = Calendar::new(TimeZone::UTC, Vec::new());
        assert_eq!(calendar.length(at("2026-01-12T00:00:00Z"), at("2026-01-24T00:00:00Z")), 10);
        assert_eq!(calendar.length(at("2026-01-12T09:00:00Z"), at("2026-01-23T16:00:00Z")), 10);
    }

    #[test]
    fn what_ends_with_a_day_ends_on_it() {
        let calendar = Calendar::new(TimeZone::UTC, Vec::new());
        assert_eq!(calendar.last_day(at("2026-01-24T00:00:00Z")), date(2026, 1, 23));
        assert_eq!(calendar.last_day(at("2026-01-24T00:00:00.5Z")), date(2026, 1, 24), "half a second of the next day");
        assert_eq!(calendar.last_day(at("2026-01-23T16:00:00Z")), date(2026, 1, 23));
        assert_eq!(calendar.last_day(Timestamp::MIN), calendar.day(Timestamp::MIN));
    }
}
