//! A rule's counts and shares.

use super::super::condition::{Answer, Scene, Value};
use super::super::definition::{Definition, Share, Window};
use crate::board::{Board, ChangeId, Gesture, ItemId, Sprint};

/// What each count counted.
pub(super) type Acts = Vec<Counted>;

/// What a count counted.
#[derive(Debug)]
pub(super) enum Counted {
    Changes(Vec<ChangeId>),
    Items(Vec<ItemId>),
}

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
            let (mut sum, mut counted) = (0.0, Vec::new());
            for (place, scene) in scenes.enumerate().filter(|(_, scene)| scene.all(&count.conditions) == Answer::Yes) {
                sum += value(&scene);
                counted.push(ItemId::new(place));
            }
            numbers.push(sum);
            acts.push(Counted::Items(counted));
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
        acts.push(Counted::Changes(counted));
    }
    (numbers, acts)
}

pub(super) fn shares(rule: &Definition, counts: &[f64]) -> Vec<Option<f64>> {
    let divide = |share: &Share| {
        let (of, whole) = (counts.get(share.of)?, counts.get(share.whole)?);
        (*whole > 0.0).then(|| of / whole)
    };
    rule.shares.iter().map(divide).collect()
}
