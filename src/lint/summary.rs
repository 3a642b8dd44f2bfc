//! The numbers of a run.

use crate::charter::Level;
use crate::finding::Finding;

/// The numbers of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files that were read as exports.
    pub files: usize,
    /// Files of a walked folder that are no exports.
    pub skipped: usize,
    /// Items on all boards.
    pub items: usize,
    /// Changes on all boards.
    pub changes: usize,
    /// People on all boards.
    pub people: usize,
    /// Sprints on all boards.
    pub sprints: usize,
    /// Rules that were asked.
    pub rules: usize,
    /// Findings at level error.
    pub errors: usize,
    /// Findings at level warn.
    pub warnings: usize,
    /// Findings at level info.
    pub infos: usize,
    /// Rules that no board could be judged by.
    pub inconclusive: usize,
    /// Findings that an ignore covers.
    pub ignored: usize,
    /// Findings that the baseline knows.
    pub baselined: usize,
}

impl Summary {
    /// Counts `findings` by level.
    pub fn count(&mut self, findings: &[Finding]) {
        let of = |level| findings.iter().filter(|finding| finding.level == level).count();
        (self.errors, self.warnings, self.infos) = (of(Level::Error), of(Level::Warn), of(Level::Info));
    }

    /// The last line of every run.
    pub fn last_line(&self) -> String {
        if self.items == 0 {
            return format!("nothing could be judged; 0 of {} rules judged", self.rules);
        }
        let found = match self.judged() {
            0 if self.rules > 0 => "nothing could be judged".to_owned(),
            _ => self.found(),
        };
        let ignored = if self.ignored > 0 { format!(", {} ignored", self.ignored) } else { String::new() };
        let baselined =
            if self.baselined > 0 { format!(", {} in the baseline", self.baselined) } else { String::new() };
        format!(
            "{found}{ignored}{baselined} in {}, {} by {}; {} of {} rules judged",
            many(self.items, "item"),
            many(self.changes, "change"),
            if self.people == 1 { "1 person".to_owned() } else { format!("{} people", self.people) },
            self.judged(),
            self.rules,
        )
    }

    /// How many rules some board could be judged by.
    pub fn judged(&self) -> usize {
        self.rules - self.inconclusive
    }

    /// The findings by level, in words.
    pub(crate) fn found(&self) -> String {
        let found = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let found: Vec<_> =
            found.iter().filter(|(count, _)| *count > 0).map(|(count, what)| many(*count, what)).collect();
        if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") }
    }
}

/// A number of things.
pub(crate) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
