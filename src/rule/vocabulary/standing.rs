//! Where something stands and who somebody was, for the fields of several subjects.

use jiff::Timestamp;

use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Value, bit};
use crate::board::facts::{ItemFields, Tool};
use crate::board::{Board, Change, Item, Membership, Need, PersonId, Phase, RoleSet, StateId};
use crate::charter::{Role, Stage};

/// The roles of `person` on the day the situation is about. A role without a known holder then may have been this person's.
pub(in super::super) fn roles(situation: &Situation<'_, '_>, person: Option<PersonId>) -> Value<'static> {
    let (people, at) = (&situation.board.people, situation.at());
    let Some(person) = person else {
        // Where everybody without a role is a developer, nobody is without one.
        let nobody = if people.lists_developers() { 0 } else { bit(Role::Outsider) };
        return Value::Words { held: 0, unsure: !nobody, reason: Reason::NoActor };
    };
    let roles = people.roles(person, at);
    if people.may_be_anybody(person, at) {
        return Value::Unknown(Reason::NoActor);
    }
    let (mut unsure, mut reason) = (0, Reason::NoActor);
    let named = Role::LEADS.into_iter().any(|role| roles.has(role));
    // Whom the charter names for one of the two is not the somebody else whom it names for the other.
    let is_open = |role: &Role| !(people.has_holder_at(*role, at) || named && people.charter_names_at(*role, at));
    for role in Role::LEADS.into_iter().filter(is_open) {
        unsure |= bit(role);
        reason = Reason::NotThen(role);
    }
    // Whom nothing but a user name tells may be somebody whom the charter names otherwise and nobody is known to be.
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

/// Why somebody may have done or said something on `item` that is not here, although its history is.
pub(super) fn unseen(board: &Board<'_>, item: &Item<'_>) -> Option<Reason> {
    unheard(board, item).or_else(|| board.lacks_traces().map(Reason::Need))
}

/// Why somebody may have said something on `item` that is not here.
pub(super) fn unheard(board: &Board<'_>, item: &Item<'_>) -> Option<Reason> {
    let lacks_all = board.lacks(Need::Comments).map(|_| Reason::Need(Need::Comments));
    lacks_all.or_else(|| item.comments_cut.then_some(Reason::CommentsCut))
}

/// Nobody, or not known where the export leaves out who works on the item.
pub(super) fn nobody(situation: &Situation<'_, '_>) -> Value<'static> {
    if situation.item().is_none_or(|item| item.holds.has(ItemFields::ASSIGNEES)) {
        Value::Absent
    } else {
        Value::Unknown(Reason::NoAssignees)
    }
}

/// The phase that something is in. What lies among the actions of a retrospective is known to be in no phase at all: it
/// neither waits for a sprint nor is it in one.
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

/// Why it is not known in which phase `item` was at `at`, when it stood in `state`.
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

/// Whether a status or list holds the actions of a retrospective.
pub(super) fn is_aside(situation: &Situation<'_, '_>, state: Option<StateId>) -> bool {
    let state = state.and_then(|state| situation.board.states.get(state.index()));
    state.is_some_and(|state| state.stage == Some(Stage::Retrospective))
}

/// Why it is not known what sort of thing `item` is.
pub(super) fn untyped(board: &Board<'_>, item: &Item<'_>) -> Reason {
    // The labels are here and tell nothing; the list that a card was created in is lost with the beginning of its history.
    let is_born_unseen = board.tool == Tool::Trello && board.contents.history && item.truncated;
    if is_born_unseen && item.holds.has(ItemFields::LABELS) {
        return Reason::Truncated;
    }
    match item.holds.has(ItemFields::LABELS) || !board.charter.strange_types.is_empty() {
        true => Reason::Untyped,
        false => unlabelled(board),
    }
}

/// Why the labels of items are not known.
pub(super) fn unlabelled(board: &Board<'_>) -> Reason {
    match board.tool {
        Tool::Jira => Reason::LeftOut(Omitted::Labels),
        Tool::Trello => Reason::Untyped,
    }
}

/// Why it is not known that nothing is in the way of `item`, of which nothing tells that something is; none where it is known.
pub(super) fn blockage_doubt(situation: &Situation<'_, '_>, item: &Item<'_>) -> Option<Reason> {
    match () {
        () if item.phase == Phase::Done => None,
        () if !item.holds.has(ItemFields::LABELS) => Some(unlabelled(situation.board)),
        () => situation.board.lacks_state(item).then_some(Reason::Unmapped),
    }
}

/// Why it is not known whether `item` was copied from another.
pub(super) fn unclear_origin(item: &Item<'_>) -> Reason {
    if item.links.is_some() { Reason::LinkUnclear } else { Reason::LeftOut(Omitted::Links) }
}

/// Whether `item`, in a status or list for what is blocked, may have been begun before its known history.
fn may_have_begun(board: &Board<'_>, item: &Item<'_>, state: Option<StateId>) -> bool {
    item.truncated && state.is_some_and(|state| board.state(state).stage == Some(Stage::Impediments))
}

/// Why it is not known whether something still waits.
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

/// Whether an item was given up, by its resolution or its status.
pub(super) fn is_cancelled(situation: &Situation<'_, '_>, item: &Item<'_>) -> bool {
    let board = situation.board;
    item.is_given_up_at(board.clock)
        || item.state().is_some_and(|state| board.state(state).stage == Some(Stage::Cancelled))
}

/// Whether an item is finished; nothing for one that was given up.
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
