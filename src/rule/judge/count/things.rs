//! What counts iterate over: changes, items, stays and comments, each with its owners.

use jiff::{SignedDuration, Timestamp};

use super::super::super::compiled::{CompiledCount, ask_for_statuses, kinds, show_all_changes};
use super::super::super::definition::{CountWindow, Dated, Distinct, Measure, NamedWindow, Over};
use super::super::super::reason::Reason;
use super::super::super::situation::Situation;
use super::super::super::subject::Scope;
use super::super::super::value::bit;
use crate::board::{
    Board, Change, ChangeId, ChangeKind, Detail, Finished, Gesture, ItemId, Membership, Need, PersonId, SprintId, Stay,
    Stays,
};
use crate::word::Word as _;

/// Length of the planning phase before a sprint's start, in seconds. Source: the rule commitment-set-by-po.
const PLANNING_SECONDS: i64 = 48 * 3600;

/// Number of changes fetched together. The processor can overlap their memory accesses, as long as none is
/// evaluated in between.
const TOGETHER: usize = 64;

/// The owner of something: its index among the items, people or sprints of the board; 0 for the board itself.
pub(super) type Owner = u32;

/// The instant `seconds` before `at`.
pub(super) fn earlier(at: Timestamp, seconds: f64) -> Timestamp {
    let span = SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX);
    at.checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// Something that may count.
pub(super) struct Thing<'b, 'a> {
    pub(super) situation: Situation<'b, 'a>,
    /// When it happened.
    pub(super) at: Timestamp,
    /// Its index among the changes, items or stays of the board.
    pub(super) place: u32,
    /// The value that makes it distinct, if distinct values are counted.
    pub(super) common: Option<u64>,
    /// Whether it is already known to be of a kind that the count asks for.
    pub(super) is_of_kind: bool,
    /// Why its time is unknown; `None` if it is known.
    pub(super) undated: Option<Reason>,
}

/// Calls `add` with everything that `count` may count, and with its owners.
pub(super) fn each_thing<'b, 'a>(
    board: &'b Board<'a>,
    count: &CompiledCount,
    add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner]),
) {
    match (count.over, count.window) {
        (Over::Items, _) => each_item(board, count, add),
        (Over::Stays, _) => each_stay(board, count, add),
        (Over::Changes | Over::Comments, CountWindow::Named(NamedWindow::Planning)) => each_planned(board, count, add),
        (Over::Changes | Over::Comments, _) => each_change(board, count, add),
    }
}

/// The period of a count, whatever is judged. The start is `None` if it is open or depends on the judged
/// thing.
pub(super) fn window(board: &Board<'_>, count: &CompiledCount) -> (Option<Timestamp>, Timestamp) {
    let from = match count.window {
        CountWindow::Last(seconds) => Some(earlier(board.clock, seconds)),
        CountWindow::Named(NamedWindow::LastSprint) => {
            let (from, to) = board.last_sprint();
            return (Some(from), to);
        }
        CountWindow::Named(NamedWindow::Recent) => Some(board.recent),
        CountWindow::Named(NamedWindow::LastThree) => Some(board.last_three()),
        CountWindow::Named(NamedWindow::LastThreeStarted) => Some(board.last_three_started),
        CountWindow::Named(NamedWindow::All | NamedWindow::Sprint | NamedWindow::Planning) => None,
    };
    (from, board.clock)
}

/// Whether `count` always covers everything of its owner.
pub(super) fn is_whole(count: &CompiledCount) -> bool {
    count.before.is_none() && count.window != CountWindow::Named(NamedWindow::Sprint)
}

/// Why the sprints in the window of a count are unknown; `None` if they are known or the window has none.
pub(super) fn lacks_window(board: &Board<'_>, count: &CompiledCount) -> Option<Reason> {
    if count.window.is_of_sprints() && board.has_undated_sprints() {
        return Some(Reason::Need(Need::Sprints));
    }
    let known = match count.window {
        CountWindow::Named(NamedWindow::LastSprint) => board.knows_last_closed(1),
        CountWindow::Named(NamedWindow::Recent) => board.knows_last_started(2),
        CountWindow::Named(NamedWindow::LastThree) => board.knows_last_closed(3),
        CountWindow::Named(NamedWindow::LastThreeStarted) => board.knows_last_started(3),
        _ => true,
    };
    (!known).then_some(Reason::SprintUnexplained)
}

