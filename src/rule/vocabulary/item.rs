//! Fields of an item: its kind, its state, how long it waits, and who takes care of it.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::args::Param;
use super::super::field::{Choice, Field, WordsNeed};
use super::super::reason::{Omitted, Reason};
use super::super::situation::Situation;
use super::super::value::{Interval, NumberUnit, Type, Value, as_number};
use super::standing::{done, is_cancelled, nobody, phase, roles, unheard, unknown_phase, unlabelled, unseen, untyped};
use crate::board::facts::{Due, ItemFields, Tool};
use crate::board::{ChangeKind, Detail, Gesture, Item, Need, Phase, SprintState, is_criteria};
use crate::charter::{Kind, Role, Stage};
use crate::word::Word;

const HISTORY: &[Need] = &[Need::History];

/// Evidence for who took part: changes and comments.
const TRACES: &[Need] = &[Need::History, Need::Comments];

/// The choices of `item.text`.
const ITEM_TEXT: &[Choice] = &[
    Choice::new(
        "length",
        "text-length",
        "How long its description and its acceptance criteria are together.",
        |situation| situation.of_the_item(|item| text_length(situation, item)),
    ),
    Choice::new(
        "edits",
        "text-edits",
        "How often its title, description or acceptance criteria were changed.",
        text_edits,
    ),
    Choice::new("entries", "checklist-entries", "How many entries its checklists hold (Trello).", |situation| {
        situation.of_the_item(|item| match (item.checklist, situation.board.tool) {
            (None, Tool::Trello) => Value::Unknown(Reason::NoPlace),
            (entries, _) => Value::Number(entries.unwrap_or(0).into()),
        })
    }),
];

/// The choices of `item.taken-for`: kinds recognised whatever the item's type.
const ITEM_TAKEN_FOR: &[Choice] = &[
    Choice::new(
        "meeting",
        "meeting",
        "Whether it is a meeting: by its kind, a label, or a title that speaks of nothing else, as `Sprint 12 \
            planning`.",
        |situation| situation.of_the_item(|item| is_meeting(situation, item)),
    ),
    Choice::new(
        "technical-debt",
        "technical-debt",
        "Whether it pays back technical debt: by its kind or a label.",
        |situation| {
            situation.of_the_item(|item| match situation.board.is_technical_debt(item) {
                true => Value::Flag(true),
                false if !item.holds.has(ItemFields::LABELS) => Value::Unknown(unlabelled(situation.board)),
                false if situation.board.is_untyped_issue(item) => Value::Unknown(Reason::Untyped),
                false => Value::Flag(false),
            })
        },
    )
    .needs(&[Need::Items(Kind::TechnicalDebt)]),
    Choice::new(
        "criteria",
        "criteria-list",
        "Whether it, or the checklist that the change added to it, is called what acceptance criteria are called.",
        |situation| situation.of_the_item(|item| Value::Flag(is_called_criteria(situation, item))),
    ),
];

/// The choices of `item.touched-by`: roles as of the day of each act.
const ITEM_TOUCHED_BY: &[Choice] = &[
    Choice::new(
        "all",
        "touched-by",
        "The roles of all who ever did or said something on it, each on the day; nothing if nobody did.",
        |situation| situation.of_the_item(|item| participants(situation, item, None)),
    ),
    Choice::new(
        "recent",
        "recently-touched-by",
        "The same for the last two sprints that were started, or 28 days on a board without sprints.",
        |situation| {
            situation.of_the_item(|item| match situation.board {
                board if board.has_undated_sprints() => Value::Unknown(Reason::Need(Need::Sprints)),
                board if !board.knows_last_started(2) => Value::Unknown(Reason::SprintUnexplained),
                _ => participants(situation, item, Some(situation.board.recent)),
            })
        },
    ),
];

