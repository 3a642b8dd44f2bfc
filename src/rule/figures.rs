//! What rules see of a sprint, for those who only want to look at it.

use super::args::{Args, Param, written};
use super::field::{Field, FieldRef};
use super::parse::fact_name;
use super::situation::Situation;
use super::{template, vocabulary};
use crate::board::{Board, SprintId};
use crate::charter::Role;
use crate::finding::Fact;

/// Everything the vocabulary knows of a sprint, by the names under which findings carry it as facts; none where it is not
/// known. What is shown beside a finding is so the very number that the rule judged. What is asked about a role is asked about
/// the Product Owner.
pub fn figures(board: &Board<'_>, sprint: SprintId) -> Vec<(String, Option<Fact>)> {
    let situation = Situation::of_sprint(board, sprint);
    let own = |field: &&'static Field| field.subject() == "sprint";
    let figure = |field: &'static Field| {
        let role = if field.takes == Param::Nothing { None } else { Some(Role::ProductOwner) };
        let args = Args { role, ..Args::default() };
        let fact = template::fact(&situation, FieldRef::Known(field, args));
        (fact_name(&written(field.name, args)), fact)
    };
    vocabulary::fields().filter(own).map(figure).collect()
}
