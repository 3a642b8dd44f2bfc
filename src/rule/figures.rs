//! The values that rules see of a sprint, for display.

use super::args::{Argument, Param, Which, written};
use super::field::{Choice, Field, FieldRef};
use super::situation::Situation;
use super::{template, vocabulary};
use crate::board::{Board, SprintId};
use crate::charter::Role;
use crate::finding::Fact;

/// All sprint fields of the vocabulary, under their names as facts; empty if unknown. A displayed number is
/// thus exactly the one that the rule judged. Fields that take a role are evaluated for the Product Owner.
pub fn figures(board: &Board<'_>, sprint: SprintId) -> Vec<(String, Fact)> {
    let situation = Situation::of_sprint(board, sprint);
    let own = |field: &&'static Field| field.subject() == "sprint";
    let figure = |field: &'static Field, argument: Argument| {
        let asked = FieldRef::Known(field, argument);
        (asked.fact_name(&written(field.name, argument)), template::fact(&situation, asked))
    };
    let each = |field: &'static Field| -> Vec<Argument> {
        match field.takes {
            _ if !field.choices.is_empty() => {
                let which = |(place, choice): (usize, &Choice)| Argument::Which(Which { place, word: choice.word });
                field.choices.iter().enumerate().map(which).collect()
            }
            Param::Role | Param::AnyRole => vec![Argument::Role(Role::ProductOwner)],
            _ => vec![Argument::Nothing],
        }
    };
    let all = vocabulary::fields().filter(own);
    all.flat_map(|field| each(field).into_iter().map(move |argument| figure(field, argument)).collect::<Vec<_>>())
        .collect()
}
