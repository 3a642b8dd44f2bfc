//! When work on an item was started and when it was finished. Source: docs/definitions.md, started, finished.

use std::collections::BTreeSet;

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use super::Board;
use super::times::joined;
use crate::board::model::change::{Change, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, Phase, Sprint, SprintState, StateId};
use crate::charter::Stage;

/// When work on an item was started. Both bounds are equal if the time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// Lower bound.
    pub earliest: Timestamp,
    /// Upper bound.
    pub latest: Timestamp,
}

/// When an item was finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finished {
    /// It is not done.
    Not,
    /// Then.
    At(Timestamp),
    /// It is done, but its history does not say since when, or nobody decided it.
    Unknown,
}

/// From when to when a sprint runs; `None` without a start.
fn time_of(sprint: &Sprint<'_>) -> Option<(Timestamp, Timestamp)> {
    Some((sprint.start?, sprint.completed.unwrap_or(Timestamp::MAX)))
}

/// The statuses that `change` moved an item from and to; `None` if it is no move or was undone. Workflow
/// migrations are included: they start and finish nothing, but they change the status.
fn steps(change: &Change<'_>) -> Option<[StateId; 2]> {
    match change.detail {
        Detail::States { from, to, .. } if change.gesture != Gesture::Undone => Some([from, to]),
        _ => None,
    }
}

/// Whether `at` lies in one of `times`, which [`joined`] has sorted.
fn runs(times: &[(Timestamp, Timestamp)], at: Timestamp) -> bool {
    let begun = times.partition_point(|(start, _)| *start <= at);
    begun > 0 && at < times[begun - 1].1
}

