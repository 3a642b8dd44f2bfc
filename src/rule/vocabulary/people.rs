//! Fields of the people of a change: its author, and whoever it assigned.

use super::super::args::Param;
use super::super::field::{Choice, Field, WordsNeed};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Type, Value};
use super::standing::{roles, roles_of_actor};
use crate::board::facts::{ItemFields, Tool};
use crate::board::{Change, Detail, Item, Need, PersonId};

const HISTORY: &[Need] = &[Need::History];

/// The choices of `actor.is`.
const ACTOR_IS: &[Choice] = &[
    Choice::new("creator", "actor-is-creator", "Whether they created the item.", |situation| {
        situation.of_the_change(|change| match situation.item().map(|item| item.creator) {
            Some(Some(creator)) => Value::Flag(Some(creator) == change.by),
            Some(None) => Value::Unknown(Reason::NoActor),
            None => Value::Absent,
        })
    }),
    Choice::new("assignee", "actor-is-assignee", "Whether they had the item just before the change.", |situation| {
        situation.of_the_change(|change| had_it(situation, change))
    })
    .needs(HISTORY),
];

/// The choices of `target.is`.
const TARGET_IS: &[Choice] = &[
    Choice::new("actor", "target-is-actor", "Whether people assigned themselves.", |situation| {
        target(situation, |change, who, _| match change.by {
            Some(by) => Value::Flag(by == who),
            None => Value::Unknown(Reason::NoActor),
        })
    }),
    Choice::new(
        "reporter",
        "target-is-reporter",
        "Whether the item went to the one who was its reporter then (on Trello: who created it).",
        |situation| {
            target(situation, |change, who, _| match situation.item().map(|item| item.reporter_at(change.at)) {
                Some(None) => Value::Unknown(unasked(situation)),
                reporter => Value::flag(reporter.map(|reporter| reporter == Some(who))),
            })
        },
    ),
    Choice::new(
        "earlier-assignee",
        "target-is-earlier-assignee",
        "Whether the one who was assigned had the item earlier (on Trello: was a member).",
        |situation| {
            target(situation, |_, _, again| match situation.item() {
                Some(item) if item.truncated && !again => Value::Unknown(Reason::Truncated),
                // A card without a known creator may come from another board, where it may have had members.
                Some(item) if situation.board.tool == Tool::Trello && item.creator.is_none() && !again => {
                    Value::Unknown(Reason::NoReporter)
                }
                _ => Value::Flag(again),
            })
        },
    ),
];

/// The fields of a change's author.
pub(super) const ACTOR: &[Field] = &[
    Field::new("actor.role", Type::ROLES, "The roles of the one who made the change, on that day.", |situation| {
        situation.of_the_change(|change| roles_of_actor(situation, change.by))
    })
    .words_need(WordsNeed::Roles)
    .of_actor(),
    Field::of_choices(
        "actor.is",
        Type::Flag,
        "Whether the one who made the change is somebody to the item.",
        Param::Which("whom"),
        ACTOR_IS,
    ),
];

/// The fields of whoever a change assigned or unassigned.
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
    Field::of_choices(
        "target.is",
        Type::Flag,
        "Whether the one who was assigned or unassigned is somebody to the item, or the one who did it.",
        Param::Which("whom"),
        TARGET_IS,
    )
    .needs(HISTORY)
    .tells_kind(),
];

/// The fields of a person.
pub(super) const PERSON: &[Field] =
    &[Field::new("person.role", Type::ROLES, "The roles of the person at the clock.", |situation| {
        situation.person.map_or(Value::Absent, |person| roles(situation, Some(person)))
    })
    .words_need(WordsNeed::Roles)];

/// Whether the author of the change was assigned to the item. If any change shows the author joining or
/// leaving, their assignments are completely known.
fn had_it<'b>(situation: &Situation<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let is_known = |item: &Item<'_>| {
        let of_actor = |other: &Change<'_>| match other.detail {
            Detail::Person { who, .. } => Some(who) == change.by,
            _ => false,
        };
        item.holds.has(ItemFields::ASSIGNEES) || situation.board.history(item).iter().any(of_actor)
    };
    if change.moment.own || situation.item().is_none_or(is_known) {
        Value::Flag(change.moment.own)
    } else {
        Value::Unknown(Reason::NoAssignees)
    }
}

/// Why it is unknown who requested the item. A card's creator may be in the missing part of its history.
fn unasked(situation: &Situation<'_, '_>) -> Reason {
    let is_cut = situation.board.tool == Tool::Trello && situation.item().is_some_and(|item| item.truncated);
    if is_cut { Reason::Truncated } else { Reason::NoReporter }
}

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
