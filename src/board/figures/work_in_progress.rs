//! What was in progress at once on the days of a sprint. Source: RULES, too-much-in-progress.

use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Board;
use super::flow::is_apart;
use super::last_activity::{bulk, is_touch};
use crate::board::model::calendar::after;
use crate::board::model::change::Gesture;
use crate::board::model::item::Item;
use crate::board::model::number::as_number;
use crate::board::{Sprint, SprintId};
use crate::charter::{Role, Stage};

/// After how many working days without a touch an item is abandoned, and no longer in progress. Source: RULES,
/// abandoned-in-progress.
const ABANDONED: u32 = 10;

/// How many items were in progress at noon of a day: those in no running sprint, and those in each.
#[derive(Debug, Default)]
struct Day {
    free: u32,
    in_sprints: FxHashMap<SprintId, u32>,
}

/// What was in progress on the working days of sprints.
#[derive(Debug, Default)]
pub(crate) struct WorkInProgress {
    days: FxHashMap<Date, Day>,
}

/// What was in progress while a sprint ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// How many developers did anything while it ran.
    pub developers: usize,
    /// How many of its working days are known.
    pub days: usize,
    /// The items in progress for each of these developers that half of those days reach or exceed.
    pub usual: f64,
}

/// Noon of `day`.
fn noon(board: &Board<'_>, day: Date) -> Timestamp {
    after(board.calendar.start_of(day), 12 * 3600)
}

/// The known working days of a sprint on which it was running at noon.
fn days_of(board: &Board<'_>, sprint: &Sprint<'_>) -> Vec<Date> {
    let Some((first, last)) = board.known_days(sprint) else { return Vec::new() };
    let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
    days.filter(|day| board.calendar.works(*day) && sprint.is_running(noon(board, *day))).collect()
}

pub(crate) fn of(board: &Board<'_>) -> WorkInProgress {
    let mut days: Vec<Date> = board.sprints.iter().flat_map(|sprint| days_of(board, sprint)).collect();
    days.sort_unstable();
    days.dedup();
    let noons: Vec<(Timestamp, Date)> = days.into_iter().map(|day| (noon(board, day), day)).collect();
    let mut all = WorkInProgress::default();
    if noons.is_empty() {
        return all;
    }
    let bulk = bulk(&board.changes);
    for item in board.items.iter().filter(|item| !is_apart(item)) {
        for (from, to) in spans(board, item, &bulk) {
            let first = noons.partition_point(|(at, _)| *at < from);
            for (at, day) in noons[first..].iter().take_while(|(at, _)| *at < to) {
                let there = item.memberships.iter().filter(|membership| membership.covers(*at));
                let running = there.map(|membership| membership.sprint).filter(|id| board.sprint(*id).is_running(*at));
                let sprints: FxHashSet<SprintId> = running.collect();
                let day = all.days.entry(*day).or_default();
                if sprints.is_empty() {
                    day.free += 1;
                }
                for sprint in sprints {
                    *day.in_sprints.entry(sprint).or_default() += 1;
                }
            }
        }
    }
    all
}

/// The times in which an item stood in doing and was not abandoned, oldest first and without overlaps.
fn spans(board: &Board<'_>, item: &Item<'_>, bulk: &[bool]) -> Vec<(Timestamp, Timestamp)> {
    let mut touches: Vec<Timestamp> = item
        .changes
        .iter()
        .filter(|id| !bulk[id.index()] && is_touch(board.change(**id)))
        .map(|id| board.change(*id).at)
        .collect();
    if touches.is_empty() {
        touches.extend(item.created);
    }
    let mut spans = Vec::new();
    for (place, (since, state)) in item.states.iter().enumerate() {
        if board.state(*state).stage != Some(Stage::Doing) {
            continue;
        }
        let end = item.states.get(place + 1).map_or(board.clock, |(next, _)| *next);
        let end =
            if place + 1 == item.states.len() && item.archived { item.updated.unwrap_or(end).min(end) } else { end };
        let first = touches.partition_point(|touch| touch <= since).saturating_sub(1);
        for (place, touch) in touches.iter().enumerate().skip(first).take_while(|(_, touch)| **touch < end) {
            let next = touches.get(place + 1).copied().unwrap_or(end).min(end);
            let span = ((*touch).max(*since), next.min(forgotten(board, *touch)));
            if span.0 < span.1 {
                spans.push(span);
            }
        }
    }
    spans
}

/// When what was last touched at `touch` is abandoned.
fn forgotten(board: &Board<'_>, touch: Timestamp) -> Timestamp {
    let mut day = board.calendar.day(touch);
    let mut left = ABANDONED;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return Timestamp::MAX };
        day = next;
        left -= u32::from(board.calendar.works(day));
    }
    board.calendar.end_of(day)
}

impl Board<'_> {
    /// What was in progress while `sprint` ran, for each developer who did anything then; none where no day of it is known or
    /// no developer did anything.
    pub fn load(&self, sprint: &Sprint<'_>) -> Option<Load> {
        let days = days_of(self, sprint);
        let developers = self.developers_in(sprint);
        if days.is_empty() || developers == 0 {
            return None;
        }
        let all = self.work_in_progress();
        let on = |day: &Date| {
            let day = all.days.get(day);
            day.map_or(0, |day| day.free + day.in_sprints.get(&sprint.index).copied().unwrap_or_default())
        };
        let mut items: Vec<u32> = days.iter().map(on).collect();
        items.sort_unstable_by(|a, b| b.cmp(a));
        let usual = items.get(items.len().div_ceil(2) - 1).copied().unwrap_or_default();
        Some(Load { developers, days: days.len(), usual: f64::from(usual) / as_number(developers) })
    }

    /// How many developers did anything while `sprint` ran.
    fn developers_in(&self, sprint: &Sprint<'_>) -> usize {
        let Some(start) = sprint.start else { return 0 };
        let end = sprint.completed.unwrap_or(self.clock);
        let first = self.changes.partition_point(|change| change.at < start);
        let during = self.changes[first..].iter().take_while(|change| change.at <= end);
        let decided = during.filter(|change| change.gesture == Gesture::Decision);
        let develops = |roles: crate::board::RoleSet| roles.has(Role::Developer);
        let people = decided.filter(|change| self.actor_roles(change).is_some_and(develops));
        people.filter_map(|change| change.by).collect::<FxHashSet<_>>().len()
    }
}
