//! Dates in the format of Jira's "look and feel" settings: in any order, with month names in any language,
//! without a zone.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::charter::DateOrder;
use crate::export::time;
use crate::lexicon;

/// A parsed date whose order of day and month may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A complete instant with its zone.
    Instant(Timestamp),
    /// Day and month are clear; the zone is missing.
    Plain(DateTime),
    /// Day and month could be either number.
    Either { first: i8, second: i8, year: i16, time: Time },
}

/// What a date, or a column of dates, shows about its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// What is known of the order of day and month.
    pub(super) order: Order,
    /// Whether a date has no zone.
    pub(super) zoneless: bool,
}

/// What dates show about the order of day and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing; all are clear without it.
    #[default]
    Unstated,
    /// Nothing, and some can be read both ways.
    Ambiguous,
    /// Some can only be read in this order.
    Only(DateOrder),
    /// Some can only be read with the day first, others only with the month first.
    Contradictory,
}

impl Shown {
    /// Combines two.
    pub(super) fn and(self, other: Self) -> Self {
        Self { order: self.order.and(other.order), zoneless: self.zoneless || other.zoneless }
    }
}

impl Order {
    /// Combines two.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unstated, order) | (order, Self::Unstated) => order,
            (Self::Ambiguous, order) | (order, Self::Ambiguous) => order,
            (Self::Only(one), Self::Only(same)) if one == same => self,
            _ => Self::Contradictory,
        }
    }
}

/// Whether the date in `text` has a zone.
pub(super) fn has_zone(text: &str) -> bool {
    matches!(Written::parse(text), Some(Written::Instant(_)))
}

/// Parses the instant in `text`. `order` decides if numbers could be day or month. Without it, such a date is
/// `None`.
pub(super) fn read(text: &str, order: Option<DateOrder>, zone: &TimeZone) -> Option<Timestamp> {
    Written::parse(text)?.instant(order, zone)
}

/// Parses a date that is written out with its zone, `Di, 26 Mai 2020 11:44:59 +0200`, in any language whose
/// month names are known.
pub(super) fn written_out(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let mut words = text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty());
    let zone = text.rsplit_once(char::is_whitespace)?.1;
    let (mut day, mut month, mut year, mut time) = (None, None, None, None);
    for word in words.by_ref().filter(|word| *word != zone) {
        let digits = word.trim_end_matches(['.', 'º', '°']);
        match (number(digits), digits.len()) {
            (Some(found), 4) => year = Some(found),
            (Some(found), _) if day.is_none() => day = small(found),
            // Some languages write the month as a number here, too.
            (Some(found), _) if month.is_none() => month = small(found),
            // The weekday comes before the day, the month after it.
            (None, _) if word.contains(':') => {
                let mut clock = Clock::default();
                clock.add(word);
                time = clock.read();
            }
            (None, _) if day.is_some() && month.is_none() => month = lexicon::month(word),
            _ => {}
        }
    }
    let civil = Date::new(year?, month?, day?).ok()?.to_datetime(time?);
    let offset = match zone.strip_prefix(['+', '-']) {
        Some(digits) => {
            let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
            let minutes = digits.get(..2)?.parse::<i32>().ok()? * 60 + digits.get(2..4)?.parse::<i32>().ok()?;
            jiff::tz::Offset::from_seconds(minutes * if zone.starts_with('-') { -60 } else { 60 }).ok()?
        }
        None if ["GMT", "UTC", "Z", "UT"].contains(&zone) => jiff::tz::Offset::UTC,
        None => return None,
    };
    offset.to_timestamp(civil).ok()
}

/// Maximum length of a date in bytes.
const LONGEST: usize = 60;

