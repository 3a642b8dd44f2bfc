//! How sprints follow one another, and what became of what was committed.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::calendar::after;
use super::change::{ChangeKind, Detail};
use super::criteria::section;
use super::facts::Text;
use super::item::Item;
use super::sprint::{Figures, as_number, done, settled, size};
use super::{Board, ItemId, Sprint, SprintId, SprintState};

/// How a sprint fits to the one of the same team before it. Source: RULES, sprint-cadence-broken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rhythm {
    /// Its planned length in days of the calendar; none without a planned end.
    pub days: Option<u32>,
    /// By how many days its planned length differs from the one before.
    pub length_change: u32,
    /// The smaller of that and the same of the sprint before: how much the length keeps changing.
    pub unsteady: u32,
    /// How many working days after its planned end it was completed.
    pub late: u32,
    /// How many seconds of it went by before the sprint before it was completed.
    pub overlap: f64,
    /// How many sprints of the team were closed after it.
    pub closed_since: usize,
}

/// What became of what was committed. All sizes are in the unit of the sprint's figures.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// What was done of it at the sprint's end.
    pub delivered: f64,
    /// What was still in the sprint at its end, and neither done nor cancelled.
    pub carried: f64,
    /// The same, item by item.
    pub carried_items: Vec<ItemId>,
    /// What was cancelled instead of being done.
    pub cancelled: f64,
    /// Items whose estimate is not the one they were committed with.
    pub reestimated: Vec<ItemId>,
    /// Items whose first estimate came later than the planning.
    pub estimated_late: usize,
}

/// Names of statuses and resolutions that say that something will not be done after all. Whole names only.
const CANCELLED: &[&str] = &[
    "abandoned",
    "cancelled",
    "canceled",
    "cannot reproduce",
    "declined",
    "discarded",
    "duplicate",
    "invalid",
    "not doing",
    "obsolete",
    "rejected",
    "won't do",
    "won't fix",
    "wontfix",
    "abgebrochen",
    "abgelehnt",
    "annulé",
    "cancelado",
    "cancelada",
    "descartado",
    "rechazado",
    "отменено",
    "已取消",
];

/// Fills in rhythm and delivery of every sprint. The figures must be there.
pub(super) fn settle(board: &mut Board<'_>) {
    let mut teams: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (index, sprint) in board.sprints.iter().enumerate() {
        if sprint.has_begun(board.clock) {
            teams.entry(sprint.team()).or_default().push(index);
        }
    }
    let mut rhythms = Vec::new();
    for team in teams.values() {
        // Sprints lie in the order of their start.
        let mut own: Vec<(usize, Rhythm)> = Vec::new();
        for index in team {
            let before = own.last().map(|(index, rhythm)| (&board.sprints[*index], *rhythm));
            own.push((*index, rhythm(board, &board.sprints[*index], before)));
        }
        let mut closed: Vec<&mut (usize, Rhythm)> =
            own.iter_mut().filter(|(index, _)| board.sprints[*index].state == SprintState::Closed).collect();
        closed.sort_by_key(|(index, _)| std::cmp::Reverse((board.sprints[*index].completed, *index)));
        for (since, (_, rhythm)) in closed.into_iter().enumerate() {
            rhythm.closed_since = since;
        }
        rhythms.extend(own);
    }
    let deliveries: Vec<_> = (0..board.sprints.len()).map(|index| delivery(board, SprintId::new(index))).collect();
    for (sprint, delivery) in board.sprints.iter_mut().zip(deliveries) {
        sprint.delivery = delivery;
    }
    for (index, rhythm) in rhythms {
        board.sprints[index].rhythm = rhythm;
    }
}

