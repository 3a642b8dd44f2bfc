//! Fields of the people of a change: the one who made it, and the one it assigned.

use super::super::field::{Field, WordsNeed};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Type, Value};
use super::standing::roles;
use crate::board::{Change, Detail, Need, PersonId};

const HISTORY: &[Need] = &[Need::History];

/// What the one who made a change can be asked.
pub(super) const ACTOR: &[Field] = &[
    Field::new("actor.role", Type::ROLES, "The roles of the one who made the change, on that day.", |situation| {
        situation.of_the_change(|change| roles(situation, change.by))
    })
    .words_need(WordsNeed::Roles)
    .of_actor(),
    Field::new("actor.is-creator", Type::Flag, "Whether the one who made the change created the item.", |situation| {
        situation.of_the_change(|change| match situation.item().map(|item| item.creator) {
            Some(Some(creator)) => Value::Flag(Some(creator) == change.by),
            Some(None) => Value::Unknown(Reason::NoActor),
            None => Value::Absent,
        })
    }),
    Field::new(
        "actor.is-assignee",
        Type::Flag,
        "Whether the item was in the hands of the one who made the change, just before it.",
        |situation| situation.of_the_change(|change| Value::Flag(change.moment.own)),
    )
    .needs(HISTORY),
];

/// What the one whom a change assigned or unassigned can be asked.
pub(super) const TARGET: &[Field] = &[
    Field::new(
        "target.role",
        Type::ROLES,
        "The roles of the one who was assigned or unassigned, on that day.",
        |situation| target(situation, |_, who, _| roles(situation, Some(who))),
    )
    .needs(HISTORY)
    .words_need(WordsNeed::Roles)
    .tells_kind(),
    Field::new("target.is-actor", Type::Flag, "Whether people assigned themselves.", |situation| {
        target(situation, |change, who, _| match change.by {
            Some(by) => Value::Flag(by == who),
            None => Value::Unknown(Reason::NoActor),
        })
    })
    .needs(HISTORY)
    .tells_kind(),
    Field::new(
        "target.is-reporter",
        Type::Flag,
        "Whether the item went back to the one who asked for it (on Trello: who created it).",
        |situation| target(situation, |_, who, _| Value::flag(situation.item().map(|item| item.reporter == Some(who)))),
    )
    .needs(HISTORY)
    .tells_kind(),
    Field::new(
        "target.had-it-before",
        Type::Flag,
        "Whether the one who was assigned had the item earlier (on Trello: was a member).",
        |situation| {
            target(situation, |_, _, again| match situation.item() {
                Some(item) if item.truncated && !again => Value::Unknown(Reason::Truncated),
                _ => Value::Flag(again),
            })
        },
    )
    .needs(HISTORY)
    .tells_kind(),
];

/// What a person can be asked.
pub(super) const PERSON: &[Field] =
    &[Field::new("person.role", Type::ROLES, "The roles of the person at the clock.", |situation| {
        situation.person.map_or(Value::Absent, |person| roles(situation, Some(person)))
    })
    .words_need(WordsNeed::Roles)];

fn target<'b, 'a>(
    situation: &Situation<'b, 'a>,
    value: impl FnOnce(&'b Change<'a>, PersonId, bool) -> Value<'b>,
) -> Value<'b> {
    match situation.change() {
        Some(change) => match change.detail {
            Detail::Person { who, again, .. } => value(change, who, again),
            _ => Value::Absent,
        },
        None => Value::Absent,
    }
}
