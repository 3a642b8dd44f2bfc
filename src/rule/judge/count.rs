//! A rule's counts and shares.

use jiff::Timestamp;

use super::super::compiled::{CompiledCount, CompiledRule, show_all_changes};
use super::super::condition::{Answer, all_hold};
use super::super::definition::{Over, Window};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Interval, Value};
use crate::board::{Board, ChangeId, ChangeKind, Gesture, ItemId, Membership, SprintId};

/// How long before its start a sprint is being planned, in seconds. Source: RULES, commitment-set-by-po.
const PLANNING: i64 = 48 * 3600;

/// The changes or items that surely count in a count.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Changes, oldest first.
    pub(super) changes: Vec<ChangeId>,
    /// Items, the last created last.
    pub(super) items: Vec<ItemId>,
}

/// The rule's counts, each with what it counted. What may count or not makes the number an interval.
pub(super) fn counts(
    board: &Board<'_>,
    rule: &CompiledRule,
    sprint: Option<SprintId>,
) -> (Vec<Interval>, Vec<Counted>) {
    let count = |count: &CompiledCount| match (count.over, count.window) {
        (Over::Items, _) => count_items(board, count, window(board, count.window, sprint)),
        (Over::Changes, Window::Planning) => count_planned(board, count, sprint),
        (Over::Changes, _) => count_changes(board, count, window(board, count.window, sprint)),
    };
    rule.counts.iter().map(count).unzip()
}

/// From when to when a count looks.
fn window(board: &Board<'_>, window: Window, sprint: Option<SprintId>) -> (Timestamp, Timestamp) {
    match (window, sprint.map(|id| board.sprint(id))) {
        (Window::Recent, _) => (board.recent(), board.clock),
        (Window::LastThree, _) => (board.last_three(), board.clock),
        (Window::Sprint, Some(sprint)) => {
            (sprint.start.unwrap_or(board.clock), sprint.completed.unwrap_or(board.clock))
        }
        _ => (Timestamp::MIN, board.clock),
    }
}

fn count_changes(board: &Board<'_>, count: &CompiledCount, (from, to): (Timestamp, Timestamp)) -> (Interval, Counted) {
    let all = show_all_changes(&count.checks);
    let start = board.changes.partition_point(|change| change.at < from);
    let (mut number, mut counted) = (RunningCount::default(), Counted::default());
    for (place, change) in board.changes.iter().enumerate().skip(start).take_while(|(_, change)| change.at <= to) {
        let id = ChangeId::new(place);
        if (all || change.gesture == Gesture::Decision) && number.add(count, &Situation::of_change(board, id)) {
            counted.changes.push(id);
        }
    }
    (number.total(), counted)
}

fn count_planned(board: &Board<'_>, count: &CompiledCount, sprint: Option<SprintId>) -> (Interval, Counted) {
    let (mut number, mut counted) = (RunningCount::default(), Counted::default());
    for id in sprint.map(|sprint| planned(board, sprint)).unwrap_or_default() {
        if number.add(count, &Situation::of_change(board, id)) {
            counted.changes.push(id);
        }
    }
    (number.total(), counted)
}

/// Items; with a window, those created in it.
fn count_items(board: &Board<'_>, count: &CompiledCount, (from, to): (Timestamp, Timestamp)) -> (Interval, Counted) {
    let (mut number, mut counted) = (RunningCount::default(), Counted::default());
    for (place, item) in board.items.iter().enumerate() {
        let id = ItemId::new(place);
        let there = count.window == Window::All || item.created.is_some_and(|created| from <= created && created <= to);
        if there && number.add(count, &Situation::of_item(board, id)) {
            counted.items.push(id);
        }
    }
    counted.items.sort_by_key(|id| (board.item(*id).created, *id));
    (number.total(), counted)
}

/// A count or a sum while it is taken.
#[derive(Default)]
struct RunningCount {
    least: f64,
    open: f64,
    reason: Option<Reason>,
}

impl RunningCount {
    /// Takes `situation` into account; whether it surely counts.
    fn add(&mut self, count: &CompiledCount, situation: &Situation<'_, '_>) -> bool {
        let answer = all_hold(&count.checks, situation);
        if answer == Answer::No {
            return false;
        }
        let size = match count.sum.map(|field| field.value(situation)) {
            Some(Value::Number(number)) => number,
            Some(_) => 0.0,
            None => 1.0,
        };
        if let Answer::Unknown(reason) = answer {
            self.open += size;
            self.reason.get_or_insert(reason);
            return false;
        }
        self.least += size;
        true
    }

    /// What it came to.
    fn total(self) -> Interval {
        let known = Interval::exactly(self.least);
        self.reason.map_or(known, |reason| Interval { most: self.least + self.open, reason, ..known })
    }
}

/// The changes that put what was committed into the sprint in the 48 hours before its start, the creation of what was created
/// in it among them. What was carried over is not planned.
fn planned(board: &Board<'_>, id: SprintId) -> Vec<ChangeId> {
    let sprint = board.sprint(id);
    let (Some(start), Some(figures)) = (sprint.start, board.figures(sprint.index)) else { return Vec::new() };
    let window = |at: Timestamp| at <= start && start.duration_since(at).as_secs() <= PLANNING;
    let entered = |item: &ItemId| {
        let item = board.item(*item);
        let there = |membership: &&Membership| membership.covers(start) && membership.sprint == id;
        let membership = item.memberships.iter().find(there)?;
        let created = || item.changes.iter().copied().find(|id| board.change(*id).kind == ChangeKind::Created);
        membership.added.or_else(created).filter(|_| window(membership.since))
    };
    let mut entered: Vec<_> = figures.committed_items.iter().filter_map(entered).collect();
    entered.retain(|id| board.change(*id).gesture != Gesture::CarryOver);
    entered.sort_unstable();
    entered
}

/// The rule's shares of its counts; none where the whole is nothing.
pub(super) fn shares(rule: &CompiledRule, counts: &[Interval]) -> Vec<Option<Interval>> {
    let divide = |(of, whole): &(usize, usize)| {
        let (of, whole) = (counts.get(*of)?, counts.get(*whole)?);
        let reason = if of.is_open() { of.reason } else { whole.reason };
        let least = if whole.most > 0.0 { of.least / whole.most } else { return None };
        // Of a whole that may be nothing, any part may be meant.
        let most = match of.most {
            most if most <= 0.0 => 0.0,
            most if whole.least > 0.0 => most / whole.least,
            _ => f64::INFINITY,
        };
        Some(Interval { least, most, reason })
    };
    rule.shares.iter().map(divide).collect()
}
