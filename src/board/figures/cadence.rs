//! How the sprints of a team follow one another.

use foldhash::HashMap;
use jiff::Timestamp;
use jiff::civil::Date;

use super::fortnight::LAST_SPRINTS;
use super::unplaced::Unplaced;
use crate::board::model::sprint::LONGEST_SPRINT;
use crate::board::{Model, Sprint, SprintId};

/// How a sprint relates to the previous sprint of the same team. Source: the rule sprint-cadence-broken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cadence {
    /// Planned length in calendar days; `None` without a planned end.
    pub days: Option<u32>,
    /// Whether the start, and so the planned length, is not credible. People can edit the start date. It is
    /// doubted if it makes the sprint longer than a month and another sprint of the board was completed in
    /// the second half of that time.
    pub start_unproven: bool,
    /// Difference in days between its planned length and the previous one.
    pub length_change: u32,
    /// The smaller of its own and the previous sprint's `length_change`: shows a length that keeps changing.
    pub unsteady: u32,
    /// Working days from its planned end to its completion.
    pub late: u32,
    /// Seconds from its start to the completion of the previous sprint.
    pub overlap: f64,
    /// Number of the team's sprints closed after it.
    pub closed_since: usize,
    /// The same including undated sprints that may have been closed after it.
    pub maybe_closed_since: usize,
    /// The next sprint that the team started.
    pub next: Option<SprintId>,
    /// The last three closed sprints that the team started before it, sorted by completion; `None` if there
    /// are fewer, or if it is unknown which they are.
    pub three_before: Option<[SprintId; LAST_SPRINTS as usize]>,
}

/// The cadence of every sprint; the default for one that has not begun.
pub(super) fn all(model: &Model<'_>, unplaced: &Unplaced) -> Vec<Cadence> {
    let mut teams: HashMap<(&str, &str), Vec<usize>> = HashMap::default();
    for (index, sprint) in model.sprints.iter().enumerate().filter(|(_, sprint)| sprint.has_begun(model.clock)) {
        teams.entry(sprint.team()).or_default().push(index);
    }
    let mut all = vec![Cadence::default(); model.sprints.len()];
    let completions = completions(model);
    for team in teams.values() {
        // Sprints are sorted by start.
        let mut previous = None;
        let mut closed_before: Vec<(Option<Timestamp>, SprintId)> = Vec::new();
        for index in team {
            let sprint = &model.sprints[*index];
            let days = planned_days(model, sprint);
            let start_unproven = is_start_unproven(sprint, completions.get(&*sprint.board).map_or(&[], Vec::as_slice));
            let own = Cadence { days: days.filter(|_| !start_unproven), start_unproven, ..Cadence::default() };
            all[*index] = cadence(model, sprint, own, previous.map(|at: usize| (&model.sprints[at], all[at])));
            if let Some(before) = previous.filter(|_| !sprint.items.is_empty()) {
                let before: &mut Cadence = &mut all[before];
                before.next = Some(sprint.index);
            }
            let last = closed_before.len().checked_sub(LAST_SPRINTS.into()).map(|first| &closed_before[first..]);
            let known = |last: &&[(Option<Timestamp>, SprintId)]| {
                let by = sprint.planned_by().unwrap_or(model.clock);
                let since = last.first().and_then(|(completed, _)| *completed).unwrap_or(Timestamp::MIN);
                unplaced.closed(model, sprint, since, by).next().is_none()
            };
            all[*index].three_before =
                last.filter(known).and_then(|last| last.iter().map(|(_, id)| *id).collect::<Vec<_>>().try_into().ok());
            if sprint.is_closed_with_items() {
                let place = closed_before.partition_point(|(completed, _)| *completed <= sprint.completed);
                closed_before.insert(place, (sprint.completed, sprint.index));
            }
            previous = Some(*index);
        }
        let counts = |index: &usize| model.sprints[*index].is_closed_with_items();
        let mut closed: Vec<usize> = team.iter().copied().filter(counts).collect();
        closed.sort_by_key(|index| std::cmp::Reverse((model.sprints[*index].completed, *index)));
        for (since, index) in closed.into_iter().enumerate() {
            let sprint = &model.sprints[index];
            let after = sprint.completed.unwrap_or(model.clock);
            all[index].closed_since = since;
            all[index].maybe_closed_since = since + unplaced.closed(model, sprint, after, model.clock).count();
        }
    }
    all
}

/// Completion times of the sprints of each board, sorted. Includes sprints with an unknown start.
fn completions<'m>(model: &'m Model<'_>) -> HashMap<&'m str, Vec<Timestamp>> {
    let mut completions: HashMap<&str, Vec<Timestamp>> = HashMap::default();
    for sprint in &model.sprints {
        completions.entry(&*sprint.board).or_default().extend(sprint.completed);
    }
    completions.values_mut().for_each(|completions| completions.sort_unstable());
    completions
}

/// Planned length of a sprint in calendar days, by its dates.
fn planned_days(model: &Model<'_>, sprint: &Sprint<'_>) -> Option<u32> {
    let day = |at: Timestamp| model.calendar.day(at);
    sprint.start.zip(sprint.end).map(|(start, end)| between(day(start), day(end)))
}

/// Whether the start of a sprint is not credible, see [`Cadence::start_unproven`]. `completions` are those of
/// its board, sorted.
fn is_start_unproven(sprint: &Sprint<'_>, completions: &[Timestamp]) -> bool {
    let (Some(start), Some(end)) = (sprint.start.filter(|_| !sprint.activated), sprint.end) else { return false };
    let planned = end.duration_since(start);
    let over = sprint.completed.map_or(end, |completed| completed.min(end));
    let before = &completions[..completions.partition_point(|completed| *completed < over)];
    planned > LONGEST_SPRINT && before.last().is_some_and(|last| last.duration_since(start) > planned / 2)
}

/// Compares a sprint with the previous one of its team. `own` already holds the sprint's length.
fn cadence(model: &Model<'_>, sprint: &Sprint<'_>, own: Cadence, before: Option<(&Sprint<'_>, Cadence)>) -> Cadence {
    let mut cadence = own;
    if let Some((end, completed)) = sprint.end.zip(sprint.completed) {
        cadence.late = model.calendar.working_days(end, completed);
    }
    let Some((previous, its)) = before else { return cadence };
    if let Some((days, before)) = own.days.zip(its.days) {
        cadence.length_change = days.abs_diff(before);
        cadence.unsteady = cadence.length_change.min(its.length_change);
    }
    let over = previous.completed.unwrap_or(model.clock);
    // A date that people can edit proves no overlap.
    if let Some(start) = sprint.start.filter(|start| sprint.activated && *start < over) {
        cadence.overlap = over.duration_since(start).as_secs_f64();
    }
    cadence
}

/// Days from one date to a later one.
fn between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}