fn rhythm(board: &Board<'_>, sprint: &Sprint<'_>, before: Option<(&Sprint<'_>, Rhythm)>) -> Rhythm {
    let day = |at: Timestamp| board.calendar.day(at);
    let days = sprint.start.zip(sprint.end).map(|(start, end)| between(day(start), day(end)));
    let mut rhythm = Rhythm { days, ..Rhythm::default() };
    if let Some((end, completed)) = sprint.end.zip(sprint.completed) {
        rhythm.late = board.calendar.working_days(end, completed);
    }
    let Some((previous, its)) = before else { return rhythm };
    if let Some((days, before)) = days.zip(its.days) {
        rhythm.length_change = days.abs_diff(before);
        rhythm.unsteady = rhythm.length_change.min(its.length_change);
    }
    let over = previous.completed.unwrap_or(board.clock);
    if let Some(start) = sprint.start.filter(|start| *start < over) {
        rhythm.overlap = over.duration_since(start).as_secs_f64();
    }
    rhythm
}

/// Days from one date to a later one.
fn between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

fn delivery(board: &Board<'_>, id: SprintId) -> Option<Delivery> {
    let sprint = board.sprint(id);
    let figures = sprint.figures.as_ref()?;
    let settled = settled(sprint, sprint.start?);
    let end = sprint.completed.unwrap_or(after(board.clock, 1));
    let mut delivery = Delivery::default();
    for item_id in &figures.committed_items {
        let item = board.item(*item_id);
        let size = size(item, settled, figures.unit);
        if done(board, item, end) {
            delivery.delivered += size;
        } else if is_cancelled(board, item, end) {
            delivery.cancelled += size;
        } else if item.stays.iter().any(|stay| stay.sprint == id && stays_until(stay.until, end)) {
            delivery.carried += size;
            delivery.carried_items.push(*item_id);
        }
        let horizon = open_until(board, item, id, settled, end);
        match (given(item, settled), given(item, horizon)) {
            (Some(first), Some(last)) if (first - last).abs() > f64::EPSILON => delivery.reestimated.push(*item_id),
            (Some(_), None) => delivery.reestimated.push(*item_id),
            (None, Some(_)) => delivery.estimated_late += 1,
            _ => {}
        }
    }
    Some(delivery)
}

/// Completing a sprint takes out what is not done, at that very instant or a little later; a server that cuts times to
/// seconds may even write it "before".
fn stays_until(until: Option<Timestamp>, end: Timestamp) -> bool {
    until.is_none_or(|until| until.as_second() >= end.as_second())
}

/// Nothing and zero are the same estimate.
fn given(item: &Item<'_>, at: Timestamp) -> Option<f64> {
    item.estimate_at(at).filter(|estimate| *estimate != 0.0)
}

/// The last instant at which an item's estimate still told the sprint something: before it was done, or taken out.
fn open_until(board: &Board<'_>, item: &Item<'_>, id: SprintId, settled: Timestamp, end: Timestamp) -> Timestamp {
    let finished = item.states.iter().find(|(at, state)| *at > settled && board.state(*state).is_done());
    let left = item.stays.iter().rev().find(|stay| stay.sprint == id).and_then(|stay| stay.until);
    let first = finished.map(|(at, _)| *at).into_iter().chain(left).chain([end]).min().unwrap_or(end);
    if done(board, item, settled) { settled } else { super::calendar::before(first, 1).max(settled) }
}

/// Whether it was given up by `at`: it stands in a status that says so, was resolved that way, or was archived.
pub(super) fn is_cancelled(board: &Board<'_>, item: &Item<'_>, at: Timestamp) -> bool {
    let says_so = |name: &str| CANCELLED.contains(&name.trim().to_lowercase().replace('’', "'").as_str());
    if item.state_at(at).is_some_and(|state| says_so(&board.state(state).name)) {
        return true;
    }
    let acts = item.changes.iter().map(|id| board.change(*id)).take_while(|change| change.at <= at);
    let last = acts.filter(|change| matches!(change.kind, ChangeKind::Closed | ChangeKind::Reopened)).last();
    last.is_some_and(|change| match &change.detail {
        Detail::Words { to, .. } => says_so(to),
        _ => change.kind == ChangeKind::Closed,
    })
}

impl Sprint<'_> {
    /// A part of what was committed, as a share of it; none where nothing was.
    pub fn share_of_commitment(&self, part: impl Fn(&Figures, &Delivery) -> f64) -> Option<f64> {
        let (figures, delivery) = self.figures.as_ref().zip(self.delivery.as_ref())?;
        (figures.committed > 0.0).then(|| part(figures, delivery) / figures.committed)
    }
}

