//! Work in progress on the days of a sprint. Source: the rule too-much-in-progress.

use foldhash::HashMap;
use jiff::Timestamp;
use jiff::civil::Date;

use super::known_days::DAYS;
use super::last_activity::is_touch;
use crate::board::facts::Tool;
use crate::board::model::item::Item;
use crate::board::{Model, Sprint, SprintId};
use crate::charter::{Kind, Stage};

/// Work in progress while a sprint ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Number of developers who were active while it ran, including people who may be developers.
    pub developers: usize,
    /// Number of them who are certainly developers.
    pub certain: usize,
    /// Number of known working days.
    pub days: usize,
    /// Items in progress per developer: the (upper) median over those days. The first value leaves out items
    /// that may be sub-tasks or epics, the second includes them.
    pub usual: [f64; 2],
}

/// Number of working days without a touch after which an item is abandoned and no longer in progress. Source:
/// the rule abandoned-in-progress.
const ABANDONED: u32 = 10;

/// Numbers of items in progress: those that certainly count, and all that may count.
type Count = [u32; 2];

/// Items in progress at noon of a day: those in no running sprint, and those in each running sprint.
#[derive(Debug, Default)]
struct Day {
    free: Count,
    in_sprints: HashMap<SprintId, Count>,
}

/// What was in progress on the working days of sprints.
#[derive(Debug, Default)]
pub(crate) struct WorkInProgress {
    days: HashMap<Date, Day>,
}

impl WorkInProgress {
    /// Number of items in progress on `day`, without those in running sprints other than `sprint`.
    pub(super) fn on(&self, day: Date, sprint: SprintId) -> Count {
        let Some(day) = self.days.get(&day) else { return Count::default() };
        let mut count = day.free;
        add(&mut count, day.in_sprints.get(&sprint).copied().unwrap_or_default());
        count
    }
}

fn add(count: &mut Count, more: Count) {
    for (count, more) in count.iter_mut().zip(more) {
        *count += more;
    }
}

/// The known working days on which a sprint was running at noon. Of a sprint of several years, only the first
/// days.
pub(super) fn days_of(model: &Model<'_>, sprint: &Sprint<'_>) -> Vec<Date> {
    let Some((first, last)) = model.known_days(sprint) else { return Vec::new() };
    let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).take(DAYS);
    days.filter(|day| model.calendar.works(*day) && sprint.is_running(model.calendar.noon_of(*day))).collect()
}

pub(super) fn of(model: &Model<'_>, bulk: &[bool]) -> WorkInProgress {
    let mut days: Vec<Date> = model.sprints.iter().flat_map(|sprint| days_of(model, sprint)).collect();
    days.sort_unstable();
    days.dedup();
    let noons: Vec<(Timestamp, Date)> = days.into_iter().map(|day| (model.calendar.noon_of(day), day)).collect();
    let mut all = WorkInProgress::default();
    let mut abandoned_at = HashMap::default();
    if noons.is_empty() {
        return all;
    }
    for item in model.items.iter().filter(|item| !item.is_apart()) {
        // An issue of unknown type may be a sub-task or an epic.
        let is_known = model.tool != Tool::Jira || item.typed || item.kind != Kind::Other;
        for (from, to, is_sure) in spans(model, item, bulk, &mut abandoned_at) {
            let one = [u32::from(is_known && is_sure), 1];
            let first = noons.partition_point(|(at, _)| *at < from);
            for (at, day) in noons[first..].iter().take_while(|(at, _)| *at < to) {
                let there = item.memberships.covering(*at);
                let running = there.map(|membership| membership.sprint).filter(|id| model.sprint(*id).is_running(*at));
                let mut sprints: Vec<SprintId> = running.collect();
                sprints.sort_unstable();
                sprints.dedup();
                let day = all.days.entry(*day).or_default();
                if sprints.is_empty() {
                    add(&mut day.free, one);
                }
                for sprint in sprints {
                    add(day.in_sprints.entry(sprint).or_default(), one);
                }
            }
        }
    }
    all
}

/// The times in which an item was in doing and not abandoned, sorted by start. `abandoned_at` caches the time
/// of abandonment by the day of the last touch. The flag says whether the time is certain: a change that a
/// filter left out may have touched the item.
fn spans(
    model: &Model<'_>,
    item: &Item<'_>,
    bulk: &[bool],
    abandoned_at: &mut HashMap<Date, Timestamp>,
) -> Vec<(Timestamp, Timestamp, bool)> {
    let may_be_touched = model.lacks_traces().is_some();
    let touched = model.history_by_id(item).filter(|(id, change)| !bulk[id.index()] && is_touch(change));
    let mut touches: Vec<Timestamp> = touched.map(|(_, change)| change.at).collect();
    if touches.is_empty() {
        touches.extend(item.created);
    }
    let mut spans = Vec::new();
    for (place, (since, state)) in item.states.iter().enumerate() {
        if model.state(*state).stage != Some(Stage::Doing) {
            continue;
        }
        let end = item.states.get(place + 1).map_or(model.clock, |(next, _)| *next);
        let end =
            if place + 1 == item.states.len() && item.archived { item.updated.unwrap_or(end).min(end) } else { end };
        let first = touches.partition_point(|touch| touch <= since).saturating_sub(1);
        for (place, touch) in touches.iter().enumerate().skip(first).take_while(|(_, touch)| **touch < end) {
            let next = touches.get(place + 1).copied().unwrap_or(end).min(end);
            let day = model.calendar.day(*touch);
            let until = *abandoned_at.entry(day).or_insert_with(|| abandoned(model, day));
            let begin = (*touch).max(*since);
            spans.push((begin, next.min(until), true));
            if may_be_touched {
                spans.push((begin.max(until), next, false));
            }
        }
    }
    spans.retain(|(from, to, _)| from < to);
    spans
}

/// When an item last touched on `day` becomes abandoned.
fn abandoned(model: &Model<'_>, mut day: Date) -> Timestamp {
    let mut left = ABANDONED;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return Timestamp::MAX };
        day = next;
        left -= u32::from(model.calendar.works(day));
    }
    model.calendar.end_of(day)
}
