//! Tables with several rows for one issue, or with nothing of an issue but its key: logs of changes, of hours
//! or of test steps, not lists of issues.

use foldhash::HashSet;

use super::meaning::Meaning;
use crate::export::table::{Row, Table, cell, inner, mark};
use crate::export::unrecognised::HOW;
use crate::lexicon::fold;
use crate::source::{Diagnostic, File};

/// Ratio of rows to repeated rows up to which a table is taken for a log. Fewer repeats are allowed, as
/// people join files of overlapping searches by hand.
const REPEATED: usize = 10;

/// Kinds of logs, and the words in their headers.
const KINDS: &[(&str, &[&str])] = &[
    ("hours", &["hours", "time spent (h)", "logged", "worklog", "work log", "work date", "work description", "billed"]),
    ("test steps", &["test step", "step", "expected result", "expected", "test data"]),
    (
        "changes",
        &["field", "from", "to", "old value", "new value", "date of change", "changed", "from string", "change"],
    ),
];

const ADVICE: &str = "export the issues themselves, Export › CSV (all fields), or better with the history:";

/// Why the table is not a list of issues: several rows have the same key in the column `key`. `pasted`: a
/// second export was pasted below the first, with its header. Then repeated keys are allowed.
pub(super) fn refusal(file: &File, table: &Table<'_>, key: usize, pasted: bool) -> Option<Diagnostic> {
    let repeated = repeated(table, key);
    let header: Vec<String> = table.header.iter().map(|name| fold(name)).collect();
    let kind = KINDS.iter().find(|(_, words)| words.iter().any(|word| header.iter().any(|name| name == word)));
    if let Some((what, _)) = kind.filter(|_| !tells_of_issues(table)) {
        let message =
            format!("this table is a log of {what}, not a list of issues: of these it has no more than the keys");
        let key = table.rows().next().map_or("", |row| row.cell(key));
        return Some(Diagnostic::error(message).at(mark(file, key), "").note(format!("{ADVICE} {HOW}")));
    }
    let first = repeated.first().filter(|_| !pasted && repeated.len() * REPEATED >= table.height())?;
    let what = kind.map_or("changes, of hours or of test steps", |(what, _)| what);
    let message = format!("this table has several rows for one issue: it is a log of {what}, not a list of issues");
    let refusal = Diagnostic::error(message).at(mark(file, first), format!("{} again", cell(first).trim()));
    Some(refusal.note(format!("{ADVICE} {HOW}")))
}

/// The keys, in the column `key`, of rows that repeat an issue with other values.
fn repeated<'t, 'a>(table: &'t Table<'a>, key: usize) -> Vec<&'a str> {
    let mut keys = HashSet::default();
    // Fast path: hardly any file repeats an issue, so rows need not be compared.
    if table.rows().all(|row| keys.insert(inner(row.cell(key)).trim())) {
        return Vec::new();
    }
    let mut known = HashSet::default();
    keys.clear();
    let mut is_again = |row: Row<'t, 'a>| known.insert(row) && !keys.insert(inner(row.cell(key)).trim());
    table.rows().filter(|row| is_again(*row)).map(|row| row.cell(key)).collect()
}

/// Whether the table has a column that a list of issues has and a log lacks.
fn tells_of_issues(table: &Table<'_>) -> bool {
    let own =
        [Meaning::Kind, Meaning::Status, Meaning::Creator, Meaning::Reporter, Meaning::Assignee, Meaning::Created];
    table.header.iter().any(|header| Meaning::of_header(header).is_some_and(|meaning| own.contains(&meaning)))
}
