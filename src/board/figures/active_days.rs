//! Which roles were active on which day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Model, RoleSet};

/// For each day, the roles of the people who did or said something.
#[derive(Debug)]
pub(super) struct ActiveDays {
    known: Vec<(Date, Vec<RoleSet>)>,
    /// Sorted: days on which somebody unidentified did or said something.
    unknown: Vec<Date>,
}

impl ActiveDays {
    /// The days of all changes of `model`.
    pub(super) fn of(model: &Model<'_>) -> Self {
        let mut days: Vec<(Date, Vec<RoleSet>)> = Vec::new();
        let nameless = model.changes.iter().filter(|change| model.actor_roles(change).is_none());
        let mut unknown: Vec<Date> = nameless.map(|change| model.calendar.day(change.at)).collect();
        unknown.dedup();
        // Changes are sorted by time: the day is computed again only when the last one has ended.
        let mut over = Timestamp::MIN;
        for change in model.changes.iter() {
            let Some(roles) = model.actor_roles(change) else { continue };
            if change.at >= over {
                let day = model.calendar.day(change.at);
                over = model.calendar.end_of(day);
                days.push((day, Vec::new()));
            }
            if let Some((_, seen)) = days.last_mut()
                && !seen.contains(&roles)
            {
                seen.push(roles);
            }
        }
        Self { known: days, unknown }
    }

    /// Whether somebody unidentified did or said something on `day`.
    pub(super) fn has_unknown_on(&self, day: Date) -> bool {
        self.unknown.binary_search(&day).is_ok()
    }

    /// The distinct role sets of the people who did or said something on `day`.
    pub(super) fn on(&self, day: Date) -> &[RoleSet] {
        let found = self.known.binary_search_by_key(&day, |(day, _)| *day);
        found.map(|place| self.known[place].1.as_slice()).unwrap_or_default()
    }
}