/// The fields of an item.
pub(super) const ITEM: &[Field] = &[
    Field::of_choices(
        "item.touched-by",
        Type::ROLES,
        "The roles of all who did or said something on it, each on the day; nothing if nobody did.",
        Param::AnyWhich("in"),
        ITEM_TOUCHED_BY,
    )
    .needs(TRACES)
    .words_need(WordsNeed::Roles),
    Field::of_choices(
        "item.taken-for",
        Type::Flag,
        "Whether it shows itself to be of the kind, whatever its type.",
        Param::Which("kind"),
        ITEM_TAKEN_FOR,
    ),
    Field::of_choices(
        "item.text",
        Type::Number(NumberUnit::Bare),
        "How much was written about it.",
        Param::Which("measure"),
        ITEM_TEXT,
    ),
    Field::new(
        "item.kind",
        Type::KINDS,
        "What sort of thing it is now: by issue type, or on Trello by labels and the list it was created in.",
        |situation| {
            situation.of_the_item(|item| {
                if item.typed { Value::word(item.kind) } else { Value::Unknown(untyped(situation.board, item)) }
            })
        },
    )
    .sorts()
    .words_need(WordsNeed::ItemKinds),
    Field::new("item.title", Type::Text, "Its title.", |situation| {
        situation.of_the_item(|item| Value::Text(item.title.decode()))
    }),
    Field::new("item.labels", Type::Texts, "Its labels.", |situation| {
        situation.of_the_item(|item| match item.holds.has(ItemFields::LABELS) {
            false => Value::Unknown(unlabelled(situation.board)),
            true => Value::Texts(item.labels.iter().map(|label| Cow::Borrowed(&**label)).collect()),
        })
    }),
    Field::new(
        "item.estimate",
        Type::Number(NumberUnit::PointsOrHours),
        "Its estimate; nothing where it has none.",
        |situation| {
            situation.of_the_item(|item| match item.holds.has(ItemFields::ESTIMATES) {
                false => Value::Unknown(Reason::LeftOut(Omitted::Estimates)),
                true => Value::number(item.estimate_at(situation.board.clock)),
            })
        },
    )
    .needs(&[Need::Estimates]),
    Field::new("item.priority", Type::Text, "Its priority (Jira).", |situation| {
        situation.of_the_item(|item| match &item.priority {
            Some(priority) => Value::Text(Cow::Borrowed(&**priority)),
            None => nothing(item.holds.has(ItemFields::PRIORITY)),
        })
    }),
    Field::new(
        "item.links",
        Type::Texts,
        "How its links to others read from its side, as `is blocked by` or `clones` (Jira); of a table only \
         Jira's own types read so, and others by their names.",
        |situation| {
            situation.of_the_item(|item| match &item.links {
                Some(links) => Value::Texts(links.iter().map(|words| Cow::Borrowed(&**words)).collect()),
                None => Value::Unknown(Reason::NoPlace),
            })
        },
    ),
    Field::new(
        "item.part",
        Type::Flag,
        "Whether it is a part of another item: a sub-task, by its type.",
        |situation| {
            situation.of_the_item(|item| match item.part || item.kind == Kind::SubTask {
                // Stories of an epic also have a parent.
                false if item.parent.is_some() && situation.board.is_untyped_issue(item) => {
                    Value::Unknown(Reason::Untyped)
                }
                part => Value::Flag(part),
            })
        },
    ),
    Field::new(
        "item.due",
        Type::Text,
        "The day that it is due, as in 2026-03-31; nothing where there is none.",
        |situation| {
            situation.of_the_item(|item| {
                let day = item.due.map(|due| day_of(situation, due));
                day.map_or(nothing(item.holds.has(ItemFields::DUE)), |day| Value::Days(day, day))
            })
        },
    ),
    Field::new(
        "item.days-overdue",
        Type::Number(NumberUnit::Days),
        "Days since the day that it was due, or until it, below 0; nothing for an item that is not due or no \
         longer open.",
        |situation| situation.of_the_item(|item| days_overdue(situation, item)),
    ),
    Field::new(
        "item.assignee",
        Type::Person,
        "Who has it; the first of several. Nothing if nobody has.",
        |situation| {
            situation.of_the_item(|item| item.assignees.first().map_or(nobody(situation), |id| Value::Person(*id)))
        },
    ),
    Field::new(
        "item.assignee-role",
        Type::ROLES,
        "The roles of the one who has it; nothing if nobody has.",
        |situation| {
            situation.of_the_item(|item| match item.assignees.first() {
                Some(assignee) => roles(situation, Some(*assignee)),
                None => nobody(situation),
            })
        },
    )
    .words_need(WordsNeed::Roles),
    Field::new("item.status", Type::Text, "The name of its status or list.", |situation| {
        match situation.item().and_then(Item::state).map(|state| situation.board.state(state)) {
            Some(state) if state.is_left_out() => Value::Unknown(Reason::Unmapped),
            Some(state) => Value::Text(Cow::Borrowed(&state.name)),
            None => Value::Absent,
        }
    }),
    Field::new(
        "item.sprint",
        Type::Text,
        "The name of the sprint that it is in; nothing where it is in none.",
        |situation| situation.of_the_item(|item| sprint_now(situation, item)),
    )
    .needs(&[Need::Sprints]),
    Field::new("item.phase", Type::Words(Phase::WORDS), "Where it stands at the clock.", |situation| {
        situation.of_the_item(|item| {
            let board = situation.board;
            phase(situation, item.phase, item.state(), || unknown_phase(board, item, board.clock, item.state()))
        })
    }),
    Field::new(
        "item.reporter-role",
        Type::ROLES,
        "The roles of the one who asked for it (on Trello: who created it), on the day the rule looks at.",
        |situation| {
            situation.of_the_item(|item| match item.reporter {
                None if situation.board.tool == Tool::Jira => Value::Unknown(Reason::NoReporter),
                reporter => roles(situation, reporter),
            })
        },
    ),
    Field::new(
        "item.stage",
        Type::STAGES,
        "What its status or list means at the clock; what is archived is done.",
        |situation| {
            situation.of_the_item(|item| {
                let state = item.state().map(|state| situation.board.state(state));
                match state {
                    _ if item.phase == Phase::Done && is_cancelled(situation, item) => Value::word(Stage::Cancelled),
                    _ if item.phase == Phase::Done => Value::word(Stage::Done),
                    Some(state) => Value::stage(state),
                    None => Value::Absent,
                }
            })
        },
    )
    .words_need(WordsNeed::Stages),
    Field::new(
        "item.days-without",
        Type::Number(NumberUnit::WorkingDays),
        "Working days since a holder of the role last moved it or said something on it, or since it came into \
         its present stage, in whichever of its statuses or lists, if that is later.",
        |situation| situation.of_the_item(|item| days_without(situation, item)),
    )
    .takes(Param::Role)
    .needs(HISTORY),
    Field::new(
        "item.done",
        Type::Flag,
        "Whether it is finished or archived at the clock; nothing for one that was cancelled.",
        |situation| situation.of_the_item(|item| done(situation, item)),
    ),
];

