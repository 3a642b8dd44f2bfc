//! A rule's counts and shares.

use jiff::Timestamp;

use super::super::condition::{Answer, Counted, Scene, Value, Why};
use super::super::definition::{Count, Definition, Share, Window};
use crate::board::{Board, ChangeId, ChangeKind, Gesture, Item, ItemId, Sprint, Stay};

/// How long before its start a sprint is being planned, in seconds. Source: RULES, commitment-set-by-po.
const PLANNING: i64 = 48 * 3600;

/// What a count counted.
#[derive(Debug, Default)]
pub(super) struct Acts {
    /// Changes, oldest first.
    pub(super) changes: Vec<ChangeId>,
    /// Items, the last created last.
    pub(super) items: Vec<ItemId>,
}

/// The rule's counts, and what was counted. What nobody can tell may count or not.
pub(super) fn counts(board: &Board<'_>, rule: &Definition, sprint: Option<&Sprint<'_>>) -> (Vec<Counted>, Vec<Acts>) {
    let count = |count: &Count| {
        let window = window(board, count.window, sprint);
        match count.window {
            _ if count.items => count_items(board, count, window),
            Window::Planning => count_planned(board, count, sprint),
            _ => count_changes(board, count, window),
        }
    };
    rule.counts.iter().map(count).unzip()
}

/// From when to when a count looks.
fn window(board: &Board<'_>, window: Window, sprint: Option<&Sprint<'_>>) -> (Timestamp, Timestamp) {
    match (window, sprint) {
        (Window::Recent, _) => (board.recent(), board.clock),
        (Window::LastThree, _) => (board.last_three(), board.clock),
        (Window::Sprint, Some(sprint)) => {
            (sprint.start.unwrap_or(board.clock), sprint.completed.unwrap_or(board.clock))
        }
        _ => (Timestamp::MIN, board.clock),
    }
}

fn count_changes(board: &Board<'_>, count: &Count, (from, to): (Timestamp, Timestamp)) -> (Counted, Acts) {
    let all = count.conditions.iter().any(|condition| condition.name == "change.gesture");
    let start = board.changes.partition_point(|change| change.at < from);
    let (mut tally, mut acts) = (Tally::default(), Acts::default());
    for (place, change) in board.changes.iter().enumerate().skip(start).take_while(|(_, change)| change.at <= to) {
        if (all || change.gesture == Gesture::Decision) && tally.take(count, &Scene::change(board, change)) {
            acts.changes.push(ChangeId::new(place));
        }
    }
    (tally.done(), acts)
}

fn count_planned(board: &Board<'_>, count: &Count, sprint: Option<&Sprint<'_>>) -> (Counted, Acts) {
    let (mut tally, mut acts) = (Tally::default(), Acts::default());
    for id in sprint.map(|sprint| planned(board, sprint)).unwrap_or_default() {
        if tally.take(count, &Scene::change(board, board.change(id))) {
            acts.changes.push(id);
        }
    }
    (tally.done(), acts)
}

/// Items; with a window, those created in it.
fn count_items(board: &Board<'_>, count: &Count, (from, to): (Timestamp, Timestamp)) -> (Counted, Acts) {
    let (mut tally, mut acts) = (Tally::default(), Acts::default());
    for (place, item) in board.items.iter().enumerate() {
        let there = count.window == Window::All || item.created.is_some_and(|created| from <= created && created <= to);
        if there && tally.take(count, &Scene::item(board, item)) {
            acts.items.push(ItemId::new(place));
        }
    }
    acts.items.sort_by_key(|id| (board.item(*id).created, *id));
    (tally.done(), acts)
}

#[derive(Default)]
struct Tally {
    least: f64,
    open: f64,
    why: Option<Why>,
}

impl Tally {
    /// Takes `scene` into account; whether it surely counts.
    fn take(&mut self, count: &Count, scene: &Scene<'_, '_>) -> bool {
        let answer = scene.all(&count.conditions);
        if answer == Answer::No {
            return false;
        }
        let size = match count.sum.map(|field| scene.value(field)) {
            Some(Value::Number(number)) => number,
            Some(_) => 0.0,
            None => 1.0,
        };
        match answer {
            Answer::Unknown(why) => {
                self.open += size;
                self.why.get_or_insert(why);
                false
            }
            _ => {
                self.least += size;
                true
            }
        }
    }

    fn done(self) -> Counted {
        let known = Counted::exactly(self.least);
        self.why.map_or(known, |why| Counted { most: self.least + self.open, why, ..known })
    }
}

/// The changes that put what was committed into `sprint` in the 48 hours before its start, the creation of what was created
/// in it among them. What was carried over nobody put there.
fn planned(board: &Board<'_>, sprint: &Sprint<'_>) -> Vec<ChangeId> {
    let (Some(start), Some(figures)) = (sprint.start, board.figures(sprint.index)) else { return Vec::new() };
    let window = |at: Timestamp| at <= start && start.duration_since(at).as_secs() <= PLANNING;
    let entered = |item: &Item<'_>| {
        let there = |stay: &&Stay| stay.covers(start) && board.sprint(stay.sprint).id == sprint.id;
        let stay = item.stays.iter().find(there)?;
        let created = || item.changes.iter().copied().find(|id| board.change(*id).kind == ChangeKind::Created);
        stay.added.or_else(created).filter(|_| window(stay.since))
    };
    let items = figures.committed_items.iter().map(|id| board.item(*id));
    let mut entered: Vec<_> = items.filter_map(entered).collect();
    entered.retain(|id| board.change(*id).gesture != Gesture::CarryOver);
    entered.sort_unstable();
    entered
}

pub(super) fn shares(rule: &Definition, counts: &[Counted]) -> Vec<Option<Counted>> {
    let divide = |share: &Share| {
        let (of, whole) = (counts.get(share.of)?, counts.get(share.whole)?);
        let why = if of.most > of.least { of.why } else { whole.why };
        let least = if whole.most > 0.0 { of.least / whole.most } else { return None };
        // Of a whole that may be nothing, any part may be meant.
        let most = match of.most {
            most if most <= 0.0 => 0.0,
            most if whole.least > 0.0 => most / whole.least,
            _ => f64::INFINITY,
        };
        Some(Counted { least, most, why })
    };
    rule.shares.iter().map(divide).collect()
}
