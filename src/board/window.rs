//! The time that a run looks at.
//!
//! History before it still informs the replay, and only what lies in it is judged. A run over a sprint that is over sets
//! the clock to that sprint's completion, so that it says the same tomorrow.

use jiff::Timestamp;
use jiff::civil::Date;

use super::item::Item;
use super::sprint::{Sprint, SprintState};
use super::{Board, Calendar, SprintId, calendar};
use crate::source::{Diagnostic, tree};

/// Which time a run should look at.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Moves the clock to the end of this day.
    pub today: Option<Date>,
    /// The first day that is judged.
    pub since: Option<Date>,
    /// The last day that is judged; the clock stands at its end.
    pub until: Option<Date>,
    /// The sprint that is judged; the clock stands at its completion.
    pub sprint: Option<Pick>,
}

/// How a sprint is picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// By its name, in any case.
    Named(String),
    /// The one that is running.
    Current,
    /// The one that was completed last.
    LastClosed,
}

/// The time that a run looks at.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// The first instant that is judged; none where it is open.
    pub from: Option<Timestamp>,
    /// The last one; none where it is that of the clock.
    pub to: Option<Timestamp>,
    /// The sprint it was made of.
    pub sprint: Option<SprintId>,
}

impl Window {
    /// Whether something at `at` is judged.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at <= to)
    }

    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

impl Board<'_> {
    /// Whether `sprint` is judged: it is the one that was asked for, or it ran in the window.
    pub fn judges_sprint(&self, sprint: &Sprint<'_>) -> bool {
        if let Some(only) = self.window.sprint {
            return self.sprint(only).id == sprint.id;
        }
        let end = sprint.completed.unwrap_or(self.clock);
        let begun = sprint.start.is_none_or(|start| self.window.to.is_none_or(|to| start <= to));
        begun && self.window.from.is_none_or(|from| end >= from)
    }

    /// Whether `item` was part of what the window shows: it was in the sprint, or somebody did something to it then.
    pub fn judges_item(&self, item: &Item<'_>) -> bool {
        match self.window.sprint {
            Some(sprint) => item.stays.iter().any(|stay| stay.sprint == sprint),
            None => self.window.is_open() || item.changes.iter().any(|id| self.window.holds(self.change(*id).at)),
        }
    }
}

/// The window that `wanted` asks for, and where the clock then stands. `now` is where it would stand else.
///
/// # Errors
/// That there is no such sprint, with those there are.
pub(super) fn resolve(
    wanted: &Wanted,
    sprints: &[Sprint<'_>],
    calendar: &Calendar,
    board: &str,
    now: Timestamp,
) -> Result<(Window, Timestamp), Diagnostic> {
    let mut window = Window {
        from: wanted.since.map(|day| calendar.start_of(day)),
        to: wanted.until.map(|day| calendar::before(calendar.end_of(day), 1)),
        sprint: None,
    };
    let mut clock = window.to.map_or(now, |to| to.min(now));
    if let Some(pick) = &wanted.sprint {
        let place = picked(pick, sprints, clock).ok_or_else(|| nowhere(pick, sprints, board))?;
        let sprint = &sprints[place];
        window.sprint = Some(SprintId::new(place));
        window.from = window.from.max(sprint.start);
        clock = sprint.completed.map_or(clock, |completed| completed.min(clock));
        window.to = Some(clock);
    }
    Ok((window, clock))
}

fn picked(pick: &Pick, sprints: &[Sprint<'_>], clock: Timestamp) -> Option<usize> {
    let begun =
        |sprint: &Sprint<'_>| sprint.state != SprintState::Future && sprint.start.is_some_and(|start| start <= clock);
    let closed = |sprint: &Sprint<'_>| sprint.completed.is_some_and(|completed| completed <= clock);
    let all = || sprints.iter().enumerate().filter(|(_, sprint)| begun(sprint));
    let found = match pick {
        Pick::Named(name) => {
            let same = |sprint: &Sprint<'_>| sprint.name.trim().to_lowercase() == name.trim().to_lowercase();
            all().filter(|(_, sprint)| same(sprint)).max_by_key(|(_, sprint)| sprint.start)
        }
        Pick::Current => all().filter(|(_, sprint)| !closed(sprint)).max_by_key(|(_, sprint)| sprint.start),
        Pick::LastClosed => all()
            .filter(|(_, sprint)| closed(sprint) && sprint.state == SprintState::Closed)
            .max_by_key(|(_, sprint)| (sprint.completed, sprint.start)),
    };
    found.map(|(place, _)| place)
}

/// That there is no such sprint.
fn nowhere(pick: &Pick, sprints: &[Sprint<'_>], board: &str) -> Diagnostic {
    let names: Vec<&str> = sprints.iter().filter(|sprint| sprint.start.is_some()).map(|sprint| &*sprint.name).collect();
    let missing = match pick {
        Pick::Named(name) => format!("no sprint of {board} that has begun is called `{name}`"),
        Pick::Current => format!("no sprint of {board} is running at the end of this export"),
        Pick::LastClosed => format!("no sprint of {board} is known to be over"),
    };
    let advice = match pick {
        Pick::Named(name) if tree::nearest(name, names.iter().copied()).is_some() => {
            format!("did you mean `{}`?", tree::nearest(name, names.iter().copied()).unwrap_or_default())
        }
        _ if names.is_empty() => {
            "the export does not say when sprints ran: put the board's sprint list beside it, or list \
             them in boardlint.toml, `[[sprints]]` with name, start and end"
                .to_owned()
        }
        _ => format!("the sprints are {}", some(&names)),
    };
    Diagnostic::error(missing).note(advice)
}

/// The last few names of a list.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let told = names[names.len().saturating_sub(SHOWN)..].join(", ");
    if names.len() > SHOWN { format!("{} earlier ones, {told}", names.len() - SHOWN) } else { told }
}
