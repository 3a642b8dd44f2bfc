//! Work in progress while a sprint ran. Source: the rule too-much-in-progress.

use std::sync::OnceLock;

use jiff::Timestamp;

use super::Board;
use super::work_in_progress::{Load, days_of};
use crate::board::model::change::Gesture;
use crate::board::model::number::as_number;
use crate::board::{ChangeId, ChangeKind, PersonId, Sprint};
use crate::charter::Role;

impl Board<'_> {
    /// Work in progress per active developer while `sprint` ran; `None` if no day of it is known or no
    /// developer was active.
    pub fn load(&self, sprint: &Sprint<'_>) -> Option<Load> {
        let loads = self.on_demand.loads.get_or_init(|| self.sprints.iter().map(|_| OnceLock::new()).collect());
        *loads[sprint.index.index()].get_or_init(|| self.load_of(sprint))
    }

    fn load_of(&self, sprint: &Sprint<'_>) -> Option<Load> {
        let days = days_of(self, sprint);
        let (developers, certain) = self.developers_in(sprint);
        if days.is_empty() || developers == 0 {
            return None;
        }
        let all = self.work_in_progress();
        let usual = [0, 1].map(|sort| {
            let mut items: Vec<u32> = days.iter().map(|day| all.on(*day, sprint.index)[sort]).collect();
            items.sort_unstable_by(|a, b| b.cmp(a));
            let usual = items.get(items.len().div_ceil(2) - 1).copied().unwrap_or_default();
            f64::from(usual) / as_number(developers)
        });
        Some(Load { developers, certain, days: days.len(), usual })
    }

    /// Number of developers who were active while `sprint` ran, plus one if somebody unidentified was. The
    /// second number leaves out people who may not be developers.
    fn developers_in(&self, sprint: &Sprint<'_>) -> (usize, usize) {
        let Some(start) = sprint.start else { return (0, 0) };
        let end = sprint.completed.unwrap_or(self.clock);
        let developed = self.developed();
        let first = developed.partition_point(|id| self.change(*id).at < start);
        let during = developed[first..].iter().map(|id| self.change(*id)).take_while(|change| change.at <= end);
        let mut seen = vec![false; self.people.list.len()];
        let (mut all, mut perhaps) = (0, 0);
        for (at, who) in during.filter_map(|change| Some((change.at, change.by?))) {
            if !std::mem::replace(&mut seen[who.index()], true) {
                all += 1;
                perhaps += usize::from(self.people.may_be_developer(who, at));
            }
        }
        let moved = self.moved_by_unknown();
        let first = moved.partition_point(|at| *at < start);
        all += usize::from(moved.get(first).is_some_and(|at| *at <= end));
        (all, all - perhaps)
    }

    /// Upper bound of the number of developers while `sprint` ran: everybody known on the board.
    pub fn known_developers(&self, sprint: &Sprint<'_>) -> usize {
        let at = sprint.completed.unwrap_or(self.clock);
        let times = [sprint.start.unwrap_or(at), at];
        let develops = |id: PersonId| times.iter().any(|at| self.develops(id, *at));
        self.people.iter().filter(|(id, _)| develops(*id)).count()
    }

    /// Whether somebody is a developer at `at`, or may be one.
    fn develops(&self, id: PersonId, at: Timestamp) -> bool {
        self.people.roles(id, at).has(Role::Developer) || self.people.may_be_developer(id, at)
    }

    fn moved_by_unknown(&self) -> &[Timestamp] {
        self.on_demand.moved_by_unknown.get_or_init(|| {
            let moved = self.changes_of(ChangeKind::Moved).iter().map(|id| self.change(*id));
            let unknown = moved.filter(|change| change.gesture == Gesture::Decision && change.by.is_none());
            let mut times: Vec<Timestamp> = unknown.map(|change| change.at).collect();
            times.sort_unstable();
            times
        })
    }

    fn developed(&self) -> &[ChangeId] {
        self.on_demand.developed.get_or_init(|| {
            let all = (0..).map(ChangeId::new).zip(self.changes.iter());
            let decided = all.filter(|(_, change)| change.gesture == Gesture::Decision);
            decided
                .filter(|(_, change)| change.by.is_some_and(|by| self.develops(by, change.at)))
                .map(|(id, _)| id)
                .collect()
        })
    }
}
