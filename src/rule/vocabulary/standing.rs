//! The phase of an item and the roles of a person, for the fields of several subjects.

use jiff::Timestamp;

use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Value, bit};
use crate::board::facts::{ItemFields, Tool};
use crate::board::{Board, Change, Item, Membership, Need, PersonId, Phase, RoleSet, StateId};
use crate::charter::{Role, Stage};

/// The roles of `person` on the day of the situation. A role without a known holder on that day may have been
/// theirs.
pub(in super::super) fn roles(situation: &Situation<'_, '_>, person: Option<PersonId>) -> Value<'static> {
    let (people, at) = (&situation.board.people, situation.at());
    let Some(person) = person else {
        // If the charter lists no developers, everybody without a role is one, so nobody is an outsider.
        let nobody = if people.lists_developers() { 0 } else { bit(Role::Outsider) };
        return Value::Words { held: 0, unsure: !nobody, reason: Reason::NoActor };
    };
    let roles = people.roles(person, at);
    if people.may_be_anybody(person, at) {
        return Value::Unknown(Reason::NoActor);
    }
    let (mut unsure, mut reason) = (0, Reason::NoActor);
    let named = Role::LEADS.into_iter().any(|role| roles.has(role));
    // Somebody whom the charter names for one leading role is not also the unknown person named for the
    // other.
    let is_open = |role: &Role| !(people.has_holder_at(*role, at) || named && people.charter_names_at(*role, at));
    for role in Role::LEADS.into_iter().filter(is_open) {
        unsure |= bit(role);
        reason = Reason::NotThen(role);
    }
    // Somebody known only by a user name may be a person whom the charter names differently and who was not
    // found.
    let is_unfound = |role: &Role| people.charter_names_at(*role, at) && !people.has_holder_at(*role, at);
    let may_be_named = people.get(person).is_user_name_alone() && Role::LEADS.iter().any(is_unfound);
    let mut without = if may_be_named { roles.bits() & bit(Role::Outsider) } else { 0 };
    if people.may_be_developer(person, at) {
        without = bit(Role::Outsider);
        if unsure == 0 {
            reason = Reason::Unfound(Role::Developer);
        }
        unsure |= bit(Role::Developer);
    }
    Value::Words { held: roles.bits() & !without, unsure: unsure | without, reason }
}

/// The roles of the acting `person` on that day. Somebody without a role is a developer, or holds the lead role
/// that the charter gives to nobody.
pub(in super::super) fn roles_of_actor(situation: &Situation<'_, '_>, person: Option<PersonId>) -> Value<'static> {
    match (roles(situation, person), situation.board.people.unnamed_lead()) {
        (Value::Words { held, unsure, .. }, Some(role)) if held == bit(Role::Developer) => {
            Value::Words { held: 0, unsure: held | unsure | bit(role), reason: Reason::NotThen(role) }
        }
        (value, _) => value,
    }
}

/// The roles of those who made `changes`, each on the day they did; `open` is why there may have been others. A role without a known
/// holder at `at` may have been anybody's.
pub(super) fn touched_by<'c, 'a: 'c>(
    board: &Board<'a>,
    changes: impl Iterator<Item = &'c Change<'a>>,
    at: Timestamp,
    open: Option<Reason>,
) -> Value<'static> {
    let (mut held, mut nameless) = (RoleSet::default(), false);
    for change in changes {
        match board.actor_roles(change) {
            Some(roles) => held = held.union(roles),
            None => nameless = true,
        }
    }
    let undated = Role::LEADS.into_iter().find(|role| !board.people.has_holder_at(*role, at));
    let (unsure, reason) = match (open, undated) {
        (Some(reason), _) => (u64::MAX, reason),
        (None, _) if nameless => (u64::MAX, Reason::NoActor),
        (None, Some(role)) => (bit(role), Reason::NotThen(role)),
        (None, None) => (0, Reason::NoActor),
    };
    let held = held.bits();
    Value::Words { held, unsure: unsure & !held, reason }
}

/// Why acts on `item` may be missing, although its history is complete.
pub(super) fn unseen(board: &Board<'_>, item: &Item<'_>) -> Option<Reason> {
    unheard(board, item).or_else(|| board.lacks_traces().map(Reason::Need))
}

/// Why comments on `item` may be missing.
pub(super) fn unheard(board: &Board<'_>, item: &Item<'_>) -> Option<Reason> {
    let lacks_all = board.lacks(Need::Comments).map(|_| Reason::Need(Need::Comments));
    lacks_all.or_else(|| item.comments_cut.then_some(Reason::CommentsCut))
}

/// Absent, or unknown if the export leaves assignees out.
pub(super) fn nobody(situation: &Situation<'_, '_>) -> Value<'static> {
    if situation.item().is_none_or(|item| item.holds.has(ItemFields::ASSIGNEES)) {
        Value::Absent
    } else {
        Value::Unknown(Reason::NoAssignees)
    }
}

