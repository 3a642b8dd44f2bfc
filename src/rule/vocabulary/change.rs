//! Fields of a change: what was done to what.

use jiff::{Timestamp, civil};

use super::super::args::Param;
use super::super::field::{Choice, Field, WordsNeed};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, bit};
use super::moment::unknown_phase;
use super::standing::{done, unclear_origin, unseen, untyped};
use crate::board::facts::ItemFields;
use crate::board::{Change, ChangeId, ChangeKind, Decision, Detail, Doubt, Gesture, Need, SprintState};
use crate::word::{Word, words};

const HISTORY: &[Need] = &[Need::History];

words! {
    /// A day of the week, in the order of the international standard.
    private Weekday {
        /// The first day of the week.
        Monday = "monday",
        /// The second.
        Tuesday = "tuesday",
        /// The third.
        Wednesday = "wednesday",
        /// The fourth.
        Thursday = "thursday",
        /// The fifth.
        Friday = "friday",
        /// The sixth.
        Saturday = "saturday",
        /// The seventh.
        Sunday = "sunday",
    }
}

impl From<civil::Weekday> for Weekday {
    fn from(day: civil::Weekday) -> Self {
        match day {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// Time between the change and something else.
const CHANGE_TIME_FROM: &[Choice] = &[
    Choice::new("creation", "age", "Time from the item's creation to the change.", |situation| {
        situation.of_the_change(|change| match situation.item().and_then(|item| item.created) {
            Some(created) => Value::Number(change.at.duration_since(created).as_secs_f64()),
            None => Value::Unknown(Reason::Truncated),
        })
    }),
    Choice::new(
        "copy",
        "from-split",
        "Time between the change and the nearest copying or splitting of the item, whether it is the copy or \
            what it was copied from; nothing where it is neither.",
        |situation| {
            situation.of_the_change(|change| {
                let item = situation.item();
                if let Some(item) = item.filter(|item| item.origin_unclear && !item.copied) {
                    return Value::Unknown(unclear_origin(item));
                }
                if item.is_some_and(|item| item.copied && item.created.is_none()) {
                    return Value::Unknown(Reason::NoCreation);
                }
                let copied = item.filter(|item| item.copied).and_then(|item| item.created);
                let copies = item.map(|item| situation.board.copies_of(&item.key)).unwrap_or_default();
                let distance = |at: Timestamp| change.at.duration_since(at).abs().as_secs_f64();
                Value::number(copied.into_iter().chain(copies.iter().copied()).map(distance).min_by(f64::total_cmp))
            })
        },
    ),
    Choice::new(
        "sprint-close",
        "from-sprint-close",
        "Time between the change and the nearest completion of a sprint; nothing where no sprint was \
            completed. Of sprints that the charter gives by their days, the whole last day is the completion.",
        |situation| situation.of_the_change(|change| from_sprint_close(situation, change)),
    )
    .needs(HISTORY),
    Choice::new(
        "planning",
        "until-planned",
        "Time from the change until the item next came into a sprint that was running; nothing if it never did.",
        |situation| situation.of_the_change(|change| until_planned(situation, change)),
    )
    .needs(&[Need::History, Need::Sprints]),
];

/// The choices of `change.rewrote`: shares of a text that were removed or replaced.
const CHANGE_REWROTE: &[Choice] = &[
    Choice::new(
        "description",
        "rewritten",
        "How much of a description (without criteria that stand in it) or of criteria was taken away or \
            replaced, without what was added, moved, formatted or spelled right.",
        |situation| {
            of_whole_texts(situation, || {
                Value::number(situation.change.and_then(|id| situation.board.text_rewritten(id)))
            })
        },
    )
    .needs(HISTORY),
    Choice::new(
        "criteria",
        "criteria-rewritten",
        "How much of the acceptance criteria it took away or replaced, wherever they stand, without what was \
            added, moved, formatted or spelled right; 0 where it left them alone.",
        |situation| {
            of_whole_texts(situation, || {
                Value::number(
                    situation.change().map(|change| situation.board.criteria_rewritten(change).unwrap_or(0.0)),
                )
            })
        },
    )
    .needs(HISTORY),
    Choice::new(
        "criteria-edited",
        "criteria-changed",
        "How much of the acceptance criteria the change rewrote, in their own field or in a section of the \
         description with that heading; 0 where only formatting or ticks changed, or where they were moved or \
         copied from the one to the other.",
        |situation| {
            let share = situation.change().and_then(|change| situation.board.criteria_changed(change));
            let described = || situation.change().is_some_and(|change| change.kind == ChangeKind::Described);
            of_whole_texts(situation, || match share {
                None if described() && !situation.board.knows_criteria() => Value::Unknown(Reason::NoCriteria),
                share => Value::number(share),
            })
        },
    )
    .needs(HISTORY),
];

/// The result of `value` for the edited texts; unknown if the export cuts one of them short.
fn of_whole_texts(situation: &Situation<'_, '_>, value: impl FnOnce() -> Value<'static>) -> Value<'static> {
    match situation.change().is_some_and(|change| situation.board.edits_a_cut_text(change)) {
        true => Value::Unknown(Reason::TextsCut),
        false => value(),
    }
}

/// The choices of `change.came-with`.
const CHANGE_CAME_WITH: &[Choice] = &[
    Choice::new("creation", "at-creation", "It was part of creating the item.", |situation| {
        situation.of_the_change(|change| Value::Flag(matches!(change.detail, Detail::Person { at_creation: true, .. })))
    }),
    Choice::new("copy", "copied", "It came along with a copied card, and nobody chose it.", |situation| {
        situation.of_the_change(|change| match (&change.detail, situation.item()) {
            (Detail::Person { copied, .. }, _) if *copied => Value::Flag(true),
            (Detail::Person { at_creation: true, .. }, Some(item)) if item.origin_unclear => {
                Value::Unknown(unclear_origin(item))
            }
            _ => Value::Flag(false),
        })
    }),
    Choice::new("time-log", "with-time-log", "Hours were logged by the same act.", |situation| {
        situation.of_the_change(|change| Value::Flag(matches!(change.detail, Detail::Points { with_log: true, .. })))
    }),
];

/// The fields of a change.
pub(super) const CHANGE: &[Field] = &[
    Field::new(
        "change.kind",
        Type::Words(ChangeKind::WORDS),
        "What was done. On Trello, a move into a sprint's list is `planned`, one back to backlog or ready \
            `unplanned`.",
        |situation| situation.of_the_change(|change| Value::word(change.kind)),
    )
    .words_need(WordsNeed::ChangeKinds),
    Field::new(
        "change.gesture",
        Type::Words(Gesture::WORDS),
        "Whether the change was decided or came along. A rule that does not ask sees decisions only.",
        |situation| situation.of_the_change(|change| Value::word(change.gesture)),
    )
    .needs(HISTORY)
    .shows_all_changes(),
    Field::new(
        "change.decision",
        Type::Words(Decision::WORDS),
        "The decision the change makes, if a role is accountable for it: ordering what waits, the priority of \
            a story, …",
        |situation| situation.of_the_change(|change| decision(situation, change)),
    )
    .words_need(WordsNeed::Decisions),
    Field::new(
        "change.decided-by",
        Type::ROLES,
        "The roles, that day, of whose decision the change counts as, in the report as here: who made it, or \
         the Product Owner for whom a story was typed in. Nothing where a rule with that `decision` excuses it \
         whoever made it, and where it was part of a session, such as an import, that shows nobody's hand.",
        |situation| situation.decided_by(),
    )
    .words_need(WordsNeed::Roles),
    Field::of_choices(
        "change.rewrote",
        Type::Number(NumberUnit::Share),
        "How much of a text it took away or replaced, without what was added, moved, formatted or spelled \
         right.",
        Param::Which("text"),
        CHANGE_REWROTE,
    )
    .tells_kind(),
    Field::of_choices(
        "change.time-from",
        Type::Duration,
        "Time between the change and something else.",
        Param::Which("event"),
        CHANGE_TIME_FROM,
    ),
    Field::new(
        "change.weekday",
        Type::Words(Weekday::WORDS),
        "The day of the week, in the time zone of the charter.",
        |situation| {
            situation
                .of_the_change(|change| Value::word(Weekday::from(situation.board.calendar.day(change.at).weekday())))
        },
    ),
    Field::new(
        "change.hour",
        Type::Number(NumberUnit::Hours),
        "The hour of the day, 0 to 23, in the time zone of the charter.",
        |situation| {
            situation.of_the_change(|change| Value::Number(f64::from(situation.board.calendar.hour(change.at))))
        },
    ),
    Field::new(
        "change.into-running-sprint",
        Type::Flag,
        "Whether it put the item into a sprint that was running, or created it there. On the first and the \
            last day of a sprint that the charter gives by its days nobody knows.",
        |situation| situation.of_the_change(|change| into_running(situation, change)),
    )
    .needs(&[Need::History, Need::SprintItems])
    .tells_kind(),
    Field::new(
        "change.from-act",
        Type::Duration,
        "Time between the change and the nearest other thing that a holder of the role did or said on the item; \
         nothing if never. What came along with something else or was carried over at the end of a sprint is \
         nothing that they did, nor is an edit of several items in one go that moved none of them.",
        |situation| situation.of_the_change(|change| from_act(situation, change)),
    )
    .takes_any(Param::Role),
    Field::of_choices(
        "change.came-with",
        Type::Flag,
        "Whether it came along with something.",
        Param::Which("what"),
        CHANGE_CAME_WITH,
    )
    .needs(HISTORY),
    Field::new(
        "change.finishes",
        Type::Flag,
        "Whether it finished the item: its last entry into done, from which it did not return.",
        |situation| situation.change.map_or(Value::Absent, |id| finishes(situation, id)),
    )
    .needs(HISTORY)
    .tells_kind(),
];

/// The decision that a change makes. Without a type, it is unknown whether an issue is a story, an impediment
/// or a retrospective action. A rank may or may not order the backlog if it is unknown what the item is or
/// whether it waits.
fn decision(situation: &Situation<'_, '_>, change: &Change<'_>) -> Value<'static> {
    let board = situation.board;
    let decided = situation.change.map_or(Decision::None, |id| board.decisions()[id.index()]);
    if let Some(doubt) = board.order_doubt(change) {
        let reason = match situation.item().filter(|_| doubt == Doubt::Kind) {
            Some(item) => untyped(board, item),
            None => unknown_phase(situation, change),
        };
        return Value::Words { held: bit(decided), unsure: bit(Decision::Order), reason };
    }
    let open: &[Decision] = match change.kind {
        _ if !situation.item().is_some_and(|item| board.is_untyped_issue(item)) => &[],
        ChangeKind::Prioritised => &[Decision::Priority],
        ChangeKind::Created => &[Decision::Story, Decision::Impediment, Decision::Retro],
        ChangeKind::Moved | ChangeKind::Closed => &[Decision::Impediment, Decision::Retro],
        ChangeKind::CriteriaEdited | ChangeKind::Described
            if board.criteria_changed(change).is_some_and(|share| share > 0.0) =>
        {
            &[Decision::Criteria]
        }
        _ => &[],
    };
    let unsure = open.iter().fold(0, |bits, decision| bits | bit(*decision));
    Value::Words { held: bit(decided), unsure: unsure & !bit(decided), reason: Reason::Untyped }
}

fn finishes(situation: &Situation<'_, '_>, id: ChangeId) -> Value<'static> {
    match situation.item().map_or(Value::Absent, |item| done(situation, item)) {
        Value::Unknown(reason) => Value::Unknown(reason),
        _ => Value::Flag(situation.board.finishes(id)),
    }
}

/// Seconds to the nearest completion of a sprint; an upper bound if an undated sprint may have been completed
/// closer to the change.
fn from_sprint_close(situation: &Situation<'_, '_>, change: &Change<'_>) -> Value<'static> {
    let known = situation.board.seconds_from_sprint_close(change.at);
    if !situation.board.may_have_closed_unseen(situation.item(), change.at) {
        return Value::number(known);
    }
    Interval { least: 0.0, most: known.unwrap_or(f64::INFINITY), reason: Reason::SprintUnexplained }.into()
}

fn into_running<'b>(situation: &Situation<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let Some(item) = situation.item() else { return Value::Absent };
    if item.truncated {
        return Value::Unknown(Reason::Truncated);
    }
    if !item.holds.has(ItemFields::SPRINTS) {
        return Value::Unknown(Reason::LeftOut(Omitted::Sprints));
    }
    let entered = item.memberships.iter().filter(|membership| match change.kind {
        ChangeKind::Created => situation.board.is_of_creation(membership, change),
        _ => membership.added.is_some() && membership.added == situation.change,
    });
    let created = change.kind == ChangeKind::Created;
    let mut answer = if created && situation.board.may_be_in_a_sprint(item, change.moment.phase, change.at) {
        Value::Unknown(Reason::CardsUnknown)
    } else {
        Value::Flag(false)
    };
    for membership in entered {
        let sprint = situation.board.sprint(membership.sprint);
        if sprint.may_have_run(change.at) {
            answer = Value::Unknown(Reason::SprintUnexplained);
        } else if sprint.is_running(change.at) && sprint.may_not_run(change.at) {
            answer = Value::Unknown(Reason::HourUnknown);
        } else if sprint.is_running(change.at) && !sprint.dated_members && membership.added.is_none() {
            answer = Value::Unknown(Reason::NotRecorded);
        } else if sprint.is_running(change.at) && sprint.state != SprintState::Future {
            return Value::Flag(true);
        }
    }
    answer
}

fn from_act<'b>(situation: &Situation<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let (Some(item), Some(role)) = (situation.item(), situation.argument.role()) else { return Value::Absent };
    let board = situation.board;
    if !board.people.has_holder(role) {
        return Value::Unknown(Reason::Need(Need::Role(role)));
    }
    let others = board.history_by_id(item).filter(|(id, _)| Some(*id) != situation.change && board.touches(*id));
    let (mut most, mut perhaps) = (f64::INFINITY, f64::INFINITY);
    for (_, other) in others {
        let away = other.at.duration_since(change.at).abs().as_secs_f64();
        match board.is_by(other, role) {
            Some(true) => most = most.min(away),
            // What was done at the same instant belongs to the same act.
            None if away > 0.0 => perhaps = perhaps.min(away),
            None | Some(false) => {}
        }
    }
    let time_left = board.clock.duration_since(change.at).as_secs_f64();
    // They may have done something that was not exported, or may still do it after the export.
    if let Some(reason) = unseen(board, item).filter(|_| most > 0.0) {
        return Interval { least: 0.0, most, reason }.into();
    }
    // On a day without a known holder of the role, any act may have been the holder's.
    if !board.people.has_holder_at(role, change.at) && most > 0.0 {
        return Interval { least: 0.0, most, reason: Reason::NotThen(role) }.into();
    }
    // An unidentified author may have held the role.
    let least = perhaps.min(time_left).min(most);
    let reason = if perhaps < time_left { Reason::NoActor } else { Reason::StillOpen };
    Interval { least, most, reason }.into()
}

fn until_planned<'b>(situation: &Situation<'b, '_>, change: &Change<'_>) -> Value<'b> {
    let Some(item) = situation.item() else { return Value::Absent };
    match situation.board.planned_after(item, change.at) {
        Some(at) => Value::Number(at.duration_since(change.at).as_secs_f64()),
        None => {
            let least = situation.board.clock.duration_since(change.at).as_secs_f64();
            Interval { least, most: f64::INFINITY, reason: Reason::StillOpen }.into()
        }
    }
}
