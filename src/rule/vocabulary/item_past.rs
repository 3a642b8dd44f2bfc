//! Fields of an item's state at an earlier time, and of its sprints.

use std::borrow::Cow;

use jiff::Timestamp;

use super::super::args::Param;
use super::super::field::{Choice, Field};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, as_number, bit};
use super::standing::{is_aside, unclear_origin, unknown_phase, untyped};
use crate::board::facts::{ItemFields, Tool};
use crate::board::{ChangeKind, Item, ItemId, Need, Phase, Sprint};
use crate::word::{Word, words};

words! {
    /// How an item may have been created.
    private Origin {
        /// Written anew.
        New = "new",
        /// Cloned or split from another item.
        Copied = "copied",
        /// Put under an older item beside another that the same person put there within five minutes.
        Split = "split",
    }
}

/// The choices of `item.at-creation`.
const AT_CREATION: &[Choice] = &[
    Choice::new("kind", "kind-at-creation", "What sort of thing it was created as.", |situation| {
        situation.of_the_item(|item| {
            if item.typed { Value::word(item.kind_at_creation) } else { Value::Unknown(untyped(situation.board, item)) }
        })
    })
    .kind(Type::KINDS),
    Choice::new("stage", "first-stage", "What the status or list meant that it was created in.", |situation| {
        situation.of_the_item(|item| match item.states.first() {
            Some(_) if item.truncated => Value::Unknown(Reason::Truncated),
            Some((_, state)) => Value::stage(situation.board.state(*state)),
            None => Value::Absent,
        })
    })
    .kind(Type::STAGES)
    .needs(&[Need::History]),
];

/// The choices of `item.at-commitment`: the state when it was committed to its first sprint.
const AT_COMMITMENT: &[Choice] = &[
    Choice::new("sprint", "committed-to", "The name of that sprint.", |situation| match commitment(situation) {
        Some((_, sprint, _)) => Value::Text(Cow::Borrowed(&sprint.name)),
        None if situation.item().is_some_and(|item| situation.board.may_be_committed(item)) => {
            let is_left_out = situation.item().is_some_and(|item| !item.holds.has(ItemFields::SPRINTS));
            Value::Unknown(if is_left_out { Reason::LeftOut(Omitted::Sprints) } else { Reason::NoFigures })
        }
        None if situation.item().is_some_and(|item| situation.board.perhaps_committed(item).next().is_some()) => {
            Value::Unknown(Reason::CardsUnknown)
        }
        None if situation.item().is_some_and(|item| {
            situation.board.is_work_at(item, situation.board.clock) && !situation.board.undated_sprints(item).is_empty()
        }) =>
        {
            Value::Unknown(Reason::SprintUnexplained)
        }
        None if situation.item().is_some_and(|item| situation.board.may_be_committed_unseen(item)) => {
            Value::Unknown(Reason::NoFigures)
        }
        // Only its actions show in which sprints a card was before.
        None if situation.board.tool == Tool::Trello
            && lacks_history(situation)
            && situation.board.begun_sprints().next().is_some() =>
        {
            Value::Unknown(Reason::Need(Need::History))
        }
        None => Value::Absent,
    })
    .kind(Type::Text),
    Choice::new("kind", "kind-at-commitment", "What sort of thing it was.", |situation| match commitment(situation) {
        Some((id, ..)) if !situation.board.item(id).typed => {
            Value::Unknown(untyped(situation.board, situation.board.item(id)))
        }
        Some((id, _, at)) => Value::word(situation.board.kind_at(situation.board.item(id), at)),
        None => Value::Absent,
    })
    .kind(Type::KINDS),
    Choice::new(
        "estimate",
        "estimate-at-commitment",
        "Its estimate (points or hours); nothing where it had none.",
        |situation| match commitment(situation).map(|(id, _, at)| (situation.board.item(id), at)) {
            Some((item, _)) if !item.holds.has(ItemFields::ESTIMATES) => {
                Value::Unknown(Reason::LeftOut(Omitted::Estimates))
            }
            known => Value::number(known.and_then(|(item, at)| item.estimate_at(at))),
        },
    ),
    Choice::new(
        "criteria",
        "criteria-at-commitment",
        "Whether acceptance criteria were written, in their field, in the description or in a checklist called so.",
        |situation| match commitment(situation) {
            Some((id, _, at)) if situation.board.had_criteria(id, at) => Value::Flag(true),
            Some((id, ..)) if situation.board.may_hold_criteria(id) => Value::Unknown(Reason::FieldUnexplained),
            Some((id, ..)) if situation.board.may_list_criteria(id) => Value::Unknown(Reason::NoPlace),
            Some((id, _, at)) if !situation.board.knows_criteria_field(id, at) => {
                Value::Unknown(Reason::LeftOut(Omitted::Criteria))
            }
            Some((id, _, at)) if !situation.board.knows_description(id, at) => {
                Value::Unknown(no_description(situation))
            }
            known => Value::flag(known.map(|_| false)),
        },
    )
    .kind(Type::Flag),
    Choice::new(
        "description",
        "description-at-commitment",
        "How long its description was, in characters; each of Chinese, Japanese and Korean counts as two.",
        |situation| match commitment(situation) {
            Some((id, _, at)) if !situation.board.knows_description(id, at) => {
                Value::Unknown(no_description(situation))
            }
            known => Value::number(known.map(|(id, _, at)| as_number(situation.board.description_size(id, at)))),
        },
    ),
];

/// Why a former description is unknown.
fn no_description(situation: &Situation<'_, '_>) -> Reason {
    let is_filtered = situation.board.is_filtered(ChangeKind::Described);
    if is_filtered { Reason::Need(Need::Kind(ChangeKind::Described)) } else { Reason::NoDescription }
}

