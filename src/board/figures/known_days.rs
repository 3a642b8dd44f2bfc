//! Which days of a sprint are known. Source: docs/definitions.md, known days.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::model::calendar;
use crate::board::{Model, Sprint};

/// How many days of a sprint are looked at: one that runs for longer was never closed, and its dates may be anything.
pub(super) const DAYS: usize = 400;

impl Model<'_> {
    /// The days of `sprint` on which it was running, as far as the known history and the clock reach; none where they reach
    /// none. A day that was not over when the export was made says nothing yet.
    pub fn known_days(&self, sprint: &Sprint<'_>) -> Option<(Date, Date)> {
        let start = sprint.start?;
        // The day of the first record is not known whole.
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
}
