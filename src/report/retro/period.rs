//! The time that a report covers.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{sentences, words};
use crate::board::Board;

/// The time that a report covers.
#[derive(Clone, Debug)]
pub(super) struct ReportPeriod {
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    days: Option<(Date, Date)>,
    zone: String,
}

impl ReportPeriod {
    /// The known history of `boards`, from the first change to the clock. If a window was requested, the
    /// period is that window.
    pub(super) fn of(boards: &[&Board<'_>]) -> Self {
        let starts = boards.iter().copied().filter_map(|board| {
            let first = board.changes.iter().map(|change| change.at).min();
            let begins = board.cut.max(board.window.from).unwrap_or(Timestamp::MIN);
            Some((board, first?.max(begins)))
        });
        let first = starts.min_by_key(|(_, at)| *at);
        let last = boards.iter().copied().map(|board| (board, board.clock)).max_by_key(|(_, at)| *at);
        let days = first
            .zip(last)
            .map(|((one, first), (other, last))| (one.calendar.day(first), other.calendar.last_day(last)));
        let mut zones: Vec<String> = boards.iter().map(|board| board.calendar.zone_name()).collect();
        zones.sort();
        zones.dedup();
        let at = |found: Option<(&Board<'_>, Timestamp)>| found.map(|(_, at)| at);
        Self { first: at(first), last: at(last), days, zone: zones.join(", ") }
    }

    /// Whether `at` is within the period.
    pub(super) fn holds(&self, at: Timestamp) -> bool {
        self.first.is_none_or(|first| first <= at) && self.last.is_none_or(|last| at <= last)
    }

    /// Whether the period overlaps the time from `since` to before `until`.
    pub(super) fn meets(&self, since: Timestamp, until: Timestamp) -> bool {
        self.last.is_none_or(|last| since <= last) && self.first.is_none_or(|first| first < until)
    }

    /// Its first day; `None` if nothing has a date.
    pub(super) fn first_day(&self) -> Option<Date> {
        self.days.map(|(first, _)| first)
    }

    /// The period in words.
    pub(super) fn text(&self) -> String {
        self.days.map_or_else(|| words::NO_PERIOD.to_owned(), |(first, last)| sentences::between(first, last))
    }

    /// The time zones of its days.
    pub(super) fn zone(&self) -> &str {
        &self.zone
    }
}
