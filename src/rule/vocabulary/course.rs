//! How sprints follow one another, what became of a commitment, and what items looked like when they were committed.

use std::borrow::Cow;

use super::super::condition::{Scene, Type, Value, Why};
use super::board::count;
use super::{Field, flag, number};
use crate::board::{Cadence, Delivery, ItemId, Need, Sprint, text_rewritten};

const FIGURES: &[Need] = &[Need::History, Need::Sprints];

/// What the course of sprints can be asked.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "sprint.has-goal",
        kind: Type::Flag,
        about: "Whether it has a goal.",
        needs: &[Need::Sprints],
        eval: |scene| {
            sprint(scene, |sprint| match &sprint.goal {
                Some(goal) => Value::Flag(!goal.trim().is_empty()),
                None => Value::Unknown(Why::NoGoals),
            })
        },
    },
    Field {
        name: "sprint.planned-days",
        kind: Type::Number("days"),
        about: "Days of the calendar from its start to its planned end; nothing where no end was planned.",
        needs: &[Need::Sprints],
        eval: |scene| rhythm(scene, |rhythm| number(rhythm.days.map(f64::from))),
    },
    Field {
        name: "sprint.length-change",
        kind: Type::Number("days"),
        about: "By how many days its planned length differs from that of the team's sprint before it; 0 for the first.",
        needs: &[Need::Sprints],
        eval: |scene| rhythm(scene, |rhythm| Value::Number(rhythm.length_change.into())),
    },
    Field {
        name: "sprint.length-change-twice",
        kind: Type::Number("days"),
        about: "The smaller of its own change of length and that of the sprint before it: how much the length keeps changing.",
        needs: &[Need::Sprints],
        eval: |scene| rhythm(scene, |rhythm| Value::Number(rhythm.unsteady.into())),
    },
    Field {
        name: "sprint.days-late",
        kind: Type::Number("working days"),
        about: "How many working days after its planned end it was completed; 0 while it runs.",
        needs: &[Need::Sprints],
        eval: |scene| rhythm(scene, |rhythm| Value::Number(rhythm.late.into())),
    },
    Field {
        name: "sprint.overlap",
        kind: Type::Duration,
        about: "Time from its start to the completion of the team's sprint before it; 0 when that was over.",
        needs: &[Need::Sprints],
        eval: |scene| rhythm(scene, |rhythm| Value::Number(rhythm.overlap)),
    },
    Field {
        name: "sprint.delivered",
        kind: Type::Number("points or items"),
        about: "What was done at its end of what was committed; late additions are not in it.",
        needs: FIGURES,
        eval: |scene| delivery(scene, |delivery| Value::Number(delivery.delivered)),
    },
    Field {
        name: "sprint.delivered-share",
        kind: Type::Number("share"),
        about: "What was done at its end of what was committed, divided by what was committed.",
        needs: FIGURES,
        eval: |scene| delivered_share(scene, |delivery| delivery.delivered),
    },
    Field {
        name: "sprint.carried-over",
        kind: Type::Number("points or items"),
        about: "What was committed and still in it at its end, neither done nor cancelled.",
        needs: FIGURES,
        eval: |scene| delivery(scene, |delivery| Value::Number(delivery.carried)),
    },
    Field {
        name: "sprint.carry-over-share",
        kind: Type::Number("share"),
        about: "What was carried over, divided by what was committed.",
        needs: FIGURES,
        eval: |scene| delivered_share(scene, |delivery| delivery.carried),
    },
    Field {
        name: "sprint.cancelled",
        kind: Type::Number("points or items"),
        about: "What was committed and cancelled before its end instead of being done.",
        needs: FIGURES,
        eval: |scene| delivery(scene, |delivery| Value::Number(delivery.cancelled)),
    },
    Field {
        name: "sprint.committed-items",
        kind: Type::Number("items"),
        about: "How many items were committed, whatever the sprint is counted in.",
        needs: FIGURES,
        eval: |scene| {
            sprint(scene, |sprint| match scene.board.figures(sprint.index) {
                Some(figures) => Value::Number(count(figures.committed_items.len())),
                None => Value::Unknown(Why::NoFigures),
            })
        },
    },
    Field {
        name: "sprint.reestimated",
        kind: Type::Number("items"),
        about: "Committed items whose estimate was changed after the first 24 hours and before they were done or taken out.",
        needs: ESTIMATES,
        eval: |scene| delivery(scene, |delivery| Value::Number(count(delivery.reestimated.len()))),
    },
    Field {
        name: "sprint.reestimated-share",
        kind: Type::Number("share"),
        about: "How many of the committed items were estimated anew, divided by all committed items.",
        needs: ESTIMATES,
        eval: |scene| {
            delivery(scene, |delivery| {
                let committed = scene.sprint.and_then(|sprint| scene.board.figures(sprint.index));
                let committed = committed.map_or(0, |figures| figures.committed_items.len());
                number((committed > 0).then(|| count(delivery.reestimated.len()) / count(committed)))
            })
        },
    },
    Field {
        name: "sprint.estimated-late",
        kind: Type::Number("items"),
        about: "Committed items that got their first estimate after the first 24 hours.",
        needs: ESTIMATES,
        eval: |scene| delivery(scene, |delivery| Value::Number(count(delivery.estimated_late))),
    },
    Field {
        name: "change.rewritten",
        kind: Type::Number("share"),
        about: "How much of a description (without criteria that stand in it) or of criteria was taken away or replaced, without what was added, moved, formatted or spelled right.",
        needs: &[Need::History],
        eval: |scene| match scene.change.and_then(text_rewritten) {
            Some(share) => Value::Number(share),
            None => Value::Absent,
        },
    },
    Field {
        name: "item.sprints-worked",
        kind: Type::Number("sprints"),
        about: "In how many sprints it was while they ran, without those whose planning it left and those that began after it was done.",
        needs: &[Need::Sprints],
        eval: |scene| match scene.item.map(|item| scene.board.sprints_worked(item)) {
            Some(Some(sprints)) => Value::Number(count(sprints)),
            Some(None) => Value::Unknown(Why::SprintUnexplained),
            None => Value::Absent,
        },
    },
    Field {
        name: "item.committed-to",
        kind: Type::Text,
        about: "The first sprint it was committed to; without any history, the first it is listed in that began after its creation.",
        needs: &[Need::Sprints],
        eval: |scene| match commitment(scene) {
            Some((_, sprint, _)) => Value::Text(Cow::Borrowed(&sprint.name)),
            None if scene.item.is_some_and(|item| scene.board.may_be_committed(item)) => Value::Unknown(Why::NoFigures),
            None => Value::Absent,
        },
    },
    Field {
        name: "item.estimated-at-commitment",
        kind: Type::Flag,
        about: "Whether it had an estimate a day after that sprint's start.",
        needs: &[Need::Sprints],
        eval: |scene| flag(commitment(scene).map(|(id, _, at)| scene.board.item(id).estimate_at(at).is_some())),
    },
    Field {
        name: "item.criteria-at-commitment",
        kind: Type::Flag,
        about: "Whether acceptance criteria were written a day after that sprint's start, in their field or in the description.",
        needs: &[Need::Sprints],
        eval: |scene| flag(commitment(scene).map(|(id, _, at)| scene.board.had_criteria(id, at))),
    },
    Field {
        name: "item.description-at-commitment",
        kind: Type::Number("characters"),
        about: "How long its description was a day after that sprint's start.",
        needs: &[Need::Sprints],
        eval: |scene| number(commitment(scene).map(|(id, _, at)| count(scene.board.description_size(id, at)))),
    },
    Field {
        name: "board.estimated-share",
        kind: Type::Number("share"),
        about: "How many items have an estimate, divided by all items that are no sub-tasks.",
        needs: &[],
        eval: |scene| number(scene.board.estimated_share()),
    },
];

