//! Fields of the charter, in the light of the board, and the lines of it that prove them.

use super::super::args::Param;
use super::super::field::Field;
use super::super::situation::Situation;
use super::super::value::{Type, Value, as_number};
use crate::board::{Gesture, PersonId, Tenure};
use crate::charter::Role;
use crate::source::{Label, Mark};

/// What the charter can be asked.
pub(super) const CHARTER: &[Field] = &[
    Field::new("charter.holds-both", Type::Person, "Somebody who holds both roles on the same day.", |situation| {
        match both(situation) {
            Some((person, ..)) => Value::Person(person),
            None => Value::Absent,
        }
    })
    .takes_any(Param::Roles)
    .proof(shown_by_both),
    Field::new(
        "charter.holders",
        Type::Number("people"),
        "The most people who hold the role on the same day.",
        |situation| Value::count(holders(situation).len()),
    )
    .takes_any(Param::Role)
    .proof(shown_by_all),
    Field::new("charter.first-holder", Type::Person, "Who of them has held it longest.", |situation| nth(situation, 0))
        .takes_any(Param::Role),
    Field::new("charter.second-holder", Type::Person, "Who came next and holds it on the same day.", |situation| {
        nth(situation, 1)
    })
    .takes_any(Param::Role),
    Field::new(
        "charter.missing-role",
        Type::Words(&["product-owner", "scrum-master", "none"]),
        "The roles of Product Owner and Scrum Master that nobody is given; `none` if neither is missing.",
        |situation| {
            let missing = |role, bit: u64| if situation.board.people.charter_names(role) { 0 } else { bit };
            let held = missing(Role::ProductOwner, 1) | missing(Role::ScrumMaster, 2);
            Value::words(if held == 0 { 4 } else { held })
        },
    )
    .proof(|situation| label(situation.board.charter_start(), "the charter begins here")),
    Field::new(
        "charter.changes",
        Type::Number("changes"),
        "How many decisions of people the export holds.",
        |situation| Value::count(by_people(situation).0),
    ),
    Field::new(
        "charter.outsider-share",
        Type::Number("share"),
        "Which part of them was made by people with no role although the developers are listed.",
        |situation| {
            let (all, outside) = by_people(situation);
            Value::number((all > 0).then(|| as_number(outside) / as_number(all)))
        },
    )
    .proof(listed_developers),
];

/// The people who hold the role that the field is told on the same day, where they are most.
fn holders<'b>(situation: &Situation<'b, '_>) -> Vec<(PersonId, &'b Tenure)> {
    situation.args.role.map(|role| situation.board.people.most_at_once(role)).unwrap_or_default()
}

fn nth(situation: &Situation<'_, '_>, place: usize) -> Value<'static> {
    holders(situation).get(place).map_or(Value::Absent, |(person, _)| Value::Person(*person))
}

/// Somebody who holds both roles that the field is told on the same day, and the lines that say so.
fn both(situation: &Situation<'_, '_>) -> Option<(PersonId, Option<Mark>, Option<Mark>)> {
    let (one, other) = situation.args.role.zip(situation.args.other)?;
    situation.board.people.iter().find_map(|(id, person)| {
        let of = |role: Role| person.tenures.iter().filter(move |tenure| tenure.role == role);
        of(one).find_map(|a| {
            let b = of(other).find(|b| a.since.max(b.since) < a.until.min(b.until))?;
            Some((id, a.mark, b.mark))
        })
    })
}

/// Decisions by people, and those by people without a role.
fn by_people(situation: &Situation<'_, '_>) -> (usize, usize) {
    let board = situation.board;
    let decisions = board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some());
    let roles = decisions.filter_map(|change| board.actor_roles(change));
    roles.fold((0, 0), |(all, outside), roles| (all + 1, outside + usize::from(roles.has(Role::Outsider))))
}

fn label(mark: Option<Mark>, text: &str) -> Vec<Label> {
    mark.map(|mark| Label { mark, text: text.to_owned() }).into_iter().collect()
}

/// The lines that give one person both roles.
fn shown_by_both(situation: &Situation<'_, '_>) -> Vec<Label> {
    let (Some((_, mark, further)), Some(one), Some(other)) =
        (both(situation), situation.args.role, situation.args.other)
    else {
        return Vec::new();
    };
    [label(mark, &format!("{} here", one.title())), label(further, &format!("and {} here", other.title()))].concat()
}

/// The lines that name several holders of a role. The latest of them is the one whose entry makes them several.
fn shown_by_all(situation: &Situation<'_, '_>) -> Vec<Label> {
    let title = situation.args.role.map_or("", Role::title);
    let lines = holders(situation).into_iter().rev().enumerate().flat_map(|(place, (_, tenure))| {
        if place == 0 { label(tenure.mark, &format!("{title} here")) } else { label(tenure.mark, "and here") }
    });
    lines.collect()
}

fn listed_developers(situation: &Situation<'_, '_>) -> Vec<Label> {
    let mut tenures = situation.board.people.iter().flat_map(|(_, person)| &person.tenures);
    let developer = tenures.find(|tenure| tenure.role == Role::Developer);
    label(developer.and_then(|tenure| tenure.mark), "the developers are listed here")
}
