//! Sprints of a tool that knows none: lists that are named like sprints, dated by their names or by the ways of their cards.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::columns::stage_of;
use super::dates::dates;
use crate::board::{Board, Detail, StateId};
use crate::charter::Stage;

/// How long a sprint is taken to be where nothing says when it ended, in days.
const FORTNIGHT: i64 = 14;
/// How long a sprint may be, in days.
const LONGEST: i64 = 60;

/// A list that is named like a sprint, and its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SprintList {
    /// The name of the list.
    pub name: String,
    /// The first day.
    pub start: Date,
    /// The last day, included.
    pub end: Date,
}

/// Why a sprint may have these days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SprintEvidence {
    /// Why it may begin on its first day.
    pub start: SprintStart,
    /// Why it may end on its last.
    pub end: SprintEnd,
    /// How many days lie between the beginnings of sprints, where all that have begun keep to it and so does this one.
    pub every: Option<i64>,
}

/// Why a sprint may begin on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintStart {
    /// Both days stand in the name of the list.
    Name,
    /// The name of the list holds one day, which is taken to be the last.
    NamedAfterLastDay {
        /// Whether it begins after the sprint before it, rather than on that day, too.
        follows: bool,
    },
    /// The first card left the list for work.
    FirstCardLeft,
    /// The first card came into the list.
    FirstCardCame,
    /// No card has left the list for work: it is taken to follow on the sprint before it.
    NotBegun,
}

/// Why a sprint may end on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintEnd {
    /// The day stands in the name of the list.
    Name,
    /// The next one begins.
    NextBegins,
    /// It is taken to last so many days.
    Length(i64),
}

/// When a sprint is known to have begun or ended, and by what.
struct Dated<'n> {
    name: &'n str,
    start: Date,
    end: Option<Date>,
    evidence: SprintStart,
    /// Whether work on it is known to have begun.
    begun: bool,
}

/// The sprints whose lists are called `names`, with their days as far as they show.
pub(super) fn sprints(board: &Board<'_>, names: &[String]) -> Vec<Candidate<SprintList, SprintEvidence>> {
    let mut dated: Vec<Dated<'_>> = names.iter().filter_map(|name| date(board, name)).collect();
    dated.sort_by_key(|sprint| (!sprint.begun, sprint.start, sprint.name));
    // What is named after its last day begins when the one before has ended.
    let last_day = |sprint: &Dated<'_>| match sprint.evidence {
        SprintStart::NamedAfterLastDay { .. } => sprint.end,
        _ => None,
    };
    let mut before: Option<Date> = None;
    for sprint in &mut dated {
        let end = last_day(sprint);
        if let (Some(end), Some(before)) = (end, before)
            && before < end
        {
            sprint.start = before.saturating_add(1.day());
            sprint.evidence = SprintStart::NamedAfterLastDay { follows: true };
        }
        before = end;
    }
    let rhythm = Rhythm::of(&dated);
    for place in 1..dated.len() {
        let next = dated[place - 1].start.saturating_add(rhythm.days.days());
        let sprint = &mut dated[place];
        if !sprint.begun && sprint.start < next {
            sprint.start = next;
            sprint.evidence = SprintStart::NotBegun;
        }
    }
    let starts: Vec<Date> = dated.iter().map(|sprint| sprint.start).collect();
    let candidate = |(place, sprint): (usize, Dated<'_>)| {
        let next = starts[place + 1..].iter().find(|start| **start > sprint.start);
        let regular = rhythm.regular && sprint.begun && sprint.end.is_none();
        let named = sprint.evidence == SprintStart::Name;
        let certainty = if named || regular { Certainty::Likely } else { Certainty::Doubtful };
        let (end, by) = match (sprint.end, next) {
            (Some(end), _) => (end, SprintEnd::Name),
            (None, Some(next)) => (working_day_before(*next), SprintEnd::NextBegins),
            (None, None) => {
                let after = sprint.start.saturating_add(rhythm.days.days());
                (working_day_before(after), SprintEnd::Length(rhythm.days))
            }
        };
        let list = SprintList { name: sprint.name.to_owned(), start: sprint.start, end: end.max(sprint.start) };
        let every = regular.then_some(rhythm.days);
        Candidate::new(certainty, list, SprintEvidence { start: sprint.evidence, end: by, every })
    };
    dated.into_iter().enumerate().map(candidate).collect()
}

/// How far apart sprints begin.
struct Rhythm {
    days: i64,
    /// Whether all that have begun keep it: at least three, in whole weeks.
    regular: bool,
}

impl Rhythm {
    fn of(dated: &[Dated<'_>]) -> Self {
        let starts: Vec<Date> = dated.iter().filter(|it| it.begun && it.end.is_none()).map(|it| it.start).collect();
        let mut steps: Vec<i64> =
            starts.windows(2).map(|pair| pair[1].duration_since(pair[0]).as_hours() / 24).collect();
        steps.sort_unstable();
        let days = steps.get(steps.len() / 2).copied().filter(|days| *days > 0).unwrap_or(FORTNIGHT);
        let regular = steps.len() >= 2 && days % 7 == 0 && steps.iter().all(|step| *step == days);
        Self { days, regular }
    }
}

fn date<'n>(board: &Board<'_>, name: &'n str) -> Option<Dated<'n>> {
    let in_name: Vec<Date> = dates(name).collect();
    let dated = |start, end, evidence, begun| Some(Dated { name, start, end, evidence, begun });
    match in_name.as_slice() {
        [start, end] if start <= end && end.duration_since(*start).as_hours() <= 24 * LONGEST => {
            return dated(*start, Some(*end), SprintStart::Name, true);
        }
        // Perhaps that of a release.
        [day] => return dated(*day, Some(*day), SprintStart::NamedAfterLastDay { follows: false }, true),
        _ => {}
    }
    let list = |state: StateId| {
        board.state(state).name.trim().eq_ignore_ascii_case(name) || board.state(state).name.trim() == name
    };
    let begun = |stage| matches!(stage, Some(Stage::Doing | Stage::Acceptance | Stage::Done | Stage::Impediments));
    let moves = || {
        board.changes.iter().filter_map(|change| match &change.detail {
            Detail::States { from, to, .. } => Some((change.at, *from, *to)),
            _ => None,
        })
    };
    if let Some((at, ..)) = moves().find(|(_, from, to)| list(*from) && begun(stage_of(board.state(*to)))) {
        return dated(board.calendar.day(at), None, SprintStart::FirstCardLeft, true);
    }
    let (at, ..) = moves().find(|(_, _, to)| list(*to))?;
    dated(board.calendar.day(at), None, SprintStart::FirstCardCame, false)
}

fn working_day_before(day: Date) -> Date {
    let mut before = day.saturating_sub(1.day());
    while matches!(before.weekday(), Weekday::Saturday | Weekday::Sunday) {
        before = before.saturating_sub(1.day());
    }
    before
}
