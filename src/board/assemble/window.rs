//! Computes the period that a run judges from the options.
//!
//! Earlier history still informs the replay, but only what lies in the window is judged. A run over a
//! finished sprint sets the clock to the completion of that sprint, so that its result does not change with
//! time.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::model::calendar;
use crate::board::{Calendar, Sprint, SprintId, SprintState, Window};
use crate::charter::folded;
use crate::source::Diagnostic;
use crate::wording::did_you_mean;

/// The period that a run is asked to judge.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Moves the clock to the end of this day.
    pub today: Option<Date>,
    /// The first day that is judged.
    pub since: Option<Day>,
    /// The last day that is judged; the clock is at its end.
    pub until: Option<Day>,
    /// The sprint that is judged; the clock is at its completion.
    pub sprint: Option<Pick>,
}

impl Wanted {
    /// Whether the clock may be before the end of the known history.
    pub(crate) fn may_end_early(&self) -> bool {
        self.today.is_some() || self.until.is_some() || self.sprint.is_some()
    }
}

/// A day that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// This one.
    On(Date),
    /// This number of days before the day of the board's clock.
    Before(u16),
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self::On(date)
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `2026-03-02` or `14d`. A time of day is refused, because it would be dropped silently.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(Ok(days)) = text.strip_suffix('d').map(str::parse) {
            return Ok(Self::Before(days));
        }
        let date: Date = text
            .parse()
            .map_err(|_| "no such day: write it like 2026-03-02, or how many days ago like 14d".to_owned())?;
        if date.to_string() == text {
            Ok(Self::On(date))
        } else {
            Err("a day is written like 2026-03-02, without a time".to_owned())
        }
    }
}

/// How a sprint is picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// By its name, in any case.
    Named(String),
    /// The running sprint; one that counts, if there is any.
    Current,
    /// The sprint that was completed last; one that counts, if there is any.
    LastClosed,
}

/// As people write it: a name, `current` or `last-closed`.
impl From<String> for Pick {
    fn from(text: String) -> Self {
        match text.as_str() {
            "current" => Self::Current,
            "last-closed" => Self::LastClosed,
            _ => Self::Named(text),
        }
    }
}

/// What a window is computed from.
pub(crate) struct Times<'b, 'a> {
    /// The board's name for readers.
    pub(crate) board: &'b str,
    pub(crate) sprints: &'b [Sprint<'a>],
    /// Whether each of them counts: of the others, little is known.
    pub(crate) counting: &'b [bool],
    pub(crate) calendar: &'b Calendar,
    /// When its first item was created.
    pub(crate) first: Option<Timestamp>,
    /// The newest timestamp in the export.
    pub(crate) newest: Timestamp,
    /// The clock without a requested window.
    pub(crate) now: Timestamp,
}

impl Times<'_, '_> {
    /// Returns the window that `wanted` asks for, and its clock.
    ///
    /// If there is no such sprint, with those there are; or if nothing of the board lies in the window.
    pub(crate) fn window(&self, wanted: &Wanted) -> Result<(Window, Timestamp), Diagnostic> {
        let mut window = Window {
            from: wanted.since.map(|day| self.calendar.start_of(self.date(day))),
            to: wanted.until.map(|day| calendar::before(self.calendar.end_of(self.date(day)), 1)),
            sprint: None,
        };
        let mut clock = window.to.map_or(self.now, |to| to.min(self.now));
        window.to = window.to.map(|to| to.min(clock));
        if let Some(pick) = &wanted.sprint {
            let place = self.picked(pick, clock)?;
            let sprint = &self.sprints[place];
            window.sprint = Some(SprintId::new(place));
            window.from = window.from.max(sprint.start);
            clock = sprint.completed.map_or(clock, |completed| completed.min(clock));
            window.to = Some(clock);
        }
        self.checked(&window, clock)?;
        Ok((window, clock))
    }

    /// The date of a day that is asked for.
    fn date(&self, day: Day) -> Date {
        match day {
            Day::On(date) => date,
            Day::Before(days) => self.calendar.day(self.now).saturating_sub(jiff::Span::new().days(i32::from(days))),
        }
    }

