//! A rule's counts and shares.

use super::super::condition::{Answer, Scene, Value};
use super::super::definition::{Definition, Share, Window};
use crate::board::{Board, ChangeId, ChangeKind, Gesture, Item, Sprint, Stay};

/// How long before its start a sprint is being planned, in seconds. Source: RULES, commitment-set-by-po.
const PLANNING: i64 = 48 * 3600;

pub(super) type Acts = Vec<Vec<ChangeId>>;

/// The rule's counts, and the changes that were counted.
pub(super) fn counts(board: &Board<'_>, rule: &Definition, sprint: Option<&Sprint<'_>>) -> (Vec<f64>, Acts) {
    let mut numbers = Vec::new();
    let mut acts = Vec::new();
    for count in &rule.counts {
        let value = |scene: &Scene<'_, '_>| match count.sum.map(|field| scene.value(field)) {
            Some(Value::Number(number)) => number,
            Some(_) => 0.0,
            None => 1.0,
        };
        if count.items {
            let scenes = board.items.iter().map(|item| Scene::item(board, item));
            let held = scenes.filter(|scene| scene.all(&count.conditions) == Answer::Yes);
            numbers.push(held.map(|scene| value(&scene)).sum());
            acts.push(Vec::new());
            continue;
        }
        if count.window == Window::Planning {
            let planned = sprint.map(|sprint| planned(board, sprint)).unwrap_or_default();
            let held = |id: &ChangeId| Scene::change(board, board.change(*id)).all(&count.conditions) == Answer::Yes;
            let counted: Vec<_> = planned.into_iter().filter(held).collect();
            numbers.push(counted.iter().map(|id| value(&Scene::change(board, board.change(*id)))).sum());
            acts.push(counted);
            continue;
        }
        let (from, to) = match (count.window, sprint) {
            (Window::Recent, _) => (board.recent(), board.clock),
            (Window::Sprint, Some(sprint)) => {
                (sprint.start.unwrap_or(board.clock), sprint.completed.unwrap_or(board.clock))
            }
            _ => (jiff::Timestamp::MIN, board.clock),
        };
        let all = count.conditions.iter().any(|condition| condition.name == "change.gesture");
        let start = board.changes.partition_point(|change| change.at < from);
        let (mut sum, mut counted) = (0.0, Vec::new());
        for (place, change) in board.changes.iter().enumerate().skip(start).take_while(|(_, change)| change.at <= to) {
            if !all && change.gesture != Gesture::Decision {
                continue;
            }
            let scene = Scene::change(board, change);
            if scene.all(&count.conditions) == Answer::Yes {
                sum += value(&scene);
                counted.push(ChangeId::new(place));
            }
        }
        numbers.push(sum);
        acts.push(counted);
    }
    (numbers, acts)
}

/// The changes that put what was committed into `sprint` in the 48 hours before its start, the creation of what was created
/// in it among them. What was carried over nobody put there.
fn planned(board: &Board<'_>, sprint: &Sprint<'_>) -> Vec<ChangeId> {
    let (Some(start), Some(figures)) = (sprint.start, &sprint.figures) else { return Vec::new() };
    let window = |at: jiff::Timestamp| at <= start && start.duration_since(at).as_secs() <= PLANNING;
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

pub(super) fn shares(rule: &Definition, counts: &[f64]) -> Vec<Option<f64>> {
    let divide = |share: &Share| {
        let (of, whole) = (counts.get(share.of)?, counts.get(share.whole)?);
        (*whole > 0.0).then(|| of / whole)
    };
    rule.shares.iter().map(divide).collect()
}
