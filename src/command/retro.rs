//! What people and items are called by the commands that write the retro report.

use super::options::pseudonyms;
use crate::cli;
use crate::lint::Linted;
use crate::report::{Names, Pseudonyms};

/// What people and items are called in a report about `linted`, which holds `earlier` against it.
pub(super) fn names(args: &cli::Report, linted: &Linted<'_>, earlier: Option<&Linted<'_>>) -> Names {
    if args.names {
        return Names::real();
    }
    let style = if args.private { Pseudonyms::Roles } else { pseudonyms(args.pseudonyms) };
    let names = Names::hidden(style, linted.all_boards(), linted.people_in_charters());
    if !args.private {
        return names;
    }
    let ignored = linted.ignored.iter().map(|(finding, _)| finding);
    let before = earlier.into_iter().flat_map(|earlier| &earlier.findings);
    names.with_numbered_items(linted.all_boards(), linted.findings.iter().chain(ignored).chain(before))
}
