//! Days, weeks and times in a form for people.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use crate::board::Calendar;

/// `5 Jan 2026`
pub(crate) fn date(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// `5 Jan 2026, 11:05`
pub(crate) fn moment(calendar: &Calendar, at: Timestamp) -> String {
    format!("{}, {}", date(calendar.day(at)), calendar.time(at))
}

/// The week of a day, named by its Monday.
pub(crate) fn week(day: Date) -> String {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day);
    format!("week of {}", date(monday))
}

/// A range of weeks in a sentence, from the week of the first day to that of the last.
pub(crate) fn weeks(first: Date, last: Date) -> String {
    let (first, last) = (week(first), week(last));
    if first == last { the(&first) } else { format!("{} to {}", the(&first), the(&last)) }
}

/// A week in a sentence.
pub(crate) fn the(week: &str) -> String {
    format!("the {week}")
}

/// `text` with weeks instead of days, and without times of day and their zones.
pub(crate) fn in_weeks(text: &str) -> String {
    let mut words = text.split(' ').peekable();
    let mut kept: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let Some((day, rest)) = day(word) else {
            kept.push(word.to_owned());
            continue;
        };
        if let Some(on) = kept.last_mut().filter(|before| *before == "on") {
            "in".clone_into(on);
        }
        kept.push(format!("{}{rest}", weeks(day, day)));
        if rest.is_empty() && words.next_if(|next| is_time(next)).is_some() {
            words.next();
        }
    }
    kept.join(" ")
}

/// The day that `word` begins with, and what follows it.
fn day(word: &str) -> Option<(Date, &str)> {
    let (day, rest) = word.split_at_checked("2026-01-05".len())?;
    let is_apart = !rest.starts_with(char::is_alphanumeric);
    is_apart.then(|| day.parse().ok()).flatten().map(|day| (day, rest))
}

/// Whether `word` is a time of day.
fn is_time(word: &str) -> bool {
    let (hours, minutes) = word.split_once(':').unwrap_or_default();
    [hours, minutes].iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A month by its name.
pub(crate) fn month(day: Date) -> String {
    day.strftime("%B %Y").to_string()
}

/// A quarter of a year.
pub(crate) fn quarter(day: Date) -> String {
    format!("Q{} {}", (day.month() - 1) / 3 + 1, day.year())
}

/// The time after a sprint and before the next.
pub(crate) fn after(sprint: &str) -> String {
    format!("After {sprint}")
}

/// Everything before a day.
pub(crate) fn before(day: Date) -> String {
    format!("before {}", date(day))
}

/// From one day to another.
pub(crate) fn between(first: Date, last: Date) -> String {
    if first == last { date(first) } else { format!("{} to {}", date(first), date(last)) }
}

/// The days of a sprint, in short: `5 – 23 Jan`.
pub(crate) fn span(first: Date, last: Option<Date>) -> String {
    let short = |day: Date| day.strftime("%-d %b").to_string();
    match last {
        Some(last) if first.year() != last.year() => format!("{} – {}", date(first), date(last)),
        Some(last) if first.month() == last.month() => format!("{} – {}", first.day(), date(last)),
        Some(last) => format!("{} – {}", short(first), date(last)),
        None => format!("{} –", date(first)),
    }
}

#[cfg(test)]
mod tests {
    use super::in_weeks;

    #[test]
    fn weeks_stand_for_days_in_a_text() {
        let texts = [
            ("judged from 2026-01-08 12:09 UTC on: it is cut", "judged from the week of 5 Jan 2026 on: it is cut"),
            ("created before 2026-01-05: older items", "created before the week of 5 Jan 2026: older items"),
            ("begins on 2026-02-04, and looks", "begins in the week of 2 Feb 2026, and looks"),
            ("2026-01-081 and 12:09 UTC", "2026-01-081 and 12:09 UTC"),
        ];
        for (text, private) in texts {
            assert_eq!(in_weeks(text), private);
        }
    }
}
