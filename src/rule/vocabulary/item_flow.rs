//! Fields of an item's flow: when it was started and finished, how long it was where, and who commented on
//! it.

use jiff::Timestamp;

use super::super::args::Param;
use super::super::field::{Choice, Field};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, as_number};
use super::standing::{blockage_doubt, done, unclear, untyped};
use crate::board::{Board, Change, ChangeKind, Finished, Item, Need, Phase, Reversals};
use crate::charter::{Kind, Role};

const HISTORY: &[Need] = &[Need::History];

/// The choices of `item.since`, in calendar time.
const ITEM_SINCE: &[Choice] = &[
    Choice::new("created", "age", "It was created.", |situation| {
        situation.of_the_item(|item| match item.created {
            Some(at) => Value::Number(seconds(situation, at)),
            None => Value::Unknown(Reason::NoCreation),
        })
    })
    .needs(&[Need::Kind(ChangeKind::Created)]),
    Choice::new(
        "touched",
        "idle",
        "Somebody created, edited, moved or commented on it; ranks, what one person did to several items in one \
         go, and the acts of apps are no touch.",
        |situation| situation.of_the_item(|item| since_touched(situation, item, |at| seconds(situation, at))),
    ),
    Choice::new(
        "done",
        "since-done",
        "Its last entry into done; nothing for an item that is not finished.",
        |situation| {
            situation.of_the_item(|item| match situation.board.finished(item) {
                Finished::At(at) => Value::Number(seconds(situation, at)),
                Finished::Unknown if item.truncated => Value::Unknown(Reason::Truncated),
                Finished::Not | Finished::Unknown => Value::Absent,
            })
        },
    )
    .needs(HISTORY),
];

/// The choices of `item.days-since`, in working days.
const ITEM_DAYS_SINCE: &[Choice] = &[
    Choice::new(
        "started",
        "days-since-started",
        "Working days since its first move into doing, or its creation there; nothing for an item that was never \
         started, or that is finished.",
        |situation| situation.of_the_item(|item| days_since_started(situation, item)),
    )
    .needs(HISTORY),
    Choice::new(
        "touched",
        "days-untouched",
        "Working days since somebody created, edited, moved or commented on it; ranks, what one person did to several \
         items in one go, and the acts of apps are no touch.",
        |situation| {
            let board = situation.board;
            let days = |since| f64::from(board.calendar.working_days(since, board.clock));
            situation.of_the_item(|item| since_touched(situation, item, days))
        },
    )
    .needs(HISTORY),
    Choice::new(
        "moved",
        "days-in-status",
        "Working days since it came into its present status or list.",
        |situation| {
            situation.of_the_item(|item| match situation.board.in_status_since(item) {
                Some((since, _)) => days_since(situation, item, since),
                None => Value::Unknown(Reason::Truncated),
            })
        },
    )
    .needs(HISTORY),
    Choice::new(
        "entered-stage",
        "days-in-stage",
        "Working days since it came into its present stage, in whichever of its statuses or lists.",
        |situation| {
            situation.of_the_item(|item| match situation.board.in_stage_since(item) {
                Some((since, earliest)) => days_between(situation, item, since, earliest),
                None => Value::Unknown(Reason::Truncated),
            })
        },
    )
    .needs(HISTORY),
    Choice::new(
        "blocked",
        "blocked-days",
        "Working days since something got in its way (a flag, a blocked status or list, a label) that is still \
         there, or since it was taken up again where it was finished in the meantime.",
        |situation| {
            situation.of_the_item(|item| match item.blocked.map(|blockage| blockage.since) {
                Some(Some(since)) => days_open_since(situation, item, since),
                Some(None) => Value::Unknown(undated_blockage(item)),
                None => blockage_doubt(situation, item).map_or(Value::Absent, Value::Unknown),
            })
        },
    )
    .needs(HISTORY),
    Choice::new(
        "impediment",
        "impediment-days",
        "Working days since something got in its way that is still there, or since an impediment that is not done was \
         created; since it was taken up again where it was finished in the meantime.",
        |situation| situation.of_the_item(|item| impediment_days(situation, item)),
    )
    .needs(HISTORY),
];

/// The choices of `item.to-and-fro`.
const ITEM_TO_AND_FRO: &[Choice] = &[
    Choice::new(
        "reversals",
        "reversals",
        "How often it was ranked or re-prioritised the other way within 14 days, at most; corrections of one \
            person within a minute count as one change.",
        |situation| reversals(situation, |found| found.reversals),
    )
    .needs(&[Need::History, Need::Kind(ChangeKind::Ranked)]),
    Choice::new(
        "reversed-by",
        "reversed-by",
        "How many people reversed what was there: who ranked or prioritised it first did not.",
        |situation| reversals(situation, |found| found.people),
    )
    .needs(&[Need::History, Need::Kind(ChangeKind::Ranked)]),
    Choice::new(
        "crossings",
        "crossings",
        "How often people moved it between the same two stages, either way; the backlog and what is ready are one, and \
            into and out of what is blocked does not count.",
        |situation| {
            situation.of_the_item(|item| {
                let least = as_number(situation.board.crossings(item).moves.len());
                let most = if item.truncated { f64::INFINITY } else { least };
                Interval { least, most, reason: Reason::Truncated }.into()
            })
        },
    )
    .needs(HISTORY),
];

