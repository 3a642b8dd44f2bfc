//! Stays of items: in stages, in single statuses or lists, and blocked. Source: docs/definitions.md, stays.
//!
//! An undone move neither begins nor ends a stay. Consecutive statuses of one stage make one stay.

use jiff::Timestamp;

use crate::board::model::change::{Change, ChangeKind, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, Ended, Model, PersonId, StateId, Stay, StayBegin, StayEnd, StayIn};
use crate::charter::Stage;

/// Stays, sorted by item and start.
#[derive(Debug)]
pub struct Stays {
    all: Vec<Stay>,
}

impl Stays {
    /// All of them.
    pub fn all(&self) -> &[Stay] {
        &self.all
    }
}

/// The stays of all items in stages, and the times they were blocked.
pub(crate) fn in_stages(model: &Model<'_>) -> Stays {
    collect(model, |item, stays| {
        let steps = steps(model, item);
        stays_of(model, item, &joined(&steps), stays);
        blocked(model, item, &finished_times(model, item, &steps), stays);
    })
}

/// The stays of all items in single statuses or lists.
pub(crate) fn in_statuses(model: &Model<'_>) -> Stays {
    collect(model, |item, stays| stays_of(model, item, &steps(model, item), stays))
}

fn collect(model: &Model<'_>, of: impl Fn(&Item<'_>, &mut Vec<Stay>)) -> Stays {
    // Reserves the maximum: a growing vector would need twice the memory.
    let most = model.items.iter().map(|item| item.states.len() + item.blocked_times.len()).sum();
    let mut stays = Stays { all: Vec::with_capacity(most) };
    for item in &model.items {
        of(item, &mut stays.all);
    }
    stays.all.shrink_to_fit();
    stays
}

/// One entry into a status or list.
#[derive(Clone, Copy)]
struct Step {
    at: Timestamp,
    /// When the item last entered this status, or another status of the same stage.
    last: Timestamp,
    state: StateId,
    within: Option<StayIn>,
    /// Whether it covers several statuses of one stage.
    several: bool,
    change: Option<ChangeId>,
}

/// The statuses that an item entered, without undone moves.
fn steps(model: &Model<'_>, item: &Item<'_>) -> Vec<Step> {
    let mut moves = model.history_ids(item).iter().copied().filter(|id| {
        let change = model.change(*id);
        matches!(change.detail, Detail::States { .. }) || change.kind == ChangeKind::Created
    });
    let mut next = moves.next();
    let mut steps: Vec<Step> = Vec::with_capacity(item.states.len());
    for (at, state) in &item.states {
        let mut by = None;
        while let Some(id) = next.filter(|id| model.change(*id).at <= *at) {
            let change = model.change(id);
            let brought = match change.detail {
                Detail::States { to, .. } => to == *state,
                _ => steps.is_empty(),
            };
            if change.at == *at && brought {
                by = Some(id);
            }
            next = moves.next();
            if by.is_some() {
                break;
            }
        }
        let undone = by.is_some_and(|id| model.change(id).gesture == Gesture::Undone);
        if let Some(same) = steps.last_mut().filter(|step| step.state == *state) {
            same.last = *at;
        } else if !undone {
            let given_up = item.is_given_up_at(*at);
            let within = model
                .state(*state)
                .meaning()
                .map(StayIn::of)
                .map(|within| if given_up && within == StayIn::Done { StayIn::Cancelled } else { within });
            steps.push(Step { at: *at, last: *at, state: *state, within, several: false, change: by });
        }
    }
    steps
}

/// The same, with consecutive statuses of one stage joined.
fn joined(steps: &[Step]) -> Vec<Step> {
    let mut joined: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        match joined.last_mut().filter(|last| last.within.is_some() && last.within == step.within) {
            Some(last) => (last.several, last.last) = (true, step.last),
            None => joined.push(*step),
        }
    }
    joined
}

