//! A generated board, written as an export of Jira or Trello.
//!
//! A small team writes, orders, estimates, plans, pulls, reviews, accepts and carries over items, with a slip
//! of roles in a few percent. Not included: epics, sub-tasks, logged work, attachments, checklists, changes
//! to the board itself, the far end of a link, cut histories, and other things that real exports test.
//!
//! * [`plan`]: its size and its working time
//! * [`team`]: its people
//! * [`chance`]: its random numbers
//! * [`life`] and [`item`]: the usual steps of an item, and one item with its steps
//! * [`jira`] and [`trello`]: the same items in the formats of either tool, with [`records`] for both
//! * [`charter`]: the matching `boardlint.toml`
//!
//! Benches include this module by its path and write into memory.

mod chance;
mod charter;
mod item;
mod jira;
mod life;
mod plan;
mod records;
mod team;
mod trello;

use std::io::{self, Write};

pub(crate) use plan::{Format, Plan};

impl Plan {
    /// Writes the board in small pieces; `out` should be buffered.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::JiraCloud | Format::JiraDc => jira::search(self, out),
            Format::JiraBackup => jira::backup(self, out),
            Format::JiraCsv => jira::table(self, out),
            Format::Trello => trello::write(self, out),
        }
    }

    /// The charter of the team on this board.
    pub(crate) fn charter(&self) -> String {
        charter::charter(self)
    }
}