impl Board<'_> {
    /// In how many sprints an item was worked on: sprints that had begun, that it was in when their planning was over, and
    /// before whose start it was not done. None where a sprint it was in is known by its id only.
    pub fn sprints_worked(&self, item: &Item<'_>) -> Option<usize> {
        if item.stays.iter().any(|stay| !self.sprint(stay.sprint).known) {
            return None;
        }
        let mut worked: Vec<SprintId> = item
            .stays
            .iter()
            .filter(|stay| self.was_worked_in(item, stay.since, stay.until, self.sprint(stay.sprint)))
            .map(|stay| stay.sprint)
            .collect();
        worked.sort_unstable();
        worked.dedup();
        Some(worked.len())
    }

    /// Whether an item was in a sprint whose beginning is not in the known history.
    pub fn may_be_committed(&self, item: &Item<'_>) -> bool {
        let open = |sprint: &Sprint<'_>| !sprint.known || (sprint.figures.is_none() && self.has_been_planned(sprint));
        !item.part && self.evidence.history && item.stays.iter().any(|stay| open(self.sprint(stay.sprint)))
    }

    fn has_been_planned(&self, sprint: &Sprint<'_>) -> bool {
        let planned = sprint.start.map(|start| settled(sprint, start));
        sprint.state != SprintState::Future && planned.is_some_and(|planned| planned <= self.clock)
    }

    fn was_worked_in(&self, item: &Item<'_>, since: Timestamp, until: Option<Timestamp>, sprint: &Sprint<'_>) -> bool {
        let Some(start) = sprint.start.filter(|_| self.has_been_planned(sprint)) else { return false };
        let planned = settled(sprint, start);
        until.is_none_or(|until| until > planned)
            && sprint.completed.is_none_or(|completed| since < completed)
            // Without a history nobody knows when it was done; Jira's own list names the sprints it was in.
            && !(self.evidence.history && done(self, item, start.max(since)))
    }

    /// How many characters the description had at `at`.
    pub fn description_size(&self, id: ItemId, at: Timestamp) -> usize {
        self.description_at(id, at).trim().chars().count()
    }

    /// Whether acceptance criteria were written at `at`, in their field or in the description.
    pub fn had_criteria(&self, id: ItemId, at: Timestamp) -> bool {
        let written = |text: &str| !text.trim().is_empty();
        written(&self.text_at(id, at, ChangeKind::CriteriaEdited, self.item(id).criteria))
            || section(&self.description_at(id, at)).is_some_and(written)
    }

    fn description_at(&self, id: ItemId, at: Timestamp) -> Cow<'_, str> {
        self.text_at(id, at, ChangeKind::Described, self.item(id).description)
    }

    /// A text as it was at `at`: what the first later change found there, else what stands there now.
    fn text_at<'b>(&'b self, id: ItemId, at: Timestamp, kind: ChangeKind, now: Option<Text<'b>>) -> Cow<'b, str> {
        let later = self.item(id).changes.iter().map(|id| self.change(*id));
        let mut later = later.skip_while(|change| change.at <= at).filter(|change| change.kind == kind);
        let text = match later.next().map(|change| &change.detail) {
            Some(Detail::Texts { from, .. }) => *from,
            _ => now,
        };
        text.map_or(Cow::Borrowed(""), Text::decode)
    }

    /// How many items have an estimate now, as a share of all that are no part of another.
    pub fn estimated_share(&self) -> Option<f64> {
        let whole = || self.items.iter().filter(|item| !item.part);
        let estimated = whole().filter(|item| item.estimate_at(self.clock).is_some()).count();
        let all = whole().count();
        (all > 0).then(|| as_number(estimated) / as_number(all))
    }

    /// The first sprint that an item was committed to, as far as the figures are known, and when its planning was over.
    pub fn first_commitment(&self, id: ItemId) -> Option<(SprintId, Timestamp)> {
        let item = self.item(id);
        // Without any history an item is taken as it stands: what is missing now was not there then either.
        let listed = |sprint: &Sprint<'_>| {
            let planned = sprint.start.filter(|_| self.has_been_planned(sprint)).map(|start| settled(sprint, start));
            !item.part && planned.is_some_and(|planned| item.created.is_some_and(|created| created <= planned))
        };
        let committed = |sprint: &SprintId| match &self.sprint(*sprint).figures {
            Some(figures) => figures.committed_items.binary_search(&id).is_ok(),
            None => !self.evidence.history && listed(self.sprint(*sprint)),
        };
        let sprints = item.stays.iter().map(|stay| stay.sprint).filter(committed);
        let first = sprints.min_by_key(|sprint| (self.sprint(*sprint).start, *sprint))?;
        Some((first, settled(self.sprint(first), self.sprint(first).start?)))
    }
}