fn stays_of(model: &Model<'_>, item: &Item<'_>, steps: &[Step], stays: &mut Vec<Stay>) {
    let archived = archived(model, item);
    for (place, step) in steps.iter().enumerate() {
        let next = steps.get(place + 1);
        let first = place == 0;
        let by = step.change.map(|id| model.change(id));
        let unknown = first && item.truncated;
        let (since, earliest) = if unknown { (known_since(model, item), item.created) } else { (step.at, None) };
        let begin = match by {
            _ if unknown => StayBegin::Unknown,
            _ if first => StayBegin::Created,
            Some(change) => begin(change),
            None => StayBegin::Unknown,
        };
        let ended = match (next, archived) {
            (Some(next), _) => Some(Ended { at: next.at, by: next.change, how: end(model, next.change) }),
            (None, Some((at, by))) => Some(Ended { at: at.max(since), by, how: StayEnd::Closed }),
            (None, None) => None,
        };
        // A stay that ended before the known history is left out.
        if ended.is_some_and(|ended| ended.at < since) {
            continue;
        }
        let mut stay = Stay {
            item: item.index,
            within: step.within,
            state: (!step.several).then_some(step.state),
            since,
            earliest: earliest.unwrap_or(if unknown { Timestamp::MIN } else { since }),
            begun_by: step.change.filter(|_| !unknown),
            begin,
            ended,
            before: place.checked_sub(1).and_then(|before| steps[before].within),
            after: next.and_then(|next| next.within),
            sprint: model.running_sprint(item.index, ended.map_or(model.clock, |ended| ended.at)),
        };
        doubt(model, item, step, &mut stay);
        stays.push(stay);
    }
}

/// Corrects a stay during which history may be missing: the item may have left and come back. It was
/// certainly there only after the hole, or not at all if the change that ended the stay found it elsewhere.
fn doubt(model: &Model<'_>, item: &Item<'_>, step: &Step, stay: &mut Stay) {
    let end = stay.until().unwrap_or(model.clock);
    let arrival = || model.hole_in(item).filter(|hole| hole.from < stay.since && stay.since <= hole.to);
    if let Some(hole) = model.hole_between(item, stay.since, end) {
        let found = |id: ChangeId| match model.change(id).detail {
            Detail::States { from, .. } => model.state(from).meaning().map(StayIn::of) == stay.within,
            _ => true,
        };
        let was_there = stay.ended_by().is_none_or(found);
        stay.since = if was_there { hole.to.max(step.last).min(end) } else { end };
        (stay.begun_by, stay.begin) = (None, StayBegin::Unknown);
    } else if step.change.is_none()
        && stay.begin == StayBegin::Unknown
        && let Some(hole) = arrival()
    {
        stay.earliest = stay.earliest.min(hole.from);
    }
}

fn begin(change: &Change<'_>) -> StayBegin {
    match change.gesture {
        Gesture::App => StayBegin::App,
        Gesture::Migration => StayBegin::Migration,
        _ => StayBegin::Decision,
    }
}

/// How a stay ended; `by` is the change that ended it, `None` if unknown.
fn end(model: &Model<'_>, by: Option<ChangeId>) -> StayEnd {
    match by.map(|id| model.change(id).gesture) {
        None => StayEnd::Unknown,
        Some(Gesture::App) => StayEnd::App,
        Some(Gesture::Migration) => StayEnd::Migration,
        Some(_) => StayEnd::Decision,
    }
}

/// Start of the known history of an item whose oldest entries are missing. Never earlier than its creation.
fn known_since(model: &Model<'_>, item: &Item<'_>) -> Timestamp {
    let oldest = model.oldest_entry(item).map(|change| change.at);
    let since = oldest.into_iter().chain(model.cut).min().or(item.updated).unwrap_or(model.clock);
    item.created.map_or(since, |created| since.max(created))
}

/// When the item was archived, and the change that did it; `None` if it is not archived.
fn archived(model: &Model<'_>, item: &Item<'_>) -> Option<(Timestamp, Option<ChangeId>)> {
    if !item.archived {
        return None;
    }
    let closes = |id: &&ChangeId| {
        let change = model.change(**id);
        change.kind == ChangeKind::Closed && matches!(change.detail, Detail::None)
    };
    let by = model.history_ids(item).iter().rev().find(closes).copied();
    Some((by.map(|id| model.change(id).at).or(item.updated).unwrap_or(model.clock), by))
}