fn each_change<'b, 'a>(board: &'b Board<'a>, count: &CompiledCount, add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner])) {
    let all = show_all_changes(&count.checks);
    let (from, to) = window(board, count);
    let meant = match count.over {
        Over::Comments => Some(bit(ChangeKind::Commented)),
        _ => kinds(&count.checks),
    };
    let mut meant_ids = Vec::new();
    for kind in ChangeKind::ALL.iter().filter(|kind| meant.is_none_or(|meant| meant & bit(**kind) != 0)) {
        let changes = from.map_or_else(|| board.changes_of(*kind), |from| board.changes_of_since(*kind, from));
        for some in changes.chunks(TOGETHER) {
            let counts = |id: &ChangeId| {
                let change = board.change(*id);
                change.at <= to && (all || change.gesture == Gesture::Decision)
            };
            meant_ids.clear();
            meant_ids.extend(some.iter().copied().filter(counts));
            meant_ids.iter().for_each(|id| add_change(board, count, *id, None, add));
        }
    }
}

fn each_planned<'b, 'a>(board: &'b Board<'a>, count: &CompiledCount, add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner])) {
    for place in 0..board.sprints.len() {
        let sprint = SprintId::new(place);
        for id in planned(board, sprint) {
            add_change(board, count, id, Some(sprint), add);
        }
    }
}

fn add_change<'b, 'a>(
    board: &'b Board<'a>,
    count: &CompiledCount,
    id: ChangeId,
    sprint: Option<SprintId>,
    add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner]),
) {
    let (change, situation) = (board.change(id), Situation::of_change(board, id));
    let owner = match count.of {
        Scope::Board => Some(0),
        Scope::Item => change.item.map(|id| id.number()),
        Scope::Sprint => sprint.or(situation.sprint).map(|id| id.number()),
        Scope::Actor => change.by.map(|id| id.number()),
        Scope::Assignee => change.moment.assignee.map(|id| id.number()),
    };
    let common = || match distinct(count)? {
        Distinct::Item => change.item.map(|id| id.number().into()),
        Distinct::Sprint => sprint_in(change).or(situation.sprint).map(|id| id.number().into()),
        Distinct::Actor => change.by.map(|id| id.number().into()),
        Distinct::Assignee => change.moment.assignee.map(|id| id.number().into()),
        Distinct::Day => Some(day(board, change.at)),
    };
    if let Some(owner) = owner {
        let is_of_kind = sprint.is_none() && count.over == Over::Changes;
        let (at, place) = (change.at, id.number());
        add(&Thing { situation, at, place, common: common(), is_of_kind, undated: None }, &[owner]);
    }
}

/// The sprint that a change added an item to, or removed it from.
fn sprint_in(change: &Change<'_>) -> Option<SprintId> {
    match &change.detail {
        Detail::Sprints(sprints) => sprints.all().next().copied(),
        _ => None,
    }
}

fn distinct(count: &CompiledCount) -> Option<Distinct> {
    if let Measure::Different(distinct) = count.measure { Some(distinct) } else { None }
}

/// The local day of `at`, encoded as a number.
fn day(board: &Board<'_>, at: Timestamp) -> u64 {
    let day = board.calendar.day(at);
    let numbers = [i64::from(day.year()), i64::from(day.month()), i64::from(day.day())];
    numbers.iter().fold(0, |sum, number| sum * 64 + number.unsigned_abs())
}

fn each_item<'b, 'a>(board: &'b Board<'a>, count: &CompiledCount, add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner])) {
    let (from, to) = window(board, count);
    for (place, item) in board.items.iter().enumerate() {
        let at = match count.dated {
            Dated::Created => item.created,
            Dated::Done => match board.finished(item) {
                Finished::At(at) => Some(at),
                Finished::Not | Finished::Unknown => None,
            },
        };
        let undated = (count.dated == Dated::Created && at.is_none()).then_some(Reason::NoCreation);
        // Undated items may be in any window.
        let there = undated.is_some() || from.is_none_or(|from| at.is_some_and(|at| from <= at && at <= to));
        if !there || (count.dated == Dated::Done && at.is_none()) {
            continue;
        }
        let id = ItemId::new(place);
        let owners: Vec<Owner> = match count.of {
            Scope::Board => vec![0],
            Scope::Item => {
                let above = item.parent.as_deref().and_then(|parent| board.find(parent));
                above.map(|id| id.number()).into_iter().collect()
            }
            Scope::Sprint => sprints_of(board, id),
            Scope::Actor => item.creator.map(|id| id.number()).into_iter().collect(),
            Scope::Assignee => item.assignees.iter().map(|id| id.number()).collect(),
        };
        let common = || match distinct(count)? {
            Distinct::Item => Some(place as u64),
            Distinct::Sprint => item.memberships.last().map(|membership| membership.sprint.number().into()),
            Distinct::Actor => item.creator.map(|id| id.number().into()),
            Distinct::Assignee => item.assignees.first().map(|id| id.number().into()),
            Distinct::Day => at.map(|at| day(board, at)),
        };
        let at = at.unwrap_or(Timestamp::MIN);
        add(
            &Thing {
                situation: Situation::of_item(board, id),
                at,
                place: id.number(),
                common: common(),
                is_of_kind: false,
                undated: undated.filter(|_| from.is_some() || !is_whole(count)),
            },
            &owners,
        );
    }
}

