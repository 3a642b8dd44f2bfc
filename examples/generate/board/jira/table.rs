//! The board as Jira Cloud's table of all fields: no history, and one column for each sprint, comment or
//! label.

use std::io::{self, Write};

use csv::Writer;

use super::super::item::Item;
use super::super::plan::Plan;
use super::super::records::{minute, present};
use super::super::team::{self, PEOPLE};
use super::history::said;
use super::{CRITERIA, Jira, category, id, rank};

/// The name of a column, and the values of an issue in the columns of that name.
type Column<'i> = (&'static str, Vec<String>);

/// Writes the whole table, the newest issue first.
pub(crate) fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let jira = Jira::new(plan);
    let rows: Vec<_> = (1..=plan.issues).rev().map(|number| jira.row(&Item::live(plan, number))).collect();
    let names = rows.first().map(|row| row.iter().map(|(name, _)| *name)).into_iter().flatten();
    let width = |column: usize| rows.iter().map(|row| row[column].1.len()).max().unwrap_or_default().max(1);
    let widths: Vec<_> = (0..).zip(names).map(|(column, name)| (name, width(column))).collect();
    let mut table = Writer::from_writer(out);
    table.write_record(widths.iter().flat_map(|(name, width)| vec![*name; *width]))?;
    for row in &rows {
        let cells = row.iter().zip(&widths).flat_map(|((_, values), (_, width))| {
            (0..*width).map(|place| values.get(place).map_or("", String::as_str))
        });
        table.write_record(cells)?;
    }
    table.flush()
}

impl Jira<'_> {
    fn row(&self, item: &Item<'_>) -> Vec<Column<'_>> {
        let (first, last) = (&item.steps[0], &item.steps[item.steps.len() - 1]);
        let done = item.steps.iter().find(|step| step.to == "Done").map(|step| minute(step.at));
        let status = item.steps.iter().rfind(|step| step.field == "status").unwrap_or(first);
        let (creator, creator_id) = self.person(first.by);
        let assignee = present(item.now("assignee")).map(|_| self.person(item.developer));
        let (assignee, assignee_id) = assignee.unzip();
        let board = self.plan.board_of(item.number);
        let one = |text: &str| vec![text.to_owned()];
        let some = |text: Option<String>| Vec::from_iter(text);
        vec![
            ("Summary", one(item.now("summary"))),
            ("Issue key", one(&format!("APP-{}", item.number))),
            ("Issue id", one(&id(item.number).to_string())),
            ("Issue Type", one(item.now("kind"))),
            ("Status", one(item.now("status"))),
            ("Project key", one("APP")),
            ("Project name", one("Shop app")),
            ("Project type", one("software")),
            ("Priority", one(item.now("priority"))),
            ("Resolution", some(done.as_ref().map(|_| "Done".into()))),
            ("Assignee", some(assignee)),
            ("Assignee Id", some(assignee_id)),
            ("Reporter", one(&creator)),
            ("Reporter Id", one(&creator_id)),
            ("Creator", one(&creator)),
            ("Creator Id", one(&creator_id)),
            ("Created", one(&minute(first.at))),
            ("Updated", one(&minute(last.at))),
            ("Last Viewed", Vec::new()),
            ("Resolved", some(done)),
            ("Due date", Vec::new()),
            ("Votes", one("0")),
            ("Labels", item.now("labels").split_whitespace().map(str::to_owned).collect()),
            ("Description", one(&unix(item.now("description")))),
            ("Watchers", one(&creator)),
            ("Watchers Id", one(&creator_id)),
            ("Original estimate", Vec::new()),
            ("Outward issue link (Blocks)", some(present(item.now("Link")).map(str::to_owned))),
            ("Custom field (Acceptance criteria)", some((item.now("kind") == "Story").then(|| unix(CRITERIA)))),
            ("Custom field (Flagged)", some(present(item.now("Flagged")).map(str::to_owned))),
            ("Custom field (Rank)", one(&rank(item))),
            ("Sprint", item.sprints.iter().map(|sprint| self.plan.sprint(board, *sprint).1).collect()),
            (
                "Custom field (Story Points)",
                some(present(item.now("Story Points")).map(|points| format!("{points}.0"))),
            ),
            ("Comment", self.said(item)),
            ("Parent", Vec::new()),
            ("Parent key", Vec::new()),
            ("Status Category", one(category(item.now("status")).2)),
            ("Status Category Changed", one(&minute(status.at))),
        ]
    }

    /// Comments as cells: time, author, text.
    fn said(&self, item: &Item<'_>) -> Vec<String> {
        let told = said(item)
            .map(|(step, _)| format!("{};{};{}", minute(step.at), team::id(self.plan, step.by), unix(&step.to)));
        told.collect()
    }

    /// Name and id.
    fn person(&self, who: usize) -> (String, String) {
        (PEOPLE[who][0].to_owned(), team::id(self.plan, who))
    }
}

/// Tables have Unix line ends.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}