/// A time during which an item was finished or archived.
#[derive(Clone, Copy)]
struct FinishedTime {
    since: Timestamp,
    /// The change that began it; `None` if unknown.
    begun_by: Option<ChangeId>,
    /// When it was reopened; `None` if never.
    until: Option<Timestamp>,
    /// The change that reopened it; `None` if unknown.
    ended_by: Option<ChangeId>,
}

/// The times during which an item with these `steps` was finished or archived, in order.
fn finished_times(model: &Model<'_>, item: &Item<'_>, steps: &[Step]) -> Vec<FinishedTime> {
    let finished = steps.iter().enumerate().filter(|(_, step)| model.state(step.state).is_finished());
    let mut times: Vec<FinishedTime> = finished
        .map(|(place, step)| {
            let next = steps.get(place + 1);
            let (until, ended_by) = (next.map(|next| next.at), next.and_then(|next| next.change));
            FinishedTime { since: step.at, begun_by: step.change, until, ended_by }
        })
        .chain(archived_times(model, item))
        .collect();
    times.sort_by_key(|time| time.since);
    // Overlapping times are merged: an item stays finished when it moves between finished statuses or is
    // archived too.
    times.dedup_by(|later, earlier| {
        let goes_on = earlier.until.is_none_or(|until| later.since <= until);
        let is_longer = earlier.until.is_some_and(|until| later.until.is_none_or(|end| until < end));
        if goes_on && is_longer {
            (earlier.until, earlier.ended_by) = (later.until, later.ended_by);
        }
        goes_on
    });
    times
}

/// The times during which an item was archived.
fn archived_times(model: &Model<'_>, item: &Item<'_>) -> Vec<FinishedTime> {
    let is_archiving = |change: &Change<'_>| match change.kind {
        ChangeKind::Closed => matches!(change.detail, Detail::None),
        kind => kind == ChangeKind::Reopened,
    };
    let acts: Vec<(ChangeId, &Change<'_>)> =
        model.history_by_id(item).filter(|(_, change)| is_archiving(change)).collect();
    let ended = acts.windows(2).filter_map(|pair| {
        let [(begun_by, closed), (ended_by, reopened)] = *pair else { return None };
        let is_time = closed.kind == ChangeKind::Closed && reopened.kind == ChangeKind::Reopened;
        let (begun_by, until, ended_by) = (Some(begun_by), Some(reopened.at), Some(ended_by));
        is_time.then_some(FinishedTime { since: closed.at, begun_by, until, ended_by })
    });
    let last =
        archived(model, item).map(|(since, begun_by)| FinishedTime { since, begun_by, until: None, ended_by: None });
    ended.chain(last).collect()
}

