//! Who did something on which day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Model, RoleSet};

/// The roles of those who did or said something on each day.
#[derive(Debug)]
pub(super) struct ActiveDays(Vec<(Date, Vec<RoleSet>)>);

impl ActiveDays {
    /// The days of all changes of `model` of which it is known who made them.
    pub(super) fn of(model: &Model<'_>) -> Self {
        let mut days: Vec<(Date, Vec<RoleSet>)> = Vec::new();
        // Changes are in the order of time: which day it is has to be found out only when the last one is over.
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
        Self(days)
    }

    /// The different sets of roles that people had who did or said something on `day`.
    pub(super) fn on(&self, day: Date) -> &[RoleSet] {
        let found = self.0.binary_search_by_key(&day, |(day, _)| *day);
        found.map(|place| self.0[place].1.as_slice()).unwrap_or_default()
    }
}