/// The sprints that an item was in at their end, or is in now.
fn sprints_of(board: &Board<'_>, id: ItemId) -> Vec<Owner> {
    let stays = |membership: &&Membership| {
        let end = board.sprint(membership.sprint).completed;
        let in_time = end.is_none_or(|end| membership.since < end);
        in_time && membership.until.is_none_or(|until| end.is_some_and(|end| until.as_second() >= end.as_second()))
    };
    let mut sprints: Vec<Owner> =
        board.item(id).memberships.iter().filter(stays).map(|membership| membership.sprint.number()).collect();
    sprints.sort_unstable();
    sprints.dedup();
    sprints
}

/// The stays that a count iterates over.
pub(super) fn stays<'b>(board: &'b Board<'_>, count: &CompiledCount) -> &'b Stays {
    if ask_for_statuses(&count.checks) { board.stays_in_statuses() } else { board.stays() }
}

fn each_stay<'b, 'a>(board: &'b Board<'a>, count: &CompiledCount, add: &mut dyn FnMut(&Thing<'b, 'a>, &[Owner])) {
    let (from, to) = window(board, count);
    for (place, stay) in stays(board, count).all().iter().enumerate() {
        if from.is_some_and(|from| stay.since < from) || stay.since > to {
            continue;
        }
        let person = |id: Option<PersonId>| id.map(|id| id.number());
        let owner = match count.of {
            Scope::Board => Some(0),
            Scope::Item => Some(stay.item.number()),
            Scope::Sprint => stay.sprint.map(|id| id.number()),
            Scope::Actor => person(entered_by(board, stay)),
            Scope::Assignee => person(board.assignee_of(stay)),
        };
        let common = || match distinct(count)? {
            Distinct::Item => Some(stay.item.number().into()),
            Distinct::Sprint => stay.sprint.map(|id| id.number().into()),
            Distinct::Actor => entered_by(board, stay).map(|id| id.number().into()),
            Distinct::Assignee => board.assignee_of(stay).map(|id| id.number().into()),
            Distinct::Day => Some(day(board, stay.since)),
        };
        if let Some(owner) = owner {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            add(
                &Thing {
                    situation: Situation::of_stay(board, stay),
                    at: stay.since,
                    place,
                    common: common(),
                    is_of_kind: false,
                    undated: None,
                },
                &[owner],
            );
        }
    }
}

/// Who began a stay.
pub(super) fn entered_by(board: &Board<'_>, stay: &Stay) -> Option<PersonId> {
    stay.begun_by.and_then(|id| board.change(id).by)
}

/// The changes that added committed items to the sprint in the 48 hours before its start, including the
/// creation of items in the sprint. Items carried over do not count as planned.
fn planned(board: &Board<'_>, id: SprintId) -> Vec<ChangeId> {
    let sprint = board.sprint(id);
    let (Some(start), Some(figures)) = (sprint.start, board.figures(sprint.index)) else { return Vec::new() };
    let window = |at: Timestamp| at <= start && start.duration_since(at).as_secs() <= PLANNING_SECONDS;
    let entered = |item: &ItemId| {
        let item = board.item(*item);
        let there = |membership: &&Membership| membership.covers(start) && membership.sprint == id;
        let membership = item.memberships.iter().find(there)?;
        // An item that entered after its creation, but without a change, was carried over.
        let creates = |change: &Change<'_>| change.kind == ChangeKind::Created && change.at == membership.since;
        let created = || board.history_by_id(item).find(|(_, change)| creates(change)).map(|(id, _)| id);
        membership.added.or_else(created).filter(|_| window(membership.since))
    };
    let mut entered: Vec<_> = figures.committed_items.iter().filter_map(entered).collect();
    entered.retain(|id| board.change(*id).gesture != Gesture::CarryOver);
    entered.sort_unstable();
    entered
}
