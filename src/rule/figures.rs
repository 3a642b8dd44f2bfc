//! What rules see of a sprint, for those who only want to look at it.

use super::condition::{FieldRef, Scene};
use super::{message, vocabulary};
use crate::board::{Board, Sprint};
use crate::finding::Fact;

/// Everything the vocabulary knows of `sprint`, by the names under which findings carry it as facts; none where nobody can
/// say. What is shown beside a finding is so the very number that the rule judged.
pub fn figures(board: &Board<'_>, sprint: &Sprint<'_>) -> Vec<(&'static str, Option<Fact>)> {
    let scene = Scene::sprint(board, sprint);
    let own = |field: &'static vocabulary::Field| Some((field.name.strip_prefix("sprint.")?, FieldRef::Known(field)));
    vocabulary::fields().filter_map(own).map(|(name, field)| (name, message::fact(&scene, field))).collect()
}
