//! The title of a report, and how much data it is based on.

use std::collections::BTreeSet;

use super::super::Run;
use super::context::RetroContext;
use super::sprint_dates::judged_sprints;
use super::{sentences, words};
use crate::board::{Board, PersonId};
use crate::finding::Unreadable;
use crate::finding::gap::GapText;
use crate::lint::{BoardLeftOut, Extent, Spread};

/// A number and what it counts.
pub(crate) struct HeadlineNumber {
    /// The number.
    pub(crate) value: String,
    /// What it counts.
    pub(crate) label: String,
}

/// The names of the boards, and of the sprints if any were requested.
pub(super) fn title(context: &RetroContext<'_>) -> String {
    let named = context.boards().map(|(board, name)| match board.window.sprint {
        Some(sprint) => sentences::sprint_of(&context.name(board.sprint(sprint).shown_name()), name),
        None => name.to_owned(),
    });
    match named.collect::<Vec<_>>().as_slice() {
        [] => words::NO_BOARD.to_owned(),
        few if few.len() <= 4 => sentences::and(few),
        [first, second, ..] => sentences::and(&[first, second, &sentences::boards(context.board_names.len() - 2)]),
        _ => String::new(),
    }
}

/// The amount of data in the requested period.
pub(super) fn numbers(context: &RetroContext<'_>) -> Vec<HeadlineNumber> {
    let numbers = context.run.summary;
    let plain = |count: usize, (one, many): (&str, &str)| HeadlineNumber {
        value: count.to_string(),
        label: if count == 1 { one } else { many }.to_owned(),
    };
    let Extent { items, changes, people, sprints } = extent(context.run);
    let mut list = vec![plain(items, words::ITEMS), plain(changes, words::CHANGES), plain(people, words::PERSONS)];
    if sprints > 0 {
        list.push(plain(sprints, words::SPRINT_COUNT));
    }
    let findings = if numbers.baselined > 0 { words::NEW_FINDINGS } else { words::FINDINGS };
    list.push(plain(numbers.findings(), findings));
    let judged = match numbers.spread {
        Some(Spread { median, lowest, .. }) => sentences::median_and_lowest(median, lowest, numbers.rules),
        None => sentences::of(numbers.judged(), numbers.rules),
    };
    list.push(HeadlineNumber { value: judged, label: words::RULES_JUDGED.to_owned() });
    list
}

/// The amount of data in the requested windows; all data if none was requested.
pub fn extent(run: &Run<'_>) -> Extent {
    let boards: Vec<&Board<'_>> = run.judged_boards().collect();
    if boards.iter().all(|board| board.window.is_open()) {
        return run.summary.extent();
    }
    // The same person may be on several boards.
    let mut people: BTreeSet<&str> = BTreeSet::new();
    let sum = boards.into_iter().fold(Extent::default(), |sum, board| {
        let inside = board.changes.iter().filter(|change| board.window.holds(change.at) && change.at <= board.clock);
        let by: BTreeSet<PersonId> = inside.clone().filter_map(|change| change.by).collect();
        people.extend(by.into_iter().map(|person| &*board.people.get(person).id));
        Extent {
            items: sum.items + board.present_items().filter(|item| board.judges_item(item)).count(),
            changes: sum.changes + inside.count(),
            sprints: sum.sprints + judged_sprints(board).count(),
            ..sum
        }
    });
    Extent { people: people.len(), ..sum }
}

/// Limits that a reader must know to judge the report.
pub(super) fn notices(context: &RetroContext<'_>) -> Vec<String> {
    let run = context.run;
    let mut notices = Vec::new();
    let without_roles = context.boards().filter(|(board, _)| !board.people.has_lead());
    let without_roles: Vec<String> = without_roles.map(|(_, name)| name.to_owned()).collect();
    if !without_roles.is_empty() {
        notices.push(sentences::nobody_has_a_role(run.has_several_boards().then_some(without_roles)));
    }
    let one_unnamed = context.boards().filter(|(board, _)| board.people.has_lead());
    notices.extend(one_unnamed.filter_map(|(board, name)| {
        let role = board.people.unnamed_lead()?;
        Some(sentences::one_role_unnamed(role.title(), run.has_several_boards().then_some(name)))
    }));
    let parts = context.boards().filter_map(|(board, name)| Some((GapText::new(board, board.lacks_items()?), name)));
    let (ways, names): (Vec<GapText>, Vec<String>) = parts.map(|(gap, name)| (gap, name.to_owned())).unzip();
    let several = run.has_several_boards().then_some(names);
    notices.extend(ways.first().map(|gap| sentences::part_of_a_board(&context.text(&gap.message), several)));
    notices.extend(run.over_limit.map(str::to_owned));
    let hidden = run.hidden();
    if hidden > 0 {
        notices.push(sentences::below_the_level(hidden));
    }
    notices.extend(missing_files(run.unreadable, run.display.private));
    let left_out = run.left_out.iter().filter_map(BoardLeftOut::note);
    notices.extend(left_out.map(|why| sentences::board_left_out(&context.text(why))));
    notices.extend(run.failures.iter().map(|failure| sentences::failed(&context.text(&failure.message))));
    if run.boards.is_empty() {
        notices.push(words::NOTHING_JUDGED.to_owned());
    }
    notices
}

/// Input that is missing in the report: a sentence for files that could not be read, and one for places
/// without an export.
pub fn missing_files(unreadable: &[Unreadable], private: bool) -> Vec<String> {
    let (without, files): (Vec<&Unreadable>, Vec<&Unreadable>) =
        unreadable.iter().partition(|file| file.is_without_export);
    let sentence = |files: Vec<&Unreadable>, words: fn(usize, &[String]) -> String| {
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        // File names often contain names of people and boards.
        let most = if private { 0 } else { 3 };
        let named: Vec<String> = paths.iter().take(most).map(|path| (*path).to_owned()).collect();
        (!paths.is_empty()).then(|| words(paths.len(), &named))
    };
    let sentences = [sentence(files, sentences::unreadable), sentence(without, sentences::without_export)];
    sentences.into_iter().flatten().collect()
}
