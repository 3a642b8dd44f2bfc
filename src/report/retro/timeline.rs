//! When things were found: by sprint, or by week, month or year where a board has no sprints.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::last_day;
use super::scene::Scene;
use super::words::Words;
use crate::board::Board;
use crate::charter::Level;
use crate::finding::Finding;

/// So many rows are shown; what lies before is one more.
const ROWS: usize = 16;

/// Findings over time.
pub(crate) struct Timeline {
    /// What a row is.
    pub(crate) unit: &'static str,
    /// The rows, oldest first.
    pub(crate) rows: Vec<Bucket>,
    /// The most findings in a row.
    pub(crate) most: usize,
    /// What is not shown because it belongs to no time, in words.
    pub(crate) undated: String,
}

/// A sprint or a stretch of time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// What it is called.
    pub(crate) label: String,
    /// When it was.
    pub(crate) dates: String,
    /// How many errors, warnings and infos.
    pub(crate) counts: [usize; 3],
    /// Whether it is many rows in one: then it is counted and not drawn, for it would dwarf the others.
    pub(crate) heap: bool,
}

impl Bucket {
    /// All findings in it.
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

    fn join(&mut self, other: &Self) {
        for (own, more) in self.counts.iter_mut().zip(other.counts) {
            *own += more;
        }
    }
}

impl Timeline {
    /// The findings of a board over time.
    pub(super) fn of(scene: &Scene<'_>, board: &Board<'_>, findings: &[&Finding]) -> Self {
        let words = scene.words;
        let sprints = starts(board);
        let (unit, mut rows) = match sprints.is_empty() {
            true => by_calendar(board, findings, words),
            false => (words.sprint, by_sprint(scene, board, &sprints, findings)),
        };
        if rows.len() > ROWS {
            let later = rows.split_off(rows.len() - ROWS);
            let mut before =
                Bucket { label: words.earlier.to_owned(), dates: String::new(), counts: [0; 3], heap: true };
            rows.iter().for_each(|row| before.join(row));
            rows = std::iter::once(before).chain(later).collect();
        }
        let shown: usize = rows.iter().map(Bucket::total).sum();
        let undated = findings.len() - shown;
        Self {
            unit,
            most: rows.iter().filter(|row| !row.heap).map(Bucket::total).max().unwrap_or(0),
            rows,
            undated: if undated > 0 { words.undated(undated) } else { String::new() },
        }
    }
}

/// Started sprints by their start: name, start, and when they were over.
type Started<'b> = (&'b str, Timestamp, Option<Timestamp>);

fn starts<'b>(board: &'b Board<'_>) -> Vec<Started<'b>> {
    let begun = board.sprints.iter().filter(|sprint| sprint.has_begun(board.clock) && board.judges_sprint(sprint));
    let started = begun.filter_map(|sprint| Some((&*sprint.name, sprint.start?, sprint.completed.or(sprint.end))));
    let mut started: Vec<_> = started.collect();
    started.sort_by_key(|(_, start, _)| *start);
    started
}

fn by_sprint(scene: &Scene<'_>, board: &Board<'_>, sprints: &[Started<'_>], findings: &[&Finding]) -> Vec<Bucket> {
    let words = scene.words;
    let mut before =
        Bucket { label: words.before_sprints.to_owned(), dates: String::new(), counts: [0; 3], heap: false };
    let mut rows: Vec<Bucket> = sprints
        .iter()
        .map(|(name, start, end)| Bucket {
            label: scene.name(name),
            dates: words.span(board.calendar.day(*start), end.map(|end| last_day(board, end))),
            counts: [0; 3],
            heap: false,
        })
        .collect();
    for finding in findings {
        let named = finding.sprint.as_deref().and_then(|name| sprints.iter().position(|(other, ..)| *other == name));
        let dated = || finding.at.map(|at| sprints.partition_point(|(_, start, _)| *start <= at));
        match (named, dated()) {
            (Some(place), _) => rows[place].count(finding.level),
            (None, Some(0)) => before.count(finding.level),
            (None, Some(after)) => rows[after - 1].count(finding.level),
            (None, None) => {}
        }
    }
    if before.total() > 0 {
        rows.insert(0, before);
    }
    rows
}

/// Stretches of the calendar.
#[derive(Clone, Copy)]
enum Stretch {
    Week,
    Month,
    Year,
}

impl Stretch {
    fn start(self, day: Date) -> Date {
        match self {
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }

    fn name(self, start: Date, words: &Words) -> (String, String) {
        match self {
            Self::Week => (words.week_of(start), String::new()),
            Self::Month => (words.month(start), String::new()),
            Self::Year => (start.year().to_string(), String::new()),
        }
    }
}

/// The finest stretches of which there are not too many.
fn by_calendar(board: &Board<'_>, findings: &[&Finding], words: &Words) -> (&'static str, Vec<Bucket>) {
    let days: Vec<(Date, Level)> =
        findings.iter().filter_map(|it| Some((board.calendar.day(it.at?), it.level))).collect();
    let Some((first, last)) = days.iter().map(|(day, _)| *day).min().zip(days.iter().map(|(day, _)| *day).max()) else {
        return (words.week, Vec::new());
    };
    let stretches = |stretch: Stretch| {
        let mut starts = vec![stretch.start(first)];
        while let Some(next) = starts.last().and_then(|start| stretch.next(*start)).filter(|next| *next <= last) {
            starts.push(next);
        }
        starts
    };
    let fits = |starts: &Vec<Date>| starts.len() <= ROWS;
    let (unit, stretch, starts) = [(words.week, Stretch::Week), (words.month_unit, Stretch::Month)]
        .into_iter()
        .map(|(unit, stretch)| (unit, stretch, stretches(stretch)))
        .find(|(.., starts)| fits(starts))
        .unwrap_or_else(|| (words.year, Stretch::Year, stretches(Stretch::Year)));
    let mut rows: Vec<Bucket> = starts
        .iter()
        .map(|start| {
            let (label, dates) = stretch.name(*start, words);
            Bucket { label, dates, counts: [0; 3], heap: false }
        })
        .collect();
    for (day, level) in days {
        let place = starts.partition_point(|start| *start <= day);
        rows[place - 1].count(level);
    }
    (unit, rows)
}
