//! Fields of a stay: where the item was, for how long, and who moved it in and out.

use std::borrow::Cow;

use jiff::Timestamp;

use super::super::args::Param;
use super::super::field::{Field, WordsNeed};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value};
use super::standing::{roles, touched_by, unheard, unknown_phase, unseen};
use crate::board::{ChangeId, ChangeKind, Need, PersonId, Phase, Stay, StayBegin, StayEnd, StayIn};
use crate::word::Word;

const HISTORY: &[Need] = &[Need::History];

/// The fields of a stay.
pub(super) const STAY: &[Field] = &[
    Field::new(
        "stay.in",
        Type::Words(StayIn::WORDS),
        "What the item was in: a stage of work, where neighbouring statuses of one stage are one stay, or \
         `blocked` by a flag, a label, or a status or list.",
        |situation| situation.of_the_stay(|stay| within(stay.within)),
    )
    .words_need(WordsNeed::Stages),
    Field::new(
        "stay.status",
        Type::Text,
        "The name of the status or list. A rule that asks it judges the stays in each status; one that does \
         not, those in each stage.",
        |situation| {
            situation.of_the_stay(|stay| match stay.state {
                Some(state) => Value::Text(Cow::Borrowed(&situation.board.state(state).name)),
                None => Value::Absent,
            })
        },
    )
    .needs(HISTORY)
    .shows_statuses(),
    Field::new(
        "stay.days",
        Type::Number(NumberUnit::WorkingDays),
        "Working days from its beginning to its end, or to the clock.",
        |situation| {
            situation.of_the_stay(|stay| {
                let (least, most) = situation.board.days_of(stay);
                let (least, most) = (f64::from(least), most.map_or(f64::INFINITY, f64::from));
                Interval { least, most, reason: Reason::Truncated }.into()
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "stay.time",
        Type::Duration,
        "How long it lasted on the calendar, to its end or to the clock.",
        |situation| situation.of_the_stay(|stay| time(situation, stay)),
    )
    .needs(HISTORY),
    Field::new("stay.begin", Type::Words(StayBegin::WORDS), "How it began.", |situation| {
        situation.of_the_stay(|stay| Value::word(stay.begin))
    })
    .needs(HISTORY),
    Field::new("stay.end", Type::Words(StayEnd::WORDS), "How it ended; `open` while it lasts.", |situation| {
        situation.of_the_stay(|stay| Value::word(stay.end()))
    })
    .needs(HISTORY),
    Field::new(
        "stay.came-from",
        Type::Words(StayIn::WORDS),
        "What the item was in just before; nothing if it was created there.",
        |situation| {
            situation.of_the_stay(|stay| match (stay.before, stay.begin) {
                (None, StayBegin::Created) => Value::Absent,
                (before, _) => within(before),
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "stay.went-to",
        Type::Words(StayIn::WORDS),
        "What the item came into when it ended; nothing while it lasts.",
        |situation| {
            situation.of_the_stay(|stay| match (stay.after, stay.end()) {
                (None, StayEnd::Open | StayEnd::Closed) => Value::Absent,
                (after, _) => within(after),
            })
        },
    )
    .needs(HISTORY),
    Field::new("stay.entered-by", Type::ROLES, "The roles of the one who began it, on that day.", |situation| {
        situation.of_the_stay(|stay| whose(situation, stay.begun_by))
    })
    .needs(HISTORY)
    .words_need(WordsNeed::Roles),
    Field::new(
        "stay.left-by",
        Type::ROLES,
        "The roles of the one who ended it, on that day; nothing while it lasts.",
        |situation| situation.of_the_stay(|stay| whose(situation, stay.ended_by())),
    )
    .needs(HISTORY)
    .words_need(WordsNeed::Roles),
    Field::new(
        "stay.assignee-role",
        Type::ROLES,
        "The roles of the one who had the item when it ended, or has it; nothing if nobody had.",
        |situation| {
            situation.of_the_stay(|stay| match situation.board.assignee_of(stay) {
                Some(assignee) => roles(situation, Some(assignee)),
                None => Value::Absent,
            })
        },
    )
    .needs(HISTORY)
    .words_need(WordsNeed::Roles),
    Field::new(
        "stay.phase",
        Type::Words(Phase::WORDS),
        "Where the item stood just before it ended, or stands at the clock.",
        |situation| {
            situation.of_the_stay(|stay| {
                let (board, item) = (situation.board, situation.board.item(stay.item));
                let (phase, at, state) = match stay.ended_by().map(|id| board.change(id)) {
                    Some(change) => (change.moment.phase, change.at, change.moment.state),
                    None => (item.phase, board.clock, item.state()),
                };
                match phase {
                    Phase::Unknown => Value::Unknown(unknown_phase(board, item, at, state)),
                    phase => Value::word(phase),
                }
            })
        },
    )
    .needs(HISTORY),
    Field::new(
        "stay.touched-by",
        Type::ROLES,
        "The roles of all who did or said something on the item while it lasted, whoever began or ended it included.",
        |situation| situation.of_the_stay(|stay| touched(situation, stay)),
    )
    .needs(&[Need::History, Need::Comments])
    .words_need(WordsNeed::Roles),
    Field::new(
        "stay.comments",
        Type::Number(NumberUnit::Comments),
        "How many comments holders of the role, or anybody, wrote while it lasted.",
        |situation| situation.of_the_stay(|stay| comments(situation, stay)),
    )
    .takes(Param::AnyRole)
    .needs(&[Need::Comments]),
    Field::new(
        "stay.days-until",
        Type::Number(NumberUnit::WorkingDays),
        "Working days from its beginning to the first move of the item or the first comment by a holder of the \
         role while it lasted, the move that began it included; to its end, or to the clock, where there is \
         none.",
        |situation| situation.of_the_stay(|stay| days_until(situation, stay)),
    )
    .takes(Param::Role)
    .needs(HISTORY),
];

fn time(situation: &Situation<'_, '_>, stay: &Stay) -> Value<'static> {
    let board = situation.board;
    let until = stay.until().unwrap_or(board.clock);
    let first = stay.earliest.max(board.item(stay.item).created.unwrap_or(stay.earliest)).min(stay.since);
    let lasted = |since: Timestamp| until.duration_since(since).as_secs_f64();
    Interval { least: lasted(stay.since), most: lasted(first), reason: Reason::Truncated }.into()
}

fn within(within: Option<StayIn>) -> Value<'static> {
    within.map_or(Value::Unknown(Reason::Unmapped), Value::word)
}

/// The roles of the author of a change, on that day; absent without a change.
fn whose(situation: &Situation<'_, '_>, change: Option<ChangeId>) -> Value<'static> {
    let Some(id) = change else { return Value::Absent };
    let change = situation.board.change(id);
    let person: Option<PersonId> = change.by;
    roles(&Situation::of_change(situation.board, id), person)
}

fn touched<'b>(situation: &Situation<'b, '_>, stay: &Stay) -> Value<'b> {
    let board = situation.board;
    let begun_before = (stay.earliest != stay.since).then_some(Reason::Truncated);
    let open = begun_before.or_else(|| unseen(board, board.item(stay.item)));
    touched_by(board, board.changes_during(stay).map(|id| board.change(id)), stay.since, open)
}

fn comments(situation: &Situation<'_, '_>, stay: &Stay) -> Value<'static> {
    let (board, role) = (situation.board, situation.argument.role());
    let changes = board.changes_during(stay).map(|id| board.change(id));
    let said = changes.filter(|change| change.kind == ChangeKind::Commented);
    let by_role = said.map(|change| role.map_or(Some(true), |role| board.is_by(change, role)));
    let (mut least, mut most) = (0.0, 0.0);
    for is_by in by_role {
        least += f64::from(u8::from(is_by == Some(true)));
        most += f64::from(u8::from(is_by != Some(false)));
    }
    match unheard(board, board.item(stay.item)).or((stay.earliest != stay.since).then_some(Reason::Truncated)) {
        Some(reason) => Interval { least, most: f64::INFINITY, reason }.into(),
        None => Interval { least, most, reason: Reason::NoActor }.into(),
    }
}

fn days_until(situation: &Situation<'_, '_>, stay: &Stay) -> Value<'static> {
    let (board, Some(role)) = (situation.board, situation.argument.role()) else { return Value::Absent };
    let first = |speaks: fn(Option<bool>) -> bool| {
        let mut words = board.changes_during(stay).map(|id| board.change(id)).filter(|change| change.is_word());
        let first = words.find(|change| speaks(board.is_by(change, role))).map(|change| change.at);
        first.or(stay.until()).unwrap_or(board.clock)
    };
    let to = first(|is_by| is_by == Some(true));
    // An unidentified person who spoke earlier may hold the role.
    let perhaps = board.calendar.working_days(stay.since, first(|is_by| is_by != Some(false)));
    let (least, most) = (
        board.calendar.working_days(stay.since, to),
        board.calendar.working_days(stay.earliest.max(board.item(stay.item).created.unwrap_or(stay.earliest)), to),
    );
    let open = match unheard(board, board.item(stay.item)) {
        _ if stay.earliest != stay.since => Some(Reason::Truncated),
        Some(reason) => Some(reason),
        None if !board.people.has_holder_at(role, stay.since) => Some(Reason::NotThen(role)),
        None => None,
    };
    match open {
        Some(reason) => Interval { least: 0.0, most: f64::from(most.max(least)), reason }.into(),
        None => Interval { least: perhaps.into(), most: least.into(), reason: Reason::NoActor }.into(),
    }
}
