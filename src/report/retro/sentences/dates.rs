//! Days, weeks and times, as people write them.

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

/// The week that a day is in, by its Monday.
pub(crate) fn week(day: Date) -> String {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day);
    format!("week of {}", date(monday))
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

/// The same in short, for a sprint: `5 – 23 Jan`.
pub(crate) fn span(first: Date, last: Option<Date>) -> String {
    let short = |day: Date| day.strftime("%-d %b").to_string();
    match last {
        Some(last) if first.year() != last.year() => format!("{} – {}", date(first), date(last)),
        Some(last) if first.month() == last.month() => format!("{} – {}", first.day(), date(last)),
        Some(last) => format!("{} – {}", short(first), date(last)),
        None => format!("{} –", date(first)),
    }
}
