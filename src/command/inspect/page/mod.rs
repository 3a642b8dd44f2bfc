//! The page for people, mostly tables. The JSON output contains what is cut off here.

mod counts;
mod layout;
mod meaning;
mod missing;
mod sprints;

use std::io;

use termcolor::WriteColor;

use super::overview::{Inspection, Overview};
use crate::board::{Board, Person, PersonId};
use crate::charter::Role;
use crate::cli::Input;
use crate::command::activity_table;
use crate::command::first_steps::paths;
use crate::command::table::{Table, fit};
use crate::report::{Names, diagnostics, encode};
use crate::word::Word;
use crate::wording;
use crate::wording::count_of;
use layout::{LISTED, folded, listed, more, title};

/// Maximum number of unreadable records that are shown.
const DAMAGED: usize = 5;

/// Writes the page.
pub(super) fn write(inspection: &Inspection<'_, '_>, input: &Input, out: &mut dyn WriteColor) -> io::Result<()> {
    files(inspection, out)?;
    let unreadable = &inspection.linted.unreadable;
    if !unreadable.is_empty() {
        title(out, "Cannot be read")?;
        for file in unreadable.iter().take(DAMAGED) {
            diagnostics::write_in(inspection.sources, &Names::real(), &file.with_path(), inspection.width, out)?;
        }
        out.write_all(more(unreadable.len(), DAMAGED).as_bytes())?;
    }
    for board in inspection.boards {
        one(inspection, board, out)?;
    }
    if let [board] = inspection.boards {
        writeln!(
            out,
            "\n{} of {} rules can be judged. What they find:\n  boardlint check {}",
            board.judged,
            board.asked,
            paths(input)
        )?;
    }
    Ok(())
}

fn one(inspection: &Inspection<'_, '_>, overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let board = &overview.board;
    let tool = board.tool.title();
    let name = if board.name.is_empty() { "without a name".to_owned() } else { encode::terminal(&board.name) };
    title(out, &format!("The board {name} ({tool})"))?;
    let charter = match overview.charter {
        Some(file) => encode::terminal(inspection.sources.get(file).name()),
        None if Role::ALL.iter().any(|role| board.people.charter_names(*role)) => {
            "none; the roles are those typed".to_owned()
        }
        None => "none: who is Product Owner and who is Scrum Master is not known".to_owned(),
    };
    let mut table = Table::default().words("").words("");
    let mut row = |what: &str, value: String| table.row(vec![what.to_owned(), value]);
    row("charter", charter);
    if let [_, _, ..] = board.projects.as_slice() {
        row("projects", projects(board));
    }
    row("period", period(overview));
    row("rules", format!("{} of {} can be judged", overview.judged, overview.asked));
    out.write_all(table.text(inspection.width).as_bytes())?;
    meaning::write(overview, out)?;
    counts::write(overview, out)?;
    people(overview, out)?;
    sprints::write(overview, out)?;
    missing::write(overview, out)
}

/// What each file is. If there are many, those with remarks come first.
fn files(inspection: &Inspection<'_, '_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let files = &inspection.linted.files;
    if files.is_empty() && inspection.linted.summary.skipped == 0 {
        return Ok(());
    }
    title(out, "Files")?;
    let mut table =
        Table::default().words("file").words("format").numbers("items").numbers("changes").numbers("damaged");
    let mut notes = Vec::new();
    for read in files.iter().take(LISTED) {
        let file = inspection.sources.get(read.file);
        let encoding = file.encoding().map(|encoding| format!(", {encoding}")).unwrap_or_default();
        table.row(vec![
            encode::terminal(file.name()),
            format!("{}{encoding}", read.format),
            read.items.to_string(),
            read.changes.to_string(),
            crate::command::table::number(read.unreadable),
        ]);
    }
    for read in files {
        let name = encode::terminal(inspection.sources.get(read.file).name());
        let of_file = read.notes.iter().map(|note| format!("{name}: {}", encode::terminal(note)));
        notes.extend(of_file);
    }
    if !files.is_empty() {
        out.write_all(table.text(inspection.width).as_bytes())?;
    }
    out.write_all(more(files.len(), LISTED).as_bytes())?;
    match inspection.linted.summary.skipped {
        0 => {}
        1 => writeln!(out, "  1 file in the folder is no export and was skipped")?,
        skipped => writeln!(out, "  {skipped} files in the folder are no exports and were skipped")?,
    }
    for note in notes.iter().take(LISTED) {
        out.write_all(folded(inspection.width, "  ! ", note).as_bytes())?;
    }
    out.write_all(more(notes.len(), LISTED).as_bytes())
}

/// The projects of the issues, sorted by number of issues, and how to restrict the run to one of them.
fn projects(board: &Board<'_>) -> String {
    const SHOWN: usize = 6;
    let issues = |project: &str| board.items.iter().filter(|item| item.project() == project).count();
    let mut all: Vec<_> = board.projects.iter().map(|project| (issues(project), project)).collect();
    all.sort_by_key(|(issues, _)| std::cmp::Reverse(*issues));
    let names: Vec<_> = all.iter().map(|(issues, key)| format!("{} ({issues})", encode::terminal(key))).collect();
    format!("{}; `--project KEY` keeps to one", wording::listed(&names, SHOWN))
}

fn period(overview: &Overview<'_>) -> String {
    let (Some(since), Some(until)) = (overview.since, overview.until) else {
        return "nothing in it has a date".to_owned();
    };
    let calendar = &overview.board.calendar;
    let days = (until.duration_since(since).as_secs() / (24 * 3600)).max(1);
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    format!(
        "{} to {}, {days}; times are in {}",
        calendar.day(since),
        calendar.day(until),
        encode::terminal(&overview.timezone)
    )
}

fn people(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let people = &overview.board.people;
    let apps = people.iter().filter(|(_, person)| person.app).count();
    let apps = match apps {
        0 => String::new(),
        1 => ", 1 of them an app".to_owned(),
        apps => format!(", {apps} of them apps"),
    };
    title(out, &format!("Who did what ({}{apps})", count_of(people.len(), "person", "people")))?;
    let roles = |id| {
        let roles: Vec<&str> = overview.roles(id).into_iter().map(|role| role.title()).collect();
        roles.join(", ")
    };
    let table = activity_table::table(&overview.board, LISTED, Some(&roles), overview.width);
    if table.is_empty() {
        return writeln!(out, "  {}", activity_table::NOBODY);
    }
    out.write_all(table.as_bytes())?;
    let apps: Vec<String> = people
        .iter()
        .filter(|(_, person)| person.app)
        .map(|(id, person)| {
            let changes = overview.by_person[id.index()].sum();
            format!("{} ({})", fit(&encode::terminal(&person.name), 40), count_of(changes, "change", "changes"))
        })
        .collect();
    let is_idle = |(id, person): &(PersonId, &Person<'_>)| !person.app && overview.by_person[id.index()].sum() == 0;
    let idle: Vec<String> = people.iter().filter(is_idle).map(|(_, person)| activity_table::name(person)).collect();
    if !idle.is_empty() {
        let count = count_of(idle.len(), "person is", "people are");
        let text = format!("{count} named and did nothing that is recorded: {}", listed(&idle, LISTED));
        out.write_all(folded(overview.width, "  ", &text).as_bytes())?;
    }
    if !apps.is_empty() {
        let list = listed(&apps, LISTED);
        out.write_all(folded(overview.width, "  ", &format!("apps, which decide nothing: {list}")).as_bytes())?;
    }
    Ok(())
}