fn sprint_now<'b>(situation: &Situation<'b, '_>, item: &Item<'_>) -> Value<'b> {
    let board = situation.board;
    let there = item.memberships.covering(board.clock).map(|membership| board.sprint(membership.sprint));
    match there.into_iter().find(|sprint| sprint.state != SprintState::Closed) {
        Some(sprint) => Value::Text(Cow::Borrowed(&*sprint.name)),
        None if !item.holds.has(ItemFields::SPRINTS) => Value::Unknown(Reason::LeftOut(Omitted::Sprints)),
        None if board.may_be_in_a_sprint(item, item.phase, board.clock) => Value::Unknown(Reason::CardsUnknown),
        None => Value::Absent,
    }
}

/// Whether an item is a meeting. The title decides if there is one; types and labels matter only if the board
/// has some for meetings.
fn is_meeting(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let board = situation.board;
    let named = board.kinds.contains(&Kind::Meeting);
    match board.is_meeting(item) {
        true => Value::Flag(true),
        false if item.title.decode().is_empty() => Value::Unknown(Reason::LeftOut(Omitted::Titles)),
        false if named && !item.holds.has(ItemFields::LABELS) => Value::Unknown(unlabelled(board)),
        false if named && board.is_untyped_issue(item) => Value::Unknown(Reason::Untyped),
        false => Value::Flag(false),
    }
}

fn is_called_criteria(situation: &Situation<'_, '_>, item: &Item<'_>) -> bool {
    match situation.change().map(|change| (change.kind, &change.detail)) {
        Some((ChangeKind::Split, Detail::Words(words))) => is_criteria(words.to.trim()),
        _ => is_criteria(item.title.decode().trim()),
    }
}

