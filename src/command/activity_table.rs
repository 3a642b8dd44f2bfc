//! A table of who did what, and how often.

use super::table::{Table, fit, number};
use crate::board::{Board, Person, PersonId};
use crate::draft::{self, DEEDS};
use crate::report::encode;
use crate::wording::listed;

/// Maximum number of people without activity that are named.
const IDLE: usize = 12;
/// Maximum width of a name.
const NAME: usize = 28;

/// The text if the table has no rows.
pub(super) const NOBODY: &str = "nobody who is known wrote, ordered, estimated, assigned, moved or said anything";

/// The `people` who decided most, in a table of `width` columns. `last` gives the last cell of each row.
pub(super) fn table(
    board: &Board<'_>,
    people: usize,
    last: Option<&dyn Fn(PersonId) -> String>,
    width: usize,
) -> String {
    let deeds = draft::deeds(board);
    let mut rows: Vec<(PersonId, [usize; DEEDS.len()])> = board.people.iter().map(|(id, _)| id).zip(deeds).collect();
    rows.sort_by_key(|(id, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), *id));
    rows.retain(|(_, counts)| counts.iter().any(|count| *count > 0));
    if rows.is_empty() {
        return String::new();
    }
    let more = rows.len().saturating_sub(people);
    rows.truncate(people);
    let mut table = DEEDS.iter().fold(Table::default().words(""), |table, (title, _)| table.numbers(title));
    if last.is_some() {
        table = table.words("");
    }
    for (id, counts) in rows {
        let mut cells = vec![name(board.people.get(id))];
        cells.extend(counts.into_iter().map(number));
        cells.extend(last.map(|last| last(id)));
        table.row(cells);
    }
    let mut out = table.text(width);
    if more > 0 {
        out.push_str(&format!("  and {more} more\n"));
    }
    out
}

/// A list of the people on `board` without activity in the table, apps excluded: a Scrum Master may never
/// change an item. `None` if there are none.
pub(super) fn without_acts(board: &Board<'_>) -> Option<String> {
    let deeds = draft::deeds(board);
    let people = board.people.iter().zip(deeds);
    let idle = people.filter(|((_, person), counts)| !person.app && counts.iter().all(|count| *count == 0));
    let names: Vec<String> = idle.map(|((_, person), _)| name(person)).collect();
    (!names.is_empty()).then(|| listed(&names, IDLE))
}

/// What a person is called. An e-mail address is never shown in full, so a name that is one is followed by an
/// id that can be used instead.
pub(super) fn name(person: &Person<'_>) -> String {
    let shown = fit(&encode::terminal(&person.name), NAME);
    let is_whole = |text: &str| encode::mask(text) == text;
    let ids = person.accounts().flat_map(|account| account.ids.iter().chain(&account.login));
    match ids.into_iter().find(|id| is_whole(id)) {
        Some(id) if !is_whole(&person.name) => format!("{shown} ({})", encode::terminal(id)),
        _ => shown,
    }
}
