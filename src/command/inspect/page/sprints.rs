//! The sprints, the newest last.

use std::io;

use termcolor::WriteColor;

use super::super::gather::Overview;
use super::{LISTED, day, folded, listed, title};
use crate::board::{Sprint, SprintState};
use crate::command::table::{Table, fit};
use crate::report::encode;

/// How wide a name may be.
const NAME: usize = 28;

/// Writes dates, goals and figures.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let sprints = &overview.board.sprints;
    if sprints.is_empty() {
        return Ok(());
    }
    title(out, &format!("Sprints ({})", sprints.len()))?;
    let (known, named): (Vec<&Sprint<'_>>, Vec<_>) = sprints.iter().partition(|sprint| sprint.known);
    let earlier = known.len().saturating_sub(LISTED);
    let mut table = Table::default().words("sprint").words("state").words("start").words("end").numbers("committed");
    table = table.numbers("done").numbers("velocity").words("");
    for sprint in &known[earlier..] {
        table.row(row(overview, sprint));
    }
    if !known.is_empty() {
        out.write_all(table.text().as_bytes())?;
    }
    if earlier > 0 {
        writeln!(out, "  and {earlier} before these")?;
    }
    if !named.is_empty() {
        let names: Vec<String> = named
            .iter()
            .map(|sprint| fit(&encode::terminal(if sprint.name.is_empty() { &sprint.id } else { &sprint.name }), NAME))
            .collect();
        let line = format!("and sprints of which only the number is known: {}", listed(&names, LISTED));
        out.write_all(folded("  ", &line).as_bytes())?;
    }
    for (place, sprint) in known[earlier..].iter().filter(|sprint| goal(sprint).is_some()).enumerate() {
        if place == 0 {
            writeln!(out, "  goals")?;
        }
        let name = fit(&encode::terminal(&sprint.name), NAME);
        let goal = encode::terminal(goal(sprint).unwrap_or_default());
        out.write_all(folded("    ", &format!("{name}: {}", fit(&goal, 240))).as_bytes())?;
    }
    Ok(())
}

fn goal<'s>(sprint: &'s Sprint<'_>) -> Option<&'s str> {
    sprint.goal.as_deref().map(str::trim).filter(|goal| !goal.is_empty())
}

fn row(overview: &Overview<'_>, sprint: &Sprint<'_>) -> Vec<String> {
    let end = if sprint.state == SprintState::Closed { sprint.completed.or(sprint.end) } else { sprint.end };
    let mut cells = vec![
        fit(&encode::terminal(if sprint.name.is_empty() { &sprint.id } else { &sprint.name }), NAME),
        sprint.state.to_string(),
        day(overview, sprint.start),
        // One of the charter ends with the first instant of the next day.
        day(overview, end.and_then(|end| end.checked_sub(jiff::SignedDuration::from_secs(1)).ok())),
    ];
    match &sprint.figures {
        Some(figures) => cells.extend([
            plain(figures.committed),
            plain(figures.done),
            figures.velocity.map_or_else(|| "·".to_owned(), plain),
            figures.unit.to_string(),
        ]),
        None => cells.extend(["·", "·", "·", ""].map(str::to_owned)),
    }
    cells
}

/// A number as people write it: `5`, `0.5`.
fn plain(number: f64) -> String {
    // The sum of no numbers is -0.
    format!("{}", (number * 100.0).round() / 100.0 + 0.0)
}