/// The phase of something. Retrospective actions have no phase: they neither wait for a sprint nor are in
/// one.
pub(super) fn phase(
    situation: &Situation<'_, '_>,
    phase: Phase,
    state: Option<StateId>,
    reason: impl FnOnce() -> Reason,
) -> Value<'static> {
    match phase {
        Phase::Unknown if is_aside(situation, state) => Value::words(0),
        Phase::Unknown => Value::Unknown(reason()),
        phase => Value::word(phase),
    }
}

/// Why the phase of `item` at `at` is unknown, when it was in `state`.
pub(super) fn unknown_phase(board: &Board<'_>, item: &Item<'_>, at: Timestamp, state: Option<StateId>) -> Reason {
    let sprint = |membership: &Membership| board.sprint(membership.sprint);
    let unexplained = || item.memberships.covering(at).any(|membership| sprint(membership).may_have_run(at));
    let is_undated = |membership: &Membership| membership.added.is_none() && !sprint(membership).dated_members;
    let undated = || item.memberships.iter().any(|membership| membership.covers(at) && is_undated(membership));
    let is_mapped = || state.is_some_and(|state| board.state(state).meaning().is_some());
    let is_torn = || item.is_torn || (!board.contents.apart.is_empty() && is_mapped());
    match () {
        () if !item.holds.has(ItemFields::SPRINTS) => Reason::LeftOut(Omitted::Sprints),
        () if board.whole_of(item).is_none() => Reason::LeftOut(Omitted::Whole),
        () if is_torn() => Reason::Truncated,
        () if unexplained() => Reason::SprintUnexplained,
        () if undated() => Reason::NotRecorded,
        () if may_have_begun(board, item, state) => Reason::Truncated,
        () => Reason::Unmapped,
    }
}

/// Whether the status or list holds retrospective actions.
pub(super) fn is_aside(situation: &Situation<'_, '_>, state: Option<StateId>) -> bool {
    let state = state.and_then(|state| situation.board.states.get(state.index()));
    state.is_some_and(|state| state.stage == Some(Stage::Retrospective))
}

/// Why the kind of `item` is unknown.
pub(super) fn untyped(board: &Board<'_>, item: &Item<'_>) -> Reason {
    // The labels are known and do not help. The list in which a card was created is lost with the oldest part
    // of its history.
    let is_born_unseen = board.tool == Tool::Trello && board.contents.history && item.truncated;
    if is_born_unseen && item.holds.has(ItemFields::LABELS) {
        return Reason::Truncated;
    }
    match item.holds.has(ItemFields::LABELS) || !board.charter.strange_types.is_empty() {
        true => Reason::Untyped,
        false => unlabelled(board),
    }
}

/// Why the labels of items are unknown.
pub(super) fn unlabelled(board: &Board<'_>) -> Reason {
    match board.tool {
        Tool::Jira => Reason::LeftOut(Omitted::Labels),
        Tool::Trello => Reason::Untyped,
    }
}

/// Why it is uncertain that `item` is not blocked, although nothing shows that it is. `None` if it is
/// certain.
pub(super) fn blockage_doubt(situation: &Situation<'_, '_>, item: &Item<'_>) -> Option<Reason> {
    match () {
        () if item.phase == Phase::Done => None,
        () if !item.holds.has(ItemFields::LABELS) => Some(unlabelled(situation.board)),
        () => situation.board.lacks_state(item).then_some(Reason::Unmapped),
    }
}

/// Why it is unknown whether `item` was copied from another.
pub(super) fn unclear_origin(item: &Item<'_>) -> Reason {
    if item.links.is_some() { Reason::LinkUnclear } else { Reason::LeftOut(Omitted::Links) }
}

/// Whether work on `item`, which is in an impediments status or list, may have begun before its known
/// history.
fn may_have_begun(board: &Board<'_>, item: &Item<'_>, state: Option<StateId>) -> bool {
    item.truncated && state.is_some_and(|state| board.state(state).stage == Some(Stage::Impediments))
}

/// Why it is unknown whether an item still waits.
pub(super) fn unclear(situation: &Situation<'_, '_>) -> Reason {
    if situation.item().is_some_and(|item| may_have_begun(situation.board, item, item.state())) {
        return Reason::Truncated;
    }
    if situation.board.missing.fields.has(ItemFields::SPRINTS) {
        return Reason::LeftOut(Omitted::Sprints);
    }
    match situation.board.tool {
        Tool::Jira if situation.board.has_unexplained_sprints() => Reason::SprintUnexplained,
        _ => Reason::Unmapped,
    }
}

/// Whether an item was cancelled, by its resolution or its status.
pub(super) fn is_cancelled(situation: &Situation<'_, '_>, item: &Item<'_>) -> bool {
    let board = situation.board;
    item.is_given_up_at(board.clock)
        || item.state().is_some_and(|state| board.state(state).stage == Some(Stage::Cancelled))
}

/// Whether an item is finished; absent if it was cancelled.
pub(super) fn done(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let mapped = item.state().is_none_or(|state| {
        let state = situation.board.state(state);
        state.meaning().is_some() || !state.may_be_finished()
    });
    match item.phase {
        Phase::Done if is_cancelled(situation, item) => Value::Absent,
        Phase::Done => Value::Flag(true),
        Phase::Unknown if !mapped => Value::Unknown(Reason::Unmapped),
        _ => Value::Flag(false),
    }
}