impl Board<'_> {
    /// When work on `item` was started: its first move into doing, or its creation there. `None` if it never
    /// was.
    pub fn started(&self, item: &Item<'_>) -> Option<Started> {
        let doing = |state| self.state(state).stage == Some(Stage::Doing);
        let begins = |change: &&Change<'_>| match change.detail {
            Detail::States { to, .. } => doing(to) && is_move(change),
            _ => false,
        };
        let moved = || self.history(item).iter().find(begins).map(|change| change.at);
        let born = item.states.first().filter(|(_, state)| doing(*state)).map(|(at, _)| *at);
        if !item.truncated {
            let at = born.or_else(moved)?;
            return Some(Started { earliest: at, latest: at });
        }
        // A missing change may have been the first.
        let first = || self.oldest_entry(item).map_or(self.clock, |change| change.at);
        let latest = match born {
            // The move that brought it there may be later than all known entries.
            Some(born) if item.has_holes || item.missing_from.is_some_and(|known| known > 0) => Some(born.max(first())),
            Some(born) => Some(self.cut.map_or_else(first, |cut| cut.min(first())).max(born)),
            None => moved(),
        }?;
        Some(Started { earliest: item.created.unwrap_or(Timestamp::MIN).min(latest), latest })
    }

    /// The stages that `item` had passed just before `change`. A stage is passed if the item was in it after
    /// work started and then went on to new statuses, from which items do not normally move back into it.
    /// Undone moves and impediments are ignored.
    pub fn passed(&self, item: &Item<'_>, change: &Change<'_>) -> Vec<Stage> {
        let stage = |id: StateId| self.state(id).stage;
        let earlier = self.history(item).iter().take_while(|other| other.at < change.at);
        let way = earlier.filter_map(steps).flatten().filter(|id| stage(*id) != Some(Stage::Impediments));
        let way: Vec<StateId> = way.skip_while(|id| stage(*id) != Some(Stage::Doing)).collect();
        let mut first = HashMap::<StateId, usize>::default();
        for (place, id) in way.iter().enumerate() {
            first.entry(*id).or_insert(place);
        }
        let (mut passed, mut met) = (Vec::new(), Vec::new());
        // The earliest index of any status that follows.
        let mut oldest = way.len();
        for (place, id) in way.iter().enumerate().rev() {
            if let Some(stage) = stage(*id).filter(|stage| !met.contains(stage)) {
                met.push(stage);
                let later = &way[place + 1..];
                if oldest > place && !later.is_empty() && !later.iter().any(|id| self.leads_to(*id, stage)) {
                    passed.push(stage);
                }
            }
            oldest = oldest.min(first[id]);
        }
        passed
    }

    /// Whether more moves lead from the status into `stage` than back.
    fn leads_to(&self, id: StateId, stage: Stage) -> bool {
        let balances = self.on_demand.balances.get_or_init(|| {
            let mut balances = HashMap::default();
            for [from, to] in self.changes.iter().filter_map(steps) {
                for (own, other, step) in [(from, to, 1_i64), (to, from, -1)] {
                    if let Some(stage) = self.state(other).stage {
                        *balances.entry((own, stage)).or_default() += step;
                    }
                }
            }
            balances
        });
        balances.get(&(id, stage)).is_some_and(|balance| *balance > 0)
    }

    /// When `item` was finished: its last move into done, if it did not leave done again.
    pub fn finished(&self, item: &Item<'_>) -> Finished {
        if !self.is_done_at(item, self.clock) {
            return Finished::Not;
        }
        self.entered_done(item, self.clock).map_or(Finished::Unknown, |(_, change)| Finished::At(change.at))
    }

    /// Whether a change finished its item.
    pub fn finishes(&self, id: ChangeId) -> bool {
        let all = || {
            let done = self.items.iter().filter(|item| self.is_done_at(item, self.clock));
            done.filter_map(|item| self.entered_done(item, self.clock)).map(|(id, _)| id).collect()
        };
        // Computed once for all items: a search per change would be slow for long histories.
        self.on_demand.finishes.get_or_init(all).contains(&id)
    }

    /// Minimum and maximum number of working days from start to finish. `None` if the item was never started
    /// or is not finished.
    pub fn cycle_time(&self, item: &Item<'_>) -> Option<(u32, u32)> {
        let Finished::At(end) = self.finished(item) else { return None };
        let started = self.started(item).filter(|started| started.latest <= end)?;
        let days = |from| self.calendar.working_days(from, end);
        Some((days(started.latest), days(started.earliest.max(item.created.unwrap_or(started.latest)))))
    }

    /// Total time that `item` spent in `stage`; `None` if the oldest part of its history is missing.
    pub fn time_in(&self, item: &Item<'_>, stage: Stage) -> Option<SignedDuration> {
        if item.truncated {
            return None;
        }
        let ends = |place: usize| item.states.get(place + 1).map_or(self.clock, |(next, _)| *next);
        let there = item.states.iter().enumerate().filter(|(_, (_, state))| self.state(*state).stage == Some(stage));
        Some(there.fold(SignedDuration::ZERO, |sum, (place, (since, _))| sum + ends(place).duration_since(*since)))
    }

    /// Working days of the last sprint that was started; the previous one counts while a sprint runs without
    /// a planned end. `None` on a board without sprints.
    pub fn days_of_a_sprint(&self) -> Option<u32> {
        let begun = self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock));
        let dated = begun.filter_map(|sprint| Some((sprint.start?, sprint.end.or(sprint.completed)?)));
        dated.max_by_key(|(start, _)| *start).map(|(start, end)| self.calendar.length(start, end))
    }

    /// Whether a sprint was running at `at` for the people who work on `item`. On a board of several
    /// projects, only sprints that ever held an item of the same project count.
    pub fn runs_a_sprint(&self, item: &Item<'_>, at: Timestamp) -> bool {
        let of_projects = self.on_demand.running.get_or_init(|| {
            let mut times = vec![Vec::new(); self.projects.len().max(1)];
            for sprint in self.begun_sprints() {
                let items = sprint.items.iter().filter_map(|id| self.place_of_project(self.item(*id)));
                let projects = if times.len() == 1 { BTreeSet::from([0]) } else { items.collect() };
                projects.into_iter().for_each(|project| times[project].extend(time_of(sprint)));
            }
            times.into_iter().map(joined).collect()
        });
        self.place_of_project(item).is_some_and(|project| runs(&of_projects[project], at))
    }

    /// Index of the item's project; always 0 on a board of one project and on Trello.
    fn place_of_project(&self, item: &Item<'_>) -> Option<usize> {
        match self.projects.len() {
            0 | 1 => Some(0),
            _ => self.projects.binary_search_by(|project| project.as_str().cmp(item.project())).ok(),
        }
    }

    /// Whether a sprint was running at `at`, but only the days are known of all running ones. Which items
    /// were added to them later is unknown.
    pub fn runs_a_sprint_of_unknown_items(&self, item: &Item<'_>, at: Timestamp) -> bool {
        let known = || self.begun_sprints().filter(|sprint| !sprint.days_alone).filter_map(time_of).collect();
        self.runs_a_sprint(item, at) && !runs(self.on_demand.running_with_cards.get_or_init(|| joined(known())), at)
    }

    /// Whether an item in `phase` may have been in a running sprint at `at` of which only the days are known.
    /// Backlog items are in no sprint.
    pub fn may_be_in_a_sprint(&self, item: &Item<'_>, phase: Phase, at: Timestamp) -> bool {
        phase != Phase::Backlog && self.runs_a_sprint_of_unknown_items(item, at)
    }

    /// Whether a sprint that has begun at an unknown time may have been running at `at`.
    pub fn may_run_an_undated_sprint(&self, at: Timestamp) -> bool {
        let undated = self.begun_sprints().filter(|sprint| sprint.is_undated() && !sprint.items.is_empty());
        let ends = || undated.map(|sprint| sprint.completed.unwrap_or(Timestamp::MAX)).max();
        self.on_demand.undated_until.get_or_init(ends).is_some_and(|until| at < until)
    }

    /// Whether a sprint was certainly running at `at`. If only the days of a sprint are known, its first and
    /// last day are uncertain.
    pub fn surely_runs_a_sprint(&self, at: Timestamp) -> bool {
        let sure = |sprint: &Sprint<'_>| {
            let (start, end) = time_of(sprint)?;
            Some(sprint.days.map_or((start, end), |days| (days.begun.max(start), days.closing.min(end))))
        };
        let times = || joined(self.begun_sprints().filter_map(sure).filter(|(begin, end)| begin < end).collect());
        runs(self.on_demand.running_surely.get_or_init(times), at)
    }

    /// The sprints of this board that have begun.
    pub(crate) fn begun_sprints(&self) -> impl Iterator<Item = &Sprint<'_>> {
        self.sprints.iter().filter(|sprint| sprint.known && !sprint.elsewhere && sprint.state != SprintState::Future)
    }

    /// When `item` was next put into a running sprint, at `at` or later.
    pub fn planned_after(&self, item: &Item<'_>, at: Timestamp) -> Option<Timestamp> {
        let enters = item.memberships.iter().filter(|membership| membership.since >= at);
        let running = enters.filter(|membership| self.sprint(membership.sprint).is_running(membership.since));
        running.map(|membership| membership.since).min()
    }

    /// Whether `item` is not done.
    pub fn is_open(&self, item: &Item<'_>) -> bool {
        item.phase != Phase::Done
    }
}

/// Whether a move counts: workflow migrations and undone moves do not.
pub(super) fn is_move(change: &Change<'_>) -> bool {
    !matches!(change.gesture, Gesture::Migration | Gesture::Undone)
}
