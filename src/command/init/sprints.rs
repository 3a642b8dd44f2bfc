//! Sprints of a tool that knows none: lists that are named like sprints, dated by their names or by the ways of their cards.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::guess::{Certainty, Guess, SprintGuess};
use super::workflow::stage_of;
use crate::board::{Board, Detail, StateId};
use crate::charter::Stage;

/// How long a sprint is taken to be where nothing says when it ended, in days.
const FORTNIGHT: i64 = 14;

/// When something is known to have begun or ended, and by what.
struct Dated<'n> {
    name: &'n str,
    start: Date,
    end: Option<Date>,
    why: String,
    /// Whether the name gives both days.
    named: bool,
    /// Whether work on it is known to have begun.
    begun: bool,
}

/// Guesses the days of the sprints whose lists are called `names`.
pub(super) fn sprints(board: &Board<'_>, names: &[String]) -> Vec<Guess<SprintGuess>> {
    let mut dated: Vec<Dated<'_>> = names.iter().filter_map(|name| date(board, name)).collect();
    dated.sort_by_key(|sprint| (!sprint.begun, sprint.start, sprint.name));
    // What is named after its last day begins when the one before has ended.
    let ends: Vec<Option<Date>> = dated.iter().map(|sprint| sprint.end.filter(|_| !sprint.named)).collect();
    for (place, sprint) in dated.iter_mut().enumerate().skip(1) {
        if let (Some(end), Some(before)) = (ends[place], ends[place - 1])
            && before < end
        {
            sprint.start = before.saturating_add(1.day());
            sprint.why.push_str(", after that of the list before");
        }
    }
    let rhythm = Rhythm::of(&dated);
    for place in 1..dated.len() {
        let next = dated[place - 1].start.saturating_add(rhythm.days.days());
        let sprint = &mut dated[place];
        if !sprint.begun && sprint.start < next {
            sprint.start = next;
            "no card has left it for work: taken to follow on the one before".clone_into(&mut sprint.why);
        }
    }
    let starts: Vec<Date> = dated.iter().map(|sprint| sprint.start).collect();
    let guess = |(place, sprint): (usize, Dated<'_>)| {
        let next = starts.iter().skip(place + 1).find(|start| **start > sprint.start);
        let regular = rhythm.regular && sprint.begun && sprint.end.is_none();
        let certainty = if sprint.named || regular { Certainty::Likely } else { Certainty::Doubtful };
        let (end, how) = match (sprint.end, next) {
            (Some(end), _) => (end, String::new()),
            (None, Some(next)) => (working_day_before(*next), "; taken to end before the next one begins".to_owned()),
            (None, None) => (
                working_day_before(sprint.start.saturating_add(rhythm.days.days())),
                format!("; taken to last {} days, because nothing says when it ended", rhythm.days),
            ),
        };
        let end = end.max(sprint.start);
        let steady = if regular { format!("; one begins every {} days", rhythm.days) } else { String::new() };
        let value = SprintGuess { name: sprint.name.to_owned(), start: sprint.start, end };
        Guess::new(certainty, value, format!("{}{how}{steady}", sprint.why))
    };
    dated.into_iter().enumerate().map(guess).collect()
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
    let told: Vec<Date> = dates(name).collect();
    match told.as_slice() {
        [start, end] if start <= end && end.duration_since(*start).as_hours() <= 24 * 60 => {
            let why = "both days stand in the name of the list".to_owned();
            return Some(Dated { name, start: *start, end: Some(*end), why, named: true, begun: true });
        }
        [day] => {
            let why = "named after one day, perhaps that of a release; taken to be the last".to_owned();
            return Some(Dated { name, start: *day, end: Some(*day), why, named: false, begun: true });
        }
        _ => {}
    }
    let list = |state: StateId| {
        board.state(state).name.trim().eq_ignore_ascii_case(name) || board.state(state).name.trim() == name
    };
    let begun = |stage| matches!(stage, Some(Stage::Doing | Stage::Acceptance | Stage::Done | Stage::Impediments));
    let ways = || {
        board.changes.iter().filter_map(|change| match &change.detail {
            Detail::States { from, to, .. } => Some((change.at, *from, *to)),
            _ => None,
        })
    };
    let left = ways().find(|(_, from, to)| list(*from) && begun(stage_of(board.state(*to)))).map(|(at, ..)| at);
    let (at, why) = match left {
        Some(at) => (at, "the first card left this list for work on the day it is taken to begin"),
        None => {
            let entered = ways().find(|(_, _, to)| list(*to)).map(|(at, ..)| at)?;
            (entered, "the first card came into this list on the day it is taken to begin")
        }
    };
    Some(Dated {
        name,
        start: board.calendar.day(at),
        end: None,
        why: why.to_owned(),
        named: false,
        begun: left.is_some(),
    })
}

fn working_day_before(day: Date) -> Date {
    let mut before = day.saturating_sub(1.day());
    while matches!(before.weekday(), Weekday::Saturday | Weekday::Sunday) {
        before = before.saturating_sub(1.day());
    }
    before
}

/// The dates in a name that can be read in one way: `2026-03-02` and `2.3.2026`.
pub(super) fn dates(name: &str) -> impl Iterator<Item = Date> {
    let parts = name.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '.'));
    parts.filter_map(|part| {
        let part = part.trim_matches(['-', '.']);
        let dotted = || {
            let mut numbers = part.split('.').map(|number| number.parse::<i16>().ok());
            let (day, month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
            let year = if year < 100 { 2000 + year } else { year };
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let iso = part.len() == 10 && part.bytes().filter(|byte| *byte == b'-').count() == 2;
        if iso { part.parse().ok() } else { dotted() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_can_mean_one_day_only() {
        let read = |name: &str| dates(name).map(|date| date.to_string()).collect::<Vec<_>>();
        assert_eq!(read("2015-07-02 Release"), ["2015-07-02"]);
        assert_eq!(read("Sprint 3 (2.3.2026 - 13.3.26)"), ["2026-03-02", "2026-03-13"]);
        assert_eq!(read("Sprint 5"), Vec::<String>::new());
        assert_eq!(read("7/9/2026, version 1.2"), Vec::<String>::new());
        assert_eq!(read("99.99.9999 2026-13-45"), Vec::<String>::new());
    }
}