/// The fields of an item's flow.
pub(super) const ITEM_FLOW: &[Field] = &[
    Field::of_choices(
        "item.to-and-fro",
        Type::Number(NumberUnit::Bare),
        "How often it was pulled one way and then the other.",
        Param::Which("of"),
        ITEM_TO_AND_FRO,
    ),
    Field::of_choices(
        "item.since",
        Type::Duration,
        "Time on the calendar since something happened to it.",
        Param::Which("event"),
        ITEM_SINCE,
    ),
    Field::of_choices(
        "item.days-since",
        Type::Number(NumberUnit::WorkingDays),
        "Working days since something happened to it.",
        Param::Which("event"),
        ITEM_DAYS_SINCE,
    ),
    Field::new(
        "item.cycle-time",
        Type::Number(NumberUnit::WorkingDays),
        "Working days from its start to its last entry into done; nothing for an item that is not finished or \
         was never started.",
        |situation| situation.of_the_item(|item| cycle_time(situation, item)),
    )
    .needs(HISTORY),
    Field::new(
        "item.time-in",
        Type::Duration,
        "How long it stood in statuses or lists of the stage, all its times there together.",
        |situation| situation.of_the_item(|item| time_in(situation, item)),
    )
    .takes(Param::Stage)
    .needs(HISTORY),
    Field::new(
        "item.blocked",
        Type::Flag,
        "Whether something is in its way: a flag, a label, or a blocked status or list.",
        |situation| {
            situation.of_the_item(|item| match item.blocked {
                Some(_) => Value::Flag(true),
                None => blockage_doubt(situation, item).map_or(Value::Flag(false), Value::Unknown),
            })
        },
    ),
    Field::new(
        "item.comments",
        Type::Number(NumberUnit::Comments),
        "How many comments there are on it, by holders of the role, each on the day; by anybody where no role \
         is named.",
        |situation| situation.of_the_item(|item| comments(situation, item)),
    )
    .takes(Param::AnyRole)
    .needs(&[Need::Comments]),
    Field::new(
        "item.days-since-comment",
        Type::Number(NumberUnit::WorkingDays),
        "Working days since a holder of the role, or anybody, last commented on it; since its creation where \
         nobody has.",
        |situation| situation.of_the_item(|item| days_since_comment(situation, item)),
    )
    .takes(Param::AnyRole)
    .needs(&[Need::Comments]),
];

fn seconds(situation: &Situation<'_, '_>, since: Timestamp) -> f64 {
    situation.board.clock.duration_since(since).as_secs_f64().max(0.0)
}

