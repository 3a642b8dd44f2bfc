//! What rules see of a sprint, for those who only want to look at it.

use super::args::{Args, Param, Which, written};
use super::field::{Choice, Field, FieldRef};
use super::situation::Situation;
use super::{template, vocabulary};
use crate::board::{Board, SprintId};
use crate::charter::Role;
use crate::finding::Fact;

/// Everything the vocabulary knows of a sprint, by the names under which findings carry it as facts; nothing where it is not
/// known. What is shown beside a finding is so the very number that the rule judged. What is asked about a role is asked about
/// the Product Owner.
pub fn figures(board: &Board<'_>, sprint: SprintId) -> Vec<(String, Fact)> {
    let situation = Situation::of_sprint(board, sprint);
    let own = |field: &&'static Field| field.subject() == "sprint";
    let figure = |field: &'static Field, args: Args| {
        let asked = FieldRef::Known(field, args);
        (asked.fact_name(&written(field.name, args)), template::fact(&situation, asked))
    };
    let each = |field: &'static Field| -> Vec<Args> {
        let role = if matches!(field.takes, Param::Role | Param::AnyRole) { Some(Role::ProductOwner) } else { None };
        if field.choices.is_empty() {
            return vec![Args { role, ..Args::default() }];
        }
        let which = |(place, choice): (usize, &Choice)| Some(Which { place, word: choice.word });
        field.choices.iter().enumerate().map(|it| Args { which: which(it), ..Args::default() }).collect()
    };
    let all = vocabulary::fields().filter(own);
    all.flat_map(|field| each(field).into_iter().map(move |args| figure(field, args)).collect::<Vec<_>>()).collect()
}