fn lacks_history(situation: &Situation<'_, '_>) -> bool {
    situation.board.lacks(Need::History).is_some()
}

/// The choices of `item.sprints`.
const ITEM_SPRINTS: &[Choice] = &[
    Choice::new(
        "worked",
        "sprints-worked",
        "In how many sprints it was while they ran, without those whose planning it left and those that began \
         after it was done.",
        |situation| match situation.item().map(|item| (item, situation.board.sprints_worked(item))) {
            // Only its actions show in which sprints a card was before.
            Some((_, Some(sprints))) if situation.board.tool == Tool::Trello && lacks_history(situation) => {
                let (least, reason) = (as_number(sprints), Reason::Need(Need::History));
                Interval { least, most: f64::INFINITY, reason }.into()
            }
            Some((item, Some(sprints))) if !item.holds.has(ItemFields::SPRINTS) => {
                let (least, reason) = (as_number(sprints), Reason::LeftOut(Omitted::Sprints));
                Interval { least, most: f64::INFINITY, reason }.into()
            }
            // If only the days of a sprint are known, at least the items that it began with are known.
            Some((item, Some(sprints))) => {
                let least = as_number(sprints);
                let perhaps = situation.board.perhaps_committed(item);
                let more = perhaps.filter(|sprint| item.memberships.of(*sprint).next().is_none()).count();
                // For undated sprints, it is also unknown whether the item was already done when they began.
                let undated = situation.board.undated_sprints(item).len();
                let reason = if undated > 0 { Reason::SprintUnexplained } else { Reason::CardsUnknown };
                Interval { least, most: least + as_number(more + undated), reason }.into()
            }
            Some((_, None)) => Value::Unknown(Reason::SprintUnexplained),
            None => Value::Absent,
        },
    )
    .needs(&[Need::Sprints]),
    Choice::new(
        "since-created",
        "sprints-old",
        "How many sprints have begun since it was created; on a board without sprints, each 14 days count as one.",
        |situation| {
            situation.of_the_item(|item| match item.created {
                Some(created) => Value::count(situation.board.sprints_since(created)),
                None => Value::Unknown(Reason::NoCreation),
            })
        },
    ),
    Choice::new(
        "since-done",
        "sprints-since-done",
        "How many sprints were closed since it was done: 0 in the running sprint, 1 in the last closed one; \
         nothing for an item that is not done.",
        |situation| {
            let board = situation.board;
            let Some(done) = situation.item().and_then(|item| board.done_since(item)) else { return Value::Absent };
            let least = as_number(board.sprints_closed_since(done));
            let most = least + as_number(board.unplaced_closed_since(done));
            Interval { least, most, reason: Reason::SprintUnexplained }.into()
        },
    )
    .needs(&[Need::Sprints, Need::History]),
    Choice::new(
        "ahead",
        "sprints-ahead",
        "How many sprints' work lies before it in the backlog; where no velocity is known, ten items stand for \
         a sprint. Nothing for an item that no longer waits.",
        |situation| match situation.item() {
            Some(item) if item.phase == Phase::Unknown && !is_aside(situation, item.state()) => {
                let board = situation.board;
                Value::Unknown(unknown_phase(board, item, board.clock, item.state()))
            }
            Some(item) => Value::number(situation.board.sprints_ahead(item.index)),
            None => Value::Absent,
        },
    )
    .needs(&[Need::Order]),
];

/// The fields of an item's past.
pub(super) const ITEM_PAST: &[Field] = &[
    Field::of_choices(
        "item.at-creation",
        Type::Text,
        "How it was when it was created.",
        Param::Which("what"),
        AT_CREATION,
    ),
    Field::of_choices(
        "item.at-commitment",
        Type::Number(NumberUnit::Bare),
        "How it was a day after the start of the first sprint that it was committed to; nothing where it never was.",
        Param::Which("what"),
        AT_COMMITMENT,
    )
    .needs(&[Need::SprintItems]),
    Field::new(
        "item.origin",
        Type::Words(Origin::WORDS),
        "How it came into being: `copied` was cloned or split from another item, `split` is one of two that one \
         person put under the same, older item within five minutes.",
        |situation| situation.of_the_item(|item| origin(situation, item)),
    ),
    Field::of_choices(
        "item.sprints",
        Type::Number(NumberUnit::Sprints),
        "The sprints on its way.",
        Param::Which("of"),
        ITEM_SPRINTS,
    ),
];

fn origin(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let (new, split) = (bit(Origin::New), bit(Origin::Split));
    let copied = if item.copied { bit(Origin::Copied) } else { 0 };
    let maybe_copied = if item.origin_unclear { bit(Origin::Copied) } else { 0 };
    match situation.board.is_split(item) {
        Some(true) => Value::words(copied | split),
        Some(false) if item.copied => Value::words(copied),
        Some(false) if item.origin_unclear => {
            Value::Words { held: 0, unsure: new | maybe_copied, reason: unclear_origin(item) }
        }
        Some(false) => Value::words(new),
        None => {
            let is_here = item.parent.as_deref().and_then(|parent| situation.board.find(parent)).is_some();
            let reason = if is_here { Reason::NoCreation } else { Reason::LeftOut(Omitted::Whole) };
            Value::Words { held: copied, unsure: new | split | maybe_copied, reason }
        }
    }
}

/// The item, the first sprint it was committed to, and the end of that sprint's planning.
fn commitment<'b, 'a>(situation: &Situation<'b, 'a>) -> Option<(ItemId, &'b Sprint<'a>, Timestamp)> {
    let id = situation.item?;
    let (sprint, at) = situation.board.first_commitment(id)?;
    Some((id, situation.board.sprint(sprint), at))
}
