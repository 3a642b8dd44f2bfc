//! A made-up board, written as Jira or Trello would export it.
//!
//! A small team writes, orders, estimates, plans, pulls, reviews, accepts and carries over, with a slip of roles in a
//! few of a hundred items. Left out: epics, sub-tasks, logged work, attachments, checklists, changes to the board
//! itself, the far end of a link, cut histories, and whatever else real exports are there to test.
//!
//! * [`plan`]: how much of it, and where its working time lies
//! * [`team`]: who works on it
//! * [`chance`]: what is random about it
//! * [`life`] and [`item`]: what usually happens to an item, and one item to which it happened
//! * [`jira`] and [`trello`]: the same items as either tool tells of them, with [`records`] for what both need
//! * [`charter`]: the `boardlint.toml` that fits
//!
//! Benches take this module in by its path and write into memory.

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
    /// Writes the board in small pieces: `out` is best buffered.
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