const ESTIMATES: &[Need] = &[Need::History, Need::Sprints, Need::Estimates];

fn sprint<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Sprint<'a>) -> Value<'b>) -> Value<'b> {
    scene.sprint.map_or(Value::Absent, value)
}

fn rhythm<'b>(scene: &Scene<'b, '_>, value: impl FnOnce(Cadence) -> Value<'b>) -> Value<'b> {
    sprint(scene, |sprint| value(scene.board.cadence(sprint.index)))
}

fn delivery<'b>(scene: &Scene<'b, '_>, value: impl FnOnce(&'b Delivery) -> Value<'b>) -> Value<'b> {
    sprint(scene, |sprint| scene.board.delivery(sprint.index).map_or(Value::Unknown(Why::NoFigures), value))
}

fn delivered_share<'b>(scene: &Scene<'b, '_>, part: impl Fn(&Delivery) -> f64) -> Value<'b> {
    sprint(scene, |sprint| match scene.board.delivery(sprint.index) {
        Some(_) => number(scene.board.share_of_commitment(sprint.index, |_, delivery| part(delivery))),
        None => Value::Unknown(Why::NoFigures),
    })
}

/// The item, the first sprint it was committed to, and when that sprint's planning was over.
fn commitment<'b, 'a>(scene: &Scene<'b, 'a>) -> Option<(ItemId, &'b Sprint<'a>, jiff::Timestamp)> {
    let id = scene.board.find(&scene.item?.key)?;
    let (sprint, at) = scene.board.first_commitment(id)?;
    Some((id, scene.board.sprint(sprint), at))
}
