use super::super::condition::{Type, Value};
use super::Field;

/// What a board can be asked.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "board.items",
        kind: Type::Number("items"),
        about: "How many items the export holds.",
        needs: &[],
        eval: |scene| Value::Number(count(scene.board.items.len())),
    },
    Field {
        name: "board.sprints",
        kind: Type::Number("sprints"),
        about: "How many sprints have begun.",
        needs: &[],
        eval: |scene| {
            let begun = |start: Option<jiff::Timestamp>| start.is_some_and(|start| start <= scene.board.clock);
            Value::Number(count(scene.board.sprints.iter().filter(|sprint| begun(sprint.start)).count()))
        },
    },
];

/// A count as a number.
pub(super) fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
