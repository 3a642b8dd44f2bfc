//! What the commands that write the retro report have in common: with what a sprint is compared, and what people and items are called.

use super::options::pseudonyms;
use crate::board::Day;
use crate::cli;
use crate::lint::{Linted, Options};
use crate::report::{Names, Pseudonyms, sprint_before};

/// The name of the sprint before, and what is asked of the same exports to know what there was to find when it had ended. None where the run
/// is not about one board, or about a part of its time that is no sprint.
pub(super) fn rewound(linted: &Linted<'_>, options: &Options) -> Option<(String, Options)> {
    let [one] = linted.boards.as_slice() else { return None };
    let (sprint, last) = sprint_before(&one.board)?;
    let options = match one.board.window.sprint {
        Some(_) => Options { sprint: Some(sprint.clone()), ..options.clone() },
        None if one.board.window.is_open() => Options { until: Some(Day::On(last)), ..options.clone() },
        None => return None,
    };
    Some((sprint, options))
}

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
