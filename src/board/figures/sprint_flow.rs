//! When in a sprint its work was done, and which of its work was done later. Source: docs/definitions.md,
//! flow.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Board;
use super::cancellation::{is_cancelled, may_be_done};
use super::delivery::stays_until;
use super::fortnight::LAST_SPRINTS;
use super::known_days::DAYS;
use super::sprint::finished_items;
use crate::board::model::item::Item;
use crate::board::model::number::share_of;
use crate::board::{ItemId, Sprint, SprintId};
use crate::charter::{Kind, Stage};

/// Divisor for the last part of a sprint: the last fifth of its working days.
const LAST_PART: usize = 5;

/// Which items of a sprint were done in its last days.
#[derive(Clone, Debug, Default)]
pub struct Burst {
    /// The items that were done in it.
    pub done: Vec<ItemId>,
    /// Those done in the last fifth of its working days that were not yet in acceptance when that began.
    pub late: Vec<ItemId>,
}

/// What a sprint left unfinished.
#[derive(Clone, Debug, Default)]
pub struct Overhang {
    /// The items in it at its close that were neither done nor cancelled.
    pub left: Vec<ItemId>,
    /// Those of them that were in acceptance, moved there from doing, and were done in the next sprint
    /// without more work.
    pub accepted_next: Vec<ItemId>,
}

impl Board<'_> {
    /// The items that were done in a sprint.
    pub fn done_in(&self, sprint: SprintId) -> impl Iterator<Item = ItemId> {
        finished_items(self, sprint)
    }

    /// How much of a sprint was done in its last days. `None` if it is not closed, or its content or what was
    /// done is unknown.
    pub fn burst(&self, sprint: &Sprint<'_>) -> Option<Burst> {
        self.figures(sprint.index).filter(|figures| figures.unclear.is_empty())?;
        let (start, end) = (sprint.start?, sprint.completed?);
        let (first, last) = (self.calendar.day(start), self.calendar.last_day(end));
        // Counted back from the last day, so that only the end of a very long sprint is visited.
        let days = last.series(jiff::Span::new().days(-1)).take_while(|day| *day >= first).take(DAYS);
        let days: Vec<Date> = days.filter(|day| self.calendar.works(*day)).collect();
        let late = (days.len() / LAST_PART).max(1);
        let since = self.calendar.start_of(*days.get(late - 1)?);
        let done: Vec<ItemId> = self.done_in(sprint.index).collect();
        let is_late = |id: &ItemId| {
            let item = self.item(*id);
            let entered = self.entered_done(item, end).is_some_and(|(_, change)| change.at >= since);
            entered && self.stage_at(item, since) != Some(Stage::Acceptance)
        };
        let late = done.iter().copied().filter(is_late).collect();
        Some(Burst { done, late })
    }

    /// What a closed sprint left unfinished. `None` if it is not closed, or its content or what was done is
    /// unknown.
    pub fn overhang(&self, sprint: &Sprint<'_>) -> Option<Overhang> {
        self.figures(sprint.index)?;
        let end = sprint.completed?;
        let next = self.cadence(sprint.index).next.map(|id| self.sprint(id));
        let is_left = |id: &ItemId| {
            let item = self.item(*id);
            let mut there = item.memberships.of(sprint.index);
            !item.is_apart()
                && there.any(|membership| membership.since < end && stays_until(membership.until, end))
                && !self.is_done_at(item, end)
                && !is_cancelled(self, item, end)
        };
        let left: Vec<ItemId> = sprint.items.iter().copied().filter(is_left).collect();
        if left.iter().any(|id| may_be_done(self, self.item(*id), end)) {
            return None;
        }
        let is_accepted = |id: &ItemId| next.is_some_and(|next| self.is_accepted_in(self.item(*id), end, next));
        let accepted_next = left.iter().copied().filter(is_accepted).collect();
        Some(Overhang { left, accepted_next })
    }

    /// Whether `item` was in acceptance at `close`, moved there from doing, and was done in `next` without
    /// more work.
    fn is_accepted_in(&self, item: &Item<'_>, close: Timestamp, next: &Sprint<'_>) -> bool {
        let stage = |state| self.state(state).meaning();
        let now = item.states.partition_point(|(since, _)| *since <= close);
        let path = || item.states[..now].iter().rev().map(|(_, state)| stage(*state));
        let in_acceptance = path().next() == Some(Some(Stage::Acceptance));
        let from_doing = path().find(|stage| *stage != Some(Stage::Acceptance)) == Some(Some(Stage::Doing));
        if !(in_acceptance && from_doing && item.memberships.of(next.index).next().is_some()) {
            return false;
        }
        let end = next.completed.unwrap_or(self.clock);
        let later = item.states[now..].iter().take_while(|(since, _)| *since <= end);
        let untouched = later.clone().all(|(_, state)| stage(*state) != Some(Stage::Doing));
        let is_done = self.is_done_at(item, end);
        let decided = self.entered_done(item, end).is_some_and(|(_, change)| change.at > close);
        is_done && decided && untouched
    }

    /// Share of bugs among the items done in a sprint; `None` if nothing was done.
    pub fn bug_share(&self, sprint: SprintId) -> Option<f64> {
        let (mut all, mut bugs) = (0, 0);
        for id in self.done_in(sprint) {
            all += 1;
            bugs += usize::from(self.item(id).kind == Kind::Bug);
        }
        share_of(bugs, all)
    }

    /// Whether the type is known of everything done in `sprint` and in the team's three closed sprints before
    /// it.
    pub fn knows_kinds_up_to(&self, sprint: &Sprint<'_>) -> bool {
        let before = self.cadence(sprint.index).three_before;
        let all = before.into_iter().flatten().chain([sprint.index]);
        all.flat_map(|id| self.done_in(id)).all(|id| self.item(id).typed)
    }

    /// Mean share of bugs in the team's three closed sprints before `sprint`; `None` if there are fewer or
    /// the result of one is unknown.
    pub fn bug_share_before(&self, sprint: &Sprint<'_>) -> Option<f64> {
        let share = |other: &SprintId| {
            self.figures(*other).filter(|figures| figures.unclear.is_empty())?;
            Some(self.bug_share(*other).unwrap_or(0.0))
        };
        let before = self.cadence(sprint.index).three_before?;
        let shares: Option<Vec<f64>> = before.iter().map(share).collect();
        Some(shares?.iter().sum::<f64>() / f64::from(LAST_SPRINTS))
    }
}
