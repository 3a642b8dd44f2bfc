//! Fields of the moment just before a change, and of the operation it belongs to.

use std::borrow::Cow;

use super::super::field::{Field, WordsNeed};
use super::super::reason::{Omitted, Reason};
use super::super::situation::{OperationKind, Situation};
use super::super::value::{NumberUnit, Type, Value, as_number, bit};
use super::standing::{self, nobody, phase, roles, touched_by, unlabelled, unseen, untyped};
use crate::board::facts::ItemFields;
use crate::board::{Change, ChangeId, ChangeKind, Detail, Item, Need, Phase, SprintId};
use crate::charter::Kind;
use crate::word::{Word, words};

const HISTORY: &[Need] = &[Need::History];
const SPRINTS: &[Need] = &[Need::History, Need::Sprints];

words! {
    /// Whose sprint may have been running.
    private RunningSprint {
        /// One of the item.
        Own = "own",
        /// One of other items.
        Another = "another",
        /// None at all.
        None = "none",
    }
}

/// The fields of the moment just before a change.
pub(super) const MOMENT: &[Field] = &[
    Field::new(
        "moment.phase",
        Type::Words(Phase::WORDS),
        "Where the item stood just before the change.",
        |situation| {
            situation.of_the_change(|change| {
                phase(situation, change.moment.phase, change.moment.state, || unknown_phase(situation, change))
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.stage",
        Type::STAGES,
        "What the item's status or list meant just before the change; a list named like a sprint counts as ready.",
        |situation| {
            situation.of_the_change(|change| match change.moment.state {
                Some(state) => Value::stage(situation.board.state(state)),
                None => Value::Absent,
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.kind",
        Type::KINDS,
        "What sort of thing the item was just before the change, or what it was created as. A card of Trello's \
         of which nothing tells counts as a story, and an issue as some work on the product, of whatever kind; \
         whether anything tells, `item.kind` says. Where lists tell what impediments are, or actions of \
         retrospectives, a card may be one of which it is not known where it was created.",
        |situation| {
            situation.of_the_change(|change| match situation.item() {
                Some(item) if situation.board.is_untyped_issue(item) => {
                    let ordered = Kind::ALL.iter().filter(|kind| kind.is_ordered());
                    let unsure = ordered.fold(0, |bits, kind| bits | bit(*kind));
                    Value::Words { held: 0, unsure, reason: Reason::Untyped }
                }
                Some(item) if item.may_be_of_unordered_kind => {
                    let aside = Kind::ALL.iter().filter(|kind| !kind.is_ordered());
                    let unsure = aside.fold(bit(change.moment.kind), |bits, kind| bits | bit(*kind));
                    Value::Words { held: 0, unsure, reason: untyped(situation.board, item) }
                }
                _ => Value::word(change.moment.kind),
            })
        },
    ),
    Field::new(
        "moment.running-sprint",
        Type::Words(RunningSprint::WORDS),
        "Whose sprint was running: the item's own (it, or the one that it is part of or lies under, was in it), \
         only one that it was not in, or none. Sprints in which no item of the same project ever was are those \
         of another team. On the first and the last day of a sprint that the charter gives by its days nobody \
         knows.",
        running_sprint,
    )
    .needs(SPRINTS),
    Field::new(
        "moment.assignee-role",
        Type::ROLES,
        "The roles, that day, of the one who had the item just before the change; nothing if nobody had it.",
        |situation| match situation.change().and_then(|change| change.moment.assignee) {
            Some(assignee) => roles(situation, Some(assignee)),
            None => nobody(situation),
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.estimate",
        Type::Number(NumberUnit::PointsOrHours),
        "Its estimate just before the change.",
        |situation| {
            let estimate = |id| situation.board.record(id).estimate;
            match situation.item() {
                Some(item) if !item.holds.has(ItemFields::ESTIMATES) => {
                    Value::Unknown(Reason::LeftOut(Omitted::Estimates))
                }
                _ => situation.change.map_or(Value::Absent, |id| Value::number(estimate(id))),
            }
        },
    )
    .needs(&[Need::History, Need::Estimates]),
    Field::new("moment.labels", Type::Texts, "Its labels just before the change.", |situation| {
        situation.of_the_change(|change| labels(situation, change))
    })
    .needs(&[Need::History, Need::Kind(ChangeKind::Labelled)]),
    Field::new(
        "moment.assignee",
        Type::Person,
        "Who had it just before the change; nothing if nobody had.",
        |situation| situation.of_the_change(|change| change.moment.assignee.map_or(nobody(situation), Value::Person)),
    )
    .needs(HISTORY),
    Field::new(
        "moment.passed",
        Type::STAGES,
        "The stages that it had passed: it stood there after its start, and went on to statuses in which it had \
         not been before and from which items do not come there.",
        |situation| {
            situation.of_the_change(|change| match situation.item() {
                Some(item) if item.truncated => Value::Words { held: 0, unsure: u64::MAX, reason: Reason::Truncated },
                Some(item) => {
                    let passed = situation.board.passed(item, change);
                    Value::words(passed.into_iter().fold(0, |bits, stage| bits | bit(stage)))
                }
                None => Value::Absent,
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "moment.touched-since-started",
        Type::ROLES,
        "The roles of all who did or said something on the item from its start to the moment of the change, \
         without whoever made the change. What came along with something else or was carried over at the end of \
         a sprint is nothing that they did, nor is an edit of several items in one go that moved none of them.",
        |situation| situation.of_the_change(|change| touched_since_started(situation, change)),
    )
    .needs(&[Need::History, Need::Comments])
    .words_need(WordsNeed::Roles),
];

/// The fields of the operation that a change belongs to.
pub(super) const GROUP: &[Field] = &[
    Field::new(
        "group.items",
        Type::Number(NumberUnit::Items),
        "How many items the operation touched that the change belongs to.",
        |situation| Value::number(situation.operation.map(|operation| as_number(operation.items))),
    ),
    Field::new(
        "group.session",
        Type::Flag,
        "Whether the operation is a session, as [group.session] defines it, rather than a quick run.",
        |situation| Value::flag(situation.operation.map(|operation| operation.kind == OperationKind::Session)),
    ),
];

/// Why the phase of the item is unknown.
pub(super) fn unknown_phase(situation: &Situation<'_, '_>, change: &Change<'_>) -> Reason {
    let of_item = |item| standing::unknown_phase(situation.board, item, change.at, change.moment.state);
    situation.item().map_or(Reason::Unmapped, of_item)
}

/// The labels of the item just before `change`: the present ones, with later changes undone.
fn labels<'b>(situation: &Situation<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let (board, Some(item)) = (situation.board, situation.item()) else { return Value::Absent };
    if !item.holds.has(ItemFields::LABELS) {
        return Value::Unknown(unlabelled(board));
    }
    let mut labels: Vec<Cow<'b, str>> = item.labels.iter().map(|label| Cow::Borrowed(&**label)).collect();
    // Also undo changes of the same record, including those before the change.
    let own = situation.change.map(|id| (id, &board.record(id).id));
    let is_later = |id: ChangeId| own.is_none_or(|(own, record)| id >= own || board.record(id).id == *record);
    let history = board.history_by_id(item).rev();
    for (_, later) in history.take_while(|(id, later)| later.at >= change.at && is_later(*id)) {
        if let Detail::Labels(changed) = &later.detail {
            labels.retain(|label| !changed.added.contains(label));
            labels.extend(changed.removed.iter().map(|label| Cow::Borrowed(&**label)));
        }
    }
    Value::Texts(labels)
}

fn touched_since_started(situation: &Situation<'_, '_>, change: &Change<'_>) -> Value<'static> {
    let (board, Some(item)) = (situation.board, situation.item()) else { return Value::Absent };
    let started = board.started(item).filter(|started| started.latest <= change.at);
    let since = started.map_or(change.at, |started| started.latest);
    let first = board.history(item).partition_point(|earlier| earlier.at < since);
    let between = board.history_by_id(item).skip(first);
    let earlier = between.take_while(|(id, _)| Some(*id) != situation.change).filter(|(id, _)| board.touches(*id));
    let open = if started.is_some_and(|started| started.earliest < started.latest) {
        Some(Reason::Truncated)
    } else {
        unseen(board, item)
    };
    touched_by(board, earlier.map(|(_, change)| change), change.at, open)
}

fn running_sprint<'b>(situation: &Situation<'b, '_>) -> Value<'b> {
    let (Some(change), Some(item)) = (situation.change(), situation.item()) else { return Value::Absent };
    let board = situation.board;
    let [own, another, none] = [RunningSprint::Own, RunningSprint::Another, RunningSprint::None].map(bit);
    let other = if board.runs_a_sprint(item, change.at) { another } else { none };
    let open = |words, reason| Value::Words { held: 0, unsure: words, reason };
    // On the first and last day of a sprint of which only the days are known, it may not have begun, or be
    // over.
    let at_the_edge = |sprint: SprintId| board.sprint(sprint).may_not_run(change.at);
    let above = || item.parent.as_deref().and_then(|parent| board.find(parent)).map(|id| board.item(id));
    let running = |item: &Item<'_>| {
        let there = item.memberships.covering(change.at).map(|membership| membership.sprint);
        let running = there.filter(|sprint| board.sprint(*sprint).is_running(change.at));
        // Prefers a sprint that certainly runs.
        running.min_by_key(|sprint| at_the_edge(*sprint))
    };
    // A missing change may have added it to a sprint or removed it.
    let is_hidden = |item: &Item<'_>| board.may_hide_sprints(item, change.at);
    if is_hidden(item) || above().is_some_and(is_hidden) {
        return open(own | other, Reason::Truncated);
    }
    match situation.sprint.or_else(|| running(above()?)) {
        Some(sprint) if at_the_edge(sprint) => return open(own | none, Reason::HourUnknown),
        Some(_) => return Value::words(own),
        None => {}
    }
    let is_left_out = |item: &Item<'_>| !item.holds.has(ItemFields::SPRINTS);
    if is_left_out(item) || above().is_some_and(is_left_out) {
        return open(own | other, Reason::LeftOut(Omitted::Sprints));
    }
    if board.runs_a_sprint_of_unknown_items(item, change.at) {
        return open(own | other, Reason::CardsUnknown);
    }
    if other != none && !board.surely_runs_a_sprint(change.at) {
        return open(other | none, Reason::HourUnknown);
    }
    // If the parent is missing from the export, it is unknown whether that was in a sprint.
    let Some(whole) = board.whole_of(item) else { return open(own | other, Reason::LeftOut(Omitted::Whole)) };
    let unexplained =
        whole.memberships.covering(change.at).any(|membership| board.sprint(membership.sprint).may_have_run(change.at));
    match () {
        () if unexplained => open(own | other, Reason::SprintUnexplained),
        () if other == none && board.may_run_an_undated_sprint(change.at) => {
            open(another | none, Reason::SprintUnexplained)
        }
        () => Value::words(other),
    }
}
