//! Fields of the charter, evaluated on the board, and the lines of the charter that explain them.

use super::super::args::{Argument, Param};
use super::super::field::Field;
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Type, Value, bit};
use crate::board::{Holders, Need, PersonId};
use crate::charter::Role;
use crate::source::{Label, Mark};
use crate::word::{Word, words};

words! {
    /// A role without any holder.
    private MissingRole {
        /// Nobody is Product Owner.
        ProductOwner = "product-owner",
        /// Nobody is Scrum Master.
        ScrumMaster = "scrum-master",
        /// Both are given.
        None = "none",
    }
}

/// The fields of the charter.
pub(super) const CHARTER: &[Field] = &[
    Field::new("charter.holds-both", Type::Person, "Somebody who holds both roles on the same day.", |situation| {
        match both(situation) {
            Some((person, ..)) => Value::Person(person),
            None => match unfound(situation) {
                Some(role) => Value::Unknown(Reason::Need(Need::Role(role))),
                None => may_be_both(situation).map_or(Value::Absent, |role| Value::Unknown(Reason::Unfound(role))),
            },
        }
    })
    .takes_any(Param::Roles)
    .proof(shown_by_both),
    Field::new(
        "charter.holders",
        Type::People,
        "The people who hold the role on the same day, where they are most; whoever has held it longest comes \
         first. Who is not known on the board counts where they can be none of those who are.",
        |situation| {
            let Some(role) = situation.argument.role() else { return Value::Absent };
            let Holders { known, others, perhaps } = situation.board.people.most_at_once(role);
            let known = known.into_iter().map(|(person, _)| person).collect();
            Value::People { known, others, perhaps, reason: Reason::Unfound(role) }
        },
    )
    .takes_any(Param::Role)
    .proof(shown_by_all),
    Field::new(
        "charter.missing-role",
        Type::Words(MissingRole::WORDS),
        "The roles of Product Owner and Scrum Master that nobody is given on any day from the first record to \
         the clock; `none` if neither is missing.",
        |situation| {
            let board = situation.board;
            let is_given = |role| match board.first_record {
                Some(first) => board.people.charter_names_within(role, first, board.clock),
                // Without any date, the board's days are unknown.
                None => board.people.charter_names(role),
            };
            let missing = |role, word| if is_given(role) { 0 } else { bit(word) };
            let held = missing(Role::ProductOwner, MissingRole::ProductOwner)
                | missing(Role::ScrumMaster, MissingRole::ScrumMaster);
            Value::words(if held == 0 { bit(MissingRole::None) } else { held })
        },
    )
    .proof(|situation| label(situation.board.charter_start(), "the charter begins here")),
];

/// Somebody who holds both roles of the field on the same day, and the lines that say so.
fn both(situation: &Situation<'_, '_>) -> Option<(PersonId, Option<Mark>, Option<Mark>)> {
    let Argument::Roles(one, other) = situation.argument else { return None };
    situation.board.people.iter().find_map(|(id, person)| {
        let of = |role: Role| person.tenures.iter().filter(move |tenure| tenure.role == role);
        of(one).find_map(|a| {
            let b = of(other).find(|b| a.meets(b))?;
            Some((id, a.mark, b.mark))
        })
    })
}

/// If the charter gives both roles of the field: the one whose holder was not found on the board. The holder
/// of the other role may be the same person under another name.
fn unfound(situation: &Situation<'_, '_>) -> Option<Role> {
    let people = &situation.board.people;
    let Argument::Roles(one, other) = situation.argument else { return None };
    let roles = [one, other];
    let given = roles.iter().all(|role| people.charter_names(*role));
    roles.into_iter().find(|role| role.is_lead() && given && !people.has_holder(*role))
}

/// The one of the field's two roles whose holder was not found on the board and may also hold the other.
fn may_be_both(situation: &Situation<'_, '_>) -> Option<Role> {
    let Argument::Roles(one, other) = situation.argument else { return None };
    situation.board.people.may_hold_both(one, other)
}

fn label(mark: Option<Mark>, text: &str) -> Vec<Label> {
    mark.map(|mark| Label { mark, text: text.to_owned() }).into_iter().collect()
}

/// The lines that give one person both roles.
fn shown_by_both(situation: &Situation<'_, '_>) -> Vec<Label> {
    let (Some((_, mark, further)), Argument::Roles(one, other)) = (both(situation), situation.argument) else {
        return Vec::new();
    };
    [label(mark, &format!("{} here", one.title())), label(further, &format!("and {} here", other.title()))].concat()
}

/// The lines that name the holders of a role, latest first: the latest entry made them several.
fn shown_by_all(situation: &Situation<'_, '_>) -> Vec<Label> {
    let Some(role) = situation.argument.role() else { return Vec::new() };
    let title = role.title();
    let lines = situation.board.people.most_at_once(role).known.into_iter().rev().enumerate().flat_map(
        |(place, (_, tenure))| {
            if place == 0 { label(tenure.mark, &format!("{title} here")) } else { label(tenure.mark, "and here") }
        },
    );
    lines.collect()
}