fn text_length<'b>(situation: &Situation<'b, '_>, item: &Item<'_>) -> Value<'b> {
    let texts = [item.description, item.criteria];
    let least = as_number(texts.iter().flatten().map(|text| text.decode().chars().count()).sum());
    let (most, reason) = match () {
        () if !item.holds.has(ItemFields::DESCRIPTION) => (f64::INFINITY, Reason::NoDescription),
        () if texts.iter().any(|text| situation.board.contents.is_cut(*text)) => (f64::INFINITY, Reason::TextsCut),
        () => (least, Reason::NoDescription),
    };
    Interval { least, most, reason }.into()
}

fn text_edits<'b>(situation: &Situation<'b, '_>) -> Value<'b> {
    let Some(item) = situation.item() else { return Value::Absent };
    let changes = situation.board.history(item).iter();
    let edits = changes.filter(|change| {
        let text = matches!(change.kind, ChangeKind::Retitled | ChangeKind::Described | ChangeKind::CriteriaEdited);
        text && change.gesture == Gesture::Decision
    });
    let low = as_number(edits.count());
    match item.truncated {
        true => Value::Between(Interval { least: low, most: f64::INFINITY, reason: Reason::Truncated }),
        false => Value::Number(low),
    }
}

/// Absent, or unknown if the export does not have the field.
fn nothing(has_place: bool) -> Value<'static> {
    if has_place { Value::Absent } else { Value::Unknown(Reason::NoPlace) }
}

fn day_of(situation: &Situation<'_, '_>, due: Due) -> Date {
    match due {
        Due::Day(day) => day,
        Due::At(at) => situation.board.calendar.day(at),
    }
}

fn days_overdue(situation: &Situation<'_, '_>, item: &Item<'_>) -> Value<'static> {
    let Some(due) = item.due else { return nothing(item.holds.has(ItemFields::DUE)) };
    if item.phase == Phase::Done {
        return Value::Absent;
    }
    let today = situation.board.calendar.day(situation.board.clock);
    Value::number(day_of(situation, due).until(today).ok().map(|days| f64::from(days.get_days())))
}

fn days_without<'b>(situation: &Situation<'b, '_>, item: &Item<'_>) -> Value<'b> {
    let (board, Some(role)) = (situation.board, situation.argument.role()) else { return Value::Absent };
    let Some((since, earliest)) = board.in_stage_since(item) else { return Value::Unknown(Reason::Truncated) };
    let words = board.last_words(item, role);
    let [last, perhaps] = words.map(|word| word.map_or(since, |word| word.max(since)));
    let days = |from| f64::from(board.calendar.working_days(from, board.clock));
    let most = words[0].max(earliest).map_or(f64::INFINITY, days);
    let reason = match unheard(board, item) {
        // Their comments were not exported.
        Some(reason) => reason,
        None if !board.people.has_holder_at(role, board.clock) => Reason::NotThen(role),
        None => {
            let reason = if perhaps > last { Reason::NoActor } else { Reason::Truncated };
            return Interval { least: days(board.certain_since(item, perhaps)), most, reason }.into();
        }
    };
    Interval { least: 0.0, most, reason }.into()
}

/// The roles that took part in `item` since `since`, or ever. If a role may have taken part, that is unknown.
fn participants(situation: &Situation<'_, '_>, item: &Item<'_>, since: Option<Timestamp>) -> Value<'static> {
    let touch = situation.board.touch(item, since);
    let unseen = touch.cut.then_some(Reason::Truncated).or_else(|| unseen(situation.board, item));
    if !touch.any {
        return unseen.map_or(Value::Absent, Value::Unknown);
    }
    let held = touch.held.bits();
    let (unsure, reason) = match unseen {
        Some(reason) => (u64::MAX, reason),
        None if touch.nameless => (u64::MAX, Reason::NoActor),
        None => (touch.undated.bits(), Reason::NotThen(Role::ScrumMaster)),
    };
    Value::Words { held, unsure: unsure & !held, reason }
}