    /// A window in which nothing can lie is a slip; a run over it would be clean for want of looking.
    fn checked(&self, window: &Window, clock: Timestamp) -> Result<(), Diagnostic> {
        let (board, day) = (self.board, |at| self.calendar.day(at));
        let (from, to) = (window.from, window.to.unwrap_or(clock).min(clock));
        let wrong = if self.first.is_some_and(|first| clock < first) {
            format!("there was nothing on {board} by {}", day(clock))
        } else if from.is_some_and(|from| from > to) {
            format!(
                "nothing of {board} lies in this window: it begins on {} and ends on {}",
                day(from.unwrap_or(to)),
                day(to)
            )
        } else {
            return Ok(());
        };
        let known = match self.first {
            Some(first) => format!("what is known of it goes from {} to {}", day(first), day(self.newest)),
            None => format!("what is known of it ends on {}", day(self.newest)),
        };
        Err(Diagnostic::error(wrong).note(known))
    }

    fn picked(&self, pick: &Pick, clock: Timestamp) -> Result<usize, Diagnostic> {
        let closed = |sprint: &Sprint<'_>| sprint.completed.is_some_and(|completed| completed <= clock);
        let begun: Vec<(usize, &Sprint<'_>)> =
            self.sprints.iter().enumerate().filter(|(_, sprint)| sprint.has_begun(clock)).collect();
        let all = || begun.iter().copied();
        let found = match pick {
            Pick::Named(name) => self.called(name, &begun)?,
            Pick::Current => all()
                .filter(|(_, sprint)| !closed(sprint))
                .max_by_key(|(place, sprint)| (self.counting[*place], sprint.start)),
            Pick::LastClosed => all()
                .filter(|(_, sprint)| closed(sprint) && sprint.state == SprintState::Closed)
                .max_by_key(|(place, sprint)| (self.counting[*place], sprint.completed, sprint.start)),
        };
        let names: Vec<&str> = all().map(|(_, sprint)| sprint.shown_name()).collect();
        found.map(|(place, _)| place).ok_or_else(|| self.nowhere(pick, &names, clock))
    }

    /// The one sprint called `name`: by exact spelling, or else in any case and with any blanks.
    fn called<'s, 'a>(
        &self,
        name: &str,
        begun: &[(usize, &'s Sprint<'a>)],
    ) -> Result<Option<(usize, &'s Sprint<'a>)>, Diagnostic> {
        let wanted = folded(name);
        let exact: Vec<_> = begun.iter().filter(|(_, sprint)| sprint.shown_name().trim() == name.trim()).collect();
        let any: Vec<_> = begun.iter().filter(|(_, sprint)| folded(sprint.shown_name()) == wanted).collect();
        match if exact.is_empty() { any } else { exact }.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(**one)),
            several => {
                let days =
                    several.iter().filter_map(|(_, sprint)| sprint.start).map(|at| self.calendar.day(at).to_string());
                let days = days.collect::<Vec<_>>().join(" and on ");
                let twice = format!("{} sprints of {} are called `{name}`", several.len(), self.board);
                Err(Diagnostic::error(twice)
                    .note(format!("they began on {days}: name the days, with --since and --until")))
            }
        }
    }

    /// Reports that there is no such sprint.
    fn nowhere(&self, pick: &Pick, names: &[&str], clock: Timestamp) -> Diagnostic {
        let (board, day) = (self.board, self.calendar.day(clock));
        let missing = match pick {
            Pick::Named(name) => format!("no sprint of {board} that had begun by {day} is called `{name}`"),
            Pick::Current => format!("no sprint of {board} was running on {day}"),
            Pick::LastClosed => format!("no sprint of {board} is known to have been over by {day}"),
        };
        let near = match pick {
            Pick::Named(name) => did_you_mean(name, names.iter().copied()),
            _ => None,
        };
        let dated = self.sprints.iter().any(|sprint| sprint.start.is_some());
        let advice = match near {
            Some(near) => near,
            None if self.sprints.is_empty() => {
                "the export names no sprint: list them in boardlint.toml, `[[sprints]]` with name, start and end, or ask \
                 for days, with --since and --until"
                    .to_owned()
            }
            None if !dated => {
                "the export does not say when sprints ran: put the board's sprint list beside it, or list \
                 them in boardlint.toml, `[[sprints]]` with name, start and end"
                    .to_owned()
            }
            None if names.is_empty() => "none of them had begun by then".to_owned(),
            None => format!("the sprints are {}", some(names)),
        };
        Diagnostic::error(missing).note(advice)
    }
}

/// The last few names of a list.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let shown = names[names.len().saturating_sub(SHOWN)..].join(", ");
    if names.len() > SHOWN { format!("{} earlier ones, {shown}", names.len() - SHOWN) } else { shown }
}
