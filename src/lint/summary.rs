//! The totals of a run.

use std::fmt;

use crate::charter::Level;
use crate::finding::Finding;
use crate::wording::{count_of, many};

/// The totals of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files that were read as exports.
    pub files: usize,
    /// Files in a searched folder that are no exports.
    pub skipped: usize,
    /// Items on all boards.
    pub items: usize,
    /// Changes on all boards.
    pub changes: usize,
    /// People on all boards.
    pub people: usize,
    /// Sprints on all boards.
    pub sprints: usize,
    /// Rules that were selected.
    pub rules: usize,
    /// Findings at level error.
    pub errors: usize,
    /// Findings at level warn.
    pub warnings: usize,
    /// Findings at level info.
    pub infos: usize,
    /// Rules that could be judged on no board.
    pub inconclusive: usize,
    /// Findings covered by an ignore.
    pub ignored: usize,
    /// Findings in the baseline.
    pub baselined: usize,
    /// Number of rules that could be judged per board, if there are several boards.
    pub spread: Option<Spread>,
}

/// Number of rules that could be judged per board, for several boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Number of boards.
    pub boards: usize,
    /// The median; of two middle values, the mean, rounded down.
    pub median: usize,
    /// The lowest number.
    pub lowest: usize,
}

impl Spread {
    /// Computed from the number of rules judged on each board; `None` if there are fewer than two boards.
    pub fn of(mut judged: Vec<usize>) -> Option<Self> {
        judged.sort_unstable();
        let boards = judged.len();
        let middle = |place: usize| judged.get(place).copied().unwrap_or(0);
        let median = usize::midpoint(middle(boards.saturating_sub(1) / 2), middle(boards / 2));
        (boards > 1).then(|| Self { boards, median, lowest: middle(0) })
    }
}

/// Totals for a part of the known period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Items.
    pub items: usize,
    /// Changes.
    pub changes: usize,
    /// People who made the changes.
    pub people: usize,
    /// Sprints.
    pub sprints: usize,
}

/// The last line of a run's output, in two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastLine {
    /// The findings, and the totals they come from.
    pub found: String,
    /// The number of rules that could be judged.
    pub judged: String,
}

impl fmt::Display for LastLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}; {}", self.found, self.judged)
    }
}

impl Summary {
    /// The totals without a restriction to a part.
    pub fn extent(&self) -> Extent {
        Extent { items: self.items, changes: self.changes, people: self.people, sprints: self.sprints }
    }

    /// Counts `findings` by level.
    pub fn count(&mut self, findings: &[Finding]) {
        let of = |level| findings.iter().filter(|finding| finding.level == level).count();
        (self.errors, self.warnings, self.infos) = (of(Level::Error), of(Level::Warn), of(Level::Info));
    }

    /// The last line of a run's output.
    pub fn last_line(&self) -> LastLine {
        self.last_line_within(self.extent())
    }

    /// The last line of a run that shows only `shown` of the totals.
    pub fn last_line_within(&self, shown: Extent) -> LastLine {
        if self.items == 0 {
            let judged = format!("0 of {} rules judged", self.rules);
            return LastLine { found: "nothing could be judged".to_owned(), judged };
        }
        let found = match (self.judged(), self.rules) {
            (0, 0) => "nothing could be judged (the options and the charter leave no rule)".to_owned(),
            (0, _) => "nothing could be judged".to_owned(),
            _ => self.found(),
        };
        let ignored = if self.ignored > 0 { format!(", {} ignored", self.ignored) } else { String::new() };
        let baselined =
            if self.baselined > 0 { format!(", {} in the baseline", self.baselined) } else { String::new() };
        let part = |part: usize, whole: usize| {
            if part == whole { String::new() } else { format!("{part} of ") }
        };
        let found = format!(
            "{found}{ignored}{baselined} in {}{}, {}{} by {}{}",
            part(shown.items, self.items),
            many(self.items, "item"),
            part(shown.changes, self.changes),
            many(self.changes, "change"),
            part(shown.people, self.people),
            count_of(self.people, "person", "people"),
        );
        LastLine { found, judged: self.judged_line() }
    }

    /// The number of rules that could be judged: for several boards, the median and the lowest.
    pub fn judged_line(&self) -> String {
        match self.spread {
            Some(Spread { boards, median, lowest }) => {
                format!("on {boards} boards median {median}, lowest {lowest} of {} rules judged", self.rules)
            }
            None => format!("{} of {} rules judged", self.judged(), self.rules),
        }
    }

    /// Number of findings.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// Number of rules that could be judged on some board.
    pub fn judged(&self) -> usize {
        self.rules - self.inconclusive
    }

    /// The number of findings per level, in words.
    pub(crate) fn found(&self) -> String {
        let found = [(self.errors, "error"), (self.warnings, "warn"), (self.infos, "info")];
        let found: Vec<_> =
            found.iter().filter(|(count, _)| *count > 0).map(|(count, what)| many(*count, what)).collect();
        if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") }
    }
}
