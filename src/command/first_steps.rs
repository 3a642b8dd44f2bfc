//! What to type next if the charter gives nobody a role: who did what on this board, and the command that
//! judges it.

use std::fmt::Write as _;

use super::activity_table;
use crate::board::{Board, Need};
use crate::charter::Role;
use crate::cli::Input;
use crate::finding::gap::GapText;
use crate::report::{encode, fold};

/// Maximum number of people in a table.
const PEOPLE: usize = 8;
/// Maximum number of boards without roles that get a table.
pub(super) const TABLES: usize = 5;

/// The closing lines of a run with boards that have neither a Product Owner nor a Scrum Master, in `width`
/// columns. `None` if there is no such board.
pub(super) fn first_steps<'b, 'a: 'b>(
    boards: impl Iterator<Item = &'b Board<'a>>,
    input: &Input,
    width: usize,
) -> Option<String> {
    let lacking: Vec<&Board<'_>> = boards.filter(|board| lacks_roles(board)).collect();
    let board = *lacking.first()?;
    let mut out = String::new();
    let mut as_shown = "";
    for board in lacking.iter().take(TABLES) {
        if add_board(&mut out, board, width) {
            as_shown = ", as in the table";
        }
    }
    if let Some(more) = lacking.len().checked_sub(TABLES).filter(|more| *more > 0) {
        let _ =
            writeln!(out, "Nobody is named on {more} more boards: `boardlint inspect` shows who did what on each.\n");
    }
    let _ = write!(
        out,
        "Name the Product Owner and the Scrum Master{as_shown}, and run again:\n\n  \
         boardlint check {} --po \"NAME\" --sm \"NAME\"\n\n",
        paths(input)
    );
    // The part of an address before the @ is never shown, and `…@example.com` is not a name that can be used.
    if out.contains("…@") {
        let text = "Who is shown by an e-mail address is named by the id behind it or by the whole address.";
        add_prose(&mut out, text, width);
        out.push('\n');
    }
    if board.charter_start().is_some() {
        let text = "To keep it, write them into the charter, boardlint.toml, below [roles].";
        add_prose(&mut out, text, width);
    } else {
        // Standard input cannot be read a second time.
        let piped = input.paths.iter().any(|path| path.as_os_str() == "-");
        let paths = if piped { "EXPORT".to_owned() } else { paths(input) };
        let text = "To keep it, let boardlint draft a charter from the export, with what it can guess and why:";
        add_prose(&mut out, text, width);
        let _ = write!(out, "\n  boardlint init {paths}\n");
    }
    Some(out)
}

/// Adds who did what on `board`, or why that is unknown. Returns whether there is a table.
fn add_board(out: &mut String, board: &Board<'_>, width: usize) -> bool {
    let table = activity_table::table(board, PEOPLE, None, width);
    let name = encode::terminal(&board.name);
    if !table.is_empty() {
        let _ = writeln!(out, "Nobody is named yet. Who did what on {name}:\n\n{table}");
        if let Some(people) = activity_table::without_acts(board) {
            add_prose(out, &format!("On the board, too, without any of these: {people}."), width);
            out.push('\n');
        }
        return true;
    }
    if let Some(gap) = board.lacks(Need::History).map(|gap| GapText::new(board, gap)) {
        let lead = format!("Nobody is named yet, and this export does not say who did what on {name}.");
        add_prose(out, &lead, width);
        add_prose(out, &format!("It shows more when you {}", gap.remedy), width);
    } else {
        add_prose(out, &format!("Nobody is named yet, and {} on {name}.", activity_table::NOBODY), width);
    }
    out.push('\n');
    false
}

/// Adds sentences, folded to `width` columns.
fn add_prose(out: &mut String, text: &str, width: usize) {
    for line in fold::prose(text, width, "", "") {
        out.push_str(&line);
        out.push('\n');
    }
}

/// Whether the charter names neither a Product Owner nor a Scrum Master for the board. A named person who is
/// not on the board counts as named; that mistake is reported elsewhere.
pub(super) fn lacks_roles(board: &Board<'_>) -> bool {
    !board.people.is_empty() && !Role::LEADS.iter().any(|role| board.people.charter_names(*role))
}

/// The given paths, quoted for a shell.
pub(super) fn paths(input: &Input) -> String {
    input.paths.iter().map(|path| quote(&path.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// A path, quoted for a shell.
pub(super) fn quote(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    let path = encode::terminal(path);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
