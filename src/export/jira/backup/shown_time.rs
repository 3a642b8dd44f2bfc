//! Parses the line with the local time of the backup, in the language of the server.

use std::ops::Range;

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::lexicon;

/// Offsets are whole quarters of an hour, so an offset in seconds is rounded to these.
const QUARTER: i64 = 15 * 60;
const DAY: i64 = 24 * 60 * 60;

/// The offset of a clock that showed `text` at the instant `exported`. Day of the month, hour and minute are
/// enough. If it is unclear whether the time is before or after noon, the half of the day is taken that
/// brings the offset nearer to that of `zone`, which the server names.
pub(super) fn offset(text: &str, exported: Timestamp, zone: Option<&TimeZone>) -> Option<Offset> {
    let shown = Shown::read(text)?;
    let mut readings = shown.hours().filter_map(|hour| shown.offset(hour, exported));
    match zone.map(|zone| zone.to_offset(exported).seconds()) {
        Some(named) => readings.min_by_key(|offset| (offset.seconds() - named).abs()),
        None => readings.next(),
    }
}

/// A day and a time of day, as far as they can be read in any language.
struct Shown<'t> {
    /// The numbers before the time. The day of the month is one of them, unless it comes later.
    before: Vec<&'t str>,
    /// From 0 to 23, as written.
    hour: i64,
    minute: i64,
    /// 0 if there are no seconds.
    second: i64,
    /// Whether it is after noon; `None` if no known word shows it.
    after_noon: Option<bool>,
}

impl<'t> Shown<'t> {
    /// Hours, minutes and seconds are adjacent, before or after the day. Without seconds, the time must
    /// follow the year.
    fn read(text: &'t str) -> Option<Self> {
        let numbers = numbers(text);
        let is_time = |at: usize, parts: usize| {
            let parts = &numbers[at..at + parts];
            let small =
                |number: &Range<usize>, below: i64| text[number.clone()].parse().is_ok_and(|it: i64| it < below);
            small(&parts[0], 24)
                && parts[1..].iter().all(|number| number.len() == 2 && small(number, 60))
                && parts.windows(2).all(|pair| !text[pair[0].end..pair[1].start].contains(['+', '-']))
        };
        let is_behind_year = |at: usize| at > 0 && numbers[at - 1].len() == 4;
        let with_seconds = (0..numbers.len().saturating_sub(2)).rev().find(|at| is_time(*at, 3)).map(|at| (at, 3));
        let without = || (0..numbers.len().saturating_sub(1)).rev().find(|at| is_behind_year(*at) && is_time(*at, 2));
        let (first, parts) = with_seconds.or_else(|| Some((without()?, 2)))?;
        let number = |at: usize| text[numbers[at].clone()].parse::<i64>().ok();
        let (start, end) = (numbers[first].start, numbers[first + parts - 1].end);
        let before = numbers[..first].last().map_or(0, |number| number.end);
        let after = numbers.get(first + parts).map_or(text.len(), |number| number.start);
        Some(Self {
            before: numbers[..first].iter().map(|number| &text[number.clone()]).collect(),
            hour: number(first)?,
            minute: number(first + 1)?,
            second: if parts == 3 { number(first + 2)? } else { 0 },
            after_noon: after_noon(&text[before..start]).or_else(|| after_noon(&text[end..after])),
        })
    }

    /// The possible hours of the day; the one as written comes first.
    fn hours(&self) -> impl Iterator<Item = i64> {
        let is_of_half = (1..=12).contains(&self.hour);
        let (hour, other) = match self.after_noon {
            Some(after) if self.hour <= 12 => (self.hour % 12 + if after { 12 } else { 0 }, None),
            None if is_of_half => (self.hour, Some((self.hour + 12) % 24)),
            _ => (self.hour, None),
        };
        [Some(hour), other].into_iter().flatten()
    }

    /// The offset of the clock, if it showed this hour at the instant `exported`.
    fn offset(&self, hour: i64, exported: Timestamp) -> Option<Offset> {
        let shown = (hour * 60 + self.minute) * 60 + self.second;
        let utc = exported.as_second().rem_euclid(DAY);
        let whole = |days: i64| {
            let seconds = shown + days * DAY - utc;
            let rounded = (seconds + QUARTER / 2).div_euclid(QUARTER) * QUARTER;
            let near = (-12 * 3600..=14 * 3600).contains(&rounded);
            near.then(|| Offset::from_seconds(i32::try_from(rounded).ok()?).ok()).flatten()
        };
        let is_day = |days: i64| {
            let shown = exported.checked_add(SignedDuration::from_hours(24 * days)).ok()?;
            let shown = i64::from(shown.to_zoned(TimeZone::UTC).day());
            self.before.iter().any(|part| part.parse() == Ok(shown)).then_some(days)
        };
        let mut days = [0, -1, 1];
        // Prefer the day that is written: it may differ from the day in UTC.
        days.sort_by_key(|days| is_day(*days).is_none());
        days.into_iter().find_map(whole)
    }
}

/// The byte ranges of the numbers in `text`.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let runs = text.as_bytes().chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit());
    let placed = runs.map(|run| {
        let start = end;
        end += run.len();
        (run, start..end)
    });
    placed.filter(|(run, _)| run[0].is_ascii_digit()).map(|(_, place)| place).collect()
}

/// Whether `text` contains a word for after or before noon. It may be a word of its own (`PM`, `午後`), letters
/// with points (`p. m.`), or, in a script without spaces, the end of a longer word.
fn after_noon(text: &str) -> Option<bool> {
    /// The first character of the East Asian scripts.
    const FIRST_EAST_ASIAN: char = '\u{2E80}';
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let last_two = |word: &'_ &str| {
        let start = word.char_indices().rev().nth(1)?.0;
        let ending = word.get(start..)?;
        ending.starts_with(|letter| letter >= FIRST_EAST_ASIAN).then(|| lexicon::is_after_noon(ending))?
    };
    let of_letters = |pair: &[&str]| {
        let are_letters = pair.iter().all(|word| word.chars().nth(1).is_none());
        are_letters.then(|| lexicon::is_after_noon(&pair.concat()))?
    };
    let of_words = || words.iter().find_map(|word| lexicon::is_after_noon(word).or_else(|| last_two(word)));
    of_words().or_else(|| words.windows(2).find_map(of_letters))
}
