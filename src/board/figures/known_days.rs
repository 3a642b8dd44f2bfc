//! Which days of a sprint are known. Source: docs/definitions.md, known days.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::board::model::calendar;
use crate::board::{Model, Sprint};

/// Maximum number of days of a sprint that are looked at. A longer one was never closed, and its dates are
/// unreliable.
pub(super) const DAYS: usize = 400;

impl Model<'_> {
    /// First and last known day on which `sprint` was running; `None` if there is none. The known history and
    /// the clock bound it. The day of the export counts only if it was over.
    pub fn known_days(&self, sprint: &Sprint<'_>) -> Option<(Date, Date)> {
        let start = sprint.start?;
        // The day of the first record is only partly known.
        let begins = |first: Option<Timestamp>| {
            first.map(|at| self.calendar.day(at)).filter(|day| *day > self.calendar.day(start))
        };
        let first = match (self.cut, begins(self.first_record)) {
            (Some(cut), _) if cut > start => self.calendar.day(cut).tomorrow().ok()?,
            (_, Some(day)) => day.tomorrow().ok()?,
            _ => self.calendar.day(start),
        };
        let last = match sprint.completed {
            Some(completed) if completed <= self.clock => self.calendar.last_day(completed),
            _ => {
                let today = self.calendar.day(self.clock);
                let over = calendar::after(self.clock, 1) >= self.calendar.end_of(today);
                if over { today } else { today.yesterday().ok()? }
            }
        };
        (first <= last).then_some((first, last))
    }

    /// Whether more working days of `sprint` lie before the known history than the `known` ones are.
    pub fn lacks_most_days(&self, sprint: &Sprint<'_>, known: usize) -> bool {
        let (Some(start), Some((first, _))) = (sprint.start, self.known_days(sprint)) else { return false };
        let before = self.calendar.day(start).series(Span::new().days(1)).take_while(|day| *day < first);
        before.filter(|day| self.calendar.works(*day)).nth(known).is_some()
    }
}
