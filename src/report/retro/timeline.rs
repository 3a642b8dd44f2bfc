//! When findings occurred: by sprint, or, if a board has no sprints or too many, by week, month, quarter or
//! year.

use foldhash::HashMap;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::context::RetroContext;
use super::period::ReportPeriod;
use super::sprint_dates::judged_sprints;
use super::{sentences, words};
use crate::board::{Board, SprintId, SprintState};
use crate::charter::Level;
use crate::finding::Finding;

/// Maximum number of rows that a reader can grasp at once; more sprints than other rows are allowed, because
/// they have names.
const ROWS: usize = 16;
const SPRINTS: usize = 32;

/// Findings over time.
pub(crate) struct Timeline {
    /// The unit of a row.
    pub(crate) unit: &'static str,
    /// The rows, oldest first.
    pub(crate) rows: Vec<TimeBucket>,
    /// The largest number of findings in a row.
    pub(crate) most: usize,
    /// The findings that are not shown because they have no time, in words.
    pub(crate) undated: String,
}

/// A sprint or a period.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TimeBucket {
    /// What it is called.
    pub(crate) label: String,
    /// Its dates.
    pub(crate) dates: String,
    /// Number of errors, warnings and infos.
    pub(crate) counts: [usize; 3],
}

impl TimeBucket {
    /// Number of all findings in it.
    pub(crate) fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    fn count(&mut self, level: Level) {
        let place = match level {
            Level::Error => 0,
            Level::Warn => 1,
            Level::Info | Level::Off => 2,
        };
        self.counts[place] += 1;
    }

    fn new(label: String, dates: String) -> Self {
        Self { label, dates, counts: [0; 3] }
    }
}

impl Timeline {
    /// Whether there is no finding at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.undated.is_empty()
    }

    /// The findings of a board over time.
    pub(super) fn of(
        context: &RetroContext<'_>,
        board: &Board<'_>,
        period: &ReportPeriod,
        findings: &[&Finding],
    ) -> Self {
        let sprints = started(board);
        let by_sprint = by_sprint(context, board, &sprints, findings);
        let (unit, rows) = match by_sprint.len() {
            1..=SPRINTS => (words::SPRINT, by_sprint),
            _ => by_calendar(board, period.first_day(), findings),
        };
        let shown: usize = rows.iter().map(TimeBucket::total).sum();
        let undated = findings.len() - shown;
        Self {
            unit,
            most: rows.iter().map(TimeBucket::total).max().unwrap_or(0),
            rows,
            undated: if undated > 0 { sentences::undated(undated) } else { String::new() },
        }
    }
}

/// A sprint that has begun.
struct StartedSprint<'b> {
    id: SprintId,
    name: &'b str,
    start: Timestamp,
    /// When it ended; `None` while it is running.
    over: Option<Timestamp>,
    /// When it ended or is planned to end; `None` if that is unknown.
    end: Option<Timestamp>,
}

impl StartedSprint<'_> {
    fn holds(&self, at: Timestamp) -> bool {
        self.start <= at && self.over.is_none_or(|over| at <= over)
    }
}

/// The judged sprints that have begun, sorted by start.
fn started<'b>(board: &'b Board<'_>) -> Vec<StartedSprint<'b>> {
    let started = judged_sprints(board).filter_map(|(id, sprint)| {
        let end = sprint.completed.or(sprint.end);
        let over = if sprint.state == SprintState::Closed { end } else { sprint.completed };
        Some(StartedSprint { id, name: sprint.shown_name(), start: sprint.start?, over, end })
    });
    let mut started: Vec<_> = started.collect();
    started.sort_by_key(|sprint| sprint.start);
    started
}

