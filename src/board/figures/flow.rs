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

/// When work on an item was started: between two instants, which are the same where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// The earliest it can have been.
    pub earliest: Timestamp,
    /// The latest it can have been.
    pub latest: Timestamp,
}

/// When an item was finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finished {
    /// It is not done.
    Not,
    /// Then.
    At(Timestamp),
    /// It is done, and its history does not say since when, or nobody decided it.
    Unknown,
}

/// When a sprint runs; none where it has no start.
fn time_of(sprint: &Sprint<'_>) -> Option<(Timestamp, Timestamp)> {
    Some((sprint.start?, sprint.completed.unwrap_or(Timestamp::MAX)))
}

/// The statuses that `change` led from and to, if it was a move that was not taken back. A change of the workflow starts and finishes
/// nothing, and takes the items on to another status all the same.
fn steps(change: &Change<'_>) -> Option<[StateId; 2]> {
    match change.detail {
        Detail::States { from, to, .. } if change.gesture != Gesture::Undone => Some([from, to]),
        _ => None,
    }
}

/// Whether one of `times` of sprints, by their starts, holds `at`.
fn runs(times: &[(Timestamp, Timestamp)], at: Timestamp) -> bool {
    let begun = times.partition_point(|(start, _)| *start <= at);
    begun > 0 && at < times[begun - 1].1
}

impl Board<'_> {
    /// When work on `item` was started: its first move into doing, or its creation there; none where it never was.
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
        // A change that is missing may have been the first.
        let first = || self.oldest_entry(item).map_or(self.clock, |change| change.at);
        let latest = match born {
            // What brought it there may follow all that is known.
            Some(born) if item.has_holes || item.missing_from.is_some_and(|known| known > 0) => Some(born.max(first())),
            Some(born) => Some(self.cut.map_or_else(first, |cut| cut.min(first())).max(born)),
            None => moved(),
        }?;
        Some(Started { earliest: item.created.unwrap_or(Timestamp::MIN).min(latest), latest })
    }

    /// The stages that `item` had passed just before `change`: it stood there after its start, and went on from there to statuses
    /// in which it had not been before and from which items do not come there. Moves that were taken back count for nothing, nor
    /// do impediments on the way.
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
        // The earliest place of any status that follows.
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

    /// Whether more moves lead from a status into `stage` than back.
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

    /// When `item` was finished: its last entry into done, from which it did not return.
    pub fn finished(&self, item: &Item<'_>) -> Finished {
        if !self.is_done_at(item, self.clock) {
            return Finished::Not;
        }
        self.entered_done(item, self.clock).map_or(Finished::Unknown, |change| Finished::At(change.at))
    }

    /// Whether a change finished its item.
    pub fn finishes(&self, id: ChangeId) -> bool {
        let all = || {
            let done = self.items.iter().filter(|item| self.is_done_at(item, self.clock));
            let finish = |item: &Item<'_>| {
                let last = self.entered_done(item, self.clock)?;
                self.history_by_id(item).rev().find(|(_, change)| std::ptr::eq(*change, last)).map(|(id, _)| id)
            };
            done.filter_map(finish).collect()
        };
        // Found once for all: looked for anew from each entry into done, the last one would make long histories slow.
        self.on_demand.finishes.get_or_init(all).contains(&id)
    }

    /// Working days from start to finish: the fewest and the most there can have been; none for an item that is not finished or
    /// never was started.
    pub fn cycle_time(&self, item: &Item<'_>) -> Option<(u32, u32)> {
        let Finished::At(end) = self.finished(item) else { return None };
        let started = self.started(item).filter(|started| started.latest <= end)?;
        let days = |from| self.calendar.working_days(from, end);
        Some((days(started.latest), days(started.earliest.max(item.created.unwrap_or(started.latest)))))
    }

    /// How long `item` stood in `stage`, all its times there together; none where the oldest part of its history is missing.
    pub fn time_in(&self, item: &Item<'_>, stage: Stage) -> Option<SignedDuration> {
        if item.truncated {
            return None;
        }
        let ends = |place: usize| item.states.get(place + 1).map_or(self.clock, |(next, _)| *next);
        let there = item.states.iter().enumerate().filter(|(_, (_, state))| self.state(*state).stage == Some(stage));
        Some(there.fold(SignedDuration::ZERO, |sum, (place, (since, _))| sum + ends(place).duration_since(*since)))
    }

    /// The working days of the last sprint that was started; of one that runs without a planned end it is not known how many it will
    /// have, and those of the one before count. None on a board without sprints.
    pub fn days_of_a_sprint(&self) -> Option<u32> {
        let begun = self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock));
        let dated = begun.filter_map(|sprint| Some((sprint.start?, sprint.end.or(sprint.completed)?)));
        dated.max_by_key(|(start, _)| *start).map(|(start, end)| self.calendar.length(start, end))
    }

    /// Whether a sprint of those who work on `item` was running at `at`: on a board of several projects, one in which an item of
    /// the same project ever was.
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

    /// The place of the project that `item` is in; a board of one project, or of Trello, has one place.
    fn place_of_project(&self, item: &Item<'_>) -> Option<usize> {
        match self.projects.len() {
            0 | 1 => Some(0),
            _ => self.projects.binary_search_by(|project| project.as_str().cmp(item.project())).ok(),
        }
    }

    /// Whether a sprint was running at `at`, and days alone are known of all that were: what was in them besides what they began
    /// with is not known.
    pub fn runs_a_sprint_of_unknown_items(&self, item: &Item<'_>, at: Timestamp) -> bool {
        let known = || self.begun_sprints().filter(|sprint| !sprint.days_alone).filter_map(time_of).collect();
        self.runs_a_sprint(item, at) && !runs(self.on_demand.running_with_cards.get_or_init(|| joined(known())), at)
    }

    /// Whether an item that was in `phase` at `at` may have been in a sprint then of which days alone are known. What is in the
    /// backlog is in none.
    pub fn may_be_in_a_sprint(&self, item: &Item<'_>, phase: Phase, at: Timestamp) -> bool {
        phase != Phase::Backlog && self.runs_a_sprint_of_unknown_items(item, at)
    }

    /// Whether a sprint may have been running at `at` that has begun, and of which nothing tells when.
    pub fn may_run_an_undated_sprint(&self, at: Timestamp) -> bool {
        let undated = self.begun_sprints().filter(|sprint| sprint.is_undated() && !sprint.items.is_empty());
        let ends = || undated.map(|sprint| sprint.completed.unwrap_or(Timestamp::MAX)).max();
        self.on_demand.undated_until.get_or_init(ends).is_some_and(|until| at < until)
    }

    /// Whether it is sure that a sprint was running at `at`: not on the first and the last day of one that is known by its days.
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

    /// When `item` next came into a sprint that was running, from `at` on.
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

/// Whether a move is one that counts: changes of the workflow and moves that were taken back are none.
pub(super) fn is_move(change: &Change<'_>) -> bool {
    !matches!(change.gesture, Gesture::Migration | Gesture::Undone)
}
