use std::borrow::Cow;

use super::super::condition::{Scene, Type, Value, Why};
use super::{Field, number};
use crate::board::{Need, Sprint, SprintFigures, SprintState, Unit};
use crate::charter::Word;

const FIGURES: &[Need] = &[Need::History, Need::Sprints];

/// What a sprint can be asked.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "sprint.name",
        kind: Type::Text,
        about: "Its name.",
        needs: &[Need::Sprints],
        eval: |scene| sprint(scene, |sprint| Value::Text(Cow::Borrowed(&sprint.name))),
    },
    Field {
        name: "sprint.state",
        kind: Type::Words(SprintState::WORDS),
        about: "How far it is.",
        needs: &[Need::Sprints],
        eval: |scene| sprint(scene, |sprint| Value::word(sprint.state)),
    },
    Field {
        name: "sprint.unit",
        kind: Type::Words(Unit::WORDS),
        about: "What it is counted in: points (or hours) when at least 80 % of the committed items are estimated, else items.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| Value::word(figures.unit)),
    },
    Field {
        name: "sprint.committed",
        kind: Type::Number("points or items"),
        about: "What was in it after the first 24 hours and not done before, without sub-tasks.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| Value::Number(figures.committed)),
    },
    Field {
        name: "sprint.done",
        kind: Type::Number("points or items"),
        about: "What was done in it at its end.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| Value::Number(figures.done)),
    },
    Field {
        name: "sprint.velocity",
        kind: Type::Number("points or items"),
        about: "Mean of what was done in the three closed sprints of the team before it.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| figures.velocity.map_or(no_velocity(figures), Value::Number)),
    },
    Field {
        name: "sprint.commitment-ratio",
        kind: Type::Number("times"),
        about: "Committed divided by velocity; per working day where the sprints' lengths differ.",
        needs: FIGURES,
        eval: |scene| {
            figures(scene, |figures| match (figures.velocity, figures.commitment_ratio) {
                (None, _) => no_velocity(figures),
                (Some(_), ratio) => number(ratio),
            })
        },
    },
    Field {
        name: "sprint.added",
        kind: Type::Number("points or items"),
        about: "What came in after the first 24 hours and stayed, without bugs, sub-tasks and carry-over.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| Value::Number(figures.moved(true))),
    },
    Field {
        name: "sprint.removed",
        kind: Type::Number("points or items"),
        about: "What was committed and taken out before the end.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| Value::Number(figures.moved(false))),
    },
    Field {
        name: "sprint.scope-change",
        kind: Type::Number("share"),
        about: "Added and removed together, divided by committed.",
        needs: FIGURES,
        eval: |scene| figures(scene, |figures| number(figures.scope_change_ratio())),
    },
];

fn sprint<'b, 'a>(scene: &Scene<'b, 'a>, value: impl FnOnce(&'b Sprint<'a>) -> Value<'b>) -> Value<'b> {
    scene.sprint.map_or(Value::Absent, value)
}

fn figures<'b>(scene: &Scene<'b, '_>, value: impl FnOnce(&'b SprintFigures) -> Value<'b>) -> Value<'b> {
    sprint(scene, |sprint| scene.board.figures(sprint.index).map_or(Value::Unknown(Why::NoFigures), value))
}

/// Too few sprints before it, or what was in them is not known.
fn no_velocity(figures: &SprintFigures) -> Value<'static> {
    Value::Unknown(if figures.closed_before < 3 { Why::FewSprints } else { Why::NoFigures })
}