/// A row for each sprint. If something was found while no sprint ran, there is a row after the sprint, or
/// before the first.
fn by_sprint(
    context: &RetroContext<'_>,
    board: &Board<'_>,
    sprints: &[StartedSprint<'_>],
    findings: &[&Finding],
) -> Vec<TimeBucket> {
    let day = |at| board.calendar.day(at);
    if sprints.is_empty() {
        return Vec::new();
    }
    let earlier = if board.window.is_open() { words::BEFORE_SPRINTS } else { words::EARLIER };
    let mut before = TimeBucket::new(earlier.to_owned(), String::new());
    let mut rows: Vec<(TimeBucket, TimeBucket)> = Vec::new();
    for (place, sprint) in sprints.iter().enumerate() {
        let name = context.name(sprint.name);
        let next = sprints.get(place + 1).map(|next| board.calendar.last_day(next.start));
        let pause = sprint.over.map(|over| sentences::span(day(over), next)).unwrap_or_default();
        let after = TimeBucket::new(sentences::after(&name), pause);
        let dates = sentences::span(day(sprint.start), sprint.end.map(|end| board.calendar.last_day(end)));
        rows.push((TimeBucket::new(name, dates), after));
    }
    let places: HashMap<SprintId, usize> = sprints.iter().map(|sprint| sprint.id).zip(0..).collect();
    // For each sprint, the latest end of all sprints up to it.
    let mut over = Timestamp::MIN;
    let overs: Vec<Timestamp> = sprints
        .iter()
        .map(|sprint| {
            over = over.max(sprint.over.unwrap_or(Timestamp::MAX));
            over
        })
        .collect();
    let last_running = |at: Timestamp| {
        let begun = sprints.partition_point(|sprint| sprint.start <= at);
        (0..begun).rev().take_while(|place| at <= overs[*place]).find(|place| sprints[*place].holds(at))
    };
    for finding in findings {
        let of_sprint = finding.sprint_id.and_then(|id| places.get(&id).copied());
        let running = || finding.at.and_then(last_running);
        let begun = || finding.at.map(|at| sprints.partition_point(|sprint| sprint.start <= at));
        match (of_sprint.or_else(running), begun()) {
            (Some(place), _) => rows[place].0.count(finding.level),
            (None, Some(0)) => before.count(finding.level),
            (None, Some(begun)) => rows[begun - 1].1.count(finding.level),
            (None, None) => {}
        }
    }
    let rows = rows.into_iter().flat_map(|(row, after)| [Some(row), Some(after).filter(|after| after.total() > 0)]);
    Some(before).filter(|before| before.total() > 0).into_iter().chain(rows.flatten()).collect()
}

/// The periods of the calendar.
#[derive(Clone, Copy)]
enum CalendarUnit {
    Week,
    Month,
    Quarter,
    Year,
}

impl CalendarUnit {
    fn start(self, day: Date) -> Date {
        match self {
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let month = day.first_of_month();
                month.checked_sub(i64::from((month.month() - 1) % 3).months()).unwrap_or(month)
            }
            Self::Year => day.first_of_year(),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }

    fn name(self, start: Date) -> String {
        match self {
            Self::Week => sentences::date(start),
            Self::Month => sentences::month(start),
            Self::Quarter => sentences::quarter(start),
            Self::Year => start.year().to_string(),
        }
    }
}

/// Rows for the smallest period that does not give too many rows, from the `first` day of the report on.
/// Findings from before that day get a row of their own.
fn by_calendar(board: &Board<'_>, first: Option<Date>, findings: &[&Finding]) -> (&'static str, Vec<TimeBucket>) {
    let dated = findings.iter().filter_map(|it| Some((board.calendar.day(it.at?), it.level)));
    let (earlier, days): (Vec<_>, Vec<_>) = dated.partition(|(day, _)| first.is_some_and(|first| *day < first));
    let dates = first.map(sentences::before).unwrap_or_default();
    let mut before = TimeBucket::new(words::EARLIER.to_owned(), dates);
    earlier.into_iter().for_each(|(_, level)| before.count(level));
    let before = Some(before).filter(|before| before.total() > 0);
    let Some((first, last)) = days.iter().map(|(day, _)| *day).min().zip(days.iter().map(|(day, _)| *day).max()) else {
        return (words::WEEK, before.into_iter().collect());
    };
    let stretches = |stretch: CalendarUnit| {
        let mut starts = vec![stretch.start(first)];
        while let Some(next) = starts.last().and_then(|start| stretch.next(*start)).filter(|next| *next <= last) {
            starts.push(next);
        }
        starts
    };
    let fits = |starts: &Vec<Date>| starts.len() <= ROWS;
    let finer = [
        (words::WEEK, CalendarUnit::Week),
        (words::MONTH_UNIT, CalendarUnit::Month),
        (words::QUARTER_UNIT, CalendarUnit::Quarter),
    ];
    let (unit, stretch, starts) = finer
        .into_iter()
        .map(|(unit, stretch)| (unit, stretch, stretches(stretch)))
        .find(|(.., starts)| fits(starts))
        .unwrap_or_else(|| (words::YEAR, CalendarUnit::Year, stretches(CalendarUnit::Year)));
    let mut rows: Vec<TimeBucket> =
        starts.iter().map(|start| TimeBucket::new(stretch.name(*start), String::new())).collect();
    for (day, level) in days {
        let place = starts.partition_point(|start| *start <= day);
        rows[place - 1].count(level);
    }
    (unit, before.into_iter().chain(rows).collect())
}