/// The times during which an item was blocked. A time interrupted only by an undone move counts as one.
/// Finished or archived items are not blocked.
fn blocked(model: &Model<'_>, item: &Item<'_>, finished: &[FinishedTime], stays: &mut Vec<Stay>) {
    let undone = |id: Option<ChangeId>| id.is_some_and(|id| model.change(id).gesture == Gesture::Undone);
    let mut all: Vec<Stay> = Vec::with_capacity(item.blocked_times.len());
    for time in &item.blocked_times {
        let blockage = time.blockage;
        let ended = time.until.map(|at| Ended { at, by: time.cleared, how: end(model, time.cleared) });
        if undone(blockage.change) {
            // The undone move restored the old blockage, or was a slip.
            if let Some(last) = all.last_mut().filter(|last| undone(last.ended_by())) {
                last.ended = ended;
            }
            continue;
        }
        let since = blockage.since.unwrap_or_else(|| known_since(model, item));
        let by = blockage.change.map(|id| model.change(id));
        let begin = match (blockage.since, by) {
            (None, _) => StayBegin::Unknown,
            (Some(_), Some(change)) => begin(change),
            (Some(_), None) => StayBegin::Created,
        };
        all.push(Stay {
            item: item.index,
            within: Some(StayIn::Blocked),
            state: None,
            since,
            earliest: if blockage.since.is_some() { since } else { item.created.unwrap_or(Timestamp::MIN) },
            begun_by: blockage.change,
            begin,
            ended,
            before: None,
            after: None,
            sprint: None,
        });
    }
    let first = stays.len();
    let mut finished = finished;
    for stay in all {
        let over = finished.partition_point(|time| time.until.is_some_and(|until| until <= stay.since));
        finished = &finished[over..];
        put_unfinished_parts(model, stay, finished, stays);
    }
    for stay in &mut stays[first..] {
        let end = stay.until().unwrap_or(model.clock);
        stay.sprint = model.running_sprint(item.index, end);
        if let Some(hole) = model.hole_between(item, stay.since, end) {
            // It may have been cleared and come back.
            (stay.since, stay.begun_by, stay.begin) = (hole.to.min(end), None, StayBegin::Unknown);
        }
    }
}

/// Pushes the parts of `stay` during which the item was not finished. All times in `finished` end after its
/// start.
fn put_unfinished_parts(model: &Model<'_>, mut stay: Stay, finished: &[FinishedTime], stays: &mut Vec<Stay>) {
    let lasts = |stay: &Stay, at: Timestamp| stay.until().is_none_or(|until| at < until);
    for time in finished {
        if !lasts(&stay, time.since) {
            break;
        }
        if stay.since < time.since {
            let ended = Some(Ended { at: time.since, by: time.begun_by, how: StayEnd::Closed });
            stays.push(Stay { ended, ..stay });
        }
        // If it is still blocked when reopened, it counts as blocked from then on.
        let Some(until) = time.until.filter(|until| lasts(&stay, *until)) else { return };
        (stay.since, stay.earliest, stay.begun_by) = (until, until, time.ended_by);
        stay.begin = time.ended_by.map_or(StayBegin::Unknown, |id| begin(model.change(id)));
    }
    stays.push(stay);
}

impl Model<'_> {
    /// When an item was last reopened after it was finished or archived; `None` if never. Undone moves do not
    /// count.
    pub fn taken_up_since(&self, item: &Item<'_>) -> Option<Timestamp> {
        finished_times(self, item, &steps(self, item)).iter().rev().find_map(|time| time.until)
    }

    /// Minimum and maximum working days of a stay, up to its end or the clock. The maximum is `None` if there
    /// is no bound.
    pub fn days_of(&self, stay: &Stay) -> (u32, Option<u32>) {
        let to = stay.until().unwrap_or(self.clock);
        let least = self.calendar.working_days(stay.since, to);
        if stay.earliest == stay.since {
            return (least, Some(least));
        }
        (least, (stay.earliest > Timestamp::MIN).then(|| self.calendar.working_days(stay.earliest, to)))
    }

    /// The assignee of the stay's item when the stay ended, or now.
    pub fn assignee_of(&self, stay: &Stay) -> Option<PersonId> {
        match stay.ended_by() {
            Some(id) => self.change(id).moment.assignee,
            None => self.item(stay.item).assignees.first().copied(),
        }
    }

    /// The changes of the stay's item while it lasted, including the ones that began and ended it.
    pub fn changes_during<'b>(&'b self, stay: &'b Stay) -> impl Iterator<Item = ChangeId> + 'b {
        let to = stay.until().unwrap_or(self.clock);
        let item = self.item(stay.item);
        let first = self.history(item).partition_point(|change| change.at < stay.since);
        let during = self.history_by_id(item).skip(first).take_while(move |(_, change)| change.at <= to);
        during.map(|(id, _)| id)
    }

    /// The stage of the item's status or list at `at`; `None` if either is unknown.
    pub(super) fn stage_at(&self, item: &Item<'_>, at: Timestamp) -> Option<Stage> {
        self.state(item.state_at(at)?).meaning()
    }
}
