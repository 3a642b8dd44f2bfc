//! From when to when a report tells.

use jiff::Timestamp;
use jiff::civil::Date;

use super::last_day;
use super::words::Words;
use crate::lint::LintedBoard;

/// The time that a report covers.
#[derive(Clone, Debug)]
pub(super) struct Period {
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    days: Option<(Date, Date)>,
    zone: String,
}

impl Period {
    /// The known history of `boards`, from its first change to the clock; where a window was asked for, that.
    pub(super) fn of(boards: &[LintedBoard<'_>]) -> Self {
        let starts = boards.iter().filter_map(|judged| {
            let first = judged.board.changes.iter().map(|change| change.at).min();
            let begins = judged.board.cut.max(judged.board.window.from).unwrap_or(Timestamp::MIN);
            Some((judged, first?.max(begins)))
        });
        let first = starts.min_by_key(|(_, at)| *at);
        let last = boards.iter().map(|judged| (judged, judged.board.clock)).max_by_key(|(_, at)| *at);
        let days = first
            .zip(last)
            .map(|((one, first), (other, last))| (one.board.calendar.day(first), last_day(&other.board, last)));
        let mut zones: Vec<String> = boards.iter().map(|judged| judged.board.calendar.zone_name()).collect();
        zones.sort();
        zones.dedup();
        let at = |found: Option<(&LintedBoard<'_>, Timestamp)>| found.map(|(_, at)| at);
        Self { first: at(first), last: at(last), days, zone: zones.join(", ") }
    }

    /// Whether something at `at` belongs to it.
    pub(super) fn holds(&self, at: Timestamp) -> bool {
        self.first.is_none_or(|first| first <= at) && self.last.is_none_or(|last| at <= last)
    }

    /// Whether any of it lies between `since` and the instant before `until`.
    pub(super) fn meets(&self, since: Timestamp, until: Timestamp) -> bool {
        self.last.is_none_or(|last| since <= last) && self.first.is_none_or(|first| first < until)
    }

    /// The period in words.
    pub(super) fn told(&self, words: &Words) -> String {
        self.days.map_or_else(|| words.no_period.to_owned(), |(first, last)| words.between(first, last))
    }

    /// In which zones its days are meant.
    pub(super) fn zone(&self) -> &str {
        &self.zone
    }
}