/// Working days since the item came to where it is.
fn days_since(situation: &Situation<'_, '_>, item: &Item<'_>, since: Timestamp) -> Value<'static> {
    days_between(situation, item, since, Some(since))
}

/// The same for a waiting time. Finished items wait for nothing, so the days count from the last reopening,
/// if that is later.
fn days_open_since(situation: &Situation<'_, '_>, item: &Item<'_>, since: Timestamp) -> Value<'static> {
    days_since(situation, item, situation.board.taken_up_since(item).map_or(since, |taken_up| taken_up.max(since)))
}

/// The same with bounds: it came there by `since`, and not before `earliest`.
fn days_between(
    situation: &Situation<'_, '_>,
    item: &Item<'_>,
    since: Timestamp,
    earliest: Option<Timestamp>,
) -> Value<'static> {
    let board = situation.board;
    let days = |since| f64::from(board.calendar.working_days(since, board.clock));
    let least = days(board.certain_since(item, since));
    Interval { least, most: earliest.map_or(f64::INFINITY, days), reason: Reason::Truncated }.into()
}

fn days_since_started(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let board = situation.board;
    if board.lacks_state(item) {
        return Value::Unknown(Reason::Unmapped);
    }
    let Some(started) = board.started(item).filter(|_| board.is_open(item)) else { return Value::Absent };
    let days = |since| f64::from(board.calendar.working_days(since, board.clock));
    let least = days(started.latest);
    if started.earliest == started.latest {
        return Value::Number(least);
    }
    let most = item.created.map_or(f64::INFINITY, |_| days(started.earliest));
    Interval { least, most, reason: Reason::Truncated }.into()
}

fn cycle_time(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let board = situation.board;
    match board.cycle_time(item) {
        Some((least, most)) => {
            let (least, most) = (f64::from(least), f64::from(most));
            Interval { least, most, reason: Reason::Truncated }.into()
        }
        None if item.truncated && board.finished(item) != Finished::Not => Value::Unknown(Reason::Truncated),
        None => Value::Absent,
    }
}

fn time_in(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let Some(stage) = situation.argument.stage() else { return Value::Absent };
    match situation.board.time_in(item, stage) {
        Some(time) => Value::Number(time.as_secs_f64()),
        None => Value::Unknown(Reason::Truncated),
    }
}

/// The time since somebody last touched an item, as measured by `since`.
fn since_touched(situation: &Situation<'_, '_>, item: &Item<'_>, since: impl Fn(Timestamp) -> f64) -> Value<'static> {
    let board = situation.board;
    let Some(touch) = board.last_activity(item.index) else { return Value::Unknown(Reason::Truncated) };
    let since_touch = since(touch.latest);
    let most = touch.earliest.or(item.created).map_or(f64::INFINITY, &since);
    // Without comments, somebody may have commented as late as the last update in the snapshot.
    let lacks_comments = board.lacks(Need::Comments).is_some();
    let silent = lacks_comments || item.comments_cut;
    let least = if silent { since_touch.min(item.updated.map_or(0.0, &since)) } else { since_touch };
    let reason = if item.truncated && (!silent || touch.earliest != Some(touch.latest)) {
        Reason::Truncated
    } else if lacks_comments {
        Reason::Need(Need::Comments)
    } else if silent {
        Reason::CommentsCut
    } else if item.memberships.iter().any(|membership| !board.sprint(membership.sprint).known) {
        Reason::SprintUnexplained
    } else {
        Reason::ChangedAfterHistory
    };
    Interval { least, most, reason }.into()
}

/// The comments on an item by holders of the field's role, or by anybody, oldest first. With `perhaps`,
/// comments by possible holders are included.
fn said<'b>(
    situation: &Situation<'b, '_>,
    item: &'b Item<'_>,
    perhaps: bool,
) -> impl DoubleEndedIterator<Item = &'b Change<'b>> {
    let (board, role): (&'b Board<'_>, Option<Role>) = (situation.board, situation.argument.role());
    let by_role = move |change: &&Change<'_>| role.is_none_or(|role| board.is_by(change, role).unwrap_or(perhaps));
    board.history(item).iter().filter(|change| change.kind == ChangeKind::Commented).filter(by_role)
}

fn comments<'b>(situation: &Situation<'b, '_>, item: &'b Item<'_>) -> Value<'b> {
    let [least, most] = [false, true].map(|perhaps| as_number(said(situation, item, perhaps).count()));
    match item.comments_cut {
        true => Interval { least, most: f64::INFINITY, reason: Reason::CommentsCut }.into(),
        false => Interval { least, most, reason: Reason::NoActor }.into(),
    }
}

fn days_since_comment<'b>(situation: &Situation<'b, '_>, item: &'b Item<'_>) -> Value<'b> {
    let board = situation.board;
    let last = |perhaps| said(situation, item, perhaps).next_back().map(|change| change.at).or(item.created);
    let (Some(last), Some(perhaps)) = (last(false), last(true)) else { return Value::Unknown(Reason::NotRecorded) };
    let [least, most] = [perhaps, last].map(|at| f64::from(board.calendar.working_days(at, board.clock)));
    match item.comments_cut {
        true => Interval { least: 0.0, most, reason: Reason::CommentsCut }.into(),
        false => Interval { least, most, reason: Reason::NoActor }.into(),
    }
}

fn impediment_days(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let in_the_way = item.blocked.is_some() || item.kind == Kind::Impediment;
    if let (true, Value::Unknown(reason)) = (in_the_way, done(situation, item)) {
        return Value::Unknown(reason);
    }
    let since = match (item.blocked, item.kind) {
        (Some(blockage), _) => blockage.since,
        (None, Kind::Impediment) if item.phase != Phase::Done => item.created,
        _ => return blockage_doubt(situation, item).map_or(Value::Absent, Value::Unknown),
    };
    match since {
        // Before its known history it may have been done and reopened.
        Some(since) if item.blocked.is_none() && item.truncated => {
            let known = situation.board.oldest_entry(item).map_or(situation.board.clock, |oldest| oldest.at);
            days_between(situation, item, known.max(since), Some(since))
        }
        Some(since) => days_open_since(situation, item, since),
        None if item.blocked.is_some() => Value::Unknown(undated_blockage(item)),
        None => Value::Unknown(Reason::NoCreation),
    }
}

/// Why it is unknown since when `item` is blocked: the record may be among the missing ones.
fn undated_blockage(item: &Item<'_>) -> Reason {
    if item.truncated { Reason::Truncated } else { Reason::NotRecorded }
}

/// A figure of the item's reversals; an upper bound applies if it is unknown where the item was.
fn reversals<'b>(situation: &Situation<'b, '_>, count: impl Fn(&Reversals) -> usize) -> Value<'b> {
    situation.of_the_item(|item| {
        let board = situation.board;
        let known = count(&board.reversals(item));
        let most = board.possible_reversals(item).map_or(known, |found| count(&found).max(known));
        let reason = match () {
            () if item.may_be_of_unordered_kind => untyped(board, item),
            () if board.has_unclear_ranks(item) => Reason::UnclearRank,
            () => unclear(situation),
        };
        Interval { least: as_number(known), most: as_number(most), reason }.into()
    })
}
