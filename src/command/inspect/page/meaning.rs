//! What was understood, and from what.

use std::io;

use foldhash::HashSet;
use termcolor::WriteColor;

use super::super::overview::Overview;
use super::layout::{LISTED, more, title};
use crate::board::{FieldUse, Meaning, Provenance, State};
use crate::command::table::{Table, fit, number};
use crate::report::encode;

/// Maximum width of a name.
const NAME: usize = 40;

/// Writes fields, then statuses or lists.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    title(out, "What was understood")?;
    let board = &overview.board;
    let mut table = Table::default().words("").words("").words("");
    let mut row = |what: &str, value: String, how: &str| table.row(vec![what.to_owned(), value, how.to_owned()]);
    let uses = |meaning| board.fields.iter().filter(move |field: &&FieldUse| field.meaning == meaning);
    for field in uses(Meaning::Points) {
        row(if board.in_time { "estimates, in hours" } else { "story points" }, field_name(field), how(field.known));
    }
    if board.in_titles {
        row("story points", "(5) in front of a title".to_owned(), how(Provenance::Shape));
    } else if uses(Meaning::Points).next().is_none() {
        row("story points", "not found".to_owned(), "");
    }
    for field in uses(Meaning::Criteria) {
        row("acceptance criteria", field_name(field), how(field.known));
    }
    if uses(Meaning::Criteria).next().is_none() {
        row("acceptance criteria", "no field of their own".to_owned(), "");
    }
    for field in uses(Meaning::Epic) {
        row("epics", field_name(field), how(field.known));
    }
    out.write_all(table.text(overview.width).as_bytes())?;
    workflow(overview, out)
}

/// The statuses or lists in use, by stage.
fn workflow(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let board = &overview.board;
    let counts = overview.in_states();
    let (column, columns) = (board.tool.column(), board.tool.columns());
    // A list that serves several sprints has no other meaning.
    let serving: HashSet<&str> =
        board.states.iter().filter(|state| state.sprint.is_some()).map(|state| &*state.name).collect();
    let serves = |state: &State| state.stage.is_none() && state.sprint.is_none() && serving.contains(&*state.name);
    let listed: Vec<(&State, usize)> =
        board.states.iter().zip(counts).filter(|(state, items)| *items > 0 || !serves(state)).collect();
    let (mut states, unused): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|(state, items)| *items > 0 || !state.closed);
    let archived = unused.len();
    states.sort_by(|(a, many), (b, few)| {
        (a.stage.is_none(), a.stage, few, &a.name).cmp(&(b.stage.is_none(), b.stage, many, &b.name))
    });
    writeln!(out)?;
    let mut table = Table::default().words(column).words("means").words("how that is known").numbers("items now");
    for (state, items) in states.iter().take(LISTED) {
        let means = match (state.sprint, state.stage) {
            (Some(sprint), _) => format!("sprint {}", fit(&encode::terminal(board.sprint(sprint).shown_name()), NAME)),
            (None, Some(stage)) => stage.to_string(),
            (None, None) => "?".to_owned(),
        };
        let name = if state.name.is_empty() { "(without a name)".to_owned() } else { encode::terminal(&state.name) };
        let archived = if state.closed { " (archived)" } else { "" };
        let name = fit(&name, NAME) + archived;
        let known = match (state.known, state.contradicted) {
            (Provenance::Unknown, Some(_)) => "its name and category contradict each other",
            (known, _) => how(known),
        };
        table.row(vec![name, means, known.to_owned(), number(*items)]);
    }
    out.write_all(table.text(overview.width).as_bytes())?;
    out.write_all(more(states.len(), LISTED).as_bytes())?;
    if states.iter().chain(&unused).any(|(state, _)| state.stage.is_none() && state.sprint.is_none()) {
        writeln!(out, "  what a {column} with ? means can be said in boardlint.toml, under [workflow]")?;
    }
    if archived > 0 {
        writeln!(out, "  {archived} archived {} without cards", if archived == 1 { column } else { columns })?;
    }
    Ok(())
}

fn field_name(field: &FieldUse) -> String {
    let (id, name) = (encode::terminal(&field.id), encode::terminal(&field.name));
    let name = fit(&name, NAME);
    match (id.is_empty() || id == name, name.is_empty()) {
        (true, _) => name,
        (false, true) => id,
        (false, false) => format!("{name} ({id})"),
    }
}

fn how(known: Provenance) -> &'static str {
    match known {
        Provenance::Charter => "the charter says so",
        Provenance::Configuration => "the board's configuration says so",
        Provenance::Schema => "the kind of field says so",
        Provenance::Category => "Jira's category of it",
        Provenance::Name => "by its name",
        Provenance::Changelog => "by its name in the history",
        Provenance::Shape => "by how titles are written",
        Provenance::Unknown => "nothing says it",
    }
}
