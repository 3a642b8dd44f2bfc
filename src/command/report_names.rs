//! What people and items are called by the commands that write the retro report.

use crate::cli;
use crate::lint::Linted;
use crate::report::{Names, Pseudonyms, SprintBefore};

/// What people and items are called in a report about `linted`, which holds `before` against it.
pub(super) fn names(args: &cli::Report, linted: &Linted<'_>, before: Option<&SprintBefore<'_>>) -> Names {
    if args.names {
        return Names::real();
    }
    let style = if args.private { Pseudonyms::Roles } else { args.pseudonyms };
    let names = Names::hidden(style, linted.all_boards(), linted.people_in_charters());
    if !args.private {
        return names;
    }
    let ignored = linted.ignored.iter().map(|ignored| &ignored.finding);
    let before = before.into_iter().flat_map(SprintBefore::findings);
    names.with_numbered_items(linted.all_boards(), linted.findings.iter().chain(ignored).chain(before))
}
