//! When the last sprints were started. Source: docs/definitions.md, "28 days or two sprints".

use foldhash::HashMap;
use jiff::Timestamp;

use super::fortnight::fortnights_before;
use super::unplaced::Unplaced;
use crate::board::{Model, Sprint, SprintState};

/// The time of the last started sprints.
#[derive(Clone, Copy, Debug)]
pub(super) struct StartedLast {
    /// Start of the first of them whose start is known.
    pub(super) since: Timestamp,
    /// Whether no undated sprint may be one of them.
    pub(super) sure: bool,
}

/// When the first of the last `count` sprints of each team was started, or as many fortnights before the clock
/// on a board without sprints. A team counts only if it has started at least `count` sprints. Its last sprint
/// must also overlap the last `count` sprints of the team that started one most recently.
pub(super) fn started_last(model: &Model<'_>, unplaced: &Unplaced, count: u8) -> StartedLast {
    let mut teams: HashMap<_, Vec<(Option<Timestamp>, &Sprint<'_>)>> = HashMap::default();
    for sprint in model.sprints.iter().filter(|sprint| sprint.has_begun(model.clock)) {
        teams.entry(sprint.team()).or_default().push((sprint.start, sprint));
    }
    // An undated running sprint is the last one that its team started, if no other of the team runs.
    let runs = |sprint: &Sprint<'_>| sprint.known && sprint.state == SprintState::Active;
    let mut placed = Vec::new();
    for sprint in model.sprints.iter().filter(|sprint| sprint.is_unplaced() && runs(sprint)) {
        if let Some(others) = teams.get_mut(&sprint.team())
            && !others.iter().any(|(_, other)| runs(other))
        {
            others.push((None, sprint));
            placed.push(sprint.index);
        }
    }
    let mut first = None;
    let mut lasts: Vec<(&Sprint<'_>, Timestamp, Timestamp)> = Vec::new();
    for sprints in teams.values_mut() {
        let started = |start: &Option<Timestamp>| start.unwrap_or(model.clock);
        sprints.sort_by_key(|(start, _)| started(start));
        first = first.into_iter().chain(sprints.first().map(|(start, _)| started(start))).min();
        let since = sprints.len().checked_sub(count.into()).and_then(|place| sprints.get(place));
        lasts.extend(
            sprints.last().zip(since).map(|((last, sprint), (since, _))| (*sprint, started(last), started(since))),
        );
    }
    let latest = lasts.iter().max_by_key(|(_, started, since)| (*started, *since)).map(|(.., since)| *since);
    let alive = lasts.iter().filter(|(last, ..)| latest.is_some_and(|latest| last.over_by(model.clock) > latest));
    let since = alive.map(|(.., since)| *since).min();
    // With fewer sprints, one that began before all of them is one of them, too.
    let after = if since.is_some() { since } else { first.map(|_| Timestamp::MIN) };
    let doubtful =
        after.is_some_and(|after| unplaced.may_be_started(model, after, |sprint| placed.contains(&sprint.index)));
    StartedLast { since: since.or(first).unwrap_or_else(|| fortnights_before(model.clock, count)), sure: !doubtful }
}