impl Written {
    /// Parses the date in `text`, or returns `None`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if let Some(civil) = usual(text.as_bytes()) {
            return Some(Self::Plain(civil));
        }
        let is_iso = text.as_bytes().get(10) == Some(&b'T');
        if is_iso && let Some(instant) = time::instant(text) {
            return Some(Self::Instant(instant));
        }
        let (day, time) = halves(text, is_iso);
        let time = time.read()?;
        let [first, second, third] = day.parts()?;
        let plain =
            |year: i16, month: i8, day: i8| Some(Self::Plain(Date::new(year, month, day).ok()?.to_datetime(time)));
        match (number(first), number(second), number(third)) {
            (Some(year), Some(month), Some(day)) if first.len() == 4 => plain(year, small(month)?, small(day)?),
            (Some(year), None, Some(day)) if first.len() == 4 => plain(year, lexicon::month(second)?, small(day)?),
            (Some(day), None, Some(_)) => plain(full(third)?, lexicon::month(second)?, small(day)?),
            (None, Some(day), Some(_)) => plain(full(third)?, lexicon::month(first)?, small(day)?),
            (Some(number), Some(month), Some(_)) if day.is_dotted() => {
                plain(full(third)?, small(month)?, small(number)?)
            }
            (Some(first), Some(second), Some(_)) => {
                let (first, second) = (small(first)?, small(second)?);
                let fits = |day: i8, month: i8| (1..=31).contains(&day) && (1..=12).contains(&month);
                let year = full(third)?;
                (fits(first, second) || fits(second, first)).then_some(Self::Either { first, second, year, time })
            }
            _ => None,
        }
    }

    /// What this date shows about the format of its column.
    pub(super) fn shown(self) -> Shown {
        match self {
            Self::Instant(_) => Shown::default(),
            Self::Plain(_) => Shown { order: Order::Unstated, zoneless: true },
            Self::Either { first: 13.., .. } => Shown { order: Order::Only(DateOrder::DayFirst), zoneless: true },
            Self::Either { second: 13.., .. } => Shown { order: Order::Only(DateOrder::MonthFirst), zoneless: true },
            Self::Either { .. } => Shown { order: Order::Ambiguous, zoneless: true },
        }
    }

    /// The instant. `order` decides if numbers could be day or month. Without it, such a date is `None`.
    pub(super) fn instant(self, order: Option<DateOrder>, zone: &TimeZone) -> Option<Timestamp> {
        let civil = match self {
            Self::Instant(at) => return Some(at),
            Self::Plain(civil) => civil,
            Self::Either { first, second, year, time } => {
                let (day, month) = match order? {
                    DateOrder::DayFirst => (first, second),
                    DateOrder::MonthFirst => (second, first),
                };
                Date::new(year, month, day).ok()?.to_datetime(time)
            }
        };
        zone.to_timestamp(civil).ok()
    }
}

/// Parses Jira's default format, `02/Jan/06 3:04 PM`. It is read by position for speed: a big table has a
/// million of them.
fn usual(text: &[u8]) -> Option<DateTime> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i8::try_from(byte - b'0').ok()).flatten();
    let two = |tens: u8, ones: u8| Some(digit(tens)? * 10 + digit(ones)?);
    let (day, rest) = match text {
        [day, b'/', rest @ ..] => (digit(*day)?, rest),
        [tens, ones, b'/', rest @ ..] => (two(*tens, *ones)?, rest),
        _ => return None,
    };
    let (month, rest) = rest.split_at_checked(3)?;
    let [b'/', tens, ones, b' ', rest @ ..] = rest else { return None };
    let year = century(i16::from(two(*tens, *ones)?));
    let (hour, rest) = match rest {
        [hour, b':', rest @ ..] => (digit(*hour)?, rest),
        [tens, ones, b':', rest @ ..] => (two(*tens, *ones)?, rest),
        _ => return None,
    };
    let [tens, ones, b' ', half @ (b'A' | b'P'), b'M'] = rest else { return None };
    let hour = if hour > 12 { hour } else { hour % 12 + if *half == b'P' { 12 } else { 0 } };
    let month = lexicon::month(std::str::from_utf8(month).ok()?)?;
    DateTime::new(year, month, day, hour, two(*tens, *ones)?, 0, 0).ok()
}

/// The words of a date that contain day, month and year, split at the separators.
#[derive(Default)]
struct Day<'t> {
    parts: [&'t str; 3],
    count: usize,
    has_point: bool,
    has_other_mark: bool,
}

impl<'t> Day<'t> {
    fn add(&mut self, word: &'t str) {
        self.has_point |= word.contains('.');
        self.has_other_mark |= word.contains(['/', '-']);
        for part in word.split(['/', '-', '.']).filter(|part| !part.is_empty()) {
            if let Some(place) = self.parts.get_mut(self.count) {
                *place = part;
            }
            self.count += 1;
        }
    }

