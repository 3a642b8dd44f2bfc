//! Time between an instant and the nearest close of a sprint.

use jiff::Timestamp;

use super::times::joined;
use crate::board::Model;

/// When the sprints of a board were completed.
#[derive(Debug)]
pub(super) struct Closings {
    /// Completion times, sorted.
    completions: Vec<Timestamp>,
    /// Start and end of the last days of sprints that the charter gives by their days. Sorted by start; each
    /// end is the latest one so far.
    last_days: Vec<(Timestamp, Timestamp)>,
    /// When the first item was put into a sprint, if no sprint has dates: from then on any sprint may have
    /// been completed.
    undated_since: Option<Timestamp>,
}

impl Closings {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let mut completions: Vec<_> = model.sprints.iter().filter_map(|sprint| sprint.completed).collect();
        completions.sort_unstable();
        let by_days = model.sprints.iter().filter_map(|sprint| Some((sprint.days?.closing, sprint)));
        let last_days = by_days.filter_map(|(closing, sprint)| Some((closing, sprint.completed.or(sprint.end)?)));
        let memberships = model.items.iter().flat_map(|item| item.memberships.iter());
        let undated_since =
            memberships.map(|membership| membership.since).min().filter(|_| model.has_undated_sprints());
        Self { completions, last_days: joined(last_days.collect()), undated_since }
    }

    /// Whether a sprint may have been completed at `at`, given that no sprint has dates.
    pub(super) fn may_be_undated(&self, at: Timestamp) -> bool {
        self.undated_since.is_some_and(|since| since <= at)
    }

    /// Seconds between `at` and the nearest completion; `None` if there is none. Zero within a last day given
    /// by the charter.
    pub(super) fn seconds_from(&self, at: Timestamp) -> Option<f64> {
        if self.is_in_a_last_day(at) {
            return Some(0.0);
        }
        let next = self.completions.partition_point(|completed| *completed < at);
        let beside = &self.completions[next.saturating_sub(1)..self.completions.len().min(next + 1)];
        beside.iter().map(|completed| at.duration_since(*completed).abs().as_secs_f64()).min_by(f64::total_cmp)
    }

    fn is_in_a_last_day(&self, at: Timestamp) -> bool {
        let begun = self.last_days.partition_point(|(closing, _)| *closing <= at);
        begun.checked_sub(1).is_some_and(|last| at <= self.last_days[last].1)
    }
}
