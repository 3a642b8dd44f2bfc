//! What to type next, where nobody is named yet: who did what on this board, and the line that judges it.

use std::fmt::Write as _;

use super::activity_table;
use crate::board::{Board, Need};
use crate::charter::Role;
use crate::cli::Input;
use crate::report::encode;

/// How many people the table shows.
const PEOPLE: usize = 8;
/// The closing lines of a run in which nobody is Product Owner or Scrum Master; none where somebody is.
pub(super) fn first_steps<'b, 'a: 'b>(
    boards: impl Iterator<Item = &'b Board<'a>>,
    input: &Input,
    width: usize,
) -> Option<String> {
    let nobody = |board: &&Board<'_>| {
        !board.people.is_empty()
            && ![Role::ProductOwner, Role::ScrumMaster].iter().any(|role| board.people.is_mapped(*role))
    };
    let tables: Vec<(&Board<'_>, String)> =
        boards.filter(nobody).map(|board| (board, activity_table::table(board, PEOPLE, None, width))).collect();
    let (board, table) = tables.iter().find(|(_, table)| !table.is_empty()).or(tables.first())?;
    let name = encode::terminal(&board.name);
    let mut out = "Nobody is named yet".to_owned();
    let as_shown = if table.is_empty() {
        match board.lacks(Need::History) {
            Some(gap) => {
                let hint = encode::terminal(&gap.hint);
                let _ = writeln!(
                    out,
                    ", and this export does not say who did what on {name}.\nIt shows more when you {hint}"
                );
            }
            None => {
                let _ = writeln!(out, ", and {} on {name}.", activity_table::NOBODY);
            }
        }
        ""
    } else {
        let _ = write!(out, ". Who did what on {name}:\n\n{table}");
        ", as in the table"
    };
    let _ = write!(
        out,
        "\nName the Product Owner and the Scrum Master{as_shown}, and run again:\n\n  \
         boardlint check {} --po \"NAME\" --sm \"NAME\"\n\n",
        paths(input)
    );
    // What stands before the @ of an address is never shown, and `…@example.com` names nobody.
    if table.contains("…@") {
        out.push_str("Who is shown by an e-mail address is named by the id behind it or by the whole address.\n\n");
    }
    if board.charter_start().is_some() {
        out.push_str("To keep it, write them into the charter, boardlint.toml, below [roles].\n");
    } else {
        // What came on standard input is not there to be read again.
        let piped = input.paths.iter().any(|path| path.as_os_str() == "-");
        let paths = if piped { "EXPORT".to_owned() } else { paths(input) };
        let _ = write!(
            out,
            "To keep it, let boardlint draft a charter from the export, with what it can guess and why:\n\n  \
             boardlint init {paths}\n"
        );
    }
    Some(out)
}

/// The paths that were given, as a shell takes them.
pub(super) fn paths(input: &Input) -> String {
    input.paths.iter().map(|path| quote(&path.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// A path as a shell takes it.
pub(super) fn quote(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    let path = encode::terminal(path);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
