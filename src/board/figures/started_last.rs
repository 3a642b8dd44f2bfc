//! When the last sprints were started. Source: docs/definitions.md, "28 days or two sprints".

use foldhash::HashMap;
use jiff::Timestamp;

use super::fortnight::fortnights_before;
use crate::board::{Model, Sprint};

/// Start of the first of the last `count` sprints, the earliest over all teams; `count` fortnights before the
/// clock on a board without sprints. A team counts only if it has started at least `count` sprints. Its last
/// sprint must also overlap the last `count` sprints of the team that started one most recently.
pub(super) fn started_last(model: &Model<'_>, count: u8) -> Timestamp {
    let mut teams: HashMap<(&str, &str), Vec<(Timestamp, &Sprint<'_>)>> = HashMap::default();
    for sprint in model.sprints.iter().filter(|sprint| sprint.has_begun(model.clock)) {
        if let Some(start) = sprint.start {
            teams.entry(sprint.team()).or_default().push((start, sprint));
        }
    }
    let mut first = None;
    let mut lasts: Vec<(&Sprint<'_>, Timestamp)> = Vec::new();
    for sprints in teams.values_mut() {
        sprints.sort_by_key(|(start, _)| *start);
        first = first.into_iter().chain(sprints.first().map(|(start, _)| *start)).min();
        let since = sprints.len().checked_sub(count.into()).and_then(|place| sprints.get(place));
        lasts.extend(sprints.last().zip(since).map(|((_, last), (since, _))| (*last, *since)));
    }
    let latest = lasts.iter().max_by_key(|(last, since)| (last.start, *since)).map(|(_, since)| *since);
    let alive = lasts.iter().filter(|(last, _)| latest.is_some_and(|latest| last.over_by(model.clock) > latest));
    let since = alive.map(|(_, since)| *since).min();
    since.or(first).unwrap_or_else(|| fortnights_before(model.clock, count))
}
