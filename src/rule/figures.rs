//! What rules see of a sprint, for those who only want to look at it.

use super::field::{Field, FieldRef};
use super::situation::Situation;
use super::{template, vocabulary};
use crate::board::{Board, SprintId};
use crate::finding::Fact;

/// Everything the vocabulary knows of a sprint, by the names under which findings carry it as facts; nothing where it is not
/// known. What is shown beside a finding is so the very number that the rule judged.
pub fn figures(board: &Board<'_>, sprint: SprintId) -> Vec<(&'static str, Fact)> {
    let situation = Situation::of_sprint(board, sprint);
    let own = |field: &'static Field| Some((field.name.strip_prefix("sprint.")?, FieldRef::Known(field)));
    vocabulary::fields().filter_map(own).map(|(name, field)| (name, template::fact(&situation, field))).collect()
}
