//! What was committed in sprints, what was done, and the velocity for comparison.

use super::context::RetroContext;
use super::sentences;
use super::sprint_dates::judged_sprints;
use crate::board::{Board, Sprint, SprintFigures, SprintState, Unit, Velocity};

/// Maximum number of sprints; the newest are shown.
const SHOWN: usize = 10;

/// The sprints of a board.
pub(crate) struct SprintTable {
    /// The sprints, oldest first.
    pub(crate) rows: Vec<SprintRow>,
    /// What is not shown, in words; empty if all is shown.
    pub(crate) left_out: String,
    /// What counts as committed in sprints of which only the dates are known, in words; empty if there is no
    /// such sprint.
    pub(crate) days_alone: String,
    /// The largest size in each unit, for the scale of the drawing.
    pub(crate) scales: Vec<(Unit, f64)>,
}

/// A sprint.
pub(crate) struct SprintRow {
    /// Its name.
    pub(crate) name: String,
    /// Its dates, and whether it is running.
    pub(crate) dates: String,
    /// Whether it is running.
    pub(crate) running: bool,
    /// The unit of its sizes.
    pub(crate) unit: Unit,
    /// The unit in words.
    pub(crate) unit_name: &'static str,
    /// Sizes: committed, added and removed after the planning, done.
    pub(crate) committed: f64,
    pub(crate) added: f64,
    pub(crate) removed: f64,
    pub(crate) done: f64,
    /// The mean of `done` in the three sprints before.
    pub(crate) velocity: Option<f64>,
    /// Whether only its dates are known: neither a list nor a label marks its cards.
    pub(crate) days_alone: bool,
    /// Whether more may have been done.
    pub(crate) unclear: bool,
}

impl SprintRow {
    /// A size in a form for people.
    pub(crate) fn size(&self, size: &f64) -> String {
        plain(*size)
    }

    /// The velocity in a form for people.
    pub(crate) fn pace(&self) -> String {
        self.velocity.map_or_else(|| "–".to_owned(), plain)
    }
}

impl SprintTable {
    /// The table of the sprints of `board`; `None` if it has none.
    pub(super) fn of(context: &RetroContext<'_>, board: &Board<'_>) -> Option<Self> {
        let mut sprints: Vec<&Sprint<'_>> = judged_sprints(board).map(|(_, sprint)| sprint).collect();
        sprints.sort_by_key(|sprint| sprint.start);
        if sprints.is_empty() {
            return None;
        }
        let known: Vec<_> = sprints
            .iter()
            .filter_map(|sprint| Some(row(context, board, sprint, board.figures(sprint.index)?)))
            .collect();
        let in_part = sprints.iter().filter(|sprint| board.is_known_in_part(sprint.index)).count();
        let unknown = sprints.len() - known.len() - in_part;
        let holds = |row: &SprintRow| row.committed + row.added + row.done > 0.0;
        let (known, empty): (Vec<SprintRow>, Vec<SprintRow>) = known.into_iter().partition(holds);
        let earlier = known.len().saturating_sub(SHOWN);
        let rows: Vec<SprintRow> = known.into_iter().skip(earlier).collect();
        let mut scales: Vec<(Unit, f64)> = Vec::new();
        for row in &rows {
            let largest = (row.committed + row.added).max(row.done).max(row.velocity.unwrap_or(0.0));
            match scales.iter_mut().find(|(unit, _)| *unit == row.unit) {
                Some((_, scale)) => *scale = scale.max(largest),
                None => scales.push((row.unit, largest)),
            }
        }
        let alone: Vec<&str> = rows.iter().filter(|row| row.days_alone).map(|row| row.name.as_str()).collect();
        let days_alone =
            if alone.is_empty() { String::new() } else { sentences::days_alone(&alone, alone.len() == rows.len()) };
        let unclear = rows.iter().filter(|row| row.unclear).count();
        let left_out =
            sentences::sprints_left_out(earlier, [in_part, unknown], empty.len(), unclear, board.tool.column());
        Some(Self { rows, days_alone, left_out, scales })
    }

    /// The largest size of the sprints with the same unit as `row`.
    pub(crate) fn scale(&self, row: &SprintRow) -> f64 {
        self.scales.iter().find(|(unit, _)| *unit == row.unit).map_or(1.0, |(_, scale)| scale.max(1.0))
    }
}

fn row(context: &RetroContext<'_>, board: &Board<'_>, sprint: &Sprint<'_>, figures: &SprintFigures) -> SprintRow {
    let sum = |added: bool| figures.scope.iter().filter(|it| it.added == added).map(|it| it.size).sum();
    let running = sprint.state == SprintState::Active;
    let (start, end) = (
        sprint.start.map(|at| board.calendar.day(at)),
        sprint.completed.or(sprint.end).map(|at| board.calendar.last_day(at)),
    );
    SprintRow {
        name: context.name(sprint.shown_name()),
        dates: start.map(|start| sentences::span(start, end)).unwrap_or_default(),
        running,
        unit: figures.unit,
        unit_name: sentences::unit(figures.unit),
        committed: figures.committed,
        added: sum(true),
        removed: sum(false),
        done: figures.done,
        velocity: board.velocity_before(sprint.index).and_then(Velocity::known).map(|pace| pace.velocity),
        days_alone: sprint.days_alone,
        unclear: !figures.unclear.is_empty(),
    }
}

/// A number rounded to one decimal; a whole number has none.
fn plain(number: f64) -> String {
    format!("{}", (number * 10.0).round() / 10.0 + 0.0)
}