    /// Its three parts, or `None` if there are more or fewer.
    fn parts(&self) -> Option<[&'t str; 3]> {
        (self.count == self.parts.len()).then_some(self.parts)
    }

    /// Whether its separators are points. All languages that use points between numbers put the day first.
    fn is_dotted(&self) -> bool {
        self.has_point && !self.has_other_mark
    }
}

/// The words of a date that contain the time of day: `2:15 PM`, `14:08:17.17`, `下午2:15`.
#[derive(Default)]
struct Clock<'t> {
    has_words: bool,
    /// The digits and colons of the first word with a colon.
    digits: Option<&'t str>,
    letters: String,
}

impl<'t> Clock<'t> {
    fn add(&mut self, word: &'t str) {
        self.has_words = true;
        let mut runs = word.split(|letter: char| !letter.is_ascii_digit() && letter != ':');
        self.digits = self.digits.or_else(|| runs.find(|run| run.contains(':')));
        self.letters.extend(word.chars().filter(|letter| letter.is_alphabetic()));
    }

    /// The time of day; midnight if there is none.
    fn read(&self) -> Option<Time> {
        if !self.has_words {
            return Some(Time::midnight());
        }
        let mut numbers = self.digits?.split(':').map(|part| number(part).and_then(small));
        let (hour, minute) = (numbers.next()??, numbers.next()??);
        let second = numbers.next().unwrap_or(Some(0))?;
        let hour = match is_noon(&self.letters) {
            None if self.letters.is_empty() => hour,
            None => return None,
            Some(_) if !(0..=12).contains(&hour) => hour,
            Some(after) => hour % 12 + if after { 12 } else { 0 },
        };
        Time::new(hour, minute, second, 0).ok()
    }
}

/// Splits a date into its day words and its time words. The time is the word with a colon and the letters
/// around it. `is_iso`: a `T` separates the two.
fn halves(text: &str, is_iso: bool) -> (Day<'_>, Clock<'_>) {
    let (mut day, mut time) = (Day::default(), Clock::default());
    for word in text.split(|letter: char| letter.is_whitespace() || letter == ',' || (is_iso && letter == 'T')) {
        let follows_time = || time.has_words && !word.starts_with(|letter: char| letter.is_ascii_digit());
        if word.contains(':') || is_noon(word).is_some() || follows_time() { time.add(word) } else { day.add(word) }
    }
    (day, time)
}

/// Whether a word means after noon (`true`) or before noon (`false`); `None` for other words.
fn is_noon(word: &str) -> Option<bool> {
    if word.bytes().all(|letter| letter.is_ascii() && !letter.is_ascii_alphabetic()) {
        return None;
    }
    let letters: String = word.to_lowercase().chars().filter(|letter| letter.is_alphabetic()).collect();
    lexicon::is_after_noon(&letters)
}

fn number(text: &str) -> Option<i16> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// Completes a year of two digits.
fn full(text: &str) -> Option<i16> {
    let year = number(text)?;
    match text.len() {
        2 => Some(century(year)),
        4 => Some(year),
        _ => None,
    }
}

