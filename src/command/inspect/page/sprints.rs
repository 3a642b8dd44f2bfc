//! The sprints, oldest first.

use std::io;

use termcolor::WriteColor;

use super::super::overview::Overview;
use super::layout::{LISTED, date, day, folded, listed, title};
use crate::board::{Sprint, SprintState, Velocity};
use crate::command::table::{Table, fit};
use crate::report::encode;

/// Maximum width of a name.
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
    table = table.numbers("velocity").numbers("ratio").numbers("done").words("");
    for sprint in &known[earlier..] {
        table.row(row(overview, sprint));
    }
    if !known.is_empty() {
        out.write_all(table.text(overview.width).as_bytes())?;
    }
    became(overview, &known[earlier..], out)?;
    if earlier > 0 {
        writeln!(out, "  and {earlier} before these")?;
    }
    if !named.is_empty() {
        let names: Vec<String> = named.iter().map(|sprint| fit(&encode::terminal(sprint.shown_name()), NAME)).collect();
        let is_number = |name: &String| name.bytes().all(|byte| byte.is_ascii_digit());
        let known = if names.iter().all(is_number) { "number" } else { "name" };
        let line = format!("and sprints of which only the {known} is known: {}", listed(&names, LISTED));
        out.write_all(folded(overview.width, "  ", &line).as_bytes())?;
    }
    let with_goals = known[earlier..].iter().filter_map(|sprint| Some((sprint, sprint.goal_text()?)));
    for (place, (sprint, goal)) in with_goals.enumerate() {
        if place == 0 {
            writeln!(out, "  goals")?;
        }
        let name = fit(&encode::terminal(sprint.shown_name()), NAME);
        let goal = encode::terminal(goal);
        out.write_all(folded(overview.width, "    ", &format!("{name}: {}", fit(&goal, 240))).as_bytes())?;
    }
    Ok(())
}

fn row(overview: &Overview<'_>, sprint: &Sprint<'_>) -> Vec<String> {
    let end = if sprint.state == SprintState::Closed { sprint.completed.or(sprint.end) } else { sprint.end };
    let mut cells = vec![
        fit(&encode::terminal(sprint.shown_name()), NAME),
        sprint.state.to_string(),
        day(overview, sprint.start),
        // A sprint of the charter ends with the first instant of the next day.
        date(end.map(|end| overview.board.calendar.last_day(end))),
    ];
    let pace = overview.board.velocity_before(sprint.index).and_then(Velocity::known);
    match overview.board.figures(sprint.index) {
        Some(figures) if !sprint.days_alone => cells.extend([
            plain(figures.committed),
            pace.map_or_else(|| "·".to_owned(), |pace| plain(pace.velocity)),
            pace.and_then(|pace| pace.commitment_ratio).map_or_else(|| "·".to_owned(), plain),
            known(figures.unclear.is_empty(), plain(figures.done)),
            figures.unit.to_string(),
        ]),
        _ => cells.extend(["·", "·", "·", "·", ""].map(str::to_owned)),
    }
    cells
}

/// The result of the committed work, for sprints in which it is known.
fn became(overview: &Overview<'_>, sprints: &[&Sprint<'_>], out: &mut dyn WriteColor) -> io::Result<()> {
    let board = &overview.board;
    let mut table = Table::default().words("sprint").numbers("done of it").numbers("not done").numbers("cancelled");
    table = table.numbers("came in").numbers("left").numbers("changed").numbers("re-estimated");
    let with_cards = sprints.iter().filter(|sprint| !sprint.days_alone);
    let sprints: Vec<_> = with_cards.filter_map(|sprint| Some((sprint, board.delivery(sprint.index)?))).collect();
    for (sprint, delivery) in &sprints {
        let Some(figures) = board.figures(sprint.index) else { continue };
        let of_it = |part: f64| match (part > 0.0, board.share_of_commitment(sprint.index, |_, _| part)) {
            (true, Some(share)) => format!("{} = {}", plain(part), percent(share)),
            _ => number(part),
        };
        let reestimated = u32::try_from(delivery.reestimated.len()).unwrap_or(u32::MAX);
        table.row(vec![
            fit(&encode::terminal(sprint.shown_name()), NAME),
            known(delivery.unclear == 0.0, of_it(delivery.delivered)),
            known(delivery.unclear == 0.0, of_it(delivery.carried)),
            number(delivery.cancelled),
            number(figures.added()),
            number(figures.removed()),
            figures.scope_change_ratio().filter(|ratio| *ratio > 0.0).map_or_else(|| "·".to_owned(), percent),
            number(reestimated.into()),
        ]);
    }
    if sprints.is_empty() {
        return Ok(());
    }
    let what = "what became of what was committed, and what came in or left after the first 24 hours";
    out.write_all(folded(overview.width, "  ", what).as_bytes())?;
    let indented =
        table.text(overview.width.saturating_sub(2)).lines().map(|line| format!("  {line}\n")).collect::<String>();
    out.write_all(indented.as_bytes())
}

/// A figure, or a question mark if it is unknown whether some work was done at the end of the sprint.
fn known(is_known: bool, figure: String) -> String {
    if is_known { figure } else { "?".to_owned() }
}

/// A number, or a dot for 0.
fn number(number: f64) -> String {
    if number == 0.0 { "·".to_owned() } else { plain(number) }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 100.0).round())
}

/// A number in a form for people: `5`, `0.5`.
fn plain(number: f64) -> String {
    // The sum of no numbers is -0; adding 0 removes the sign.
    format!("{}", (number * 100.0).round() / 100.0 + 0.0)
}
