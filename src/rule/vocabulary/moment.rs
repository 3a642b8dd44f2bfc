//! Fields of the moment just before a change, and of the operation that the change belongs to.

use super::super::field::{Field, WordsNeed};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Type, Value, as_number, bit};
use super::standing::{phase, roles};
use crate::board::{Change, Item, Membership, Need, Phase, RoleSet};
use crate::charter::{Role, Word};

const HISTORY: &[Need] = &[Need::History];
const SPRINTS: &[Need] = &[Need::History, Need::Sprints];

/// What the moment just before a change can be asked.
pub(super) const MOMENT: &[Field] = &[
    Field::new(
        "moment.phase",
        Type::Words(Phase::WORDS),
        "Where the item stood just before the change.",
        |situation| {
            situation.of_the_change(|change| {
                phase(situation, change.moment.phase, Some(change.moment.state), || unknown_phase(situation, change))
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.stage",
        Type::STAGES,
        "What the item's status or list meant just before the change.",
        |situation| {
            situation.of_the_change(|change| match situation.board.states.get(change.moment.state.index()) {
                Some(state) => Value::stage(state.stage),
                None => Value::Absent,
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.in-running-sprint",
        Type::Flag,
        "Whether the item, or the one that it is part of or lies under, was in a running sprint.",
        in_running_sprint,
    )
    .needs(SPRINTS),
    Field::new(
        "moment.assignee-role",
        Type::ROLES,
        "The roles, that day, of the one who had the item just before the change; nothing if nobody had it.",
        |situation| match situation.change().and_then(|change| change.moment.assignee) {
            Some(assignee) => roles(situation, Some(assignee)),
            None => Value::Absent,
        },
    )
    .needs(HISTORY),
    Field::new("moment.estimate", Type::Number("points or hours"), "Its estimate just before the change.", |situation| {
        situation.of_the_change(|change| Value::number(change.moment.estimate))
    })
    .needs(&[Need::History, Need::Estimates]),
    Field::new("moment.sprint-running", Type::Flag, "Whether a sprint of the board was running.", |situation| {
        situation.of_the_change(|change| Value::Flag(situation.board.runs_a_sprint(change.at)))
    })
    .needs(SPRINTS),
    Field::new(
        "moment.touched-since-started",
        Type::ROLES,
        "The roles of all who did or said something on the item from its start to the moment of the change, without whoever \
            made the change.",
        |situation| situation.of_the_change(|change| touched_since_started(situation, change)),
    )
    .needs(&[Need::History, Need::Comments])
    .words_need(WordsNeed::Roles),
];

/// What the operation can be asked that a change belongs to.
pub(super) const GROUP: &[Field] = &[
    Field::new(
        "group.items",
        Type::Number("items"),
        "How many items the operation touched that the change belongs to.",
        |situation| Value::number(situation.operation.map(|operation| as_number(operation.items))),
    ),
    Field::new(
        "group.sitting",
        Type::Flag,
        "Whether the operation is a sitting, as [group.session] defines it, rather than a quick run.",
        |situation| Value::flag(situation.operation.map(|operation| operation.session)),
    ),
];

/// Why it is not known in which phase the item was.
fn unknown_phase(situation: &Situation<'_, '_>, change: &Change<'_>) -> Reason {
    let board = situation.board;
    let unexplained = situation.item().is_some_and(|item| {
        item.memberships.iter().any(|membership| membership.covers(change.at) && !board.sprint(membership.sprint).known)
    });
    let undated = situation.item().is_some_and(|item| {
        let undated =
            |membership: &Membership| membership.added.is_none() && !board.sprint(membership.sprint).dated_members;
        item.memberships.iter().any(|membership| membership.covers(change.at) && undated(membership))
    });
    match () {
        () if unexplained => Reason::SprintUnexplained,
        () if undated => Reason::NotRecorded,
        () => Reason::Unmapped,
    }
}

fn touched_since_started(situation: &Situation<'_, '_>, change: &Change<'_>) -> Value<'static> {
    let (board, Some(item)) = (situation.board, situation.item()) else { return Value::Absent };
    let started = board.started(item).filter(|started| started.latest <= change.at);
    let since = started.map_or(change.at, |started| started.latest);
    let first = item.changes.partition_point(|id| board.change(*id).at < since);
    let (mut held, mut nameless) = (RoleSet::default(), false);
    for id in item.changes[first..].iter().take_while(|id| Some(**id) != situation.change) {
        match board.actor_roles(board.change(*id)) {
            Some(roles) => held = roles.iter().fold(held, RoleSet::with),
            None => nameless = true,
        }
    }
    let held = held.iter().fold(0, |bits, role| bits | bit(role));
    let undated =
        [Role::ProductOwner, Role::ScrumMaster].into_iter().find(|role| !board.people.has_holder_at(*role, change.at));
    let (unsure, reason) = match undated {
        _ if started.is_some_and(|started| started.earliest < started.latest) => (u64::MAX, Reason::Truncated),
        _ if item.comments_cut => (u64::MAX, Reason::CommentsCut),
        _ if board.lacks(Need::Comments).is_some() => (u64::MAX, Reason::Need(Need::Comments)),
        _ if nameless => (u64::MAX, Reason::NoActor),
        Some(role) => (bit(role), Reason::NotThen(role)),
        None => (0, Reason::NoActor),
    };
    Value::Words { held, unsure: unsure & !held, reason }
}

fn in_running_sprint<'b>(situation: &Situation<'b, '_>) -> Value<'b> {
    let (Some(change), Some(item)) = (situation.change(), situation.item()) else { return Value::Absent };
    let board = situation.board;
    if situation.sprint.is_some() {
        return Value::Flag(true);
    }
    let above = item.parent.as_deref().and_then(|parent| board.find(parent)).map(|id| board.item(id));
    let runs = |item: &Item<'_>| {
        let there = item.memberships.iter().filter(|membership| membership.covers(change.at));
        there.into_iter().any(|membership| board.sprint(membership.sprint).is_running(change.at))
    };
    if above.is_some_and(runs) {
        return Value::Flag(true);
    }
    // Where the export leaves the whole out, it is not known whether that was in a sprint.
    let Some(whole) = board.whole_of(item) else { return Value::Unknown(Reason::Truncated) };
    let unexplained = whole
        .memberships
        .iter()
        .any(|membership| membership.covers(change.at) && !board.sprint(membership.sprint).known);
    if unexplained { Value::Unknown(Reason::SprintUnexplained) } else { Value::Flag(false) }
}
