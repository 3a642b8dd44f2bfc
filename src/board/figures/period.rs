//! What each person finished in a period: whoever was assigned when the item entered done counts. Source:
//! docs/definitions.md, committed.

use foldhash::HashSet;
use jiff::Timestamp;

use crate::board::model::number::as_number;
use crate::board::{PersonId, SprintId, Unit};

/// A period and what each person finished in it.
#[derive(Clone, Debug)]
pub struct Period {
    /// The sprint; `None` on a board without sprints.
    pub sprint: Option<SprintId>,
    /// The unit of all sizes.
    pub unit: Unit,
    /// Total size of everything finished.
    pub all: f64,
    /// Size that each person finished, largest first. Unassigned items count for nobody; several assignees
    /// share evenly.
    pub by: Vec<(PersonId, f64)>,
    /// When the period ended.
    pub end: Timestamp,
}

/// Who finished what in the last three completed sprints, or in the last 42 days on a board without sprints.
#[derive(Clone, Debug, Default)]
pub struct Completions {
    /// The periods whose figures are known.
    pub periods: Vec<Period>,
    /// Number of periods whose figures are unknown.
    pub unknown: usize,
    /// Developers who did or finished something in that time, and Scrum Masters who finished something.
    pub team: HashSet<PersonId>,
}

impl Period {
    /// What `person` finished.
    pub fn of(&self, person: PersonId) -> f64 {
        self.by.iter().find(|(other, _)| *other == person).map_or(0.0, |(_, size)| *size)
    }

    /// Whether `person` finished more than everybody else, or more than an equal share of a `team` of this
    /// size.
    pub fn is_led_by(&self, person: PersonId, team: usize) -> bool {
        let own = self.of(person);
        let most = own > 0.0 && self.by.iter().all(|(other, size)| *other == person || *size < own);
        most || own * as_number(team) > self.all * (1.0 + 1e-9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ana() -> PersonId {
        PersonId::new(0)
    }

    fn omar() -> PersonId {
        PersonId::new(1)
    }

    fn period(all: f64, by: &[(PersonId, f64)]) -> Period {
        Period { sprint: None, unit: Unit::Points, all, by: by.to_vec(), end: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn whoever_finished_the_most_leads() {
        assert!(period(20.0, &[(ana(), 6.0), (omar(), 5.0)]).is_led_by(ana(), 2), "the rest was nobody's");
        assert!(!period(20.0, &[(ana(), 5.0), (omar(), 5.0)]).is_led_by(ana(), 2), "as much as somebody else");
        assert!(!period(20.0, &[(omar(), 5.0)]).is_led_by(ana(), 2));
        assert!(!period(0.0, &[]).is_led_by(ana(), 2));
    }

    #[test]
    fn more_than_one_part_for_each_of_the_team_is_more_than_a_fair_share() {
        assert!(period(30.0, &[(omar(), 20.0), (ana(), 10.0)]).is_led_by(ana(), 4));
        assert!(!period(30.0, &[(omar(), 20.0), (ana(), 10.0)]).is_led_by(ana(), 3), "exactly a third");
    }
}
