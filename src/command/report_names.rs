//! What people and items are called by the commands that write the retro report.

use crate::charter::Charter;
use crate::cli;
use crate::lint::Linted;
use crate::report::{Names, Pseudonyms, SprintBefore};

/// What people and items are called in a report about `linted` that compares with `before`.
pub(super) fn names(args: &cli::Report, linted: &Linted<'_>, before: Option<&SprintBefore<'_>>) -> Names {
    if args.names {
        return Names::real();
    }
    let names = Names::hidden(style(args), linted.all_boards(), linted.people_in_charters());
    if !args.private {
        return names;
    }
    let ignored = linted.ignored.iter().map(|ignored| &ignored.finding);
    let before = before.into_iter().flat_map(SprintBefore::findings);
    names.with_numbered_items(linted.all_boards(), linted.findings.iter().chain(ignored).chain(before))
}

/// What people are called in messages beside a report that calls them `names`. These are the `real` names,
/// because the team itself runs the program. If other names are requested, messages use them too, as for a CI
/// job whose log others read.
pub(super) fn spoken<'n>(args: &cli::Report, names: &'n Names, real: &'n Names) -> &'n Names {
    if is_asked_for(args) { names } else { real }
}

/// What people are called in messages about a `charter` that governs no board.
pub(super) fn spoken_of(args: &cli::Report, charter: &Charter) -> Names {
    if is_asked_for(args) { Names::hidden(style(args), [], charter.people()) } else { Names::real() }
}

fn is_asked_for(args: &cli::Report) -> bool {
    args.private || args.pseudonyms.is_some()
}

fn style(args: &cli::Report) -> Pseudonyms {
    if args.private { Pseudonyms::Roles } else { args.pseudonyms.unwrap_or(Pseudonyms::Discreet) }
}
