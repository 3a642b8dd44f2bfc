//! Fields of the charter, in the light of the board, and the lines of it that prove them.

use super::super::field::Field;
use super::super::situation::Situation;
use super::super::value::{Type, Value, as_number};
use crate::board::{Gesture, PersonId};
use crate::charter::Role;
use crate::source::{Label, Mark};

/// What the charter can be asked.
pub(super) const CHARTER: &[Field] = &[
    Field::new(
        "charter.po-and-sm",
        Type::Person,
        "Somebody who is Product Owner and Scrum Master on the same day.",
        |situation| match both(situation, Role::ProductOwner, Role::ScrumMaster) {
            Some((person, ..)) => Value::Person(person),
            None => Value::Absent,
        },
    )
    .proof(|situation| {
        shown_by_both(
            situation,
            (Role::ProductOwner, "Product Owner here"),
            (Role::ScrumMaster, "and Scrum Master here"),
        )
    }),
    Field::new(
        "charter.po-and-manager",
        Type::Person,
        "Somebody who is Product Owner and manager on the same day.",
        |situation| match both(situation, Role::ProductOwner, Role::Manager) {
            Some((person, ..)) => Value::Person(person),
            None => Value::Absent,
        },
    )
    .proof(|situation| {
        shown_by_both(
            situation,
            (Role::Manager, "listed as a manager here"),
            (Role::ProductOwner, "and Product Owner here"),
        )
    }),
    Field::new(
        "charter.product-owners",
        Type::Number("people"),
        "The most people who are Product Owner on the same day.",
        |situation| Value::count(situation.board.people.most_at_once(Role::ProductOwner).len()),
    )
    .proof(several_owners),
    Field::new("charter.product-owner", Type::Person, "Who of them has been Product Owner longest.", |situation| {
        nth_owner(situation, 0)
    }),
    Field::new(
        "charter.co-product-owner",
        Type::Person,
        "Who came next and is Product Owner on the same day.",
        |situation| nth_owner(situation, 1),
    ),
    Field::new(
        "charter.missing-role",
        Type::Words(&["product-owner", "scrum-master", "none"]),
        "The roles of Product Owner and Scrum Master that nobody is given; `none` if neither is missing.",
        |situation| {
            let missing = |role, bit: u64| if situation.board.people.is_named(role) { 0 } else { bit };
            let held = missing(Role::ProductOwner, 1) | missing(Role::ScrumMaster, 2);
            Value::words(if held == 0 { 4 } else { held })
        },
    )
    .proof(|situation| label(situation.board.charter_start(), "the charter begins here")),
    Field::new(
        "charter.lists-developers",
        Type::Flag,
        "Whether `developers` is given: then someone without a role is an outsider.",
        |situation| Value::Flag(situation.board.people.lists_developers()),
    ),
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

fn nth_owner(situation: &Situation<'_, '_>, place: usize) -> Value<'static> {
    let owners = situation.board.people.most_at_once(Role::ProductOwner);
    owners.get(place).map_or(Value::Absent, |(person, _)| Value::Person(*person))
}

/// Somebody who holds both roles on the same day, and the lines that say so.
fn both(situation: &Situation<'_, '_>, one: Role, other: Role) -> Option<(PersonId, Option<Mark>, Option<Mark>)> {
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
fn shown_by_both(situation: &Situation<'_, '_>, one: (Role, &str), other: (Role, &str)) -> Vec<Label> {
    let Some((_, mark, further)) = both(situation, one.0, other.0) else { return Vec::new() };
    [label(mark, one.1), label(further, other.1)].concat()
}

/// The lines that name several Product Owners. The latest of them is the one whose entry makes them several.
fn several_owners(situation: &Situation<'_, '_>) -> Vec<Label> {
    let owners = situation.board.people.most_at_once(Role::ProductOwner);
    let lines = owners.iter().rev().enumerate().flat_map(|(place, (_, tenure))| {
        label(tenure.mark, if place == 0 { "Product Owner here" } else { "and here" })
    });
    lines.collect()
}

fn listed_developers(situation: &Situation<'_, '_>) -> Vec<Label> {
    let mut tenures = situation.board.people.iter().flat_map(|(_, person)| &person.tenures);
    let developer = tenures.find(|tenure| tenure.role == Role::Developer);
    label(developer.and_then(|tenure| tenure.mark), "the developers are listed here")
}
