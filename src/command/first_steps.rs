//! What to type next, where nobody is named yet: who did what on this board, and the line that judges it.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::board::{Board, ChangeKind, Gesture, PersonId};
use crate::charter::Role;
use crate::cli::Input;
use crate::report::encode;

/// How many people the table shows.
const PEOPLE: usize = 8;
/// How wide a name may be.
const NAME: usize = 28;

/// The columns of the table: what is decided on a board, by kind of change.
const COLUMNS: &[(&str, &[ChangeKind])] = &[
    ("wrote", &[ChangeKind::Created]),
    ("ordered", &[ChangeKind::Ranked, ChangeKind::Prioritised]),
    ("estimated", &[ChangeKind::Estimated]),
    ("assigned", &[ChangeKind::Assigned]),
    ("moved", &[ChangeKind::Moved, ChangeKind::Planned, ChangeKind::Unplanned]),
    ("said", &[ChangeKind::Commented]),
];

/// The closing lines of a run in which nobody is Product Owner or Scrum Master; none where somebody is.
pub(super) fn first_steps(boards: &[Board<'_>], input: &Input) -> Option<String> {
    let nobody = |board: &&Board<'_>| {
        !board.people.is_empty()
            && ![Role::ProductOwner, Role::ScrumMaster].iter().any(|role| board.people.is_mapped(*role))
    };
    let board = boards.iter().find(nobody)?;
    let mut out = format!("Nobody is named yet. Who did what on {}:\n\n", encode::terminal(&board.name));
    table(board, &mut out);
    let paths: Vec<String> = input.paths.iter().map(|path| quote(&path.to_string_lossy())).collect();
    let _ = write!(
        out,
        "\nName the Product Owner and the Scrum Master, as in the table, and run again:\n\n  \
         boardlint check {} --po \"NAME\" --sm \"NAME\"\n\n\
         To keep it, write a charter, boardlint.toml, beside the export:\n\n  \
         [roles]\n  product-owner = [\"NAME\"]\n  scrum-master  = [\"NAME\"]\n",
        paths.join(" ")
    );
    Some(out)
}

fn table(board: &Board<'_>, out: &mut String) {
    let mut rows: Vec<(PersonId, Vec<usize>)> =
        board.people.iter().map(|(id, _)| (id, vec![0; COLUMNS.len()])).collect();
    for change in board.changes.iter().filter(|change| change.gesture == Gesture::Decision) {
        let column = COLUMNS.iter().position(|(_, kinds)| kinds.contains(&change.kind));
        if let (Some(by), Some(column)) = (change.by, column) {
            rows[by.index()].1[column] += 1;
        }
    }
    rows.sort_by_key(|(id, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), *id));
    rows.retain(|(_, counts)| counts.iter().any(|count| *count > 0));
    let more = rows.len().saturating_sub(PEOPLE);
    rows.truncate(PEOPLE);
    let _ = write!(out, "  {:<NAME$}", "");
    for (title, _) in COLUMNS {
        let _ = write!(out, " {title:>9}");
    }
    out.push('\n');
    for (id, counts) in rows {
        let name = fit(&encode::terminal(&board.people.get(id).name));
        let _ = write!(out, "  {name}{}", " ".repeat(NAME.saturating_sub(name.width())));
        for count in counts {
            let shown = if count == 0 { "·".to_owned() } else { count.to_string() };
            let _ = write!(out, " {shown:>9}");
        }
        out.push('\n');
    }
    if more > 0 {
        let _ = writeln!(out, "  and {more} more");
    }
}

/// A name cut to the width of its column.
fn fit(name: &str) -> String {
    let mut fitted = String::new();
    for c in name.chars() {
        fitted.push(c);
        if fitted.width() >= NAME - 1 && fitted.len() < name.len() {
            fitted.push('…');
            break;
        }
    }
    fitted
}

/// A path as a shell takes it.
fn quote(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    let path = encode::terminal(path);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
