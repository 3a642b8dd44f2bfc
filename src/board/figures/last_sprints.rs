//! The period of the last sprints, and ages measured in sprints. On a board without sprints, 14 days count as
//! one. Source: docs/definitions.md, "28 days or two sprints".

use foldhash::HashMap;
use jiff::Timestamp;

use super::Board;
use super::fortnight::{FORTNIGHT_SECONDS, LAST_SPRINTS, fortnights_before};
use crate::board::SprintId;

impl Board<'_> {
    /// Start and end of the last completed sprint, or of the last 14 days on a board without sprints.
    pub fn last_sprint(&self) -> (Timestamp, Timestamp) {
        let last = self.closed_of_last_team().last().map(|id| self.sprint(*id));
        let ran = last.and_then(|sprint| sprint.start.zip(sprint.completed));
        ran.unwrap_or_else(|| (fortnights_before(self.clock, 1), self.clock))
    }

    /// When the last three completed sprints began, or 42 days ago on a board without sprints.
    pub fn last_three(&self) -> Timestamp {
        let last = self.last_closed().iter().filter_map(|id| self.sprint(*id).start).min();
        let begun = self.sprints.iter().any(|sprint| sprint.has_begun(self.clock));
        match last {
            Some(start) => start,
            None if begun => Timestamp::MIN,
            None => fortnights_before(self.clock, LAST_SPRINTS),
        }
    }

    /// The last three completed sprints, or as many as there are.
    pub(super) fn last_closed(&self) -> &[SprintId] {
        let closed = self.closed_of_last_team();
        &closed[closed.len().saturating_sub(LAST_SPRINTS.into())..]
    }

    /// Whether the last two, or the last three, started sprints are known.
    pub fn knows_last_started(&self, count: u8) -> bool {
        self.knows_last_started[usize::from(count == LAST_SPRINTS)]
    }

    /// The undated sprints that may be among the last `count` completed ones.
    pub fn unplaced_of_last_closed(&self, count: usize) -> impl Iterator<Item = SprintId> {
        let closed = self.closed_of_last_team();
        let oldest = closed.len().checked_sub(count).map(|place| self.sprint(closed[place]));
        let since = oldest.and_then(|sprint| sprint.completed).unwrap_or(Timestamp::MIN);
        let may_be = move |last| self.unplaced.closed(self, last, since, self.clock);
        self.last_started().into_iter().flat_map(may_be)
    }

    /// Whether the last `count` completed sprints are known; `count` is at most three.
    pub fn knows_last_closed(&self, count: usize) -> bool {
        let known = || [1, 2, 3].map(|count| self.unplaced_of_last_closed(count).next().is_none());
        self.on_demand.knows_last_closed.get_or_init(known)[count.clamp(1, 3) - 1]
    }

    /// Number of undated sprints that the team of the last started sprint may have closed since `at`.
    pub fn unplaced_closed_since(&self, at: Timestamp) -> usize {
        self.last_started().map_or(0, |last| self.unplaced.closed(self, last, at, self.clock).count())
    }

    /// Maximum number of sprints that one team has begun since `at`; on a board without sprints, the number
    /// of fortnights.
    pub fn sprints_since(&self, at: Timestamp) -> usize {
        let begun = self.on_demand.begun.get_or_init(|| self.begun_from_each_start());
        if begun.is_empty() {
            return fortnights(at, self.clock);
        }
        begun[..begun.partition_point(|(start, _)| *start >= at)].last().map_or(0, |(_, most)| *most)
    }

    /// Starts of the begun sprints, latest first. Each has the maximum number of sprints that one team began
    /// then or later.
    fn begun_from_each_start(&self) -> Vec<(Timestamp, usize)> {
        let begun = self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock));
        let mut starts: Vec<_> = begun.filter_map(|sprint| Some((sprint.start?, sprint.team()))).collect();
        starts.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
        let mut teams: HashMap<(&str, &str), usize> = HashMap::default();
        let mut most = 0;
        let count = |(start, team): (Timestamp, (_, _))| {
            let of_team = teams.entry(team).or_default();
            *of_team += 1;
            most = most.max(*of_team);
            (start, most)
        };
        starts.into_iter().map(count).collect()
    }

    /// Number of completed sprints; on a board without sprints, its age in fortnights.
    pub fn sprints_over(&self) -> usize {
        if self.sprints.iter().any(|sprint| sprint.has_begun(self.clock)) {
            return self.closed_of_last_team().len();
        }
        let oldest = self.items.iter().filter_map(|item| item.created).min();
        oldest.map_or(0, |oldest| fortnights(oldest, self.clock))
    }
}

fn fortnights(from: Timestamp, to: Timestamp) -> usize {
    usize::try_from(to.duration_since(from).as_secs() / FORTNIGHT_SECONDS).unwrap_or_default()
}
