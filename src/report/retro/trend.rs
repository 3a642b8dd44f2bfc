//! The trend from sprint to sprint: which roles made decisions that others own, more or less often.

use std::cmp::Reverse;

use super::context::RetroContext;
use super::period::ReportPeriod;
use super::sentences;
use super::sprint_dates::latest_of_team;
use crate::board::{Board, Part, Responsibility, Seat};
use crate::rule::accountability::Accountability;
use crate::word::Word;

/// Maximum number of sprints that are compared; the newest are shown.
const SPRINTS: usize = 4;
/// Maximum number of rows, so that a reader can grasp them at once.
const ROWS: usize = 8;

/// Decisions that a role made although others own them, by sprint.
pub(crate) struct Trend {
    /// The sprints, oldest first.
    pub(crate) sprints: Vec<String>,
    /// The decisions, sorted by how often they were made in the last sprint.
    pub(crate) rows: Vec<TrendRow>,
    /// How many more there are, in words; empty if all are shown.
    pub(crate) more: String,
}

/// A decision, and a role that does not own it.
pub(crate) struct TrendRow {
    /// What was done, and by which role.
    pub(crate) what: String,
    /// How often it was made, and of how many, in each sprint; empty if the decision was never made.
    pub(crate) cells: Vec<String>,
    /// Whether it became more or less, in words.
    pub(crate) direction: &'static str,
}

impl TrendRow {
    /// Each sprint of `trend` with the cell for it.
    pub(crate) fn by_sprint<'t>(&'t self, trend: &'t Trend) -> impl Iterator<Item = (&'t str, &'t str)> {
        trend.sprints.iter().map(String::as_str).zip(self.cells.iter().map(String::as_str))
    }
}

impl Trend {
    /// The trend of `board`. `None` if there are no two sprints, no roles, or no such decisions.
    pub(super) fn of(context: &RetroContext<'_>, board: &Board<'_>, period: &ReportPeriod) -> Option<Self> {
        if !board.people.has_lead() {
            return None;
        }
        let mut sprints = latest_of_team(board);
        sprints.drain(..sprints.len().saturating_sub(SPRINTS));
        if sprints.len() < 2 {
            return None;
        }
        let counts: Vec<Accountability> = sprints
            .iter()
            .map(|sprint| {
                let end = sprint.completed.or(sprint.end).unwrap_or(board.clock);
                let (start, end) = (sprint.start.unwrap_or(end), end);
                context
                    .excuses
                    .count(board, |at| period.holds(at) && board.window.holds(at) && start <= at && at <= end)
            })
            .collect();
        let mut rows: Vec<(usize, usize, TrendRow)> = Vec::new();
        // Taking is one half of a decision, giving the other. The scope of a sprint belongs to no single
        // role.
        let apart = [Responsibility::Taking, Responsibility::Scope];
        let known = |it: &Responsibility| !apart.contains(it) && board.lacks_duty(*it).is_none();
        for responsibility in Responsibility::ALL.iter().copied().filter(known) {
            for seat in Seat::ALL.iter().copied().filter(|seat| responsibility.part(*seat) == Part::None) {
                let made: Vec<(usize, usize)> = counts
                    .iter()
                    .map(|counts| &counts.tallies[responsibility as usize])
                    .map(|tally| (tally.of(seat), tally.total()))
                    .collect();
                let Some(([.., before], now)) = made.split_last().map(|(now, rest)| (rest, now)) else { continue };
                if made.iter().all(|(count, _)| *count == 0) {
                    continue;
                }
                let row = TrendRow {
                    what: sentences::decided_by(responsibility, seat, board.people.unnamed_lead().is_none()),
                    cells: made.iter().map(|(count, all)| sentences::share_of_sprint(*count, *all)).collect(),
                    direction: sentences::direction(before.0, now.0, now.1 > 0),
                };
                rows.push((now.0, before.0, row));
            }
        }
        rows.sort_by_key(|(now, before, _)| (Reverse(*now), Reverse(*before)));
        let more = match rows.len().saturating_sub(ROWS) {
            0 => String::new(),
            more => sentences::more_decided(more),
        };
        let names = sprints.iter().map(|sprint| context.name(sprint.shown_name())).collect();
        let rows: Vec<TrendRow> = rows.into_iter().take(ROWS).map(|(.., row)| row).collect();
        (!rows.is_empty()).then_some(Self { sprints: names, rows, more })
    }
}