/// The full year for two digits: 1970 to 2069.
fn century(year: i16) -> i16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, order: Option<DateOrder>) -> Option<String> {
        read(text, order, &TimeZone::UTC).map(|at| at.to_string())
    }

    #[test]
    fn every_way_of_the_census_is_read() {
        for (text, instant) in [
            ("02/Jan/06 3:04 PM", "2006-01-02T15:04:00Z"),
            ("2/Jan/06 15:04", "2006-01-02T15:04:00Z"),
            ("2/Jan/2006 12:04 AM", "2006-01-02T00:04:00Z"),
            ("2006-01-02 15:04", "2006-01-02T15:04:00Z"),
            ("2006-01-02 15:04:05", "2006-01-02T15:04:05Z"),
            ("2025-09-30 14:08:17.17", "2025-09-30T14:08:17Z"),
            ("Jan/2/06 3:04 PM", "2006-01-02T15:04:00Z"),
            ("2025-11-15T04:00:00.000+0200", "2025-11-15T02:00:00Z"),
            ("2025-11-15T04:00:00", "2025-11-15T04:00:00Z"),
            ("02/oct/25 2:15 PM", "2025-10-02T14:15:00Z"),
            ("30/sept./25 2:15 p. m.", "2025-09-30T14:15:00Z"),
            ("30/sept./25 2:15\u{202f}p.\u{a0}m.", "2025-09-30T14:15:00Z"),
            ("12.05.2024 14:42", "2024-05-12T14:42:00Z"),
            ("2/5月/25 下午2:15", "2025-05-02T14:15:00Z"),
            ("02/十二月/25 2:15 下午", "2025-12-02T14:15:00Z"),
            ("2 janv. 2025 14:15", "2025-01-02T14:15:00Z"),
            ("3/Mär/25", "2025-03-03T00:00:00Z"),
            ("22/08/2024", "2024-08-22T00:00:00Z"),
        ] {
            assert_eq!(at(text, Some(DateOrder::DayFirst)).as_deref(), Some(instant), "{text}");
        }
        for text in ["", "yesterday", "42", "APP-12", "31/Feb/25 1:00 PM", "1/2/3", "12:30", "02/xyz/25 2:15 PM"] {
            assert_eq!(at(text, Some(DateOrder::DayFirst)), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_usual_shape_is_read_as_every_other(
            text in "[0-3]?[0-9]/(Jan|feb|MAR|Okt|x\u{e9}y)/[0-9]{2} [0-2]?[0-9]:[0-6][0-9] [AP]M"
        ) {
            if let Some(civil) = usual(text.as_bytes()) {
                // An additional word makes another format.
                let other = Written::parse(&text.replace(' ', ", "));
                proptest::prop_assert_eq!(Some(Written::Plain(civil)), other);
            }
        }
    }

    #[test]
    fn numbers_wait_for_the_order() {
        assert_eq!(at("7/9/2026 10:00", None), None);
        assert_eq!(at("7/9/2026 10:00", Some(DateOrder::DayFirst)).as_deref(), Some("2026-09-07T10:00:00Z"));
        assert_eq!(at("7-9-26 10:00", Some(DateOrder::MonthFirst)).as_deref(), Some("2026-07-09T10:00:00Z"));
        assert_eq!(at("7/19/2026", Some(DateOrder::DayFirst)), None);
        let order = |text: &str| Written::parse(text).map(|written| written.shown().order);
        let (month, day) = (Order::Only(DateOrder::MonthFirst), Order::Only(DateOrder::DayFirst));
        assert_eq!([order("7/19/2026"), order("19-7-2026")], [Some(month), Some(day)]);
        assert_eq!([order("7/9/2026 10:00"), order("2026-07-09")], [Some(Order::Ambiguous), Some(Order::Unstated)]);
        assert_eq!(order("19/19/2026"), None);
        for (one, other, both) in [
            (Order::Unstated, Order::Ambiguous, Order::Ambiguous),
            (Order::Ambiguous, month, month),
            (month, month, month),
            (month, day, Order::Contradictory),
            (Order::Contradictory, month, Order::Contradictory),
        ] {
            assert_eq!([one.and(other), other.and(one)], [both, both], "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_date_that_is_written_out_is_read_in_many_languages() {
        for (text, instant) in [
            ("Di, 26 Mai 2020 11:44:59 +0200", "2020-05-26T09:44:59Z"),
            ("mar., 26 mai 2020 11:44:59 +0200", "2020-05-26T09:44:59Z"),
            ("mer, 2 dic 2020 08:00:00 -0330", "2020-12-02T11:30:00Z"),
            ("mié., 4 ago. 2021 08:00:00 GMT", "2021-08-04T08:00:00Z"),
            ("вт, 3 мар 2020 08:00:00 +0300", "2020-03-03T05:00:00Z"),
        ] {
            assert_eq!(written_out(text).map(|at| at.to_string()).as_deref(), Some(instant), "{text}");
        }
        assert_eq!(written_out("26 Mai 2020 11:44:59"), None);
        assert_eq!(written_out("Tuesday"), None);
    }

    #[test]
    fn times_are_those_of_the_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let read = read("02/Jul/26 3:04 PM", None, &zone).map(|at| at.to_string());
        assert_eq!(read.as_deref(), Some("2026-07-02T13:04:00Z"));
    }
}
