use super::super::condition::{Condition, Scene, Type, Value, Why};
use super::board::count;
use super::{Field, number, word_list};
use crate::board::{Gesture, PersonId};
use crate::charter::Role;
use crate::source::{Label, Mark};

/// What the charter can be asked, in the light of the board.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "charter.po-and-sm",
        kind: Type::Person,
        about: "Somebody who is Product Owner and Scrum Master on the same day.",
        needs: &[],
        eval: |scene| match both(scene, Role::ProductOwner, Role::ScrumMaster) {
            Some((person, ..)) => Value::Person(person),
            None => Value::Absent,
        },
    },
    Field {
        name: "charter.po-and-manager",
        kind: Type::Person,
        about: "Somebody who is Product Owner and manager on the same day.",
        needs: &[],
        eval: |scene| match both(scene, Role::ProductOwner, Role::Manager) {
            Some((person, ..)) => Value::Person(person),
            None => Value::Absent,
        },
    },
    Field {
        name: "charter.product-owners",
        kind: Type::Number("people"),
        about: "The most people who are Product Owner on the same day.",
        needs: &[],
        eval: |scene| Value::Number(count(scene.board.people.most_at_once(Role::ProductOwner).len())),
    },
    Field {
        name: "charter.product-owner",
        kind: Type::Person,
        about: "Who of them has been Product Owner longest.",
        needs: &[],
        eval: |scene| nth_owner(scene, 0),
    },
    Field {
        name: "charter.co-product-owner",
        kind: Type::Person,
        about: "Who came next and is Product Owner on the same day.",
        needs: &[],
        eval: |scene| nth_owner(scene, 1),
    },
    Field {
        name: "charter.missing-role",
        kind: word_list!["product-owner", "scrum-master", "none"],
        about: "The roles of Product Owner and Scrum Master that nobody is given; `none` if neither is missing.",
        needs: &[],
        eval: |scene| {
            let missing = |role, bit: u64| if scene.board.people.is_named(role) { 0 } else { bit };
            let held = missing(Role::ProductOwner, 1) | missing(Role::ScrumMaster, 2);
            Value::Words { held: if held == 0 { 4 } else { held }, unsure: 0, why: Why::NoActor }
        },
    },
    Field {
        name: "charter.lists-developers",
        kind: Type::Flag,
        about: "Whether `developers` is given: then someone without a role is an outsider.",
        needs: &[],
        eval: |scene| Value::Flag(scene.board.people.lists_developers()),
    },
    Field {
        name: "charter.changes",
        kind: Type::Number("changes"),
        about: "How many decisions of people the export holds.",
        needs: &[],
        eval: |scene| Value::Number(count(by_people(scene).0)),
    },
    Field {
        name: "charter.outsider-share",
        kind: Type::Number("share"),
        about: "Which part of them was made by people with no role although the developers are listed.",
        needs: &[],
        eval: |scene| {
            let (all, outside) = by_people(scene);
            number((all > 0).then(|| count(outside) / count(all)))
        },
    },
];

fn nth_owner(scene: &Scene<'_, '_>, place: usize) -> Value<'static> {
    let owners = scene.board.people.most_at_once(Role::ProductOwner);
    owners.get(place).map_or(Value::Absent, |(person, _)| Value::Person(*person))
}

/// Somebody who holds both roles on the same day, and the lines that say so.
fn both(scene: &Scene<'_, '_>, one: Role, other: Role) -> Option<(PersonId, Option<Mark>, Option<Mark>)> {
    scene.board.people.iter().find_map(|(id, person)| {
        let of = |role: Role| person.tenures.iter().filter(move |tenure| tenure.role == role);
        of(one).find_map(|a| {
            let b = of(other).find(|b| a.since.max(b.since) < a.until.min(b.until))?;
            Some((id, a.mark, b.mark))
        })
    })
}

/// Decisions by people, and those by people without a role.
fn by_people(scene: &Scene<'_, '_>) -> (usize, usize) {
    let board = scene.board;
    let decisions = board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some());
    let roles = decisions.filter_map(|change| board.actor_roles(change));
    roles.fold((0, 0), |(all, outside), roles| (all + 1, outside + usize::from(roles.has(Role::Outsider))))
}

/// The lines of the charter that a rule about it points at.
pub(in crate::rule) fn proof(scene: &Scene<'_, '_>, conditions: &[Condition]) -> Vec<Label> {
    let people = &scene.board.people;
    let mut labels = Vec::new();
    let mut add = |mark: Option<Mark>, text: String| labels.extend(mark.map(|mark| Label { mark, text }));
    for condition in conditions {
        match condition.name.as_str() {
            "charter.po-and-sm" => {
                if let Some((_, po, sm)) = both(scene, Role::ProductOwner, Role::ScrumMaster) {
                    add(po, "Product Owner here".to_owned());
                    add(sm, "and Scrum Master here".to_owned());
                }
            }
            "charter.po-and-manager" => {
                if let Some((_, po, manager)) = both(scene, Role::ProductOwner, Role::Manager) {
                    add(manager, "listed as a manager here".to_owned());
                    add(po, "and Product Owner here".to_owned());
                }
            }
            "charter.product-owners" => {
                // The latest of them is the one whose entry makes them several.
                for (place, (_, tenure)) in people.most_at_once(Role::ProductOwner).iter().rev().enumerate() {
                    add(tenure.mark, if place == 0 { "Product Owner here" } else { "and here" }.to_owned());
                }
            }
            "charter.missing-role" => add(scene.board.charter_start(), "the charter begins here".to_owned()),
            "charter.outsider-share" => {
                let developer =
                    people.iter().flat_map(|(_, person)| &person.tenures).find(|tenure| tenure.role == Role::Developer);
                add(developer.and_then(|tenure| tenure.mark), "the developers are listed here".to_owned());
            }
            _ => {}
        }
    }
    labels
}

/// Whether a rule about the charter is about this person.
pub(in crate::rule) fn is_about(scene: &Scene<'_, '_>, conditions: &[Condition], person: PersonId) -> bool {
    conditions.iter().any(|condition| matches!(scene.value(condition.field), Value::Person(id) if id == person))
}
