//! The data of the boards in a server's backup: sprints, the estimation field of each board, and the rank of
//! the issues.

use std::io::{self, Write};

use jiff::Timestamp;

use super::super::item::Item;
use super::super::team::{self, PO};
use super::sprint::Sprint;
use super::xml::{Cell, table};
use super::{CUSTOM, Jira, id, rank};

impl Jira<'_> {
    /// Writes the tables in alphabetical order.
    pub(super) fn objects(&self, items: &[Item<'_>], out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<?xml version='1.0' encoding='UTF-8'?>\n<backup xmlns=\"http://www.atlassian.com/ao\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
        )?;
        let boards = 1..=self.plan.boards();
        let estimates = boards.clone().map(|board| {
            vec![Cell::Text(CUSTOM[0][0].into()), Cell::Number(board), Cell::Number(board), Cell::Text("field".into())]
        });
        let columns = ["FIELD_ID", "ID", "RAPID_VIEW_ID", "TYPE_ID"];
        table(out, "AO_60DB71_ESTIMATESTATISTIC", &columns, &Vec::from_iter(estimates))?;
        let columns = ["FIELD_ID", "ID", "ISSUE_ID", "LOCK_HASH", "LOCK_TIME", "RANK", "TYPE"];
        table(out, "AO_60DB71_LEXORANK", &columns, &ranks(items))?;
        let views = boards.clone().map(|board| {
            let owner = team::id(self.plan, PO);
            vec![Cell::Number(board), Cell::Text(format!("Team {board}")), Cell::Text(owner), Cell::Flag(true)]
        });
        let columns = ["ID", "NAME", "OWNER_USER_NAME", "SPRINTS_ENABLED"];
        table(out, "AO_60DB71_RAPIDVIEW", &columns, &Vec::from_iter(views))?;
        let sprints = 0..self.plan.sprints();
        let sprints = sprints.flat_map(|sprint| boards.clone().map(move |board| (board, sprint)));
        let sprints = sprints.map(|(board, sprint)| sprint_row(Sprint::new(self.plan, board, sprint)));
        let columns = [
            "ACTIVATED_DATE",
            "CLOSED",
            "COMPLETE_DATE",
            "END_DATE",
            "GOAL",
            "ID",
            "NAME",
            "RAPID_VIEW_ID",
            "SEQUENCE",
            "STARTED",
            "START_DATE",
        ];
        table(out, "AO_60DB71_SPRINT", &columns, &Vec::from_iter(sprints))?;
        writeln!(out, "</backup>")
    }
}

/// The ranks of the issues, between the two ends that Jira adds.
fn ranks(items: &[Item<'_>]) -> Vec<Vec<Cell>> {
    let row = |own: i64, issue: i64, rank: String, kind: i64| {
        let [field, own, issue, kind] = [10_019, own, issue, kind].map(Cell::Number);
        vec![field, own, issue, Cell::Null, Cell::Null, Cell::Text(rank), kind]
    };
    let ends = [row(1, i64::MIN, "0|000000:".into(), 0), row(2, i64::MAX, "0|zzzzzz:".into(), 2)];
    let issues = items.iter().map(|item| row(item.number + 2, id(item.number), rank(item), 1));
    ends.into_iter().chain(issues).collect()
}

fn sprint_row(sprint: Sprint) -> Vec<Cell> {
    let date = |date: Option<Timestamp>| date.map_or(Cell::Null, |date| Cell::Number(date.as_millisecond()));
    let [start, end, completed] = sprint.dates;
    vec![
        date(start),
        Cell::Flag(sprint.state == "closed"),
        date(completed),
        date(end),
        Cell::Text(sprint.goal),
        Cell::Number(sprint.id),
        Cell::Text(sprint.name),
        Cell::Number(sprint.board),
        Cell::Number(sprint.id),
        Cell::Flag(sprint.state != "future"),
        date(start),
    ]
}
