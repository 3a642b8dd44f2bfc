//! The tables that are shared by all issues: sprints and users.

use super::{Rows, SPRINT_ID, USER_ID};
use crate::board::facts::{Account, SprintFact, SprintState};
use crate::export::table::Table;

impl<'a> Rows<'_, 'a> {
    /// Reads the sprints.
    pub(super) fn sprints(&mut self, table: &Table<'a>) {
        for row in table.rows() {
            let Some(id) = self.filled(row, SPRINT_ID) else { continue };
            let activated = self.instant(row, &["activated_date"]).map(|(at, _)| at);
            let start = self.instant(row, &["start_date"]).map(|(at, _)| at);
            let sprint = SprintFact {
                id,
                name: self.text(row, &["name", "sprint_name"]),
                state: SprintState::read(&self.text(row, &["state", "sprint_state"])),
                board: self.text(row, &["board_id", "rapid_view_id", "rapid_board_id", "origin_board_id"]),
                goal: self.columns.contains_key("goal").then(|| self.text(row, &["goal"])),
                start: activated.or(start),
                activated,
                end: self.instant(row, &["end_date"]).map(|(at, _)| at),
                completed: self.instant(row, &["complete_date", "completed_date", "completion_date"]).map(|(at, _)| at),
                mark: Some(self.mark(self.raw(row, &["name", "sprint_name"]), row)),
            };
            self.facts.sprints.push(sprint);
        }
    }

    /// Reads the users.
    pub(super) fn users(&mut self, table: &Table<'a>) {
        for row in table.rows() {
            let ids: Vec<_> = [USER_ID, &["user_key"]].iter().filter_map(|names| self.filled(row, names)).collect();
            if ids.is_empty() {
                continue;
            }
            self.facts.accounts.push(Account {
                ids,
                login: self.filled(row, &["user_name"]),
                email: self.filled(row, &["user_email"]),
                display: self.filled(row, &["user_fullname", "user_display_name"]),
                app: false,
            });
        }
    }
}
